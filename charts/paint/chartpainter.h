#pragma once

#include "charts/paint/candlelayer.h"
#include "charts/paint/charttext.h"
#include "charts/paint/paintcontext.h"
#include "charts/paint/viewport.h"

#include <QImage>
#include <QRect>
#include <QRegion>
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
    std::vector<QRect> panes; ///< of the scene's, as many as there is room for
    QRect priceAxis;          ///< beside the price pane only
    QRect timeAxis;           ///< under the plots only
    QRect axis;               ///< the whole right column
};

/// From where to where each pane of a view reaches.
struct ViewScales
{
    ViewRange price;
    double largestVolume{};
    std::vector<Extremes> panes; ///< values to show, without the room around them
    friend bool operator==(const ViewScales&, const ViewScales&) = default;
};

/// The crosshair. Units: device pixels.
struct Crosshair
{
    std::size_t bar{};
    std::optional<int> row; ///< none when only the bar is followed (keyboard, linked chart)
};

/// Draws one price chart at one size and ratio in three layers: what stays while the view does,
/// what a tick moves (the last bar, levels, price tags), and what follows the pointer. A widget
/// keeps the first two as an image. Painters must have one device pixel as their unit.
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

    [[nodiscard]] ViewScales scalesOf(const ViewRange& range) const;

    /// Everything but the live parts and what follows the pointer. Returns what the pointer can
    /// hit.
    std::vector<Hit> paintStatic(QPainter& painter, const ViewScales& scales) const;
    /// The last bar, what hangs on it, levels and price axis, above the static layer. All it draws
    /// lies inside of liveRegion(). Nothing while a future is hidden: then all is static.
    void paintLive(QPainter& painter, const ViewScales& scales) const;
    [[nodiscard]] QRegion liveRegion(const ViewScales& scales) const;

    /// The legend lines, for the bar under the crosshair or the last one.
    void paintLegend(QPainter& painter, std::optional<std::size_t> bar) const;
    [[nodiscard]] QRegion legendRegion() const;
    void paintCrosshair(QPainter& painter, const ViewRange& range, const Crosshair& at) const;
    [[nodiscard]] QRegion crosshairRegion(const ViewRange& range, const Crosshair& at) const;
    /// The pill of a refused signal that is hovered or selected.
    void paintPillOf(QPainter& painter, const ViewRange& range, const Hit& hit) const;
    [[nodiscard]] QRect pillArea(const ViewRange& range, const Hit& hit) const;

private:
    /// Where the parts of the crosshair lie; tags are null where there are none.
    struct CrosshairPlaces
    {
        QRect column;
        QRect row;
        QRect priceTag;
        QRect timeTag;
    };

    [[nodiscard]] PaintContext contextFor(QPainter& painter,
                                          const ViewTransform& view,
                                          TakenRoom& taken,
                                          std::vector<Hit>& hits) const;
    [[nodiscard]] bool hasLive() const noexcept;
    /// Closed bars in view: those the static layer draws.
    [[nodiscard]] BarSpan staticBars(const ViewRange& range) const;
    [[nodiscard]] ViewTransform volumeView(const ViewScales& scales) const;
    [[nodiscard]] ViewTransform paneView(const ViewScales& scales, std::size_t pane) const;
    [[nodiscard]] CrosshairPlaces crosshairPlaces(const ViewRange& range,
                                                  const Crosshair& at) const;
    void paintPricePane(const PaintContext& context) const;
    void paintVolumePane(const PaintContext& context, const ViewScales& scales) const;
    void paintIndicatorPane(const PaintContext& context, std::size_t pane) const;
    void paintThresholdLabels(const PaintContext& context, std::size_t pane) const;
    void paintBarsAndLines(const PaintContext& context, BarSpan bars) const;
    void paintPaneLines(const PaintContext& context, std::size_t pane, BarSpan bars) const;
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

/// The whole chart of a scene; a unit of the painter is a pixel of `size`.
void paintPriceChart(QPainter& painter,
                     const ChartScene& scene,
                     const ChartStyle& style,
                     QSize size,
                     const Viewport& viewport);
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
