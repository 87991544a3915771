#include "charts/paint/chartpainter.h"

#include "charts/paint/axislayer.h"
#include "charts/paint/brushes.h"
#include "charts/paint/candlelayer.h"
#include "charts/paint/gaplayer.h"
#include "charts/paint/legend.h"
#include "charts/paint/linelayer.h"
#include "charts/paint/marklayer.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace wick::charts {

namespace {

constexpr double kAxisWidth = 70.0;
constexpr double kTimeAxisHeight = 22.0;

/// Heights of the panes under the price, which give way when the chart is low.
struct PaneHeights
{
    int volume{};
    int pane{};
};

PaneHeights paneHeights(const ChartScene& scene, int height, PixelRatio ratio)
{
    PaneHeights heights;
    if (scene.volume == VolumePane::Shown && height >= ratio.of(180.0)) {
        heights.volume = std::clamp(height * 12 / 100, ratio.of(40.0), ratio.of(72.0));
    }
    if (scene.pane && height >= ratio.of(320.0)) {
        heights.pane = std::clamp(height * 12 / 100, ratio.of(46.0), ratio.of(96.0));
    }
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
    const QString text = numberText(widest, scene.priceDecimals, style.locale);
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
    if (panes.pane > 0) {
        layout.pane = QRect{0, floorRow - panes.pane + line, width, panes.pane - line};
        floorRow -= panes.pane;
    }
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

std::vector<Hit> ChartPainter::paintStatic(QPainter& painter, const ViewRange& range) const
{
    std::vector<Hit> hits;
    painter.fillRect(QRect{QPoint{0, 0}, m_size}, m_style.colors.panel);
    if (m_scene.candles.empty()) {
        paintEmpty(painter);
        return hits;
    }
    paintPanes(painter, range, hits);
    paintFrame(painter);
    return hits;
}

void ChartPainter::paintPanes(QPainter& painter,
                              const ViewRange& range,
                              std::vector<Hit>& hits) const
{
    const ViewTransform view = priceView(range);
    TakenRoom taken;
    const PaintContext context = contextFor(painter, view, taken, hits);
    const int wanted = std::max(2, m_layout.price.height() / m_ratio.of(56.0));
    const auto prices = priceTicks(range.low, range.high, m_scene.priceDecimals, wanted);
    const double labelRoom = m_fonts.smallBold.width(QStringLiteral("00:00")) + m_ratio.of(48.0);
    const auto times = timeTicks(m_scene.candles, view, labelRoom);

    painter.setClipRect(m_layout.price);
    paintPriceGrid(context, prices);
    paintTimeGrid(context, times);
    paintHoles(context);
    paintGaps(context);
    paintShades(context);
    paintCandles(painter, m_scene.candles, view, m_style.colors, m_ratio);
    for (const ChartLine& line : m_scene.lines) {
        paintLine(context, line);
    }
    paintFills(context);
    paintLevels(context);
    paintShadeLabels(context);
    paintHoleLabels(context);
    paintSignals(context);
    paintGapLabels(context);
    paintUnknown(context);
    paintUnknownLabel(context);

    for (const QRect& pane : {m_layout.volume, m_layout.pane}) {
        if (pane.isNull()) {
            continue;
        }
        painter.setClipRect(pane);
        const ViewTransform paneView{pane, range};
        TakenRoom paneTaken;
        std::vector<Hit> paneHits;
        const PaintContext paneContext = contextFor(painter, paneView, paneTaken, paneHits);
        paintTimeGrid(paneContext, times);
        paintHoles(paneContext);
        if (pane == m_layout.volume) {
            paintVolumePane(paneContext);
        } else {
            paintIndicatorPane(paneContext);
        }
        painter.setClipRect(pane);
        paintUnknown(paneContext);
    }
    painter.setClipping(false);
    paintPriceAxis(context, m_layout.priceAxis, prices);
    paintTimeAxis(context, m_layout.timeAxis, times);
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

void ChartPainter::paintVolumePane(const PaintContext& context) const
{
    const BarSpan bars = visibleBars(m_scene.candles, context.view.range());
    const double most = m_scene.candles.largestVolume(bars.first, bars.last);
    const QRect& pane = m_layout.volume;
    const int label = m_fonts.small.height();
    ViewRange range = context.view.range();
    range.low = 0.0;
    const double usable = std::max(0.3, 1.0 - static_cast<double>(label) / pane.height());
    range.high = most > 0.0 ? most / usable : 1.0;
    const ViewTransform view{pane, range};
    paintVolume(context.painter, m_scene.candles, view, m_style.colors, m_ratio);
    const QRect title{pane.x() + m_ratio.of(8.0), pane.y() + m_ratio.of(2.0), pane.width(), label};
    const QColor& secondary = m_style.colors.textSecondary;
    m_fonts.small.drawLeft(context.painter, title,
                           QCoreApplication::translate("wick::charts", "Volume"), secondary);
    context.painter.setClipping(false);
    const QRect value{m_layout.axis.x() + m_ratio.of(8.0), pane.y() + m_ratio.of(2.0),
                      m_layout.axis.width(), label};
    m_fonts.small.drawLeft(context.painter, value,
                           numberText(most, m_scene.volumeDecimals, m_style.locale), secondary);
}

void ChartPainter::paintIndicatorPane(const PaintContext& context) const
{
    const BarSpan bars = visibleBars(m_scene.candles, context.view.range());
    const QRect& pane = m_layout.pane;
    Extremes values;
    for (const ChartLine& line : m_scene.pane->lines) {
        values.add(line.values.range(bars.first, bars.last));
    }
    for (const double threshold : m_scene.pane->thresholds) {
        values.add(threshold);
    }
    if (values.empty()) {
        values = {0.0, 1.0};
    }
    const double span = std::max(1e-9, values.high - values.low);
    const double head = 1.2 * m_fonts.small.height() / std::max(1, pane.height());
    ViewRange range = context.view.range();
    range.low = values.low - 0.12 * span;
    range.high = values.high + span * (0.12 + head);
    const ViewTransform view{pane, range};
    const PaintContext own = contextFor(context.painter, view, context.taken, context.hits);
    for (const double threshold : m_scene.pane->thresholds) {
        dashedColumns(context.painter, {pane.left(), view.rowOfPrice(threshold)}, pane.right() + 1,
                      m_style.colors.outline, {4.0, 4.0}, m_ratio);
    }
    for (const ChartLine& line : m_scene.pane->lines) {
        paintLine(own, line);
    }
    context.painter.setClipping(false);
    int freeFrom = pane.top();
    for (const double threshold : m_scene.pane->thresholds) {
        const int height = m_fonts.small.height();
        const int top = std::clamp(view.rowOfPrice(threshold) - height / 2, pane.top(),
                                   std::max(pane.top(), pane.bottom() - height));
        if (top < freeFrom) {
            continue;
        }
        const int decimals = threshold == std::floor(threshold) ? 0 : m_scene.pane->decimals;
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
    for (const QRect& pane : {m_layout.volume, m_layout.pane}) {
        if (!pane.isNull()) {
            painter.fillRect(0, pane.y() - line, m_size.width(), line, border);
        }
    }
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
    if (m_scene.pane && !m_layout.pane.isNull()) {
        paintPaneLegend(painter, source, m_layout.pane);
    }
}

void ChartPainter::paintCrosshair(QPainter& painter,
                                  const ViewRange& range,
                                  const Crosshair& at) const
{
    constexpr Dash kDots{1.0, 2.0};
    const ViewTransform view = priceView(range);
    const ChartColors& colors = m_style.colors;
    const double slot = static_cast<double>(m_scene.candles.slotOfBar(at.bar));
    const int column = view.columnOfSlot(slot);
    if (column < m_layout.price.left() || column > m_layout.price.right()) {
        return;
    }
    const int step = std::max(2, m_ratio.of(kDots.on + kDots.off));
    for (int y = 0; y < m_layout.timeAxis.y(); y += step) {
        painter.fillRect(column, y, m_ratio.line(), m_ratio.line(), colors.crosshair);
    }
    TakenRoom taken;
    std::vector<Hit> hits;
    const PaintContext context = contextFor(painter, view, taken, hits);
    if (at.row && m_layout.price.contains(m_layout.price.x(), *at.row)) {
        dashedColumns(painter, {m_layout.price.left(), *at.row}, m_layout.price.right() + 1,
                      colors.crosshair, kDots, m_ratio);
        const int height = tagHeight(m_fonts, m_ratio);
        const double price = view.priceAtY(*at.row + 0.5);
        const int top = std::clamp(*at.row - height / 2, 0, m_layout.priceAxis.bottom() - height);
        const QRect place{m_layout.axis.x() + m_ratio.of(1.0), top,
                          m_layout.axis.width() - m_ratio.of(2.0), height};
        paintTag(painter,
                 {price, TagStyle::Solid, colors.crosshair, colors.panel,
                  numberText(price, m_scene.priceDecimals, m_style.locale)},
                 place, context);
    }
    const QString text = momentText(m_scene.candles[at.bar].timeMs);
    const int width = m_fonts.small.width(text) + m_ratio.of(16.0);
    const int left = std::clamp(column - width / 2, m_layout.timeAxis.left(),
                                std::max(0, m_layout.timeAxis.right() - width));
    const QRect place{left, m_layout.timeAxis.y(), width, m_layout.timeAxis.height()};
    painter.fillRect(place, colors.raised);
    solidOutline(painter, place, colors.outline, m_ratio);
    m_fonts.small.drawCentred(painter, place, text, colors.text);
}

void ChartPainter::paintPillOf(QPainter& painter, const ViewRange& range, const Hit& hit) const
{
    if (hit.kind != HitKind::Signal || hit.index >= m_scene.signalMarks.size()) {
        return;
    }
    const ViewTransform view = priceView(range);
    TakenRoom taken;
    std::vector<Hit> hits;
    const PaintContext context = contextFor(painter, view, taken, hits);
    paintSignalPill(context, m_scene.signalMarks[hit.index], hit.area);
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
        chart.paintStatic(painter, viewport.range(scene, chart.room()));
        chart.paintLegend(painter, std::nullopt);
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
