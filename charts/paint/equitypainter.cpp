#include "charts/paint/equitypainter.h"

#include "charts/paint/axisticks.h"
#include "charts/paint/brushes.h"
#include "charts/paint/decimator.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace wick::charts {

namespace {

constexpr double kAxisWidth = 62.0;
constexpr double kPartBelow = 0.34; // of the height, for the drawdown
constexpr double kLeastForBelow = 130.0;
constexpr double kInset = 8.0;

QString translate(const char* text)
{
    return QCoreApplication::translate("wick::charts", text);
}

int decimalsFor(double span)
{
    return span >= 20.0 ? 0 : 2;
}

} // namespace

std::vector<double> drawdownOf(const std::vector<EquityPoint>& points)
{
    std::vector<double> below;
    below.reserve(points.size());
    double peak = -std::numeric_limits<double>::infinity();
    for (const EquityPoint& point : points) {
        peak = std::max(peak, point.equity);
        below.push_back(peak > 0.0 ? std::min(0.0, point.equity / peak - 1.0) : 0.0);
    }
    return below;
}

EquityPainter::EquityPainter(const EquityScene& scene,
                             const ChartStyle& style,
                             QSize deviceSize,
                             PixelRatio ratio)
    : m_scene(scene)
    , m_style(style)
    , m_size(deviceSize)
    , m_ratio(ratio)
    , m_fonts(style.font, ratio)
    , m_drawdown(drawdownOf(scene.points))
{
    double widest = 0.0;
    for (const EquityPoint& point : scene.points) {
        widest = std::max(widest, std::fabs(point.equity));
    }
    const int axis =
        std::max(ratio.of(kAxisWidth),
                 m_fonts.small.width(numberText(widest, 0, style.locale)) + ratio.of(2.0 * kInset));
    const int bottom = m_fonts.small.height() + ratio.of(8.0);
    const int width = std::max(1, deviceSize.width() - axis);
    const int height = std::max(1, deviceSize.height() - bottom);
    const bool below = scene.drawdown == DrawdownPane::Shown && height >= ratio.of(kLeastForBelow);
    const int belowHeight = below ? static_cast<int>(std::lround(height * kPartBelow)) : 0;
    m_equity = QRect{0, 0, width, height - belowHeight};
    if (below) {
        m_below = QRect{0, m_equity.height() + ratio.line(), width, belowHeight - ratio.line()};
    }
    m_axis = QRect{width, 0, axis, deviceSize.height()};
    m_timeAxis = QRect{0, height, width, bottom};
}

namespace {

/// The time span of all points as "slots", so that one transform serves; price range as given.
ViewTransform timeView(const QRect& plot, double low, double high)
{
    return {plot, {0.0, 1.0, low, high}};
}

} // namespace

ViewTransform EquityPainter::equityView() const
{
    Extremes values;
    for (const EquityPoint& point : m_scene.points) {
        values.add(point.equity);
    }
    if (values.empty()) {
        values = {0.0, 1.0};
    }
    if (std::isfinite(m_scene.start)) {
        values.add(m_scene.start);
    }
    const double least = std::max(1.0, 0.0005 * std::fabs(values.high));
    const double span = std::max(least, values.high - values.low);
    const double middle = 0.5 * (values.high + values.low);
    const double pixels = std::max(8.0, m_equity.height() - 2.0 * m_ratio.of(14.0));
    const double half = 0.5 * span * m_equity.height() / pixels;
    return timeView(m_equity, middle - half, middle + half);
}

ViewTransform EquityPainter::drawdownView() const
{
    double worst = -1e-4;
    for (const double value : m_drawdown) {
        worst = std::min(worst, value);
    }
    return timeView(m_below, worst * 1.15, -worst * 0.06);
}

int EquityPainter::columnOf(std::int64_t timeMs) const
{
    if (m_scene.points.empty()) {
        return m_equity.left();
    }
    const std::int64_t from = m_scene.points.front().timeMs;
    const auto span =
        static_cast<double>(std::max<std::int64_t>(1, m_scene.points.back().timeMs - from));
    const int inset = m_ratio.of(kInset);
    const double part = std::clamp(static_cast<double>(timeMs - from) / span, 0.0, 1.0);
    return m_equity.left() + inset
           + static_cast<int>(std::lround(part * (m_equity.width() - 2 * inset)));
}

std::optional<std::size_t> EquityPainter::pointAt(int column) const
{
    const auto& points = m_scene.points;
    if (points.empty()) {
        return std::nullopt;
    }
    const auto after = std::partition_point(points.begin(), points.end(), [&](const auto& point) {
        return columnOf(point.timeMs) < column;
    });
    if (after == points.end()) {
        return points.size() - 1;
    }
    const auto right = static_cast<std::size_t>(after - points.begin());
    const bool nearerLeft =
        right > 0 && column - columnOf(points[right - 1].timeMs) < columnOf(after->timeMs) - column;
    return nearerLeft ? right - 1 : right;
}

namespace {

/// The points of one pixel column: first, lowest, highest and last value.
struct ColumnOfPoints
{
    int x{};
    double first{};
    double last{};
    Extremes range;
};

/// A polyline through the columns that passes every extreme.
QPolygonF polylineOf(const std::vector<ColumnOfPoints>& columns, const ViewTransform& view)
{
    QPolygonF line;
    for (const ColumnOfPoints& column : columns) {
        const double x = column.x + 0.5;
        line << QPointF(x, view.yOfPrice(column.first));
        if (column.range.low < std::min(column.first, column.last)) {
            line << QPointF(x, view.yOfPrice(column.range.low));
        }
        if (column.range.high > std::max(column.first, column.last)) {
            line << QPointF(x, view.yOfPrice(column.range.high));
        }
        line << QPointF(x, view.yOfPrice(column.last));
    }
    return line;
}

template <typename Value>
std::vector<ColumnOfPoints>
columnsOf(const std::vector<EquityPoint>& points, const EquityPainter& painter, const Value& value)
{
    std::vector<ColumnOfPoints> columns;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const int x = painter.columnOf(points[i].timeMs);
        const double at = value(i);
        if (columns.empty() || columns.back().x != x) {
            columns.push_back({x, at, at, {}});
        }
        columns.back().last = at;
        columns.back().range.add(at);
    }
    return columns;
}

} // namespace

void EquityPainter::paintEquity(QPainter& painter, const std::vector<double>& ticks) const
{
    const ViewTransform view = equityView();
    const ChartColors& colors = m_style.colors;
    for (const double tick : ticks) {
        painter.fillRect(0, view.rowOfPrice(tick), m_equity.width(), m_ratio.line(), colors.grid);
    }
    if (std::isfinite(m_scene.start)) {
        dashedColumns(painter, {0, view.rowOfPrice(m_scene.start)}, m_equity.width(),
                      colors.outline, {4.0, 3.0}, m_ratio);
    }
    const auto columns = columnsOf(m_scene.points, *this,
                                   [this](std::size_t i) { return m_scene.points[i].equity; });
    painter.setRenderHint(QPainter::Antialiasing, true);
    QPen pen{colors.text, 1.3 * m_ratio.value};
    pen.setJoinStyle(Qt::BevelJoin);
    painter.setPen(pen);
    painter.drawPolyline(polylineOf(columns, view));
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.text);
    const double radius = 2.5 * m_ratio.value;
    painter.drawEllipse(QPointF(columns.back().x + 0.5, view.yOfPrice(columns.back().last)), radius,
                        radius);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void EquityPainter::paintDrawdown(QPainter& painter) const
{
    constexpr double kFill = 0.24;
    const ViewTransform view = drawdownView();
    const ChartColors& colors = m_style.colors;
    const auto columns =
        columnsOf(m_scene.points, *this, [this](std::size_t i) { return m_drawdown[i]; });
    const int zero = view.rowOfPrice(0.0);
    const QColor fill = blend(colors.danger, colors.panel, kFill);
    for (std::size_t i = 0; i < columns.size(); ++i) { // a column up to the next: no big polygons
        const int right = i + 1 < columns.size() ? columns[i + 1].x : columns[i].x + 1;
        const double from = columns[i].last;
        const double to = i + 1 < columns.size() ? columns[i + 1].first : from;
        for (int x = columns[i].x; x < right; ++x) {
            const double part = static_cast<double>(x - columns[i].x) / (right - columns[i].x);
            const double value =
                x == columns[i].x ? columns[i].range.low : from + part * (to - from);
            painter.fillRect(x, zero, 1, std::max(0, view.rowOfPrice(value) - zero), fill);
        }
    }
    painter.fillRect(columns.front().x, zero, columns.back().x - columns.front().x + 1,
                     m_ratio.line(), colors.danger);
    painter.setRenderHint(QPainter::Antialiasing, true);
    QPen pen{colors.danger, m_ratio.value};
    pen.setJoinStyle(Qt::BevelJoin);
    painter.setPen(pen);
    painter.drawPolyline(polylineOf(columns, view));
    painter.setRenderHint(QPainter::Antialiasing, false);
}

namespace {

/// Round clock times over hours; over days the dates of evenly spaced places, both ends included.
std::vector<TimeTick> equityTicks(const std::vector<EquityPoint>& points, int wanted)
{
    constexpr std::int64_t kThreeDays = std::int64_t{3} * 24 * 3'600'000;
    const std::int64_t from = points.front().timeMs;
    const std::int64_t span = points.back().timeMs - from;
    if (span < kThreeDays) {
        return evenTimeTicks(from, points.back().timeMs, wanted);
    }
    const int count = std::clamp(wanted, 2, 5);
    std::vector<TimeTick> ticks;
    for (int i = 0; i < count; ++i) {
        const double part = static_cast<double>(i) / (count - 1);
        const std::int64_t at = from + static_cast<std::int64_t>(part * static_cast<double>(span));
        ticks.push_back({part, at, TimeTickKind::Day, dayText(at)});
    }
    return ticks;
}

} // namespace

void EquityPainter::paintAxes(QPainter& painter, const std::vector<double>& ticks) const
{
    const ViewTransform view = equityView();
    const ChartColors& colors = m_style.colors;
    const ChartText& font = m_fonts.small;
    const int decimals = decimalsFor(view.range().high - view.range().low);
    const auto label = [&](int row, const QString& text, const QRect& pane) {
        const QRect place{m_axis.x() + m_ratio.of(kInset), row - font.height() / 2, m_axis.width(),
                          font.height()};
        if (place.top() >= pane.top() && place.bottom() <= pane.bottom()) {
            font.drawLeft(painter, place, text, colors.textSecondary);
        }
    };
    for (const double tick : ticks) {
        label(view.rowOfPrice(tick), numberText(tick, decimals, m_style.locale), m_equity);
    }
    if (!m_below.isNull()) {
        const ViewTransform below = drawdownView();
        const double worst = *std::min_element(m_drawdown.begin(), m_drawdown.end());
        const QString text = numberText(100.0 * worst, 1, m_style.locale) + QStringLiteral(" %");
        label(std::min(below.rowOfPrice(worst), m_below.bottom() - font.height() / 2 - 1), text,
              m_below);
        font.draw(painter, m_ratio.of(kInset), m_below.bottom() - m_ratio.of(4.0),
                  translate("Below the peak"), colors.textSecondary);
        painter.fillRect(0, m_below.top() - m_ratio.line(), m_size.width(), m_ratio.line(),
                         colors.border);
    }
    paintTimes(painter);
}

void EquityPainter::paintTimes(QPainter& painter) const
{
    const ChartText& font = m_fonts.small;
    const int labelRoom = font.width(QStringLiteral("00 Mmm")) + m_ratio.of(14.0);
    const int wanted = std::max(1, m_timeAxis.width() / std::max(1, labelRoom));
    int freeFrom = 0;
    for (const TimeTick& tick : equityTicks(m_scene.points, wanted)) {
        const int width = font.width(tick.label);
        const int left = std::clamp(columnOf(tick.timeMs) - width / 2, m_ratio.of(kInset),
                                    std::max(m_ratio.of(kInset), m_timeAxis.width() - width));
        if (left >= freeFrom) {
            const bool day = tick.kind != TimeTickKind::Clock;
            font.drawLeft(painter, QRect{left, m_timeAxis.y(), width, m_timeAxis.height()},
                          tick.label, day ? m_style.colors.text : m_style.colors.textSecondary);
            freeFrom = left + width + m_ratio.of(12.0);
        }
    }
}

void EquityPainter::paintSelection(QPainter& painter) const
{
    for (const std::int64_t change : m_scene.changesMs) {
        if (change >= m_scene.points.front().timeMs && change <= m_scene.points.back().timeMs) {
            dashedRows(painter, columnOf(change), 0, m_timeAxis.y(), m_style.colors.outline,
                       m_ratio);
        }
    }
    if (!m_scene.selectedMs) {
        return;
    }
    const int column = columnOf(*m_scene.selectedMs);
    dashedRows(painter, column, 0, m_timeAxis.y(), m_style.colors.accent, m_ratio);
    const auto point = pointAt(column);
    const double y = equityView().yOfPrice(m_scene.points[*point].equity);
    const double radius = 3.0 * m_ratio.value;
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setPen(QPen{m_style.colors.accent, 1.5 * m_ratio.value});
    painter.setBrush(m_style.colors.panel);
    painter.drawEllipse(QPointF(column + 0.5, y), radius, radius);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void EquityPainter::paintEmpty(QPainter& painter) const
{
    const int line = m_fonts.body.height() + m_ratio.of(8.0);
    const int top = m_size.height() / 2 - line;
    m_fonts.bodyBold.drawCentred(painter, QRect{0, top, m_size.width(), line}, m_scene.emptyTitle,
                                 m_style.colors.text);
    m_fonts.body.drawCentred(painter, QRect{0, top + line, m_size.width(), line}, m_scene.emptyHint,
                             m_style.colors.textSecondary);
}

void EquityPainter::paintStatic(QPainter& painter) const
{
    painter.fillRect(QRect{QPoint{0, 0}, m_size}, m_style.colors.panel);
    if (m_scene.points.size() < 2) {
        paintEmpty(painter);
        return;
    }
    const ViewTransform view = equityView();
    const int wanted = std::max(2, m_equity.height() / m_ratio.of(36.0));
    const double span = view.range().high - view.range().low;
    const auto ticks = priceTicks(view.range().low, view.range().high, decimalsFor(span), wanted);
    paintEquity(painter, ticks);
    if (!m_below.isNull()) {
        paintDrawdown(painter);
    }
    paintAxes(painter, ticks);
    paintSelection(painter);
}

void EquityPainter::paintReadout(QPainter& painter, std::size_t point) const
{
    if (point >= m_scene.points.size() || m_scene.points.size() < 2) {
        return;
    }
    const EquityPoint& at = m_scene.points[point];
    const int column = columnOf(at.timeMs);
    for (int y = 0; y < m_timeAxis.y(); y += std::max(2, m_ratio.of(3.0))) {
        painter.fillRect(column, y, m_ratio.line(), m_ratio.line(), m_style.colors.crosshair);
    }
    const QString text =
        QStringLiteral("%1   %2   %3 %")
            .arg(momentText(at.timeMs), numberText(at.equity, m_scene.decimals, m_style.locale),
                 numberText(100.0 * m_drawdown[point], 2, m_style.locale));
    const int width = m_fonts.small.width(text) + m_ratio.of(12.0);
    const int left = std::clamp(column - width / 2, 0, std::max(0, m_equity.width() - width));
    const QRect place{left, m_ratio.of(2.0), width, m_fonts.small.height() + m_ratio.of(4.0)};
    painter.fillRect(place, m_style.colors.raised);
    solidOutline(painter, place, m_style.colors.outline, m_ratio);
    m_fonts.small.drawCentred(painter, place, text, m_style.colors.text);
}

QImage renderEquity(const EquityScene& scene, const ChartStyle& style, QSize size, double ratio)
{
    const QSize device{std::max(1, static_cast<int>(std::lround(size.width() * ratio))),
                       std::max(1, static_cast<int>(std::lround(size.height() * ratio)))};
    QImage image{device, QImage::Format_RGB32};
    {
        QPainter painter{&image};
        EquityPainter{scene, style, device, PixelRatio{ratio}}.paintStatic(painter);
    }
    image.setDevicePixelRatio(ratio);
    return image;
}

} // namespace wick::charts
