#include "charts/paint/linelayer.h"

#include "charts/paint/candlelayer.h"

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

/// One upright stroke a pixel column: low and high of the values under it.
void paintColumns(const PaintContext& context,
                  const ChartLine& line,
                  std::size_t first,
                  std::size_t last,
                  double shift)
{
    const ViewTransform& view = context.view;
    std::vector<QRect> columns;
    int previousTop = 0;
    int previousBottom = -1;
    for (std::size_t bar = first; bar < last;) {
        const int x = view.columnOfSlot(static_cast<double>(bar) - shift);
        const double next = std::ceil(view.slotAtX(x + 1) - 0.5 + shift);
        const auto end = std::clamp(static_cast<std::size_t>(std::max(0.0, next)), bar + 1, last);
        const Extremes values = line.values.range(bar, end);
        bar = end;
        if (values.empty()) {
            previousBottom = previousTop - 1;
            continue;
        }
        int top = view.rowOfPrice(values.high);
        int bottom = view.rowOfPrice(values.low);
        const int ownTop = top;
        const int ownBottom = bottom;
        if (previousBottom >= previousTop) { // joins the column before
            top = std::min(top, previousBottom);
            bottom = std::max(bottom, previousTop);
        }
        previousTop = ownTop;
        previousBottom = ownBottom;
        columns.emplace_back(x, top, 1, bottom - top + 1);
    }
    context.painter.setPen(Qt::NoPen);
    context.painter.setBrush(context.style.colors.of(line.role));
    context.painter.drawRects(columns.data(), static_cast<int>(columns.size()));
}

} // namespace

void paintLine(const PaintContext& context, const ChartLine& line)
{
    const CandleSeries& series = context.scene.candles;
    const BarSpan bars = visibleBars(series, context.view.range());
    const bool aggregate = context.view.slotWidth() < kAggregateBelow;
    context.painter.setRenderHint(QPainter::Antialiasing, !aggregate);
    context.painter.setPen(penFor(line, context));
    context.painter.setBrush(Qt::NoBrush);
    for (const BarRun& run : series.runs()) {
        const std::size_t before = bars.first > 0 ? bars.first - 1 : 0;
        const std::size_t first = std::max(run.firstBar, before);
        const std::size_t last =
            std::min({run.firstBar + run.count, bars.last + 1, line.values.size()});
        const double shift = static_cast<double>(run.firstBar) - static_cast<double>(run.firstSlot);
        if (first >= last) {
            continue;
        }
        if (aggregate) {
            paintColumns(context, line, first, last, shift);
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
