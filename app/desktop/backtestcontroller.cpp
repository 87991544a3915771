#include "app/desktop/backtestcontroller.h"

#include "app/desktop/adapters/backtestadapter.h"
#include "app/desktop/adapters/chartlook.h"
#include "app/desktop/adapters/chartmarks.h"
#include "app/desktop/adapters/corevalues.h"
#include "app/desktop/adapters/resultfile.h"
#include "app/desktop/mainwindow.h"
#include "app/desktop/text/describe.h"
#include "app/desktop/views/backtestsetup.h"
#include "app/desktop/views/chartslot.h"
#include "app/desktop/views/docktitle.h"
#include "app/desktop/views/resultpanel.h"
#include "app/desktop/views/tablepanel.h"
#include "app/session/backtestreport.h"
#include "charts/equityview.h"
#include "charts/pricechart.h"
#include "core/io/instrumentfile.h"
#include "core/market/timeframe.h"
#include "strategies/catalog.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QToolButton>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

constexpr std::size_t kMostHistory = 20;

} // namespace

BacktestController::BacktestController(MainWindow& window, QString dataFolder, QObject* parent)
    : QObject(parent)
    , m_window(window)
    , m_dataFolder(std::move(dataFolder))
    , m_setup(new BacktestSetup)
    , m_result(new ResultPanel)
    , m_trades(new TradesModel{TradeList::Backtest, this})
    , m_tradesPanel(new TablePanel{
          m_trades,
          {u"note"_s, tr("No trades yet"), tr("Trades appear here when a backtest has run.")}})
    , m_chart(new charts::PriceChart)
    , m_equity(new charts::EquityView)
    , m_thread(u"backtest"_s)
    , m_worker(m_thread.adopt(std::make_unique<BacktestWorker>()))
{
    window.setBacktestSetup(m_setup);
    window.setBacktestResult(m_result);
    window.setBacktestTrades(m_tradesPanel);
    window.setBacktestEquity(m_equity);
    window.backtestChart().setChart(m_chart);
    m_tradesPanel->setExportName(u"backtest-trades"_s);
    // In a review the gaps of the trade are all there is to see of gaps, however small or long ago.
    charts::GapDisplay gaps;
    gaps.endedBars = std::numeric_limits<int>::max() / 2;
    gaps.endedAtr = 0.0;
    m_chart->setGapDisplay(gaps);
    m_equity->setDrawdownPane(charts::DrawdownPane::Shown);
    m_equity->setEmptyState(tr("No equity yet"), tr("The curve appears when a backtest has run."));
    QStringList markets;
    const auto specs = io::builtInInstruments();
    for (const auto& spec : specs) {
        markets.append(shortMarket(QString::fromStdString(spec.symbol)));
    }
    m_setup->setMarkets(markets);
    m_setup->setStrategies(strategyChoices(strategies::catalog()));
    fillData();
    addTradeSteps();
    connectParts();
    loadSaved();
}

BacktestController::~BacktestController()
{
    cancel();
    static_cast<void>(m_thread.stop(std::chrono::minutes{1}));
}

void BacktestController::addTradeSteps()
{
    const auto add = [this](const QString& iconName, const QString& key, const QString& words,
                            int direction) {
        QToolButton* button = iconButton(iconName, words, m_chart);
        button->setText(key);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        connect(button, &QToolButton::clicked, this, [this, direction] { step(direction); });
        m_window.backtestChart().addTool(button);
    };
    add(u"left"_s, u"P"_s, tr("Previous trade"), -1);
    add(u"right"_s, u"N"_s, tr("Next trade"), 1);
}

void BacktestController::connectParts()
{
    connect(m_setup, &BacktestSetup::runRequested, this, &BacktestController::start);
    connect(m_setup, &BacktestSetup::cancelRequested, this, &BacktestController::cancel);
    connect(m_setup, &BacktestSetup::fileRequested, this, &BacktestController::chooseFile);
    connect(m_worker, &BacktestWorker::progressed, this,
            [this](bool reading, qint64 done, qint64 total) {
                const double fraction =
                    total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 0.0;
                const QString words =
                    reading ? tr("Reading candles, %1 of %2 bytes") : tr("Running, %1 of %2 bars");
                m_setup->setProgress(words.arg(number(Fixed{done, 0}), number(Fixed{total, 0})),
                                     fraction);
            });
    connect(m_worker, &BacktestWorker::finished, this, &BacktestController::takeResult);
    connect(m_worker, &BacktestWorker::failed, this, [this](const QString& sentence) {
        end();
        m_setup->setOutcome(sentence, false);
    });
    connect(&m_tradesPanel->view(), &TableView::rowChosen, this,
            [this](const QVariant& key) { showTrade(key.toLongLong()); });
    connect(m_tradesPanel, &TablePanel::notice, this, &BacktestController::notice);
    connect(m_equity, &charts::EquityView::timeClicked, this,
            [this](qint64 time) { m_chart->centerOn(time); });
}

void BacktestController::setTheme(const Theme& theme)
{
    m_chart->setChartStyle(chartStyleOf(theme));
    m_equity->setChartStyle(chartStyleOf(theme));
}

void BacktestController::addFiles(const QStringList& files)
{
    for (const QString& file : files) {
        if (!m_files.contains(file)) {
            m_files.append(file);
        }
    }
    fillData();
    if (!files.isEmpty()) {
        m_setup->chooseData(u"file:"_s + files.last());
    }
}

void BacktestController::chooseFile()
{
    const QString file =
        QFileDialog::getOpenFileName(&m_window, tr("Open candles"), {},
                                     tr("Candles (*.csv *.csv.gz *.txt *.gz);;All files (*)"));
    if (!file.isEmpty()) {
        addFiles({file});
    }
}

void BacktestController::fillData()
{
    std::vector<DataChoice> choices;
    for (const QString& file : m_files) {
        choices.push_back({u"file:"_s + file, QFileInfo{file}.fileName(), {}});
    }
    choices.push_back({u"practice"_s, tr("Practice market, synthetic"), {}});
    choices.push_back({u"stored"_s, tr("Imported candles"), {}});
    m_setup->setData(std::move(choices));
}

void BacktestController::run()
{
    m_setup->run();
}

void BacktestController::start(const BacktestRequest& request)
{
    if (isRunning()) {
        return;
    }
    auto job = jobOf(request);
    if (!job) {
        m_setup->setOutcome(job.error(), false);
        return;
    }
    job->dataFolder = m_dataFolder;
    auto order = std::make_shared<BacktestOrder>();
    order->job = std::move(*job);
    m_order = order;
    m_setup->setRunning(true);
    m_setup->setProgress(tr("Starting"), 0.0);
    Q_EMIT runningChanged(true);
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, order] { worker->run(order); });
}

void BacktestController::cancel()
{
    if (m_order != nullptr) {
        m_order->cancel->store(true);
    }
}

void BacktestController::end()
{
    m_order.reset();
    m_setup->setRunning(false);
    Q_EMIT runningChanged(false);
}

void BacktestController::takeResult(const std::shared_ptr<BacktestRun>& run)
{
    end();
    if (run->outcome.result.cancelled) {
        m_setup->setOutcome(tr("Cancelled. The result before stays."), true);
        return;
    }
    m_run = run;
    const ResultSummary summary = summaryOf(run->outcome, run->seconds, run->missingBars);
    m_setup->setOutcome(summary.runWords, true);
    m_result->setResult(summary);
    m_history.insert(m_history.begin(), summary);
    if (m_history.size() > kMostHistory) {
        m_history.pop_back();
    }
    m_result->setHistory(m_history);
    save(summary, *run);
    showChart();
    showTrades();
    showEquity();
    if (!run->outcome.result.trades.empty()) {
        showTrade(static_cast<qint64>(run->outcome.result.trades.front().id));
    }
}

void BacktestController::showChart()
{
    const core::EngineSetup& engine = m_run->outcome.setup.engines.front();
    const core::Instrument& instrument =
        m_run->outcome.setup.instruments[engine.instrument.count()];
    const QString symbol = QString::fromStdString(instrument.symbol());
    const QString timeframe = QString::fromStdString(core::timeframeText(engine.timeframe));
    ChartSlot& slot = m_window.backtestChart();
    slot.setMarket(symbol);
    slot.setTimeframe(timeframe);
    m_chart->setMarket(symbol, timeframe, instrument.priceDecimals(),
                       std::min(2, instrument.volumeDecimals()));
    m_chart->setCandles(m_run->chart->candles(), core::toMilliseconds(engine.timeframe),
                        m_run->chart->holes());
    m_chart->setIndicators(m_run->chart->lines());
    m_chart->setGaps(engine.strategy->describe().drawsGaps ? m_run->chart->gaps({})
                                                           : std::vector<charts::GapBox>{});
    m_chart->setFills(fillMarks(m_run->outcome.result.trades, instrument));
    slot.showChart();
}

void BacktestController::showTrades()
{
    const auto& outcome = m_run->outcome;
    std::vector<TradeRow> rows;
    Fixed sum{0, 6};
    for (const core::TradeRow& trade : outcome.result.trades) {
        TradeRow row = tradeRow(trade, outcome.setup.instruments[trade.instrument.count()], {});
        sum.scaled += trade.net().count();
        row.sum = sum;
        rows.push_back(std::move(row));
    }
    m_trades->setRows({});
    m_trades->setRows(std::move(rows));
}

void BacktestController::showEquity()
{
    std::vector<charts::EquityPoint> points;
    points.reserve(m_run->outcome.result.equity.size());
    for (const core::EquityPoint& point : m_run->outcome.result.equity) {
        points.push_back(
            {core::toMilliseconds(point.time), static_cast<double>(point.equity.count()) / 1e6});
    }
    m_equity->setPoints(std::move(points),
                        static_cast<double>(m_run->outcome.result.startBalance.count()) / 1e6);
}

void BacktestController::showTrade(qint64 id)
{
    if (m_run == nullptr) {
        return;
    }
    const auto& trades = m_run->outcome.result.trades;
    const auto found =
        std::find_if(trades.begin(), trades.end(), [id](const core::TradeRow& trade) {
            return static_cast<qint64>(trade.id) == id;
        });
    if (found == trades.end()) {
        return;
    }
    m_shownTrade = id;
    const core::Instrument& instrument =
        m_run->outcome.setup.instruments[found->instrument.count()];
    const core::EngineSetup& engine = m_run->outcome.setup.engines[found->engine.count()];
    if (engine.strategy->describe().drawsGaps) {
        m_chart->setGaps(m_run->chart->gapsAt(found->entryTime, found->exitTime));
    }
    m_chart->setTrade(tradeView(
        *found, instrument, static_cast<std::size_t>(found - trades.begin()) + 1, trades.size()));
    m_equity->setSelectedTime(core::toMilliseconds(found->exitTime));
    m_tradesPanel->view().selectKey(id);
}

void BacktestController::step(int direction)
{
    if (m_run == nullptr || m_run->outcome.result.trades.empty()) {
        return;
    }
    // Along the list as it is sorted and filtered now.
    TableView& view = m_tradesPanel->view();
    const int rows = view.model()->rowCount();
    if (rows == 0) {
        return;
    }
    const int row = std::clamp(
        view.currentIndex().isValid() ? view.currentIndex().row() + direction : 0, 0, rows - 1);
    showTrade(view.model()->index(row, 0).data(KeyRole).toLongLong());
}

void BacktestController::save(const ResultSummary& summary, const BacktestRun& run)
{
    const QString problem = saveResult(m_dataFolder, summary,
                                       QByteArray::fromStdString(session::jsonReport(run.outcome)));
    if (!problem.isEmpty()) {
        Q_EMIT notice(problem);
    }
}

void BacktestController::loadSaved()
{
    m_history = savedResults(m_dataFolder, kMostHistory);
    m_result->setHistory(m_history);
}

} // namespace wick::desktop
