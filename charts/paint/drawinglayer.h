#pragma once

#include "charts/paint/paintcontext.h"

#include <optional>
#include <span>

namespace wick::charts {

/// What of a drawing the pointer holds.
enum class DrawingPart : std::uint8_t
{
    From, ///< its first point
    To,   ///< its second point
    Body, ///< all of it
};

/// A drawing under the pointer.
struct DrawingHit
{
    std::size_t index{};
    DrawingPart part{};
    friend bool operator==(const DrawingHit&, const DrawingHit&) = default;
};

/// Where drawings lie: what is needed to turn their points into pixels.
struct DrawingPlane
{
    const CandleSeries& series;
    const ViewTransform& view;
    const ChartFonts& fonts;
    PixelRatio ratio;

    [[nodiscard]] QPoint placeOf(const ChartPoint& point) const;
};

/// The uppermost drawing within a few pixels of a place; points before bodies.
[[nodiscard]] std::optional<DrawingHit>
drawingAt(std::span<const Drawing> drawings, const DrawingPlane& plane, QPoint place);

/// All drawings; the selected one with its points.
void paintDrawings(const PaintContext& context);

/// `24 bars · 2 h · +4.20 · 420 ticks · +0.09 % · +1.80 R`, from the first point to the second. R
/// is that of the open position and positive where it wins.
[[nodiscard]] QString
measureText(const Measure& measure, const ChartScene& scene, const QLocale& locale);
void paintMeasure(const PaintContext& context);

} // namespace wick::charts
