#include "charts/paint/chartpainter.h"

#include "charts/paint/axislayer.h"
#include "charts/paint/brushes.h"
#include "charts/paint/candlelayer.h"
#include "charts/paint/drawinglayer.h"
#include "charts/paint/gaplayer.h"
#include "charts/paint/legend.h"
#include "charts/paint/linelayer.h"
#include "charts/paint/marklayer.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace wick::charts {

namespace {

constexpr double kAxisWidth = 70.0;
constexpr double kTimeAxisHeight = 22.0;

/// Heights of the panes under the price, which give way when the chart is low.
struct PaneHeights
{
    int volume{};
    int pane{}; ///< of each
    std::size_t panes{};
};

PaneHeights paneHeights(const ChartScene& scene, int height, PixelRatio ratio)
{
    PaneHeights heights;
    if (scene.volume == VolumePane::Shown && height >= ratio.of(180.0)) {
        heights.volume = std::clamp(height * 12 / 100, ratio.of(40.0), ratio.of(72.0));
    }
    heights.pane = std::clamp(height * 12 / 100, ratio.of(46.0), ratio.of(96.0));
    const int leastPrice = std::max(ratio.of(200.0), height * 45 / 100);
    const int left = (height - heights.volume - leastPrice) / heights.pane;
    heights.panes = std::min(scene.panes.size(), static_cast<std::size_t>(std::max(0, left)));
    return heights;
}

int axisWidth(const ChartScene& scene,
              const ChartStyle& style,
              const ChartFonts& fonts,
              PixelRatio ratio)
{
    double widest = 0.0;
    if (!scene.candles.empty()) {
        widest = scene.candles.priceRange(0, scene.candles.size()).high;
    }
    const QString text =
        QStringLiteral("M ") + numberText(widest, scene.priceDecimals, style.locale);
    return std::max(ratio.of(kAxisWidth), fonts.smallBold.width(text) + ratio.of(16.0));
}

ChartLayout layOut(const ChartScene& scene,
                   const ChartStyle& style,
                   const ChartFonts& fonts,
                   QSize size,
                   PixelRatio ratio)
{
    const int right = axisWidth(scene, style, fonts, ratio);
    const int bottom = std::max(ratio.of(kTimeAxisHeight), fonts.small.height() + ratio.of(6.0));
    const int width = std::max(1, size.width() - right);
    const int height = std::max(1, size.height() - bottom);
    const PaneHeights panes = paneHeights(scene, height, ratio);
    const int line = ratio.line();
    ChartLayout layout;
    int floorRow = height;
    for (std::size_t i = 0; i < panes.panes; ++i) {
        floorRow -= panes.pane;
        layout.panes.emplace_back(0, floorRow + line, width, panes.pane - line);
    }
    std::reverse(layout.panes.begin(), layout.panes.end());
    if (panes.volume > 0) {
        layout.volume = QRect{0, floorRow - panes.volume + line, width, panes.volume - line};
        floorRow -= panes.volume;
    }
    layout.price = QRect{0, 0, width, floorRow};
    layout.axis = QRect{width + line, 0, right - line, size.height()};
    layout.priceAxis = QRect{width + line, 0, right - line, floorRow};
    layout.timeAxis = QRect{0, height + line, width, bottom - line};
    return layout;
}

} // namespace

MarkTimes::MarkTimes(const ChartScene& scene)
{
    gaps.reserve(scene.gaps.size());
    for (const GapBox& gap : scene.gaps) {
        gaps.push_back({gap.fromMs, gap.toMs.value_or(std::numeric_limits<std::int64_t>::max())});
    }
    fills.reserve(scene.fills.size());
    for (const TradeMark& fill : scene.fills) {
        fills.push_back({fill.entry ? fill.entry->timeMs : fill.at.timeMs, fill.at.timeMs});
    }
    signalMarks.reserve(scene.signalMarks.size());
    for (const SignalMark& mark : scene.signalMarks) {
        signalMarks.push_back({mark.timeMs, mark.timeMs});
    }
}

TimeSpan timesInView(const CandleSeries& series, const ViewRange& range)
{
    constexpr double kBeyond = 2.0;
    return {series.timeAtSlot(range.firstSlot - kBeyond),
            series.timeAtSlot(range.firstSlot + range.slotCount + kBeyond)};
}

bool barsCross(const PaintContext& context, const QRect& label)
{
    const ViewTransform& view = context.view;
    const CandleSeries& series = context.scene.candles;
    const std::size_t first = series.firstBarFromSlot(view.slotAtX(label.left()) - 1.0);
    const std::size_t last = series.firstBarFromSlot(view.slotAtX(label.right()) + 1.0);
    const auto crosses = [&](const Extremes& prices) {
        return !prices.empty() && view.rowOfPrice(prices.high) <= label.bottom()
               && view.rowOfPrice(prices.low) >= label.top();
    };
    if (first < last && crosses(series.priceRange(first, last))) {
        return true;
    }
    return std::any_of(context.scene.lines.begin(), context.scene.lines.end(),
                       [&](const ChartLine& line) {
                           return first < last && crosses(line.values.range(first, last));
                       });
}

ChartPainter::ChartPainter(const ChartScene& scene,
                           const ChartStyle& style,
                           QSize deviceSize,
                           PixelRatio ratio)
    : m_scene(scene)
    , m_style(style)
    , m_size(deviceSize)
    , m_ratio(ratio)
    , m_fonts(style.font, ratio)
    , m_layout(layOut(scene, style, m_fonts, deviceSize, ratio))
    , m_times(scene)
{}

PlotRoom ChartPainter::room() const noexcept
{
    const double scale = 1.0 / m_ratio.value;
    const double legend = legendHeight(m_fonts, m_ratio) * scale;
    const double height = m_layout.price.height() * scale;
    return {m_layout.price.width() * scale, height, std::min(legend + 14.0, 0.25 * height),
            std::min(30.0, 0.15 * height)};
}

bool ChartPainter::hasLive() const noexcept
{
    return !m_scene.candles.empty() && !m_scene.knownUntilMs;
}

BarSpan ChartPainter::staticBars(const ViewRange& range) const
{
    BarSpan bars = visibleBars(m_scene.candles, range);
    if (hasLive()) {
        bars.last = std::min(bars.last, m_scene.candles.size() - 1);
        bars.first = std::min(bars.first, bars.last);
    }
    return bars;
}

ViewScales ChartPainter::scalesOf(const ViewRange& range) const
{
    const BarSpan bars = visibleBars(m_scene.candles, range);
    ViewScales scales{range, m_scene.candles.largestVolume(bars.first, bars.last), {}};
    for (std::size_t i = 0; i < m_layout.panes.size(); ++i) {
        const ChartPane& pane = m_scene.panes[i];
        Extremes values;
        for (const ChartLine& line : pane.lines) {
            values.add(line.values.range(bars.first, bars.last));
        }
        for (const double threshold : pane.thresholds) {
            values.add(threshold);
        }
        scales.panes.push_back(values.empty() ? Extremes{0.0, 1.0} : values);
    }
    return scales;
}

ViewTransform ChartPainter::volumeView(const ViewScales& scales) const
{
    ViewRange range = scales.price;
    range.scale = PriceScale::Linear;
    range.low = 0.0;
    const double label = m_fonts.small.height();
    const double usable = std::max(0.3, 1.0 - label / std::max(1, m_layout.volume.height()));
    range.high = scales.largestVolume > 0.0 ? scales.largestVolume / usable : 1.0;
    return {m_layout.volume, range};
}

ViewTransform ChartPainter::paneView(const ViewScales& scales, std::size_t pane) const
{
    const QRect& area = m_layout.panes[pane];
    const Extremes& values = scales.panes[pane];
    const double span = std::max(1e-9, values.high - values.low);
    const double head = 1.2 * m_fonts.small.height() / std::max(1, area.height());
    ViewRange range = scales.price;
    range.scale = PriceScale::Linear;
    range.low = values.low - 0.12 * span;
    range.high = values.high + span * (0.12 + head);
    return {area, range};
}

std::vector<Hit> ChartPainter::paintStatic(QPainter& painter, const ViewScales& scales) const
{
    std::vector<Hit> hits;
    painter.fillRect(QRect{QPoint{0, 0}, m_size}, m_style.colors.panel);
    if (m_scene.candles.empty()) {
        paintEmpty(painter);
        return hits;
    }
    const ViewTransform view = priceView(scales.price);
    TakenRoom taken;
    const PaintContext context = contextFor(painter, view, taken, hits);
    const double labelRoom = m_fonts.smallBold.width(QStringLiteral("00:00")) + m_ratio.of(48.0);
    const auto times = timeTicks(m_scene.candles, view, labelRoom);

    painter.setClipRect(m_layout.price);
    paintPriceGrid(context, priceTicksOf(context));
    paintTimeGrid(context, times);
    paintPricePane(context);

    TakenRoom paneTaken;
    std::vector<Hit> paneHits;
    const auto paintPane = [&](const ViewTransform& paneTransform, const auto& content) {
        painter.setClipRect(paneTransform.plot());
        const PaintContext own = contextFor(painter, paneTransform, paneTaken, paneHits);
        paintTimeGrid(own, times);
        paintHoles(own);
        content(own);
        painter.setClipRect(paneTransform.plot());
        paintUnknown(own);
    };
    if (!m_layout.volume.isNull()) {
        paintPane(volumeView(scales),
                  [&](const PaintContext& own) { paintVolumePane(own, scales); });
    }
    for (std::size_t pane = 0; pane < m_layout.panes.size(); ++pane) {
        paintPane(paneView(scales, pane),
                  [&](const PaintContext& own) { paintIndicatorPane(own, pane); });
    }
    painter.setClipping(false);
    paintTimeAxis(context, m_layout.timeAxis, times);
    if (!hasLive()) {
        paintPriceAxis(context, m_layout.priceAxis);
    }
    paintFrame(painter);
    return hits;
}

void ChartPainter::paintPricePane(const PaintContext& context) const
{
    paintHoles(context);
    paintClosures(context);
    paintGaps(context);
    paintShades(context);
    paintBarsAndLines(context, staticBars(context.view.range()));
    paintFills(context);
    reserveLevels(context);
    if (!hasLive()) {
        paintLevels(context);
    }
    paintShadeLabels(context);
    paintHoleLabels(context);
    paintSignals(context);
    paintAxisMarks(context);
    paintGapLabels(context);
    paintUnknown(context);
    paintUnknownLabel(context);
    paintDrawings(context);
    paintMeasure(context);
    paintProposal(context);
}

void ChartPainter::paintBarsAndLines(const PaintContext& context, BarSpan bars) const
{
    paintCandles(context.painter, m_scene.candles, bars, context.view, m_style.colors, m_ratio);
    for (const ChartLine& line : m_scene.lines) {
        paintLine(context, line, bars);
    }
}

void ChartPainter::paintPaneLines(const PaintContext& context, std::size_t pane, BarSpan bars) const
{
    for (const ChartLine& line : m_scene.panes[pane].lines) {
        paintLine(context, line, bars);
    }
}

void ChartPainter::paintLive(QPainter& painter, const ViewScales& scales) const
{
    if (!hasLive()) {
        return;
    }
    TakenRoom taken;
    std::vector<Hit> hits;
    const ViewTransform view = priceView(scales.price);
    const PaintContext context = contextFor(painter, view, taken, hits);
    const BarSpan bars = lastColumn(m_scene.candles, view);
    painter.setClipRect(m_layout.price);
    paintBarsAndLines(context, bars);
    paintLevels(context);
    if (!m_layout.volume.isNull()) {
        painter.setClipRect(m_layout.volume);
        paintVolume(painter, m_scene.candles, bars, volumeView(scales), m_style.colors, m_ratio);
    }
    for (std::size_t pane = 0; pane < m_layout.panes.size(); ++pane) {
        painter.setClipRect(m_layout.panes[pane]);
        const ViewTransform own = paneView(scales, pane);
        paintPaneLines(contextFor(painter, own, taken, hits), pane, bars);
    }
    painter.setClipping(false);
    paintPriceAxis(context, m_layout.priceAxis);
}

QRegion ChartPainter::liveRegion(const ViewScales& scales) const
{
    if (!hasLive()) {
        return {};
    }
    QImage none{1, 1, QImage::Format_RGB32};
    QPainter painter{&none};
    TakenRoom taken;
    std::vector<Hit> hits;
    const ViewTransform view = priceView(scales.price);
    const PaintContext context = contextFor(painter, view, taken, hits);
    QRegion region{m_layout.priceAxis};
    // From the middle of the bar before, where the lines come from, to the end of the last slot.
    const std::size_t last = m_scene.candles.size() - 1;
    const std::size_t first = lastColumn(m_scene.candles, view).first;
    const auto slot = [this](std::size_t bar) {
        return static_cast<double>(m_scene.candles.slotOfBar(bar));
    };
    const int beyond = m_ratio.of(3.0);
    const int left = view.columnOfSlot(slot(first > 0 ? first - 1 : 0)) - beyond;
    const int right = view.columnOfSlotEdge(slot(last) + 1.0) + beyond;
    region += QRect{QPoint{left, 0}, QPoint{right, m_layout.timeAxis.top() - 1}}
              & QRect{0, 0, m_layout.price.width(), m_size.height()};
    for (const PlacedLevel& level : placeLevels(context)) {
        region += level.line & m_layout.price;
        region += level.pill & m_layout.price;
    }
    return region;
}

PaintContext ChartPainter::contextFor(QPainter& painter,
                                      const ViewTransform& view,
                                      TakenRoom& taken,
                                      std::vector<Hit>& hits) const
{
    return {painter,
            m_scene,
            m_style,
            m_fonts,
            view,
            m_ratio,
            timesInView(m_scene.candles, view.range()),
            m_times,
            taken,
            hits};
}

void ChartPainter::paintVolumePane(const PaintContext& context, const ViewScales& scales) const
{
    const QRect& pane = m_layout.volume;
    paintVolume(context.painter, m_scene.candles, staticBars(scales.price), context.view,
                m_style.colors, m_ratio);
    const QRect title{pane.x() + m_ratio.of(8.0), pane.y() + m_ratio.of(2.0), pane.width(),
                      m_fonts.small.height()};
    const QColor& secondary = m_style.colors.textSecondary;
    m_fonts.small.drawLeft(context.painter, title,
                           QCoreApplication::translate("wick::charts", "Volume"), secondary);
    context.painter.setClipping(false);
    const QRect value{m_layout.axis.x() + m_ratio.of(8.0), title.y(), m_layout.axis.width(),
                      title.height()};
    m_fonts.small.drawLeft(context.painter, value,
                           numberText(scales.largestVolume, m_scene.volumeDecimals, m_style.locale),
                           secondary);
}

void ChartPainter::paintIndicatorPane(const PaintContext& context, std::size_t pane) const
{
    const QRect& area = m_layout.panes[pane];
    for (const double threshold : m_scene.panes[pane].thresholds) {
        dashedColumns(context.painter, {area.left(), context.view.rowOfPrice(threshold)},
                      area.right() + 1, m_style.colors.outline, {4.0, 4.0}, m_ratio);
    }
    paintPaneLines(context, pane, staticBars(context.view.range()));
    context.painter.setClipping(false);
    paintThresholdLabels(context, pane);
}

void ChartPainter::paintThresholdLabels(const PaintContext& context, std::size_t pane) const
{
    const QRect& area = m_layout.panes[pane];
    const int height = m_fonts.small.height();
    std::vector<double> thresholds = m_scene.panes[pane].thresholds;
    std::sort(thresholds.begin(), thresholds.end(), std::greater<>{});
    int freeFrom = area.top();
    for (const double threshold : thresholds) {
        const int top = std::clamp(context.view.rowOfPrice(threshold) - height / 2, area.top(),
                                   std::max(area.top(), area.bottom() - height));
        if (top < freeFrom) {
            continue;
        }
        const int decimals = threshold == std::floor(threshold) ? 0 : m_scene.panes[pane].decimals;
        m_fonts.small.drawLeft(
            context.painter,
            QRect{m_layout.axis.x() + m_ratio.of(8.0), top, m_layout.axis.width(), height},
            numberText(threshold, decimals, m_style.locale), m_style.colors.textSecondary);
        freeFrom = top + height;
    }
}

void ChartPainter::paintFrame(QPainter& painter) const
{
    const QColor& border = m_style.colors.border;
    const int line = m_ratio.line();
    painter.fillRect(m_layout.axis.x() - line, 0, line, m_size.height(), border);
    painter.fillRect(0, m_layout.timeAxis.y() - line, m_size.width(), line, border);
    const auto separate = [&](const QRect& pane) {
        painter.fillRect(0, pane.y() - line, m_size.width(), line, border);
    };
    if (!m_layout.volume.isNull()) {
        separate(m_layout.volume);
    }
    std::for_each(m_layout.panes.begin(), m_layout.panes.end(), separate);
}

void ChartPainter::paintEmpty(QPainter& painter) const
{
    const int line = m_fonts.body.height() + m_ratio.of(8.0);
    const int top = m_size.height() / 2 - line;
    m_fonts.bodyBold.drawCentred(painter, QRect{0, top, m_size.width(), line}, m_scene.emptyTitle,
                                 m_style.colors.text);
    m_fonts.body.drawCentred(painter, QRect{0, top + line, m_size.width(), line}, m_scene.emptyHint,
                             m_style.colors.textSecondary);
}

void ChartPainter::paintLegend(QPainter& painter, std::optional<std::size_t> bar) const
{
    if (m_scene.candles.empty()) {
        return;
    }
    const LegendSource source{m_scene, m_style, m_fonts, m_ratio, bar};
    paintPriceLegend(painter, source, m_layout.price);
    for (std::size_t pane = 0; pane < m_layout.panes.size(); ++pane) {
        paintPaneLegend(painter, source, m_scene.panes[pane], m_layout.panes[pane]);
    }
}

QRegion ChartPainter::legendRegion() const
{
    const QRect& price = m_layout.price;
    QRegion region{QRect{price.topLeft(), QSize{price.width(), legendHeight(m_fonts, m_ratio)}}
                   & price};
    for (const QRect& pane : m_layout.panes) {
        const int height = m_fonts.small.height() + m_ratio.of(3.0);
        region += QRect{pane.topLeft(), QSize{pane.width(), height}} & pane;
    }
    return region;
}

ChartPainter::CrosshairPlaces ChartPainter::crosshairPlaces(const ViewRange& range,
                                                            const Crosshair& at) const
{
    CrosshairPlaces places;
    const ViewTransform view = priceView(range);
    const int column = view.columnOfSlot(static_cast<double>(m_scene.candles.slotOfBar(at.bar)));
    const QRect& plot = m_layout.price;
    if (column < plot.left() || column > plot.right()) {
        return places;
    }
    const int line = m_ratio.line();
    places.column = {column, 0, line, m_layout.timeAxis.y()};
    if (at.row && plot.contains(plot.x(), *at.row)) {
        places.row = {plot.left(), *at.row, plot.width(), line};
        const int height = tagHeight(m_fonts, m_ratio);
        const int top =
            std::clamp(*at.row - height / 2, 0, std::max(0, m_layout.priceAxis.bottom() - height));
        places.priceTag = {m_layout.axis.x() + m_ratio.of(1.0), top,
                           m_layout.axis.width() - m_ratio.of(2.0), height};
    }
    const QString text = momentText(m_scene.candles[at.bar].timeMs);
    const int width = m_fonts.small.width(text) + m_ratio.of(16.0);
    const int left = std::clamp(column - width / 2, m_layout.timeAxis.left(),
                                std::max(0, m_layout.timeAxis.right() - width));
    places.timeTag = {left, m_layout.timeAxis.y(), width, m_layout.timeAxis.height()};
    return places;
}

QRegion ChartPainter::crosshairRegion(const ViewRange& range, const Crosshair& at) const
{
    const CrosshairPlaces places = crosshairPlaces(range, at);
    return QRegion{places.column} + places.row + places.priceTag + places.timeTag;
}

void ChartPainter::paintCrosshair(QPainter& painter,
                                  const ViewRange& range,
                                  const Crosshair& at) const
{
    const CrosshairPlaces places = crosshairPlaces(range, at);
    if (places.column.isNull()) {
        return;
    }
    const ChartColors& colors = m_style.colors;
    constexpr Dash kDots{1.0, 2.0};
    painter.fillRect(places.column, dashBrush(colors.crosshair, kDots, Qt::Vertical, m_ratio));
    painter.fillRect(places.row, dashBrush(colors.crosshair, kDots, Qt::Horizontal, m_ratio));
    if (!places.priceTag.isNull()) {
        TakenRoom taken;
        std::vector<Hit> hits;
        const ViewTransform view = priceView(range);
        const double price = view.priceAtY(*at.row + 0.5);
        paintTag(painter,
                 {price, TagStyle::Solid, colors.crosshair, colors.panel,
                  numberText(price, m_scene.priceDecimals, m_style.locale)},
                 places.priceTag, contextFor(painter, view, taken, hits));
    }
    painter.fillRect(places.timeTag, colors.raised);
    solidOutline(painter, places.timeTag, colors.outline, m_ratio);
    m_fonts.small.drawCentred(painter, places.timeTag, momentText(m_scene.candles[at.bar].timeMs),
                              colors.text);
}

QRect ChartPainter::pillArea(const ViewRange& range, const Hit& hit) const
{
    if (hit.kind != HitKind::Signal || hit.index >= m_scene.signalMarks.size()) {
        return {};
    }
    return signalPillArea(m_scene.signalMarks[hit.index], hit.area,
                          {m_fonts, priceView(range).plot(), m_ratio});
}

void ChartPainter::paintPillOf(QPainter& painter, const ViewRange& range, const Hit& hit) const
{
    const QRect area = pillArea(range, hit);
    if (!area.isNull()) {
        const QString& text = m_scene.signalMarks[hit.index].pill;
        painter.fillRect(area, m_style.colors.panel);
        solidOutline(painter, area, m_style.colors.ghost, m_ratio);
        m_fonts.smallBold.drawCentred(painter, area, text, m_style.colors.text);
    }
}

void showTrade(Viewport& viewport, const ChartScene& scene, const PlotRoom& room)
{
    if (!scene.trade || scene.candles.empty()) {
        return;
    }
    constexpr double kBarsAround = 40.0;
    const double entry = scene.candles.slotAtTime(scene.trade->entry.timeMs);
    const double exit = scene.candles.slotAtTime(scene.trade->exit.timeMs);
    viewport.center(0.5 * (entry + exit), exit - entry + 2.0 * kBarsAround, scene, room);
}

namespace {

void paintWhole(QPainter& painter, const ChartPainter& chart, const ViewRange& range)
{
    const ViewScales scales = chart.scalesOf(range);
    chart.paintStatic(painter, scales);
    chart.paintLive(painter, scales);
    chart.paintLegend(painter, std::nullopt);
}

} // namespace

void paintPriceChart(QPainter& painter,
                     const ChartScene& scene,
                     const ChartStyle& style,
                     QSize size,
                     const Viewport& viewport)
{
    const ChartPainter chart{scene, style, size, PixelRatio{1.0}};
    paintWhole(painter, chart, viewport.range(scene, chart.room()));
}

QImage renderPriceChart(const ChartScene& scene,
                        const ChartStyle& style,
                        QSize size,
                        double ratio,
                        const Viewport& viewport)
{
    const QSize device{std::max(1, static_cast<int>(std::lround(size.width() * ratio))),
                       std::max(1, static_cast<int>(std::lround(size.height() * ratio)))};
    QImage image{device, QImage::Format_RGB32};
    const ChartPainter chart{scene, style, device, PixelRatio{ratio}};
    {
        QPainter painter{&image};
        paintWhole(painter, chart, viewport.range(scene, chart.room()));
    }
    image.setDevicePixelRatio(ratio);
    return image;
}

QImage renderPriceChart(const ChartScene& scene, const ChartStyle& style, QSize size, double ratio)
{
    const QSize device{std::max(1, static_cast<int>(std::lround(size.width() * ratio))),
                       std::max(1, static_cast<int>(std::lround(size.height() * ratio)))};
    const PlotRoom room = ChartPainter{scene, style, device, PixelRatio{ratio}}.room();
    Viewport viewport;
    viewport.reset(scene, room);
    showTrade(viewport, scene, room);
    return renderPriceChart(scene, style, size, ratio, viewport);
}

} // namespace wick::charts
