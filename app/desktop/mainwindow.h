#pragma once

#include "app/desktop/closing.h"
#include "app/desktop/keymap.h"
#include "app/desktop/models/logmodel.h"
#include "app/desktop/models/ordersmodel.h"
#include "app/desktop/models/positionsmodel.h"
#include "app/desktop/models/rows.h"
#include "app/desktop/models/signalsmodel.h"
#include "app/desktop/models/tradesmodel.h"
#include "app/desktop/views/safetybuttons.h"

#include <QMainWindow>

#include <array>

class QMenu;
class QSettings;
class QStackedWidget;
class QTabBar;

namespace wick::desktop {

class AccountStrip;
class ChartGrid;
class DockTabs;
class DockTitle;
class FleetView;
class ModeLine;
class NotFlatPanel;
class RiskDock;
class StatusStrip;
class TablePanel;
enum class CellAction : std::uint8_t;

/// What the charts of the monitor have in common.
enum class ChartLink : std::uint8_t
{
    Nothing,
    Market,    ///< one market on several timeframes
    Timeframe, ///< several markets on one timeframe
};

enum class Workspace : std::uint8_t
{
    Monitor,
    BacktestReview,
    Risk,
};
constexpr int kWorkspaces = 3;

/// The window: mode line, menus with the workspaces, account strip, docks, status strip.
/// It shows plain values and asks by signals; it knows no session. Thread: GUI.
class MainWindow final : public QMainWindow
{
    Q_OBJECT
public:
    explicit MainWindow(SteadyMs clock, QWidget* parent = nullptr);
    ~MainWindow() override;

    // What is shown.
    void setAccount(const AccountSummary& account);
    void setSafety(const SafetyState& safety);
    void setEngines(std::vector<EngineRow> engines);
    void setPositions(std::vector<PositionRow> positions);
    void setOrders(std::vector<OrderRow> orders);
    void setTrades(std::vector<TradeRow> trades);
    void setSignals(std::vector<SignalRow> rows);
    void addLog(std::vector<LogRow> rows);
    void setRisk(const RiskSummary& risk);
    void setStatus(const StatusSummary& status);
    void setRunning(const RunningFacts& facts) { m_running = facts; }

    // Places for what others make; the window owns what it is given.
    [[nodiscard]] ChartGrid& charts() const noexcept { return *m_charts; }
    [[nodiscard]] ChartGrid& backtestCharts() const noexcept { return *m_backtestCharts; }
    void setEquityView(QWidget* view);
    /// Under the chart of the backtest; hidden until its owner shows it.
    void setReplayBar(QWidget* bar);
    void setBacktestSetup(QWidget* view);
    void setBacktestResult(QWidget* view);
    void setBacktestDecision(QWidget* view);
    /// Brings the decision of a backtest to the front of its tabs.
    void showBacktestDecision();
    void setBacktestTrades(TablePanel* panel);
    void setBacktestEquity(QWidget* view);
    void setRiskEditor(QWidget* editor);
    void setInspector(QWidget* view);
    /// Brings the inspector to the front of its tabs.
    void showInspector();

    [[nodiscard]] AccountStrip& strip() const noexcept { return *m_strip; }
    [[nodiscard]] FleetView& fleet() const noexcept { return *m_fleet; }
    [[nodiscard]] TablePanel& positionsPanel() const noexcept { return *m_positionsPanel; }
    [[nodiscard]] TablePanel& signalsPanel() const noexcept { return *m_signalsPanel; }
    [[nodiscard]] TablePanel& tradesPanel() const noexcept { return *m_tradesPanel; }
    [[nodiscard]] KeyMap& keys() const noexcept { return *m_keys; }

    void showWorkspace(Workspace workspace);
    [[nodiscard]] Workspace workspace() const noexcept { return m_workspace; }
    /// 1, 2 or 4 charts in this workspace; saved with it.
    void showCharts(int count);
    void resetLayout();
    void setCloseSetting(CloseSetting setting) { m_closeSetting = setting; }

    /// Cosmetic only: geometry, docks, keys. A layout of another version is left alone.
    void saveLayout(QSettings& settings);
    void restoreLayout(QSettings& settings);

    /// The session has stopped after stopRequested(): the window may go.
    void finishClosing();
    [[nodiscard]] bool isClosing() const noexcept { return m_stopping; }

Q_SIGNALS:
    void flattenRequested();
    void killRequested();
    void releaseRequested(const QString& reason);
    void lockRequested(bool lock);
    void cancelEntriesRequested();
    void engineAction(wick::desktop::CellAction action, int engine);
    void parametersRequested(int engine);
    void closePositionRequested(int engine);
    void signalChosen(qint64 id);
    void tradeChosen(qint64 id);
    void runRequested();
    void playPauseRequested();
    /// 1, 10, 60; 0 is as fast as the engines answer.
    void speedRequested(int speed);
    void stepRequested(int direction);
    /// Previous or next trade of the backtest.
    void tradeStepRequested(int direction);
    /// Space, and Alt+G, in the backtest workspace.
    void replayToggled();
    void dateRequested();
    void importRequested();
    void themeRequested(wick::desktop::Scheme scheme);
    void directionColoursRequested(wick::desktop::DirectionColours colours);
    void textScaleRequested(int percent);
    void chartLinkRequested(wick::desktop::ChartLink link);
    /// Closing was meant: end the session, then call finishClosing().
    void stopRequested();
    /// The window is going: the last moment to save its layout.
    void aboutToClose();
    void workspaceChanged(wick::desktop::Workspace workspace);

protected:
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeTop(SteadyMs clock);
    void makeMenus();
    void makeViewMenu();
    void addChartMenu(QMenu& view);
    void makeCentre();
    void makeDocks();
    void makeTables();
    void makeKeys();
    void addTradeKey(Qt::Key key, int direction);
    void addReplayKeys();
    void addFixedKeys();
    void connectStrip();
    void showPositionOn(const QString& market);
    QDockWidget* addDock(const QString& name, const QString& title, QWidget* body);
    void addTableButtons(QDockWidget* target, TablePanel* panel);
    [[nodiscard]] QDockWidget* dock(const QString& name) const;
    [[nodiscard]] DockTitle* titleOf(const QString& name) const;
    void arrange(Workspace workspace);
    void arrangeMonitor();
    void arrangeBacktest();
    void sizeDocks();
    [[nodiscard]] bool isWide() const noexcept { return width() >= 1440; }
    void setDockWords(const QString& name, const QString& words, qsizetype count);
    void replaceBody(const QString& dockName, QWidget* view);
    void focusDock(int direction);
    void maximiseDock();
    void askRelease();
    void showKeys();
    void closeCurrentPosition();
    QAction* addKey(const QString& id, const QString& words, const QKeySequence& keys);

    KeyMap* m_keys;
    ModeLine* m_modeLine = nullptr;
    QMenuBar* m_menus = nullptr;
    QTabBar* m_workspaces = nullptr;
    AccountStrip* m_strip = nullptr;
    NotFlatPanel* m_notFlat = nullptr;
    StatusStrip* m_status = nullptr;
    QStackedWidget* m_centre = nullptr;
    ChartGrid* m_charts = nullptr;
    ChartGrid* m_backtestCharts = nullptr;
    QWidget* m_backtestPage = nullptr;
    FleetView* m_fleet = nullptr;
    RiskDock* m_risk = nullptr;
    DockTabs* m_dockTabs = nullptr;

    PositionsModel* m_positions;
    OrdersModel* m_orders;
    TradesModel* m_trades;
    SignalsModel* m_signals;
    LogModel* m_log;
    TablePanel* m_positionsPanel = nullptr;
    TablePanel* m_ordersPanel = nullptr;
    TablePanel* m_tradesPanel = nullptr;
    TablePanel* m_signalsPanel = nullptr;
    TablePanel* m_logPanel = nullptr;

    Workspace m_workspace = Workspace::Monitor;
    std::array<QByteArray, kWorkspaces> m_states;
    QByteArray m_beforeMaximise;
    AccountSummary m_account;
    SafetyState m_safety;
    RunningFacts m_running;
    CloseSetting m_closeSetting = CloseSetting::Ask;
    bool m_stopping = false; ///< stopRequested() was sent
    bool m_closing = false;
    bool m_shownOnce = false;
    bool m_arranging = false;
    bool m_chartsChosen = false; ///< how many, by a person: the width no longer decides
};

} // namespace wick::desktop
