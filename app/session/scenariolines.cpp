// What a line of a scenario means from the first 'at' on.
#include "app/session/eventlog.h"
#include "app/session/riskfile.h"
#include "app/session/scenarioreader.h"
#include "core/base/decimal.h"
#include "core/io/timetext.h"

#include <algorithm>
#include <array>
#include <utility>

namespace wick::session {

using namespace wick::core;

namespace {

constexpr std::int64_t kMostDays = 3'650;
constexpr Duration kLongest = days(kMostDays);

std::optional<HaltKind> haltNamed(std::string_view name)
{
    for (unsigned i = 1; i <= static_cast<unsigned>(kLastHaltKind); ++i) {
        if (nameOf(static_cast<HaltKind>(i)) == name) {
            return static_cast<HaltKind>(i);
        }
    }
    return std::nullopt;
}

std::vector<std::string> haltNames()
{
    std::vector<std::string> names;
    for (unsigned i = 1; i <= static_cast<unsigned>(kLastHaltKind); ++i) {
        names.emplace_back(nameOf(static_cast<HaltKind>(i)));
    }
    return names;
}

/// What a command is said with.
enum class Whom : std::uint8_t
{
    EngineOrAll,
    Halt, ///< and why
    Market,
    Event,
    Status,
    Skew,
    Stage,
    Stop, ///< of an engine, and where to
    Everything,
};
struct Sayable
{
    CommandKind kind{};
    Whom whom{};
};
constexpr std::array kCommands{
    Sayable{CommandKind::Pause, Whom::EngineOrAll},
    Sayable{CommandKind::Resume, Whom::EngineOrAll},
    Sayable{CommandKind::Stop, Whom::EngineOrAll},
    Sayable{CommandKind::KillEngine, Whom::EngineOrAll},
    Sayable{CommandKind::Flatten, Whom::EngineOrAll},
    Sayable{CommandKind::Quarantine, Whom::EngineOrAll},
    Sayable{CommandKind::Mismatch, Whom::EngineOrAll},
    Sayable{CommandKind::Release, Whom::Halt},
    Sayable{CommandKind::TakeOver, Whom::Market},
    Sayable{CommandKind::HandBack, Whom::Market},
    Sayable{CommandKind::ClearEvents, Whom::Market},
    Sayable{CommandKind::AddEvent, Whom::Event},
    Sayable{CommandKind::MarketStatus, Whom::Status},
    Sayable{CommandKind::ClockSkew, Whom::Skew},
    Sayable{CommandKind::SetStage, Whom::Stage},
    Sayable{CommandKind::MoveStop, Whom::Stop},
    Sayable{CommandKind::Kill, Whom::Everything},
    Sayable{CommandKind::LockEntries, Whom::Everything},
    Sayable{CommandKind::UnlockEntries, Whom::Everything},
};

} // namespace

// ── What happens
// ─────────────────────────────────────────────────────────────────────────────────────

/// "at 00:05", "at day 2 00:05", "at 2026-01-06 00:05", "+5s".
Timestamp ScenarioReader::momentOf(Words& words) const
{
    if (words.peek().front() == '+') {
        const std::string text{words.take("time").substr(1)};
        Words rest{text};
        const Duration later = rest.duration("time");
        if (rest.failed()) {
            words.fail(rest.problem());
        }
        return m_last + later;
    }
    static_cast<void>(words.takes("at"));
    Timestamp day = floorTo(m_scenario.setup.start, days(1));
    if (words.takes("day")) {
        const std::int64_t number = words.scaled("number of the day", 0);
        if (number < 1 || number > kMostDays) {
            words.fail("has a day that is not from 1 to 3650");
            return {};
        }
        day = day + days(number - 1);
    } else if (const auto given = io::parseTime(words.peek()); given && words.peek().size() >= 8) {
        day = *given;
        static_cast<void>(words.take("day"));
    }
    const std::string_view text = words.take("time");
    const auto time = timeOfDay(text);
    if (!time) {
        words.fail("has a time that is not like 00:05 or 23:59:59.999: " + quoted(text));
        return {};
    }
    return day + *time;
}

void ScenarioReader::readTimed(Words& words, std::string_view text)
{
    m_timed = true;
    const auto first = std::min(text.find_first_not_of(" \t"), text.size());
    m_text = std::string{text.substr(first, text.find_last_not_of(" \t\r") + 1 - first)};
    if (words.peek() == "expect") {
        m_now = m_last;
    } else {
        m_now = momentOf(words);
        if (words.failed()) {
            return;
        }
        if (m_now < m_scenario.setup.start || m_now > m_scenario.setup.start + kLongest) {
            words.fail("is not within ten years from the start");
            return;
        }
        m_last = m_now;
    }
    readWhat(words);
}

void ScenarioReader::readWhat(Words& words)
{
    constexpr std::array<std::string_view, 12> kKnown{"price",     "book",   "intent",   "exit",
                                                      "move_stop", "cancel", "operator", "transfer",
                                                      "venue",     "clock",  "restart",  "expect"};
    switch (words.oneOf("word", kKnown)) {
    case 0:
        readPrice(words);
        break;
    case 1:
        readBook(words);
        break;
    case 2:
        readIntent(words);
        break;
    case 3:
        readExit(words);
        break;
    case 4:
        readMoveStop(words);
        break;
    case 5:
        readCancel(words);
        break;
    case 6:
        readOperator(words);
        break;
    case 7:
        readTransfer(words);
        break;
    case 8:
        readVenue(words);
        break;
    case 9:
        readClock(words);
        break;
    case 10:
        readRestart(words);
        break;
    default:
        if (!words.failed()) {
            readExpect(words);
        }
        break;
    }
}

/// "price ETH 2000 [volume Q]", "price ETH 2000 for 24h every 10s", "price ETH 2000 to 1900 in 10m
/// every 1s".
void ScenarioReader::readPrice(Words& words)
{
    const InstrumentId id = market(words);
    if (words.failed()) {
        return;
    }
    const Instrument& instrument = m_scenario.setup.instruments[id.count()];
    PriceLine line{id, price(words, instrument, "price"), {}};
    if (words.takes("volume")) {
        line.volume = quantity(words, instrument, "volume");
    }
    Price end = line.price;
    const bool moves = words.takes("to");
    if (moves) {
        end = price(words, instrument, "price");
    }
    Duration length{};
    if (moves ? words.takes("in") : words.takes("for")) {
        length = words.duration("length");
    } else if (moves) {
        words.fail("says where the price goes and not how long it takes: 'in 10m every 1s'");
    }
    Duration every{1};
    if (length.count() > 0) {
        if (!words.takes("every")) {
            words.fail("says how long and not how often: 'every 10s'");
            return;
        }
        every = words.duration("time between two prices");
        if (every.count() <= 0) {
            words.fail("has no time between two prices");
            return;
        }
    }
    if (words.failed()) {
        return;
    }
    const std::int64_t steps = length.count() / every.count();
    if (steps > static_cast<std::int64_t>(kMostScenarioSteps)) {
        words.fail("makes the scenario too long: more than 2000000 steps");
        return;
    }
    const Timestamp from = m_now;
    for (std::int64_t i = 0; i <= steps; ++i) {
        PriceLine step = line;
        if (i > 0) {
            const Int128 way = static_cast<Int128>((end - line.price).count()) * i;
            step.price = line.price + PriceDelta{saturate(way / steps)};
        }
        addAt(from + every * i, step);
    }
    m_last = from + every * steps;
}

void ScenarioReader::readBook(Words& words)
{
    BookLine line{market(words), {}};
    if (words.failed()) {
        return;
    }
    const Instrument& instrument = m_scenario.setup.instruments[line.market.count()];
    line.book.bids[0] = {price(words, instrument, "bid"),
                         quantity(words, instrument, "bid's size")};
    line.book.asks[0] = {price(words, instrument, "ask"),
                         quantity(words, instrument, "ask's size")};
    line.book.bidCount = 1;
    line.book.askCount = 1;
    line.book.time = m_now;
    if (!words.failed() && line.book.bids[0].price >= line.book.asks[0].price) {
        words.fail("has a bid that is not below the ask");
        return;
    }
    add(line);
}

/// "intent momentum ETH buy [at P | above P | below P] [stop P] [target P] [strength X] [for 1h]".
void ScenarioReader::readIntent(Words& words)
{
    IntentLine line;
    line.engine = engine(words);
    constexpr std::array<std::string_view, 2> kSides{"buy", "sell"};
    const std::size_t side = words.oneOf("side", kSides);
    if (words.failed()) {
        return;
    }
    const Instrument& instrument = instrumentOf(line.engine);
    Signal& signal = line.decision.entry.emplace();
    signal.side = side == 0 ? Side::Buy : Side::Sell;
    signal.strength = 1.0;
    signal.reason = reason("SCENARIO", "The scenario wants it.");
    while (!words.empty()) {
        constexpr std::array<std::string_view, 7> kKnown{"at",     "above",    "below", "stop",
                                                         "target", "strength", "for"};
        switch (words.oneOf("word", kKnown)) {
        case 0:
            signal.kind = OrderKind::Limit;
            signal.price = price(words, instrument, "limit");
            break;
        case 1:
        case 2:
            signal.kind = OrderKind::Stop;
            signal.price = price(words, instrument, "trigger");
            break;
        case 3:
            signal.stop = price(words, instrument, "stop");
            break;
        case 4:
            signal.target = price(words, instrument, "target");
            break;
        case 5:
            signal.strength = static_cast<double>(words.scaled("strength", 6)) / 1e6;
            break;
        default:
            line.life = words.duration("life");
            break;
        }
    }
    add(line);
}

void ScenarioReader::readExit(Words& words)
{
    IntentLine line;
    line.engine = engine(words);
    line.decision.exits.push_back({reason("SCENARIO_EXIT", "The scenario wants out.")});
    add(line);
}

void ScenarioReader::readMoveStop(Words& words)
{
    IntentLine line;
    line.engine = engine(words);
    if (words.failed()) {
        return;
    }
    line.decision.stopMoves.push_back({price(words, instrumentOf(line.engine), "stop"),
                                       reason("SCENARIO_STOP", "The scenario moves the stop.")});
    add(line);
}

void ScenarioReader::readCancel(Words& words)
{
    IntentLine line;
    line.engine = engine(words);
    line.decision.cancelEntry = reason("SCENARIO_CANCEL", "The scenario takes its entry back.");
    add(line);
}

void ScenarioReader::readTransfer(Words& words)
{
    Command command{.kind = CommandKind::Transfer, .note = "scenario"};
    command.amount = amount(words);
    add(CommandLine{std::move(command)});
}

void ScenarioReader::readClock(Words& words)
{
    const std::string text{words.take("jump")};
    const bool back = text.starts_with('-');
    if (!back && !text.starts_with('+')) {
        words.fail("jumps neither forward (+2h) nor back (-30s): " + quoted(text));
        return;
    }
    Words rest{std::string_view{text}.substr(1)};
    const Duration by = rest.duration("jump");
    if (rest.failed()) {
        words.fail(rest.problem());
        return;
    }
    const Duration jump = back ? Duration{-by.count()} : by;
    m_shift = m_shift + jump;
    if (m_shift > kLongest || m_shift < Duration{-kLongest.count()}) {
        words.fail("brings the clock more than ten years away from the time");
        return;
    }
    add(ClockLine{jump});
}

/// "restart", "restart at halt".
void ScenarioReader::readRestart(Words& words)
{
    RestartLine line;
    if (words.takes("at")) {
        line.effect = eventNames()[words.oneOf("event", eventNames())];
    }
    add(std::move(line));
}

// ── Operator and venue
// ───────────────────────────────────────────────────────────────────────────────

void ScenarioReader::readOperator(Words& words)
{
    const std::string_view name = words.take("command");
    if (name == "limit") {
        LimitLine line{std::string{words.peek()}, {}};
        RiskLimits trial = m_scenario.setup.limits;
        Words again = words;
        static_cast<void>(words.take("limit"));
        line.value = std::string{words.take("value")};
        setLimit(again, trial);
        if (again.failed()) {
            words.fail(again.problem());
        }
        add(std::move(line));
        return;
    }
    const auto found =
        std::find_if(kCommands.begin(), kCommands.end(),
                     [name](const Sayable& each) { return tokenOf(each.kind) == name; });
    if (found == kCommands.end()) {
        std::vector<std::string> known{"limit"};
        for (const Sayable& each : kCommands) {
            known.emplace_back(tokenOf(each.kind));
        }
        words.unknown("command", name, known);
        return;
    }
    Command command{.kind = found->kind, .note = "scenario"};
    switch (found->whom) {
    case Whom::EngineOrAll:
        command.engine = maybeEngine(words);
        break;
    case Whom::Halt:
        readRelease(words, command);
        break;
    case Whom::Market:
        command.market = market(words);
        break;
    case Whom::Event:
        command.market = market(words);
        command.event = {command.market, m_now, m_now};
        if (!words.takes("for")) {
            words.fail("says not how long: 'for 10m'");
        }
        command.event.until = m_now + words.duration("length");
        break;
    case Whom::Status: {
        constexpr std::array<std::string_view, 3> kKnown{"open", "reduce_only", "inactive"};
        command.market = market(words);
        command.status = static_cast<MarketStatus>(words.oneOf("status", kKnown));
        break;
    }
    case Whom::Skew:
        command.skew = words.duration("skew");
        break;
    case Whom::Stage: {
        constexpr std::array<std::string_view, 3> kKnown{"pennies", "small", "full"};
        command.stage = static_cast<Stage>(words.oneOf("stage", kKnown));
        command.engine = maybeEngine(words);
        break;
    }
    case Whom::Stop: {
        const EngineId whose = engine(words);
        if (!words.failed()) {
            command.engine = whose;
            command.price = price(words, instrumentOf(whose), "stop");
        }
        break;
    }
    case Whom::Everything:
        break;
    }
    if (words.takes("because")) {
        command.note = words.rest();
    }
    add(CommandLine{std::move(command)});
}

void ScenarioReader::readRelease(Words& words, Command& command)
{
    const std::string_view name = words.take("halt");
    const auto kind = haltNamed(name);
    if (!kind) {
        words.unknown("halt", name, haltNames());
        return;
    }
    command.halt = *kind;
    command.engine = maybeEngine(words);
    if (words.peek() != "because") {
        words.fail("gives no reason: 'because …' is missing");
    }
}

/// "venue silent for 30s", "venue lags 5s for 60s", "venue next [N] close lost", …
void ScenarioReader::readVenue(Words& words)
{
    constexpr std::array<std::string_view, 3> kKnown{"silent", "lags", "next"};
    const std::size_t which = words.oneOf("word", kKnown);
    if (words.failed()) {
        return;
    }
    if (which == 2) {
        readFault(words);
        return;
    }
    VenueOutage outage; // from any time on: it is there once the line is played
    if (which == 1) {
        outage.lag = words.duration("lag");
    }
    if (!words.takes("for")) {
        words.fail("says not how long: 'for 30s'");
        return;
    }
    outage.until = m_now + words.duration("length");
    add(VenueLine{{.faults = {}, .outages = {outage}}});
}

void ScenarioReader::readFault(Words& words)
{
    using To = VenueFault::To;
    using What = VenueFault::What;
    VenueFault fault;
    if (const auto times = parseScaled(words.peek(), 0)) {
        if (*times < 1 || *times > 1'000'000) {
            words.fail("has a number of messages that is not from 1 to 1000000");
            return;
        }
        fault.times = static_cast<int>(*times);
        static_cast<void>(words.take("number"));
    }
    constexpr std::array<std::string_view, 4> kMessages{"entry", "close", "cancel", "stop"};
    fault.to = static_cast<To>(words.oneOf("message", kMessages) + 1);
    if (words.takes("of")) {
        fault.engine = engine(words);
    }
    constexpr std::array<std::string_view, 5> kFaults{"late", "lost", "unheard", "part", "refused"};
    fault.what = static_cast<What>(words.oneOf("fault", kFaults) + 1);
    if (fault.to == To::Stop && fault.what != What::Rejected) {
        words.fail("does something with a stop that can only be refused");
    }
    if (words.failed()) {
        return;
    }
    switch (fault.what) {
    case What::Late:
        fault.by = words.duration("delay");
        break;
    case What::Part:
        if (!fault.engine || fault.to == To::Cancel) {
            words.fail("needs an entry or a close of an engine: 'close of momentum ETH part 0.1'");
            return;
        }
        fault.part = quantity(words, instrumentOf(*fault.engine), "part");
        break;
    case What::Rejected:
        if (words.takes("because")) {
            fault.reason = reason(words.take("reason"), "The venue says no.");
        }
        break;
    case What::Lost:
    case What::Unheard:
        break;
    }
    add(VenueLine{{.faults = {fault}, .outages = {}}});
}

// ── What is expected
// ─────────────────────────────────────────────────────────────────────────────────

void ScenarioReader::readExpect(Words& words)
{
    constexpr std::array<std::string_view, 16> kKnown{
        "equity",  "balance", "peak",    "day",     "naked_ms", "position", "stop", "working",
        "control", "closing", "verdict", "refused", "limit",    "rule",     "halt", "event"};
    const bool none = words.takes("no");
    const std::size_t which = words.oneOf("fact", kKnown);
    if (words.failed()) {
        return;
    }
    constexpr std::size_t kFacts = 13;
    constexpr std::size_t kRule = 13;
    constexpr std::size_t kHalt = 14;
    if (none && which < kHalt) {
        words.fail("can say 'no' only of a halt or an event");
        return;
    }
    if (which < kFacts) {
        FactLine line;
        line.fact = static_cast<Fact>(which + 1);
        if (line.fact >= Fact::Position && line.fact <= Fact::Closing) {
            line.engine = engine(words);
        } else if (line.fact == Fact::Limit) {
            line.key = std::string{words.take("limit")};
        }
        line.value = std::string{words.take("value")};
        add(std::move(line));
    } else if (which == kRule) {
        readRule(words);
    } else if (which == kHalt) {
        readHalt(words, !none);
    } else {
        readEvent(words, none ? std::optional<std::int64_t>{0} : std::nullopt);
    }
}

/// "rule max_position fails [limit 1.5] [actual 1.6]".
void ScenarioReader::readRule(Words& words)
{
    RuleLine line;
    line.rule = std::string{words.take("rule")};
    constexpr std::array<std::string_view, 2> kFound{"passes", "fails"};
    line.passes = words.oneOf("finding", kFound) == 0;
    while (!words.empty()) {
        constexpr std::array<std::string_view, 2> kNumbers{"limit", "actual"};
        const bool limit = words.oneOf("number", kNumbers) == 0;
        (limit ? line.limit : line.actual) = std::string{words.take("number")};
    }
    add(std::move(line));
}

/// "halt [KIND [NAME MARKET]]".
void ScenarioReader::readHalt(Words& words, bool inForce)
{
    HaltLine line;
    line.inForce = inForce;
    if (!words.empty()) {
        const std::string_view kind = words.take("halt");
        if (!haltNamed(kind)) {
            words.unknown("halt", kind, haltNames());
            return;
        }
        line.kind = std::string{kind};
        line.engine = maybeEngine(words);
    }
    add(std::move(line));
}

/// "event fill [times 2] [role=exit …]".
void ScenarioReader::readEvent(Words& words, std::optional<std::int64_t> times)
{
    EventLine line;
    line.event = eventNames()[words.oneOf("event", eventNames())];
    line.times = times;
    while (!words.empty()) {
        if (words.takes("times")) {
            line.times = words.scaled("number", 0);
            continue;
        }
        const std::string_view pair = words.take("field");
        const auto at = pair.find('=');
        if (at == std::string_view::npos || at == 0) {
            words.fail("has a field that is not KEY=VALUE: " + quoted(pair));
            return;
        }
        line.fields.emplace_back(pair.substr(0, at), pair.substr(at + 1));
    }
    add(std::move(line));
}

} // namespace wick::session
