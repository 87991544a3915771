#pragma once

#include "core/indicators/barprices.h"
#include "core/indicators/fairvaluegap.h"

#include <optional>
#include <span>
#include <vector>

namespace wick::core {

/// One three-bar gap of a finished series and what became of it (definitions D.2.12).
/// Indexes are rows of the series, absent when not reached by its end.
struct GapListing
{
    std::int64_t index = 0; ///< of the third bar
    Timestamp time;         ///< start of the third bar
    GapZone zone;
    double atrFirst = kUndefined;              ///< ATR14 at the first bar, in units of Price
    double atrThird = kUndefined;              ///< ATR14 at the third bar
    bool contiguous = true;                    ///< no bar is missing between the three
    std::optional<std::int64_t> touched;       ///< first later bar that reaches the near edge
    std::optional<std::int64_t> ceReached;     ///< … half of the zone
    std::optional<std::int64_t> filled;        ///< … the far edge
    std::optional<std::int64_t> closedThrough; ///< first later bar that closes beyond it
};

/// Every three-bar gap of the series, unfiltered, each followed to the last bar.
/// Shape: ascending bars; the answer ascends by index. Time grows with n log(gaps), not n x gaps.
[[nodiscard]] std::vector<GapListing> listGaps(std::span<const ClosedBar> bars, Duration timeframe);

} // namespace wick::core
