#pragma once

#include "core/domain/marketdata.h"
#include "core/market/tradingcalendar.h"

#include <optional>

namespace wick::core {

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
