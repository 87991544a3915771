#include "charts/paint/candlelayer.h"

#include "charts/paint/brushes.h"
#include "charts/paint/pixelcolumns.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace wick::charts {

CandleWidths candleWidths(double slotWidth, PixelRatio ratio) noexcept
{
    CandleWidths widths;
    widths.wick = slotWidth < 3.0 ? 1 : ratio.line();
    const int most = static_cast<int>(std::floor(slotWidth)) - 1;
    int body = std::min(most, static_cast<int>(std::lround(slotWidth * 0.68)));
    if ((body - widths.wick) % 2 != 0) {
        --body;
    }
    widths.body = std::max(widths.wick, body);
    return widths;
}

CandleGeometry candleGeometry(const Candle& bar,
                              double slot,
                              const ViewTransform& view,
                              CandleWidths widths) noexcept
{
    const int left = view.columnOfSlot(slot) - (widths.wick - 1) / 2;
    const int high = view.rowOfPrice(bar.high);
    const int low = view.rowOfPrice(bar.low);
    const int top = view.rowOfPrice(std::max(bar.open, bar.close));
    const int bottom = view.rowOfPrice(std::min(bar.open, bar.close));
    CandleGeometry geometry;
    geometry.wick = QRect{left, high, widths.wick, low - high + 1};
    geometry.body = QRect{left - (widths.body - widths.wick) / 2, top, widths.body,
                          std::max(widths.wick, bottom - top + 1)};
    return geometry;
}

BarSpan visibleBars(const CandleSeries& series, const ViewRange& range) noexcept
{
    const std::size_t first = series.firstBarFromSlot(std::floor(range.firstSlot));
    const std::size_t last = series.firstBarFromSlot(std::ceil(range.firstSlot + range.slotCount));
    return {std::min(first, last), last};
}

BarSpan lastColumn(const CandleSeries& series, const ViewTransform& view) noexcept
{
    const std::size_t last = series.size() - 1;
    if (view.slotWidth() >= kAggregateBelow) {
        return {last, last + 1};
    }
    const int column = view.columnOfSlot(static_cast<double>(series.slotOfBar(last)));
    const std::size_t first = series.firstBarFromSlot(std::ceil(view.slotAtX(column) - 0.5));
    return {std::max(std::min(first, last), series.runs().back().firstBar), last + 1};
}

namespace {

/// Rectangles of one colour, drawn in one call.
class RectBatch
{
public:
    void add(const QRect& rect) { m_rects.push_back(rect); }
    void add(int x, int y, int width, int height) { m_rects.emplace_back(x, y, width, height); }

    void draw(QPainter& painter, const QColor& colour)
    {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawRects(m_rects.data(), static_cast<int>(m_rects.size()));
    }

private:
    std::vector<QRect> m_rects;
};

struct Batches
{
    RectBatch up;
    RectBatch down;
    RectBatch noTrade;

    RectBatch& of(Direction direction) { return direction == Direction::Up ? up : down; }

    void draw(QPainter& painter, const ChartColors& colors)
    {
        up.draw(painter, colors.up);
        down.draw(painter, colors.down);
        noTrade.draw(painter, colors.ghost);
    }
};

void addHollow(RectBatch& batch, const CandleGeometry& at, int line)
{
    const QRect& body = at.body;
    batch.add(at.wick.x(), at.wick.y(), at.wick.width(), body.top() - at.wick.top());
    batch.add(at.wick.x(), body.bottom() + 1, at.wick.width(), at.wick.bottom() - body.bottom());
    if (body.width() <= 2 * line || body.height() <= 2 * line) {
        batch.add(body);
        return;
    }
    batch.add(body.x(), body.y(), body.width(), line);
    batch.add(body.x(), body.bottom() + 1 - line, body.width(), line);
    batch.add(body.x(), body.y() + line, line, body.height() - 2 * line);
    batch.add(body.right() + 1 - line, body.y() + line, line, body.height() - 2 * line);
}

void paintForming(QPainter& painter,
                  const Candle& bar,
                  const CandleGeometry& at,
                  const ChartColors& colors,
                  PixelRatio ratio)
{
    const QColor& colour = colors.of(bar.direction());
    painter.setPen(Qt::NoPen);
    painter.fillRect(at.body, hatchBrush(withAlpha(colour, 0.75), 3.0, ratio));
    dashedRows(painter, at.wick.x(), at.wick.top(), at.body.top(), colour, ratio);
    dashedRows(painter, at.wick.x(), at.body.bottom() + 1, at.wick.bottom() + 1, colour, ratio);
    dashedOutline(painter, at.body, colour, {2.0, 2.0}, ratio);
}

/// One bar of its own.
void addBar(Batches& batches, const Candle& bar, const CandleGeometry& at, int line)
{
    if (bar.state == BarState::NoTrade) {
        batches.noTrade.add(at.body);
        return;
    }
    if (bar.direction() == Direction::Up && at.body.width() > 2 * line) {
        addHollow(batches.up, at, line);
        return;
    }
    RectBatch& batch = batches.of(bar.direction());
    batch.add(at.wick);
    if (at.body.width() > at.wick.width()) {
        batch.add(at.body);
    }
}

/// The bars [first, last) of a run, which share one pixel column.
Direction directionOf(const CandleSeries& series, std::size_t first, std::size_t last)
{
    return series[last - 1].close >= series[first].open ? Direction::Up : Direction::Down;
}

/// The part of a run that the view shows.
BarSpan within(const BarRun& run, BarSpan bars)
{
    const std::size_t first = std::max(run.firstBar, bars.first);
    return {first, std::max(first, std::min(run.firstBar + run.count, bars.last))};
}

/// Calls `each(bar, slot)` for the bars of a run that the view shows.
template <typename Each>
void forEachBar(const BarRun& run, BarSpan bars, const Each& each)
{
    for (std::size_t bar = bars.first; bar < bars.last; ++bar) {
        each(bar, static_cast<double>(run.firstSlot + (bar - run.firstBar)));
    }
}

} // namespace

void paintCandles(QPainter& painter,
                  const CandleSeries& series,
                  BarSpan bars,
                  const ViewTransform& view,
                  const ChartColors& colors,
                  PixelRatio ratio)
{
    const CandleWidths widths = candleWidths(view.slotWidth(), ratio);
    Batches batches;
    const auto column = [&](int x, std::size_t first, std::size_t last) {
        const Extremes prices = series.priceRange(first, last);
        const int top = view.rowOfPrice(prices.high);
        const int bottom = view.rowOfPrice(prices.low);
        batches.of(directionOf(series, first, last)).add(x, top, 1, bottom - top + 1);
    };
    const auto single = [&](std::size_t bar, double slot) {
        const CandleGeometry at = candleGeometry(series[bar], slot, view, widths);
        if (series[bar].state == BarState::Forming && widths.body > widths.wick) {
            paintForming(painter, series[bar], at, colors, ratio);
        } else {
            addBar(batches, series[bar], at, ratio.line());
        }
    };
    for (const BarRun& run : series.runs()) {
        if (view.slotWidth() < kAggregateBelow) {
            forEachColumn(run, within(run, bars), view, column);
        } else {
            forEachBar(run, within(run, bars), single);
        }
    }
    batches.draw(painter, colors);
}

void paintVolume(QPainter& painter,
                 const CandleSeries& series,
                 BarSpan bars,
                 const ViewTransform& view,
                 const ChartColors& colors,
                 PixelRatio ratio)
{
    const CandleWidths widths = candleWidths(view.slotWidth(), ratio);
    const int floorRow = view.plot().bottom() + 1;
    RectBatch up;
    RectBatch down;
    const auto add = [&](int x, int width, double volume, Direction direction) {
        const int top = view.rowOfPrice(volume);
        if (volume > 0.0 && top < floorRow) {
            (direction == Direction::Up ? up : down).add(x, top, width, floorRow - top);
        }
    };
    const auto column = [&](int x, std::size_t first, std::size_t last) {
        add(x, 1, series.largestVolume(first, last), directionOf(series, first, last));
    };
    const auto single = [&](std::size_t bar, double slot) {
        const QRect body = candleGeometry(series[bar], slot, view, widths).body;
        add(body.x(), body.width(), series[bar].volume, series[bar].direction());
    };
    for (const BarRun& run : series.runs()) {
        if (view.slotWidth() < kAggregateBelow) {
            forEachColumn(run, within(run, bars), view, column);
        } else {
            forEachBar(run, within(run, bars), single);
        }
    }
    up.draw(painter, blend(colors.up, colors.panel, colors.volumeFill));
    down.draw(painter, blend(colors.down, colors.panel, colors.volumeFill));
}

} // namespace wick::charts
