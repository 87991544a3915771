#include "app/session/riskfile.h"
#include "app/session/scenarioreader.h"
#include "core/io/timetext.h"

#include <algorithm>
#include <array>
#include <utility>

namespace wick::session {

using namespace wick::core;

namespace {

constexpr std::size_t kLongestLine = 1'000;
constexpr int kMoneyDecimals = 6;
constexpr Money kMostMoney = usdc(1'000'000'000);
constexpr std::int64_t kMostPrice = 10'000'000;
constexpr std::int64_t kMostUnits = 10'000;
constexpr Ppm kMostRisk{100'000};

/// The strategy of a scenario's engine: it declares, the scenario answers.
class ScriptedStrategy final : public Strategy
{
public:
    ScriptedStrategy(std::string name, Ppm risk)
    {
        m_description.title = name;
        m_description.name = std::move(name);
        m_description.timeframe = minutes(1);
        m_description.risk = risk;
    }
    [[nodiscard]] const Description& describe() const noexcept override { return m_description; }
    [[nodiscard]] Memory start(const Instrument& /*instrument*/) const override
    {
        return Memory::of(0);
    }
    [[nodiscard]] Decision onStep(const StrategyView& /*view*/, Memory& /*memory*/) const override
    {
        return {};
    }
    [[nodiscard]] Status status(const Instrument& /*instrument*/,
                                const Memory& /*memory*/) const override
    {
        return {"Does what the scenario says.", {}};
    }

private:
    Description m_description;
};

} // namespace

Result<Scenario, ScenarioError> ScenarioReader::read(std::string_view text)
{
    auto& setup = m_scenario.setup;
    setup.start = io::parseTime("2026-01-05").value_or(Timestamp{}); // a Monday
    setup.balance = usdc(10'000);
    setup.fill.kind = FillModel::Kind::NextOpen; // at the price, nothing on top
    setup.fill.takerDelay = Duration{};
    setup.fill.makerDelay = Duration{};
    m_last = setup.start;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        ++m_line;
        if (line.size() > kLongestLine) {
            return Failure{ScenarioError{m_line, "is too long"}};
        }
        Words words{line};
        if (words.empty()) {
            continue;
        }
        readLine(words, line);
        words.finish();
        if (!words.failed() && m_scenario.lines.size() > kMostScenarioSteps) {
            words.fail("makes the scenario too long: more than 2000000 steps");
        }
        if (words.failed()) {
            return Failure{ScenarioError{m_line, words.problem()}};
        }
    }
    if (setup.engines.empty()) {
        return Failure{ScenarioError{m_line, "is the last one, and no engine was named"}};
    }
    std::stable_sort(m_scenario.lines.begin(), m_scenario.lines.end(),
                     [](const auto& a, const auto& b) { return a.at < b.at; });
    m_scenario.words = std::move(m_words);
    return std::move(m_scenario);
}

void ScenarioReader::readLine(Words& words, std::string_view text)
{
    const std::string_view first = words.peek();
    if (first == "at" || first.front() == '+' || first == "expect") {
        readTimed(words, text);
    } else {
        readSetup(words);
    }
}

// ── Before it begins
// ─────────────────────────────────────────────────────────────────────────────────

void ScenarioReader::readSetup(Words& words)
{
    constexpr std::array<std::string_view, 7> kKnown{"start", "account", "market", "engine",
                                                     "fill",  "limits",  "limit"};
    const std::size_t which = words.oneOf("word", kKnown);
    if (words.failed()) {
        return;
    }
    if (m_timed) {
        words.fail("belongs before the first 'at'");
        return;
    }
    auto& setup = m_scenario.setup;
    switch (which) {
    case 0:
        readStart(words);
        return;
    case 1:
        setup.balance = amount(words);
        return;
    case 2:
        readMarket(words);
        return;
    case 3:
        readEngine(words);
        return;
    case 4: {
        constexpr std::array<std::string_view, 2> kModels{"exact", "model"};
        if (words.oneOf("fill model", kModels) == 1) {
            setup.fill = FillModel{};
        }
        return;
    }
    case 5: {
        constexpr std::array<std::string_view, 3> kPresets{"default", "open", "starter"};
        const std::size_t preset = words.oneOf("preset", kPresets);
        setup.limits = preset == 1   ? RiskLimits::open()
                       : preset == 2 ? RiskLimits::starter()
                                     : RiskLimits{};
        return;
    }
    default:
        setLimit(words, setup.limits);
        return;
    }
}

void ScenarioReader::readStart(Words& words)
{
    std::string text{words.take("day")};
    if (!words.empty()) {
        text += 'T' + std::string{words.take("time")};
    }
    const auto time = io::parseTime(text);
    if (!time) {
        words.fail("does not start at a time like 2026-01-05 or 2026-01-05 09:30: " + quoted(text));
        return;
    }
    m_scenario.setup.start = *time;
    m_last = *time;
}

void ScenarioReader::setLimit(Words& words, RiskLimits& limits)
{
    const std::string key{words.take("limit")};
    const std::string value{words.take("value")};
    if (words.failed()) {
        return;
    }
    if (const auto set = applyRisk(limits, {{key, value}}); !set) {
        words.fail("sets no limit: " + describe(set.error()));
    }
}

std::optional<InstrumentId> ScenarioReader::findMarket(std::string_view name) const
{
    for (const auto& instrument : m_scenario.setup.instruments) {
        if (namesMarket(name, instrument.symbol())) {
            return instrument.id();
        }
    }
    return std::nullopt;
}

/// A market of this scenario; one that is built in joins it when it is first named.
InstrumentId ScenarioReader::market(Words& words)
{
    const std::string_view name = words.take("market");
    if (const auto known = findMarket(name)) {
        return *known;
    }
    auto& instruments = m_scenario.setup.instruments;
    const io::InstrumentSpec* spec = io::findInstrument(m_specs, name);
    if (spec == nullptr) {
        words.unknown("market", name, io::baseNames(m_specs));
        return {};
    }
    if (m_timed) {
        words.fail("names " + quoted(name) + ", which has no engine and no 'market' line");
        return {};
    }
    auto instrument =
        io::instrumentOf(*spec, InstrumentId{static_cast<std::uint16_t>(instruments.size())});
    if (!instrument) {
        words.fail("names a market that is not valid: " + quoted(name));
        return {};
    }
    instruments.push_back(std::move(*instrument));
    return instruments.back().id();
}

void ScenarioReader::readMarket(Words& words)
{
    const InstrumentId id = market(words);
    if (words.failed()) {
        return;
    }
    auto& instrument = m_scenario.setup.instruments[id.count()];
    Instrument::Fields fields = instrument.fields();
    const auto basisPoints = [&words] {
        return Ppm{words.scaled("number of basis points", 2)};
    };
    while (!words.empty()) {
        constexpr std::array<std::string_view, 7> kKnown{
            "taker_bp", "maker_bp",       "spread_bp",         "calendar",
            "tick",     "initial_margin", "maintenance_margin"};
        switch (words.oneOf("property", kKnown)) {
        case 0:
            fields.takerFee = basisPoints();
            break;
        case 1:
            fields.makerFee = basisPoints();
            break;
        case 2:
            fields.spread = basisPoints();
            break;
        case 3: {
            constexpr std::array<std::string_view, 2> kCalendars{"always", "new_york"};
            fields.calendar = words.oneOf("calendar", kCalendars) == 0 ? CalendarKind::Always
                                                                       : CalendarKind::NewYork;
            break;
        }
        case 4:
            fields.tick = PriceDelta{words.scaled("tick", fields.priceDecimals)};
            break;
        case 5:
            fields.initialMargin = Ppm{words.scaled("fraction", 6)};
            break;
        default:
            fields.maintenanceMargin = Ppm{words.scaled("fraction", 6)};
            break;
        }
    }
    auto changed = Instrument::create(std::move(fields));
    if (!words.failed() && !changed) {
        words.fail("describes a market that cannot be");
        return;
    }
    if (changed) {
        instrument = std::move(*changed);
    }
}

void ScenarioReader::readEngine(Words& words)
{
    constexpr std::int64_t kDefaultRisk = 5'000;
    EngineSetup engine;
    engine.name = std::string{words.take("name")};
    engine.instrument = market(words);
    if (words.failed()) {
        return;
    }
    const Instrument& instrument = m_scenario.setup.instruments[engine.instrument.count()];
    Ppm risk{kDefaultRisk};
    while (!words.empty()) {
        constexpr std::array<std::string_view, 2> kKnown{"risk", "quantity"};
        if (words.oneOf("property", kKnown) == 0) {
            risk = Ppm{words.scaled("fraction", 6)};
            if (risk < Ppm{0} || risk > kMostRisk) {
                words.fail("risks a fraction that is not from 0 to 0.1");
            }
        } else {
            engine.fixedQuantity = quantity(words, instrument, "quantity");
        }
    }
    auto& engines = m_scenario.setup.engines;
    const bool known = std::any_of(engines.begin(), engines.end(), [&](const EngineSetup& each) {
        return each.name == engine.name && each.instrument == engine.instrument;
    });
    if (known) {
        words.fail("names an engine a second time");
        return;
    }
    constexpr std::size_t kMostEngines = 32;
    if (engines.size() == kMostEngines) {
        words.fail("names more than 32 engines");
        return;
    }
    engine.timeframe = minutes(1);
    engine.strategy = std::make_shared<ScriptedStrategy>(engine.name, risk);
    engines.push_back(std::move(engine));
}

EngineId ScenarioReader::engine(Words& words)
{
    const std::string name{words.take("engine")};
    const std::string market{words.take("market of the engine")};
    std::vector<std::string> known;
    const auto& setup = m_scenario.setup;
    for (std::size_t i = 0; i < setup.engines.size(); ++i) {
        const EngineSetup& each = setup.engines[i];
        const Instrument& instrument = setup.instruments[each.instrument.count()];
        if (each.name == name && namesMarket(market, instrument.symbol())) {
            return EngineId{static_cast<std::uint16_t>(i)};
        }
        known.push_back(each.name + ' ' + std::string{instrument.base()});
    }
    if (!words.failed()) {
        words.unknown("engine", name + ' ' + market, known);
    }
    return {};
}

/// None where the line ends, or goes on with "because".
std::optional<EngineId> ScenarioReader::maybeEngine(Words& words)
{
    if (words.empty() || words.peek() == "because") {
        return std::nullopt;
    }
    return engine(words);
}

Reason ScenarioReader::reason(std::string_view token, std::string_view sentence)
{
    const std::string_view first = m_words->emplace_back(token);
    const std::string_view second = m_words->emplace_back(sentence);
    return {first, second};
}

Money ScenarioReader::amount(Words& words)
{
    const Money value{words.scaled("amount", kMoneyDecimals)};
    if (value > kMostMoney || value < -kMostMoney) {
        words.fail("moves more than a billion USDC");
    }
    return value;
}

Price ScenarioReader::price(Words& words, const Instrument& instrument, std::string_view what)
{
    const Price value{words.scaled(what, instrument.priceDecimals())};
    if (value.count() <= 0 || value.count() > kMostPrice * powerOfTen(instrument.priceDecimals())) {
        words.fail("has a " + std::string{what}
                   + " that is not above zero and at most ten million");
    }
    return value;
}

Quantity ScenarioReader::quantity(Words& words, const Instrument& instrument, std::string_view what)
{
    const Quantity value{words.scaled(what, instrument.quantityDecimals())};
    if (value.count() <= 0
        || value.count() > kMostUnits * powerOfTen(instrument.quantityDecimals())) {
        words.fail("has a " + std::string{what}
                   + " that is not above zero and at most ten thousand");
    }
    return value;
}

std::span<const std::string_view> eventNames() noexcept
{
    static constexpr std::array<std::string_view, 17> kNames{
        "signal",        "refusal",          "verdict",         "order_accepted", "order_cancelled",
        "order_expired", "order_rejected",   "order_changed",   "fill",           "trade",
        "halt",          "halt_released",    "release_refused", "command",        "verified_flat",
        "restarted",     "stop_move_refused"};
    return kNames;
}

Result<Scenario, ScenarioError> parseScenario(std::string_view text)
{
    return ScenarioReader{}.read(text);
}

} // namespace wick::session
