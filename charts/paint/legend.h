#pragma once

#include "charts/paint/paintcontext.h"

#include <optional>

namespace wick::charts {

/// Room the legend lines take. Units: device pixels.
[[nodiscard]] int legendHeight(const ChartFonts& fonts, PixelRatio ratio);

/// `O 4,685.88 H … −0.01 % Vol 492` and below it the indicators with their values, or the trade
/// under review. `bar` is the one under the crosshair; the last one when none.
void paintLegend(QPainter& painter,
                 const ChartScene& scene,
                 const ChartStyle& style,
                 const ChartFonts& fonts,
                 const QRect& plot,
                 PixelRatio ratio,
                 std::optional<std::size_t> bar);

/// Name and values of the indicator pane.
void paintPaneLegend(QPainter& painter,
                     const ChartScene& scene,
                     const ChartStyle& style,
                     const ChartFonts& fonts,
                     const QRect& pane,
                     PixelRatio ratio,
                     std::optional<std::size_t> bar);

} // namespace wick::charts
