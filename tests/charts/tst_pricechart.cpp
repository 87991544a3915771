#include "charts/pricechart.h"
#include "tests/charts/chartfixtures.h"
#include "tests/support/testregistry.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPaintEvent>
#include <QScreen>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>
#include <QWheelEvent>

#include <array>
#include <random>

using namespace wick::charts;
using wick::test::kFixtureBarMs;

class PriceChartTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void pointerNeverRepaintsTheCandles();
    void wheelZoomKeepsTheBarUnderThePointer();
    void controlWheelZoomsPricesAtThePointer();
    void aPositionGetsRoomBesideTheLatestBarOnce();
    void dragPansAndADraggedAxisScales();
    void doubleClickAndZeroReset();
    void arrowsMoveTheBarCursorAndSpeakIt();
    void keysZoomAtTheCursor();
    void hoverReportsTheBar();
    void clickOnAMarkReportsItsId();
    void tooltipListsTheComponents();
    void followsNewBarsAndKeepsAnOlderView();
    void updateLastExtendsTheIndicators();
    void centresOnATime();
    void showsATradeUnderReview();
    void manyChangesArePaintedOnce();
    void aTickPaintsTheLastBarAlone();
    void whatIsPaintedInPartsIsWhatIsPaintedAtOnce();
    void thePointerPaintsItsCrossAndTheLegend();
    void logarithmicPricesKeepTheirPlaceUnderThePointer();
    void hiddenChartsPaintNothing();
    void linkedCrosshairIsSilent();
    void letterNamesTheAutoScale();
    void emptyChartAnswersNothing();
    void pictureIsTheChart();

private:
    void moveTo(QPointF at);
    void wheel(QPointF at, int delta, Qt::KeyboardModifiers modifiers = {});
    [[nodiscard]] double slotAt(QPointF position) const;
    [[nodiscard]] double priceAt(QPointF position) const;

    std::unique_ptr<PriceChart> m_chart;
    std::vector<Candle> m_bars;
};

void PriceChartTest::init()
{
    m_bars = wick::test::walkBars(500, 17);
    m_chart = std::make_unique<PriceChart>();
    m_chart->setMarket(QStringLiteral("XAU-PERP"), QStringLiteral("5m"), 2, 0);
    m_chart->setCandles(m_bars, kFixtureBarMs);
    m_chart->resize(900, 600);
    m_chart->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_chart.get()));
    QVERIFY(!m_chart->grab().isNull()); // the first paint places the view
}

void PriceChartTest::cleanup()
{
    m_chart.reset();
}

/// The pointer at a place of the chart, without relying on the platform's cursor.
void PriceChartTest::moveTo(QPointF at)
{
    QMouseEvent event{QEvent::MouseMove, at, m_chart->mapToGlobal(at), Qt::NoButton,
                      Qt::LeftButton,    {}};
    QApplication::sendEvent(m_chart.get(), &event);
}

void PriceChartTest::wheel(QPointF at, int delta, Qt::KeyboardModifiers modifiers)
{
    QWheelEvent event{at,        m_chart->mapToGlobal(at), {},   QPoint{0, delta}, Qt::NoButton,
                      modifiers, Qt::NoScrollPhase,        false};
    QApplication::sendEvent(m_chart.get(), &event);
}

double PriceChartTest::slotAt(QPointF position) const
{
    const QRectF plot = m_chart->plotArea();
    const ViewRange range = m_chart->visibleRange();
    return range.firstSlot + (position.x() - plot.left()) / plot.width() * range.slotCount;
}

double PriceChartTest::priceAt(QPointF position) const
{
    const QRectF plot = m_chart->plotArea();
    const ViewRange range = m_chart->visibleRange();
    return range.high - (position.y() - plot.top()) / plot.height() * (range.high - range.low);
}

void PriceChartTest::pointerNeverRepaintsTheCandles()
{
    const int paints = m_chart->staticPaints();
    QImage before = m_chart->grab().toImage();
    for (int x = 100; x < 400; x += 20) {
        moveTo(QPoint{x, 200 + x / 4});
        const QImage after = m_chart->grab().toImage();
        QVERIFY(after != before); // the crosshair did move
        before = after;
    }
    QCOMPARE(m_chart->staticPaints(), paints);
}

void PriceChartTest::wheelZoomKeepsTheBarUnderThePointer()
{
    const QPointF at{300.0, 220.0};
    for (const int delta : {120, 240, -360}) {
        const double before = slotAt(at);
        const double shown = m_chart->visibleRange().slotCount;
        wheel(at, delta);
        QVERIFY(std::abs(slotAt(at) - before) < 1e-6);
        QVERIFY((m_chart->visibleRange().slotCount < shown) == (delta > 0));
    }
}

void PriceChartTest::aPositionGetsRoomBesideTheLatestBarOnce()
{
    m_chart->setGaps({});
    m_chart->setLevels({});
    m_chart->resetView();
    const ViewRange without = m_chart->visibleRange();
    const LevelLine stop{LevelKind::Stop, priceAt({300.0, 220.0}), std::nullopt,
                         QStringLiteral("Stop −22.64")};
    m_chart->setLevels({stop});
    const ViewRange with = m_chart->visibleRange();
    QVERIFY(with.firstSlot > without.firstSlot);
    QCOMPARE(with.slotCount, without.slotCount);

    m_chart->setAutoScale(AutoScale::FitVisible);
    m_chart->setLevels({});
    m_chart->setLevels({stop});
    QCOMPARE(m_chart->visibleRange().firstSlot, with.firstSlot); // the user's own place stays
}

void PriceChartTest::controlWheelZoomsPricesAtThePointer()
{
    const QPointF at{300.0, 220.0};
    const double before = priceAt(at);
    const ViewRange range = m_chart->visibleRange();
    wheel(at, 120, Qt::ControlModifier);
    QVERIFY(std::abs(priceAt(at) - before) < 1e-6);
    QVERIFY(m_chart->visibleRange().high - m_chart->visibleRange().low < range.high - range.low);
    QCOMPARE(m_chart->visibleRange().slotCount, range.slotCount);
    QCOMPARE(m_chart->autoScale(), AutoScale::Off);
}

void PriceChartTest::dragPansAndADraggedAxisScales()
{
    const ViewRange before = m_chart->visibleRange();
    QTest::mousePress(m_chart.get(), Qt::LeftButton, {}, QPoint{300, 200});
    moveTo(QPoint{380, 200});
    QTest::mouseRelease(m_chart.get(), Qt::LeftButton, {}, QPoint{380, 200});
    const ViewRange panned = m_chart->visibleRange();
    QVERIFY(std::abs(panned.firstSlot - (before.firstSlot - 10.0)) < 1e-6); // 80 px of 8 a bar
    QCOMPARE(panned.slotCount, before.slotCount);

    const int axis = static_cast<int>(m_chart->plotArea().right()) + 20;
    QTest::mousePress(m_chart.get(), Qt::LeftButton, {}, QPoint{axis, 200});
    moveTo(QPoint{axis, 260});
    QTest::mouseRelease(m_chart.get(), Qt::LeftButton, {}, QPoint{axis, 260});
    const ViewRange scaled = m_chart->visibleRange();
    QVERIFY(scaled.high - scaled.low > panned.high - panned.low);
    QCOMPARE(m_chart->autoScale(), AutoScale::Off);

    QTest::mousePress(m_chart.get(), Qt::LeftButton, {}, QPoint{300, 592});
    moveTo(QPoint{360, 592});
    QTest::mouseRelease(m_chart.get(), Qt::LeftButton, {}, QPoint{360, 592});
    QVERIFY(m_chart->visibleRange().slotCount < scaled.slotCount);
}

void PriceChartTest::doubleClickAndZeroReset()
{
    const ViewRange start = m_chart->visibleRange();
    wheel({300.0, 220.0}, 480);
    wheel({300.0, 220.0}, 120, Qt::ControlModifier);
    QVERIFY(!(m_chart->visibleRange() == start));
    QTest::mouseDClick(m_chart.get(), Qt::LeftButton, {}, QPoint{300, 220});
    m_chart->grab();
    QVERIFY(m_chart->visibleRange() == start);
    QCOMPARE(m_chart->autoScale(), AutoScale::FollowLatest);

    wheel({300.0, 220.0}, -480);
    QTest::keyClick(m_chart.get(), Qt::Key_0);
    m_chart->grab();
    QVERIFY(m_chart->visibleRange() == start);
}

void PriceChartTest::arrowsMoveTheBarCursorAndSpeakIt()
{
    QTest::keyClick(m_chart.get(), Qt::Key_Left); // the cursor appears at the last bar
    QCOMPARE(*m_chart->cursorBar(), m_bars.size() - 1);
    QTest::keyClick(m_chart.get(), Qt::Key_Left);
    QCOMPARE(*m_chart->cursorBar(), m_bars.size() - 2);
    QTest::keyClick(m_chart.get(), Qt::Key_Left, Qt::ControlModifier);
    QCOMPARE(*m_chart->cursorBar(), m_bars.size() - 12);
    QTest::keyClick(m_chart.get(), Qt::Key_Right);
    QCOMPARE(*m_chart->cursorBar(), m_bars.size() - 11);
    const Candle& bar = m_bars[m_bars.size() - 11];
    const QString spoken = m_chart->accessibleDescription();
    QVERIFY2(spoken.contains(QStringLiteral("open ")), qPrintable(spoken));
    QVERIFY2(spoken.contains(QLocale{QLocale::English}.toString(bar.close, 'f', 2)),
             qPrintable(spoken));
    QCOMPARE(m_chart->accessibleName(), QStringLiteral("Price chart XAU-PERP 5m"));

    QTest::keyClick(m_chart.get(), Qt::Key_Home);
    QCOMPARE(*m_chart->cursorBar(), std::size_t{0});
    QVERIFY(m_chart->visibleRange().firstSlot <= 0.0); // and it is seen
    QTest::keyClick(m_chart.get(), Qt::Key_End);
    QCOMPARE(*m_chart->cursorBar(), m_bars.size() - 1);
    QTest::keyClick(m_chart.get(), Qt::Key_Escape);
    QVERIFY(!m_chart->cursorBar().has_value());
}

void PriceChartTest::keysZoomAtTheCursor()
{
    QTest::keyClick(m_chart.get(), Qt::Key_Left);
    QTest::keyClick(m_chart.get(), Qt::Key_Left, Qt::ControlModifier);
    const std::size_t bar = *m_chart->cursorBar();
    const double x = m_chart->positionOf(bar, 0.0).x();
    const double shown = m_chart->visibleRange().slotCount;
    QTest::keyClick(m_chart.get(), Qt::Key_Plus);
    QVERIFY(m_chart->visibleRange().slotCount < shown);
    QVERIFY(std::abs(m_chart->positionOf(bar, 0.0).x() - x) < 1e-6);
    QTest::keyClick(m_chart.get(), Qt::Key_Down, Qt::ControlModifier);
    QVERIFY(std::abs(m_chart->visibleRange().slotCount - shown) < 1e-6);
}

void PriceChartTest::hoverReportsTheBar()
{
    QSignalSpy hovered{m_chart.get(), &PriceChart::barHovered};
    QSignalSpy moved{m_chart.get(), &PriceChart::crosshairMoved};
    const QPointF at = m_chart->positionOf(470, m_bars[470].close);
    moveTo(at.toPoint());
    QCOMPARE(hovered.last()[0].toInt(), 470);
    QCOMPARE(moved.last()[0].toLongLong(), m_bars[470].timeMs);
    QEvent leave{QEvent::Leave};
    QApplication::sendEvent(m_chart.get(), &leave);
    QCOMPARE(hovered.last()[0].toInt(), -1);
}

void PriceChartTest::clickOnAMarkReportsItsId()
{
    const ChartPoint at{m_bars[470].timeMs, m_bars[470].high + 5.0};
    m_chart->setFills({{QStringLiteral("trade-7"), FillKind::Entry, Direction::Up, at, {}, {}}});
    m_chart->grab();
    QSignalSpy clicked{m_chart.get(), &PriceChart::markClicked};
    QTest::mouseClick(m_chart.get(), Qt::LeftButton, {},
                      m_chart->positionOf(470, at.price).toPoint());
    QCOMPARE(clicked.count(), 1);
    QCOMPARE(clicked[0][0].toString(), QStringLiteral("trade-7"));
    QTest::mouseClick(m_chart.get(), Qt::LeftButton, {}, QPoint{20, 300});
    QCOMPARE(clicked.count(), 1);
}

void PriceChartTest::tooltipListsTheComponents()
{
    SignalMark mark;
    mark.side = Direction::Up;
    mark.timeMs = m_bars[470].timeMs;
    mark.tooltip = QStringList{QStringLiteral("Move 2.1 of <1.8> needed")};
    m_chart->setSignalMarks({mark});
    m_chart->grab();
    const QPoint at =
        m_chart->positionOf(470, m_bars[470].low).toPoint() + QPoint{0, 15}; // below the bar
    QHelpEvent help{QEvent::ToolTip, at, m_chart->mapToGlobal(at)};
    QApplication::sendEvent(m_chart.get(), &help);
    QVERIFY(QToolTip::text().contains(QStringLiteral("Move 2.1 of &lt;1.8&gt; needed")));
    QToolTip::hideText();
}

void PriceChartTest::followsNewBarsAndKeepsAnOlderView()
{
    const double first = m_chart->visibleRange().firstSlot;
    Candle next = m_bars.back();
    next.timeMs += kFixtureBarMs;
    m_chart->updateLast(next);
    QVERIFY(std::abs(m_chart->visibleRange().firstSlot - (first + 1.0)) < 1e-9);
    next.close += 0.5;
    m_chart->updateLast(next); // the same bar again moves nothing
    QVERIFY(std::abs(m_chart->visibleRange().firstSlot - (first + 1.0)) < 1e-9);

    m_chart->centerOn(m_bars[100].timeMs);
    m_chart->grab();
    const double older = m_chart->visibleRange().firstSlot;
    next.timeMs += kFixtureBarMs;
    m_chart->updateLast(next);
    QCOMPARE(m_chart->visibleRange().firstSlot, older);
}

void PriceChartTest::updateLastExtendsTheIndicators()
{
    m_chart->setIndicators({{QStringLiteral("EMA 21"), LineRole::Line1, LineStyle::Solid,
                             wick::test::averageOf(m_bars, 21)}});
    Candle next = m_bars.back();
    next.timeMs += kFixtureBarMs;
    const double values[] = {4'700.0};
    m_chart->updateLast(next, values);
    const DecimatedValues& line = m_chart->scene().lines[0].values;
    QCOMPARE(line.size(), m_bars.size() + 1);
    QCOMPARE(line[m_bars.size()], 4'700.0);
    const double again[] = {4'701.0};
    m_chart->updateLast(next, again);
    QCOMPARE(line.size(), m_bars.size() + 1);
    QCOMPARE(line[m_bars.size()], 4'701.0);
}

void PriceChartTest::centresOnATime()
{
    m_chart->centerOn(m_bars[250].timeMs);
    m_chart->grab();
    const QRectF plot = m_chart->plotArea();
    QVERIFY(std::abs(m_chart->positionOf(250, 0.0).x() - plot.center().x()) < 1.0);
    QCOMPARE(m_chart->autoScale(), AutoScale::FitVisible);
}

void PriceChartTest::showsATradeUnderReview()
{
    const ChartScene scene = wick::test::reviewScene(3);
    m_chart->setCandles({scene.candles.bars().begin(), scene.candles.bars().end()}, kFixtureBarMs);
    m_chart->setTrade(scene.trade);
    m_chart->grab();
    const QRectF plot = m_chart->plotArea();
    const auto entry = *scene.candles.barAtTime(scene.trade->entry.timeMs);
    QVERIFY(plot.contains(m_chart->positionOf(entry, scene.trade->entry.price)));
    QVERIFY(plot.contains(m_chart->positionOf(entry, scene.trade->stop)));
    QVERIFY(plot.contains(m_chart->positionOf(entry, scene.trade->target)));
    m_chart->setTrade(std::nullopt);
    m_chart->grab();
    QVERIFY(!m_chart->scene().trade.has_value());
}

void PriceChartTest::manyChangesArePaintedOnce()
{
    const int paints = m_chart->staticPaints();
    Candle next = m_bars.back();
    for (int i = 0; i < 1'000; ++i) {
        next.high = 10'000.0 + i; // out of the view each time
        m_chart->updateLast(next);
    }
    QCOMPARE(m_chart->staticPaints(), paints); // nothing is painted inside of the calls
    QTRY_COMPARE(m_chart->staticPaints(), paints + 1);
}

namespace {

/// Remembers where a widget was painted.
class PaintRecorder final : public QObject
{
public:
    explicit PaintRecorder(QWidget& widget) { widget.installEventFilter(this); }
    bool eventFilter(QObject*, QEvent* event) override
    {
        if (event->type() == QEvent::Paint) {
            m_region += static_cast<QPaintEvent*>(event)->region();
        }
        return false;
    }
    [[nodiscard]] int pixels() const
    {
        int sum = 0;
        for (const QRect& rect : m_region) {
            sum += rect.width() * rect.height();
        }
        return sum;
    }

private:
    QRegion m_region;
};

QImage asRgb(const QImage& image)
{
    QImage rgb = image.convertToFormat(QImage::Format_RGB32);
    rgb.setDevicePixelRatio(1.0);
    return rgb;
}

} // namespace

void PriceChartTest::aTickPaintsTheLastBarAlone()
{
    m_chart->repaintChanges();
    const int paints = m_chart->staticPaints();
    PaintRecorder recorder{*m_chart};
    Candle bar = m_bars.back();
    bar.close = 0.5 * (bar.high + bar.low);
    m_chart->updateLast(bar);
    m_chart->repaintChanges();
    QCOMPARE(m_chart->staticPaints(), paints);
    // A column of two bars, the axis and the legend: far from the whole.
    QVERIFY2(recorder.pixels() < m_chart->width() * m_chart->height() / 4,
             qPrintable(QString::number(recorder.pixels())));
    QVERIFY(recorder.pixels() > 0);
}

void PriceChartTest::whatIsPaintedInPartsIsWhatIsPaintedAtOnce()
{
    m_chart->setIndicators({{QStringLiteral("EMA 21"), LineRole::Line1, LineStyle::Solid,
                             wick::test::averageOf(m_bars, 21)}});
    m_chart->setPanes({{QStringLiteral("ADX 14"),
                        {{{}, LineRole::Line2, LineStyle::Solid, wick::test::averageOf(m_bars, 9)}},
                        {},
                        1}});
    std::mt19937 random{5};
    const auto uniform = [&random] {
        return std::uniform_real_distribution{}(random);
    };
    Candle bar = m_bars.back();
    for (int i = 0; i < 60; ++i) {
        if (i % 12 == 11) { // a new bar
            bar.timeMs += kFixtureBarMs;
            bar.open = bar.high = bar.low = bar.close;
        }
        bar.close += uniform() - 0.5;
        bar.high = std::max(bar.high, bar.close);
        bar.low = std::min(bar.low, bar.close);
        bar.volume += 40.0 * uniform();
        bar.state = BarState::Forming;
        const std::array values{bar.close - 1.0};
        m_chart->updateLast(bar, values, values);
        m_chart->setLevels({{LevelKind::Stop, m_bars.back().low - 2.0, std::nullopt,
                             QStringLiteral("Stop −%1").arg(uniform(), 0, 'f', i % 5)}});
        if (i % 20 == 19) { // bars share pixel columns
            wheel({300.0, 220.0}, i == 19 ? -120 * 20 : 120 * 20);
            m_chart->setCrosshairTime(std::nullopt);
        }
        m_chart->repaintChanges();
        const QImage whole = asRgb(m_chart->picture());
        QCOMPARE(asRgb(m_chart->grab().toImage()), whole);
        const QPixmap screen = m_chart->screen()->grabWindow(m_chart->winId());
        QCOMPARE(asRgb(screen.toImage()), whole);
    }
}

void PriceChartTest::thePointerPaintsItsCrossAndTheLegend()
{
    moveTo(QPointF{300.0, 200.0});
    m_chart->repaintChanges();
    PaintRecorder recorder{*m_chart};
    moveTo(QPointF{340.0, 240.0});
    m_chart->repaintChanges();
    QVERIFY2(recorder.pixels() < m_chart->width() * m_chart->height() / 8,
             qPrintable(QString::number(recorder.pixels())));
    const QPixmap screen = m_chart->screen()->grabWindow(m_chart->winId());
    QCOMPARE(asRgb(screen.toImage()), asRgb(m_chart->grab().toImage())); // the old cross is gone
}

void PriceChartTest::logarithmicPricesKeepTheirPlaceUnderThePointer()
{
    std::vector<Candle> bars = m_bars;
    for (std::size_t i = 0; i < bars.size(); ++i) { // doubles every 50 bars
        const double price = std::exp2(static_cast<double>(i) / 50.0);
        bars[i] = {bars[i].timeMs, price, 1.1 * price, 0.9 * price, price, 1.0};
    }
    m_chart->setCandles(bars, kFixtureBarMs);
    m_chart->setPriceScale(PriceScale::Logarithmic);
    m_chart->grab();
    const auto y = [&](std::size_t bar) {
        return m_chart->positionOf(bar, bars[bar].close).y();
    };
    QVERIFY(std::abs((y(400) - y(420)) - (y(470) - y(490))) < 1e-6); // the same percentage
    const QPointF at = m_chart->positionOf(450, bars[450].close);
    wheel(at, 120, Qt::ControlModifier);
    QVERIFY(std::abs(y(450) - at.y()) < 1e-6);

    bars[0].low = -1.0; // no logarithm: it stays linear
    m_chart->setCandles(bars, kFixtureBarMs);
    m_chart->resetView();
    m_chart->grab();
    QVERIFY(std::abs((y(400) - y(420)) - (y(470) - y(490))) > 1.0);
}

void PriceChartTest::hiddenChartsPaintNothing()
{
    m_chart->hide();
    const int paints = m_chart->staticPaints();
    m_chart->setNote(QStringLiteral("Gaps: mitigated at midline"));
    m_chart->updateLast(m_bars.back());
    QCoreApplication::processEvents();
    QCOMPARE(m_chart->staticPaints(), paints);
    m_chart->show();
    QTRY_COMPARE(m_chart->staticPaints(), paints + 1);
}

void PriceChartTest::linkedCrosshairIsSilent()
{
    QSignalSpy hovered{m_chart.get(), &PriceChart::barHovered};
    m_chart->setCrosshairTime(m_bars[300].timeMs + 1);
    QCOMPARE(*m_chart->cursorBar(), std::size_t{300});
    QCOMPARE(hovered.count(), 0);
    m_chart->setCrosshairTime(std::nullopt);
    QVERIFY(!m_chart->cursorBar().has_value());
}

void PriceChartTest::letterNamesTheAutoScale()
{
    QSignalSpy changed{m_chart.get(), &PriceChart::autoScaleChanged};
    QString letters = autoScaleLetter(m_chart->autoScale());
    for (int i = 0; i < 3; ++i) {
        m_chart->cycleAutoScale();
        letters += autoScaleLetter(m_chart->autoScale());
    }
    QCOMPARE(letters, QStringLiteral("AF–A"));
    QCOMPARE(changed.count(), 3);
}

void PriceChartTest::emptyChartAnswersNothing()
{
    PriceChart chart;
    chart.setEmptyState(QStringLiteral("No candles"), QStringLiteral("Import a file."));
    chart.resize(400, 300);
    QVERIFY(!chart.grab().isNull());
    for (const int key : {Qt::Key_Left, Qt::Key_Home, Qt::Key_Plus, Qt::Key_0, Qt::Key_Return}) {
        QTest::keyClick(&chart, static_cast<Qt::Key>(key));
    }
    QTest::mouseDClick(&chart, Qt::LeftButton, {}, QPoint{100, 100});
    QVERIFY(!chart.cursorBar().has_value());
}

void PriceChartTest::pictureIsTheChart()
{
    const QImage picture = m_chart->picture();
    QCOMPARE(picture.size(), QSize(900, 600));
    const QImage grabbed = m_chart->grab().toImage().convertToFormat(QImage::Format_RGB32);
    QCOMPARE(picture, grabbed);
}

WICK_TEST(PriceChartTest)
#include "tst_pricechart.moc"
