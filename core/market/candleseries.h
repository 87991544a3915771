#pragma once

#include "core/domain/marketdata.h"
#include "core/domain/units.h"

#include <cstdint>
#include <span>

namespace wick::core {

/// The columns of a stored candle series, as they lie in memory or in a mapped file. It owns
/// nothing. Shape: all spans have the same length; rows ascend strictly in time; a minute without
/// data is absent. Units: prices in 10^-priceDecimals USDC, volume in 10^-volumeDecimals, time in
/// ms since the epoch, UTC, of the bar's open. The decimals are the series' own: the most digits
/// seen at import.
struct CandleColumns
{
    std::span<const std::int64_t> time;
    std::span<const std::int64_t> open;
    std::span<const std::int64_t> high;
    std::span<const std::int64_t> low;
    std::span<const std::int64_t> close;
    std::span<const std::int64_t> volume;
    int priceDecimals = 0;
    int volumeDecimals = 0;
    Duration interval = minutes(1); ///< length of one bar

    [[nodiscard]] std::size_t size() const noexcept { return time.size(); }

    /// Row `i` as a bar in the series' own units.
    [[nodiscard]] ClosedBar bar(std::size_t i) const noexcept
    {
        return ClosedBar{{fromMilliseconds(time[i]), Price{open[i]}, Price{high[i]}, Price{low[i]},
                          Price{close[i]}, Volume{volume[i]}},
                         BarOrigin::Traded};
    }
};

} // namespace wick::core
