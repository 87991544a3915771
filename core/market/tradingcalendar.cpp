#include "core/market/tradingcalendar.h"

#include "core/base/unreachable.h"

#include <chrono>
#include <limits>

namespace wick::core {

namespace {

constexpr Duration kOpens = hours(18);
constexpr Duration kCloses = hours(17);
constexpr CalendarPeriod kForEver{Timestamp{std::numeric_limits<std::int64_t>::min()},
                                  Timestamp{std::numeric_limits<std::int64_t>::max()},
                                  MarketHours::Open};

/// A day of the New York calendar, counted from 1970-01-01.
using LocalDay = std::int64_t;

/// 0 is Sunday.
int weekday(LocalDay day) noexcept
{
    const auto rest = static_cast<int>((day + 4) % 7); // 1970-01-01 was a Thursday
    return rest < 0 ? rest + 7 : rest;
}

/// The market opens on the evenings of Sunday to Thursday and closes on those of Monday to Friday.
bool opensOn(LocalDay day) noexcept
{
    return weekday(day) <= 4;
}
bool closesOn(LocalDay day) noexcept
{
    return weekday(day) >= 1 && weekday(day) <= 5;
}

Timestamp at(std::chrono::sys_days day, Duration timeOfDay) noexcept
{
    return Timestamp{days(day.time_since_epoch().count()).count()} + timeOfDay;
}

/// Neither 17:00 nor 18:00 is near the hour the clocks change, so the offset is not in doubt.
Timestamp fromLocal(LocalDay day, Duration timeOfDay) noexcept
{
    const Timestamp local = Timestamp{days(day).count()} + timeOfDay;
    return local + newYorkBehindUtc(local + hours(5));
}

CalendarPeriod newYorkPeriod(Timestamp moment) noexcept
{
    const Timestamp local = moment - newYorkBehindUtc(moment);
    const Timestamp midnight = floorTo(local, days(1));
    const LocalDay today = midnight.count() / days(1).count();
    const Duration timeOfDay = local - midnight;

    // The last evening on which it may have opened and the next on which it may close.
    const LocalDay opened = timeOfDay >= kOpens ? today : today - 1;
    const bool break17 = timeOfDay >= kCloses && timeOfDay < kOpens;
    if (!break17 && opensOn(opened)) {
        return {fromLocal(opened, kOpens), fromLocal(opened + 1, kCloses), MarketHours::Open};
    }
    LocalDay closed = timeOfDay >= kCloses ? today : today - 1;
    while (!closesOn(closed)) {
        --closed;
    }
    LocalDay opens = timeOfDay < kOpens ? today : today + 1;
    while (!opensOn(opens)) {
        ++opens;
    }
    return {fromLocal(closed, kCloses), fromLocal(opens, kOpens), MarketHours::Closed};
}

} // namespace

Duration newYorkBehindUtc(Timestamp moment) noexcept
{
    using namespace std::chrono_literals;
    using std::chrono::March;
    using std::chrono::November;
    using std::chrono::Sunday;
    const std::chrono::sys_days day{
        std::chrono::days{floorTo(moment, days(1)).count() / days(1).count()}};
    const std::chrono::year year = std::chrono::year_month_day{day}.year();
    // 02:00 of standard time is 07:00 UTC, 02:00 of daylight time is 06:00 UTC.
    const Timestamp begins = at(std::chrono::sys_days{year / March / Sunday[2]}, hours(7));
    const Timestamp ends = at(std::chrono::sys_days{year / November / Sunday[1]}, hours(6));
    return begins <= moment && moment < ends ? hours(4) : hours(5);
}

CalendarPeriod TradingCalendar::periodAt(Timestamp moment) const noexcept
{
    switch (m_kind) {
    case CalendarKind::Always:
        return kForEver;
    case CalendarKind::NewYork:
        return newYorkPeriod(moment);
    }
    unreachable();
}

CalendarPeriod TradingCalendar::tradingDay(Timestamp moment) const noexcept
{
    switch (m_kind) {
    case CalendarKind::Always: {
        const Timestamp start = floorTo(moment, days(1));
        return {start, start + days(1), MarketHours::Open};
    }
    case CalendarKind::NewYork:
        return newYorkPeriod(moment);
    }
    unreachable();
}

bool TradingCalendar::isOpen(Timestamp moment) const noexcept
{
    return periodAt(moment).hours == MarketHours::Open;
}

Timestamp TradingCalendar::sessionStart(Timestamp moment) const noexcept
{
    return tradingDay(moment).start;
}

std::optional<Timestamp> TradingCalendar::nextOpen(Timestamp moment) const noexcept
{
    const CalendarPeriod period = periodAt(moment);
    if (period == kForEver) {
        return std::nullopt;
    }
    return period.hours == MarketHours::Closed ? period.end : periodAt(period.end).end;
}

std::optional<Timestamp> TradingCalendar::nextClose(Timestamp moment) const noexcept
{
    const CalendarPeriod period = periodAt(moment);
    if (period == kForEver) {
        return std::nullopt;
    }
    return period.hours == MarketHours::Open ? period.end : periodAt(period.end).end;
}

std::optional<Duration> TradingCalendar::timeToClose(Timestamp moment) const noexcept
{
    const CalendarPeriod period = periodAt(moment);
    if (period == kForEver) {
        return std::nullopt;
    }
    return period.hours == MarketHours::Open ? period.end - moment : Duration{};
}

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
