#include "app/session/setupjson.h"

#include "core/base/decimal.h"
#include "strategies/catalog.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace wick::session {

using namespace wick::core;

namespace {

// Whole numbers travel as text: JSON's own numbers are doubles and lose the last digits of large
// ones.
QString textOf(std::int64_t value)
{
    return QString::number(qint64{value});
}

QString textOf(const std::string& value)
{
    return QString::fromStdString(value);
}

/// Reads fields and remembers the first that is missing or wrong.
class Fields
{
public:
    explicit Fields(QJsonObject object)
        : m_object(std::move(object))
    {}

    std::int64_t integer(const char* key)
    {
        const auto value =
            parseScaled(m_object.value(QLatin1String{key}).toString().toStdString(), 0);
        if (!value) {
            note(key);
            return 0;
        }
        return *value;
    }
    int decimals(const char* key)
    {
        const std::int64_t value = integer(key);
        if (value < 0 || value > 9) {
            note(key);
            return 0;
        }
        return static_cast<int>(value);
    }
    std::string text(const char* key)
    {
        const QJsonValue value = m_object.value(QLatin1String{key});
        if (!value.isString()) {
            note(key);
        }
        return value.toString().toStdString();
    }
    double real(const char* key)
    {
        const QJsonValue value = m_object.value(QLatin1String{key});
        if (!value.isDouble()) {
            note(key);
        }
        return value.toDouble();
    }
    QJsonArray list(const char* key)
    {
        const QJsonValue value = m_object.value(QLatin1String{key});
        if (!value.isArray()) {
            note(key);
        }
        return value.toArray();
    }
    QJsonObject object(const char* key) { return m_object.value(QLatin1String{key}).toObject(); }
    [[nodiscard]] bool has(const char* key) const { return m_object.contains(QLatin1String{key}); }
    [[nodiscard]] const std::string& missing() const noexcept { return m_missing; }

private:
    void note(const char* key)
    {
        if (m_missing.empty()) {
            m_missing = key;
        }
    }

    QJsonObject m_object;
    std::string m_missing;
};

QJsonObject toJson(const Instrument& instrument)
{
    const auto& fields = instrument.fields();
    return {{QStringLiteral("symbol"), textOf(fields.symbol)},
            {QStringLiteral("price_decimals"), textOf(std::int64_t{fields.priceDecimals})},
            {QStringLiteral("tick"), textOf(fields.tick.count())},
            {QStringLiteral("quantity_decimals"), textOf(std::int64_t{fields.quantityDecimals})},
            {QStringLiteral("volume_decimals"), textOf(std::int64_t{fields.volumeDecimals})},
            {QStringLiteral("minimum_quantity"), textOf(fields.minimumQuantity.count())},
            {QStringLiteral("minimum_notional"), textOf(fields.minimumNotional.count())},
            {QStringLiteral("initial_margin"), textOf(fields.initialMargin.count())},
            {QStringLiteral("maintenance_margin"), textOf(fields.maintenanceMargin.count())},
            {QStringLiteral("taker_fee"), textOf(fields.takerFee.count())},
            {QStringLiteral("maker_fee"), textOf(fields.makerFee.count())},
            {QStringLiteral("spread"), textOf(fields.spread.count())},
            {QStringLiteral("normal_volatility"), fields.normalVolatility},
            {QStringLiteral("calendar"), fields.calendar == CalendarKind::Always
                                             ? QStringLiteral("always")
                                             : QStringLiteral("new_york")}};
}

Result<Instrument, std::string> instrumentFrom(const QJsonObject& object, InstrumentId id)
{
    Fields from{object};
    Instrument::Fields fields;
    fields.id = id;
    fields.symbol = from.text("symbol");
    fields.priceDecimals = from.decimals("price_decimals");
    fields.tick = PriceDelta{from.integer("tick")};
    fields.quantityDecimals = from.decimals("quantity_decimals");
    fields.volumeDecimals = from.decimals("volume_decimals");
    fields.minimumQuantity = Quantity{from.integer("minimum_quantity")};
    fields.minimumNotional = Money{from.integer("minimum_notional")};
    fields.initialMargin = Ppm{from.integer("initial_margin")};
    fields.maintenanceMargin = Ppm{from.integer("maintenance_margin")};
    fields.takerFee = Ppm{from.integer("taker_fee")};
    fields.makerFee = Ppm{from.integer("maker_fee")};
    fields.spread = Ppm{from.integer("spread")};
    fields.normalVolatility = from.real("normal_volatility");
    fields.calendar =
        from.text("calendar") == "new_york" ? CalendarKind::NewYork : CalendarKind::Always;
    if (!from.missing().empty()) {
        return Failure{"the instrument's " + from.missing() + " is missing or wrong"};
    }
    auto instrument = Instrument::create(std::move(fields));
    if (!instrument) {
        return Failure{std::string{"an instrument is not valid"}};
    }
    return std::move(*instrument);
}

QJsonObject toJson(const EngineSetup& engine)
{
    QJsonObject object{
        {QStringLiteral("strategy"), textOf(engine.name)},
        {QStringLiteral("parameters"), textOf(engine.parameters)},
        {QStringLiteral("instrument"), textOf(std::int64_t{engine.instrument.count()})},
        {QStringLiteral("timeframe"), textOf(engine.timeframe.count())},
        {QStringLiteral("base"), textOf(engine.base.count())}};
    if (engine.fixedQuantity) {
        object.insert(QStringLiteral("quantity"), textOf(engine.fixedQuantity->count()));
    }
    return object;
}

/// "fast=10 slow=30" as pairs.
std::vector<std::pair<std::string, std::string>> settingsOf(const std::string& summary)
{
    std::vector<std::pair<std::string, std::string>> settings;
    const auto words = QString::fromStdString(summary).split(QLatin1Char{' '}, Qt::SkipEmptyParts);
    for (const auto& word : words) {
        const auto at = word.indexOf(QLatin1Char{'='});
        settings.emplace_back(word.left(at).toStdString(), word.mid(at + 1).toStdString());
    }
    return settings;
}

Result<EngineSetup, std::string> engineFrom(const QJsonObject& object, std::size_t instruments)
{
    Fields from{object};
    EngineSetup engine;
    engine.name = from.text("strategy");
    engine.parameters = from.text("parameters");
    const std::int64_t instrument = from.integer("instrument");
    engine.timeframe = Duration{from.integer("timeframe")};
    engine.base = Duration{from.integer("base")};
    if (from.has("quantity")) {
        engine.fixedQuantity = Quantity{from.integer("quantity")};
    }
    if (!from.missing().empty()) {
        return Failure{"an engine's " + from.missing() + " is missing or wrong"};
    }
    if (instrument < 0 || static_cast<std::size_t>(instrument) >= instruments
        || engine.timeframe.count() <= 0 || engine.base.count() <= 0)
    {
        return Failure{"the engine " + engine.name
                       + " names an instrument or timeframe that is not there"};
    }
    engine.instrument = InstrumentId{static_cast<std::uint16_t>(instrument)};
    auto strategy = strategyOf(engine.name, engine.parameters);
    if (!strategy) {
        return Failure{std::move(strategy).error()};
    }
    engine.strategy = std::move(*strategy);
    return engine;
}

QJsonObject toJson(const FillModel& fill)
{
    return {{QStringLiteral("kind"), fill.kind == FillModel::Kind::Model
                                         ? QStringLiteral("model")
                                         : QStringLiteral("next-open")},
            {QStringLiteral("taker_delay"), textOf(fill.takerDelay.count())},
            {QStringLiteral("maker_delay"), textOf(fill.makerDelay.count())},
            {QStringLiteral("delay_volatility"), fill.delayVolatility},
            {QStringLiteral("stop_range"), textOf(fill.stopRange)},
            {QStringLiteral("market_floor"), textOf(fill.marketFloor)},
            {QStringLiteral("through_ticks"), textOf(fill.throughTicks)},
            {QStringLiteral("volume_share"), textOf(fill.volumeShare)}};
}

FillModel fillFrom(Fields from)
{
    FillModel fill;
    fill.kind =
        from.text("kind") == "next-open" ? FillModel::Kind::NextOpen : FillModel::Kind::Model;
    fill.takerDelay = Duration{from.integer("taker_delay")};
    fill.makerDelay = Duration{from.integer("maker_delay")};
    fill.delayVolatility = from.real("delay_volatility");
    fill.stopRange = from.integer("stop_range");
    fill.marketFloor = from.integer("market_floor");
    fill.throughTicks = from.integer("through_ticks");
    fill.volumeShare = from.integer("volume_share");
    return fill;
}

QJsonArray toJson(const RiskLimits& limits)
{
    QJsonArray list;
    for (const auto& key : storedKeys(limits)) {
        list.append(QJsonArray{textOf(key), textOf(limitText(limits, key))});
    }
    return list;
}

Result<RiskLimits, std::string> limitsFrom(const QJsonArray& list)
{
    RiskLimits limits;
    for (const auto& entry : list) {
        const QJsonArray pair = entry.toArray();
        const std::string key = pair.at(0).toString().toStdString();
        if (!setLimit(limits, key, pair.at(1).toString().toStdString())) {
            return Failure{"the risk limit " + key + " is not known or out of range"};
        }
    }
    return limits;
}

} // namespace

Result<std::shared_ptr<const Strategy>, std::string> strategyOf(const std::string& name,
                                                                const std::string& parameters)
{
    auto strategy = strategies::catalog().create(name, settingsOf(parameters));
    if (!strategy) {
        return Failure{"the strategy " + name
                       + " with its parameters is not known to this version"};
    }
    return std::shared_ptr<const Strategy>{std::move(*strategy)};
}

QByteArray setupToJson(const CoreSetup& setup)
{
    QJsonArray instruments;
    for (const auto& instrument : setup.instruments) {
        instruments.append(toJson(instrument));
    }
    QJsonArray engines;
    for (const auto& engine : setup.engines) {
        engines.append(toJson(engine));
    }
    QJsonObject object{{QStringLiteral("format"), 1},
                       {QStringLiteral("instruments"), instruments},
                       {QStringLiteral("engines"), engines},
                       {QStringLiteral("limits"), toJson(setup.limits)},
                       {QStringLiteral("fill"), toJson(setup.fill)},
                       {QStringLiteral("path"), textOf(static_cast<std::int64_t>(setup.path))},
                       {QStringLiteral("balance"), textOf(setup.balance.count())},
                       {QStringLiteral("start"), textOf(setup.start.count())}};
    if (setup.risk) {
        object.insert(QStringLiteral("risk_state"), textOf(encode(*setup.risk)));
    }
    if (setup.riskLost) {
        object.insert(QStringLiteral("risk_lost"), true);
    }
    return QJsonDocument{object}.toJson(QJsonDocument::Compact);
}

Result<CoreSetup, std::string> setupFromJson(const QByteArray& json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject()) {
        return Failure{std::string{"the setup is not a JSON object"}};
    }
    Fields from{document.object()};
    CoreSetup setup;
    for (const auto& entry : from.list("instruments")) {
        auto instrument = instrumentFrom(
            entry.toObject(), InstrumentId{static_cast<std::uint16_t>(setup.instruments.size())});
        if (!instrument) {
            return Failure{instrument.error()};
        }
        setup.instruments.push_back(std::move(*instrument));
    }
    for (const auto& entry : from.list("engines")) {
        auto engine = engineFrom(entry.toObject(), setup.instruments.size());
        if (!engine) {
            return Failure{engine.error()};
        }
        setup.engines.push_back(std::move(*engine));
    }
    auto limits = limitsFrom(from.list("limits"));
    if (!limits) {
        return Failure{limits.error()};
    }
    setup.limits = std::move(*limits);
    setup.fill = fillFrom(Fields{from.object("fill")});
    const std::int64_t path = from.integer("path");
    setup.path = path >= 0 && path <= 2 ? static_cast<BarPath>(path) : BarPath::Near;
    setup.balance = Money{from.integer("balance")};
    setup.start = Timestamp{from.integer("start")};
    setup.riskLost = document.object().value(QLatin1String("risk_lost")).toBool();
    if (from.has("risk_state")) {
        auto state = decodeRiskState(from.text("risk_state"));
        if (!state) {
            return Failure{"the setup's risk state " + std::string{describe(state.error())}};
        }
        setup.risk = std::move(*state);
    }
    if (!from.missing().empty()) {
        return Failure{"the setup's " + from.missing() + " is missing or wrong"};
    }
    return setup;
}

} // namespace wick::session
