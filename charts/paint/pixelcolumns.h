#pragma once

#include "charts/paint/candlelayer.h"
#include "charts/paint/decimator.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace wick::charts {

/// Columns end at multiples of so many bars, so that pyramids are read in whole nodes. A power of
/// their fan and at most a 16th of a column: no bar is lost and no eye can tell.
[[nodiscard]] inline std::size_t columnGrain(double barsInColumn) noexcept
{
    constexpr double kPart = 16.0;
    std::size_t grain = 1;
    while (static_cast<double>(grain * MinMaxPyramid::kFan) * kPart <= barsInColumn) {
        grain *= MinMaxPyramid::kFan;
    }
    return grain;
}

/// Calls `column(x, first, last)` for every pixel column with the bars of the run under it: every
/// bar of `bars` is under one.
template <typename Column>
void forEachColumn(const BarRun& run, BarSpan bars, const ViewTransform& view, const Column& column)
{
    const double shift = static_cast<double>(run.firstBar) - static_cast<double>(run.firstSlot);
    const auto grain = static_cast<double>(columnGrain(1.0 / view.slotWidth()));
    std::size_t first = bars.first;
    while (first < bars.last) {
        const int x = view.columnOfSlot(static_cast<double>(first) - shift);
        const double next = std::ceil((view.slotAtX(x + 1) - 0.5 + shift) / grain) * grain;
        const auto last =
            std::clamp(static_cast<std::size_t>(std::max(0.0, next)), first + 1, bars.last);
        column(x, first, last);
        first = last;
    }
}

} // namespace wick::charts
