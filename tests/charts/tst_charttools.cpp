#include "charts/pricechart.h"
#include "tests/charts/chartfixtures.h"
#include "tests/support/testregistry.h"

#include <QLineEdit>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

using namespace wick::charts;
using wick::test::kFixtureBarMs;

/// Measuring, drawing, and levels that are dragged, each with pointer and keyboard.
class ChartToolsTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void shiftAndDragMeasure();
    void shiftAndArrowsMeasure();
    void aMeasureCountsInTheRiskOfThePosition();
    void aTrendLineIsDrawnMovedAndRemoved();
    void aTrendLineIsDrawnByKeyboard();
    void aPointIsMovedByItself();
    void escapeTakesBackWhatIsHalfDone();
    void aNoteIsWrittenInPlace();
    void aNoteWithoutWordsIsNone();
    void aDraggedStopIsProposedAndStaysWhereItIs();
    void levelsStayWhenNobodyListens();
    void aStopIsProposedByKeyboard();
    void aClickOnAGapTellsItsHistory();
    void pricesZoomAndPanByKeyboard();
    void theSummarySaysWhatIsSeen();

private:
    void drag(QPointF from, QPointF to, Qt::KeyboardModifiers modifiers = {});
    [[nodiscard]] QPointF at(std::size_t bar, double price) const
    {
        return m_chart->positionOf(bar, price);
    }

    std::unique_ptr<PriceChart> m_chart;
    std::vector<Candle> m_bars;
};

void ChartToolsTest::init()
{
    m_bars = wick::test::walkBars(300, 17);
    m_chart = std::make_unique<PriceChart>();
    m_chart->setMarket(QStringLiteral("XAU-PERP"), QStringLiteral("5m"), 2, 0);
    m_chart->setCandles(m_bars, kFixtureBarMs);
    m_chart->resize(900, 600);
    m_chart->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_chart.get()));
    m_chart->repaintChanges();
}

void ChartToolsTest::cleanup()
{
    m_chart.reset();
}

void ChartToolsTest::drag(QPointF from, QPointF to, Qt::KeyboardModifiers modifiers)
{
    const auto send = [&](QEvent::Type type, QPointF place, Qt::MouseButton button) {
        QMouseEvent event{type,   place,          m_chart->mapToGlobal(place),
                          button, Qt::LeftButton, modifiers};
        QApplication::sendEvent(m_chart.get(), &event);
    };
    send(QEvent::MouseButtonPress, from, Qt::LeftButton);
    send(QEvent::MouseMove, 0.5 * (from + to), Qt::NoButton);
    send(QEvent::MouseMove, to, Qt::NoButton);
    send(QEvent::MouseButtonRelease, to, Qt::LeftButton);
    m_chart->repaintChanges();
}

void ChartToolsTest::shiftAndDragMeasure()
{
    const ViewRange before = m_chart->visibleRange();
    const double low = m_bars[260].close;
    drag(at(260, low), at(272, low + 2.0), Qt::ShiftModifier);
    QVERIFY(m_chart->visibleRange() == before); // it measures and does not move
    QVERIFY(m_chart->scene().measure.has_value());
    const QString spoken = m_chart->accessibleDescription();
    QVERIFY2(spoken.startsWith(QStringLiteral("+12 bars · 1 h · ")), qPrintable(spoken));
    QVERIFY2(spoken.contains(QStringLiteral(" ticks · ")), qPrintable(spoken));
    QVERIFY2(spoken.endsWith(QLatin1Char('%')), qPrintable(spoken)); // no position, no R
    QTest::mouseClick(m_chart.get(), Qt::LeftButton, {}, QPoint{40, 300});
    QVERIFY(!m_chart->scene().measure.has_value()); // the next click ends it
}

void ChartToolsTest::shiftAndArrowsMeasure()
{
    QTest::keyClick(m_chart.get(), Qt::Key_Left);
    QTest::keyClick(m_chart.get(), Qt::Key_Left, Qt::ShiftModifier);
    QTest::keyClick(m_chart.get(), Qt::Key_Left, Qt::ShiftModifier | Qt::ControlModifier);
    QVERIFY(m_chart->scene().measure.has_value());
    QVERIFY2(m_chart->accessibleDescription().startsWith(QStringLiteral("−11 bars · 55 min · ")),
             qPrintable(m_chart->accessibleDescription()));
    QTest::keyClick(m_chart.get(), Qt::Key_Escape);
    QVERIFY(!m_chart->scene().measure.has_value());
    QVERIFY(m_chart->cursorBar().has_value()); // one thing at a time
}

void ChartToolsTest::aMeasureCountsInTheRiskOfThePosition()
{
    ChartScene scene;
    scene.priceDecimals = 2;
    scene.candles.assign(m_bars, kFixtureBarMs, {});
    const Measure up{{m_bars[100].timeMs, 100.0}, {m_bars[104].timeMs, 103.0}};
    const QLocale english{QLocale::English, QLocale::UnitedStates};
    QCOMPARE(measureText(up, scene, english),
             QStringLiteral("+4 bars · 20 min · +3.00 · 300 ticks · +3.00 %"));
    scene.tick = 0.05;
    scene.levels = {{LevelKind::Entry, 100.0, {}, {}}, {LevelKind::Stop, 102.0, {}, {}}};
    QCOMPARE(measureText(up, scene, english), // a short loses when prices rise
             QStringLiteral("+4 bars · 20 min · +3.00 · 60 ticks · +3.00 % · −1.50 R"));
}

void ChartToolsTest::aTrendLineIsDrawnMovedAndRemoved()
{
    QSignalSpy changed{m_chart.get(), &PriceChart::drawingsChanged};
    m_chart->setTool(ChartTool::TrendLine);
    const double price = m_bars[250].close;
    drag(at(250, price), at(270, price + 3.0));
    QCOMPARE(m_chart->tool(), ChartTool::Pointer); // one drawing a choice
    QCOMPARE(changed.count(), 1);
    QCOMPARE(m_chart->scene().drawings.size(), std::size_t{1});
    const Drawing drawn = m_chart->scene().drawings[0];
    QCOMPARE(drawn.from.timeMs, m_bars[250].timeMs);
    QCOMPARE(drawn.to.timeMs, m_bars[270].timeMs);
    QVERIFY(std::abs(drawn.to.price - drawn.from.price - 3.0) < 0.1);

    const QPointF middle = 0.5 * (at(250, drawn.from.price) + at(270, drawn.to.price));
    const ViewRange before = m_chart->visibleRange();
    drag(middle, middle + QPointF{24.0, 0.0}); // three bars of eight pixels
    QVERIFY(m_chart->visibleRange() == before);
    QCOMPARE(m_chart->scene().drawings[0].from.timeMs, m_bars[253].timeMs);
    QCOMPARE(m_chart->scene().drawings[0].to.timeMs, m_bars[273].timeMs);
    QCOMPARE(changed.count(), 2);
    QCOMPARE(m_chart->scene().selectedDrawing, std::optional<std::size_t>{0});
    QTest::keyClick(m_chart.get(), Qt::Key_Delete);
    QVERIFY(m_chart->scene().drawings.empty());
    QCOMPARE(changed.count(), 3);
}

void ChartToolsTest::aTrendLineIsDrawnByKeyboard()
{
    m_chart->setTool(ChartTool::TrendLine);
    QTest::keyClick(m_chart.get(), Qt::Key_Left);
    QTest::keyClick(m_chart.get(), Qt::Key_Return);
    QTest::keyClick(m_chart.get(), Qt::Key_Left, Qt::ControlModifier);
    QTest::keyClick(m_chart.get(), Qt::Key_Up);
    QTest::keyClick(m_chart.get(), Qt::Key_Return);
    QCOMPARE(m_chart->scene().drawings.size(), std::size_t{1});
    const Drawing& drawn = m_chart->scene().drawings[0];
    QCOMPARE(drawn.from, (ChartPoint{m_bars[299].timeMs, m_bars[299].close}));
    QCOMPARE(drawn.to.timeMs, m_bars[289].timeMs);
    QVERIFY(drawn.to.price > m_bars[289].close);
    QTest::keyClick(m_chart.get(), Qt::Key_D); // selects it
    QTest::keyClick(m_chart.get(), Qt::Key_Delete);
    QVERIFY(m_chart->scene().drawings.empty());
}

void ChartToolsTest::aPointIsMovedByItself()
{
    const Drawing box{DrawingKind::Rectangle,
                      {m_bars[250].timeMs, m_bars[250].close},
                      {m_bars[270].timeMs, m_bars[250].close + 3.0},
                      {}};
    m_chart->setDrawings({box});
    m_chart->repaintChanges();
    const QPointF corner = at(270, box.to.price);
    drag(corner, corner + QPointF{40.0, 0.0});
    QCOMPARE(m_chart->scene().drawings[0].from, box.from);
    QCOMPARE(m_chart->scene().drawings[0].to.timeMs, m_bars[275].timeMs);
}

void ChartToolsTest::escapeTakesBackWhatIsHalfDone()
{
    QSignalSpy changed{m_chart.get(), &PriceChart::drawingsChanged};
    m_chart->setTool(ChartTool::Rectangle);
    QTest::mousePress(m_chart.get(), Qt::LeftButton, {}, QPoint{300, 200});
    QCOMPARE(m_chart->scene().drawings.size(), std::size_t{1});
    QTest::keyClick(m_chart.get(), Qt::Key_Escape);
    QVERIFY(m_chart->scene().drawings.empty());
    QCOMPARE(m_chart->tool(), ChartTool::Pointer);
    QTest::mouseRelease(m_chart.get(), Qt::LeftButton, {}, QPoint{330, 220});
    QVERIFY(m_chart->scene().drawings.empty());
    QCOMPARE(changed.count(), 0);
}

void ChartToolsTest::aNoteIsWrittenInPlace()
{
    m_chart->setTool(ChartTool::Note);
    QTest::mouseClick(m_chart.get(), Qt::LeftButton, {}, QPoint{300, 200});
    auto* edit = m_chart->findChild<QLineEdit*>();
    QVERIFY(edit != nullptr);
    QTest::keyClicks(edit, QStringLiteral("News at noon"));
    QTest::keyClick(edit, Qt::Key_Return);
    QCOMPARE(m_chart->scene().drawings.size(), std::size_t{1});
    QCOMPARE(m_chart->scene().drawings[0].text, QStringLiteral("News at noon"));
}

void ChartToolsTest::aNoteWithoutWordsIsNone()
{
    m_chart->setTool(ChartTool::Note);
    QTest::mouseClick(m_chart.get(), Qt::LeftButton, {}, QPoint{300, 200});
    QTest::keyClick(m_chart->findChild<QLineEdit*>(), Qt::Key_Return);
    QVERIFY(m_chart->scene().drawings.empty());
}

void ChartToolsTest::aDraggedStopIsProposedAndStaysWhereItIs()
{
    const double stop = m_bars[299].close - 1.0;
    m_chart->setTick(0.05);
    m_chart->setLevels({{LevelKind::Stop, stop, std::nullopt, QStringLiteral("Stop −22.64")}});
    m_chart->repaintChanges();
    QSignalSpy proposed{m_chart.get(), &PriceChart::levelMoveProposed};
    const QPointF line = at(280, stop);
    drag(line, at(280, stop + 0.5));
    QCOMPARE(proposed.count(), 1);
    QCOMPARE(proposed[0][0].value<LevelKind>(), LevelKind::Stop);
    QCOMPARE(proposed[0][1].toDouble(), stop);
    const double price = proposed[0][2].toDouble();
    QVERIFY(std::abs(price - (stop + 0.5)) < 0.1);
    QVERIFY(std::abs(price / 0.05 - std::round(price / 0.05)) < 1e-6); // a price of the market
    QCOMPARE(m_chart->scene().levels[0].price, stop);
    QVERIFY(!m_chart->scene().proposal.has_value());
}

void ChartToolsTest::levelsStayWhenNobodyListens()
{
    const double stop = m_bars[299].close - 1.0;
    m_chart->setLevels({{LevelKind::Stop, stop, std::nullopt, {}}});
    m_chart->repaintChanges();
    QTest::mousePress(m_chart.get(), Qt::LeftButton, {}, at(280, stop).toPoint());
    QVERIFY(!m_chart->scene().proposal.has_value());
    QTest::mouseRelease(m_chart.get(), Qt::LeftButton, {}, at(280, stop).toPoint());
}

void ChartToolsTest::aStopIsProposedByKeyboard()
{
    m_chart->setLevels({{LevelKind::Entry, m_bars[299].close, std::nullopt, {}},
                        {LevelKind::Stop, 4'600.0, std::nullopt, QStringLiteral("Stop")},
                        {LevelKind::Target, 4'700.0, std::nullopt, QStringLiteral("Target")}});
    QSignalSpy proposed{m_chart.get(), &PriceChart::levelMoveProposed};
    QTest::keyClick(m_chart.get(), Qt::Key_S);
    QTest::keyClick(m_chart.get(), Qt::Key_Up, Qt::ControlModifier); // ten ticks
    QTest::keyClick(m_chart.get(), Qt::Key_Escape);
    QCOMPARE(proposed.count(), 0);
    QTest::keyClick(m_chart.get(), Qt::Key_S);
    QTest::keyClick(m_chart.get(), Qt::Key_S); // the target
    QTest::keyClick(m_chart.get(), Qt::Key_Down);
    QTest::keyClick(m_chart.get(), Qt::Key_Return);
    QCOMPARE(proposed.count(), 1);
    QCOMPARE(proposed[0][0].value<LevelKind>(), LevelKind::Target);
    QVERIFY(std::abs(proposed[0][2].toDouble() - 4'699.99) < 1e-6);
}

void ChartToolsTest::aClickOnAGapTellsItsHistory()
{
    GapBox gap;
    gap.id = QStringLiteral("7");
    gap.state = GapState::Touched;
    gap.top = m_bars[280].close + 1.0;
    gap.bottom = m_bars[280].close - 1.0;
    gap.fromMs = m_bars[260].timeMs;
    gap.history = QStringList{QStringLiteral("11:45 UTC  Touched at 4,702.45")};
    m_chart->setGaps({gap});
    m_chart->repaintChanges();
    QSignalSpy clicked{m_chart.get(), &PriceChart::gapClicked};
    QTest::mouseClick(m_chart.get(), Qt::LeftButton, {}, at(270, m_bars[280].close).toPoint());
    QCOMPARE(clicked.count(), 1);
    QCOMPARE(clicked[0][0].toString(), QStringLiteral("7"));
    QVERIFY(QToolTip::text().contains(gap.history[0]));
    QToolTip::hideText();
}

void ChartToolsTest::pricesZoomAndPanByKeyboard()
{
    const ViewRange start = m_chart->visibleRange();
    QTest::keyClick(m_chart.get(), Qt::Key_Up, Qt::AltModifier);
    const ViewRange zoomed = m_chart->visibleRange();
    QVERIFY(zoomed.high - zoomed.low < start.high - start.low);
    QTest::keyClick(m_chart.get(), Qt::Key_PageUp, Qt::AltModifier);
    QVERIFY(m_chart->visibleRange().low > zoomed.low);
    QTest::keyClick(m_chart.get(), Qt::Key_PageUp);
    QVERIFY(m_chart->visibleRange().firstSlot < start.firstSlot);
    QTest::keyClick(m_chart.get(), Qt::Key_L);
    QCOMPARE(m_chart->priceScale(), PriceScale::Logarithmic);
    QTest::keyClick(m_chart.get(), Qt::Key_A);
    QCOMPARE(m_chart->autoScale(), AutoScale::Off);
}

void ChartToolsTest::theSummarySaysWhatIsSeen()
{
    m_chart->setLevels(
        {{LevelKind::Stop, m_bars[299].close - 1.0, std::nullopt, QStringLiteral("Stop −22.64")}});
    QTest::keyClick(m_chart.get(), Qt::Key_I);
    const QString spoken = m_chart->accessibleDescription();
    QVERIFY2(spoken.startsWith(QStringLiteral("XAU-PERP 5m: ")), qPrintable(spoken));
    QVERIFY2(spoken.contains(QStringLiteral("Stop −22.64 at ")), qPrintable(spoken));
    QVERIFY2(spoken.contains(QStringLiteral("0 live gaps")), qPrintable(spoken));
}

WICK_TEST(ChartToolsTest)
#include "tst_charttools.moc"
