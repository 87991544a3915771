#pragma once

#include "core/domain/instrument.h"
#include "core/domain/marketdata.h"

#include <limits>

namespace wick::core {

/// What a kernel's value() is while it is not ready: every comparison with it is false.
constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

/// The prices of a bar as the kernels take them. Units: USDC, or any one unit throughout.
/// Made of integers they are always finite. A number that is not makes a kernel's value not a
/// number for as long as the kernel remembers it, so that a strategy's input check refuses it.
struct BarPrices
{
    double high = 0.0;
    double low = 0.0;
    double close = 0.0;
};

/// `scale` is 10^priceDecimals of the prices in `bar`.
[[nodiscard]] inline BarPrices barPrices(const BarValues& bar, double scale) noexcept
{
    return {static_cast<double>(bar.high.count()) / scale,
            static_cast<double>(bar.low.count()) / scale,
            static_cast<double>(bar.close.count()) / scale};
}
[[nodiscard]] inline BarPrices barPrices(const BarValues& bar,
                                         const Instrument& instrument) noexcept
{
    return barPrices(bar, instrument.priceScale());
}

/// (high + low + close) / 3.
[[nodiscard]] inline double typicalPrice(const BarPrices& bar) noexcept
{
    return (bar.high + bar.low + bar.close) / 3.0;
}

} // namespace wick::core
