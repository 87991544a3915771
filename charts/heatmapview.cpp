#include "charts/heatmapview.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace wick::charts {

namespace {

constexpr int kGap = 1;
/// Full tint of the accent over the panel; text on it keeps a contrast of 4.6.
constexpr double kStrongest = 0.52;

QString signedRho(double value)
{
    const QString digits = QString::number(std::abs(value), 'f', 2);
    return value < 0.0 ? u"\u2212"_s + digits : digits;
}

} // namespace

HeatmapView::HeatmapView(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Markets that move together"));
    QSizePolicy policy{QSizePolicy::Expanding, QSizePolicy::Fixed};
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    m_style.font = font();
}

void HeatmapView::setChartStyle(const ChartStyle& style)
{
    m_style = style;
    updateGeometry();
    update();
}

void HeatmapView::setScene(HeatScene scene)
{
    if (scene == m_scene) {
        return;
    }
    const bool resized = scene.markets.size() != m_scene.markets.size();
    m_scene = std::move(scene);
    if (resized) {
        m_at = {0, 1};
        updateGeometry();
    }
    update();
}

QString HeatmapView::wordsOf(std::size_t row, std::size_t column) const
{
    const auto count = static_cast<std::size_t>(m_scene.markets.size());
    if (row >= count || column >= count) {
        return {};
    }
    const QString pair = tr("%1 and %2")
                             .arg(m_scene.markets[static_cast<qsizetype>(row)],
                                  m_scene.markets[static_cast<qsizetype>(column)]);
    if (row == column) {
        return m_scene.markets[static_cast<qsizetype>(row)];
    }
    const HeatCell& cell = m_scene.cells[row * count + column];
    const QString bars = QLocale{QLocale::English}.toString(cell.bars);
    if (!cell.known) {
        return tr("%1: not known yet, %2 common bars; counts as one").arg(pair, bars);
    }
    QString words = tr("%1: %2, up to %3, %4 common bars")
                        .arg(pair, signedRho(cell.rho), signedRho(cell.upTo), bars);
    return cell.grouped ? tr("%1, one group").arg(words) : words;
}

int HeatmapView::headWidth() const
{
    const QFontMetrics metrics{m_style.font};
    int widest = 0;
    for (const QString& market : m_scene.markets) {
        widest = std::max(widest, metrics.horizontalAdvance(market));
    }
    return widest + 16;
}

int HeatmapView::headHeight() const
{
    return QFontMetrics{m_style.font}.height() + 6;
}

QRect HeatmapView::rectOf(Place place) const
{
    const int count = std::max(1, static_cast<int>(m_scene.markets.size()));
    const double width = static_cast<double>(this->width() - headWidth()) / count;
    const double height = static_cast<double>(this->height() - headHeight()) / count;
    const auto at = [](double step, std::size_t index) {
        return static_cast<int>(std::lround(step * static_cast<double>(index)));
    };
    const QPoint from{headWidth() + at(width, place.column), headHeight() + at(height, place.row)};
    const QPoint to{headWidth() + at(width, place.column + 1) - kGap,
                    headHeight() + at(height, place.row + 1) - kGap};
    return {from, to - QPoint{1, 1}};
}

QSize HeatmapView::sizeHint() const
{
    return {320, heightForWidth(320)};
}

QSize HeatmapView::minimumSizeHint() const
{
    return {headWidth() + 3 * 60, headHeight() + 3 * 2 * QFontMetrics{m_style.font}.height()};
}

int HeatmapView::heightForWidth(int /*width*/) const
{
    const int row = 2 * QFontMetrics{m_style.font}.height() + 10;
    return headHeight() + row * std::max(1, static_cast<int>(m_scene.markets.size()));
}

void HeatmapView::paintCell(QPainter& painter, Place place) const
{
    const QRect rect = rectOf(place);
    const ChartColors& colors = m_style.colors;
    const auto count = static_cast<std::size_t>(m_scene.markets.size());
    if (place.row == place.column) {
        painter.fillRect(rect, colors.panel);
        painter.setPen(colors.border);
        painter.drawRect(rect.adjusted(0, 0, -1, -1));
        painter.setPen(colors.textSecondary);
        painter.drawText(rect, Qt::AlignCenter, tr("same"));
        return;
    }
    const HeatCell& cell = m_scene.cells[place.row * count + place.column];
    const double strength = cell.known ? std::min(1.0, std::abs(cell.rho)) * kStrongest : 0.0;
    painter.fillRect(rect, blend(colors.accent, colors.panel, strength));
    painter.setPen(cell.grouped ? QPen{colors.accent, 1.0} : QPen{colors.border, 1.0});
    painter.drawRect(rect.adjusted(0, 0, -1, -1));
    painter.setPen(colors.text);
    const QRect upper{rect.left(), rect.top(), rect.width(), rect.height() / 2 + 2};
    const QRect lower{rect.left(), rect.center().y() - 1, rect.width(), rect.height() / 2};
    QFont bold = m_style.font;
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.drawText(upper, Qt::AlignHCenter | Qt::AlignBottom,
                     cell.known ? signedRho(cell.rho) : u"\u2013"_s);
    painter.setFont(m_style.font);
    painter.drawText(lower, Qt::AlignHCenter | Qt::AlignVCenter,
                     cell.known ? tr("up to %1").arg(signedRho(cell.upTo)) : tr("as one"));
}

void HeatmapView::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter{this};
    painter.fillRect(rect(), m_style.colors.panel);
    const auto count = static_cast<std::size_t>(m_scene.markets.size());
    if (count == 0 || m_scene.cells.size() != count * count) {
        return;
    }
    for (std::size_t i = 0; i < count; ++i) {
        const QString& market = m_scene.markets[static_cast<qsizetype>(i)];
        QFont bold = m_style.font;
        bold.setWeight(QFont::DemiBold);
        painter.setFont(bold);
        painter.setPen(m_style.colors.text);
        const QRect column = rectOf({0, i});
        painter.drawText(QRect{column.left(), 0, column.width(), headHeight()}, Qt::AlignCenter,
                         market);
        const QRect row = rectOf({i, 0});
        painter.drawText(QRect{0, row.top(), headWidth() - 8, row.height()},
                         Qt::AlignLeft | Qt::AlignVCenter, market);
        painter.setFont(m_style.font);
        for (std::size_t j = 0; j < count; ++j) {
            paintCell(painter, {i, j});
        }
    }
    if (hasFocus()) {
        painter.setPen(QPen{m_style.colors.accent, 2.0});
        painter.drawRect(rectOf(m_at).adjusted(1, 1, -2, -2));
    }
}

bool HeatmapView::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto count = static_cast<std::size_t>(m_scene.markets.size());
        for (std::size_t i = 0; i < count * count; ++i) {
            const Place place{i / count, i % count};
            if (rectOf(place).contains(help->pos())) {
                QToolTip::showText(help->globalPos(), wordsOf(place.row, place.column), this);
                return true;
            }
        }
        QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

void HeatmapView::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        move(0, -1);
        return;
    case Qt::Key_Right:
        move(0, 1);
        return;
    case Qt::Key_Up:
        move(-1, 0);
        return;
    case Qt::Key_Down:
        move(1, 0);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void HeatmapView::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    speak();
    update();
}

void HeatmapView::move(int rows, int columns)
{
    const auto step = [this](std::size_t at, int by) {
        const auto last = static_cast<int>(m_scene.markets.size()) - 1;
        return static_cast<std::size_t>(
            std::clamp(static_cast<int>(at) + by, 0, std::max(0, last)));
    };
    m_at = {step(m_at.row, rows), step(m_at.column, columns)};
    speak();
    update();
}

void HeatmapView::speak()
{
    setAccessibleDescription(wordsOf(m_at.row, m_at.column));
    QAccessibleEvent event{this, QAccessible::DescriptionChanged};
    QAccessible::updateAccessibility(&event);
}

} // namespace wick::charts
