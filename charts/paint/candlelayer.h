#pragma once

#include "charts/paint/candleseries.h"
#include "charts/paint/chartcolors.h"
#include "charts/paint/viewtransform.h"

#include <QRect>

#include <cstddef>
#include <vector>

class QPainter;

namespace wick::charts {

/// Below this many device pixels a bar, one column a pixel sums up the bars under it.
inline constexpr double kAggregateBelow = 2.0;

/// Where the parts of one bar lie. Units: device pixels.
struct CandleGeometry
{
    QRect wick;
    QRect body;
};

/// How wide bodies and wicks are at this zoom, so that the wick is in the middle of the body.
struct CandleWidths
{
    int wick{1};
    int body{1};
};

[[nodiscard]] CandleWidths candleWidths(double slotWidth, PixelRatio ratio) noexcept;
[[nodiscard]] CandleGeometry candleGeometry(const Candle& bar,
                                            double slot,
                                            const ViewTransform& view,
                                            CandleWidths widths) noexcept;

/// The bars a view shows: [first, last).
struct BarSpan
{
    std::size_t first{};
    std::size_t last{};
};
[[nodiscard]] BarSpan visibleBars(const CandleSeries& series, const ViewRange& range) noexcept;
/// The last bar with all that share its pixel column. The series must have bars.
[[nodiscard]] BarSpan lastColumn(const CandleSeries& series, const ViewTransform& view) noexcept;

/// Draws these bars: up hollow, down solid, the forming one dashed and hatched.
/// The painter's unit must be one device pixel. It draws outside of the plot too: clip it.
void paintCandles(QPainter& painter,
                  const CandleSeries& series,
                  BarSpan bars,
                  const ViewTransform& view,
                  const ChartColors& colors,
                  PixelRatio ratio);

/// Draws volume bars from the floor of `view`, whose range is in volume.
void paintVolume(QPainter& painter,
                 const CandleSeries& series,
                 BarSpan bars,
                 const ViewTransform& view,
                 const ChartColors& colors,
                 PixelRatio ratio);

} // namespace wick::charts
