// How a price chart answers to mouse, wheel, keyboard and assistive tools.
#include "charts/paint/axisticks.h"
#include "charts/paint/gaplayer.h"
#include "charts/pricechart.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace wick::charts {

namespace {

constexpr double kClickSlop = 4.0;  // logical pixels a click may wander
constexpr double kHitSlop = 4.0;    // logical pixels around a mark that still hit it
constexpr double kWheelZoom = 1.15; // a step of the wheel
constexpr double kKeyZoom = 1.25;   // a press of a key
constexpr double kDragZoomPerPixel = 0.005;
constexpr double kWheelUnit = 120.0; // eighths of a degree a step
constexpr int kManyBars = 10;

/// Lines as they are, never as markup: some of them come from outside.
QString plainTooltip(const QStringList& lines)
{
    QStringList escaped;
    for (const QString& line : lines) {
        escaped << line.toHtmlEscaped();
    }
    return QStringLiteral("<p style='white-space:pre'>%1</p>")
        .arg(escaped.join(QStringLiteral("<br/>")));
}

/// Whether a bar lies in the box of a gap while it was there.
bool isInside(const Candle& bar, const GapBox& gap)
{
    const bool then = gap.fromMs <= bar.timeMs && (!gap.toMs || *gap.toMs >= bar.timeMs);
    return then && bar.low <= gap.top && bar.high >= gap.bottom;
}

} // namespace

std::optional<std::size_t> PriceChart::cursorBar() const
{
    if (!m_cursor || m_cursor->bar >= m_scene.candles.size()) {
        return std::nullopt;
    }
    return m_cursor->bar;
}

PriceChart::Region PriceChart::regionAt(QPointF position) const
{
    const ChartLayout& layout = chart().layout();
    const double ratio = devicePixelRatioF();
    if (position.x() * ratio >= layout.axis.left()) {
        return Region::PriceAxis;
    }
    return position.y() * ratio >= layout.timeAxis.top() ? Region::TimeAxis : Region::Plot;
}

double PriceChart::anchorX(double x) const
{
    const QRectF plot = plotArea();
    return std::clamp((x - plot.left()) / std::max(1.0, plot.width()), 0.0, 1.0);
}

double PriceChart::anchorY(double y) const
{
    const QRectF plot = plotArea();
    return std::clamp((y - plot.top()) / std::max(1.0, plot.height()), 0.0, 1.0);
}

const Hit* PriceChart::hitAt(QPointF position) const
{
    const double ratio = devicePixelRatioF();
    const QPoint device = (position * ratio).toPoint();
    const int slop = static_cast<int>(std::lround(kHitSlop * ratio));
    const Hit* found = nullptr;
    for (const Hit& hit : m_hits) {
        const bool mark = hit.kind != HitKind::Gap;
        const QRect area = mark ? hit.area.adjusted(-slop, -slop, slop, slop) : hit.area;
        if (area.contains(device) && (mark || found == nullptr)) {
            found = &hit; // marks lie above gaps, later ones above earlier ones
        }
    }
    return found;
}

const Hit* PriceChart::hitOfCursor() const
{
    const auto bar = cursorBar();
    if (!bar) {
        return nullptr;
    }
    if (m_cursor->source == CursorSource::Pointer) {
        return m_cursor->y ? hitAt({positionOf(*bar, 0.0).x(), *m_cursor->y}) : nullptr;
    }
    const std::int64_t timeMs = m_scene.candles[*bar].timeMs;
    for (const Hit& hit : m_hits) {
        if (hit.kind == HitKind::Signal && m_scene.signalMarks[hit.index].timeMs == timeMs) {
            return &hit;
        }
    }
    return nullptr;
}

QString PriceChart::idOf(const Hit& hit) const
{
    switch (hit.kind) {
    case HitKind::Gap:
        return m_scene.gaps[hit.index].id;
    case HitKind::Fill:
        return m_scene.fills[hit.index].id;
    case HitKind::Signal:
        return m_scene.signalMarks[hit.index].id;
    case HitKind::AxisMark:
        break;
    }
    return {};
}

QStringList PriceChart::tooltipOf(const Hit& hit) const
{
    switch (hit.kind) {
    case HitKind::Gap:
        return gapTooltip(m_scene.gaps[hit.index], m_scene, m_style.locale);
    case HitKind::Fill:
        return m_scene.fills[hit.index].tooltip;
    case HitKind::Signal: {
        const SignalMark& mark = m_scene.signalMarks[hit.index];
        return mark.pill.isEmpty() ? mark.tooltip : mark.tooltip + QStringList{mark.pill};
    }
    case HitKind::AxisMark:
        return m_scene.axisMarks[hit.index].tooltip;
    }
    return {};
}

bool PriceChart::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const Hit* hit = hitAt(help->pos());
        const QStringList lines = hit != nullptr ? tooltipOf(*hit) : QStringList{};
        if (lines.isEmpty()) {
            QToolTip::hideText();
            event->ignore();
        } else {
            QToolTip::showText(help->globalPos(), plainTooltip(lines), this);
        }
        return true;
    }
    return QWidget::event(event);
}

// ---- Pointer

void PriceChart::setCursorBar(std::optional<Cursor> cursor)
{
    const auto before = cursorBar();
    m_cursor = cursor;
    const auto after = cursorBar();
    if (before != after) {
        Q_EMIT barHovered(after ? static_cast<int>(*after) : -1);
        Q_EMIT crosshairMoved(after ? m_scene.candles[*after].timeMs : -1);
    }
    schedulePaint({.overlay = true});
}

void PriceChart::hoverAt(QPointF position)
{
    if (regionAt(position) != Region::Plot) {
        setCursorBar(std::nullopt);
        return;
    }
    const ViewTransform view = chart().priceView(visibleRange());
    const auto bar = m_scene.candles.barNearSlot(view.slotAtX(position.x() * devicePixelRatioF()));
    setCursorBar(bar ? std::optional{Cursor{*bar, position.y(), CursorSource::Pointer}}
                     : std::nullopt);
}

void PriceChart::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || m_scene.candles.empty()) {
        QWidget::mousePressEvent(event);
        return;
    }
    applyPendingView();
    const Region region = regionAt(event->position());
    m_drag = region == Region::Plot
                 ? beginGesture(event->position(), event->modifiers())
                 : Drag{Gesture::MoveView, region, event->position(), m_viewport};
}

void PriceChart::mouseMoveEvent(QMouseEvent* event)
{
    if (m_drag) {
        dragTo(event->position());
    } else {
        showCursorShape(event->position());
    }
    hoverAt(event->position());
}

void PriceChart::dragTo(QPointF position)
{
    const QPointF by = position - m_drag->from;
    if (!m_drag->moved && by.manhattanLength() < kClickSlop) {
        return;
    }
    m_drag->moved = true;
    if (m_drag->gesture == Gesture::MoveView) {
        dragView(position);
    } else {
        dragGesture(position);
    }
}

void PriceChart::dragView(QPointF position)
{
    const QPointF by = position - m_drag->from;
    const AutoScale before = m_viewport.autoScale();
    m_viewport = m_drag->start;
    switch (m_drag->region) {
    case Region::Plot:
        m_viewport.panSlots(-by.x() / m_viewport.slotWidth(), m_scene, room());
        if (m_viewport.autoScale() == AutoScale::Off) {
            m_viewport.panPrice(by.y() / std::max(1.0, plotArea().height()), m_scene, room());
        }
        break;
    case Region::PriceAxis:
        m_viewport.zoomPrice(std::exp(-by.y() * kDragZoomPerPixel), 0.5, m_scene, room());
        break;
    case Region::TimeAxis:
        m_viewport.zoomTime(std::exp(by.x() * kDragZoomPerPixel), 1.0, m_scene, room());
        break;
    }
    viewChanged(before);
}

void PriceChart::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_drag) {
        QWidget::mouseReleaseEvent(event);
        return;
    }
    if (m_drag->gesture != Gesture::MoveView) {
        endGesture(event->position());
        return;
    }
    const bool clicked = !m_drag->moved;
    m_drag.reset();
    if (clicked) {
        clickAt(event->position());
    }
}

void PriceChart::clickAt(QPointF position)
{
    const Hit* hit = hitAt(position);
    const auto bar = cursorBar();
    const bool meansBar = bar && (hit == nullptr || hit->kind == HitKind::Gap);
    const std::int64_t time = meansBar ? m_scene.candles[*bar].timeMs : 0;
    if (hit != nullptr) {
        clickHit(*hit, position);
    }
    if (meansBar) {
        Q_EMIT barClicked(time);
    }
}

void PriceChart::clickHit(const Hit& hit, QPointF position)
{
    switch (hit.kind) {
    case HitKind::Gap: {
        const GapBox& gap = m_scene.gaps[hit.index];
        QToolTip::showText(mapToGlobal(position.toPoint()),
                           plainTooltip(tooltipOf(hit) + gap.history), this);
        Q_EMIT gapClicked(gap.id);
        break;
    }
    case HitKind::Fill:
    case HitKind::Signal:
        Q_EMIT markClicked(idOf(hit));
        break;
    case HitKind::AxisMark:
        break;
    }
}

void PriceChart::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) {
        return;
    }
    (void)cancelGesture();
    if (regionAt(event->position()) == Region::PriceAxis) {
        setAutoScale(AutoScale::FitVisible);
    } else {
        resetView();
    }
}

void PriceChart::wheelEvent(QWheelEvent* event)
{
    if (m_scene.candles.empty()) {
        event->ignore();
        return;
    }
    applyPendingView();
    const AutoScale before = m_viewport.autoScale();
    const QPointF steps = QPointF(event->angleDelta()) / kWheelUnit;
    const double factor = std::pow(kWheelZoom, steps.y());
    const bool price = event->modifiers().testFlag(Qt::ControlModifier)
                       || regionAt(event->position()) == Region::PriceAxis;
    if (steps.y() != 0.0 && price) {
        m_viewport.zoomPrice(factor, anchorY(event->position().y()), m_scene, room());
    } else if (steps.y() != 0.0) {
        m_viewport.zoomTime(factor, anchorX(event->position().x()), m_scene, room());
    }
    if (steps.x() != 0.0) {
        constexpr double kPartAcross = 0.1;
        m_viewport.panSlots(-steps.x() * kPartAcross * visibleRange().slotCount, m_scene, room());
    }
    event->accept();
    viewChanged(before);
    hoverAt(event->position());
}

void PriceChart::leaveEvent(QEvent* event)
{
    if (m_cursor && m_cursor->source == CursorSource::Pointer) {
        setCursorBar(std::nullopt);
    }
    QWidget::leaveEvent(event);
}

// ---- Keyboard

void PriceChart::focusInEvent(QFocusEvent* event)
{
    const Qt::FocusReason reason = event->reason();
    m_focusRing = reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason
                  || reason == Qt::ShortcutFocusReason;
    if (m_focusRing && !cursorBar()) {
        speak(spokenSummary());
    }
    schedulePaint({.all = true});
    QWidget::focusInEvent(event);
}

void PriceChart::focusOutEvent(QFocusEvent* event)
{
    m_focusRing = false;
    schedulePaint({.all = true});
    QWidget::focusOutEvent(event);
}

void PriceChart::keyPressEvent(QKeyEvent* event)
{
    if (m_scene.candles.empty() || !handleKey(event->key(), event->modifiers())) {
        QWidget::keyPressEvent(event);
    }
}

bool PriceChart::handleKey(int key, Qt::KeyboardModifiers modifiers)
{
    if (handleArrow(key, modifiers) || handleViewKey(key, modifiers)) {
        return true;
    }
    switch (key) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (modifiers != Qt::NoModifier && modifiers != Qt::KeypadModifier) {
            return false;
        }
        if (m_scene.proposal) {
            proposeLevel();
        } else if (!useToolByKey()) {
            chooseAtCursor();
        }
        return true;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        removeSelected();
        return true;
    case Qt::Key_D:
        selectNextDrawing();
        return modifiers == Qt::NoModifier;
    case Qt::Key_S:
        grabNextLevel();
        return modifiers == Qt::NoModifier;
    case Qt::Key_I:
        speak(spokenSummary());
        return modifiers == Qt::NoModifier;
    case Qt::Key_Escape:
        if (cancelGesture()) {
            return true;
        }
        if (cursorBar()) {
            setCursorBar(std::nullopt);
            return true;
        }
        return false;
    default:
        return false;
    }
}

/// Arrows: alone the cursor, with Ctrl further, with Shift measuring from where it was; up and down
/// its price, with Ctrl the zoom of time, with Alt that of prices.
bool PriceChart::handleArrow(int key, Qt::KeyboardModifiers modifiers)
{
    const bool control = modifiers.testFlag(Qt::ControlModifier);
    const bool upright = key == Qt::Key_Up || key == Qt::Key_Down;
    const int sign = key == Qt::Key_Right || key == Qt::Key_Up ? 1 : -1;
    if (!upright && key != Qt::Key_Left && key != Qt::Key_Right) {
        return false;
    }
    if (modifiers.testFlag(Qt::AltModifier)) {
        if (upright) {
            zoomPriceByKey(sign > 0 ? kKeyZoom : 1.0 / kKeyZoom);
        }
        return upright;
    }
    const bool measuring = modifiers.testFlag(Qt::ShiftModifier);
    if (upright && control && !measuring && !m_scene.proposal) {
        zoomByKey(sign > 0 ? kKeyZoom : 1.0 / kKeyZoom);
        return true;
    }
    if (measuring && cursorBar() && !m_scene.measure) {
        m_scene.measure = Measure{cursorPoint(), cursorPoint()};
    }
    const int step = control ? kManyBars : 1;
    if (upright && m_scene.proposal) {
        moveProposal(sign * step);
    } else if (upright) {
        moveCursorPrice(sign * step);
    } else {
        moveCursor(sign * step);
    }
    if (measuring && m_scene.measure) {
        measureTo(cursorPoint());
    } else {
        followCursorWithTool();
    }
    return true;
}

bool PriceChart::handleViewKey(int key, Qt::KeyboardModifiers modifiers)
{
    constexpr double kPage = 0.5;
    const bool alt = modifiers.testFlag(Qt::AltModifier);
    switch (key) {
    case Qt::Key_Home:
        moveCursorTo(0);
        return true;
    case Qt::Key_End:
        moveCursorTo(m_scene.candles.size() - 1);
        return true;
    case Qt::Key_PageUp:
        panByKey(alt ? 0.0 : -kPage, alt ? 0.2 * kPage : 0.0);
        return true;
    case Qt::Key_PageDown:
        panByKey(alt ? 0.0 : kPage, alt ? -0.2 * kPage : 0.0);
        return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomByKey(kKeyZoom);
        return true;
    case Qt::Key_Minus:
        zoomByKey(1.0 / kKeyZoom);
        return true;
    case Qt::Key_0:
        resetView();
        return true;
    case Qt::Key_R:
        if (alt) {
            resetView();
        }
        return alt;
    case Qt::Key_A:
        if (modifiers == Qt::NoModifier) {
            cycleAutoScale();
        }
        return modifiers == Qt::NoModifier;
    case Qt::Key_L:
        if (modifiers == Qt::NoModifier) {
            setPriceScale(priceScale() == PriceScale::Linear ? PriceScale::Logarithmic
                                                             : PriceScale::Linear);
        }
        return modifiers == Qt::NoModifier;
    default:
        return false;
    }
}

void PriceChart::moveCursor(int bars)
{
    const auto last = static_cast<std::ptrdiff_t>(m_scene.candles.size()) - 1;
    const auto from = cursorBar() ? static_cast<std::ptrdiff_t>(*cursorBar()) + bars : last;
    moveCursorTo(static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(from, 0, last)));
}

void PriceChart::moveCursorTo(std::size_t bar)
{
    applyPendingView();
    const AutoScale before = m_viewport.autoScale();
    m_viewport.reveal(static_cast<double>(m_scene.candles.slotOfBar(bar)), m_scene, room());
    viewChanged(before);
    const auto price = m_cursor ? m_cursor->price : std::nullopt;
    setCursorBar(Cursor{bar, std::nullopt, CursorSource::Keyboard, price});
    speakCursor();
}

/// The first move puts it on the bar's close.
void PriceChart::moveCursorPrice(int ticks)
{
    if (!cursorBar()) {
        moveCursor(0);
    }
    const std::size_t bar = *cursorBar();
    const double from = m_cursor->price.value_or(m_scene.candles[bar].close);
    const ViewRange range = visibleRange();
    const double row = (range.high - range.low) / std::max(1.0, plotArea().height());
    const double step = std::max(tickOf(m_scene), onTick(row, m_scene)); // at least a pixel
    setCursorBar(
        Cursor{bar, std::nullopt, CursorSource::Keyboard, onTick(from + ticks * step, m_scene)});
    speak(numberText(*m_cursor->price, m_scene.priceDecimals, m_style.locale));
}

void PriceChart::zoomByKey(double factor)
{
    applyPendingView();
    const auto bar = cursorBar();
    const double anchor = bar ? anchorX(positionOf(*bar, m_scene.candles[*bar].close).x()) : 0.5;
    const AutoScale before = m_viewport.autoScale();
    m_viewport.zoomTime(factor, anchor, m_scene, room());
    viewChanged(before);
}

void PriceChart::zoomPriceByKey(double factor)
{
    applyPendingView();
    const AutoScale before = m_viewport.autoScale();
    m_viewport.zoomPrice(factor, 0.5, m_scene, room());
    viewChanged(before);
}

void PriceChart::panByKey(double partAcross, double partUp)
{
    applyPendingView();
    const AutoScale before = m_viewport.autoScale();
    if (partAcross != 0.0) {
        m_viewport.panSlots(partAcross * visibleRange().slotCount, m_scene, room());
    }
    if (partUp != 0.0) {
        m_viewport.panPrice(partUp, m_scene, room());
    }
    viewChanged(before);
}

void PriceChart::chooseAtCursor()
{
    if (const Hit* hit = hitOfCursor(); hit != nullptr && hit->kind != HitKind::Gap) {
        Q_EMIT markClicked(idOf(*hit));
    }
}

// ---- Assistive tools

void PriceChart::speakCursor()
{
    if (const auto bar = cursorBar()) {
        speak(spokenBar(*bar));
    }
}

void PriceChart::speak(const QString& text)
{
    setAccessibleDescription(text);
    QAccessibleEvent changed{this, QAccessible::DescriptionChanged};
    QAccessible::updateAccessibility(&changed);
}

QString PriceChart::spokenSummary() const
{
    if (m_scene.candles.empty()) {
        return m_scene.emptyTitle;
    }
    const BarSpan bars = visibleBars(m_scene.candles, visibleRange());
    if (bars.first == bars.last) {
        return tr("No bars in view.");
    }
    const auto price = [this](double value) {
        return numberText(value, m_scene.priceDecimals, m_style.locale);
    };
    const Extremes prices = m_scene.candles.priceRange(bars.first, bars.last);
    QStringList sentences;
    sentences << tr("%1 %2: %3 bars from %4 to %5 UTC, low %6, high %7, last %8.")
                     .arg(m_scene.market, m_scene.timeframe)
                     .arg(bars.last - bars.first)
                     .arg(momentText(m_scene.candles[bars.first].timeMs),
                          momentText(m_scene.candles[bars.last - 1].timeMs), price(prices.low),
                          price(prices.high), price(m_scene.candles[lastKnownBar(m_scene)].close));
    for (const LevelLine& level : m_scene.levels) {
        sentences << tr("%1 at %2.").arg(level.label, price(level.price));
    }
    const auto live = std::count_if(m_scene.gaps.begin(), m_scene.gaps.end(),
                                    [](const GapBox& gap) { return !gap.toMs; });
    sentences << (live == 1 ? tr("One live gap.") : tr("%1 live gaps.").arg(live));
    const TimeSpan seen = timesInView(m_scene.candles, visibleRange());
    const auto shown =
        std::count_if(m_scene.signalMarks.begin(), m_scene.signalMarks.end(),
                      [&](const SignalMark& mark) { return seen.contains(mark.timeMs); });
    sentences << (shown == 1 ? tr("One signal in view.") : tr("%1 signals in view.").arg(shown));
    return sentences.join(QLatin1Char(' '));
}

QString PriceChart::spokenBar(std::size_t bar) const
{
    const Candle& candle = m_scene.candles[bar];
    const auto price = [this](double value) {
        return numberText(value, m_scene.priceDecimals, m_style.locale);
    };
    QString text = tr("%1, open %2, high %3, low %4, close %5")
                       .arg(clockText(candle.timeMs), price(candle.open), price(candle.high),
                            price(candle.low), price(candle.close));
    if (candle.state == BarState::Forming) {
        text += tr(", forming");
    }
    for (const GapBox& gap : m_scene.gaps) {
        if (isInside(candle, gap)) {
            text += tr(", inside %1 gap").arg(gapStateWord(gap.state).toLower());
        }
    }
    for (const SignalMark& mark : m_scene.signalMarks) {
        if (mark.timeMs == candle.timeMs) {
            text += mark.side == Direction::Up ? tr(", signal to buy") : tr(", signal to sell");
            text += mark.state == SignalState::Refused ? tr(", refused") : QString{};
        }
    }
    return text;
}

} // namespace wick::charts
