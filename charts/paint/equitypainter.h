#pragma once

#include "charts/paint/chartscene.h"
#include "charts/paint/charttext.h"
#include "charts/paint/viewtransform.h"

#include <QImage>
#include <QRect>

#include <optional>
#include <vector>

class QPainter;

namespace wick::charts {

struct EquityPoint
{
    std::int64_t timeMs{};
    double equity{};
};

enum class DrawdownPane : std::uint8_t
{
    Shown,
    Hidden,
};

/// Equity over time, and how far below its peak it is.
/// Shape: points ascend in time.
struct EquityScene
{
    std::vector<EquityPoint> points;
    double start{kMissing};                 ///< dashed line; none when missing
    std::optional<std::int64_t> selectedMs; ///< the trade under review
    std::vector<std::int64_t> changesMs;    ///< moments at which risk limits were changed
    DrawdownPane drawdown{DrawdownPane::Shown};
    int decimals{2};
    QString emptyTitle;
    QString emptyHint;
};

/// Share below the highest equity so far at each point, 0 to −1.
/// Shape: one value a point.
[[nodiscard]] std::vector<double> drawdownOf(const std::vector<EquityPoint>& points);

/// Draws an equity view at one size and ratio. Painters must have one device pixel as their unit.
class EquityPainter
{
public:
    EquityPainter(const EquityScene& scene, const ChartStyle& style, QSize deviceSize, PixelRatio);

    void paintStatic(QPainter& painter) const;
    /// The point under the pointer with its time, equity and drawdown.
    void paintReadout(QPainter& painter, std::size_t point) const;

    /// The point nearest to that column; none without points.
    [[nodiscard]] std::optional<std::size_t> pointAt(int column) const;
    [[nodiscard]] int columnOf(std::int64_t timeMs) const;
    [[nodiscard]] const QRect& plot() const noexcept { return m_equity; }

private:
    void paintEquity(QPainter& painter, const std::vector<double>& ticks) const;
    void paintDrawdown(QPainter& painter) const;
    void paintAxes(QPainter& painter, const std::vector<double>& ticks) const;
    void paintTimes(QPainter& painter) const;
    void paintSelection(QPainter& painter) const;
    void paintEmpty(QPainter& painter) const;
    [[nodiscard]] ViewTransform equityView() const;
    [[nodiscard]] ViewTransform drawdownView() const;

    const EquityScene& m_scene;
    const ChartStyle& m_style;
    QSize m_size;
    PixelRatio m_ratio;
    ChartFonts m_fonts;
    std::vector<double> m_drawdown;
    QRect m_equity;
    QRect m_below;
    QRect m_axis;
    QRect m_timeAxis;
};

/// The whole view as a picture; `size` in logical pixels.
[[nodiscard]] QImage
renderEquity(const EquityScene& scene, const ChartStyle& style, QSize size, double ratio);

} // namespace wick::charts
