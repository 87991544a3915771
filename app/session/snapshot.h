#pragma once

#include "app/session/closingstopwatch.h"
#include "app/session/mode.h"
#include "core/backtest/backtestrunner.h"
#include "core/backtest/ghostledger.h"
#include "core/backtest/tradeledger.h"
#include "core/domain/instrument.h"
#include "core/engine/commands.h"
#include "core/execution/orderkeeper.h"
#include "core/risk/haltstate.h"
#include "core/risk/risklimits.h"
#include "core/risk/verdict.h"
#include "core/strategy/strategy.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace wick::session {

/// One engine as a screen shows it. Values only.
struct EngineStatus
{
    core::EngineId id;
    std::string strategy;   ///< name as on the command line
    std::string parameters; ///< all of them: "fast=10 slow=30"
    std::string title;      ///< for people
    std::string symbol;     ///< "ETH-PERP"
    core::InstrumentId instrument;
    core::Duration timeframe;
    core::EngineControl control{};
    bool flattening = false;
    bool answering = true;
    std::int64_t heartbeatMs = 0; ///< wall time since its last answer
    std::int64_t lots = 0;        ///< signed
    core::Money dayResult;
    core::LossUse dayUse;
    core::Status status; ///< what it waits for; shown while it is flat and running
    std::optional<core::Reason> halt;
    bool pendingEntry = false;
    bool drawsGaps = false;
    std::vector<core::Plot> plots;
};

/// One open position.
struct PositionStatus
{
    core::EngineId engine;
    core::InstrumentId instrument;
    core::Side side{};
    core::Quantity quantity;
    core::Price entry;
    core::Price mark;
    core::Money openResult;
    core::Money realised; ///< of the engine, before this position
    core::Money initialRisk;
    std::optional<core::Price> stop; ///< none: no stop rests
    std::optional<core::Price> target;
    core::Money atRisk; ///< loss from the mark's value to the stop; 0 when the stop is in profit
    core::Timestamp openedAt;
    std::int64_t barsHeld = 0;
    bool closing = false;
};

/// One entry signal and what became of it.
struct SignalStatus
{
    std::uint64_t id = 0;
    core::Timestamp time;
    core::EngineId engine;
    core::InstrumentId instrument;
    core::Side side{};
    core::Price price; ///< it was judged at
    double strength = 0.0;
    bool sent = false;
    core::Reason reason;  ///< of the signal
    core::Reason refusal; ///< empty token when sent
    std::vector<core::Component> components;
    core::Verdict verdict; ///< no lines when it never came to a review
};

enum class LogLevel : std::uint8_t
{
    Note,
    Warning,
    Danger
};

/// What a log line is about, where more than its words matter.
enum class LogSubject : std::uint8_t
{
    Event,
    Halt,
    Command, ///< of an operator, a control channel or a watchdog
};

struct LogLine
{
    std::uint64_t id = 0;
    core::Timestamp time;
    LogLevel level{};
    std::optional<core::EngineId> engine;
    std::string text;
    LogSubject subject = LogSubject::Event;
};

/// The base bars of one market for a chart: long ones shared, the newest by themselves.
struct BarsView
{
    std::shared_ptr<const std::vector<core::ClosedBar>> old; ///< never null
    std::vector<core::ClosedBar> recent;                     ///< after `old`
    std::optional<core::FormingBar> forming;                 ///< not closed yet
};

struct MarketStatus
{
    core::InstrumentId instrument;
    std::optional<core::Price> last;
    core::Timestamp lastNews;
    bool open = true;
    BarsView bars;
};

/// How far a flatten of everything has come.
struct FlattenStatus
{
    bool running = false;
    int positionsLeft = 0;
    int enginesDone = 0;
    int enginesAll = 0;
    core::Timestamp since;
    std::optional<core::Timestamp> verifiedAt; ///< last time everything was verified flat
    ClosingTimes times;                        ///< of the last one, or of the one that runs
};

struct JournalStatus
{
    bool healthy = true;
    std::string problem; ///< for people; empty while healthy
    core::Sequence durable;
    std::int64_t ageMs = 0; ///< wall time since the last input became durable
};

/// Everything a front end may see of a session at one moment. Immutable; made on the core's thread.
struct Snapshot
{
    Mode mode = Mode::Paper;
    Profile profile = Profile::Practice;
    Speed speed = Speed::Sixty;
    bool marketPaused = false;
    bool warmingUp = true;
    core::Timestamp now;       ///< market time
    core::Timestamp startedAt; ///< market time of the first step
    core::Sequence sequence;
    core::Money equity;
    core::Money balance;
    core::Money dayResult;
    core::LossUse fleetDay;
    core::LossUse fleetPeak;
    core::Money openRisk;
    core::Money grossNotional;
    bool entriesLocked = false;
    std::vector<core::InstrumentId> takenOver; ///< markets that are traded by hand
    std::vector<core::EventWindow> events;     ///< that are not over
    core::Duration nakedTime{};
    std::uint64_t signals = 0;
    std::uint64_t refusals = 0;
    core::RiskLimits limits;
    std::vector<core::Halt> halts;
    std::vector<core::Ghost> ghosts; ///< what refused trades would have come to, oldest first
    std::vector<EngineStatus> engines;
    std::vector<PositionStatus> positions;
    std::vector<core::OrderRecord> orders;
    std::vector<MarketStatus> markets;
    FlattenStatus flatten;
    JournalStatus journal;
    std::shared_ptr<const std::vector<core::Instrument>> instruments;
    std::shared_ptr<const std::vector<core::TradeRow>> trades; ///< closed, oldest first
    std::vector<core::TradeRow> openTrades; ///< of the positions, with their open result
    std::shared_ptr<const std::vector<SignalStatus>> signalLog; ///< oldest first, the last ones
    std::shared_ptr<const std::vector<LogLine>> log;            ///< oldest first, the last ones
    std::shared_ptr<const std::vector<core::EquityPoint>> equityCurve; ///< a point a market minute
    std::vector<core::Timestamp> limitChanges; ///< market times at which limits were changed
    std::vector<std::string> decisionDigests;
    std::string sessionDigest;
    std::uint64_t commandsTaken = 0;   ///< since the start, in the order of taking
    std::uint64_t commandsApplied = 0; ///< how many of them the core has had
    std::string controlProblem;        ///< why there is no control socket; ends the session
    bool finished = false;
};

} // namespace wick::session
