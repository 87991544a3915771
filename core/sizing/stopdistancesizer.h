#pragma once

#include "core/base/result.h"
#include "core/risk/riskrule.h"

namespace wick::core {

/// What an entry and its stop are expected to cost beyond the prices, a unit of base each.
struct SizingCosts
{
    PriceDelta slipIn;   ///< adverse, price units
    PriceDelta slipStop; ///< adverse, price units
    Ppm feeIn;           ///< of the entry's notional
    Ppm feeOut;          ///< of the stop's notional
    Ppm funding;         ///< expected, of the entry's notional; never negative
};

enum class SizingRefusal : std::uint8_t
{
    NoStop,   ///< no stop, or on the wrong side
    NoEquity, ///< nothing to risk
    NoRoom,   ///< a cap leaves nothing, or `on_cap` is refuse and a cap binds
    TooSmall, ///< below the market's smallest order
};

struct Sized
{
    Quantity quantity;
    Money lossAtStop; ///< worst case with costs, rounded up
};

/// Loss of `lots` from entry to stop with costs, rounded up. Source: definitions D.9.
[[nodiscard]] Money
lossAtStop(const OrderIntent& intent, const SizingCosts& costs, std::int64_t lots) noexcept;

/// How many whole lots an intent may have: a fixed fraction of equity over the loss of one lot at
/// the stop, never rounded up, cut to the room each cap leaves after open and pending orders.
/// Source: D.9.
[[nodiscard]] Result<Sized, SizingRefusal>
sizeByStopDistance(const OrderIntent& intent, const SizingCosts& costs, const AccountView& account);

} // namespace wick::core
