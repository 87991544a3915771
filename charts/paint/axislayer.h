#pragma once

#include "charts/paint/axisticks.h"
#include "charts/paint/paintcontext.h"

#include <span>

namespace wick::charts {

enum class TagStyle : std::uint8_t
{
    Solid,    ///< filled with its colour
    Outlined, ///< panel with an outline
};

/// A price on the axis.
struct AxisTag
{
    double price{};
    TagStyle style{};
    QColor colour;
    QColor textColour;
    QString text;
};

/// Tags of the last price and the levels in view, highest price first.
[[nodiscard]] std::vector<AxisTag> axisTags(const PaintContext& context);
/// Where tags go on the axis, pushed apart to 18 px in the order of their prices.
/// Shape: one rectangle a tag, in the same order. Units: device pixels.
[[nodiscard]] std::vector<QRect>
placeTags(std::span<const AxisTag> tags, const PaintContext& context, const QRect& axis);

[[nodiscard]] int tagHeight(const ChartFonts& fonts, PixelRatio ratio);
void paintTag(QPainter& painter,
              const AxisTag& tag,
              const QRect& place,
              const PaintContext& context);

/// Prices to label on the axis of this view, and to draw the grid at.
[[nodiscard]] std::vector<double> priceTicksOf(const PaintContext& context);
/// Horizontal and vertical grid lines under everything else.
void paintPriceGrid(const PaintContext& context, std::span<const double> ticks);
void paintTimeGrid(const PaintContext& context, std::span<const TimeTick> ticks);

/// Price labels that no tag covers, then the tags.
void paintPriceAxis(const PaintContext& context, const QRect& axis);
void paintTimeAxis(const PaintContext& context, const QRect& axis, std::span<const TimeTick> ticks);

} // namespace wick::charts
