#include "core/risk/liquidation.h"

#include <limits>

namespace wick::core {

std::optional<Price> liquidationPrice(const Instrument& instrument,
                                      std::int64_t lots,
                                      Price mark,
                                      const MarginState& margin) noexcept
{
    if (lots == 0) {
        return std::nullopt;
    }
    const bool isLong = lots > 0;
    const std::int64_t size = isLong ? lots : -lots;
    const std::int64_t value = instrument.notional(size, mark).count();
    const std::int64_t spare = margin.accountValue.count() - margin.otherMaintenance.count();
    // What the position is worth when the pool is down to its maintenance margin, before that
    // margin's own share.
    const Int128 worth =
        isLong ? static_cast<Int128>(value) - spare : static_cast<Int128>(value) + spare;
    const std::int64_t fraction = instrument.maintenanceMargin().count();
    const Int128 unit =
        instrument.value(size, Price{1}) * (isLong ? kPpmOne - fraction : kPpmOne + fraction);
    if (worth <= 0 || unit <= 0) {
        return std::nullopt;
    }
    const Int128 scaled = worth * instrument.valueDivisor() * kPpmOne;
    const Int128 price = divide(scaled, unit, isLong ? Rounding::Up : Rounding::Down);
    if (price > std::numeric_limits<std::int64_t>::max()) {
        return std::nullopt;
    }
    return Price{static_cast<std::int64_t>(price)};
}

} // namespace wick::core
