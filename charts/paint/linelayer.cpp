#include "charts/paint/linelayer.h"

#include "charts/paint/pixelcolumns.h"

#include <QLineF>
#include <QPainter>
#include <QPen>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace wick::charts {

namespace {

/// The pieces of a line, broken where it is undefined. Drawn as single lines: the stroker of
/// polylines costs ten times as much and its joins cannot be seen at this width.
class Stroke
{
public:
    explicit Stroke(const ViewTransform& view)
        : m_view(view)
    {}

    void add(double x, double value)
    {
        if (!std::isfinite(value)) {
            m_previous.reset();
            return;
        }
        const QPointF point{x, std::clamp(m_view.yOfPrice(value), -4096.0, 16384.0)};
        if (m_previous) {
            m_lines.emplace_back(*m_previous, point);
        }
        m_previous = point;
    }

    void draw(QPainter& painter) const
    {
        painter.drawLines(m_lines.data(), static_cast<int>(m_lines.size()));
    }

private:
    const ViewTransform& m_view;
    std::vector<QLineF> m_lines;
    std::optional<QPointF> m_previous;
};

QPen penFor(const ChartLine& line, const PaintContext& context)
{
    constexpr double kWidth = 1.3;
    QPen pen{context.style.colors.of(line.role), kWidth * context.ratio.value};
    pen.setCapStyle(line.style == LineStyle::Dashed ? Qt::FlatCap : Qt::SquareCap);
    if (line.style == LineStyle::Dashed) {
        pen.setDashPattern({4.0, 3.0});
    }
    return pen;
}

/// One upright stroke a pixel column: low and high of the values under it, joined to the column
/// before.
void paintColumns(const PaintContext& context,
                  const ChartLine& line,
                  const BarRun& run,
                  BarSpan bars)
{
    const ViewTransform& view = context.view;
    std::vector<QRect> columns;
    int previousTop = 0;
    int previousBottom = -1;
    forEachColumn(run, bars, view, [&](int x, std::size_t first, std::size_t last) {
        const Extremes values = line.values.range(first, last);
        if (values.empty()) {
            previousBottom = previousTop - 1;
            return;
        }
        const int top = view.rowOfPrice(values.high);
        const int bottom = view.rowOfPrice(values.low);
        const bool joins = previousBottom >= previousTop;
        const int from = joins ? std::min(top, previousBottom) : top;
        const int to = joins ? std::max(bottom, previousTop) : bottom;
        columns.emplace_back(x, from, 1, to - from + 1);
        previousTop = top;
        previousBottom = bottom;
    });
    context.painter.setPen(Qt::NoPen);
    context.painter.setBrush(context.style.colors.of(line.role));
    context.painter.drawRects(columns.data(), static_cast<int>(columns.size()));
}

} // namespace

void paintLine(const PaintContext& context, const ChartLine& line, BarSpan bars)
{
    const CandleSeries& series = context.scene.candles;
    const bool aggregate = context.view.slotWidth() < kAggregateBelow;
    context.painter.setRenderHint(QPainter::Antialiasing, !aggregate);
    context.painter.setPen(penFor(line, context));
    context.painter.setBrush(Qt::NoBrush);
    for (const BarRun& run : series.runs()) {
        const std::size_t before = bars.first > 0 ? bars.first - 1 : 0;
        const std::size_t first = std::max(run.firstBar, before);
        const std::size_t last =
            std::min({run.firstBar + run.count, bars.last, line.values.size()});
        const double shift = static_cast<double>(run.firstBar) - static_cast<double>(run.firstSlot);
        if (first >= last) {
            continue;
        }
        if (aggregate) {
            paintColumns(context, line, run, {first, last});
            continue;
        }
        Stroke stroke{context.view};
        for (std::size_t bar = first; bar < last; ++bar) {
            stroke.add(context.view.xOfSlot(static_cast<double>(bar) - shift), line.values[bar]);
        }
        stroke.draw(context.painter);
    }
    context.painter.setRenderHint(QPainter::Antialiasing, false);
}

} // namespace wick::charts
