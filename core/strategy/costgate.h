#pragma once

#include "core/base/checked.h"
#include "core/domain/instrument.h"
#include "core/domain/orders.h"

#include <cstdint>

namespace wick::core {

// The cost gate: one function for the strategies and for the risk gate (definitions D.5).

/// What an entry and its exit are expected to cost, each as a fraction of the entry price.
/// A strategy knows fees and spread; the risk gate adds the rest.
struct RoundTripCost
{
    Ppm feeIn;
    Ppm feeOut;
    Ppm spread; ///< crossed once: half on the way in, half on the way out
    Ppm slipIn;
    Ppm slipOut;
    Ppm funding; ///< expected over the holding time; negative when it is received

    [[nodiscard]] constexpr Ppm total() const noexcept
    {
        return Ppm{feeIn.count() + feeOut.count() + spread.count() + slipIn.count()
                   + slipOut.count() + funding.count()};
    }
};

/// How many times its costs a stop has to be away, in millionths.
constexpr Ppm kCostRatio{3 * kPpmOne};

/// Fees and spread of an entry of this kind that leaves by its stop, which takes.
[[nodiscard]] inline RoundTripCost expectedCost(const Instrument& instrument,
                                                OrderKind entry) noexcept
{
    RoundTripCost cost;
    cost.feeIn = entry == OrderKind::Limit ? instrument.makerFee() : instrument.takerFee();
    cost.feeOut = instrument.takerFee();
    cost.spread = instrument.spread();
    return cost;
}

/// Distance of the stop as a fraction of the entry price, rounded down. A price that is not
/// positive has none: 0.
[[nodiscard]] constexpr Ppm stopDistance(Price entry, Price stop) noexcept
{
    if (entry.count() <= 0) {
        return Ppm{0};
    }
    const std::int64_t away = entry > stop ? (entry - stop).count() : (stop - entry).count();
    return Ppm{
        saturate(divide(static_cast<Int128>(away) * kPpmOne, entry.count(), Rounding::Down))};
}

/// First test: the stop is at least `ratio` times the cost away; equal is enough.
[[nodiscard]] constexpr bool
stopOutweighsCost(Price entry, Price stop, Ppm cost, Ppm ratio = kCostRatio) noexcept
{
    const std::int64_t away = entry > stop ? (entry - stop).count() : (stop - entry).count();
    return entry.count() > 0
           && static_cast<Int128>(away) * kPpmOne * kPpmOne
                  >= static_cast<Int128>(cost.count()) * ratio.count() * entry.count();
}

/// Second test, once a win share is known from own scored signals: what is expected before costs,
/// p target - (1 - p) stop, is at least the cost.
[[nodiscard]] constexpr bool
edgeOutweighsCost(Ppm winShare, Ppm target, Ppm stop, Ppm cost) noexcept
{
    const Int128 edge = static_cast<Int128>(winShare.count()) * target.count()
                        - static_cast<Int128>(kPpmOne - winShare.count()) * stop.count();
    return edge >= static_cast<Int128>(cost.count()) * kPpmOne;
}

/// Share of winners at which nothing is left: (stop + cost) / (stop + target).
[[nodiscard]] constexpr double breakEvenWinShare(Ppm target, Ppm stop, Ppm cost) noexcept
{
    const auto reach = static_cast<double>(stop.count() + target.count());
    return reach > 0.0 ? static_cast<double>(stop.count() + cost.count()) / reach : 1.0;
}

} // namespace wick::core
