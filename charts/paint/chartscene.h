#pragma once

#include "charts/paint/candleseries.h"
#include "charts/paint/chartcolors.h"
#include "charts/paint/decimator.h"
#include "charts/paint/viewvalues.h"

#include <QFont>
#include <QLocale>

#include <optional>
#include <utility>
#include <vector>

namespace wick::charts {

/// How a chart looks, apart from what it shows.
struct ChartStyle
{
    ChartColors colors{ChartColors::dark()};
    QFont font;
    QLocale locale{QLocale::English, QLocale::UnitedStates};
};

/// An indicator with what is needed to draw it at any zoom.
struct ChartLine
{
    ChartLine() = default;
    explicit ChartLine(IndicatorLine line)
        : name(std::move(line.name))
        , role(line.role)
        , style(line.style)
        , values(std::move(line.values))
    {}

    QString name;
    LineRole role{};
    LineStyle style{};
    DecimatedValues values;
};

struct ChartPane
{
    ChartPane() = default;
    explicit ChartPane(IndicatorPane pane)
        : name(std::move(pane.name))
        , lines(std::make_move_iterator(pane.lines.begin()),
                std::make_move_iterator(pane.lines.end()))
        , thresholds(std::move(pane.thresholds))
        , decimals(pane.decimals)
    {}

    QString name;
    std::vector<ChartLine> lines;
    std::vector<double> thresholds;
    int decimals{1};
};

enum class GapSides : std::uint8_t
{
    Both,
    Bullish,
    Bearish,
};

enum class EndedGaps : std::uint8_t
{
    Shown,
    Hidden,
};

/// Which gaps are worth their room.
struct GapDisplay
{
    GapSides sides{GapSides::Both};
    EndedGaps ended{EndedGaps::Shown};
    double leastAtr{0.0}; ///< smaller ones are left out, live or ended
    int endedBars{60};    ///< an ended gap goes when it ended this many bars before the last shown
    double endedAtr{0.6}; ///< ended gaps smaller than this are left out
    int liveBarsPastNow{4}; ///< how far a live gap runs past the last bar
};

enum class VolumePane : std::uint8_t
{
    Shown,
    Hidden,
};

/// All that a price chart shows.
struct ChartScene
{
    QString market;    ///< `XAU-PERP`
    QString timeframe; ///< `5m`
    int priceDecimals{2};
    int volumeDecimals{0};
    VolumePane volume{VolumePane::Shown};
    CandleSeries candles;
    std::vector<ChartLine> lines;
    std::vector<ChartPane> panes; ///< under the volume, from top to bottom
    std::vector<GapBox> gaps;
    GapDisplay gapDisplay;
    std::vector<Shade> shades;
    std::vector<TradeMark> fills;
    std::vector<SignalMark> signalMarks;
    std::vector<LevelLine> levels;
    std::optional<LevelProposal> proposal;
    Quote quote;
    double tick{}; ///< smallest step of a price; of the last decimal when zero
    std::vector<AxisMark> axisMarks;
    std::vector<Drawing> drawings;
    std::optional<std::size_t> selectedDrawing;
    std::optional<Measure> measure;
    std::optional<TradeView> trade;
    std::optional<std::int64_t> knownUntilMs; ///< what is right of this bar is dimmed
    QString note;                             ///< `Gaps: mitigated at midline`
    QString emptyTitle;                       ///< shown instead of a chart without bars
    QString emptyHint;
};

/// Smallest step of a price.
[[nodiscard]] inline double tickOf(const ChartScene& scene)
{
    return scene.tick > 0.0 ? scene.tick : std::pow(10.0, -scene.priceDecimals);
}

/// The price that could be traded next to this one.
[[nodiscard]] inline double onTick(double price, const ChartScene& scene)
{
    const double tick = tickOf(scene);
    return std::round(price / tick) * tick;
}

/// The last bar whose values may be told: the one before the hidden future, else the last.
/// The scene must have bars.
[[nodiscard]] inline std::size_t lastKnownBar(const ChartScene& scene)
{
    const std::size_t last = scene.candles.size() - 1;
    return scene.knownUntilMs ? scene.candles.barAtTime(*scene.knownUntilMs).value_or(last) : last;
}

} // namespace wick::charts
