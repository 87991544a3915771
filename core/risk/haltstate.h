#pragma once

#include "core/base/result.h"
#include "core/base/ringbuffer.h"
#include "core/domain/moneyandids.h"
#include "core/domain/reason.h"
#include "core/domain/units.h"
#include "core/market/marketstep.h"
#include "core/portfolio/account.h"
#include "core/risk/risklimits.h"
#include "core/risk/riskrule.h"
#include "core/risk/riskstate.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace wick::core {

/// Whether only an operator's typed release ends it.
[[nodiscard]] bool isLatched(HaltKind kind) noexcept;
/// Whether it closes what is open. A pause leaves positions to their stops; so does a mismatch, as
/// nobody knows what is open.
[[nodiscard]] bool flattens(HaltKind kind) noexcept;

/// Whether it only keeps an engine from opening anything for a while.
[[nodiscard]] bool isPause(HaltKind kind) noexcept;

/// A halt or pause in force. `engine` is empty for the whole fleet.
struct Halt
{
    HaltKind kind{};
    std::optional<EngineId> engine;
    Timestamp since;
    Money limit; ///< loss limits: what could be lost
    Money loss;  ///< loss limits: what was lost when it fired
    Reason reason;
    Timestamp until{}; ///< pauses: they release themselves then
};

namespace reasons {
constexpr Reason kHaltedDaily{
    "HALTED_DAILY",
    "The day's loss reached its limit. Releases at 00:00 UTC, once the 24 hours allow it."};
constexpr Reason kHaltedRolling{
    "HALTED_ROLLING", "The loss of 24 hours reached its limit. Releases when it is below again."};
constexpr Reason kHaltedDrawdown{
    "HALTED_DRAWDOWN",
    "The fall from the peak reached its limit. Release needs a typed reason, after 24 hours."};
constexpr Reason kHaltedKill{"HALTED_KILL",
                             "The kill switch was used. Release needs a typed reason."};
constexpr Reason kHaltedMismatch{"HALTED_MISMATCH",
                                 "The venue's account is not ours. Release needs a typed reason."};
constexpr Reason kHaltedStateLost{
    "HALTED_STATE_LOST",
    "What was saved of the limits cannot be read. Release needs a typed reason."};
constexpr Reason kPausedLosses{"PAUSED_LOSS_STREAK",
                               "Too many losses in a row. Releases after 60 minutes."};
constexpr Reason kPausedRejects{"PAUSED_REJECT_STREAK",
                                "Too many orders rejected. Releases after 60 minutes."};
constexpr Reason kPausedSlippage{"PAUSED_SLIPPAGE",
                                 "Fills worse than they should be. Releases after 60 minutes."};
} // namespace reasons

/// Why an operator's release is not taken.
enum class ReleaseRefusal : std::uint8_t
{
    NothingToRelease,
    NoReason, ///< nothing was typed
    TooEarly, ///< a drawdown halt, within 24 hours of its firing
};

[[nodiscard]] std::string_view describe(ReleaseRefusal refusal) noexcept;

/// Watches equity at every mark, fires loss limits and pauses, and remembers which are in force.
/// All of it survives a restart: remember() and the constructor's `saved` are each other's inverse.
/// Source: definitions D.10.
class HaltState
{
public:
    /// `saved`, when there is one, has its engines in the order of the account's books.
    HaltState(const RiskLimits& limits,
              std::span<const Instrument> instruments,
              const Account& account,
              Timestamp start,
              const RiskState* saved = nullptr);

    /// New limits from now on; a limit already passed fires at the next mark.
    void setLimits(const RiskLimits& limits, const Account& account);

    /// When settle() has something to do next.
    [[nodiscard]] Timestamp due() const noexcept { return m_due; }
    /// Settles the moment `now`, which is due() or later, with the marks of then: samples, the roll
    /// of the day at 00:00 UTC (idempotent, and right after any pause), releases. What was released
    /// is appended to `released`.
    void settle(Timestamp now, const Account& account, std::vector<Halt>& released);
    /// Judges the marks as they are. Newly fired halts are appended to `fired`.
    void judge(Timestamp now, const Account& account, std::vector<Halt>& fired);
    /// Whether everything lies above its floors and not above its best: judge() would do nothing.
    [[nodiscard]] bool calm(const Account& account) const noexcept
    {
        const auto between = [](Money value, Money floor, Money best) {
            return value > floor && value <= best;
        };
        if (!between(account.equity(), m_floor, m_highWaterMark)) {
            return false;
        }
        for (std::size_t i = 0; i < m_engines.size(); ++i) {
            const EngineScope& scope = m_engines[i];
            if (!between(account.books()[i].result(), scope.floor, scope.best)) {
                return false;
            }
        }
        return true;
    }

    /// Equity above `floor` and not above `best` is calm() as long as only this engine's result
    /// moves. Written beside calm(): what one of them asks, the other has to.
    struct CalmRange
    {
        Money floor;
        Money best;
    };
    [[nodiscard]] CalmRange calmRange(const Account& account, EngineId engine) const noexcept;

    /// Whether a limit could fire at one of the prices of these bars, given what is held now.
    [[nodiscard]] bool mayFireWithin(const Account& account,
                                     std::span<const MarketSlice> bars) const
    {
        return m_bounded && floorWithin(account, bars);
    }

    /// Whether nothing but equity can change what is blocked or how much is risked, until the hour:
    /// no halt ends, no limit looks back.
    [[nodiscard]] bool steady() const noexcept;
    /// settle() for a moment at which steady() holds, with equity and the only engine's result: what
    /// the limits would look back at. Brings due() forward.
    void note(Money equity, Money result);
    [[nodiscard]] Timestamp nextNote() const noexcept { return m_nextSample; }

    // What happens to the orders of an engine; a streak that reaches its limit appends its pause.
    void onOpened(EngineId engine, Timestamp now);
    void onClosed(EngineId engine, Money result, Timestamp now, std::vector<Halt>& fired);
    void onRejected(EngineId engine, Timestamp now, std::vector<Halt>& fired);
    /// A fill, and whether it was worse than 99 of 100 should be.
    void onFilled(EngineId engine, bool bad, Timestamp now, std::vector<Halt>& fired);

    void kill(Timestamp now, std::vector<Halt>& fired);
    /// The venue's account is not ours: one engine's market, or all.
    void mismatch(std::optional<EngineId> engine, Timestamp now, std::vector<Halt>& fired);
    /// What was saved could not be read: nothing is opened until somebody has looked.
    void stateLost(Timestamp now, std::vector<Halt>& fired);
    /// An operator's release; the references of its limit restart at the equity of now. After a
    /// drawdown the stage drops and half the risk is taken until half of the fall is made up.
    [[nodiscard]] Result<void, ReleaseRefusal> release(HaltKind kind,
                                                       std::optional<EngineId> engine,
                                                       std::string_view why,
                                                       Timestamp now,
                                                       const Account& account);
    /// Money that is about to be moved in (positive) or out.
    void transfer(Money amount, const Account& before);
    void setStage(EngineId engine, Stage stage) noexcept
    {
        m_engines[engine.count()].stage = stage;
    }

    /// Why this engine may not enter, or none.
    [[nodiscard]] const Reason* blocks(EngineId engine) const noexcept;
    [[nodiscard]] bool killed() const noexcept { return halted(HaltKind::Kill, std::nullopt); }
    [[nodiscard]] std::span<const Halt> halts() const noexcept { return m_halts; }

    [[nodiscard]] LossUse fleetDay(const Account& account) const noexcept;
    [[nodiscard]] LossUse engineDay(const Account& account, EngineId engine) const noexcept;
    [[nodiscard]] LossUse fleetRolling(const Account& account) const noexcept;
    [[nodiscard]] LossUse engineRolling(const Account& account, EngineId engine) const noexcept;
    [[nodiscard]] LossUse fleetPeak(const Account& account) const noexcept;
    [[nodiscard]] LossUse enginePeak(const Account& account, EngineId engine) const noexcept;
    [[nodiscard]] CountUse lossStreak(EngineId engine) const noexcept;
    [[nodiscard]] CountUse slipStreak(EngineId engine) const noexcept;
    [[nodiscard]] CountUse rejects(EngineId engine, Timestamp now) const noexcept;
    [[nodiscard]] CountUse trades(EngineId engine, Timestamp now) const noexcept;
    /// What an engine's risk is multiplied by, ppm: its stage and what follows a drawdown.
    [[nodiscard]] std::int64_t riskFactor(EngineId engine) const noexcept;
    [[nodiscard]] Stage stage(EngineId engine) const noexcept
    {
        return m_engines[engine.count()].stage;
    }

    /// Equity less transfers since 00:00 UTC, against the equity of then.
    [[nodiscard]] Money dayResult(const Account& account) const noexcept;
    [[nodiscard]] Money engineDayResult(const Account& account, EngineId engine) const noexcept;
    /// What the drawdown limit counts from.
    [[nodiscard]] Money highWaterMark() const noexcept { return m_highWaterMark; }
    /// The highest equity ever, scaled at transfers.
    [[nodiscard]] Money truePeak() const noexcept { return m_truePeak; }
    /// The fall from it, ppm, rounded up; -1 when there is no peak to fall from.
    [[nodiscard]] std::int64_t drawdown(const Account& account) const noexcept;
    [[nodiscard]] Money dayStart() const noexcept { return m_dayStart; }

    /// Writes everything above into `state`, whose engines are as many as the books.
    void remember(RiskState& state, Timestamp now, const Account& account) const;

private:
    static constexpr std::size_t kSamples = 289; ///< five minutes apart: 24 hours

    struct EngineScope
    {
        LossLimits limits;
        Money dayStart; ///< result() at 00:00 UTC
        Money best;     ///< highest result(); limits count from it
        Money trueBest; ///< the same, whatever was released
        Money floor;    ///< at or below it a limit may fire
        Money fallAtRelease;
        std::int64_t riskFactor = kPpmOne;
        Stage stage = Stage::Full;
        std::int64_t lossStreak = 0;
        std::int64_t slipStreak = 0;
        RingBuffer<Timestamp> trades{kMostCounted};
        RingBuffer<Timestamp> rejects{kMostCounted};
        RingBuffer<Money> samples{kSamples};
    };
    static constexpr std::size_t kMostCounted = 100; ///< no count limit is higher

    void restore(const RiskState& saved, const Account& account, Timestamp start);
    void sample(const Account& account);
    void rollDay(Timestamp now, const Account& account);
    void releaseDue(Timestamp now, const Account& account, std::vector<Halt>& released);
    static void endStreak(EngineScope& scope, HaltKind kind);
    void regainRisk(const Account& account);
    void setDue(Timestamp now) noexcept;
    [[nodiscard]] bool over(const Halt& halt, Timestamp now, const Account& account) const;
    [[nodiscard]] bool floorWithin(const Account& account, std::span<const MarketSlice> bars) const;
    void refreshFloor();
    void refreshFloor(EngineScope& scope);
    void refreshFloors();
    void fire(Halt halt, std::vector<Halt>& fired);
    void fireLoss(HaltKind kind,
                  std::optional<EngineId> engine,
                  const LossUse& use,
                  Timestamp now,
                  std::vector<Halt>& fired);
    void pause(HaltKind kind, EngineId engine, Timestamp now, std::vector<Halt>& fired);
    void judgeFleet(Timestamp now, const Account& account, std::vector<Halt>& fired);
    void
    judgeEngine(Timestamp now, const Account& account, EngineId engine, std::vector<Halt>& fired);
    void rebase(HaltKind kind, std::optional<EngineId> engine, const Account& account);
    [[nodiscard]] bool halted(HaltKind kind, std::optional<EngineId> engine) const noexcept;
    [[nodiscard]] Money dayCap(std::int64_t limit) const noexcept;
    [[nodiscard]] Money peakReference() const noexcept;

    std::span<const Instrument> m_instruments;
    RiskLimits m_limits;
    bool m_bounded = false; ///< any loss is limited
    std::vector<EngineScope> m_engines;
    std::vector<Halt> m_halts;
    Timestamp m_due;
    Timestamp m_nextSample;
    Timestamp m_day;      ///< 00:00 UTC of the day the references belong to
    Money m_dayStart;     ///< equity then
    Money m_dayTransfers; ///< net, since then
    Money m_highWaterMark;
    Money m_truePeak;
    Money m_startEquity; ///< scaled at transfers
    Money m_floor;       ///< equity at or below which a limit of the fleet may fire
    std::int64_t m_riskFactor = kPpmOne;
    std::int64_t m_drawdownAtRelease = 0;
    RingBuffer<Money> m_samples{kSamples};
};

} // namespace wick::core
