#pragma once

#include "core/domain/instrument.h"
#include "core/strategy/strategy.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace wick::strategies {

// The way from measured distances to order prices, and what a strategy asks of its view.

/// A computed distance in price units, rounded to the nearest; one that is no number or no price
/// is 0.
[[nodiscard]] inline core::PriceDelta deltaOf(double usdc,
                                              const core::Instrument& instrument) noexcept
{
    const double units = std::nearbyint(usdc * instrument.priceScale());
    constexpr double kMost = 4.0e18; // beyond it the cast would not be defined
    return core::PriceDelta{std::fabs(units) < kMost ? static_cast<std::int64_t>(units) : 0};
}

/// A multiple of a distance, rounded to the nearest unit.
[[nodiscard]] inline core::PriceDelta times(core::PriceDelta distance, double factor) noexcept
{
    return core::PriceDelta{std::llround(static_cast<double>(distance.count()) * factor)};
}

/// The stop of a position on `side`, `distance` away from `from`, on a tick away from the trade.
[[nodiscard]] inline core::Price stopAway(core::Side side,
                                          core::Price from,
                                          core::PriceDelta distance,
                                          const core::Instrument& instrument) noexcept
{
    return side == core::Side::Buy ? instrument.tickDown(from - distance)
                                   : instrument.tickUp(from + distance);
}

/// The target of a position on `side`: a limit on the other side, on a tick away from the trade.
[[nodiscard]] inline core::Price targetAway(core::Side side,
                                            core::Price from,
                                            core::PriceDelta distance,
                                            const core::Instrument& instrument) noexcept
{
    return side == core::Side::Buy ? instrument.tickUp(from + distance)
                                   : instrument.tickDown(from - distance);
}

/// A limit price on `side`, on a tick away from the trade.
[[nodiscard]] inline core::Price
limitAt(core::Side side, core::Price price, const core::Instrument& instrument) noexcept
{
    return side == core::Side::Buy ? instrument.tickDown(price) : instrument.tickUp(price);
}

/// +1 for a long and -1 for a short, times the value: positive is with the side.
[[nodiscard]] inline double with(core::Side side, double value) noexcept
{
    return static_cast<double>(core::sign(side)) * value;
}

/// The spread of a book in usual spreads of the instrument. One-sided: infinite. Without a usual
/// spread there is nothing to compare with: 0.
[[nodiscard]] inline double spreadInUsual(const core::Book& book,
                                          const core::Instrument& instrument) noexcept
{
    if (book.bidCount == 0 || book.askCount == 0) {
        return std::numeric_limits<double>::infinity();
    }
    if (instrument.spread().count() == 0) {
        return 0.0;
    }
    const auto bid = static_cast<double>(book.bids[0].price.count());
    const auto ask = static_cast<double>(book.asks[0].price.count());
    const double ppm = (ask - bid) / ((ask + bid) / 2.0) * static_cast<double>(core::kPpmOne);
    return ppm / static_cast<double>(instrument.spread().count());
}

/// A wider spread takes no entry (definitions D.3).
constexpr double kMostUsualSpreads = 2.0;

/// One of its orders with this role is at work.
[[nodiscard]] inline bool hasWorking(const core::StrategyView& view, core::OrderRole role) noexcept
{
    return std::any_of(view.working.begin(), view.working.end(),
                       [role](const core::OwnOrder& order) { return order.role == role; });
}

} // namespace wick::strategies
