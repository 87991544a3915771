#include "app/desktop/mainwindow.h"

#include "app/desktop/dialogs/closedialog.h"
#include "app/desktop/dialogs/keylistdialog.h"
#include "app/desktop/dialogs/reasondialog.h"
#include "app/desktop/text/describe.h"
#include "app/desktop/theme/icons.h"
#include "app/desktop/theme/style.h"
#include "app/desktop/theme/typescale.h"
#include "app/desktop/views/accountstrip.h"
#include "app/desktop/views/chartgrid.h"
#include "app/desktop/views/chartslot.h"
#include "app/desktop/views/docktitle.h"
#include "app/desktop/views/emptystate.h"
#include "app/desktop/views/fleetview.h"
#include "app/desktop/views/labels.h"
#include "app/desktop/views/modeline.h"
#include "app/desktop/views/notflatpanel.h"
#include "app/desktop/views/riskdock.h"
#include "app/desktop/views/statusstrip.h"
#include "app/desktop/views/tablepanel.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QPainter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QSystemTrayIcon>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

/// The place of the status strip: QMainWindow takes only a QStatusBar there, whose own layout
/// would keep margins around it.
class StatusFrame final : public QStatusBar
{
public:
    explicit StatusFrame(QWidget* parent)
        : QStatusBar(parent)
        , m_strip(new StatusStrip{this})
    {
        setSizeGripEnabled(false);
        setFixedHeight(m_strip->sizeHint().height());
    }

    [[nodiscard]] StatusStrip& strip() const noexcept { return *m_strip; }

protected:
    void resizeEvent(QResizeEvent* event) override
    {
        QStatusBar::resizeEvent(event);
        m_strip->setGeometry(rect());
    }

    void changeEvent(QEvent* event) override
    {
        QStatusBar::changeEvent(event);
        if (event->type() == QEvent::FontChange) {
            setFixedHeight(m_strip->sizeHint().height());
        }
    }

private:
    StatusStrip* m_strip;
};

} // namespace

MainWindow::MainWindow(SteadyMs clock, QWidget* parent)
    : QMainWindow(parent)
    , m_keys(new KeyMap{this})
    , m_positions(new PositionsModel{this})
    , m_orders(new OrdersModel{this})
    , m_trades(new TradesModel{TradeList::Session, this})
    , m_signals(new SignalsModel{this})
    , m_log(new LogModel{this})
{
    setWindowTitle(tr("Wick"));
    setMinimumSize(960, 600);
    resize(1280, 800);
    setDockNestingEnabled(true);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setDockOptions(AllowNestedDocks | AllowTabbedDocks);
    setCorner(Qt::TopLeftCorner, Qt::TopDockWidgetArea);
    setCorner(Qt::TopRightCorner, Qt::TopDockWidgetArea);
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    setContextMenuPolicy(Qt::NoContextMenu);

    setMenuWidget(makeTop(std::move(clock)));
    makeCentre();
    makeTables();
    makeDocks();
    auto* bar = new StatusFrame{this};
    m_status = &bar->strip();
    setStatusBar(bar);
    makeKeys();
    makeMenus();
    connectStrip();
    arrange(Workspace::Monitor);
}

MainWindow::~MainWindow() = default;

QWidget* MainWindow::makeTop(SteadyMs clock)
{
    auto* top = new Ground{&Theme::window, this};
    auto* column = new QVBoxLayout{top};
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_modeLine = new ModeLine{top};
    m_menus = new QMenuBar{top};
    m_menus->setNativeMenuBar(false);
    m_workspaces = new QTabBar{top};
    m_workspaces->setDrawBase(false);
    m_workspaces->setExpanding(false);
    m_workspaces->setAccessibleName(tr("Workspaces"));
    m_workspaces->addTab(tr("Monitor"));
    m_workspaces->addTab(tr("Backtest review"));
    m_workspaces->addTab(tr("Risk"));
    auto* row = new QHBoxLayout;
    row->setContentsMargins(0, 0, kSpace8, 0);
    row->setSpacing(0);
    row->addWidget(m_menus, 1);
    row->addWidget(m_workspaces);
    m_strip = new AccountStrip{std::move(clock), top};
    m_notFlat = new NotFlatPanel{top};
    column->addWidget(m_modeLine);
    column->addLayout(row);
    column->addWidget(m_strip);
    column->addWidget(m_notFlat);
    connect(m_workspaces, &QTabBar::currentChanged, this,
            [this](int index) { showWorkspace(static_cast<Workspace>(index)); });
    return top;
}

void MainWindow::connectStrip()
{
    connect(&m_strip->flattenButton(), &FlattenButton::flattenRequested, this,
            &MainWindow::flattenRequested);
    connect(&m_strip->flattenButton(), &FlattenButton::detailsRequested, m_notFlat, &QWidget::show);
    connect(&m_strip->killButton(), &KillButton::killRequested, this, &MainWindow::killRequested);
    connect(&m_strip->killButton(), &KillButton::releaseRequested, this, &MainWindow::askRelease);
    connect(&m_strip->lockButton(), &LockButton::lockRequested, this, &MainWindow::lockRequested);
    connect(m_strip, &AccountStrip::marketChosen, this, &MainWindow::showPositionOn);
}

/// The first position on a market: its row and its chart.
void MainWindow::showPositionOn(const QString& market)
{
    for (const PositionRow& row : m_positions->rows()) {
        if (shortMarket(row.market) == market) {
            m_positionsPanel->view().selectKey(row.engineId);
            Q_EMIT m_charts->slot(0).marketChosen(row.market);
            return;
        }
    }
}

void MainWindow::makeCentre()
{
    m_centre = new QStackedWidget{this};
    m_centre->setMinimumSize(320, 200);
    m_charts = new ChartGrid{m_centre};
    m_backtestPage = new QWidget{m_centre};
    auto* column = new QVBoxLayout{m_backtestPage};
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_backtestCharts = new ChartGrid{m_backtestPage};
    column->addWidget(m_backtestCharts, 1);
    for (int i = 0; i < ChartGrid::kMost; ++i) {
        m_backtestCharts->slot(i).showResults(i == 0 ? ResultTimeframe::OfTheRun
                                                     : ResultTimeframe::Chosen);
        for (const ChartGrid* grid : {m_charts, m_backtestCharts}) {
            connect(&grid->slot(i), &ChartSlot::importRequested, this,
                    &MainWindow::importRequested);
        }
    }
    m_centre->addWidget(m_charts);
    m_centre->addWidget(m_backtestPage);
    m_centre->addWidget(new QWidget{m_centre});
    setCentralWidget(m_centre);
}

void MainWindow::setReplayBar(QWidget* bar)
{
    bar->hide();
    m_backtestPage->layout()->addWidget(bar);
}

void MainWindow::makeTables()
{
    m_fleet = new FleetView{this};
    connect(m_fleet, &FleetView::engineAction, this, &MainWindow::engineAction);
    m_positionsPanel = new TablePanel{
        m_positions, {u"shield"_s, tr("No open positions"), tr("Nothing is at risk.")}, this};
    m_ordersPanel = new TablePanel{
        m_orders,
        {u"note"_s, tr("No open orders"), tr("Orders appear here from the moment they are sent.")},
        this};
    m_tradesPanel = new TablePanel{
        m_trades,
        {u"note"_s, tr("No trades yet"), tr("Trades appear here when a position is closed.")},
        this};
    m_signalsPanel = new TablePanel{
        m_signals,
        {u"eye"_s, tr("No signals yet"), tr("Signals and refusals of all engines appear here.")},
        this};
    m_logPanel = new TablePanel{
        m_log,
        {u"note"_s, tr("Nothing has happened yet"), tr("Acts, fills and faults appear here.")},
        this};
    const std::array<std::pair<TablePanel*, QString>, 5> names{{{m_positionsPanel, u"positions"_s},
                                                                {m_ordersPanel, u"orders"_s},
                                                                {m_tradesPanel, u"trades"_s},
                                                                {m_signalsPanel, u"signals"_s},
                                                                {m_logPanel, u"log"_s}}};
    for (const auto& [panel, name] : names) {
        panel->setExportName(name);
        connect(panel, &TablePanel::notice, this, [this](const QString& text) {
            const qint64 last = m_log->rows().empty() ? 0 : m_log->rows().back().timeMs;
            addLog({{-1 - m_log->rowCount(), last, LogLevel::Info, tr("Desktop"), text}});
        });
    }
    // Newest first where time is the order.
    for (const TablePanel* panel : {m_ordersPanel, m_tradesPanel, m_signalsPanel, m_logPanel}) {
        panel->view().sortByColumn(0, Qt::DescendingOrder);
    }
    connect(&m_positionsPanel->view(), &TableView::acted, this,
            [this](CellAction /*action*/, const QVariant& key) {
                Q_EMIT closePositionRequested(key.toInt());
            });
    connect(&m_signalsPanel->view(), &TableView::rowChosen, this,
            [this](const QVariant& key) { Q_EMIT signalChosen(key.toLongLong()); });
    connect(&m_tradesPanel->view(), &TableView::rowChosen, this,
            [this](const QVariant& key) { Q_EMIT tradeChosen(key.toLongLong()); });
}

void MainWindow::setAccount(const AccountSummary& account)
{
    if (account.badge != m_account.badge) {
        m_modeLine->setBadge(account.badge);
        const int frame = account.badge == ModeBadge::Live ? ModeLine::kThickness : 0;
        setContentsMargins(frame, 0, frame, frame);
        update();
    }
    m_account = account;
    m_strip->setAccount(account);
}

void MainWindow::setSafety(const SafetyState& safety)
{
    m_safety = safety;
    m_strip->setSafety(safety);
    m_notFlat->setState(safety.flatten);
}

void MainWindow::setEngines(std::vector<EngineRow> engines)
{
    const int count = static_cast<int>(engines.size());
    const bool grows = count != m_fleet->model().rowCount();
    m_fleet->setEngines(std::move(engines));
    if (auto* title = titleOf(u"fleet"_s)) {
        title->setNote(count == 1 ? tr("1 engine") : tr("%1 engines").arg(count));
    }
    if (grows) {
        sizeDocks();
    }
}

void MainWindow::setDockWords(const QString& name, const QString& words, qsizetype count)
{
    const QString title = count == 0 ? words : QString{words + u' ' + QString::number(count)};
    if (QDockWidget* target = dock(name); target != nullptr && target->windowTitle() != title) {
        target->setWindowTitle(title);
    }
}

void MainWindow::setPositions(std::vector<PositionRow> positions)
{
    setDockWords(u"positions"_s, tr("Positions"), static_cast<qsizetype>(positions.size()));
    m_positions->show(std::move(positions));
    m_positionsPanel->setFooter(m_positions->summary());
}

void MainWindow::setOrders(std::vector<OrderRow> orders)
{
    setDockWords(u"orders"_s, tr("Orders"), static_cast<qsizetype>(orders.size()));
    m_orders->setRows(std::move(orders));
}

void MainWindow::setTrades(std::vector<TradeRow> trades)
{
    setDockWords(u"trades"_s, tr("Trades"), static_cast<qsizetype>(trades.size()));
    m_trades->setRows(std::move(trades));
}

void MainWindow::setSignals(std::vector<SignalRow> rows)
{
    setDockWords(u"signals"_s, tr("Signals and refusals"), static_cast<qsizetype>(rows.size()));
    m_signals->setRows(std::move(rows));
}

void MainWindow::addLog(std::vector<LogRow> rows)
{
    m_log->add(std::move(rows));
}

void MainWindow::setRisk(const RiskSummary& risk)
{
    m_risk->setRisk(risk);
}

void MainWindow::setStatus(const StatusSummary& status)
{
    m_status->setStatus(status);
}

void MainWindow::setEquityView(QWidget* view)
{
    replaceBody(u"equity"_s, view);
}

void MainWindow::setBacktestSetup(QWidget* view)
{
    replaceBody(u"setup"_s, view);
}

void MainWindow::setBacktestResult(QWidget* view)
{
    replaceBody(u"result"_s, view);
}

void MainWindow::setBacktestTrades(TablePanel* panel)
{
    replaceBody(u"backtesttrades"_s, panel);
    addTableButtons(dock(u"backtesttrades"_s), panel);
}

void MainWindow::setBacktestEquity(QWidget* view)
{
    replaceBody(u"backtestequity"_s, view);
}

void MainWindow::setInspector(QWidget* view)
{
    replaceBody(u"inspector"_s, view);
}

void MainWindow::setBacktestDecision(QWidget* view)
{
    replaceBody(u"decision"_s, view);
}

void MainWindow::showBacktestDecision()
{
    dock(u"decision"_s)->show();
    dock(u"decision"_s)->raise();
}

void MainWindow::showInspector()
{
    dock(u"inspector"_s)->show();
    dock(u"inspector"_s)->raise();
}

void MainWindow::setRiskEditor(QWidget* editor)
{
    QWidget* old = m_centre->widget(2);
    m_centre->removeWidget(old);
    delete old;
    m_centre->insertWidget(2, editor);
    m_centre->setCurrentIndex(static_cast<int>(m_workspace));
}

void MainWindow::askRelease()
{
    auto* dialog = new ReasonDialog{
        tr("Release the halt"),
        tr("Releasing lets engines enter again. The reason is written to the journal."),
        tr("Release the halt"), this};
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog] { Q_EMIT releaseRequested(dialog->reason()); });
    dialog->open();
}

void MainWindow::showKeys()
{
    auto* dialog = new KeyListDialog{*m_keys, this};
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::closeCurrentPosition()
{
    m_positionsPanel->view().actOnCurrent(CellAction::Close);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (m_closing || !m_running.any()) {
        Q_EMIT aboutToClose();
        QMainWindow::closeEvent(event);
        return;
    }
    event->ignore();
    const auto act = [this](CloseChoice choice) {
        if (choice == CloseChoice::KeepRunning) {
            hide();
        } else if (choice == CloseChoice::StopAndClose) {
            m_stopping = true;
            setEnabled(false);
            Q_EMIT stopRequested();
        }
    };
    const bool tray = QSystemTrayIcon::isSystemTrayAvailable();
    if (m_closeSetting == CloseSetting::StopAndClose
        || (m_closeSetting == CloseSetting::KeepRunning && tray))
    {
        act(m_closeSetting == CloseSetting::StopAndClose ? CloseChoice::StopAndClose
                                                         : CloseChoice::KeepRunning);
        return;
    }
    auto* dialog = new CloseDialog{m_running, tray, this};
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [dialog, act] { act(dialog->choice()); });
    dialog->open();
}

void MainWindow::finishClosing()
{
    m_closing = true;
    close();
}

void MainWindow::paintEvent(QPaintEvent* /*event*/)
{
    if (m_account.badge != ModeBadge::Live) {
        return;
    }
    // Only the frame: what lies inside, separators included, paints itself.
    QPainter painter{this};
    constexpr int kFrame = ModeLine::kThickness;
    const QColor colour = currentTheme().modeLive;
    painter.fillRect(QRect{0, 0, kFrame, height()}, colour);
    painter.fillRect(QRect{width() - kFrame, 0, kFrame, height()}, colour);
    painter.fillRect(QRect{0, height() - kFrame, width(), kFrame}, colour);
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange) {
        sizeDocks();
    }
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    const bool wasWide = event->oldSize().width() >= 1440;
    QMainWindow::resizeEvent(event);
    if (!m_shownOnce
        || (wasWide != isWide() && m_states[static_cast<std::size_t>(m_workspace)].isEmpty()))
    {
        m_shownOnce = true;
        arrange(m_workspace);
    }
}

} // namespace wick::desktop
