#pragma once

#include "core/domain/moneyandids.h"
#include "core/domain/reason.h"
#include "core/domain/units.h"
#include "core/market/marketstep.h"
#include "core/portfolio/account.h"
#include "core/risk/risklimits.h"
#include "core/risk/riskrule.h"

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

namespace wick::core {

enum class HaltKind : std::uint8_t
{
    Daily = 1, ///< releases itself at the next UTC day
    Drawdown,  ///< latched: typed release
    Kill,      ///< latched: typed release
};

/// A halt in force. `engine` is empty for the whole fleet.
struct Halt
{
    HaltKind kind{};
    std::optional<EngineId> engine;
    Timestamp since;
    Money limit; ///< Daily and Drawdown: what could be lost
    Money loss;  ///< Daily and Drawdown: what was lost when it fired
    Reason reason;
};

namespace reasons {
constexpr Reason kHaltedDaily{"HALTED_DAILY",
                              "The day's loss reached its limit. Releases at 00:00 UTC."};
constexpr Reason kHaltedDrawdown{
    "HALTED_DRAWDOWN", "The fall from the peak reached its limit. Release needs a typed reason."};
constexpr Reason kHaltedKill{"HALTED_KILL",
                             "The kill switch was used. Release needs a typed reason."};
} // namespace reasons

/// Watches equity at every mark, fires loss limits, and remembers which halts are in force.
/// Day, high-water mark and halts are the state that must survive a restart; it is rebuilt from the
/// journal. Source: definitions D.10.
class HaltState
{
public:
    HaltState(const RiskLimits& limits,
              std::span<const Instrument> instruments,
              const Account& account,
              Timestamp start);

    /// New limits from now on; a limit already passed fires at the next mark.
    void setLimits(const RiskLimits& limits, const Account& account);

    /// Rolls the day when `now` is in another UTC day: idempotent, and right after any pause.
    /// Returns whether a halt was released by it.
    bool rollDay(Timestamp now, const Account& account);
    /// Judges the marks as they are. Newly fired halts are appended to `fired`.
    void judge(Timestamp now, const Account& account, std::vector<Halt>& fired);
    /// Whether everything lies above its floors and not above its best: judge() would do nothing.
    [[nodiscard]] bool calm(const Account& account) const noexcept
    {
        const auto between = [](Money value, Money floor, Money best) {
            return value > floor && value <= best;
        };
        if (!between(account.equity(), std::max(m_dayFloor, m_peakFloor), m_highWaterMark)) {
            return false;
        }
        for (std::size_t i = 0; i < m_engines.size(); ++i) {
            const EngineScope& scope = m_engines[i];
            if (!between(account.books()[i].result(), std::max(scope.dayFloor, scope.peakFloor),
                         scope.best)) {
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
        bool bounded = false; ///< a limit is in force, so that `floor` may be reached within a bar
    };
    [[nodiscard]] CalmRange calmRange(const Account& account, EngineId engine) const noexcept;

    /// Whether a limit could fire at one of the prices of these bars, given what is held now.
    [[nodiscard]] bool mayFireWithin(const Account& account,
                                     std::span<const MarketSlice> bars) const
    {
        return m_bounded && floorWithin(account, bars);
    }

    void kill(Timestamp now, std::vector<Halt>& fired);
    /// An operator's release of a latched halt; its references restart at the equity of now.
    /// Returns false when there was nothing to release.
    bool release(HaltKind kind, std::optional<EngineId> engine, const Account& account);
    void transfer(Money amount, const Account& before);

    /// Why this engine may not enter, or none.
    [[nodiscard]] const Reason* blocks(EngineId engine) const noexcept;
    [[nodiscard]] bool killed() const noexcept { return halted(HaltKind::Kill, std::nullopt); }
    [[nodiscard]] std::span<const Halt> halts() const noexcept { return m_halts; }

    [[nodiscard]] LossUse fleetDay(const Account& account) const noexcept;
    [[nodiscard]] LossUse engineDay(const Account& account, EngineId engine) const noexcept;
    [[nodiscard]] LossUse fleetPeak(const Account& account) const noexcept;
    [[nodiscard]] LossUse enginePeak(const Account& account, EngineId engine) const noexcept;
    /// Equity less transfers since 00:00 UTC, against the equity of then.
    [[nodiscard]] Money dayResult(const Account& account) const noexcept;
    [[nodiscard]] Money engineDayResult(const Account& account, EngineId engine) const noexcept;
    [[nodiscard]] Money highWaterMark() const noexcept { return m_highWaterMark; }

private:
    struct EngineScope
    {
        LossLimits limits;
        Money dayStart; ///< result() at 00:00 UTC
        Money best;     ///< highest result()
        Money dayFloor; ///< result() that fires the day limit
        Money peakFloor;
    };

    [[nodiscard]] bool floorWithin(const Account& account, std::span<const MarketSlice> bars) const;
    void refreshFloors();
    void refreshPeakFloor();
    void fire(Halt halt, std::vector<Halt>& fired);
    void judgeFleet(Timestamp now, const Account& account, std::vector<Halt>& fired);
    void
    judgeEngine(Timestamp now, const Account& account, EngineId engine, std::vector<Halt>& fired);
    [[nodiscard]] bool halted(HaltKind kind, std::optional<EngineId> engine) const noexcept;
    [[nodiscard]] Money dayCap(std::int64_t limit) const noexcept;

    std::span<const Instrument> m_instruments;
    RiskLimits m_limits;
    bool m_bounded = false; ///< any loss is limited
    std::vector<EngineScope> m_engines;
    std::vector<Halt> m_halts;
    Timestamp m_day;      ///< 00:00 UTC of the day the references belong to
    Money m_dayStart;     ///< equity then
    Money m_dayTransfers; ///< net, since then
    Money m_highWaterMark;
    Money m_dayFloor;  ///< equity that fires the fleet's day limit
    Money m_peakFloor; ///< equity that fires the fleet's drawdown limit
};

} // namespace wick::core
