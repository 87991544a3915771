#include "core/indicators/sessiongap.h"

namespace wick::core {

std::optional<SessionGap> sessionGapBetween(const BarValues& before,
                                            const BarValues& after,
                                            Duration interval,
                                            const TradingCalendar& calendar) noexcept
{
    const Timestamp end = before.start + interval;
    if (after.start <= end || before.close == after.open) {
        return std::nullopt;
    }
    const CalendarPeriod session = calendar.periodAt(before.start);
    if (session.hours != MarketHours::Open || session.contains(after.start)) {
        return std::nullopt;
    }
    const CalendarPeriod shut = calendar.periodAt(session.end);
    const bool stoppedAtClose = end + kSessionEdge >= session.end;
    const bool startedAtOpen = after.start >= shut.end && after.start <= shut.end + kSessionEdge;
    if (!stoppedAtClose || !startedAtOpen) {
        return std::nullopt;
    }
    SessionGap gap{before.close, after.open, end, after.start, std::nullopt};
    gap.observe(after);
    return gap;
}

} // namespace wick::core
