#include "charts/paint/brushes.h"

#include <QImage>
#include <QPainter>

#include <algorithm>
#include <vector>

namespace wick::charts {

QBrush hatchBrush(const QColor& colour, double spacing, PixelRatio ratio)
{
    const int period = std::max(2, ratio.of(spacing));
    const int line = std::min(ratio.line(), period - 1);
    QImage tile{period, period, QImage::Format_ARGB32_Premultiplied};
    tile.fill(Qt::transparent);
    for (int y = 0; y < period; ++y) {
        for (int i = 0; i < line; ++i) {
            tile.setPixelColor((2 * period - 1 - y + i) % period, y, colour);
        }
    }
    return QBrush{tile};
}

QBrush dashBrush(const QColor& colour, Dash dash, Qt::Orientation along, PixelRatio ratio)
{
    const int on = std::max(1, ratio.of(dash.on));
    const int period = on + std::max(1, ratio.of(dash.off));
    const bool flat = along == Qt::Horizontal;
    QImage tile{flat ? period : 1, flat ? 1 : period, QImage::Format_ARGB32_Premultiplied};
    tile.fill(Qt::transparent);
    for (int i = 0; i < on; ++i) {
        tile.setPixelColor(flat ? i : 0, flat ? 0 : i, colour);
    }
    return QBrush{tile};
}

namespace {

/// Calls `piece(from, length)` for each dash of [from, to).
template <typename Piece>
void eachDash(int from, int to, Dash dash, PixelRatio ratio, const Piece& piece)
{
    const int on = std::max(1, ratio.of(dash.on));
    const int period = on + std::max(1, ratio.of(dash.off));
    for (int at = from; at < to; at += period) {
        piece(at, std::min(on, to - at));
    }
}

} // namespace

void dashedColumns(QPainter& painter,
                   QPoint from,
                   int right,
                   const QColor& colour,
                   Dash dash,
                   PixelRatio ratio)
{
    eachDash(from.x(), right, dash, ratio, [&](int at, int length) {
        painter.fillRect(at, from.y(), length, ratio.line(), colour);
    });
}

void dashedRows(QPainter& painter,
                int x,
                int top,
                int bottom,
                const QColor& colour,
                PixelRatio ratio)
{
    eachDash(top, bottom, {2.0, 2.0}, ratio,
             [&](int at, int length) { painter.fillRect(x, at, ratio.line(), length, colour); });
}

void dashedOutline(QPainter& painter,
                   const QRect& rect,
                   const QColor& colour,
                   Dash dash,
                   PixelRatio ratio)
{
    const int line = ratio.line();
    const int right = rect.x() + rect.width();
    const int bottom = rect.y() + rect.height();
    dashedColumns(painter, rect.topLeft(), right, colour, dash, ratio);
    dashedColumns(painter, {rect.x(), bottom - line}, right, colour, dash, ratio);
    eachDash(rect.y(), bottom, dash, ratio, [&](int at, int length) {
        painter.fillRect(rect.x(), at, line, length, colour);
        painter.fillRect(right - line, at, line, length, colour);
    });
}

void solidOutline(QPainter& painter, const QRect& rect, const QColor& colour, PixelRatio ratio)
{
    const int line = ratio.line();
    painter.fillRect(rect.x(), rect.y(), rect.width(), line, colour);
    painter.fillRect(rect.x(), rect.bottom() + 1 - line, rect.width(), line, colour);
    painter.fillRect(rect.x(), rect.y(), line, rect.height(), colour);
    painter.fillRect(rect.right() + 1 - line, rect.y(), line, rect.height(), colour);
}

} // namespace wick::charts
