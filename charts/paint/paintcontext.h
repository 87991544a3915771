#pragma once

#include "charts/paint/chartscene.h"
#include "charts/paint/charttext.h"
#include "charts/paint/viewtransform.h"

#include <QRect>

#include <algorithm>
#include <cstddef>
#include <vector>

class QPainter;

namespace wick::charts {

/// Room that is taken, so that labels come only where they hide nothing.
class TakenRoom
{
public:
    void add(const QRect& rect) { m_rects.push_back(rect); }
    /// A line that a label may touch, though a place without one is better.
    void addLine(const QRect& line) { m_lines.push_back(line); }
    [[nodiscard]] bool isFree(const QRect& rect) const { return !anyMeets(m_rects, rect); }
    [[nodiscard]] bool isCrossed(const QRect& rect) const { return anyMeets(m_lines, rect); }

private:
    [[nodiscard]] static bool anyMeets(const std::vector<QRect>& taken, const QRect& rect)
    {
        return std::any_of(taken.begin(), taken.end(),
                           [&rect](const QRect& one) { return one.intersects(rect); });
    }

    std::vector<QRect> m_rects;
    std::vector<QRect> m_lines;
};

enum class HitKind : std::uint8_t
{
    Gap,
    Fill,
    Signal,
    AxisMark,
};

/// Something the pointer can be over. Units: device pixels.
struct Hit
{
    QRect area;
    HitKind kind{};
    std::size_t index{}; ///< into the scene's list of that kind
};

/// The times of the bars in view, with a little beyond both edges.
struct TimeSpan
{
    std::int64_t fromMs{};
    std::int64_t toMs{};

    [[nodiscard]] bool contains(std::int64_t timeMs) const noexcept
    {
        return timeMs >= fromMs && timeMs <= toMs;
    }
    /// Whether something that lasts from `first` to `last` is seen in part.
    [[nodiscard]] bool overlaps(std::int64_t first, std::int64_t last) const noexcept
    {
        return first <= toMs && last >= fromMs;
    }
};
[[nodiscard]] TimeSpan timesInView(const CandleSeries& series, const ViewRange& range);

/// From when to when each gap, fill and signal lasts, apart from the rest of them: a frame looks
/// at all of them and draws few.
/// Shape: one span for each of the scene's, in the same order.
struct MarkTimes
{
    explicit MarkTimes(const ChartScene& scene);

    std::vector<TimeSpan> gaps;
    std::vector<TimeSpan> fills; ///< an exit from its entry on
    std::vector<TimeSpan> signalMarks;
};

/// What a layer needs to draw into a pane. The painter's unit is one device pixel.
struct PaintContext
{
    QPainter& painter;
    const ChartScene& scene;
    const ChartStyle& style;
    const ChartFonts& fonts;
    const ViewTransform& view;
    PixelRatio ratio;
    TimeSpan seen;
    const MarkTimes& times;
    TakenRoom& taken;
    std::vector<Hit>& hits;
};

/// Whether bars or indicator lines stand in the way of a label.
[[nodiscard]] bool barsCross(const PaintContext& context, const QRect& label);

} // namespace wick::charts
