#include "app/desktop/mainwindow.h"
#include "app/desktop/theme/style.h"
#include "app/desktop/views/accountstrip.h"
#include "app/desktop/views/chartgrid.h"
#include "app/desktop/views/chartslot.h"
#include "app/desktop/views/tablepanel.h"
#include "tests/support/testregistry.h"
#include "tests/tools/desktopfixtures.h"

#include <QApplication>
#include <QDialog>
#include <QDockWidget>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace wick::desktop;
using namespace wick::test;
using namespace Qt::StringLiterals;

class MainWindowTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void theStripStaysInEveryWorkspace();
    void cellsAreDroppedInOrder();
    void chordsReachTheSafetyControls();
    void deleteClosesTheChosenPosition();
    void layoutsAreSavedAndRestored();
    void aWideWindowShowsEquityUnderRisk();
    void chartsAreShownByNumberAndSaved();
    void aLayoutOfAnotherVersionIsLeftAlone();
    void closingAsksWhileSomethingRuns();
    void everyControlHasAName();

private:
    [[nodiscard]] SteadyMs clock()
    {
        return [this] {
            return m_now;
        };
    }

    qint64 m_now = 0;
};

void MainWindowTest::initTestCase()
{
    applyTheme(*qApp, makeTheme(Scheme::Dark));
}

void MainWindowTest::theStripStaysInEveryWorkspace()
{
    MainWindow window{clock()};
    window.setAccount(anAccount());
    window.show();
    for (const Workspace workspace :
         {Workspace::Risk, Workspace::BacktestReview, Workspace::Monitor}) {
        window.showWorkspace(workspace);
        QVERIFY(window.strip().isVisible());
        QVERIFY(window.strip().flattenButton().isVisible());
        QVERIFY(window.strip().killButton().isVisible());
        QVERIFY(window.strip().width() == window.width());
    }
}

void MainWindowTest::cellsAreDroppedInOrder()
{
    AccountStrip strip{clock()};
    strip.setAccount(anAccount());
    strip.show();
    int before = 0;
    for (const int width : {1920, 1300, 1100, 1000, 900}) {
        strip.resize(width, strip.sizeHint().height());
        QVERIFY(strip.droppedCells() >= before);
        before = strip.droppedCells();
        QVERIFY(strip.killButton().geometry().right() < width);
        QVERIFY(strip.lockButton().geometry().right() < strip.flattenButton().geometry().left());
        QVERIFY(strip.killButton().height() >= 40);
    }
    strip.resize(1920, strip.sizeHint().height());
    QCOMPARE(strip.droppedCells(), 0);
}

void MainWindowTest::chordsReachTheSafetyControls()
{
    MainWindow window{clock()};
    window.show();
    QApplication::setActiveWindow(&window);
    QVERIFY(QTest::qWaitForWindowActive(&window));
    const QSignalSpy flattened{&window, &MainWindow::flattenRequested};
    const QSignalSpy killed{&window, &MainWindow::killRequested};
    const QSignalSpy locked{&window, &MainWindow::lockRequested};
    QTest::keyClick(&window, Qt::Key_F, Qt::ControlModifier | Qt::AltModifier);
    QCOMPARE(flattened.count(), 0);
    m_now += 999;
    QTest::keyClick(&window, Qt::Key_F, Qt::ControlModifier | Qt::AltModifier);
    QCOMPARE(flattened.count(), 1);
    QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier | Qt::AltModifier);
    QCOMPARE(killed.count(), 1);
    QTest::keyClick(&window, Qt::Key_L, Qt::ControlModifier | Qt::AltModifier);
    QCOMPARE(locked.count(), 1);
    QTest::keyClick(&window, Qt::Key_3, Qt::ControlModifier);
    QCOMPARE(window.workspace(), Workspace::Risk);
}

void MainWindowTest::deleteClosesTheChosenPosition()
{
    MainWindow window{clock()};
    window.setPositions(thePositions());
    window.show();
    QApplication::setActiveWindow(&window);
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QSignalSpy closed{&window, &MainWindow::closePositionRequested};
    TableView& view = window.positionsPanel().view();
    view.setFocus();
    view.selectKey(1);
    QTest::keyClick(&view, Qt::Key_Delete);
    QCOMPARE(closed.count(), 1);
    QCOMPARE(closed.first().at(0).toInt(), 1);
}

void MainWindowTest::layoutsAreSavedAndRestored()
{
    const QTemporaryDir folder;
    QSettings settings{folder.filePath(u"desktop.ini"_s), QSettings::IniFormat};
    MainWindow first{clock()};
    first.resize(1500, 900);
    first.show();
    first.findChild<QDockWidget*>(u"risk"_s)->hide();
    first.saveLayout(settings);

    MainWindow second{clock()};
    second.show();
    second.restoreLayout(settings);
    QVERIFY(second.findChild<QDockWidget*>(u"risk"_s)->isHidden());
    second.resetLayout();
    QVERIFY(!second.findChild<QDockWidget*>(u"risk"_s)->isHidden());
}

void MainWindowTest::chartsAreShownByNumberAndSaved()
{
    const auto shown = [](const ChartGrid& grid) {
        int count = 0;
        for (int i = 0; i < ChartGrid::kMost; ++i) {
            count += grid.slot(i).isVisible() ? 1 : 0;
        }
        return count;
    };
    const QTemporaryDir folder;
    QSettings settings{folder.filePath(u"desktop.ini"_s), QSettings::IniFormat};
    MainWindow first{clock()};
    first.resize(1920, 1080);
    first.show();
    QCOMPARE(shown(first.charts()), 2); // what a wide window has room for
    const QSignalSpy counted{&first.charts(), &ChartGrid::countChanged};
    first.findChild<QAction*>(u"charts4"_s)->trigger();
    QCOMPARE(shown(first.charts()), 4);
    QCOMPARE(counted.count(), 1);
    first.resize(1280, 800);
    QCOMPARE(shown(first.charts()), 4); // chosen is chosen
    first.showWorkspace(Workspace::BacktestReview);
    first.findChild<QAction*>(u"charts2"_s)->trigger();
    QCOMPARE(shown(first.backtestCharts()), 2);
    first.saveLayout(settings);

    MainWindow second{clock()};
    second.show();
    second.restoreLayout(settings);
    second.showWorkspace(Workspace::BacktestReview);
    QCOMPARE(shown(second.backtestCharts()), 2);
    second.resetLayout();
    QCOMPARE(shown(second.backtestCharts()), 1);
    second.showWorkspace(Workspace::Monitor);
    QCOMPARE(shown(second.charts()), 4);
    second.resetLayout();
    QCOMPARE(shown(second.charts()), 1); // 1280 wide
    QVERIFY(!second.charts().restoreState("no state of a grid"));
    QCOMPARE(shown(second.charts()), 1);
}

void MainWindowTest::aWideWindowShowsEquityUnderRisk()
{
    MainWindow window{clock()}; // narrow until it is shown
    window.resize(1920, 1080);
    window.show();
    auto* risk = window.findChild<QDockWidget*>(u"risk"_s);
    auto* equity = window.findChild<QDockWidget*>(u"equity"_s);
    QVERIFY(!window.tabifiedDockWidgets(risk).contains(equity));
    window.resize(1280, 800);
    QVERIFY(window.tabifiedDockWidgets(risk).contains(equity));
    window.resize(1500, 900);
    QVERIFY(!window.tabifiedDockWidgets(risk).contains(equity));
}

void MainWindowTest::aLayoutOfAnotherVersionIsLeftAlone()
{
    const QTemporaryDir folder;
    QSettings settings{folder.filePath(u"desktop.ini"_s), QSettings::IniFormat};
    settings.setValue(u"layout/version"_s, 999);
    settings.setValue(u"layout/workspace0"_s, QByteArray{"no layout at all"});
    MainWindow window{clock()};
    window.show();
    window.restoreLayout(settings);
    for (const QString& name : {u"fleet"_s, u"risk"_s, u"positions"_s}) {
        QVERIFY(!window.findChild<QDockWidget*>(name)->isHidden());
    }
}

void MainWindowTest::closingAsksWhileSomethingRuns()
{
    MainWindow window{clock()};
    window.show();
    const QSignalSpy stopped{&window, &MainWindow::stopRequested};
    window.setRunning({3, 2, false});
    QVERIFY(!window.close());
    QCOMPARE(stopped.count(), 0);
    auto* dialog = window.findChild<QDialog*>();
    QVERIFY(dialog != nullptr);
    for (QPushButton* button : dialog->findChildren<QPushButton*>()) {
        if (button->text() == u"Stop and close"_s) {
            QVERIFY(!button->isDefault());
            button->click();
        }
    }
    QCOMPARE(stopped.count(), 1);
    QVERIFY(window.isVisible());
    window.finishClosing();
    QVERIFY(!window.isVisible());
}

void MainWindowTest::everyControlHasAName()
{
    MainWindow window{clock()};
    window.setEngines(theEngines());
    window.setPositions(thePositions());
    window.setStatus(theStatus());
    window.show();
    for (const QAbstractButton* button : window.findChildren<QAbstractButton*>()) {
        if (button->isVisible() && button->focusPolicy() != Qt::NoFocus) {
            QVERIFY2(!button->accessibleName().isEmpty() || !button->text().isEmpty(),
                     qPrintable(button->objectName()));
        }
    }
    for (const QTableView* view : window.findChildren<QTableView*>()) {
        if (view->isVisible()) {
            QVERIFY(!view->accessibleName().isEmpty()
                    || !view->parentWidget()->accessibleName().isEmpty());
        }
    }
}

WICK_TEST(MainWindowTest)
#include "tst_mainwindow.moc"
