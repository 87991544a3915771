#pragma once

#include <QString>
#include <QStringList>

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

// Plain values a front end fills and the chart draws. Prices are doubles because they are only
// turned into pixels and text; times are milliseconds since the Unix epoch, UTC.
namespace wick::charts {

inline constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

enum class BarState : std::uint8_t
{
    Closed,
    Forming, ///< still open: drawn dashed and hatched
    NoTrade, ///< nobody traded: drawn as a tick at the close
};

enum class Direction : std::uint8_t
{
    Up,   ///< long, bullish, buy
    Down, ///< short, bearish, sell
};

/// One bar. `timeMs` is the time it opened.
struct Candle
{
    std::int64_t timeMs{};
    double open{};
    double high{};
    double low{};
    double close{};
    double volume{};
    BarState state{BarState::Closed};

    [[nodiscard]] Direction direction() const noexcept
    {
        return close >= open ? Direction::Up : Direction::Down;
    }
    friend bool operator==(const Candle&, const Candle&) = default;
};

/// A stretch without data: from the close of the last bar before it to the open of the next.
/// Closed hours of a market are not a hole; they take no room on the chart.
struct Hole
{
    std::int64_t fromMs{};
    std::int64_t toMs{};
};

/// A place on the chart.
struct ChartPoint
{
    std::int64_t timeMs{};
    double price{};
    friend bool operator==(const ChartPoint&, const ChartPoint&) = default;
};

enum class GapState : std::uint8_t
{
    Forming,
    Open,
    Touched,
    MidlineReached,
    Filled,
    Invalidated,
    Inverted,
    Expired,
};

/// A fair value gap as a box from its third candle to its end or, while it lives, past now.
struct GapBox
{
    QString id;
    Direction direction{}; ///< of the side it works for now: an inverted gap has its new side
    GapState state{};
    double top{};
    double bottom{};
    double deepest{kMissing}; ///< price of the deepest visit, missing when never visited
    std::int64_t fromMs{};
    std::optional<std::int64_t> toMs; ///< open time of the bar that ended it; none while it lives
    double sizeInAtr{kMissing};
    QString label;       ///< beside the box; made from state, visit and size when empty
    QStringList tooltip; ///< further lines under bounds and state
    QStringList history; ///< each change of its state with time and price, oldest first
};

/// The part of the gap the deepest visit covered, 0 to 1.
[[nodiscard]] inline double visitedFraction(const GapBox& gap) noexcept
{
    const double height = gap.top - gap.bottom;
    if (std::isnan(gap.deepest) || height <= 0.0) {
        return 0.0;
    }
    const double depth =
        gap.direction == Direction::Up ? gap.top - gap.deepest : gap.deepest - gap.bottom;
    return std::fmin(1.0, std::fmax(0.0, depth / height));
}

enum class FillKind : std::uint8_t
{
    Entry,
    Exit,
};

/// A fill: a square at its time and price; an exit is joined to where it was entered.
struct TradeMark
{
    QString id; ///< of the trade, reported when the mark is clicked
    FillKind kind{};
    Direction side{};
    ChartPoint at;
    std::optional<ChartPoint> entry; ///< for an exit
    QStringList tooltip;
};

enum class SignalState : std::uint8_t
{
    Taken,
    Refused,
};

/// A signal: a triangle under a bar to buy, above it to sell; hollow, dashed and grey when refused.
struct SignalMark
{
    QString id;
    Direction side{};
    SignalState state{SignalState::Taken};
    std::int64_t timeMs{};
    double price{kMissing};    ///< where it points; the extreme of its bar when missing
    double strength{kMissing}; ///< 0 to 1
    QString pill;              ///< for a refusal: `Refused: group exposure 2.38 of 1.50`
    QStringList tooltip;       ///< time, side, strength, each component with its need, verdict
};

enum class LevelKind : std::uint8_t
{
    Entry,  ///< solid, text colour
    Stop,   ///< dashed, danger
    Target, ///< dashed, good
};

/// A horizontal line of an open position with a pill left of the axis and a tag on it.
struct LevelLine
{
    LevelKind kind{};
    double price{};
    std::optional<std::int64_t> fromMs; ///< the whole width when none
    QString label;                      ///< `Stop −22.64`
    bool fixed = false;                 ///< cannot be dragged
    friend bool operator==(const LevelLine&, const LevelLine&) = default;
};

/// Prices beside the last one that have a tag on the axis. Missing ones have none.
struct Quote
{
    double bid{kMissing};
    double ask{kMissing};
    double mark{kMissing};
};

enum class AxisMarkKind : std::uint8_t
{
    Funding,  ///< a circle
    Halt,     ///< a square, danger
    Operator, ///< a diamond
};

/// Something that happened at a time and at no price: a mark at the foot of the price pane.
struct AxisMark
{
    AxisMarkKind kind{};
    std::int64_t timeMs{};
    QStringList tooltip;
};

enum class DrawingKind : std::uint8_t
{
    HorizontalLine,
    TrendLine,
    Rectangle,
    Note,
};

/// Something a person drew on a market. A horizontal line and a note use `from` alone.
struct Drawing
{
    DrawingKind kind{};
    ChartPoint from;
    ChartPoint to;
    QString text; ///< of a note
    friend bool operator==(const Drawing&, const Drawing&) = default;
};

/// From where to where a person measures.
struct Measure
{
    ChartPoint from;
    ChartPoint to;
};

/// A stop or target that is being dragged and where it would go.
struct LevelProposal
{
    LevelKind kind{};
    double from{};
    double to{};
};

enum class LineRole : std::uint8_t
{
    Line1,
    Line2,
    Line3,
};

enum class LineStyle : std::uint8_t
{
    Solid,
    Dashed,
};

/// An indicator. Shape: one value a candle, in the same order, NaN where undefined.
struct IndicatorLine
{
    QString name;
    LineRole role{LineRole::Line1};
    LineStyle style{LineStyle::Solid};
    std::vector<double> values;
};

/// A pane of its own under the volume.
struct IndicatorPane
{
    QString name;
    std::vector<IndicatorLine> lines;
    std::vector<double> thresholds; ///< dashed, labelled on the axis
    int decimals{1};
};

/// What the shading of a rectangle means.
enum class ShadeKind : std::uint8_t
{
    Adverse,    ///< worst excursion of a trade
    Favourable, ///< best excursion of a trade
};

/// A shaded rectangle between two times and two prices.
struct Shade
{
    ShadeKind kind{};
    ChartPoint from;
    ChartPoint to;
    QString label; ///< `Worst −0.61 R`
    friend bool operator==(const Shade&, const Shade&) = default;
};

/// One closed trade under review: entry, stop, target, exit and its excursions.
struct TradeView
{
    QString id;
    QString title;  ///< `Trade 13 of 185`
    QString detail; ///< `Wed 04 Mar 2026 13:10 to 13:55, 9 bars, +40.84 USDC, +1.74 R`
    Direction side{};
    ChartPoint entry;
    ChartPoint exit;
    double stop{kMissing};
    double target{kMissing};
    double worst{kMissing}; ///< worst price while open
    double best{kMissing};  ///< best price while open
    QString entryLabel;
    QString stopLabel;
    QString targetLabel;
    QString worstLabel;
    QString bestLabel;
};

} // namespace wick::charts
