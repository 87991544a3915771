#pragma once

#include "app/desktop/backtestworker.h"
#include "app/desktop/models/backtestvalues.h"
#include "app/desktop/models/tradesmodel.h"
#include "app/desktop/replaycontroller.h"
#include "app/desktop/theme/theme.h"
#include "app/desktop/trailcontroller.h"
#include "core/io/stores/settingsdatabase.h"
#include "core/io/workerthread.h"

#include <QObject>

#include <array>
#include <map>
#include <memory>
#include <vector>

class QToolButton;

namespace wick::charts {
class EquityView;
} // namespace wick::charts

namespace wick::desktop {

class BacktestSetup;
class InspectorPanel;
class MainWindow;
class ReplayBar;
class ResultPanel;
class RunChart;
class TablePanel;
class TradeFilterBar;

/// The backtest workspace: takes the form, runs it on a thread of its own, shows what came of it,
/// walks its trades and its decisions on the chart and plays it again. Results are kept in the data folder, what was
/// written about a trade in its settings.
/// Thread: GUI.
class BacktestController final : public QObject
{
    Q_OBJECT
public:
    /// Notes on trades are kept in `settingsFile`.
    BacktestController(MainWindow& window,
                       QString dataFolder,
                       QString settingsFile,
                       QObject* parent = nullptr);
    /// Cancels what runs and waits for its thread.
    ~BacktestController() override;

    void setTheme(const Theme& theme);
    void addFiles(const QStringList& files);
    [[nodiscard]] bool isRunning() const noexcept { return m_order != nullptr; }
    [[nodiscard]] BacktestSetup& setup() const noexcept { return *m_setup; }
    [[nodiscard]] std::shared_ptr<const BacktestRun> shown() const noexcept { return m_run; }
    /// The trade the chart stands on; 0 when none was chosen.
    [[nodiscard]] qint64 shownTrade() const noexcept { return m_shownTrade; }
    [[nodiscard]] ReplayController& replay() noexcept { return m_replay; }
    [[nodiscard]] TrailController& trail() noexcept { return m_trail; }
    [[nodiscard]] RunChart& chart(int index = 0) const noexcept
    {
        return *m_charts[static_cast<std::size_t>(index)];
    }
    [[nodiscard]] const TradesModel& trades() const noexcept { return *m_trades; }

    [[nodiscard]] TradeFilterBar& tradeFilter() const noexcept { return *m_filter; }
    /// Keeps tags and note of a trade of the run that is shown; says what went wrong.
    void setNote(qint64 trade, const io::TradeNote& note);
    [[nodiscard]] io::TradeNote noteOf(qint64 trade) const;
    /// A page about the trade that is shown, or about the run. Returns what went wrong.
    [[nodiscard]] QString writeTradeReport(const QString& path) const;
    [[nodiscard]] QString writeRunReport(const QString& path) const;

public Q_SLOTS:
    void run();
    void cancel();
    /// The trade before or after the one shown.
    void step(int direction);
    /// Begins a replay, or plays and pauses the one that is on.
    void toggleReplay();

Q_SIGNALS:
    void runningChanged(bool running);
    void notice(const QString& text);

private:
    void addTradeSteps();
    void addCharts();
    /// What all charts show now, on one that has just come to be seen.
    void catchUp(RunChart& chart);
    template <typename Act>
    void onShownCharts(const Act& act);
    void addReplay();
    void addNote();
    void addReports();
    void askForReport(QString (BacktestController::*write)(const QString&) const,
                      const QString& name);
    void editNote();
    void filterTrades();
    void loadNotes();
    void connectParts();
    void connectReplay();
    void connectTrail();
    /// Puts the crosshair on a bar and moves it into view.
    void pointAt(qint64 barTimeMs);
    void start(const BacktestRequest& request);
    void takeResult(const std::shared_ptr<BacktestRun>& run);
    void showTrades();
    void showEquity();
    void showTrade(qint64 id);
    void beginReplay(const std::shared_ptr<const BacktestRun>& run,
                     const std::shared_ptr<const RunStory>& story);
    void showMoment();
    void endReplay();
    [[nodiscard]] const core::TradeRow* tradeOf(qint64 id) const;
    [[nodiscard]] QString runKey() const;
    void fillData();
    void chooseFile();
    void end();
    void save(const ResultSummary& summary, const BacktestRun& run);
    void loadSaved();

    MainWindow& m_window;
    QString m_dataFolder;
    QString m_settingsFile;
    BacktestSetup* m_setup; ///< these are owned by the window
    ResultPanel* m_result;
    TradesModel* m_trades;
    TablePanel* m_tradesPanel;
    TradeFilterBar* m_filter; ///< owned by the panel
    charts::EquityView* m_equity;
    ReplayBar* m_replayBar;
    InspectorPanel* m_decision;
    std::array<RunChart*, 4> m_charts{}; ///< children of this
    QToolButton* m_replayButton = nullptr;
    ReplayController m_replay;
    TrailController m_trail;
    io::WorkerThread m_thread;
    BacktestWorker* m_worker; ///< owned by its thread
    std::shared_ptr<BacktestOrder> m_order;
    std::shared_ptr<const BacktestRun> m_run;
    QStringList m_files;
    std::vector<ResultSummary> m_history;
    std::map<qint64, io::TradeNote> m_notes; ///< of the run that is shown
    qint64 m_shownTrade = 0;
    bool m_asked = false; ///< for the story of the run that is shown
};

} // namespace wick::desktop
