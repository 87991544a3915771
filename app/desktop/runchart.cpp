#include "app/desktop/runchart.h"

#include "app/desktop/adapters/candlechart.h"
#include "app/desktop/adapters/chartlook.h"
#include "app/desktop/adapters/chartmarks.h"
#include "app/desktop/adapters/corevalues.h"
#include "app/desktop/views/chartslot.h"
#include "charts/pricechart.h"
#include "core/market/timeframe.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace wick::desktop {

namespace {

constexpr std::size_t kEndedGaps = 200; ///< kept in a replay, where gaps change with each bar

/// Everything there is, however small or long ago: in a review it is the gaps of the trade.
charts::GapDisplay allGaps()
{
    charts::GapDisplay display;
    display.endedBars = std::numeric_limits<int>::max() / 2;
    display.endedAtr = 0.0;
    return display;
}

/// The last bar is in view, wherever the view stands.
bool seesLatest(const charts::PriceChart& chart)
{
    const charts::CandleSeries& candles = chart.scene().candles;
    const charts::ViewRange view = chart.visibleRange();
    const auto last = static_cast<double>(candles.slotCount());
    return !candles.empty() && view.firstSlot < last && last <= view.firstSlot + view.slotCount;
}

std::int64_t resultOf(const session::PositionStatus& position,
                      core::Price price,
                      const core::Instrument& instrument)
{
    const std::int64_t lots = position.quantity.count() * core::sign(position.side);
    return (instrument.notional(lots, price) - instrument.notional(lots, position.entry)).count();
}

} // namespace

RunChart::RunChart(ChartSlot& slot, QString timeframe, QObject* parent)
    : QObject(parent)
    , m_slot(slot)
    , m_chart(new charts::PriceChart)
    , m_wanted(std::move(timeframe))
{
    connect(&m_slot, &ChartSlot::timeframeChosen, this, [this](const QString& chosen) {
        m_wanted = chosen;
        if (m_run != nullptr) {
            setRun(m_run);
            Q_EMIT timeframeChanged();
        }
    });
    m_slot.setChart(m_chart);
    m_chart->setGapDisplay(allGaps());
}

void RunChart::setTheme(const Theme& theme)
{
    m_chart->setChartStyle(chartStyleOf(theme));
}

const core::EngineSetup& RunChart::engine() const
{
    return m_run->outcome.setup.engines.front();
}

const core::Instrument& RunChart::instrument() const
{
    return m_run->outcome.setup.instruments[engine().instrument.count()];
}

void RunChart::setRun(std::shared_ptr<const BacktestRun> run)
{
    m_run = std::move(run);
    chooseTimeframe();
    const QString symbol = QString::fromStdString(instrument().symbol());
    const QString timeframe = QString::fromStdString(core::timeframeText(m_timeframe));
    m_slot.setMarket(symbol);
    m_slot.setTimeframe(timeframe);
    m_chart->setMarket(symbol, timeframe, instrument().priceDecimals(),
                       std::min(2, instrument().volumeDecimals()));
    m_chart->setTick(core::toDouble(core::Price{instrument().tick().count()}, instrument()));
    showAll();
    m_slot.showChart();
}

void RunChart::chooseTimeframe()
{
    const session::LoadedCandles& candles =
        m_run->outcome.series[engine().instrument.count()].candles;
    const core::Duration base = candles.columns.interval;
    const auto wanted = core::parseTimeframe(m_wanted.toStdString());
    const bool fits = wanted && *wanted >= base && wanted->count() % base.count() == 0;
    m_timeframe = fits ? *wanted : engine().timeframe;
    m_series = m_timeframe == engine().timeframe ? m_run->chart
                                                 : candleChart(candles, instrument(), m_timeframe,
                                                               engine().strategy->describe().plots);
}

void RunChart::showAll()
{
    if (m_run == nullptr) {
        return;
    }
    m_replay.reset();
    const ChartSeries& series = *m_series;
    m_chart->setGapDisplay(allGaps());
    m_chart->setCandles(series.candles(), core::toMilliseconds(m_timeframe), series.holes());
    m_chart->setIndicators(series.lines());
    m_chart->setGaps(engine().strategy->describe().drawsGaps ? series.gaps({})
                                                             : std::vector<charts::GapBox>{});
    m_chart->setFills(fillMarks(m_run->outcome.result.trades, instrument()));
    m_chart->setSignalMarks({});
    m_chart->setLevels({});
}

void RunChart::showTrade(const core::TradeRow& trade)
{
    const auto& trades = m_run->outcome.result.trades;
    if (engine().strategy->describe().drawsGaps) {
        m_chart->setGaps(m_series->gapsAt(trade.entryTime, trade.exitTime));
    }
    m_chart->setTrade(tradeView(
        trade, instrument(), static_cast<std::size_t>(&trade - trades.data()) + 1, trades.size()));
}

void RunChart::showMoment(core::Timestamp moment, const RunStory& story)
{
    if (!m_replay) {
        const session::LoadedCandles& candles =
            m_run->outcome.series[engine().instrument.count()].candles;
        m_replay.emplace(candles, instrument(),
                         ChartSeries::Setup{m_timeframe, candles.columns.interval,
                                            engine().strategy->describe().plots, kEndedGaps});
        m_shownCandles = 0;
        m_shownBase = 0;
        m_chart->setTrade(std::nullopt);
        m_chart->setGapDisplay({});
    }
    m_replay->moveTo(moment);
    showBars();
    showEvents(moment, story);
    showStanding(moment, story);
    m_shownBase = m_replay->taken();
}

/// Forward bars are added, as in a session; back all are given anew.
void RunChart::showBars()
{
    const ChartSeries& series = m_replay->series();
    const auto& candles = series.candles();
    const bool goesOn = m_shownCandles != 0 && m_replay->taken() >= m_shownBase
                        && series.holes().size() == m_shownHoles;
    if (goesOn) {
        for (std::size_t at = m_shownCandles; at < candles.size(); ++at) {
            m_chart->updateLast(candles[at], series.lineValuesAt(at));
        }
    } else {
        m_chart->setCandles(candles, core::toMilliseconds(m_timeframe), series.holes());
        m_chart->setIndicators(series.lines());
        if (m_shownBase == 0 || !seesLatest(*m_chart)) {
            m_chart->resetView();
        }
    }
    m_shownCandles = candles.size();
    m_shownHoles = series.holes().size();
    if (const auto forming = series.forming({})) {
        m_chart->updateLast(*forming, series.lineValuesAhead(*forming));
    }
    m_chart->setGaps(engine().strategy->describe().drawsGaps ? series.gaps({})
                                                             : std::vector<charts::GapBox>{});
}

void RunChart::showEvents(core::Timestamp moment, const RunStory& story)
{
    const auto& trades = m_run->outcome.result.trades;
    const auto closed =
        std::partition_point(trades.begin(), trades.end(),
                             [&](const core::TradeRow& trade) { return trade.exitTime <= moment; });
    auto fills = fillMarks(std::span{trades.begin(), closed}, instrument());
    std::vector<charts::SignalMark> marks;
    for (const session::SignalStatus& signal : story.signalLog) {
        if (signal.time <= moment && signal.instrument == instrument().id()) {
            marks.push_back(signalMark(signal, instrument(), m_timeframe));
        }
    }
    m_chart->setFills(std::move(fills));
    m_chart->setSignalMarks(std::move(marks));
}

/// The open position with its protection, and entries that wait.
void RunChart::showStanding(core::Timestamp moment, const RunStory& story)
{
    const auto& candles = m_chart->scene().candles;
    Standing standing = standingAt(story, m_run->outcome.setup.instruments, moment);
    std::vector<charts::LevelLine> levels;
    for (session::PositionStatus& position : standing.positions) {
        if (position.instrument == instrument().id() && !candles.empty()) {
            const double last = candles[candles.size() - 1].close;
            position.mark =
                core::Price{std::llround(last / core::toDouble(core::Price{1}, instrument()))};
            position.openResult = core::Money{resultOf(position, position.mark, instrument())};
            addLevels(levels, position, instrument());
        }
    }
    for (const core::OrderEvent& order : standing.resting) {
        if (order.instrument == instrument().id()) {
            levels.push_back({charts::LevelKind::Entry, core::toDouble(order.price, instrument()),
                              core::toMilliseconds(order.time),
                              order.side == core::Side::Buy ? tr("Buy order") : tr("Sell order")});
        }
    }
    m_chart->setLevels(std::move(levels));
}

} // namespace wick::desktop
