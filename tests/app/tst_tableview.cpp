#include "app/desktop/models/filterproxy.h"
#include "app/desktop/models/logmodel.h"
#include "app/desktop/models/positionsmodel.h"
#include "app/desktop/views/fleetview.h"
#include "app/desktop/views/tablepanel.h"
#include "tests/support/testregistry.h"
#include "tests/tools/desktopfixtures.h"

#include <QLineEdit>
#include <QSignalSpy>

using namespace wick::desktop;
using namespace wick::test;
using namespace Qt::StringLiterals;

class TableViewTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aClickOnTheButtonClosesOnePosition();
    void theKeyboardReachesTheIconsOfTheFleet();
    void aNarrowTableHidesWhatItCanSpare();
    void theSelectionSurvivesUpdates();
    void slashOpensTheFilterAndEscapeClosesIt();
    void copiesAreTabSeparatedAndRaw();
    void formulasAreNeutralisedInCsv();
};

void TableViewTest::aClickOnTheButtonClosesOnePosition()
{
    PositionsModel model;
    model.show(thePositions());
    TableView view{&model};
    view.resize(1300, 200);
    view.show();
    QSignalSpy acted{&view, &TableView::acted};
    const QModelIndex button = view.proxy().index(1, model.indexOfColumn(u"close"_s));
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {},
                      view.visualRect(button).topLeft() + QPoint{20, 12});
    QCOMPARE(acted.count(), 1);
    QCOMPARE(acted.first().at(1).toInt(), 1);
    view.setCurrentIndex(view.proxy().index(0, 0));
    view.actOnCurrent(CellAction::Close);
    QCOMPARE(acted.last().at(1).toInt(), 0);

    auto closing = thePositions();
    closing[0].close = CloseState::Closing;
    model.show(closing);
    view.actOnCurrent(CellAction::Close);
    QCOMPARE(acted.count(), 2); // it closes already
}

void TableViewTest::theKeyboardReachesTheIconsOfTheFleet()
{
    FleetView fleet;
    fleet.resize(1600, 200);
    fleet.setEngines(theEngines());
    fleet.show();
    QSignalSpy actions{&fleet, &FleetView::engineAction};
    TableView& view = fleet.panel().view();
    view.setCurrentIndex(view.proxy().index(1, fleet.model().indexOfColumn(u"pause"_s)));
    QTest::keyClick(&view, Qt::Key_Space);
    QTest::keyClick(&view, Qt::Key_Right);
    QTest::keyClick(&view, Qt::Key_Right);
    QTest::keyClick(&view, Qt::Key_Return);
    QCOMPARE(actions.count(), 2);
    QCOMPARE(actions.at(0).at(0).value<CellAction>(), CellAction::Pause);
    QCOMPARE(actions.at(1).at(0).value<CellAction>(), CellAction::Kill);
    QCOMPARE(actions.at(1).at(1).toInt(), 1);
}

void TableViewTest::aNarrowTableHidesWhatItCanSpare()
{
    PositionsModel model;
    TableView view{&model};
    const int margin = model.indexOfColumn(u"margin"_s);
    const int stop = model.indexOfColumn(u"stop"_s);
    view.resize(2600, 200);
    view.show();
    QVERIFY(!view.isColumnHidden(margin));
    view.resize(700, 200);
    QVERIFY(view.isCompact());
    QVERIFY(view.isColumnHidden(margin));
    QVERIFY(!view.isColumnHidden(stop));
}

void TableViewTest::theSelectionSurvivesUpdates()
{
    PositionsModel model;
    model.show(thePositions());
    TableView view{&model};
    view.selectKey(1);
    auto rows = thePositions();
    std::swap(rows[0], rows[1]);
    rows[0].mark = Fixed{232700, 2};
    model.show(rows);
    QCOMPARE(view.currentKey().toInt(), 1);
    QCOMPARE(view.currentIndex().row(), 0);
}

void TableViewTest::slashOpensTheFilterAndEscapeClosesIt()
{
    PositionsModel model;
    model.show(thePositions());
    TablePanel panel{&model, {u"shield"_s, u"No open positions"_s, u"Nothing is at risk."_s}};
    panel.show();
    auto* line = panel.findChild<QLineEdit*>();
    QVERIFY(line->isHidden());
    QTest::keyClick(&panel.view(), Qt::Key_Slash);
    QVERIFY(!line->isHidden());
    QTest::keyClicks(line, u"eth short"_s);
    QCOMPARE(panel.view().proxy().rowCount(), 0);
    QCOMPARE(panel.view().proxy().hiddenRows(), 2);
    QTest::keyClick(line, Qt::Key_Escape);
    QVERIFY(line->isHidden());
    QCOMPARE(panel.view().proxy().rowCount(), 2);
}

void TableViewTest::copiesAreTabSeparatedAndRaw()
{
    PositionsModel model;
    model.show(thePositions());
    TableView view{&model};
    view.resize(2600, 200);
    view.show();
    const QStringList lines = view.tableText().split(u'\n');
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines.first().startsWith(u"Market\tSide\tSize\tEntry"_s));
    QVERIFY(lines.at(1).startsWith(u"XAU-PERP\tlong\t5.012\t4705.44\t4708.85\t17.09"_s));
}

void TableViewTest::formulasAreNeutralisedInCsv()
{
    LogModel model;
    model.setRows({{1, 0, LogLevel::Info, u"Desktop"_s, u"=HYPERLINK(\"x\"), done"_s},
                   {2, 0, LogLevel::Info, u"Desktop"_s, u"-5.25"_s}});
    TableView view{&model};
    view.resize(1000, 200);
    view.show();
    const QString csv = view.csvText();
    QVERIFY(csv.contains(u"\"'=HYPERLINK(\"\"x\"\"), done\"\r\n"_s));
    QVERIFY(csv.contains(u",-5.25\r\n"_s));
    QVERIFY(csv.endsWith(u"\r\n"_s));
}

WICK_TEST(TableViewTest)
#include "tst_tableview.moc"
