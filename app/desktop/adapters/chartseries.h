#pragma once

#include "charts/paint/viewvalues.h"
#include "core/domain/instrument.h"
#include "core/indicators/averages.h"
#include "core/indicators/gapbook.h"
#include "core/indicators/strength.h"
#include "core/indicators/volume.h"
#include "core/market/baraggregator.h"
#include "core/strategy/strategy.h"

#include <array>
#include <optional>
#include <span>
#include <variant>
#include <vector>

namespace wick::desktop {

/// An indicator with a pane of its own under the prices.
enum class PaneKind : std::uint8_t
{
    Rsi,
    Adx,
    Efficiency,
    VolumeScore,
};
inline constexpr std::array kAllPanes{PaneKind::Rsi, PaneKind::Adx, PaneKind::Efficiency,
                                      PaneKind::VolumeScore};
[[nodiscard]] QString paneName(PaneKind kind);

/// The bars of one market and timeframe as a chart shows them, built from base bars as they come:
/// candles, the indicator lines of the strategies on it, and every gap with its state. The same
/// kernels as the strategies use.
class ChartSeries
{
public:
    struct Setup
    {
        core::Duration timeframe = core::minutes(5);
        core::Duration base = core::minutes(1);
        std::vector<core::Plot> plots;
        std::size_t retiredGaps = 400; ///< ended gaps that are kept
        std::vector<PaneKind> panes = {PaneKind::Adx};
    };

    ChartSeries(const core::Instrument& instrument, const Setup& setup);

    /// Takes the next closed base bar. Shape: ascending in time.
    void add(const core::ClosedBar& base);
    /// What the bar that is not over looks like with this unfinished base bar; none without any.
    [[nodiscard]] std::optional<charts::Candle>
    forming(const std::optional<core::FormingBar>& base) const;

    [[nodiscard]] const std::vector<charts::Candle>& candles() const noexcept { return m_candles; }
    /// Start of the last base bar taken; zero before the first.
    [[nodiscard]] core::Timestamp lastBase() const noexcept { return m_lastBase; }
    [[nodiscard]] std::vector<charts::IndicatorLine> lines() const;
    [[nodiscard]] std::vector<charts::IndicatorPane> panes() const;
    /// Values of all lines at a candle, in their order.
    [[nodiscard]] std::vector<double> lineValuesAt(std::size_t candle) const;
    /// The same for a bar that is not over; the kernels do not move.
    [[nodiscard]] std::vector<double> lineValuesAhead(const charts::Candle& forming) const;
    /// The same of the panes.
    [[nodiscard]] std::vector<double> paneValuesAt(std::size_t candle) const;
    [[nodiscard]] std::vector<double> paneValuesAhead(const charts::Candle& forming) const;
    /// Live and ended gaps, and the one the forming bar would make.
    [[nodiscard]] std::vector<charts::GapBox>
    gaps(const std::optional<core::FormingBar>& formingBase) const;
    /// The gaps that were there when a trade was entered, in the state they had before the bar of
    /// its entry, drawn to where the trade ended. For reviews: nothing later is told.
    [[nodiscard]] std::vector<charts::GapBox> gapsAt(core::Timestamp entry,
                                                     core::Timestamp exit) const;
    /// Counts up whenever a gap changed.
    [[nodiscard]] int gapRevision() const noexcept { return m_gapRevision; }
    /// Stretches of an open session without data.
    [[nodiscard]] const std::vector<charts::Hole>& holes() const noexcept { return m_holes; }

    [[nodiscard]] double toDouble(core::Price price) const noexcept
    {
        return core::toDouble(price, m_instrument);
    }

private:
    struct Line
    {
        core::Plot plot;
        std::variant<core::Sma, core::Ema, core::Vwap> kernel;
        std::vector<double> values;
    };
    struct Pane
    {
        PaneKind kind{};
        std::variant<core::Rsi, core::Adx, core::KaufmanEfficiency, core::VolumeZScore> kernel;
        std::vector<double> values;
    };

    /// Hands a bar to the kernel and returns what it says then.
    static double
    step(Line& line, core::Timestamp start, const core::BarPrices& prices, double volume);
    static double step(Pane& pane, const core::BarPrices& prices, double volume);
    void takeBar(const core::ClosedBar& bar);
    void noteHole(core::Timestamp next);
    [[nodiscard]] charts::Candle candleOf(const core::BarValues& bar, charts::BarState state) const;
    [[nodiscard]] QStringList historyOf(const core::FairValueGap& gap) const;
    [[nodiscard]] charts::GapBox boxOf(const core::FairValueGap& gap) const;
    [[nodiscard]] std::optional<charts::GapBox>
    boxBefore(const core::FairValueGap& gap, core::Timestamp bar, core::Timestamp exit) const;
    [[nodiscard]] std::optional<core::FormingBar>
    formingBar(const std::optional<core::FormingBar>& base) const;

    core::Instrument m_instrument;
    core::TradingCalendar m_calendar;
    core::BarAggregator m_aggregator;
    core::GapBook m_gaps;
    std::vector<Line> m_lines;
    std::vector<Pane> m_panes;
    std::vector<charts::Candle> m_candles;
    std::vector<charts::Hole> m_holes;
    core::Timestamp m_lastBase;
    int m_gapRevision = 0;
};

} // namespace wick::desktop
