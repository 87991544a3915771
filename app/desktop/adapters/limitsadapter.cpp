#include "app/desktop/adapters/limitsadapter.h"

#include "app/desktop/adapters/corevalues.h"
#include "app/desktop/text/describe.h"
#include "core/base/decimal.h"
#include "core/base/unreachable.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Limits)
};

constexpr double kMicro = 1e6;

/// How a limit's integer is typed by a person: `decimals` of it are behind the point.
struct Typed
{
    int decimals = 0;
    QString unit;
};

/// What a fraction is a part of.
QString shareUnit(std::string_view key)
{
    if (key == "margin_buffer") {
        return Words::tr("% of free margin");
    }
    if (key == "open_risk" || key == "group_loss") {
        return Words::tr("% of day budget");
    }
    if (key == "group_exposure") {
        return Words::tr("% of the gross cap");
    }
    if (key == "liquidation_gap") {
        return Words::tr("% of the price");
    }
    return Words::tr("% of equity");
}

bool isOfEquity(const core::LimitKey& key)
{
    constexpr std::array kOthers{
        std::string_view{"margin_buffer"},   std::string_view{"open_risk"},
        std::string_view{"group_loss"},      std::string_view{"group_exposure"},
        std::string_view{"liquidation_gap"}, std::string_view{"profit_target"}};
    return key.unit == core::LimitUnit::Fraction
           && std::find(kOthers.begin(), kOthers.end(), key.key) == kOthers.end();
}

Typed typedAs(const core::LimitKey& key)
{
    switch (key.unit) {
    case core::LimitUnit::Fraction:
        return {4, shareUnit(key.key)};
    case core::LimitUnit::Multiple:
        return {6, u"×"_s};
    case core::LimitUnit::BasisPoints:
        return {2, Words::tr("bp")};
    case core::LimitUnit::Usdc:
        return {6, Words::tr("USDC")};
    case core::LimitUnit::BaseUnits:
        return {9, Words::tr("units")};
    case core::LimitUnit::Count:
        return {0, key.key == "max_open_positions" ? Words::tr("markets") : QString{}};
    case core::LimitUnit::Milliseconds:
        return {0, Words::tr("ms")};
    case core::LimitUnit::Minutes:
        return {0, Words::tr("min")};
    case core::LimitUnit::Choice:
        return {0, {}};
    }
    core::unreachable();
}

QString typedText(std::int64_t value, int decimals)
{
    return value == core::kNoLimit ? u"none"_s
                                   : QString::fromStdString(core::shortestText(value, decimals));
}

std::int64_t valueOf(const core::RiskLimits& limits, const core::LimitKey& key, bool ofEngine)
{
    if (key.scoped) {
        return (ofEngine ? limits.engine : limits.fleet).*(key.loss);
    }
    return limits.*(key.value);
}

QStringList choicesOf(const core::LimitKey& key)
{
    QStringList names;
    for (const std::string_view choice : key.choices) {
        QString name = text(choice);
        name[0] = name[0].toUpper();
        names.append(name);
    }
    return names;
}

/// Whether a smaller value of it is the riskier one.
bool isMinimum(std::string_view key)
{
    return key == "margin_buffer" || key == "pre_close_min" || key == "liquidation_gap"
           || key == "min_depth" || key == "cost_ratio" || key == "min_days";
}

struct Use
{
    double number = 0.0; ///< in USDC where the limit has money, else in the limit's unit
    QString words;
};

double usdc(std::int64_t micro)
{
    return static_cast<double>(micro) / kMicro;
}

Use moneyUse(double used)
{
    return {std::max(0.0, used), number(std::max(0.0, used), 1)};
}

double largestPosition(const session::Snapshot& now)
{
    double largest = 0.0;
    for (const session::PositionStatus& position : now.positions) {
        const core::Instrument& market = (*now.instruments)[position.instrument.count()];
        largest = std::max(
            largest, std::abs(usdc(market.notional(position.quantity, position.mark).count())));
    }
    return largest;
}

Use useOf(const core::LimitKey& key, bool ofEngine, const session::Snapshot& now)
{
    if (key.key == "daily_loss" && !ofEngine) {
        return moneyUse(usdc(now.openRisk.count() - now.dayResult.count()));
    }
    if (key.key == "daily_loss") {
        double worst = 0.0;
        for (const session::EngineStatus& engine : now.engines) {
            worst = std::max(worst, usdc(engine.dayUse.loss));
        }
        return moneyUse(worst);
    }
    if (key.key == "peak_drawdown" && !ofEngine) {
        return moneyUse(usdc(now.fleetPeak.loss));
    }
    if (key.key == "max_open_positions") {
        return {static_cast<double>(now.positions.size()),
                number(static_cast<double>(now.positions.size()), 0)};
    }
    if (key.key == "max_notional") {
        return {largestPosition(now), number(largestPosition(now), 0)};
    }
    if (key.key == "max_leverage" && now.equity.count() > 0) {
        const double leverage = usdc(now.grossNotional.count()) / usdc(now.equity.count());
        return {leverage, number(leverage, 2)};
    }
    return {};
}

LimitRow rowOf(const core::RiskLimits& limits,
               const core::LimitKey& key,
               bool ofEngine,
               const session::Snapshot* snapshot)
{
    const Typed typed = typedAs(key);
    LimitRow row;
    row.key = (ofEngine ? u"engine."_s : QString{}) + text(key.key);
    row.group = ofEngine ? Words::tr("Each engine") : text(key.group);
    row.title = ofEngine ? Words::tr("%1 of an engine").arg(text(key.title)) : text(key.title);
    row.help = ofEngine ? Words::tr(
                   "Each engine by itself; at the limit only that engine is closed and halted.")
                        : text(key.help);
    row.unit = typed.unit;
    row.decimals = typed.decimals;
    row.choices = choicesOf(key);
    row.mayBeNone = key.mayBeNone;
    row.low = Fixed{key.low, typed.decimals}.toDouble();
    row.high = Fixed{key.high, typed.decimals}.toDouble();
    const std::int64_t value = valueOf(limits, key, ofEngine);
    row.value = row.choices.isEmpty() ? typedText(value, typed.decimals)
                                      : row.choices[static_cast<qsizetype>(value)];
    row.higherIsRiskier = !isMinimum(key.key);
    if (snapshot != nullptr) {
        const bool ofEquity = isOfEquity(key);
        row.moneyFactor = ofEquity ? usdc(snapshot->equity.count()) / 100.0 : 0.0;
        if (key.key == "daily_loss") {
            row.consequence = Words::tr("%1 would allow a loss of %2 USDC a day.");
        } else if (ofEquity) {
            row.consequence = Words::tr("%1 would allow a loss of %2 USDC.");
        }
        const Use use = useOf(key, ofEngine, *snapshot);
        row.useActual = use.words;
        row.useNumber = use.number;
    }
    return row;
}

const core::LimitKey* keyOf(const QString& name)
{
    const std::string bare = name.section(u'.', -1).toStdString();
    for (const core::LimitKey& key : core::limitKeys()) {
        if (key.key == bare) {
            return &key;
        }
    }
    return nullptr;
}

/// The text that setLimit reads, of a text that a person typed.
QString storedText(const core::LimitKey& key, QString typed)
{
    typed.remove(u',').replace(u'\u2212', u'-');
    if (typed == u"none"_s) {
        return typed;
    }
    if (key.unit == core::LimitUnit::Choice) {
        return typed.toLower();
    }
    const auto value = core::parseScaled(typed.toStdString(), typedAs(key).decimals);
    return value ? QString::fromStdString(core::limitValueText(key, *value)) : typed;
}

} // namespace

std::vector<LimitRow> limitRows(const core::RiskLimits& limits, const session::Snapshot* snapshot)
{
    std::vector<LimitRow> rows;
    for (const core::LimitKey& key : core::limitKeys()) {
        rows.push_back(rowOf(limits, key, false, snapshot));
    }
    for (const core::LimitKey& key : core::limitKeys()) {
        if (key.scoped) {
            rows.push_back(rowOf(limits, key, true, snapshot));
        }
    }
    return rows;
}

core::Result<core::RiskLimits, QString> withChanges(const core::RiskLimits& limits,
                                                    const std::vector<LimitChange>& changes)
{
    core::RiskLimits result = limits;
    for (const LimitChange& change : changes) {
        const core::LimitKey* key = keyOf(change.key);
        if (key == nullptr) {
            return core::Failure{Words::tr("There is no limit %1.").arg(change.key)};
        }
        const auto set = core::setLimit(result, change.key.toStdString(),
                                        storedText(*key, change.value).toStdString());
        if (!set) {
            return core::Failure{
                Words::tr("%1: %2 cannot be used.").arg(text(key->title), change.value)};
        }
    }
    return result;
}

std::vector<LimitVersion> limitVersions(const std::vector<io::LimitsVersion>& versions)
{
    std::vector<LimitVersion> rows;
    for (const io::LimitsVersion& version : versions) {
        QStringList lines;
        if (!version.why.isEmpty()) {
            lines.append(version.why);
        }
        for (const io::LimitsVersion::Change& change : version.changes) {
            lines.append(Words::tr("%1: %2 to %3").arg(change.key, change.before, change.value));
        }
        lines.append(Words::tr("by %1").arg(version.who));
        rows.push_back({static_cast<int>(version.number), version.savedMs, lines.join(u'\n')});
    }
    return rows;
}

VerdictPreview verdictPreview(const session::Snapshot& snapshot)
{
    VerdictPreview preview;
    if (!snapshot.signalLog || !snapshot.instruments) {
        return preview;
    }
    const auto& signalLog = *snapshot.signalLog;
    const auto last =
        std::find_if(signalLog.rbegin(), signalLog.rend(), [](const session::SignalStatus& signal) {
            return !signal.verdict.lines.empty();
        });
    if (last == signalLog.rend()) {
        return preview;
    }
    const core::Instrument& market = (*snapshot.instruments)[last->instrument.count()];
    const RowSide side = last->side == core::Side::Buy ? RowSide::Long : RowSide::Short;
    preview.order = u"%1 %2, %3"_s.arg(text(market.symbol()), describe(side),
                                       dayAndClockText(millisecondsOf(last->time)));
    preview.allowed = last->verdict.approved();
    preview.sentence = preview.allowed ? Words::tr("Allowed")
                                       : Words::tr("Refused: %1").arg(refusalWords(*last, market));
    for (const core::VerdictLine& line : last->verdict.lines) {
        if (line.rule == nullptr) {
            continue;
        }
        preview.rows.push_back(
            {text(line.rule->title), ruleWords(line, market), line.result.passed});
    }
    return preview;
}

} // namespace wick::desktop
