#pragma once

#include "charts/paint/paintcontext.h"

namespace wick::charts {

/// Draws an indicator over the bars it belongs to, broken where it is undefined and at holes.
void paintLine(const PaintContext& context, const ChartLine& line);

} // namespace wick::charts
