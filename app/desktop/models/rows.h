#pragma once

#include "app/desktop/text/format.h"
#include "app/desktop/theme/theme.h"

#include <QString>
#include <QtGlobal>

#include <cstdint>
#include <optional>
#include <vector>

namespace wick::desktop {

// What the tables and strips show, as plain values. Prices and sizes carry the decimals of their
// market, money is in USDC, times are milliseconds since the epoch, UTC. Only the adapter from a
// session fills them; nothing here knows the core's types.

enum class RowSide : std::uint8_t
{
    None,
    Long,
    Short,
};

enum class EngineState : std::uint8_t
{
    Waiting,
    InPosition,
    WorkingOrder,
    Paused,
    Stopped,
    Halted,
    NotAnswering,
};

struct EngineRow
{
    int id = 0;
    QString name;      ///< "Gap retest"
    QString market;    ///< "XAU-PERP"
    QString timeframe; ///< "5m"
    QString mode;      ///< "Paper"
    EngineState state = EngineState::Waiting;
    QString doing; ///< one sentence, made from the engine's state
    RowSide side = RowSide::None;
    Fixed position;
    Fixed dayPnl;
    double lossCapUsed = 0.0; ///< fraction
    std::optional<qint64> heartbeatMs;

    friend bool operator==(const EngineRow&, const EngineRow&) = default;
};

/// What the button of a position does now.
enum class CloseState : std::uint8_t
{
    Close,
    CancelOrders,
    Closing,
    Unavailable,
};

struct PositionRow
{
    QString market;
    QString engine;
    int engineId = 0;
    RowSide side = RowSide::None;
    Fixed size;
    Fixed entry;
    MaybeFixed mark;
    MaybeFixed openPnl;
    std::optional<double> resultR;
    Fixed realised;
    MaybeFixed stop;                ///< missing: no live stop at the venue
    std::optional<qint64> noStopMs; ///< how long there has been none
    MaybeFixed target;
    MaybeFixed atRisk;
    MaybeFixed liquidation;
    QString margin; ///< "Cross"
    std::optional<qint64> staleMs;
    CloseState close = CloseState::Close;
    QString closeReason; ///< why the button is off

    friend bool operator==(const PositionRow&, const PositionRow&) = default;
};

enum class OrderState : std::uint8_t
{
    Sent,
    MaybeSent,
    Resting,
    PartlyFilled,
    Cancelling,
    Unknown,
};

struct OrderRow
{
    qint64 id = 0;
    qint64 timeMs = 0;
    QString market;
    bool buy = true;
    QString type;
    OrderState state = OrderState::Sent;
    MaybeFixed price;
    Fixed size;
    Fixed filled;
    qint64 ageMs = 0;
    QString engine;
    QString reason;
    QString clientIndex;
    QString venueIndex;

    friend bool operator==(const OrderRow&, const OrderRow&) = default;
};

struct TradeRow
{
    qint64 id = 0;
    QString market;
    QString engine;
    RowSide side = RowSide::None;
    Fixed size;
    qint64 entryMs = 0;
    Fixed entry;
    qint64 exitMs = 0;
    Fixed exit;
    QString closedBy; ///< "Stop", "Target", …
    int bars = 0;
    Fixed net;
    double resultR = 0.0;
    double worstR = 0.0;
    double bestR = 0.0;
    Fixed sum; ///< of net, up to and with this trade
    bool ambiguous = false;
    QString regime; ///< of the market when it was entered
    QString tags;   ///< of a person: words between spaces
    QString note;

    friend bool operator==(const TradeRow&, const TradeRow&) = default;
};

struct SignalRow
{
    qint64 id = 0;
    qint64 timeMs = 0;
    QString engine;
    QString market;
    RowSide side = RowSide::None;
    double strength = 0.0;
    bool refused = false;
    QString verdict;    ///< rule, actual of limit; empty when sent
    MaybeFixed ifTaken; ///< what it would have earned, hypothetical

    friend bool operator==(const SignalRow&, const SignalRow&) = default;
};

enum class LogLevel : std::uint8_t
{
    Info,
    Warning,
    Problem,
};

struct LogRow
{
    qint64 id = 0;
    qint64 timeMs = 0;
    LogLevel level = LogLevel::Info;
    QString source;
    QString text;

    friend bool operator==(const LogRow&, const LogRow&) = default;
};

/// A position as the strip names it.
struct PositionBrief
{
    QString market; ///< "XAU"
    RowSide side = RowSide::None;
    Fixed size;
    Fixed openPnl;
    bool stopped = false; ///< a live stop rests at the venue

    friend bool operator==(const PositionBrief&, const PositionBrief&) = default;
};

struct AccountSummary
{
    ModeBadge badge = ModeBadge::Paper;
    QString source; ///< "Practice market · 60×"
    Fixed equity;
    Fixed dayPnl;
    double dayPnlPercent = 0.0;
    Fixed dayBudgetUsed; ///< closed loss and all open stops
    Fixed dayBudget;
    Fixed openRisk;
    double openRiskPercent = 0.0;
    std::vector<PositionBrief> positions;

    friend bool operator==(const AccountSummary&, const AccountSummary&) = default;
};

enum class FlattenPhase : std::uint8_t
{
    Idle,
    Running,
    VerifiedFlat,
    NotFlat,
};

struct FlattenState
{
    FlattenPhase phase = FlattenPhase::Idle;
    int closed = 0;
    int toClose = 0;
    int cancelled = 0;
    int toCancel = 0;
    qint64 elapsedMs = 0;
    qint64 verifiedAtMs = 0;
    QString left; ///< "0.412 ETH"
    int retry = 0;
    QString worst;   ///< "At most 958 USDC of exposure, stop at 2,319.46 rests."
    QString nextTry; ///< "Next try in 3 s with a wider price."
    QString webPage; ///< of the venue; empty when there is none
    QString details; ///< what Copy order details copies

    friend bool operator==(const FlattenState&, const FlattenState&) = default;
};

struct SafetyState
{
    bool killed = false;
    qint64 killedAtMs = 0;
    bool entriesLocked = false;
    FlattenState flatten;

    friend bool operator==(const SafetyState&, const SafetyState&) = default;
};

/// Use of one limit; `unit` follows the limit: "50.5 of 200 USDC".
struct LimitUse
{
    QString name;
    QString actual;
    QString limit;
    QString unit;
    double fraction = 0.0;

    friend bool operator==(const LimitUse&, const LimitUse&) = default;
};

struct RefusedBrief
{
    qint64 timeMs = 0;
    QString market;
    RowSide side = RowSide::None;
    QString why;

    friend bool operator==(const RefusedBrief&, const RefusedBrief&) = default;
};

struct RiskSummary
{
    Fixed leftToLose;
    qint64 resetsInMs = 0;
    std::vector<LimitUse> limits;
    QString halts; ///< "None", or what is halted and until when
    double secondsWithoutStop = 0.0;
    QString lastLimitChange;
    std::vector<RefusedBrief> refused;
    MaybeFixed refusedIfTaken;

    friend bool operator==(const RiskSummary&, const RiskSummary&) = default;
};

/// One cell of the status strip; an empty label shows the value alone.
struct StatusCell
{
    QString id;
    QString label;
    QString value;
    Tone tone = Tone::Primary;
    bool dot = false; ///< a dot in `tone` stands before the words
    QString detail;   ///< what a click shows

    friend bool operator==(const StatusCell&, const StatusCell&) = default;
};

struct StatusSummary
{
    std::vector<StatusCell> cells;
    qint64 nowMs = 0;

    friend bool operator==(const StatusSummary&, const StatusSummary&) = default;
};

} // namespace wick::desktop
