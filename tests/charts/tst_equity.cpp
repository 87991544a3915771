#include "charts/equityview.h"
#include "tests/charts/chartfixtures.h"
#include "tests/support/testregistry.h"

#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>

using namespace wick::charts;

class EquityTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void drawdownIsTheShareBelowThePeak();
    void pointsAreFoundByTheirColumn();
    void theSelectedTradeIsMarked();
    void clickAndReturnReportTheTime();
    void hoverPaintsOnlyTheReadout();
    void emptySaysWhyAndOnePointDoesNoHarm();
};

void EquityTest::drawdownIsTheShareBelowThePeak()
{
    const std::vector<double> below =
        drawdownOf({{0, 100.0}, {1, 110.0}, {2, 99.0}, {3, 120.0}, {4, 120.0}});
    QCOMPARE(below, (std::vector<double>{0.0, 0.0, 99.0 / 110.0 - 1.0, 0.0, 0.0}));
    QCOMPARE(drawdownOf({{0, -5.0}, {1, -9.0}}), (std::vector<double>{0.0, 0.0}));
}

void EquityTest::pointsAreFoundByTheirColumn()
{
    const EquityScene scene = wick::test::equityScene(40, 2);
    const ChartStyle style;
    const EquityPainter painter{scene, style, QSize{900, 400}, PixelRatio{1.0}};
    for (std::size_t i = 0; i < scene.points.size(); ++i) {
        const int column = painter.columnOf(scene.points[i].timeMs);
        QCOMPARE(painter.columnOf(scene.points[*painter.pointAt(column)].timeMs), column);
    }
    QCOMPARE(*painter.pointAt(-100), std::size_t{0});
    QCOMPARE(*painter.pointAt(5'000), scene.points.size() - 1);
}

void EquityTest::theSelectedTradeIsMarked()
{
    EquityScene scene = wick::test::equityScene(40, 2);
    scene.selectedMs = scene.points[20].timeMs;
    const ChartStyle style;
    const QImage image = renderEquity(scene, style, {600, 300}, 1.0);
    const EquityPainter painter{scene, style, QSize{600, 300}, PixelRatio{1.0}};
    QCOMPARE(image.pixelColor(painter.columnOf(*scene.selectedMs), 0), style.colors.accent);
    scene.selectedMs.reset();
    const QImage without = renderEquity(scene, style, {600, 300}, 1.0);
    QVERIFY(without != image);
}

void EquityTest::clickAndReturnReportTheTime()
{
    EquityView view;
    const EquityScene scene = wick::test::equityScene(40, 2);
    view.setPoints(scene.points, scene.start);
    view.resize(600, 300);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    QSignalSpy clicked{&view, &EquityView::timeClicked};
    QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint{2, 100});
    QCOMPARE(clicked.count(), 1);
    QCOMPARE(clicked[0][0].toLongLong(), scene.points.front().timeMs);
    QTest::keyClick(&view, Qt::Key_End);
    QTest::keyClick(&view, Qt::Key_Left);
    QTest::keyClick(&view, Qt::Key_Return);
    QCOMPARE(clicked[1][0].toLongLong(), scene.points[scene.points.size() - 2].timeMs);
    QVERIFY(view.accessibleDescription().contains(QStringLiteral("equity")));
}

void EquityTest::hoverPaintsOnlyTheReadout()
{
    EquityView view;
    const EquityScene scene = wick::test::equityScene(40, 2);
    view.setPoints(scene.points, scene.start);
    view.resize(600, 300);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    const QImage before = view.grab().toImage();
    const int paints = view.staticPaints();
    const QPointF at{200.0, 100.0};
    QMouseEvent move{QEvent::MouseMove, at, view.mapToGlobal(at), Qt::NoButton, Qt::NoButton, {}};
    QApplication::sendEvent(&view, &move);
    const QImage after = view.grab().toImage();
    QVERIFY(after != before);
    QCOMPARE(view.staticPaints(), paints);
}

void EquityTest::emptySaysWhyAndOnePointDoesNoHarm()
{
    EquityView view;
    view.setEmptyState(QStringLiteral("No trades yet"), QStringLiteral("Run a backtest."));
    view.resize(300, 120);
    const QImage empty = view.grab().toImage();
    view.setPoints({{5, 100.0}}, 100.0);
    QCOMPARE(view.grab().toImage(), empty); // one point is no curve
    view.setPoints({{5, 100.0}, {5, 100.0}}, kMissing);
    QVERIFY(!view.grab().isNull());
}

WICK_TEST(EquityTest)
#include "tst_equity.moc"
