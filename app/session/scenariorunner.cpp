#include "app/session/scenariorunner.h"

#include "app/session/eventlog.h"
#include "core/base/decimal.h"
#include "core/base/unreachable.h"
#include "core/io/jsonwriter.h"
#include "core/io/timetext.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace wick::session {

using namespace wick::core;

namespace {

constexpr Quantity kPlenty{std::int64_t{1} << 40}; ///< lots a price trades unless told otherwise
constexpr int kMoneyDecimals = 6;
constexpr int kFractionDecimals = 6;

/// The process dies: thrown through the core by what records its output, and caught by the runner
/// alone. Of that core only what would have outlived it is used afterwards.
struct Died
{};

/// Both as numbers where both are numbers, else as text.
bool same(std::string_view a, std::string_view b)
{
    const auto left = parseDecimal(a);
    const auto right = parseDecimal(b);
    return left && right ? *left == *right : a == b;
}

/// The value behind a key in a flat line of JSON, without quotes; none when it is not there.
std::optional<std::string_view> valueOf(std::string_view line, std::string_view key)
{
    const std::string name = '"' + std::string{key} + "\":";
    const auto at = line.find(name);
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    line.remove_prefix(at + name.size());
    if (line.starts_with('"')) {
        line.remove_prefix(1);
        return line.substr(0, line.find('"'));
    }
    return line.substr(0, line.find_first_of(",}"));
}

std::string_view tokenOf(RuleUnit unit)
{
    switch (unit) {
    case RuleUnit::None:
        return "none";
    case RuleUnit::PriceUnits:
        return "price_units";
    case RuleUnit::Lots:
        return "lots";
    case RuleUnit::MicroUsdc:
        return "micro_usdc";
    case RuleUnit::Count:
        return "count";
    case RuleUnit::PartsPerMillion:
        return "ppm";
    case RuleUnit::Milliseconds:
        return "ms";
    case RuleUnit::Minutes:
        return "minutes";
    }
    unreachable();
}

/// A number of a verdict line as people write it: USDC, base units, fractions.
std::string numberText(std::int64_t value, RuleUnit unit, const Instrument& market)
{
    if (value == kNoLimit) {
        return "none";
    }
    switch (unit) {
    case RuleUnit::PriceUnits:
        return shortestText(value, market.priceDecimals());
    case RuleUnit::Lots:
        return shortestText(value, market.quantityDecimals());
    case RuleUnit::MicroUsdc:
        return shortestText(value, kMoneyDecimals);
    case RuleUnit::PartsPerMillion:
        return shortestText(value, kFractionDecimals);
    case RuleUnit::None:
    case RuleUnit::Count:
    case RuleUnit::Milliseconds:
    case RuleUnit::Minutes:
        return std::to_string(value);
    }
    unreachable();
}

class Runner
{
public:
    Runner(const Scenario& scenario, const ScenarioSink& sink)
        : m_scenario(scenario)
        , m_sink(sink)
        , m_log(*this)
        , m_books(scenario.setup.instruments.size())
    {}

    ScenarioOutcome run();

private:
    /// The event log's lines, and every verdict in full.
    class Log final : public EventLog
    {
    public:
        explicit Log(Runner& runner)
            : EventLog(runner.m_scenario.setup.instruments,
                       runner.m_scenario.setup.engines,
                       nullptr)
            , m_runner(runner)
        {}
        void onSignal(const SignalRecord& signal) override
        {
            m_runner.noteSignal(signal);
            EventLog::onSignal(signal);
        }

    protected:
        void write(std::string_view line) override { m_runner.put(line); }

    private:
        Runner& m_runner;
    };

    void put(std::string_view line);
    void putVerdict(const Verdict& verdict);
    void putAccount();
    void noteSignal(const SignalRecord& signal);

    void play(const ScenarioLine& line);
    void moveTo(Timestamp time);
    void step(Timestamp time, std::span<const MarketSlice> slices, const IntentLine* intent);
    [[nodiscard]] Timestamp timeOf(const ScenarioLine& line) const { return line.at + m_shift; }

    void handle(const PriceLine& line);
    void handle(const BookLine& line);
    void handle(const IntentLine& line);
    void handle(const CommandLine& line);
    void handle(const LimitLine& line);
    void handle(const VenueLine& line);
    void handle(const RestartLine& line);
    void restart();
    void handle(const ClockLine& line);
    void handle(const FactLine& line);
    void handle(const RuleLine& line);
    void handle(const HaltLine& line);
    void handle(const EventLine& line);

    void judge(bool holds, std::string found);
    [[nodiscard]] std::string factOf(const FactLine& line) const;
    [[nodiscard]] bool matches(std::string_view row, const EventLine& line) const;
    [[nodiscard]] const Instrument& marketOf(EngineId engine) const
    {
        const auto& setup = m_scenario.setup;
        return setup.instruments[setup.engines[engine.count()].instrument.count()];
    }

    const Scenario& m_scenario;
    const ScenarioSink& m_sink;
    Log m_log;
    std::unique_ptr<TradingCore> m_core;
    const ScenarioLine* m_line = nullptr; ///< that is being played
    Duration m_shift{};
    std::vector<std::optional<Book>> m_books; ///< by instrument
    std::vector<std::string> m_rows;          ///< of the last line that did something
    int m_rowsLine = 0;
    std::string m_diesAt; ///< event after which the process dies; empty: it lives
    std::optional<Verdict> m_verdict;
    std::string m_refused = "none";
    std::pair<Money, Money> m_told; ///< equity and balance as last put out
    ScenarioOutcome m_outcome;
};

ScenarioOutcome Runner::run()
{
    m_core = std::make_unique<TradingCore>(m_scenario.setup, &m_log);
    m_log.follow(m_core->account());
    putAccount();
    for (const auto& line : m_scenario.lines) {
        play(line);
    }
    io::JsonWriter row{io::JsonLayout::OneLine};
    row.beginObject();
    row.text("time", io::isoText(m_core->now()));
    row.text("event", "end");
    row.whole("expectations", m_outcome.expectations);
    row.whole("failed", m_outcome.failed.size());
    row.text("digest", m_core->sessionDigest().text());
    row.endObject();
    m_sink(row.take());
    return std::move(m_outcome);
}

void Runner::play(const ScenarioLine& line)
{
    m_line = &line;
    // Expectations are indexes behind what happens.
    const bool asks = std::holds_alternative<FactLine>(line.what)
                      || std::holds_alternative<RuleLine>(line.what)
                      || std::holds_alternative<HaltLine>(line.what)
                      || std::holds_alternative<EventLine>(line.what);
    if (!asks && line.line != m_rowsLine) {
        m_rows.clear();
        m_rowsLine = line.line;
    }
    const auto handleIt = [&] {
        std::visit([this](const auto& what) { handle(what); }, line.what);
    };
    try {
        handleIt();
    } catch (const Died&) {
        restart();
        // What a market said is gone; a command was written down and is carried out.
        if (asks || std::holds_alternative<CommandLine>(line.what)
            || std::holds_alternative<LimitLine>(line.what))
        {
            handleIt();
        }
    }
    putAccount();
}

// ── What is put out
// ──────────────────────────────────────────────────────────────────────────────────

void Runner::put(std::string_view line)
{
    m_sink(line);
    m_rows.emplace_back(line);
    if (!m_diesAt.empty() && valueOf(line, "event") == m_diesAt) {
        throw Died{};
    }
}

void Runner::noteSignal(const SignalRecord& signal)
{
    m_refused = signal.outcome.token.empty() ? "none" : std::string{signal.outcome.token};
    m_verdict.reset();
    if (signal.verdict != nullptr) {
        m_verdict = *signal.verdict;
        putVerdict(*signal.verdict);
    }
}

void Runner::putVerdict(const Verdict& verdict)
{
    io::JsonWriter row{io::JsonLayout::OneLine};
    row.beginObject();
    row.text("time", io::isoText(verdict.time));
    row.text("event", "verdict");
    row.text("strategy", m_scenario.setup.engines[verdict.engine.count()].name);
    row.text("market", marketOf(verdict.engine).symbol());
    row.whole("verdict", verdict.id.count());
    row.flag("approved", verdict.approved());
    row.beginArray("rules");
    for (const auto& line : verdict.lines) {
        row.beginObject();
        row.text("rule", line.rule->name);
        row.text("unit", tokenOf(line.rule->unit));
        row.whole("limit", line.result.limit);
        row.whole("actual", line.result.actual);
        row.flag("passed", line.result.passed);
        row.endObject();
    }
    row.endArray();
    row.endObject();
    put(row.take());
}

/// Equity and balance, when they are not what they were.
void Runner::putAccount()
{
    const Account& account = m_core->account();
    const std::pair now{account.equity(), account.balance()};
    if (now == m_told) {
        return;
    }
    m_told = now;
    io::JsonWriter row{io::JsonLayout::OneLine};
    row.beginObject();
    row.text("time", io::isoText(m_core->now()));
    row.text("event", "account");
    row.money("equity", now.first);
    row.money("balance", now.second);
    row.money("day_result", m_core->halts().dayResult(account));
    row.money("peak", m_core->halts().highWaterMark());
    row.endObject();
    m_sink(row.take());
}

// ── What happens
// ─────────────────────────────────────────────────────────────────────────────────────

void Runner::step(Timestamp time, std::span<const MarketSlice> slices, const IntentLine* intent)
{
    const auto steps = m_core->onMarket({time, slices});
    if (intent == nullptr) {
        m_core->onAnswers({});
        return;
    }
    Answer answer{steps.front().seq, intent->engine, intent->decision, false};
    if (answer.decision.entry) {
        answer.decision.entry->at = time;
        answer.decision.entry->expiry = time + intent->life;
    }
    m_core->onAnswers({&answer, 1});
}

/// Time passes without news.
void Runner::moveTo(Timestamp time)
{
    if (time != m_core->now()) {
        step(time, {}, nullptr);
    }
}

void Runner::handle(const PriceLine& line)
{
    const Timestamp now = timeOf(*m_line);
    const Trade trade{now, line.price, line.volume.value_or(kPlenty), Side::Buy};
    MarketSlice slice;
    slice.instrument = line.market;
    slice.price = line.price;
    slice.trades = {&trade, 1};
    if (const auto& book = m_books[line.market.count()]) {
        slice.book = &*book;
    }
    step(now, {&slice, 1}, nullptr);
}

void Runner::handle(const BookLine& line)
{
    auto& book = m_books[line.market.count()];
    book = line.book;
    MarketSlice slice;
    slice.instrument = line.market;
    slice.book = &*book;
    step(timeOf(*m_line), {&slice, 1}, nullptr);
}

void Runner::handle(const IntentLine& line)
{
    step(timeOf(*m_line), {}, &line);
}

void Runner::handle(const CommandLine& line)
{
    moveTo(timeOf(*m_line));
    m_core->onCommand(line.command);
}

void Runner::handle(const LimitLine& line)
{
    moveTo(timeOf(*m_line));
    Command command{.kind = CommandKind::SetLimits, .note = line.key + ' ' + line.value};
    command.limits = m_core->limits();
    static_cast<void>(setLimit(*command.limits, line.key, line.value)); // read before
    m_core->onCommand(command);
}

void Runner::handle(const VenueLine& line)
{
    moveTo(timeOf(*m_line));
    m_core->disturb(line.script);
}

void Runner::handle(const RestartLine& line)
{
    moveTo(timeOf(*m_line));
    if (line.effect.empty()) {
        restart();
    } else {
        m_diesAt = line.effect;
    }
}

void Runner::restart()
{
    m_diesAt.clear();
    const auto dead = std::move(m_core);
    m_core = TradingCore::restarted(*dead, &m_log);
    m_log.follow(m_core->account());
    io::JsonWriter row{io::JsonLayout::OneLine};
    row.beginObject();
    row.text("time", io::isoText(m_core->now()));
    row.text("event", "restarted");
    row.endObject();
    put(row.take());
}

void Runner::handle(const ClockLine& line)
{
    moveTo(timeOf(*m_line));
    m_shift = m_shift + line.by;
}

// ── What is expected
// ─────────────────────────────────────────────────────────────────────────────────

void Runner::judge(bool holds, std::string found)
{
    ++m_outcome.expectations;
    if (holds) {
        return;
    }
    io::JsonWriter row{io::JsonLayout::OneLine};
    row.beginObject();
    row.text("time", io::isoText(m_core->now()));
    row.text("event", "expectation");
    row.whole("line", m_line->line);
    row.text("text", m_line->text);
    row.text("found", found);
    row.endObject();
    m_sink(row.take());
    m_outcome.failed.push_back({m_line->line, m_line->text, std::move(found)});
}

std::string Runner::factOf(const FactLine& line) const
{
    const Account& account = m_core->account();
    const auto money = [](Money value) {
        return shortestText(value.count(), kMoneyDecimals);
    };
    const EngineId engine = line.engine.value_or(EngineId{});
    switch (line.fact) {
    case Fact::Equity:
        return money(account.equity());
    case Fact::Balance:
        return money(account.balance());
    case Fact::Peak:
        return money(m_core->halts().highWaterMark());
    case Fact::Day:
        return money(m_core->halts().dayResult(account));
    case Fact::Naked:
        return std::to_string(toMilliseconds(m_core->nakedTime()));
    case Fact::Position: {
        const std::int64_t lots = account.book(engine).lots;
        return lots == 0 ? "flat" : shortestText(lots, marketOf(engine).quantityDecimals());
    }
    case Fact::Stop: {
        const OrderRecord* stop = m_core->orders().at(engine, OrderRole::ProtectiveStop);
        return stop == nullptr
                   ? "none"
                   : shortestText(stop->price.count(), marketOf(engine).priceDecimals());
    }
    case Fact::Working:
        return std::to_string(m_core->orders().working(engine).size());
    case Fact::Control:
        return std::string{session::tokenOf(m_core->control(engine))};
    case Fact::Closing:
        switch (m_core->closing(engine).phase()) {
        case ClosingPhase::Idle:
            return "idle";
        case ClosingPhase::Closing:
            return "closing";
        case ClosingPhase::Releasing:
            return "releasing";
        }
        unreachable();
    case Fact::Verdict:
        if (!m_verdict) {
            return "none";
        }
        if (const VerdictLine* failed = m_verdict->firstFailure()) {
            return std::string{failed->rule->name};
        }
        return m_verdict->approved() ? "accepted" : "no rules";
    case Fact::Refused:
        return m_refused;
    case Fact::Limit:
        return limitText(m_core->limits(), line.key);
    }
    unreachable();
}

void Runner::handle(const FactLine& line)
{
    moveTo(timeOf(*m_line));
    std::string found = factOf(line);
    const bool holds = same(line.value, found);
    judge(holds, std::move(found));
}

void Runner::handle(const RuleLine& line)
{
    moveTo(timeOf(*m_line));
    if (!m_verdict) {
        judge(false, "the last signal came to no review");
        return;
    }
    const auto found =
        std::find_if(m_verdict->lines.begin(), m_verdict->lines.end(),
                     [&](const VerdictLine& each) { return each.rule->name == line.rule; });
    if (found == m_verdict->lines.end()) {
        judge(false, "there is no such rule");
        return;
    }
    const Instrument& market = m_scenario.setup.instruments[m_verdict->instrument.count()];
    const std::string limit = numberText(found->result.limit, found->rule->unit, market);
    const std::string actual = numberText(found->result.actual, found->rule->unit, market);
    const bool holds = found->result.passed == line.passes
                       && (line.limit.empty() || same(line.limit, limit))
                       && (line.actual.empty() || same(line.actual, actual));
    judge(holds, std::string{found->result.passed ? "passes" : "fails"} + " limit " + limit
                     + " actual " + actual);
}

void Runner::handle(const HaltLine& line)
{
    moveTo(timeOf(*m_line));
    std::string found;
    bool inForce = false;
    for (const auto& halt : m_core->halts().halts()) {
        const std::string_view kind = nameOf(halt.kind);
        inForce = inForce || line.kind.empty() || (kind == line.kind && halt.engine == line.engine);
        found += found.empty() ? "" : ", ";
        found += kind;
        if (halt.engine) {
            found += ' ' + m_scenario.setup.engines[halt.engine->count()].name + ' '
                     + std::string{marketOf(*halt.engine).base()};
        }
    }
    judge(inForce == line.inForce, found.empty() ? "no halt" : std::move(found));
}

bool Runner::matches(std::string_view row, const EventLine& line) const
{
    return valueOf(row, "event") == line.event
           && std::all_of(line.fields.begin(), line.fields.end(), [row](const auto& field) {
                  const auto value = valueOf(row, field.first);
                  return value && same(*value, field.second);
              });
}

void Runner::handle(const EventLine& line)
{
    moveTo(timeOf(*m_line));
    const auto count = std::count_if(m_rows.begin(), m_rows.end(),
                                     [&](const std::string& row) { return matches(row, line); });
    std::string found;
    for (const auto& row : m_rows) {
        found += (found.empty() ? "" : ", ") + std::string{valueOf(row, "event").value_or("")};
    }
    judge(line.times ? count == *line.times : count > 0, found.empty() ? "nothing" : found);
}

} // namespace

ScenarioOutcome runScenario(const Scenario& scenario, const ScenarioSink& sink)
{
    return Runner{scenario, sink}.run();
}

} // namespace wick::session
