#pragma once

#include "charts/paint/viewtransform.h"

#include <QBrush>
#include <QColor>
#include <QRect>

class QPainter;

namespace wick::charts {

/// On and off lengths of a dash. Units: logical pixels.
struct Dash
{
    double on{};
    double off{};
};

/// A 45° hatch of one-pixel lines, `spacing` logical pixels apart, made for this ratio.
[[nodiscard]] QBrush hatchBrush(const QColor& colour, double spacing, PixelRatio ratio);

/// A dashed line of any length as one fill; the dashes count from the painter's origin.
[[nodiscard]] QBrush
dashBrush(const QColor& colour, Dash dash, Qt::Orientation along, PixelRatio ratio);

// Dashes are filled rectangles on whole pixels: sharper than a pen at broken ratios, and faster.
// Units: device pixels. The painter's unit must be one device pixel.

/// A horizontal dashed line from a point to before column `right`.
void dashedColumns(QPainter& painter,
                   QPoint from,
                   int right,
                   const QColor& colour,
                   Dash dash,
                   PixelRatio ratio);
/// A vertical line of 2-2 dashes over rows [top, bottom).
void dashedRows(QPainter& painter,
                int x,
                int top,
                int bottom,
                const QColor& colour,
                PixelRatio ratio);
/// The outline of a rectangle, drawn inside of it.
void dashedOutline(QPainter& painter,
                   const QRect& rect,
                   const QColor& colour,
                   Dash dash,
                   PixelRatio ratio);
void solidOutline(QPainter& painter, const QRect& rect, const QColor& colour, PixelRatio ratio);

} // namespace wick::charts
