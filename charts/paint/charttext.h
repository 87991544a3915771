#pragma once

#include "charts/paint/viewtransform.h"

#include <QColor>
#include <QFont>
#include <QFontMetricsF>
#include <QString>

class QPainter;

namespace wick::charts {

enum class TextWeight : std::uint8_t
{
    Regular,
    Bold,
};

/// One text role at one pixel ratio, with figures that stand under each other in any font.
/// Units: device pixels.
class ChartText
{
public:
    /// `pointDelta` is added to the size of `base`.
    ChartText(const QFont& base, double pointDelta, TextWeight weight, PixelRatio ratio);

    [[nodiscard]] int height() const noexcept { return m_height; }
    [[nodiscard]] int ascent() const noexcept { return m_ascent; }
    [[nodiscard]] int width(const QString& text) const;

    void draw(QPainter& painter, int x, int baseline, const QString& text, const QColor& c) const;
    /// Draws in the vertical middle of `rect`, at its left or centred.
    void drawLeft(QPainter& painter, const QRect& rect, const QString& text, const QColor& c) const;
    void
    drawCentred(QPainter& painter, const QRect& rect, const QString& text, const QColor& c) const;
    /// The text, shortened with an ellipsis to fit.
    [[nodiscard]] QString elided(const QString& text, int width) const;

private:
    [[nodiscard]] int baselineIn(const QRect& rect) const noexcept;

    QFont m_font;
    QFontMetricsF m_metrics;
    int m_height{};
    int m_ascent{};
    double m_digitCell{}; ///< 0 when all digits of the font are equally wide
};

/// The text roles of a chart.
struct ChartFonts
{
    ChartFonts(const QFont& base, PixelRatio ratio);
    ChartText body;
    ChartText bodyBold;
    ChartText small;
    ChartText smallBold;
};

} // namespace wick::charts
