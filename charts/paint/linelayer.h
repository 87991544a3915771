#pragma once

#include "charts/paint/candlelayer.h"
#include "charts/paint/paintcontext.h"

namespace wick::charts {

/// An indicator line through these bars, joined to the bar before them, broken where it is
/// undefined or data is missing.
void paintLine(const PaintContext& context, const ChartLine& line, BarSpan bars);

} // namespace wick::charts
