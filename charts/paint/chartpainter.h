#pragma once

#include "charts/paint/charttext.h"
#include "charts/paint/paintcontext.h"
#include "charts/paint/viewport.h"

#include <QImage>
#include <QRect>
#include <QSize>

#include <optional>
#include <vector>

class QPainter;

namespace wick::charts {

/// Where the panes and axes of a price chart lie. Units: device pixels. Panes that are not shown
/// are null.
struct ChartLayout
{
    QRect price;
    QRect volume;
    QRect pane;
    QRect priceAxis; ///< beside the price pane only
    QRect timeAxis;  ///< under the plots only
    QRect axis;      ///< the whole right column
};

/// The crosshair. Units: device pixels.
struct Crosshair
{
    std::size_t bar{};
    std::optional<int> row; ///< none when only the bar is followed (keyboard, linked chart)
};

/// Draws one price chart at one size and ratio: a static layer, which a widget keeps as a pixmap,
/// and what follows the pointer above it. Painters must have one device pixel as their unit.
class ChartPainter
{
public:
    ChartPainter(const ChartScene& scene, const ChartStyle& style, QSize deviceSize, PixelRatio);

    [[nodiscard]] const ChartLayout& layout() const noexcept { return m_layout; }
    [[nodiscard]] PixelRatio ratio() const noexcept { return m_ratio; }
    [[nodiscard]] QSize deviceSize() const noexcept { return m_size; }
    [[nodiscard]] const ChartFonts& fonts() const noexcept { return m_fonts; }
    [[nodiscard]] PlotRoom room() const noexcept;
    [[nodiscard]] ViewTransform priceView(const ViewRange& range) const noexcept
    {
        return {m_layout.price, range};
    }

    /// Everything that does not follow the pointer. Returns what the pointer can hit.
    std::vector<Hit> paintStatic(QPainter& painter, const ViewRange& range) const;
    /// The legend lines, for the bar under the crosshair or the last one.
    void paintLegend(QPainter& painter, std::optional<std::size_t> bar) const;
    void paintCrosshair(QPainter& painter, const ViewRange& range, const Crosshair& at) const;
    /// The pill of a refused signal that is hovered or selected.
    void paintPillOf(QPainter& painter, const ViewRange& range, const Hit& hit) const;

private:
    [[nodiscard]] PaintContext contextFor(QPainter& painter,
                                          const ViewTransform& view,
                                          TakenRoom& taken,
                                          std::vector<Hit>& hits) const;
    void paintPanes(QPainter& painter, const ViewRange& range, std::vector<Hit>& hits) const;
    void paintVolumePane(const PaintContext& context) const;
    void paintIndicatorPane(const PaintContext& context) const;
    void paintFrame(QPainter& painter) const;
    void paintEmpty(QPainter& painter) const;

    const ChartScene& m_scene;
    const ChartStyle& m_style;
    QSize m_size;
    PixelRatio m_ratio;
    ChartFonts m_fonts;
    ChartLayout m_layout;
    MarkTimes m_times;
};

/// The whole chart of a scene as a picture; `size` in logical pixels.
[[nodiscard]] QImage renderPriceChart(const ChartScene& scene,
                                      const ChartStyle& style,
                                      QSize size,
                                      double ratio,
                                      const Viewport& viewport);
/// The same with the usual view: the trade under review if there is one, else the latest bars.
[[nodiscard]] QImage
renderPriceChart(const ChartScene& scene, const ChartStyle& style, QSize size, double ratio);

/// Moves the view so that a trade with some bars around it is seen.
void showTrade(Viewport& viewport, const ChartScene& scene, const PlotRoom& room);

} // namespace wick::charts
