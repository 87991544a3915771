#include "charts/pricechart.h"

#include "charts/paint/gaplayer.h"

#include <QEvent>
#include <QPainter>
#include <QResizeEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace wick::charts {

namespace {

constexpr int kPaintIntervalMs = 16;
constexpr double kFocusRing = 2.0;

void setValueAt(ChartLine& line, std::size_t bar, double value)
{
    if (line.values.size() == bar + 1) {
        line.values.replaceLast(value);
        return;
    }
    while (line.values.size() < bar) {
        line.values.append(kMissing);
    }
    if (line.values.size() == bar) {
        line.values.append(value);
    }
}

void setValuesAt(std::vector<ChartLine>& lines, std::size_t bar, std::span<const double> values)
{
    for (std::size_t i = 0; i < std::min(lines.size(), values.size()); ++i) {
        setValueAt(lines[i], bar, values[i]);
    }
}

std::vector<ChartLine> prepared(std::vector<IndicatorLine> lines)
{
    return {std::make_move_iterator(lines.begin()), std::make_move_iterator(lines.end())};
}

} // namespace

PriceChart::PriceChart(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Price chart"));
    m_style.font = font();
    m_paintTimer.setSingleShot(true);
    m_paintTimer.setInterval(kPaintIntervalMs);
    connect(&m_paintTimer, &QTimer::timeout, this, QOverload<>::of(&QWidget::update));
}

PriceChart::~PriceChart() = default;

void PriceChart::setChartStyle(const ChartStyle& style)
{
    m_style = style;
    sceneChanged();
}

void PriceChart::setMarket(const QString& market,
                           const QString& timeframe,
                           int priceDecimals,
                           int volumeDecimals)
{
    m_scene.market = market;
    m_scene.timeframe = timeframe;
    m_scene.priceDecimals = priceDecimals;
    m_scene.volumeDecimals = volumeDecimals;
    setAccessibleName(tr("Price chart %1 %2").arg(market, timeframe));
    sceneChanged();
}

void PriceChart::setCandles(std::vector<Candle> bars, std::int64_t barMs, std::vector<Hole> holes)
{
    const bool goesOn = !m_scene.candles.empty() && !bars.empty()
                        && m_scene.candles.barMs() == barMs
                        && m_scene.candles[0].timeMs == bars.front().timeMs;
    const auto before = static_cast<double>(m_scene.candles.slotCount());
    m_scene.candles.assign(std::move(bars), barMs, std::move(holes));
    if (goesOn) {
        m_viewport.advance(before, m_scene);
    } else {
        m_pendingView = PendingView::Reset;
    }
    if (m_cursor && m_cursor->bar >= m_scene.candles.size()) {
        setCursorBar(std::nullopt);
    }
    sceneChanged();
}

void PriceChart::updateLast(const Candle& bar,
                            std::span<const double> lineValues,
                            std::span<const double> paneValues)
{
    const auto before = static_cast<double>(m_scene.candles.slotCount());
    m_scene.candles.append(bar);
    const std::size_t last = m_scene.candles.size() - 1;
    setValuesAt(m_scene.lines, last, lineValues);
    if (m_scene.pane) {
        setValuesAt(m_scene.pane->lines, last, paneValues);
    }
    m_viewport.advance(before, m_scene);
    sceneChanged();
}

void PriceChart::setIndicators(std::vector<IndicatorLine> lines)
{
    m_scene.lines = prepared(std::move(lines));
    sceneChanged();
}

void PriceChart::setPane(std::optional<IndicatorPane> pane)
{
    m_scene.pane.reset();
    if (pane) {
        m_scene.pane.emplace(std::move(*pane));
    }
    sceneChanged();
}

void PriceChart::setVolumePane(VolumePane shown)
{
    m_scene.volume = shown;
    sceneChanged();
}

void PriceChart::setGaps(std::vector<GapBox> gaps)
{
    const bool hadRoom = needsRoomPastLatest(m_scene);
    m_scene.gaps = std::move(gaps);
    makeRoom(hadRoom);
    sceneChanged();
}

void PriceChart::setGapDisplay(const GapDisplay& display)
{
    m_scene.gapDisplay = display;
    sceneChanged();
}

void PriceChart::setFills(std::vector<TradeMark> fills)
{
    m_scene.fills = std::move(fills);
    sceneChanged();
}

void PriceChart::setSignalMarks(std::vector<SignalMark> marks)
{
    m_scene.signalMarks = std::move(marks);
    sceneChanged();
}

void PriceChart::setLevels(std::vector<LevelLine> levels)
{
    const bool hadRoom = needsRoomPastLatest(m_scene);
    m_scene.levels = std::move(levels);
    makeRoom(hadRoom);
    sceneChanged();
}

void PriceChart::makeRoom(bool hadRoom)
{
    if (!hadRoom && needsRoomPastLatest(m_scene)
        && m_viewport.autoScale() == AutoScale::FollowLatest) {
        m_viewport.setAutoScale(AutoScale::FollowLatest, m_scene, room());
    }
}

void PriceChart::setShades(std::vector<Shade> shades)
{
    m_scene.shades = std::move(shades);
    sceneChanged();
}

void PriceChart::setTrade(std::optional<TradeView> trade)
{
    m_scene.trade = std::move(trade);
    if (m_scene.trade) {
        m_pendingView = PendingView::Trade;
    }
    sceneChanged();
}

void PriceChart::setKnownUntil(std::optional<std::int64_t> timeMs)
{
    m_scene.knownUntilMs = timeMs;
    sceneChanged();
}

void PriceChart::setNote(const QString& note)
{
    m_scene.note = note;
    sceneChanged();
}

void PriceChart::setEmptyState(const QString& title, const QString& hint)
{
    m_scene.emptyTitle = title;
    m_scene.emptyHint = hint;
    sceneChanged();
}

void PriceChart::centerOn(std::int64_t timeMs)
{
    m_pendingView = PendingView::Center;
    m_pendingCenterMs = timeMs;
    sceneChanged();
}

void PriceChart::resetView()
{
    m_pendingView = PendingView::Reset;
    sceneChanged();
}

void PriceChart::setAutoScale(AutoScale mode)
{
    applyPendingView();
    const AutoScale before = m_viewport.autoScale();
    m_viewport.setAutoScale(mode, m_scene, room());
    viewChanged(before);
}

void PriceChart::cycleAutoScale()
{
    switch (m_viewport.autoScale()) {
    case AutoScale::FollowLatest:
        setAutoScale(AutoScale::FitVisible);
        return;
    case AutoScale::FitVisible:
        setAutoScale(AutoScale::Off);
        return;
    case AutoScale::Off:
        setAutoScale(AutoScale::FollowLatest);
        return;
    }
}

void PriceChart::setCrosshairTime(std::optional<std::int64_t> timeMs)
{
    const auto bar = timeMs ? m_scene.candles.barAtTime(*timeMs) : std::nullopt;
    m_cursor = bar ? std::optional{Cursor{*bar, std::nullopt, CursorSource::Linked}} : std::nullopt;
    schedulePaint();
}

// ---- View and layers

QSize PriceChart::deviceSize() const
{
    const double ratio = devicePixelRatioF();
    return {std::max(1, static_cast<int>(std::ceil(width() * ratio))),
            std::max(1, static_cast<int>(std::ceil(height() * ratio)))};
}

const ChartPainter& PriceChart::chart() const
{
    const PixelRatio ratio{devicePixelRatioF()};
    if (!m_chart || m_chart->ratio() != ratio || m_chart->deviceSize() != deviceSize()) {
        m_chart = std::make_unique<ChartPainter>(m_scene, m_style, deviceSize(), ratio);
    }
    return *m_chart;
}

void PriceChart::sceneChanged()
{
    ++m_revision;
    m_chart.reset();
    m_hits.clear(); // they point into the scene that was painted
    schedulePaint();
}

void PriceChart::viewChanged(AutoScale before)
{
    if (m_viewport.autoScale() != before) {
        Q_EMIT autoScaleChanged(m_viewport.autoScale());
    }
    schedulePaint();
}

void PriceChart::applyPendingView()
{
    if (m_pendingView == PendingView::None || m_scene.candles.empty()) {
        return;
    }
    const AutoScale before = m_viewport.autoScale();
    switch (std::exchange(m_pendingView, PendingView::None)) {
    case PendingView::None:
        break;
    case PendingView::Reset:
        m_viewport.reset(m_scene, room());
        break;
    case PendingView::Trade:
        showTrade(m_viewport, m_scene, room());
        break;
    case PendingView::Center:
        m_viewport.center(m_scene.candles.slotAtTime(m_pendingCenterMs), 0.0, m_scene, room());
        break;
    }
    if (m_viewport.autoScale() != before) {
        Q_EMIT autoScaleChanged(m_viewport.autoScale());
    }
}

void PriceChart::schedulePaint()
{
    if (isVisible() && !m_paintTimer.isActive()) {
        m_paintTimer.start();
    }
}

ViewRange PriceChart::visibleRange() const
{
    return m_viewport.range(m_scene, room());
}

void PriceChart::refreshLayer(const LayerKey& key)
{
    if (key == m_layerKey && !m_layer.isNull()) {
        return;
    }
    if (m_layer.size() != key.deviceSize) {
        m_layer = QPixmap{key.deviceSize};
    }
    m_layer.setDevicePixelRatio(1.0); // painted in device pixels
    {
        QPainter painter{&m_layer};
        m_hits = chart().paintStatic(painter, key.range);
    }
    m_layer.setDevicePixelRatio(key.ratio);
    m_layerKey = key;
    ++m_staticPaints;
}

void PriceChart::paintEvent(QPaintEvent* /*event*/)
{
    m_paintTimer.stop();
    applyPendingView();
    refreshLayer({m_revision, deviceSize(), devicePixelRatioF(), visibleRange()});
    QPainter painter{this};
    painter.drawPixmap(0, 0, m_layer);
    // The overlay is drawn in whole device pixels as well, also where a broken ratio puts this
    // widget between two of them.
    const double ratio = devicePixelRatioF();
    const QTransform device = painter.deviceTransform();
    QTransform toDevice;
    toDevice.translate((std::round(device.dx()) - device.dx()) / ratio,
                       (std::round(device.dy()) - device.dy()) / ratio);
    toDevice.scale(1.0 / ratio, 1.0 / ratio);
    painter.setWorldTransform(toDevice);
    paintOverlay(painter);
}

void PriceChart::paintOverlay(QPainter& painter)
{
    const std::optional<std::size_t> bar = cursorBar();
    chart().paintLegend(painter, bar);
    if (bar) {
        Crosshair at{*bar, std::nullopt};
        if (m_cursor->y) {
            at.row = static_cast<int>(std::floor(*m_cursor->y * devicePixelRatioF()));
        }
        chart().paintCrosshair(painter, m_layerKey.range, at);
    }
    if (const Hit* hit = hitOfCursor()) {
        chart().paintPillOf(painter, m_layerKey.range, *hit);
    }
    if (m_focusRing) {
        paintFocusRing(painter);
    }
}

void PriceChart::paintFocusRing(QPainter& painter) const
{
    const int width = PixelRatio{devicePixelRatioF()}.of(kFocusRing);
    const QSize size = deviceSize();
    const QColor& colour = m_style.colors.accent;
    painter.fillRect(0, 0, size.width(), width, colour);
    painter.fillRect(0, size.height() - width, size.width(), width, colour);
    painter.fillRect(0, 0, width, size.height(), colour);
    painter.fillRect(size.width() - width, 0, width, size.height(), colour);
}

void PriceChart::resizeEvent(QResizeEvent* event)
{
    m_chart.reset();
    if (event->oldSize().isValid()) {
        m_viewport.widened(event->size().width() - event->oldSize().width());
    }
    QWidget::resizeEvent(event);
}

void PriceChart::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    update();
}

void PriceChart::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange) {
        m_style.font = font();
        sceneChanged();
    }
    QWidget::changeEvent(event);
}

QSize PriceChart::sizeHint() const
{
    return {640, 300};
}

QSize PriceChart::minimumSizeHint() const
{
    return {240, 160};
}

QRectF PriceChart::plotArea() const
{
    const QRectF plot{chart().layout().price};
    const double ratio = devicePixelRatioF();
    return {plot.topLeft() / ratio, plot.size() / ratio};
}

QPointF PriceChart::positionOf(std::size_t bar, double price) const
{
    const ViewTransform view = chart().priceView(visibleRange());
    return QPointF{view.xOfSlot(static_cast<double>(m_scene.candles.slotOfBar(bar))),
                   view.yOfPrice(price)}
           / devicePixelRatioF();
}

QImage PriceChart::picture() const
{
    return renderPriceChart(m_scene, m_style, size(), devicePixelRatioF(), m_viewport);
}

} // namespace wick::charts
