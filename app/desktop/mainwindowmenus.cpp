// The menus and keys of the main window.
#include "app/desktop/mainwindow.h"
#include "app/desktop/views/accountstrip.h"
#include "app/desktop/views/fleetview.h"
#include "app/desktop/views/tablepanel.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QDockWidget>
#include <QMenu>
#include <QMenuBar>
#include <QShortcut>

using namespace Qt::StringLiterals;

namespace wick::desktop {

QAction* MainWindow::addKey(const QString& id, const QString& words, const QKeySequence& keys)
{
    auto* action = new QAction{words, this};
    action->setObjectName(id);
    m_keys->add(id, words, keys, action);
    addAction(action);
    return action;
}

void MainWindow::makeKeys()
{
    connect(
        addKey(u"flatten"_s, tr("Flatten all (twice within 1 s)"), QKeySequence{u"Ctrl+Alt+F"_s}),
        &QAction::triggered, &m_strip->flattenButton(), &FlattenButton::chord);
    connect(addKey(u"kill"_s, tr("Kill switch, at once"), QKeySequence{u"Ctrl+Alt+K"_s}),
            &QAction::triggered, &m_strip->killButton(), &KillButton::kill);
    connect(addKey(u"lock"_s, tr("Lock entries"), QKeySequence{u"Ctrl+Alt+L"_s}),
            &QAction::triggered, &m_strip->lockButton(), &QAbstractButton::click);
    connect(addKey(u"cancelentries"_s, tr("Cancel all entries"), QKeySequence{u"Ctrl+Alt+X"_s}),
            &QAction::triggered, this, &MainWindow::cancelEntriesRequested);
    const QStringList workspaceWords{tr("Monitor"), tr("Backtest review"), tr("Risk")};
    for (int index = 0; index < kWorkspaces; ++index) {
        QAction* action = addKey(u"workspace%1"_s.arg(index + 1), workspaceWords[index],
                                 QKeySequence{u"Ctrl+%1"_s.arg(index + 1)});
        connect(action, &QAction::triggered, this,
                [this, index] { showWorkspace(static_cast<Workspace>(index)); });
    }
    connect(addKey(u"nextdock"_s, tr("Next dock"), QKeySequence{u"F6"_s}), &QAction::triggered,
            this, [this] { focusDock(1); });
    connect(addKey(u"previousdock"_s, tr("Previous dock"), QKeySequence{u"Shift+F6"_s}),
            &QAction::triggered, this, [this] { focusDock(-1); });
    connect(addKey(u"maximise"_s, tr("Maximise dock"), QKeySequence{u"Alt+Return"_s}),
            &QAction::triggered, this, &MainWindow::maximiseDock);
    connect(addKey(u"run"_s, tr("Run backtest, apply limits"), QKeySequence{u"Ctrl+Return"_s}),
            &QAction::triggered, this, &MainWindow::runRequested);
    connect(addKey(u"forward"_s, tr("Step forward"), QKeySequence{u"F12"_s}), &QAction::triggered,
            this, [this] { Q_EMIT stepRequested(1); });
    connect(addKey(u"back"_s, tr("Step back"), QKeySequence{u"Shift+F12"_s}), &QAction::triggered,
            this, [this] { Q_EMIT stepRequested(-1); });
    connect(addKey(u"keys"_s, tr("Keys"), QKeySequence{u"F1"_s}), &QAction::triggered, this,
            &MainWindow::showKeys);
    auto* question = new QShortcut{QKeySequence{u"?"_s}, this};
    connect(question, &QShortcut::activated, this, &MainWindow::showKeys);
    auto* remove = new QShortcut{QKeySequence{Qt::Key_Delete}, m_positionsPanel};
    remove->setContext(Qt::WidgetWithChildrenShortcut);
    remove->setAutoRepeat(false);
    connect(remove, &QShortcut::activated, this, &MainWindow::closeCurrentPosition);
    addTradeKey(Qt::Key_P, -1);
    addTradeKey(Qt::Key_N, 1);
    addReplayKeys();
    auto* quit = new QAction{tr("Quit"), this};
    quit->setObjectName(u"quit"_s);
    m_keys->add(u"quit"_s, tr("Quit"), QKeySequence{u"Ctrl+Q"_s}, quit);
    addAction(quit);
    connect(quit, &QAction::triggered, this, &QWidget::close);
    addFixedKeys();
}

/// Steps through the trades of a result while it is reviewed.
void MainWindow::addTradeKey(Qt::Key key, int direction)
{
    auto* trade = new QShortcut{QKeySequence{key}, this};
    connect(trade, &QShortcut::activated, this, [this, direction] {
        if (m_workspace == Workspace::BacktestReview) {
            Q_EMIT tradeStepRequested(direction);
        }
    });
}

/// Space plays where no button or field of the window takes it.
void MainWindow::addReplayKeys()
{
    auto* play = new QShortcut{QKeySequence{Qt::Key_Space}, m_backtestPage};
    play->setContext(Qt::WidgetWithChildrenShortcut);
    play->setAutoRepeat(false);
    connect(play, &QShortcut::activated, this, &MainWindow::replayToggled);
    connect(addKey(u"date"_s, tr("Go to date (replay)"), QKeySequence{u"Alt+G"_s}),
            &QAction::triggered, this, &MainWindow::dateRequested);
}

void MainWindow::addFixedKeys()
{
    m_keys->addFixed(tr("Close the chosen position"), QKeySequence{u"Del"_s});
    m_keys->addFixed(tr("Filter the table"), QKeySequence{u"/"_s});
    m_keys->addFixed(tr("Play or pause replay (chart)"), QKeySequence{u"Space"_s});
    m_keys->addFixed(tr("Bar cursor left (Ctrl: 10 bars)"), QKeySequence{u"Left"_s});
    m_keys->addFixed(tr("Bar cursor right (Ctrl: 10 bars)"), QKeySequence{u"Right"_s});
    m_keys->addFixed(tr("Zoom in (chart)"), QKeySequence{u"+"_s});
    m_keys->addFixed(tr("Zoom out (chart)"), QKeySequence{u"-"_s});
    m_keys->addFixed(tr("Reset view (chart)"), QKeySequence{u"0"_s});
    m_keys->addFixed(tr("Price of the cursor (chart)"), QKeySequence{u"Up"_s});
    m_keys->addFixed(tr("Measure from the cursor, any arrow (chart)"),
                     QKeySequence{u"Shift+Left"_s});
    m_keys->addFixed(tr("Zoom prices, up or down (chart)"), QKeySequence{u"Alt+Up"_s});
    m_keys->addFixed(tr("Move the view, with Alt its prices (chart)"), QKeySequence{u"PgUp"_s});
    m_keys->addFixed(tr("Autoscale (chart)"), QKeySequence{u"A"_s});
    m_keys->addFixed(tr("Logarithmic prices (chart)"), QKeySequence{u"L"_s});
    m_keys->addFixed(tr("Set a point of the chosen tool (chart)"), QKeySequence{u"Return"_s});
    m_keys->addFixed(tr("Choose the next drawing (chart)"), QKeySequence{u"D"_s});
    m_keys->addFixed(tr("Say what the chart shows"), QKeySequence{u"I"_s});
    m_keys->addFixed(tr("Previous trade"), QKeySequence{u"P"_s});
    m_keys->addFixed(tr("Next trade"), QKeySequence{u"N"_s});
}

void MainWindow::makeMenus()
{
    const auto act = [this](const QString& id) {
        return findChild<QAction*>(id, Qt::FindDirectChildrenOnly);
    };
    QMenu* wickMenu = m_menus->addMenu(tr("Wick"));
    wickMenu->addAction(act(u"keys"_s));
    wickMenu->addSeparator();
    wickMenu->addAction(act(u"quit"_s));
    QMenu* file = m_menus->addMenu(tr("File"));
    file->addAction(tr("Import candles…"), this, &MainWindow::importRequested);
    file->addSeparator();
    file->addAction(tr("Export positions…"), m_positionsPanel, &TablePanel::exportCsv);
    file->addAction(tr("Export trades…"), m_tradesPanel, &TablePanel::exportCsv);
    file->addAction(tr("Export signals and refusals…"), m_signalsPanel, &TablePanel::exportCsv);
    file->addAction(tr("Export log…"), m_logPanel, &TablePanel::exportCsv);
    makeViewMenu();
    QMenu* engines = m_menus->addMenu(tr("Engines"));
    engines->addAction(act(u"lock"_s));
    engines->addAction(act(u"cancelentries"_s));
    engines->addSeparator();
    QMenu* parameters = engines->addMenu(tr("Parameters"));
    parameters->setObjectName(u"parameters"_s);
    connect(parameters, &QMenu::aboutToShow, this, [this, parameters] {
        parameters->clear();
        for (const EngineRow& engine : m_fleet->model().rows()) {
            parameters->addAction(tr("%1 on %2…").arg(engine.name, engine.market), this,
                                  [this, id = engine.id] { Q_EMIT parametersRequested(id); });
        }
    });
    engines->addSeparator();
    engines->addAction(tr("Pause or resume the market"), this, &MainWindow::playPauseRequested);
    QMenu* speed = engines->addMenu(tr("Speed of the practice market"));
    const std::vector<std::pair<QString, int>> speeds{
        {u"1×"_s, 1}, {u"10×"_s, 10}, {u"60×"_s, 60}, {tr("As fast as possible"), 0}};
    for (const auto& [words, factor] : speeds) {
        speed->addAction(words, this, [this, factor = factor] { Q_EMIT speedRequested(factor); });
    }
    QMenu* backtest = m_menus->addMenu(tr("Backtest"));
    backtest->addAction(act(u"workspace2"_s));
    backtest->addAction(act(u"run"_s));
    QMenu* risk = m_menus->addMenu(tr("Risk"));
    risk->addAction(act(u"workspace3"_s));
    QMenu* window = m_menus->addMenu(tr("Window"));
    window->addAction(act(u"workspace1"_s));
    window->addAction(act(u"workspace2"_s));
    window->addAction(act(u"workspace3"_s));
    window->addSeparator();
    window->addAction(act(u"nextdock"_s));
    window->addAction(act(u"previousdock"_s));
    window->addAction(act(u"maximise"_s));
    QMenu* help = m_menus->addMenu(tr("Help"));
    help->addAction(act(u"keys"_s));
    help->addAction(tr("About Qt"), qApp, &QApplication::aboutQt);
}

void MainWindow::addChartMenu(QMenu& view)
{
    QMenu* charts = view.addMenu(tr("Charts"));
    const QStringList words{tr("One chart"), tr("Two charts"), tr("Four charts")};
    for (int i = 0; i < words.size(); ++i) {
        const int count = 1 << i;
        QAction* action =
            addKey(u"charts%1"_s.arg(count), words[i], QKeySequence{u"Alt+%1"_s.arg(count)});
        connect(action, &QAction::triggered, this, [this, count] { showCharts(count); });
        charts->addAction(action);
    }
    charts->addSeparator();
    const std::vector<std::pair<QString, ChartLink>> links{
        {tr("Each its own market and timeframe"), ChartLink::Nothing},
        {tr("One market, several timeframes"), ChartLink::Market},
        {tr("Several markets, one timeframe"), ChartLink::Timeframe}};
    for (const auto& [name, link] : links) {
        charts->addAction(name, this, [this, link = link] { Q_EMIT chartLinkRequested(link); });
    }
}

void MainWindow::makeViewMenu()
{
    QMenu* view = m_menus->addMenu(tr("View"));
    const auto docks = findChildren<QDockWidget*>(QString{}, Qt::FindDirectChildrenOnly);
    QMenu* panels = view->addMenu(tr("Panels"));
    for (QDockWidget* each : docks) {
        panels->addAction(each->toggleViewAction());
    }
    view->addAction(tr("Reset layout"), this, &MainWindow::resetLayout);
    addChartMenu(*view);
    view->addSeparator();
    QMenu* theme = view->addMenu(tr("Theme"));
    const std::vector<std::pair<QString, Scheme>> schemes{
        {tr("Dark"), Scheme::Dark},
        {tr("Light"), Scheme::Light},
        {tr("High contrast, dark"), Scheme::HighContrastDark},
        {tr("High contrast, light"), Scheme::HighContrastLight}};
    for (const auto& [words, scheme] : schemes) {
        theme->addAction(words, this, [this, scheme = scheme] { Q_EMIT themeRequested(scheme); });
    }
    QMenu* direction = view->addMenu(tr("Up and down"));
    direction->addAction(tr("Blue and orange"), this, [this] {
        Q_EMIT directionColoursRequested(DirectionColours::BlueOrange);
    });
    direction->addAction(tr("Teal and red"), this,
                         [this] { Q_EMIT directionColoursRequested(DirectionColours::TealRed); });
    QMenu* scale = view->addMenu(tr("Text size"));
    for (const int percent : {80, 90, 100, 110, 125, 150, 175, 200}) {
        scale->addAction(tr("%1 %").arg(percent), this,
                         [this, percent] { Q_EMIT textScaleRequested(percent); });
    }
}

} // namespace wick::desktop
