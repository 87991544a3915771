#include "app/desktop/backtestcontroller.h"

#include "app/desktop/adapters/backtestadapter.h"
#include "app/desktop/adapters/chartlook.h"
#include "app/desktop/adapters/corevalues.h"
#include "app/desktop/adapters/reportsheet.h"
#include "app/desktop/adapters/resultfile.h"
#include "app/desktop/dialogs/notedialog.h"
#include "app/desktop/headless/reportpictures.h"
#include "app/desktop/mainwindow.h"
#include "app/desktop/models/filterproxy.h"
#include "app/desktop/runchart.h"
#include "app/desktop/text/describe.h"
#include "app/desktop/views/backtestsetup.h"
#include "app/desktop/views/chartgrid.h"
#include "app/desktop/views/chartslot.h"
#include "app/desktop/views/docktitle.h"
#include "app/desktop/views/inspectorpanel.h"
#include "app/desktop/views/replaybar.h"
#include "app/desktop/views/resultpanel.h"
#include "app/desktop/views/tablepanel.h"
#include "app/desktop/views/tradefilterbar.h"
#include "app/session/backtestreport.h"
#include "charts/equityview.h"
#include "charts/pricechart.h"
#include "core/io/instrumentfile.h"
#include "strategies/catalog.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

constexpr std::size_t kMostHistory = 20;

} // namespace

BacktestController::BacktestController(MainWindow& window,
                                       QString dataFolder,
                                       QString settingsFile,
                                       QObject* parent)
    : QObject(parent)
    , m_window(window)
    , m_dataFolder(std::move(dataFolder))
    , m_settingsFile(std::move(settingsFile))
    , m_setup(new BacktestSetup)
    , m_result(new ResultPanel)
    , m_trades(new TradesModel{TradeList::Backtest, this})
    , m_tradesPanel(new TablePanel{
          m_trades,
          {u"note"_s, tr("No trades yet"), tr("Trades appear here when a backtest has run.")}})
    , m_filter(new TradeFilterBar)
    , m_equity(new charts::EquityView)
    , m_replayBar(new ReplayBar)
    , m_decision(new InspectorPanel{InspectorWalk::Steps})
    , m_replay(*m_replayBar)
    , m_trail(*m_decision)
    , m_thread(u"backtest"_s)
    , m_worker(m_thread.adopt(std::make_unique<BacktestWorker>()))
{
    window.setBacktestSetup(m_setup);
    window.setBacktestResult(m_result);
    window.setBacktestTrades(m_tradesPanel);
    window.setBacktestEquity(m_equity);
    window.setReplayBar(m_replayBar);
    window.setBacktestDecision(m_decision);
    m_tradesPanel->setExportName(u"backtest-trades"_s);
    m_tradesPanel->setFilterBar(m_filter);
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
    addCharts();
    addTradeSteps();
    addNote();
    addReplay();
    addReports();
    connectParts();
    connectReplay();
    connectTrail();
    loadSaved();
}

BacktestController::~BacktestController()
{
    cancel();
    static_cast<void>(m_thread.stop(std::chrono::minutes{1}));
}

void BacktestController::addCharts()
{
    // The run's own timeframe in front, then what led up to it and what lies inside it.
    const std::array<QString, 4> timeframes{QString{}, u"15m"_s, u"1h"_s, u"1m"_s};
    ChartGrid& grid = m_window.backtestCharts();
    for (std::size_t i = 0; i < m_charts.size(); ++i) {
        m_charts[i] = new RunChart{grid.slot(static_cast<int>(i)), timeframes[i], this};
        connect(m_charts[i], &RunChart::timeframeChanged, this,
                [this, i] { catchUp(*m_charts[i]); });
    }
    for (const RunChart* from : m_charts) {
        for (const RunChart* to : m_charts) {
            if (from != to) {
                connect(&from->chart(), &charts::PriceChart::crosshairMoved, &to->chart(),
                        [to](qint64 time) {
                            to->chart().setCrosshairTime(
                                time < 0 ? std::nullopt : std::optional<std::int64_t>{time});
                        });
            }
        }
    }
    connect(&grid, &ChartGrid::countChanged, this, [this](int count) {
        for (std::size_t i = 1; m_run != nullptr && i < static_cast<std::size_t>(count); ++i) {
            m_charts[i]->setRun(m_run);
            catchUp(*m_charts[i]);
        }
    });
}

template <typename Act>
void BacktestController::onShownCharts(const Act& act)
{
    for (int i = 0; i < m_window.backtestCharts().count(); ++i) {
        act(chart(i));
    }
}

void BacktestController::catchUp(RunChart& chart)
{
    if (m_replay.isOn()) {
        chart.showMoment(m_replay.moment(), m_replay.story());
    } else if (const core::TradeRow* trade = tradeOf(m_shownTrade)) {
        chart.showTrade(*trade);
    }
}

void BacktestController::addTradeSteps()
{
    const auto add = [this](const QString& iconName, const QString& key, const QString& words,
                            int direction) {
        QToolButton* button = iconButton(iconName, words, &m_window.backtestCharts().slot(0));
        button->setText(key);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        connect(button, &QToolButton::clicked, this, [this, direction] { step(direction); });
        m_window.backtestCharts().slot(0).addTool(button);
    };
    add(u"left"_s, u"P"_s, tr("Previous trade"), -1);
    add(u"right"_s, u"N"_s, tr("Next trade"), 1);
}

void BacktestController::addNote()
{
    QToolButton* button = iconButton(u"note"_s, tr("Tags and a note on this trade"),
                                     &m_window.backtestCharts().slot(0));
    button->setText(tr("Note"));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(button, &QToolButton::clicked, this, &BacktestController::editNote);
    m_window.backtestCharts().slot(0).addTool(button);
    auto* act = new QAction{tr("Tags and note…"), this};
    connect(act, &QAction::triggered, this, [this] {
        showTrade(m_tradesPanel->view().currentKey().toLongLong());
        editNote();
    });
    m_tradesPanel->addShowAction(act);
}

void BacktestController::addReports()
{
    QToolButton* button = iconButton(u"camera"_s, tr("Pictures and reports"), &m_window);
    auto* menu = new QMenu{button};
    connect(menu->addAction(tr("Trade report, PDF…")), &QAction::triggered, this, [this] {
        askForReport(&BacktestController::writeTradeReport, u"trade-%1.pdf"_s.arg(m_shownTrade));
    });
    connect(menu->addAction(tr("Backtest report, PDF…")), &QAction::triggered, this,
            [this] { askForReport(&BacktestController::writeRunReport, u"backtest.pdf"_s); });
    menu->addSeparator();
    connect(menu->addAction(tr("Copy picture")), &QAction::triggered, this,
            [this] { QApplication::clipboard()->setImage(chart().chart().picture()); });
    button->setMenu(menu);
    button->setPopupMode(QToolButton::InstantPopup);
    m_window.backtestCharts().slot(0).addTool(button);
}

void BacktestController::addReplay()
{
    m_replayButton = iconButton(u"play"_s, tr("Play the run again, bar by bar (Space)"),
                                &m_window.backtestCharts().slot(0));
    m_replayButton->setText(tr("Replay"));
    m_replayButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_replayButton->setEnabled(false);
    connect(m_replayButton, &QToolButton::clicked, this, &BacktestController::toggleReplay);
    m_window.backtestCharts().slot(0).addTool(m_replayButton);
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

void BacktestController::connectTrail()
{
    connect(&m_trail, &TrailController::followRequested, this,
            [this](const auto& run, const core::TrailRange& range) {
                QMetaObject::invokeMethod(
                    m_worker, [worker = m_worker, run, range] { worker->follow(run, range); });
            });
    connect(m_worker, &BacktestWorker::followed, &m_trail, &TrailController::take);
    connect(&m_trail, &TrailController::stepShown, this, &BacktestController::pointAt);
    connect(&m_trail, &TrailController::laterRequested, this, [this] { m_replay.step(1); });
    for (const RunChart* chart : m_charts) {
        connect(&chart->chart(), &charts::PriceChart::barClicked, this, [this](qint64 time) {
            m_window.showBacktestDecision();
            m_trail.showBar(core::fromMilliseconds(time));
        });
    }
}

void BacktestController::pointAt(qint64 barTimeMs)
{
    if (m_replay.isOn()) {
        return; // its newest bar is the one
    }
    onShownCharts([barTimeMs](RunChart& each) {
        charts::PriceChart& chart = each.chart();
        chart.setCrosshairTime(barTimeMs);
        const auto bar = chart.cursorBar();
        const QRectF plot = chart.plotArea();
        const double x = bar ? chart.positionOf(*bar, 0.0).x() : plot.left();
        if (x < plot.left() || x > plot.right()) {
            chart.centerOn(barTimeMs);
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
    connect(m_tradesPanel, &TablePanel::filterCleared, m_filter, &TradeFilterBar::clear);
    connect(m_filter, &TradeFilterBar::changed, this, &BacktestController::filterTrades);
    connect(m_equity, &charts::EquityView::timeClicked, this, [this](qint64 time) {
        onShownCharts([time](RunChart& chart) { chart.chart().centerOn(time); });
    });
}

void BacktestController::setTheme(const Theme& theme)
{
    for (RunChart* chart : m_charts) {
        chart->setTheme(theme);
    }
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
    m_trail.setRun(m_run);
    loadNotes();
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
    onShownCharts([this](RunChart& chart) { chart.setRun(m_run); });
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
        row.regime = text(core::name(m_run->regimes[rows.size()]));
        const io::TradeNote note = noteOf(row.id);
        row.tags = note.tags;
        row.note = note.note;
        sum.scaled += trade.net().count();
        row.sum = sum;
        rows.push_back(std::move(row));
    }
    m_filter->offer(rows);
    m_trades->setRows({});
    m_trades->setRows(std::move(rows));
    filterTrades();
}

void BacktestController::filterTrades()
{
    const TradeFilter filter = m_filter->filter();
    m_tradesPanel->view().proxy().setRowTest(
        [this, filter](int row) { return filter.accepts(m_trades->row(row)); });
    m_tradesPanel->setFooter(sumWords(m_trades->rows(), filter));
}

QString BacktestController::runKey() const
{
    return QString::fromStdString(m_run->outcome.result.sessionDigest);
}

void BacktestController::loadNotes()
{
    m_notes.clear();
    auto store = io::SettingsDatabase::open(m_settingsFile);
    if (!store) {
        Q_EMIT notice(store.error().sentence);
        return;
    }
    auto notes = store->tradeNotes(runKey());
    if (!notes) {
        Q_EMIT notice(notes.error().sentence);
        return;
    }
    m_notes.insert(notes->begin(), notes->end());
}

io::TradeNote BacktestController::noteOf(qint64 trade) const
{
    const auto found = m_notes.find(trade);
    return found == m_notes.end() ? io::TradeNote{} : found->second;
}

void BacktestController::setNote(qint64 trade, const io::TradeNote& note)
{
    auto store = io::SettingsDatabase::open(m_settingsFile);
    if (!store) {
        Q_EMIT notice(tr("The note was not kept: %1").arg(store.error().sentence));
        return;
    }
    const auto saved =
        store->saveTradeNote(runKey(), trade, note, QDateTime::currentMSecsSinceEpoch());
    if (!saved) {
        Q_EMIT notice(tr("The note was not kept: %1").arg(saved.error().sentence));
        return;
    }
    m_notes[trade] = note;
    showTrades();
    m_tradesPanel->view().selectKey(trade);
}

void BacktestController::editNote()
{
    if (m_run == nullptr || tradeOf(m_shownTrade) == nullptr) {
        return;
    }
    auto* dialog =
        new NoteDialog{tr("Trade %1").arg(m_shownTrade), noteOf(m_shownTrade), &m_window};
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog, trade = m_shownTrade] { setNote(trade, dialog->note()); });
    dialog->open();
}

QString BacktestController::writeTradeReport(const QString& path) const
{
    const auto& rows = m_trades->rows();
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [this](const TradeRow& each) { return each.id == m_shownTrade; });
    const charts::ChartScene& scene = chart().chart().scene();
    if (row == rows.end() || !scene.trade) {
        return tr("No trade is shown.");
    }
    return writePdf(tradeSheet(*row, scene, *scene.trade), path);
}

QString BacktestController::writeRunReport(const QString& path) const
{
    if (m_run == nullptr) {
        return tr("No backtest has run.");
    }
    return writePdf(runSheet(m_history.front(), equityScene(m_run->outcome),
                             backtestScene(m_run->outcome, *m_run->chart)),
                    path);
}

void BacktestController::askForReport(QString (BacktestController::*write)(const QString&) const,
                                      const QString& name)
{
    auto* dialog = new QFileDialog{&m_window, tr("Save report"), name, tr("PDF files (*.pdf)")};
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"pdf"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this, write](const QString& path) {
        const QString problem = (this->*write)(path);
        Q_EMIT notice(problem.isEmpty() ? tr("Report written to %1").arg(path) : problem);
    });
    dialog->open();
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
        onShownCharts([trade](RunChart& chart) {
            chart.chart().centerOn(core::toMilliseconds(trade->entryTime));
        });
    } else {
        onShownCharts([trade](RunChart& chart) { chart.showTrade(*trade); });
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
    onShownCharts(
        [this](RunChart& chart) { chart.showMoment(m_replay.moment(), m_replay.story()); });
    const auto& trades = m_run->outcome.result.trades;
    const auto known =
        std::partition_point(trades.begin(), trades.end(), [this](const core::TradeRow& trade) {
            return trade.exitTime <= m_replay.moment();
        });
    if (m_trades->rowCount() != known - trades.begin()) {
        showTrades();
    }
    showEquity();
    m_trail.setKnown(m_replay.moment());
    if (m_decision->isVisible()) {
        m_trail.showMoment(m_replay.moment());
    }
}

void BacktestController::endReplay()
{
    m_trail.setKnown({});
    m_replayBar->hide();
    onShownCharts([](RunChart& chart) { chart.showAll(); });
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
