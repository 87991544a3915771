#pragma once

#include "core/domain/instrument.h"
#include "core/domain/marketdata.h"
#include "core/domain/units.h"

#include <cstdint>
#include <optional>

namespace wick::core {

enum class MarketHours : std::uint8_t
{
    Open,
    Closed
};

/// A stretch of time in which the market is open or closed throughout: from `start` on, before
/// `end`.
struct CalendarPeriod
{
    Timestamp start;
    Timestamp end;
    MarketHours hours = MarketHours::Open;

    [[nodiscard]] constexpr bool contains(Timestamp at) const noexcept
    {
        return start <= at && at < end;
    }

    friend constexpr bool operator==(const CalendarPeriod&,
                                     const CalendarPeriod&) noexcept = default;
};

/// When a market is open, by rule and never by its data (definitions D.1).
/// NewYork: closed 17:00 to 18:00 each day and from Friday 17:00 to Sunday 18:00 New York time,
/// with the US daylight rule of 2007 for every year (second Sunday of March to first Sunday of
/// November). Holidays are not in it: a market that stays shut on one leaves a data gap.
class TradingCalendar
{
public:
    explicit constexpr TradingCalendar(CalendarKind kind) noexcept
        : m_kind(kind)
    {}

    /// The open session or the closed time that `moment` lies in. An always open market has one
    /// period without an end.
    [[nodiscard]] CalendarPeriod periodAt(Timestamp moment) const noexcept;
    /// The same, but a market that never closes has days from 00:00 to 24:00 UTC: what a VWAP or a
    /// day's result counts from.
    [[nodiscard]] CalendarPeriod tradingDay(Timestamp moment) const noexcept;

    [[nodiscard]] bool isOpen(Timestamp moment) const noexcept;
    /// Start of the trading day, or of the closed time when the market is closed.
    [[nodiscard]] Timestamp sessionStart(Timestamp moment) const noexcept;
    /// The next moment the market opens, after `moment`; nothing when it never closes.
    [[nodiscard]] std::optional<Timestamp> nextOpen(Timestamp moment) const noexcept;
    /// The next moment the market closes, after `moment`; nothing when it never does.
    [[nodiscard]] std::optional<Timestamp> nextClose(Timestamp moment) const noexcept;
    /// Time until the session closes, zero while closed; nothing when it never does.
    [[nodiscard]] std::optional<Duration> timeToClose(Timestamp moment) const noexcept;

    [[nodiscard]] CalendarKind kind() const noexcept { return m_kind; }

    friend constexpr bool operator==(TradingCalendar, TradingCalendar) noexcept = default;

private:
    CalendarKind m_kind;
};

/// Remembers the last period asked for: a walk through time costs two comparisons a step.
class CalendarCursor
{
public:
    explicit CalendarCursor(TradingCalendar calendar) noexcept
        : m_calendar(calendar)
    {}

    [[nodiscard]] const CalendarPeriod& at(Timestamp at) noexcept
    {
        if (!m_period.contains(at)) {
            m_period = m_calendar.periodAt(at);
        }
        return m_period;
    }
    [[nodiscard]] const TradingCalendar& calendar() const noexcept { return m_calendar; }

private:
    TradingCalendar m_calendar;
    CalendarPeriod m_period{}; // contains nothing
};

/// How far New York is behind UTC at a moment: 4 or 5 hours.
[[nodiscard]] Duration newYorkBehindUtc(Timestamp moment) noexcept;

/// The jump over a closing of the market: an object of its own with its own statistics, never a
/// fair value gap (definitions D.2.9).
struct SessionGap
{
    Price from;                        ///< last close before
    Price to;                          ///< first open after
    Timestamp closedAt;                ///< end of the last bar before
    Timestamp openedAt;                ///< start of the first bar after
    std::optional<Timestamp> filledAt; ///< start of the first bar that traded at `from` again

    [[nodiscard]] PriceDelta size() const noexcept { return to - from; }
    /// Notes whether `bar`, the first one or a later one, closed the jump.
    void observe(const BarValues& bar) noexcept
    {
        if (!filledAt && bar.low <= from && from <= bar.high) {
            filledAt = bar.start;
        }
    }

    friend bool operator==(const SessionGap&, const SessionGap&) noexcept = default;
};

/// A source may stop this much before the calendar's close, or start after its open, and it is
/// still the same closing; beyond it data is missing and there is no session gap.
constexpr Duration kSessionEdge = minutes(5);

/// The session gap between two consecutive stored bars of `interval` length: both lie in sessions
/// that follow each other, nothing else is missing and price opens elsewhere.
[[nodiscard]] std::optional<SessionGap> sessionGapBetween(const BarValues& before,
                                                          const BarValues& after,
                                                          Duration interval,
                                                          const TradingCalendar& calendar) noexcept;

} // namespace wick::core
