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

/// Logical pixels that cover device pixels.
QRegion logicalOf(const QRegion& device, double ratio)
{
    QRegion logical;
    for (const QRect& rect : device) {
        const int left = static_cast<int>(std::floor(rect.left() / ratio));
        const int top = static_cast<int>(std::floor(rect.top() / ratio));
        const int right = static_cast<int>(std::ceil((rect.right() + 1) / ratio));
        const int bottom = static_cast<int>(std::ceil((rect.bottom() + 1) / ratio));
        logical += QRect{left, top, right - left, bottom - top};
    }
    return logical;
}

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

bool isSameLine(const LevelLine& a, const LevelLine& b)
{
    return a.kind == b.kind && a.price == b.price && a.fromMs == b.fromMs;
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
    connect(&m_paintTimer, &QTimer::timeout, this, [this] { update(changedRegion()); });
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
    CandleSeries& candles = m_scene.candles;
    const std::size_t sizeBefore = candles.size();
    const auto slotsBefore = static_cast<double>(candles.slotCount());
    const Extremes pricesBefore = candles.priceRange(0, sizeBefore);
    candles.append(bar);
    const std::size_t last = candles.size() - 1;
    setValuesAt(m_scene.lines, last, lineValues);
    for (ChartPane& pane : m_scene.panes) {
        setValuesAt(pane.lines, last, paneValues);
        paneValues = paneValues.subspan(std::min(pane.lines.size(), paneValues.size()));
    }
    m_viewport.advance(slotsBefore, m_scene);
    if (candles.priceRange(0, candles.size()) != pricesBefore) {
        sceneChanged(); // the axis may need another width
    } else if (candles.size() != sizeBefore) {
        ++m_revision; // the bar before is closed now
        schedulePaint({.all = true});
    } else {
        liveChanged();
    }
}

void PriceChart::setIndicators(std::vector<IndicatorLine> lines)
{
    m_scene.lines = prepared(std::move(lines));
    sceneChanged();
}

void PriceChart::setPanes(std::vector<IndicatorPane> panes)
{
    m_scene.panes = {std::make_move_iterator(panes.begin()), std::make_move_iterator(panes.end())};
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
    if (levels == m_scene.levels) {
        return;
    }
    const bool onlyWords = std::equal(levels.begin(), levels.end(), m_scene.levels.begin(),
                                      m_scene.levels.end(), isSameLine);
    const bool hadRoom = needsRoomPastLatest(m_scene);
    m_scene.levels = std::move(levels);
    makeRoom(hadRoom);
    if (onlyWords) {
        liveChanged();
    } else {
        sceneChanged();
    }
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
    if (shades != m_scene.shades) {
        m_scene.shades = std::move(shades);
        sceneChanged();
    }
}

void PriceChart::setQuote(const Quote& quote)
{
    const auto same = [](double a, double b) {
        return a == b || (std::isnan(a) && std::isnan(b));
    };
    const Quote& now = m_scene.quote;
    if (!same(quote.bid, now.bid) || !same(quote.ask, now.ask) || !same(quote.mark, now.mark)) {
        m_scene.quote = quote;
        liveChanged();
    }
}

void PriceChart::setTick(double tick)
{
    m_scene.tick = tick;
}

void PriceChart::setAxisMarks(std::vector<AxisMark> marks)
{
    m_scene.axisMarks = std::move(marks);
    sceneChanged();
}

void PriceChart::setDrawings(std::vector<Drawing> drawings)
{
    m_scene.drawings = std::move(drawings);
    m_scene.selectedDrawing.reset();
    m_scene.measure.reset();
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

void PriceChart::setPriceScale(PriceScale scale)
{
    const AutoScale before = m_viewport.autoScale();
    m_viewport.setPriceScale(scale);
    viewChanged(before);
}

void PriceChart::setCrosshairTime(std::optional<std::int64_t> timeMs)
{
    const auto bar = timeMs ? m_scene.candles.barAtTime(*timeMs) : std::nullopt;
    m_cursor = bar ? std::optional{Cursor{*bar, std::nullopt, CursorSource::Linked}} : std::nullopt;
    schedulePaint({.overlay = true});
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
    schedulePaint({.all = true});
}

void PriceChart::liveChanged()
{
    m_liveStale = true;
    schedulePaint({.live = true, .overlay = true});
}

void PriceChart::viewChanged(AutoScale before)
{
    if (m_viewport.autoScale() != before) {
        Q_EMIT autoScaleChanged(m_viewport.autoScale());
    }
    schedulePaint({.all = true});
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

void PriceChart::schedulePaint(const Changes& changes)
{
    m_changes.all = m_changes.all || changes.all;
    m_changes.live = m_changes.live || changes.live;
    m_changes.overlay = m_changes.overlay || changes.overlay;
    if (isVisible() && !m_paintTimer.isActive()) {
        m_paintTimer.start();
    }
}

void PriceChart::repaintChanges()
{
    m_paintTimer.stop();
    repaint(changedRegion());
}

QRegion PriceChart::overlayRegion() const
{
    QRegion region = chart().legendRegion();
    if (const auto bar = cursorBar()) {
        region += chart().crosshairRegion(m_layerKey.scales.price, crosshairAt(*bar));
    }
    if (const Hit* hit = hitOfCursor()) {
        region += chart().pillArea(m_layerKey.scales.price, *hit);
    }
    return region;
}

/// Where the changes are, in logical pixels; takes them as painted.
QRegion PriceChart::changedRegion()
{
    applyPendingView();
    const Changes changes = std::exchange(m_changes, {});
    if (changes.all || m_layer.isNull() || m_scene.candles.empty() || currentKey() != m_layerKey) {
        return rect();
    }
    QRegion device;
    if (changes.live) {
        device += m_paintedLive + chart().liveRegion(m_layerKey.scales);
    }
    if (changes.overlay) {
        device += m_paintedOverlay + overlayRegion();
    }
    return logicalOf(device, devicePixelRatioF()) & rect();
}

ViewRange PriceChart::visibleRange() const
{
    return m_viewport.range(m_scene, room());
}

PriceChart::LayerKey PriceChart::currentKey() const
{
    return {m_revision, deviceSize(), devicePixelRatioF(), chart().scalesOf(visibleRange())};
}

void PriceChart::refreshLayer()
{
    LayerKey key = currentKey();
    if (m_layer.size() != key.deviceSize) {
        m_layer = QImage{key.deviceSize, QImage::Format_RGB32};
        m_layerKey = {};
    }
    if (key != m_layerKey) {
        QPainter painter{&m_layer};
        m_hits = chart().paintStatic(painter, key.scales);
        m_layerKey = std::move(key);
        m_patches.clear();
        m_liveStale = true;
        ++m_staticPaints;
    }
    if (m_liveStale) {
        refreshLive();
    }
}

void PriceChart::refreshLive()
{
    {
        QPainter painter{&m_layer};
        painter.setCompositionMode(QPainter::CompositionMode_Source);
        for (const Patch& patch : m_patches) {
            painter.drawImage(patch.at, patch.under);
        }
    }
    m_patches.clear();
    m_paintedLive = chart().liveRegion(m_layerKey.scales);
    for (const QRect& rect : m_paintedLive) {
        m_patches.push_back({rect.topLeft(), m_layer.copy(rect)});
    }
    QPainter painter{&m_layer};
    chart().paintLive(painter, m_layerKey.scales);
    m_liveStale = false;
}

void PriceChart::paintEvent(QPaintEvent* event)
{
    applyPendingView();
    const int paints = m_staticPaints;
    refreshLayer();
    if (paints != m_staticPaints && event->rect() != rect()) {
        update(); // only a part was asked for
    }
    QPainter painter{this};
    // Everything is drawn in whole device pixels, also where a broken ratio puts this widget
    // between two of them.
    const double ratio = devicePixelRatioF();
    const QTransform device = painter.deviceTransform();
    QTransform toDevice;
    toDevice.translate((std::round(device.dx()) - device.dx()) / ratio,
                       (std::round(device.dy()) - device.dy()) / ratio);
    toDevice.scale(1.0 / ratio, 1.0 / ratio);
    painter.setWorldTransform(toDevice);
    for (const QRect& part : event->region()) {
        const QRect source =
            QRectF{QPointF{part.topLeft()} * ratio, QSizeF{part.size()} * ratio}.toAlignedRect()
            & m_layer.rect();
        painter.drawImage(source.topLeft(), m_layer, source);
    }
    paintOverlay(painter);
}

Crosshair PriceChart::crosshairAt(std::size_t bar) const
{
    Crosshair at{bar, std::nullopt};
    if (m_cursor->price) {
        at.row = chart().priceView(m_layerKey.scales.price).rowOfPrice(*m_cursor->price);
    } else if (m_cursor->y) {
        at.row = static_cast<int>(std::floor(*m_cursor->y * devicePixelRatioF()));
    }
    return at;
}

void PriceChart::paintOverlay(QPainter& painter)
{
    const std::optional<std::size_t> bar = cursorBar();
    const ViewRange& range = m_layerKey.scales.price;
    chart().paintLegend(painter, bar);
    if (bar) {
        chart().paintCrosshair(painter, range, crosshairAt(*bar));
    }
    if (const Hit* hit = hitOfCursor()) {
        chart().paintPillOf(painter, range, *hit);
    }
    if (m_focusRing) {
        paintFocusRing(painter);
    }
    m_paintedOverlay = overlayRegion();
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
        m_viewport.widened(event->size().width() - event->oldSize().width(), m_scene, room());
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
