#include "charts/paint/charttext.h"

#include <QFontInfo>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace wick::charts {

namespace {

QFont fontFor(const QFont& base, double pointDelta, TextWeight weight, PixelRatio ratio)
{
    constexpr double kPixelsPerPoint = 96.0 / 72.0;
    const QFontInfo info{base};
    const double pixels = base.pointSizeF() > 0.0
                              ? (base.pointSizeF() + pointDelta) * kPixelsPerPoint
                              : info.pixelSize() + pointDelta * kPixelsPerPoint;
    QFont font{base};
    font.setPixelSize(std::max(6, ratio.of(pixels)));
    font.setWeight(weight == TextWeight::Bold ? QFont::Bold : QFont::Normal);
    return font;
}

/// The width of a cell for any digit, or 0 when the font needs none.
double digitCell(const QFontMetricsF& metrics)
{
    double widest = 0.0;
    double narrowest = metrics.horizontalAdvance(QLatin1Char('0'));
    for (char digit = '0'; digit <= '9'; ++digit) {
        const double width = metrics.horizontalAdvance(QLatin1Char(digit));
        widest = std::max(widest, width);
        narrowest = std::min(narrowest, width);
    }
    return widest - narrowest > 0.01 ? widest : 0.0;
}

} // namespace

ChartText::ChartText(const QFont& base, double pointDelta, TextWeight weight, PixelRatio ratio)
    : m_font(fontFor(base, pointDelta, weight, ratio))
    , m_metrics(m_font)
    , m_height(static_cast<int>(std::ceil(m_metrics.height())))
    , m_ascent(static_cast<int>(std::lround(m_metrics.ascent())))
    , m_digitCell(digitCell(m_metrics))
{}

int ChartText::width(const QString& text) const
{
    double width = m_metrics.horizontalAdvance(text);
    if (m_digitCell > 0.0) {
        width = 0.0;
        for (const QChar c : text) {
            width += c.isDigit() ? m_digitCell : m_metrics.horizontalAdvance(c);
        }
    }
    return static_cast<int>(std::ceil(width));
}

void ChartText::draw(QPainter& painter,
                     int x,
                     int baseline,
                     const QString& text,
                     const QColor& c) const
{
    painter.setFont(m_font);
    painter.setPen(c);
    if (m_digitCell <= 0.0) {
        painter.drawText(QPointF(x, baseline), text);
        return;
    }
    double at = x;
    for (const QChar character : text) {
        const double own = m_metrics.horizontalAdvance(character);
        const double cell = character.isDigit() ? m_digitCell : own;
        painter.drawText(QPointF(at + (cell - own) / 2.0, baseline), QString{character});
        at += cell;
    }
}

int ChartText::baselineIn(const QRect& rect) const noexcept
{
    return rect.y() + (rect.height() - m_height) / 2 + m_ascent;
}

void ChartText::drawLeft(QPainter& painter,
                         const QRect& rect,
                         const QString& text,
                         const QColor& c) const
{
    draw(painter, rect.x(), baselineIn(rect), text, c);
}

void ChartText::drawCentred(QPainter& painter,
                            const QRect& rect,
                            const QString& text,
                            const QColor& c) const
{
    draw(painter, rect.x() + (rect.width() - width(text)) / 2, baselineIn(rect), text, c);
}

QString ChartText::elided(const QString& text, int width) const
{
    return m_metrics.elidedText(text, Qt::ElideRight, width);
}

ChartFonts::ChartFonts(const QFont& base, PixelRatio ratio)
    : body(base, 0.0, TextWeight::Regular, ratio)
    , bodyBold(base, 0.0, TextWeight::Bold, ratio)
    , small(base, -1.0, TextWeight::Regular, ratio)
    , smallBold(base, -1.0, TextWeight::Bold, ratio)
{}

} // namespace wick::charts
