#include "core/risk/riskstate.h"

#include "core/base/unreachable.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace wick::core {

namespace {

constexpr std::string_view kMagic = "wick-risk-state";
constexpr std::int64_t kVersion = 1;
constexpr std::string_view kEveryMarket = "*";
constexpr std::size_t kMostItems = 100'000; ///< of one list: no state of ours comes near

/// FNV-1a, 64 bits: finds damage, not malice.
std::uint64_t checksumOf(std::string_view text) noexcept
{
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    }
    return hash;
}

class Writer
{
public:
    void line(std::string_view word) { m_text += word; }
    void number(std::int64_t value) { m_text += ' ' + std::to_string(value); }
    template <typename Tag>
    void number(Strong<Tag> value)
    {
        number(value.count());
    }
    template <typename List>
    void list(std::string_view word, const List& values)
    {
        line(word);
        number(static_cast<std::int64_t>(values.size()));
        for (const auto& value : values) {
            number(value);
        }
        end();
    }
    /// The last thing on its line: it may hold blanks.
    void name(std::string_view text) { m_text.append(" ").append(text); }
    void end() { m_text += '\n'; }
    [[nodiscard]] std::string take()
    {
        const std::uint64_t sum = checksumOf(m_text);
        return std::move(m_text) + "sum " + std::to_string(sum) + '\n';
    }

private:
    std::string m_text;
};

/// Reads what Writer wrote. After the first failure everything reads as zero.
class Reader
{
public:
    explicit Reader(std::string_view text) noexcept
        : m_rest(text)
    {}

    /// Whether the next line begins with this word; takes it when it does.
    bool accept(std::string_view word) noexcept
    {
        if (m_rest.substr(0, word.size()) != word
            || (m_rest.size() > word.size() && m_rest[word.size()] != ' '
                && m_rest[word.size()] != '\n'))
        {
            return false;
        }
        m_rest.remove_prefix(word.size());
        return true;
    }
    void expect(std::string_view word) noexcept
    {
        if (!accept(word)) {
            m_good = false;
        }
    }
    std::int64_t number() noexcept
    {
        std::int64_t value = 0;
        if (!m_good || m_rest.empty() || m_rest.front() != ' ') {
            m_good = false;
            return 0;
        }
        const char* const from = m_rest.data() + 1;
        const auto read = std::from_chars(from, m_rest.data() + m_rest.size(), value);
        m_good = read.ec == std::errc{};
        m_rest.remove_prefix(static_cast<std::size_t>(read.ptr - m_rest.data()));
        return m_good ? value : 0;
    }
    std::int64_t within(std::int64_t low, std::int64_t high) noexcept
    {
        const std::int64_t value = number();
        m_good = m_good && value >= low && value <= high;
        return m_good ? value : low;
    }
    template <typename Value>
    std::vector<Value> list(std::string_view word)
    {
        expect(word);
        const auto count = within(0, static_cast<std::int64_t>(kMostItems));
        std::vector<Value> values;
        for (std::int64_t i = 0; i < count && m_good; ++i) {
            values.push_back(Value{number()});
        }
        end();
        return values;
    }
    std::string name()
    {
        const auto stop = m_rest.find('\n');
        if (!m_good || m_rest.empty() || m_rest.front() != ' ' || stop == std::string_view::npos) {
            m_good = false;
            return {};
        }
        std::string text{m_rest.substr(1, stop - 1)};
        m_rest.remove_prefix(stop);
        return text;
    }
    void end() noexcept
    {
        m_good = m_good && !m_rest.empty() && m_rest.front() == '\n';
        m_rest.remove_prefix(m_good ? 1 : 0);
    }
    [[nodiscard]] bool good() const noexcept { return m_good; }
    [[nodiscard]] bool done() const noexcept { return m_rest.empty(); }

private:
    std::string_view m_rest;
    bool m_good = true;
};

void write(Writer& out, const EngineRiskState& engine)
{
    out.line("engine");
    out.number(engine.dayResult);
    out.number(engine.fall);
    out.number(engine.trueFall);
    out.number(engine.fallAtRelease);
    out.number(engine.riskFactor);
    out.number(static_cast<std::int64_t>(engine.stage));
    out.number(static_cast<std::int64_t>(engine.control));
    out.number(engine.lossStreak);
    out.number(engine.slipStreak);
    out.name(engine.key);
    out.end();
    out.list("trades", engine.trades);
    out.list("rejects", engine.rejects);
    out.list("since", engine.since);
}

EngineRiskState readEngine(Reader& in)
{
    EngineRiskState engine;
    engine.dayResult = Money{in.number()};
    engine.fall = Money{in.number()};
    engine.trueFall = Money{in.number()};
    engine.fallAtRelease = Money{in.number()};
    engine.riskFactor = in.within(0, kPpmOne);
    engine.stage = static_cast<Stage>(in.within(0, static_cast<std::int64_t>(Stage::Full)));
    engine.control = static_cast<EngineControl>(
        in.within(static_cast<std::int64_t>(EngineControl::Running),
                  static_cast<std::int64_t>(EngineControl::Quarantined)));
    engine.lossStreak = in.number();
    engine.slipStreak = in.number();
    engine.key = in.name();
    in.end();
    engine.trades = in.list<Timestamp>("trades");
    engine.rejects = in.list<Timestamp>("rejects");
    engine.since = in.list<Money>("since");
    return engine;
}

SavedHalt readHalt(Reader& in)
{
    SavedHalt halt;
    halt.kind = static_cast<HaltKind>(in.within(1, static_cast<std::int64_t>(kLastHaltKind)));
    const std::int64_t engine = in.within(0, static_cast<std::int64_t>(kMostItems));
    if (engine > 0) {
        halt.engine = static_cast<std::size_t>(engine - 1);
    }
    halt.since = Timestamp{in.number()};
    halt.until = Timestamp{in.number()};
    halt.limit = Money{in.number()};
    halt.loss = Money{in.number()};
    in.end();
    return halt;
}

SavedEvent readEvent(Reader& in)
{
    SavedEvent event;
    event.from = Timestamp{in.number()};
    event.until = Timestamp{in.number()};
    event.symbol = in.name();
    event.symbol = event.symbol == kEveryMarket ? std::string{} : event.symbol;
    in.end();
    return event;
}

MarketRiskState readMarket(Reader& in)
{
    MarketRiskState market;
    market.leverage.cap = in.within(DynamicLeverage::kFloor, DynamicLeverage::kMost);
    market.leverage.tier = static_cast<int>(in.within(0, 3));
    market.leverage.at = Timestamp{in.number()};
    market.takenOver = in.within(0, 1) == 1;
    market.symbol = in.name();
    in.end();
    market.trades = in.list<std::int64_t>("multiples");
    return market;
}

RiskState readBody(Reader& in)
{
    RiskState state;
    in.expect("account");
    state.at = Timestamp{in.number()};
    state.equity = Money{in.number()};
    state.day = Timestamp{in.number()};
    state.dayStart = Money{in.number()};
    state.dayTransfers = Money{in.number()};
    state.highWaterMark = Money{in.number()};
    state.truePeak = Money{in.number()};
    state.startEquity = Money{in.number()};
    state.riskFactor = in.within(0, kPpmOne);
    state.drawdownAtRelease = in.within(0, kPpmOne);
    state.entriesLocked = in.within(0, 1) == 1;
    in.end();
    state.equities = in.list<Money>("equities");
    while (in.good() && in.accept("halt")) {
        state.halts.push_back(readHalt(in));
    }
    while (in.good() && in.accept("event")) {
        state.events.push_back(readEvent(in));
    }
    while (in.good() && in.accept("engine")) {
        state.engines.push_back(readEngine(in));
    }
    while (in.good() && in.accept("market")) {
        state.markets.push_back(readMarket(in));
    }
    return state;
}

} // namespace

std::string_view nameOf(HaltKind kind) noexcept
{
    switch (kind) {
    case HaltKind::Daily:
        return "daily";
    case HaltKind::Drawdown:
        return "drawdown";
    case HaltKind::Kill:
        return "kill";
    case HaltKind::Rolling:
        return "rolling";
    case HaltKind::Mismatch:
        return "mismatch";
    case HaltKind::StateLost:
        return "state_lost";
    case HaltKind::LossStreak:
        return "loss_streak";
    case HaltKind::RejectStreak:
        return "reject_streak";
    case HaltKind::Slippage:
        return "slippage";
    }
    unreachable();
}

std::string_view describe(RiskStateError error) noexcept
{
    switch (error) {
    case RiskStateError::Truncated:
        return "ends too early";
    case RiskStateError::BadChecksum:
        return "does not have its checksum";
    case RiskStateError::BadValue:
        return "holds a value that no state can have";
    case RiskStateError::UnknownVersion:
        return "was written by a later version";
    }
    unreachable();
}

std::string encode(const RiskState& state)
{
    Writer out;
    out.line(kMagic);
    out.number(kVersion);
    out.end();
    out.line("account");
    out.number(state.at);
    out.number(state.equity);
    out.number(state.day);
    out.number(state.dayStart);
    out.number(state.dayTransfers);
    out.number(state.highWaterMark);
    out.number(state.truePeak);
    out.number(state.startEquity);
    out.number(state.riskFactor);
    out.number(state.drawdownAtRelease);
    out.number(std::int64_t{state.entriesLocked});
    out.end();
    out.list("equities", state.equities);
    for (const auto& halt : state.halts) {
        out.line("halt");
        out.number(static_cast<std::int64_t>(halt.kind));
        out.number(halt.engine ? static_cast<std::int64_t>(*halt.engine) + 1 : 0);
        out.number(halt.since);
        out.number(halt.until);
        out.number(halt.limit);
        out.number(halt.loss);
        out.end();
    }
    for (const auto& event : state.events) {
        out.line("event");
        out.number(event.from);
        out.number(event.until);
        out.name(event.symbol.empty() ? kEveryMarket : event.symbol);
        out.end();
    }
    for (const auto& engine : state.engines) {
        write(out, engine);
    }
    for (const auto& market : state.markets) {
        out.line("market");
        out.number(market.leverage.cap);
        out.number(market.leverage.tier);
        out.number(market.leverage.at);
        out.number(std::int64_t{market.takenOver});
        out.name(market.symbol);
        out.end();
        out.list("multiples", market.trades);
    }
    return out.take();
}

Result<RiskState, RiskStateError> decodeRiskState(std::string_view text)
{
    Reader in{text};
    in.expect(kMagic);
    const std::int64_t version = in.number();
    in.end();
    if (!in.good()) {
        return Failure{text.size() < kMagic.size() ? RiskStateError::Truncated
                                                   : RiskStateError::BadValue};
    }
    if (version != kVersion) {
        return Failure{RiskStateError::UnknownVersion};
    }
    constexpr std::string_view kSum = "\nsum ";
    const auto sum = text.rfind(kSum);
    if (sum == std::string_view::npos || text.back() != '\n') {
        return Failure{RiskStateError::Truncated};
    }
    const std::string_view body = text.substr(0, sum + 1);
    if (text.substr(sum + kSum.size()) != std::to_string(checksumOf(body)) + '\n') {
        return Failure{RiskStateError::BadChecksum};
    }
    Reader rest{body};
    static_cast<void>(rest.accept(kMagic));
    static_cast<void>(rest.number());
    rest.end();
    RiskState state = readBody(rest);
    const bool placed =
        std::all_of(state.halts.begin(), state.halts.end(), [&](const SavedHalt& halt) {
            return !halt.engine || *halt.engine < state.engines.size();
        });
    if (!rest.good() || !rest.done() || !placed) {
        return Failure{RiskStateError::BadValue};
    }
    return state;
}

RiskState arranged(RiskState state, std::span<const std::string> keys)
{
    std::vector<EngineRiskState> engines;
    std::vector<std::size_t> places(state.engines.size()); // where each has gone
    std::vector<bool> placed(state.engines.size(), false);
    for (const auto& key : keys) {
        std::size_t from = 0;
        while (from < state.engines.size() && (placed[from] || state.engines[from].key != key)) {
            ++from;
        }
        if (from == state.engines.size()) {
            EngineRiskState fresh;
            fresh.key = key;
            fresh.since.resize(state.equities.size());
            engines.push_back(std::move(fresh));
            continue;
        }
        placed[from] = true;
        places[from] = engines.size();
        engines.push_back(state.engines[from]);
    }
    for (std::size_t i = 0; i < state.engines.size(); ++i) {
        if (!placed[i]) {
            places[i] = engines.size();
            engines.push_back(state.engines[i]);
        }
    }
    for (auto& halt : state.halts) {
        if (halt.engine) {
            halt.engine = places[*halt.engine];
        }
    }
    state.engines = std::move(engines);
    return state;
}

RiskState movedTo(RiskState state, Timestamp at)
{
    const Duration by = at - state.at;
    const auto move = [by](Timestamp& time) {
        time = time + by;
    };
    move(state.at);
    const Timestamp day = std::exchange(state.day, floorTo(at, days(1)));
    for (auto& halt : state.halts) {
        const bool today = halt.since >= day; // and it must not become yesterday's
        move(halt.since);
        halt.since = today ? std::max(halt.since, state.day) : halt.since;
        if (halt.until != Timestamp{}) {
            move(halt.until);
        }
    }
    for (auto& engine : state.engines) {
        std::for_each(engine.trades.begin(), engine.trades.end(), move);
        std::for_each(engine.rejects.begin(), engine.rejects.end(), move);
    }
    for (auto& event : state.events) {
        move(event.from);
        move(event.until);
    }
    for (auto& market : state.markets) {
        move(market.leverage.at);
    }
    return state;
}

} // namespace wick::core
