#include "charts/paint/drawinglayer.h"

#include "charts/paint/axisticks.h"
#include "charts/paint/brushes.h"
#include "charts/paint/marklayer.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace wick::charts {

namespace {

constexpr double kReach = 5.0;  // logical pixels around a line that still hold it
constexpr double kHandle = 7.0; // side of a point
constexpr double kNotePadding = 6.0;

QString translate(const char* text)
{
    return QCoreApplication::translate("wick::charts", text);
}

QRect noteArea(const Drawing& note, const DrawingPlane& plane)
{
    const ChartText& font = plane.fonts.small;
    const QPoint at = plane.placeOf(note.from);
    const int padding = plane.ratio.of(kNotePadding);
    const int width = std::max(plane.ratio.of(24.0), font.width(note.text) + 2 * padding);
    return {at.x(), at.y() - font.height() - padding, width, font.height() + padding};
}

/// Distance of a place from the line between two points.
double distanceFromLine(QPoint place, QPoint from, QPoint to)
{
    const QPointF along = to - from;
    const QPointF toPlace = place - from;
    const double length = QPointF::dotProduct(along, along);
    const double at =
        length > 0.0 ? std::clamp(QPointF::dotProduct(toPlace, along) / length, 0.0, 1.0) : 0.0;
    const QPointF nearest = toPlace - at * along;
    return std::hypot(nearest.x(), nearest.y());
}

bool isNear(QPoint place, QPoint point, int reach)
{
    return std::abs(place.x() - point.x()) <= reach && std::abs(place.y() - point.y()) <= reach;
}

bool hasTwoPoints(DrawingKind kind)
{
    return kind == DrawingKind::TrendLine || kind == DrawingKind::Rectangle;
}

bool holdsBody(const Drawing& drawing, const DrawingPlane& plane, QPoint place, int reach)
{
    const QPoint from = plane.placeOf(drawing.from);
    const QPoint to = plane.placeOf(drawing.to);
    switch (drawing.kind) {
    case DrawingKind::HorizontalLine:
        return std::abs(place.y() - from.y()) <= reach;
    case DrawingKind::TrendLine:
        return distanceFromLine(place, from, to) <= reach;
    case DrawingKind::Rectangle: {
        const QRect box = QRect{from, to}.normalized();
        return box.adjusted(-reach, -reach, reach, reach).contains(place)
               && !box.adjusted(reach, reach, -reach, -reach).contains(place);
    }
    case DrawingKind::Note:
        return noteArea(drawing, plane).contains(place);
    }
    std::abort();
}

void paintLineBetween(const PaintContext& context, QPoint from, QPoint to, const QColor& colour)
{
    context.painter.setRenderHint(QPainter::Antialiasing, true);
    context.painter.setPen(QPen{colour, 1.5 * context.ratio.value});
    context.painter.drawLine(QPointF{from} + QPointF{0.5, 0.5}, QPointF{to} + QPointF{0.5, 0.5});
    context.painter.setRenderHint(QPainter::Antialiasing, false);
}

void paintHandle(const PaintContext& context, QPoint at)
{
    const int side = context.ratio.of(kHandle) | 1;
    const QRect box{at.x() - side / 2, at.y() - side / 2, side, side};
    context.painter.fillRect(box, context.style.colors.panel);
    solidOutline(context.painter, box, context.style.colors.accent, context.ratio);
}

void paintDrawing(const PaintContext& context, const Drawing& drawing, bool selected)
{
    const DrawingPlane plane{context.scene.candles, context.view, context.fonts, context.ratio};
    const ChartColors& colors = context.style.colors;
    const QColor& colour = selected ? colors.accent : colors.text;
    const QPoint from = plane.placeOf(drawing.from);
    const QPoint to = plane.placeOf(drawing.to);
    const QRect& plot = context.view.plot();
    switch (drawing.kind) {
    case DrawingKind::HorizontalLine:
        context.painter.fillRect(plot.left(), from.y(), plot.width(), context.ratio.line(), colour);
        break;
    case DrawingKind::TrendLine:
        paintLineBetween(context, from, to, colour);
        break;
    case DrawingKind::Rectangle: {
        const QRect box = QRect{from, to}.normalized();
        context.painter.fillRect(box, withAlpha(colors.accent, 0.10));
        solidOutline(context.painter, box, colour, context.ratio);
        break;
    }
    case DrawingKind::Note: {
        const QRect box = noteArea(drawing, plane);
        context.painter.fillRect(box, colors.raised);
        solidOutline(context.painter, box, selected ? colors.accent : colors.outline,
                     context.ratio);
        context.fonts.small.drawCentred(context.painter, box, drawing.text, colors.text);
        break;
    }
    }
    if (selected) {
        paintHandle(context, from);
        if (hasTwoPoints(drawing.kind)) {
            paintHandle(context, to);
        }
    }
}

} // namespace

QPoint DrawingPlane::placeOf(const ChartPoint& point) const
{
    return {view.columnOfSlot(series.slotAtTime(point.timeMs)), view.rowOfPrice(point.price)};
}

std::optional<DrawingHit>
drawingAt(std::span<const Drawing> drawings, const DrawingPlane& plane, QPoint place)
{
    const int reach = plane.ratio.of(kReach);
    std::optional<DrawingHit> found;
    for (std::size_t i = 0; i < drawings.size(); ++i) {
        const Drawing& drawing = drawings[i];
        if (hasTwoPoints(drawing.kind) && isNear(place, plane.placeOf(drawing.from), reach)) {
            found = DrawingHit{i, DrawingPart::From};
        } else if (hasTwoPoints(drawing.kind) && isNear(place, plane.placeOf(drawing.to), reach)) {
            found = DrawingHit{i, DrawingPart::To};
        } else if (holdsBody(drawing, plane, place, reach)) {
            found = DrawingHit{i, DrawingPart::Body};
        }
    }
    return found;
}

void paintDrawings(const PaintContext& context)
{
    const ChartScene& scene = context.scene;
    for (std::size_t i = 0; i < scene.drawings.size(); ++i) {
        paintDrawing(context, scene.drawings[i], scene.selectedDrawing == i);
    }
}

QString measureText(const Measure& measure, const ChartScene& scene, const QLocale& locale)
{
    const CandleSeries& series = scene.candles;
    const double bars =
        series.slotAtTime(measure.to.timeMs) - series.slotAtTime(measure.from.timeMs);
    const double change = measure.to.price - measure.from.price;
    QStringList parts{
        translate("%1 bars").arg(signedText(bars, 0, locale)),
        durationText(std::abs(measure.to.timeMs - measure.from.timeMs)),
        signedText(change, scene.priceDecimals, locale),
        translate("%1 ticks").arg(numberText(std::fabs(change) / tickOf(scene), 0, locale))};
    if (measure.from.price > 0.0) {
        parts << signedText(100.0 * change / measure.from.price, 2, locale) + QStringLiteral(" %");
    }
    if (const auto risk = riskDistance(scene)) {
        parts << signedText(change * winningSign(scene) / *risk, 2, locale) + QStringLiteral(" R");
    }
    return parts.join(QStringLiteral(" · "));
}

void paintMeasure(const PaintContext& context)
{
    if (!context.scene.measure) {
        return;
    }
    const Measure& measure = *context.scene.measure;
    const DrawingPlane plane{context.scene.candles, context.view, context.fonts, context.ratio};
    const ChartColors& colors = context.style.colors;
    const QRect box = QRect{plane.placeOf(measure.from), plane.placeOf(measure.to)}.normalized();
    context.painter.fillRect(box, withAlpha(colors.accent, 0.14));
    solidOutline(context.painter, box, colors.accent, context.ratio);

    const QString text = measureText(measure, context.scene, context.style.locale);
    const ChartText& font = context.fonts.smallBold;
    const QRect& plot = context.view.plot();
    const int width = font.width(text) + context.ratio.of(12.0);
    const int height = font.height() + context.ratio.of(4.0);
    const bool up = measure.to.price >= measure.from.price;
    const int gap = context.ratio.of(4.0);
    const int top = up ? box.top() - height - gap : box.bottom() + gap;
    const QRect pill{std::clamp(box.center().x() - width / 2, plot.left(),
                                std::max(plot.left(), plot.right() - width)),
                     std::clamp(top, plot.top(), std::max(plot.top(), plot.bottom() - height)),
                     width, height};
    context.painter.fillRect(pill, colors.panel);
    solidOutline(context.painter, pill, colors.accent, context.ratio);
    font.drawCentred(context.painter, pill, text, colors.text);
}

} // namespace wick::charts
