#pragma once

#include "core/base/result.h"
#include "core/domain/moneyandids.h"
#include "core/domain/units.h"
#include "core/sizing/dynamicleverage.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wick::core {

enum class HaltKind : std::uint8_t
{
    Daily = 1,    ///< releases itself at the next UTC day, once the 24 hours allow it
    Drawdown,     ///< latched: typed release, not before 24 hours
    Kill,         ///< latched: typed release
    Rolling,      ///< releases itself when the loss of 24 hours is below its limit again
    Mismatch,     ///< latched: the venue's account is not ours; typed release
    StateLost,    ///< latched: what was saved of the limits cannot be read; typed release
    LossStreak,   ///< a pause: releases itself after 60 minutes
    RejectStreak, ///< a pause, likewise
    Slippage,     ///< a pause, likewise
};
constexpr HaltKind kLastHaltKind = HaltKind::Slippage;

/// Stable, lower case with underscores: what logs and the command line call it.
[[nodiscard]] std::string_view nameOf(HaltKind kind) noexcept;

/// How far an engine has come on its way to full size.
enum class Stage : std::uint8_t
{
    Pennies = 0, ///< the market's smallest order
    Small,       ///< half the risk
    Full
};

/// What an engine may do. Operator words; halts are something else (haltstate.h).
enum class EngineControl : std::uint8_t
{
    Running = 1,
    Paused,
    Stopped,
    Quarantined
};

/// A halt as it is saved.
struct SavedHalt
{
    HaltKind kind{};
    std::optional<std::size_t> engine; ///< position in RiskState::engines; none: the fleet
    Timestamp since;
    Timestamp until;
    Money limit;
    Money loss;

    friend bool operator==(const SavedHalt&, const SavedHalt&) = default;
};

/// A time in which an event keeps entries out, as it is saved.
struct SavedEvent
{
    std::string symbol; ///< empty: all markets
    Timestamp from;
    Timestamp until;

    friend bool operator==(const SavedEvent&, const SavedEvent&) = default;
};

/// What must be known of an engine after a restart. Its results count from 0 in each session, so
/// everything here is a difference from the result at the time of saving.
struct EngineRiskState
{
    std::string key; ///< which engine: strategy and market
    Money dayResult;
    Money fall;     ///< from the best result that limits count from
    Money trueFall; ///< from the best result ever
    Money fallAtRelease;
    std::int64_t riskFactor = kPpmOne; ///< ppm
    Stage stage = Stage::Full;
    EngineControl control = EngineControl::Running;
    std::int64_t lossStreak = 0;
    std::int64_t slipStreak = 0;
    std::vector<Timestamp> trades;  ///< of the last hour
    std::vector<Timestamp> rejects; ///< of the last minute
    std::vector<Money> since; ///< results of the last 24 hours, less that of now; oldest first

    friend bool operator==(const EngineRiskState&, const EngineRiskState&) = default;
};

struct MarketRiskState
{
    std::string symbol;
    LeverageState leverage;
    std::vector<std::int64_t> trades; ///< multiples of their risk, ppm
    bool takenOver = false;           ///< an operator trades it by hand

    friend bool operator==(const MarketRiskState&, const MarketRiskState&) = default;
};

/// What the risk module must still know after a crash: halts, references of the loss limits,
/// pauses, leverage, and what an operator keeps from trading. A plain value; restored, an account
/// goes on flat with the equity of then.
struct RiskState
{
    Timestamp at; ///< market time
    Money equity;
    Timestamp day; ///< 00:00 UTC of the day the references belong to
    Money dayStart;
    Money dayTransfers;
    Money highWaterMark;                ///< what the drawdown limit counts from
    Money truePeak;                     ///< what is reported
    Money startEquity;                  ///< scaled at transfers
    std::int64_t riskFactor = kPpmOne;  ///< ppm
    std::int64_t drawdownAtRelease = 0; ///< ppm
    std::vector<Money> equities;        ///< of each five minutes until `at`, oldest first
    bool entriesLocked = false;
    std::vector<SavedHalt> halts;
    std::vector<SavedEvent> events;
    std::vector<EngineRiskState> engines;
    std::vector<MarketRiskState> markets;

    friend bool operator==(const RiskState&, const RiskState&) = default;
};

enum class RiskStateError : std::uint8_t
{
    Truncated,
    BadChecksum,
    BadValue,
    UnknownVersion ///< written by a later program
};

[[nodiscard]] std::string_view describe(RiskStateError error) noexcept;

/// Lines of text with a checksum at the end.
[[nodiscard]] std::string encode(const RiskState& state);
[[nodiscard]] Result<RiskState, RiskStateError> decodeRiskState(std::string_view text);

/// The state with its engines in the order of `keys`; one that is not in it begins without a past,
/// those that are not asked for follow.
[[nodiscard]] RiskState arranged(RiskState state, std::span<const std::string> keys);

/// The same state at another market time, as if none had passed in between: for a market that
/// starts over earlier than it was left.
[[nodiscard]] RiskState movedTo(RiskState state, Timestamp at);

/// Keeps the newest state where a crash cannot take it.
class RiskStateSink
{
public:
    RiskStateSink() = default;
    RiskStateSink(const RiskStateSink&) = delete;
    RiskStateSink& operator=(const RiskStateSink&) = delete;
    virtual ~RiskStateSink() = default;

    /// Returns when it is safe: what it says may act then.
    virtual void save(const RiskState& state) = 0;
    /// Nothing acts on this one; it may be left out when the last was a moment ago.
    virtual void note(const RiskState& state) = 0;
};

} // namespace wick::core
