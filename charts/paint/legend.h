#pragma once

#include "charts/paint/paintcontext.h"

#include <optional>

namespace wick::charts {

/// Room the legend lines take. Units: device pixels.
[[nodiscard]] int legendHeight(const ChartFonts& fonts, PixelRatio ratio);

/// What a legend tells of and how it looks.
struct LegendSource
{
    const ChartScene& scene;
    const ChartStyle& style;
    const ChartFonts& fonts;
    PixelRatio ratio;
    std::optional<std::size_t> bar; ///< under the crosshair; the last known one when none
};

/// `O 4,685.88 H … −0.01 % Vol 492` and below it the indicators with their values, or the trade
/// under review.
void paintPriceLegend(QPainter& painter, const LegendSource& source, const QRect& plot);

/// Name and values of an indicator pane.
void paintPaneLegend(QPainter& painter,
                     const LegendSource& source,
                     const ChartPane& pane,
                     const QRect& area);

} // namespace wick::charts
