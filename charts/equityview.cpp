#include "charts/equityview.h"

#include "charts/paint/axisticks.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace wick::charts {

namespace {

constexpr int kPaintIntervalMs = 16;

} // namespace

EquityView::EquityView(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Equity and drawdown"));
    m_style.font = font();
    m_paintTimer.setSingleShot(true);
    m_paintTimer.setInterval(kPaintIntervalMs);
    connect(&m_paintTimer, &QTimer::timeout, this, QOverload<>::of(&QWidget::update));
}

void EquityView::setChartStyle(const ChartStyle& style)
{
    m_style = style;
    sceneChanged();
}

void EquityView::setPoints(std::vector<EquityPoint> points, double start)
{
    m_scene.points = std::move(points);
    m_scene.start = start;
    m_readout.reset();
    sceneChanged();
    speak();
}

void EquityView::setDrawdownPane(DrawdownPane shown)
{
    m_scene.drawdown = shown;
    sceneChanged();
}

void EquityView::setChanges(std::vector<std::int64_t> timesMs)
{
    m_scene.changesMs = std::move(timesMs);
    sceneChanged();
}

void EquityView::setSelectedTime(std::optional<std::int64_t> timeMs)
{
    m_scene.selectedMs = timeMs;
    sceneChanged();
}

void EquityView::setDecimals(int decimals)
{
    m_scene.decimals = decimals;
    sceneChanged();
}

void EquityView::setEmptyState(const QString& title, const QString& hint)
{
    m_scene.emptyTitle = title;
    m_scene.emptyHint = hint;
    sceneChanged();
}

QSize EquityView::deviceSize() const
{
    const double ratio = devicePixelRatioF();
    return {std::max(1, static_cast<int>(std::ceil(width() * ratio))),
            std::max(1, static_cast<int>(std::ceil(height() * ratio)))};
}

EquityPainter EquityView::chart() const
{
    return {m_scene, m_style, deviceSize(), PixelRatio{devicePixelRatioF()}};
}

void EquityView::sceneChanged()
{
    m_stale = true;
    schedulePaint();
}

void EquityView::schedulePaint()
{
    if (isVisible() && !m_paintTimer.isActive()) {
        m_paintTimer.start();
    }
}

void EquityView::setReadout(std::optional<std::size_t> point)
{
    if (point != m_readout) {
        m_readout = point;
        speak();
        schedulePaint();
    }
}

void EquityView::speak()
{
    if (m_scene.points.empty()) {
        setAccessibleDescription(m_scene.emptyTitle);
        return;
    }
    const EquityPoint& point = m_scene.points[m_readout.value_or(m_scene.points.size() - 1)];
    setAccessibleDescription(tr("%1, equity %2")
                                 .arg(momentText(point.timeMs),
                                      numberText(point.equity, m_scene.decimals, m_style.locale)));
    QAccessibleEvent changed{this, QAccessible::DescriptionChanged};
    QAccessible::updateAccessibility(&changed);
}

void EquityView::paintEvent(QPaintEvent* /*event*/)
{
    m_paintTimer.stop();
    const double ratio = devicePixelRatioF();
    const EquityPainter equity = chart();
    if (m_stale || m_layer.size() != deviceSize() || m_layer.devicePixelRatio() != ratio) {
        m_layer = QPixmap{deviceSize()};
        {
            QPainter painter{&m_layer};
            equity.paintStatic(painter);
        }
        m_layer.setDevicePixelRatio(ratio);
        m_stale = false;
        ++m_staticPaints;
    }
    QPainter painter{this};
    painter.drawPixmap(0, 0, m_layer);
    painter.scale(1.0 / ratio, 1.0 / ratio);
    if (m_readout) {
        equity.paintReadout(painter, *m_readout);
    }
    if (m_focusRing) {
        const int width = PixelRatio{ratio}.of(2.0);
        const QSize size = deviceSize();
        for (const QRect& side : {QRect{0, 0, size.width(), width},
                                  QRect{0, size.height() - width, size.width(), width},
                                  QRect{0, 0, width, size.height()},
                                  QRect{size.width() - width, 0, width, size.height()}})
        {
            painter.fillRect(side, m_style.colors.accent);
        }
    }
}

void EquityView::resizeEvent(QResizeEvent* event)
{
    m_stale = true;
    QWidget::resizeEvent(event);
}

void EquityView::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    update();
}

void EquityView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange) {
        m_style.font = font();
        sceneChanged();
    }
    QWidget::changeEvent(event);
}

void EquityView::mouseMoveEvent(QMouseEvent* event)
{
    const int column = static_cast<int>(std::lround(event->position().x() * devicePixelRatioF()));
    setReadout(chart().pointAt(column));
}

void EquityView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && !m_scene.points.empty()) {
        mouseMoveEvent(event);
        Q_EMIT timeClicked(m_scene.points[*m_readout].timeMs);
    }
}

void EquityView::keyPressEvent(QKeyEvent* event)
{
    if (m_scene.points.empty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    const auto last = static_cast<std::ptrdiff_t>(m_scene.points.size()) - 1;
    const auto at = static_cast<std::ptrdiff_t>(m_readout.value_or(m_scene.points.size() - 1));
    const std::ptrdiff_t step = event->modifiers().testFlag(Qt::ControlModifier) ? 10 : 1;
    const auto go = [&](std::ptrdiff_t to) {
        setReadout(static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(to, 0, last)));
    };
    switch (event->key()) {
    case Qt::Key_Left:
        go(at - step);
        return;
    case Qt::Key_Right:
        go(at + step);
        return;
    case Qt::Key_Home:
        go(0);
        return;
    case Qt::Key_End:
        go(last);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT timeClicked(m_scene.points[static_cast<std::size_t>(at)].timeMs);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void EquityView::leaveEvent(QEvent* event)
{
    setReadout(std::nullopt);
    QWidget::leaveEvent(event);
}

void EquityView::focusInEvent(QFocusEvent* event)
{
    const Qt::FocusReason reason = event->reason();
    m_focusRing = reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason
                  || reason == Qt::ShortcutFocusReason;
    schedulePaint();
    QWidget::focusInEvent(event);
}

void EquityView::focusOutEvent(QFocusEvent* event)
{
    m_focusRing = false;
    schedulePaint();
    QWidget::focusOutEvent(event);
}

QSize EquityView::sizeHint() const
{
    return {360, 220};
}

QSize EquityView::minimumSizeHint() const
{
    return {160, 90};
}

QImage EquityView::picture() const
{
    return renderEquity(m_scene, m_style, size(), devicePixelRatioF());
}

} // namespace wick::charts
