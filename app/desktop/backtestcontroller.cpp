#include "app/desktop/backtestcontroller.h"

#include "app/desktop/adapters/backtestadapter.h"
#include "app/desktop/adapters/chartlook.h"
#include "app/desktop/adapters/corevalues.h"
#include "app/desktop/adapters/resultfile.h"
#include "app/desktop/mainwindow.h"
#include "app/desktop/runchart.h"
#include "app/desktop/text/describe.h"
#include "app/desktop/views/backtestsetup.h"
#include "app/desktop/views/chartslot.h"
#include "app/desktop/views/docktitle.h"
#include "app/desktop/views/replaybar.h"
#include "app/desktop/views/resultpanel.h"
#include "app/desktop/views/tablepanel.h"
#include "app/session/backtestreport.h"
#include "charts/equityview.h"
#include "charts/pricechart.h"
#include "core/io/instrumentfile.h"
#include "strategies/catalog.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QToolButton>

#include <algorithm>

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
    , m_equity(new charts::EquityView)
    , m_replayBar(new ReplayBar)
    , m_chart(new RunChart{window.backtestChart(), this})
    , m_replay(*m_replayBar)
    , m_thread(u"backtest"_s)
    , m_worker(m_thread.adopt(std::make_unique<BacktestWorker>()))
{
    window.setBacktestSetup(m_setup);
    window.setBacktestResult(m_result);
    window.setBacktestTrades(m_tradesPanel);
    window.setBacktestEquity(m_equity);
    window.setReplayBar(m_replayBar);
    m_tradesPanel->setExportName(u"backtest-trades"_s);
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
    addReplay();
    connectParts();
    connectReplay();
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
        QToolButton* button = iconButton(iconName, words, &m_window.backtestChart());
        button->setText(key);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        connect(button, &QToolButton::clicked, this, [this, direction] { step(direction); });
        m_window.backtestChart().addTool(button);
    };
    add(u"left"_s, u"P"_s, tr("Previous trade"), -1);
    add(u"right"_s, u"N"_s, tr("Next trade"), 1);
}

void BacktestController::addReplay()
{
    m_replayButton = iconButton(u"play"_s, tr("Play the run again, bar by bar (Space)"),
                                &m_window.backtestChart());
    m_replayButton->setText(tr("Replay"));
    m_replayButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_replayButton->setEnabled(false);
    connect(m_replayButton, &QToolButton::clicked, this, &BacktestController::toggleReplay);
    m_window.backtestChart().addTool(m_replayButton);
}

void BacktestController::connectReplay()
{
    connect(m_worker, &BacktestWorker::told, this, &BacktestController::beginReplay);
    connect(&m_replay, &ReplayController::moved, this, &BacktestController::showMoment);
    connect(&m_replay, &ReplayController::ended, this, &BacktestController::endReplay);
    connect(&m_window, &MainWindow::replayToggled, this, &BacktestController::toggleReplay);
    connect(&m_window, &MainWindow::stepRequested, this, [this](int direction) {
        if (m_window.workspace() == Workspace::BacktestReview) {
            m_replay.step(direction);
        }
    });
    connect(&m_window, &MainWindow::dateRequested, this, [this] {
        if (m_replay.isOn() && m_window.workspace() == Workspace::BacktestReview) {
            m_replayBar->editDate();
        }
    });
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
            [this](qint64 time) { m_chart->chart().centerOn(time); });
}

void BacktestController::setTheme(const Theme& theme)
{
    m_chart->setTheme(theme);
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
    m_replay.end();
    m_run = run;
    m_replayButton->setEnabled(true);
    const ResultSummary summary = summaryOf(run->outcome, run->seconds, run->missingBars);
    m_setup->setOutcome(summary.runWords, true);
    m_result->setResult(summary);
    m_history.insert(m_history.begin(), summary);
    if (m_history.size() > kMostHistory) {
        m_history.pop_back();
    }
    m_result->setHistory(m_history);
    save(summary, *run);
    m_chart->setRun(m_run);
    showTrades();
    showEquity();
    if (!run->outcome.result.trades.empty()) {
        showTrade(static_cast<qint64>(run->outcome.result.trades.front().id));
    }
}

/// Those that had closed at the moment of a replay, else all.
void BacktestController::showTrades()
{
    const auto& outcome = m_run->outcome;
    std::vector<TradeRow> rows;
    Fixed sum{0, 6};
    for (const core::TradeRow& trade : outcome.result.trades) {
        if (m_replay.isOn() && trade.exitTime > m_replay.moment()) {
            break;
        }
        TradeRow row = tradeRow(trade, outcome.setup.instruments[trade.instrument.count()], {});
        sum.scaled += trade.net().count();
        row.sum = sum;
        rows.push_back(std::move(row));
    }
    m_trades->setRows({});
    m_trades->setRows(std::move(rows));
}

/// Up to the moment of a replay, else all of it.
void BacktestController::showEquity()
{
    std::vector<charts::EquityPoint> points;
    points.reserve(m_run->outcome.result.equity.size());
    for (const core::EquityPoint& point : m_run->outcome.result.equity) {
        if (m_replay.isOn() && point.time > m_replay.moment()) {
            break;
        }
        points.push_back(
            {core::toMilliseconds(point.time), static_cast<double>(point.equity.count()) / 1e6});
    }
    m_equity->setPoints(std::move(points),
                        static_cast<double>(m_run->outcome.result.startBalance.count()) / 1e6);
}

const core::TradeRow* BacktestController::tradeOf(qint64 id) const
{
    const auto& trades = m_run->outcome.result.trades;
    const auto found =
        std::find_if(trades.begin(), trades.end(), [id](const core::TradeRow& trade) {
            return static_cast<qint64>(trade.id) == id;
        });
    return found == trades.end() ? nullptr : &*found;
}

void BacktestController::showTrade(qint64 id)
{
    const core::TradeRow* trade = m_run == nullptr ? nullptr : tradeOf(id);
    if (trade == nullptr) {
        return;
    }
    m_shownTrade = id;
    if (m_replay.isOn()) {
        m_chart->chart().centerOn(core::toMilliseconds(trade->entryTime));
    } else {
        m_chart->showTrade(*trade);
    }
    m_equity->setSelectedTime(core::toMilliseconds(trade->exitTime));
    m_tradesPanel->view().selectKey(id);
}

void BacktestController::toggleReplay()
{
    if (m_replay.isOn()) {
        m_replay.setPlaying(!m_replay.isPlaying());
    } else if (m_run != nullptr && !isRunning() && !m_asked) {
        m_asked = true;
        m_replayButton->setEnabled(false);
        QMetaObject::invokeMethod(m_worker,
                                  [worker = m_worker, run = m_run] { worker->tell(run); });
    }
}

void BacktestController::beginReplay(const std::shared_ptr<const BacktestRun>& run,
                                     const std::shared_ptr<const RunStory>& story)
{
    m_asked = false;
    m_replayButton->setEnabled(true);
    if (story == nullptr) {
        Q_EMIT notice(tr("This run did not come to the same result again; it cannot be replayed."));
    } else if (run == m_run) {
        // A little before the trade that is looked at, so that it is seen to come.
        constexpr std::int64_t kBarsBefore = 20;
        const core::TradeRow* trade = tradeOf(m_shownTrade);
        const core::Timestamp at =
            trade == nullptr ? m_run->outcome.result.first : trade->entryTime;
        m_replayBar->show();
        m_replay.begin(run, story,
                       at - m_run->outcome.setup.engines.front().timeframe * kBarsBefore);
    }
}

void BacktestController::showMoment()
{
    m_chart->showMoment(m_replay.moment(), m_replay.story());
    const auto& trades = m_run->outcome.result.trades;
    const auto known =
        std::partition_point(trades.begin(), trades.end(), [this](const core::TradeRow& trade) {
            return trade.exitTime <= m_replay.moment();
        });
    if (m_trades->rowCount() != known - trades.begin()) {
        showTrades();
    }
    showEquity();
}

void BacktestController::endReplay()
{
    m_replayBar->hide();
    m_chart->showAll();
    showTrades();
    showEquity();
    showTrade(m_shownTrade);
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
