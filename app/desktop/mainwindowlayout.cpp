// The arrangement of the main window: docks, workspaces, what is saved of them.
#include "app/desktop/mainwindow.h"
#include "app/desktop/theme/icons.h"
#include "app/desktop/theme/typescale.h"
#include "app/desktop/views/chartgrid.h"
#include "app/desktop/views/docktitle.h"
#include "app/desktop/views/emptystate.h"
#include "app/desktop/views/fleetview.h"
#include "app/desktop/views/riskdock.h"
#include "app/desktop/views/tablepanel.h"

#include <QDockWidget>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabBar>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

constexpr int kLayoutVersion = 3;

/// Every dock, by its fixed name, in the order of their tabs.
const QStringList& monitorDocks()
{
    static const QStringList names{u"fleet"_s,  u"risk"_s,      u"inspector"_s,
                                   u"equity"_s, u"positions"_s, u"orders"_s,
                                   u"trades"_s, u"signals"_s,   u"log"_s};
    return names;
}

const QStringList& backtestDocks()
{
    static const QStringList names{u"setup"_s, u"result"_s, u"decision"_s, u"backtesttrades"_s,
                                   u"backtestequity"_s};
    return names;
}

QString stateKey(int workspace)
{
    return u"layout/workspace%1"_s.arg(workspace);
}

} // namespace

QDockWidget* MainWindow::addDock(const QString& name, const QString& title, QWidget* body)
{
    auto* added = new QDockWidget{title, this};
    added->setObjectName(name);
    added->setTitleBarWidget(new DockTitle{added});
    added->setWidget(body);
    body->setAccessibleName(title);
    return added;
}

QDockWidget* MainWindow::dock(const QString& name) const
{
    return findChild<QDockWidget*>(name, Qt::FindDirectChildrenOnly);
}

DockTitle* MainWindow::titleOf(const QString& name) const
{
    const QDockWidget* found = dock(name);
    return found == nullptr ? nullptr : qobject_cast<DockTitle*>(found->titleBarWidget());
}

void MainWindow::addTableButtons(QDockWidget* target, TablePanel* panel)
{
    auto* title = qobject_cast<DockTitle*>(target->titleBarWidget());
    const auto add = [&](const QString& iconName, const QString& words,
                         void (TablePanel::*slot)()) {
        auto* button = iconButton(iconName, words, title);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        title->addButton(button);
        connect(button, &QToolButton::clicked, panel, slot);
    };
    add(u"filter"_s, tr("Filter"), &TablePanel::openFilter);
    add(u"csv"_s, tr("Export CSV"), &TablePanel::exportCsv);
}

void MainWindow::makeDocks()
{
    m_risk = new RiskDock{this};
    addDockWidget(Qt::TopDockWidgetArea, addDock(u"fleet"_s, tr("Fleet"), m_fleet));
    addDockWidget(Qt::RightDockWidgetArea, addDock(u"risk"_s, tr("Risk"), m_risk));
    addDockWidget(Qt::RightDockWidgetArea,
                  addDock(u"inspector"_s, tr("Inspector"), new EmptyState{this}));
    addDockWidget(Qt::RightDockWidgetArea,
                  addDock(u"equity"_s, tr("Equity"), new EmptyState{this}));
    const std::vector<std::tuple<QString, QString, TablePanel*>> tables{
        {u"positions"_s, tr("Positions"), m_positionsPanel},
        {u"orders"_s, tr("Orders"), m_ordersPanel},
        {u"trades"_s, tr("Trades"), m_tradesPanel},
        {u"signals"_s, tr("Signals and refusals"), m_signalsPanel},
        {u"log"_s, tr("Log"), m_logPanel}};
    for (const auto& [name, title, panel] : tables) {
        QDockWidget* added = addDock(name, title, panel);
        addTableButtons(added, panel);
        addDockWidget(Qt::BottomDockWidgetArea, added);
    }
    addDockWidget(Qt::LeftDockWidgetArea, addDock(u"setup"_s, tr("Set-up"), new EmptyState{this}));
    addDockWidget(Qt::RightDockWidgetArea,
                  addDock(u"result"_s, tr("Result"), new EmptyState{this}));
    addDockWidget(Qt::RightDockWidgetArea,
                  addDock(u"decision"_s, tr("Decision"), new EmptyState{this}));
    addDockWidget(Qt::RightDockWidgetArea,
                  addDock(u"backtestequity"_s, tr("Equity and drawdown"), new EmptyState{this}));
    addDockWidget(Qt::BottomDockWidgetArea,
                  addDock(u"backtesttrades"_s, tr("Trades of the backtest"), new EmptyState{this}));
    m_dockTabs = new DockTabs{*this};
}

void MainWindow::replaceBody(const QString& dockName, QWidget* view)
{
    QDockWidget* target = dock(dockName);
    QWidget* old = target->widget();
    target->setWidget(view);
    view->setAccessibleName(target->windowTitle());
    delete old;
}

void MainWindow::arrange(Workspace workspace)
{
    m_arranging = true;
    const auto docks = findChildren<QDockWidget*>(QString{}, Qt::FindDirectChildrenOnly);
    for (QDockWidget* each : docks) {
        each->setFloating(false);
        removeDockWidget(each); // from its tabs too: a tabbed dock cannot be split
    }
    m_centre->setCurrentIndex(static_cast<int>(workspace));
    if (workspace == Workspace::Monitor) {
        arrangeMonitor();
    } else if (workspace == Workspace::BacktestReview) {
        arrangeBacktest();
    }
    m_arranging = false;
    sizeDocks();
    m_dockTabs->refresh();
}

void MainWindow::arrangeMonitor()
{
    setCorner(Qt::BottomRightCorner, isWide() ? Qt::RightDockWidgetArea : Qt::BottomDockWidgetArea);
    addDockWidget(Qt::TopDockWidgetArea, dock(u"fleet"_s));
    addDockWidget(Qt::RightDockWidgetArea, dock(u"risk"_s));
    if (isWide()) { // before anything is tabbed with it
        splitDockWidget(dock(u"risk"_s), dock(u"equity"_s), Qt::Vertical);
    }
    tabifyDockWidget(dock(u"risk"_s), dock(u"inspector"_s));
    if (!isWide()) {
        tabifyDockWidget(dock(u"inspector"_s), dock(u"equity"_s));
    }
    addDockWidget(Qt::BottomDockWidgetArea, dock(u"positions"_s));
    for (const QString& name : {u"orders"_s, u"trades"_s, u"signals"_s, u"log"_s}) {
        tabifyDockWidget(dock(u"positions"_s), dock(name));
    }
    for (const QString& name : monitorDocks()) {
        dock(name)->show();
    }
    titleOf(u"fleet"_s)->setHiddenAlways(!isWide());
    if (!m_chartsChosen) {
        m_charts->setCount(isWide() ? 2 : 1);
    }
    dock(u"positions"_s)->raise();
    dock(u"risk"_s)->raise();
}

void MainWindow::arrangeBacktest()
{
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    addDockWidget(Qt::LeftDockWidgetArea, dock(u"setup"_s));
    addDockWidget(Qt::RightDockWidgetArea, dock(u"result"_s));
    splitDockWidget(dock(u"result"_s), dock(u"backtestequity"_s), Qt::Vertical);
    tabifyDockWidget(dock(u"result"_s), dock(u"decision"_s));
    addDockWidget(Qt::BottomDockWidgetArea, dock(u"backtesttrades"_s));
    for (const QString& name : backtestDocks()) {
        dock(name)->show();
    }
    dock(u"result"_s)->raise();
}

void MainWindow::sizeDocks()
{
    if (m_arranging || m_dockTabs == nullptr) {
        return;
    }
    const int right = isWide() ? 368 : 300;
    const int bottom = (isWide() ? 186 : 120) + metrics().dockTitle;
    const int separators = 8;
    const int room =
        height() - menuWidget()->sizeHint().height() - statusBar()->height() - separators;
    if (m_workspace == Workspace::Monitor) {
        const int wanted = m_fleet->fullHeight() + titleOf(u"fleet"_s)->sizeHint().height();
        const int fleet = std::min(wanted, room / 3);
        resizeDocks({dock(u"fleet"_s), dock(u"positions"_s)}, {fleet, bottom}, Qt::Vertical);
        resizeDocks({dock(u"risk"_s)}, {right}, Qt::Horizontal);
        if (isWide()) {
            resizeDocks({dock(u"risk"_s), dock(u"equity"_s)}, {room - fleet - bottom, bottom},
                        Qt::Vertical);
        }
        if (!m_chartsChosen) {
            m_charts->resetSizes();
        }
    } else if (m_workspace == Workspace::BacktestReview) {
        const int trades = isWide() ? 390 : 220;
        resizeDocks({dock(u"setup"_s), dock(u"result"_s)}, {276, right}, Qt::Horizontal);
        resizeDocks({dock(u"backtesttrades"_s)}, {trades}, Qt::Vertical);
        resizeDocks({dock(u"result"_s), dock(u"backtestequity"_s)}, {room - trades, trades},
                    Qt::Vertical);
    }
}

void MainWindow::showWorkspace(Workspace workspace)
{
    if (workspace == m_workspace) {
        return;
    }
    m_states[static_cast<std::size_t>(m_workspace)] = saveState(kLayoutVersion);
    m_workspace = workspace;
    m_workspaces->setCurrentIndex(static_cast<int>(workspace));
    arrange(workspace);
    const QByteArray& saved = m_states[static_cast<std::size_t>(workspace)];
    if (!saved.isEmpty()) {
        restoreState(saved, kLayoutVersion);
        m_dockTabs->refresh();
    }
    Q_EMIT workspaceChanged(workspace);
}

void MainWindow::resetLayout()
{
    m_states[static_cast<std::size_t>(m_workspace)].clear();
    if (m_workspace == Workspace::Monitor) {
        m_chartsChosen = false;
    } else {
        m_backtestCharts->setCount(1);
    }
    arrange(m_workspace);
}

void MainWindow::saveLayout(QSettings& settings)
{
    m_states[static_cast<std::size_t>(m_workspace)] = saveState(kLayoutVersion);
    settings.setValue(u"layout/version"_s, kLayoutVersion);
    settings.setValue(u"layout/geometry"_s, saveGeometry());
    settings.setValue(u"layout/workspace"_s, static_cast<int>(m_workspace));
    for (int workspace = 0; workspace < kWorkspaces; ++workspace) {
        settings.setValue(stateKey(workspace), m_states[static_cast<std::size_t>(workspace)]);
    }
    if (m_chartsChosen) {
        settings.setValue(u"layout/charts"_s, m_charts->saveState());
    } else {
        settings.remove(u"layout/charts"_s);
    }
    settings.setValue(u"layout/backtestcharts"_s, m_backtestCharts->saveState());
    m_keys->save(settings);
}

void MainWindow::showCharts(int count)
{
    if (m_workspace == Workspace::Monitor) {
        m_chartsChosen = true;
        m_charts->setCount(count);
    } else if (m_workspace == Workspace::BacktestReview) {
        m_backtestCharts->setCount(count);
    }
}

void MainWindow::restoreLayout(QSettings& settings)
{
    m_keys->load(settings);
    if (settings.value(u"layout/version"_s).toInt() != kLayoutVersion) {
        return;
    }
    restoreGeometry(settings.value(u"layout/geometry"_s).toByteArray());
    m_chartsChosen = m_charts->restoreState(settings.value(u"layout/charts"_s).toByteArray());
    m_backtestCharts->restoreState(settings.value(u"layout/backtestcharts"_s).toByteArray());
    for (int workspace = 0; workspace < kWorkspaces; ++workspace) {
        m_states[static_cast<std::size_t>(workspace)] =
            settings.value(stateKey(workspace)).toByteArray();
    }
    const int last = settings.value(u"layout/workspace"_s).toInt();
    const QByteArray current = m_states[static_cast<std::size_t>(m_workspace)];
    if (last > 0 && last < kWorkspaces) {
        showWorkspace(static_cast<Workspace>(last));
    } else if (!current.isEmpty() && !restoreState(current, kLayoutVersion)) {
        arrange(m_workspace);
    }
    m_dockTabs->refresh();
}

void MainWindow::focusDock(int direction)
{
    // Strip, docks from top to bottom, chart: the order in which they are seen.
    QList<QWidget*> stops;
    const QStringList& names =
        m_workspace == Workspace::BacktestReview ? backtestDocks() : monitorDocks();
    for (const QString& name : names) {
        QDockWidget* each = dock(name);
        if (each->isVisible() && !each->visibleRegion().isEmpty()) {
            stops.append(each->widget());
        }
    }
    stops.insert(std::min<qsizetype>(1, stops.size()), m_centre->currentWidget());
    qsizetype at = -1;
    for (qsizetype i = 0; i < stops.size(); ++i) {
        if (stops[i]->isAncestorOf(focusWidget())) {
            at = i;
        }
    }
    const qsizetype next = (at + direction + stops.size()) % stops.size();
    QWidget* target = stops[next];
    const auto inside = target->findChildren<QWidget*>();
    for (QWidget* child : inside) {
        if (child->isVisible() && child->focusPolicy() != Qt::NoFocus) {
            child->setFocus(Qt::TabFocusReason);
            return;
        }
    }
    target->setFocus(Qt::TabFocusReason);
}

void MainWindow::maximiseDock()
{
    if (!m_beforeMaximise.isEmpty()) {
        restoreState(m_beforeMaximise, kLayoutVersion);
        m_beforeMaximise.clear();
        m_centre->show();
        m_dockTabs->refresh();
        return;
    }
    m_beforeMaximise = saveState(kLayoutVersion);
    const auto docks = findChildren<QDockWidget*>(QString{}, Qt::FindDirectChildrenOnly);
    bool inDock = false;
    for (const QDockWidget* each : docks) {
        inDock = inDock || each->isAncestorOf(focusWidget());
    }
    for (QDockWidget* each : docks) {
        if (!each->isAncestorOf(focusWidget())) {
            each->hide();
        }
    }
    m_centre->setVisible(!inDock);
}

} // namespace wick::desktop
