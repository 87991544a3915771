#include "app/desktop/chartcontroller.h"

#include "app/desktop/adapters/chartdrawings.h"
#include "app/desktop/adapters/chartlook.h"
#include "app/desktop/adapters/chartmarks.h"
#include "app/desktop/adapters/corevalues.h"
#include "app/desktop/charttoolbar.h"
#include "app/desktop/views/chartslot.h"
#include "charts/pricechart.h"
#include "core/market/timeframe.h"

#include <QSettings>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace wick::desktop {

ChartController::ChartController(ChartSlot& slot,
                                 QSettings& settings,
                                 const QString& name,
                                 std::size_t firstMarket,
                                 QObject* parent)
    : QObject(parent)
    , m_slot(slot)
    , m_settings(settings)
    , m_name(name)
    , m_chart(new charts::PriceChart)
    , m_toolbar(new ChartToolbar{slot, *m_chart})
    , m_market(firstMarket)
{
    m_slot.setChart(m_chart);
    connectSlot();
    connectSettings();
}

void ChartController::connectSlot()
{
    connect(&m_slot, &ChartSlot::marketChosen, this, [this](const QString& symbol) {
        showMarket(symbol);
        Q_EMIT marketChosen(symbol);
    });
    connect(&m_slot, &ChartSlot::timeframeChosen, this, [this](const QString& text) {
        showTimeframe(text);
        Q_EMIT timeframeChosen(text);
    });
    connect(m_chart, &charts::PriceChart::markClicked, this, &ChartController::markChosen);
    connect(m_chart, &charts::PriceChart::levelMoveProposed, this,
            [this](charts::LevelKind kind, double from, double to) {
                if (kind == charts::LevelKind::Stop && m_snapshot != nullptr) {
                    Q_EMIT stopDragged(marketId(), from, to);
                }
            });
    connect(m_toolbar, &ChartToolbar::panesChanged, this, &ChartController::rebuild);
}

void ChartController::connectSettings()
{
    m_toolbar->load(m_settings, m_name);
    connect(m_toolbar, &ChartToolbar::changed, this,
            [this] { m_toolbar->save(m_settings, m_name); });
    showTimeframe(m_settings.value(m_name + u"/timeframe"_s).toString());
    connect(m_chart, &charts::PriceChart::drawingsChanged, this,
            [this] { m_settings.setValue(drawingsKey(), toJson(m_chart->scene().drawings)); });
}

QString ChartController::drawingsKey() const
{
    return u"drawings/%1"_s.arg(m_slot.market());
}

void ChartController::setTheme(const Theme& theme)
{
    m_chart->setChartStyle(chartStyleOf(theme));
}

void ChartController::showMarket(const QString& symbol)
{
    if (m_snapshot == nullptr || !m_snapshot->instruments) {
        return;
    }
    const auto& all = *m_snapshot->instruments;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (QString::fromStdString(all[i].symbol()) == symbol && i != m_market) {
            m_market = i;
            m_settings.setValue(m_name + u"/market"_s, symbol);
            rebuild();
        }
    }
}

void ChartController::showTimeframe(const QString& text)
{
    const auto timeframe = core::parseTimeframe(text.toStdString());
    if (timeframe && ChartSlot::timeframes().contains(text)) {
        m_settings.setValue(m_name + u"/timeframe"_s, text);
        m_timeframe = *timeframe;
        m_slot.setTimeframe(text);
        rebuild();
    }
}

/// The market that was shown when the program ended, where the session has it.
void ChartController::takeStoredMarket(const session::Snapshot& snapshot)
{
    const QString stored = m_settings.value(m_name + u"/market"_s).toString();
    for (std::size_t i = 0; i < snapshot.instruments->size(); ++i) {
        if (QString::fromStdString((*snapshot.instruments)[i].symbol()) == stored) {
            m_market = i;
        }
    }
}

void ChartController::centerOn(qint64 timeMs)
{
    m_chart->centerOn(timeMs);
}

const session::MarketStatus* ChartController::market() const
{
    return m_snapshot == nullptr || m_market >= m_snapshot->markets.size()
               ? nullptr
               : &m_snapshot->markets[m_market];
}

const core::Instrument* ChartController::instrument() const
{
    return m_snapshot == nullptr || !m_snapshot->instruments
                   || m_market >= m_snapshot->instruments->size()
               ? nullptr
               : &(*m_snapshot->instruments)[m_market];
}

core::InstrumentId ChartController::marketId() const
{
    return core::InstrumentId{static_cast<std::uint16_t>(m_market)};
}

void ChartController::rebuild()
{
    const core::Instrument* traded = instrument();
    const session::MarketStatus* status = market();
    if (traded == nullptr || status == nullptr) {
        return;
    }
    m_series.emplace(*traded,
                     ChartSeries::Setup{m_timeframe, core::minutes(1),
                                        plotsOn(*m_snapshot, marketId()), 400, m_toolbar->panes()});
    m_shownCandles = 0;
    m_shownGapRevision = -1;
    m_shownTrades = nullptr;
    m_shownSignals = nullptr;
    m_shownLog = nullptr;
    const QString symbol = QString::fromStdString(traded->symbol());
    m_slot.setMarket(symbol);
    m_chart->setMarket(symbol, m_slot.timeframe(), traded->priceDecimals(),
                       std::min(2, traded->volumeDecimals()));
    m_chart->setTick(core::toDouble(core::Price{traded->tick().count()}, *traded));
    m_chart->setNote(tr("Gaps: mitigated at midline"));
    m_chart->setDrawings(drawingsFromJson(m_settings.value(drawingsKey()).toByteArray()));
    takeBars(*status);
    takeSession();
    m_slot.showChart();
}

void ChartController::follow(const std::shared_ptr<const session::Snapshot>& snapshot)
{
    if (m_snapshot == nullptr && snapshot->instruments) {
        takeStoredMarket(*snapshot);
    }
    m_snapshot = snapshot;
    if (!m_slot.isVisible() || market() == nullptr) {
        return;
    }
    if (!m_series.has_value()) {
        QStringList symbols;
        for (const core::Instrument& each : *snapshot->instruments) {
            symbols.append(QString::fromStdString(each.symbol()));
        }
        m_slot.setMarkets(symbols);
        if (market()->bars.old->empty() && market()->bars.recent.empty()) {
            m_slot.setMarket(symbols[static_cast<qsizetype>(m_market)]);
            m_slot.showLoading();
            return;
        }
        rebuild();
        return;
    }
    takeBars(*market());
    takeSession();
}

/// What the session did and holds on this market.
void ChartController::takeSession()
{
    takeTrades();
    takeSignals();
    takeLevels();
    takeExcursions();
    takeLog();
}

void ChartController::takeBars(const session::MarketStatus& status)
{
    const auto takeAfter = [this](std::span<const core::ClosedBar> bars) {
        const auto first = std::upper_bound(
            bars.begin(), bars.end(), m_series->lastBase(),
            [](core::Timestamp last, const core::ClosedBar& bar) { return last < bar.start; });
        for (auto bar = first; bar != bars.end(); ++bar) {
            m_series->add(*bar);
        }
    };
    takeAfter(*status.bars.old);
    takeAfter(status.bars.recent);
    const auto& candles = m_series->candles();
    if (m_shownCandles == 0) {
        m_chart->setCandles(candles, core::toMilliseconds(m_timeframe), m_series->holes());
        m_chart->setIndicators(m_series->lines());
        m_chart->setPanes(m_series->panes());
    } else {
        for (std::size_t at = m_shownCandles; at < candles.size(); ++at) {
            m_chart->updateLast(candles[at], m_series->lineValuesAt(at),
                                m_series->paneValuesAt(at));
        }
    }
    m_shownCandles = candles.size();
    if (const auto forming = m_series->forming(status.bars.forming)) {
        m_chart->updateLast(*forming, m_series->lineValuesAhead(*forming),
                            m_series->paneValuesAhead(*forming));
    }
    if (m_series->gapRevision() != m_shownGapRevision) {
        m_shownGapRevision = m_series->gapRevision();
        m_chart->setGaps(m_series->gaps(status.bars.forming));
    }
}

void ChartController::takeTrades()
{
    std::vector<core::EngineId> entries;
    for (const session::PositionStatus& position : m_snapshot->positions) {
        entries.push_back(position.engine);
    }
    if (m_snapshot->trades.get() == m_shownTrades && entries == m_shownEntries) {
        return;
    }
    m_shownTrades = m_snapshot->trades.get();
    m_shownEntries = entries;
    m_chart->setFills(fillMarks(*m_snapshot, marketId()));
}

void ChartController::takeSignals()
{
    if (m_snapshot->signalLog.get() == m_shownSignals || !m_snapshot->signalLog) {
        return;
    }
    m_shownSignals = m_snapshot->signalLog.get();
    m_chart->setSignalMarks(signalMarks(*m_snapshot, marketId(), m_timeframe));
}

void ChartController::takeLevels()
{
    m_chart->setLevels(positionLevels(*m_snapshot, marketId()));
    m_chart->setQuote(positionQuote(*m_snapshot, marketId()));
}

/// How far the open positions were for and against us.
void ChartController::takeExcursions()
{
    if (!m_chart->scene().candles.empty()) {
        m_chart->setShades(
            excursions(*m_snapshot, marketId(), m_chart->scene().candles.back().timeMs));
    }
}

void ChartController::takeLog()
{
    if (m_snapshot->log && m_snapshot->log.get() != m_shownLog) {
        m_shownLog = m_snapshot->log.get();
        m_chart->setAxisMarks(axisMarks(*m_snapshot, marketId()));
    }
}

} // namespace wick::desktop
