#include "charts/pricechart.h"
#include "tests/charts/chartfixtures.h"
#include "tests/support/testregistry.h"

#include <QMouseEvent>
#include <QTest>
#include <QWheelEvent>

#include <algorithm>
#include <random>

using namespace wick::charts;
using wick::test::kFixtureBarMs;

/// What holds however wildly a chart is used, and that it never shows what was not known yet.
class ChartStressTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tenThousandRandomActsKeepBarsInView();
    void aFrameTellsNothingOfLaterBars();
};

namespace {

/// Wheel, drags, keys, clicks and new bars, at random places and in any order.
class Hand
{
public:
    explicit Hand(PriceChart& chart)
        : m_chart(chart)
        , m_last(chart.scene().candles.back())
    {}

    void act()
    {
        switch (upTo(9)) {
        case 0:
        case 1:
            wheel();
            return;
        case 2:
        case 3:
            drag();
            return;
        case 4:
            key();
            return;
        case 5:
            m_chart.setTool(static_cast<ChartTool>(upTo(5)));
            return;
        case 6:
            tick(0);
            return;
        case 7:
            tick(kFixtureBarMs * (1 + 300 * (upTo(50) / 50))); // now and then after a closure
            return;
        case 8:
            m_chart.resize(40 + upTo(600), 30 + upTo(400));
            return;
        default:
            m_chart.centerOn(m_last.timeMs - upTo(3'000) * kFixtureBarMs);
            return;
        }
    }

private:
    int upTo(int most) { return std::uniform_int_distribution{0, most}(m_random); }
    QPointF place() { return {1.0 * upTo(m_chart.width()), 1.0 * upTo(m_chart.height())}; }
    Qt::KeyboardModifiers modifiers()
    {
        constexpr Qt::KeyboardModifier all[] = {Qt::NoModifier, Qt::ControlModifier,
                                                Qt::ShiftModifier, Qt::AltModifier};
        return all[upTo(3)];
    }
    void wheel()
    {
        const QPointF at = place();
        QWheelEvent event{at,
                          m_chart.mapToGlobal(at),
                          {},
                          {upTo(240) - 120, upTo(2'400) - 1'200},
                          Qt::NoButton,
                          modifiers(),
                          Qt::NoScrollPhase,
                          false};
        QApplication::sendEvent(&m_chart, &event);
    }
    void mouse(QEvent::Type type, QPointF at, Qt::KeyboardModifiers held)
    {
        QMouseEvent event{type, at, m_chart.mapToGlobal(at), Qt::LeftButton, Qt::LeftButton, held};
        QApplication::sendEvent(&m_chart, &event);
    }
    void drag()
    {
        const Qt::KeyboardModifiers held = modifiers();
        mouse(QEvent::MouseButtonPress, place(), held);
        mouse(QEvent::MouseMove, place(), held);
        mouse(QEvent::MouseMove, place(), held);
        mouse(QEvent::MouseButtonRelease, place(), held);
    }
    void key()
    {
        constexpr Qt::Key keys[] = {Qt::Key_Left, Qt::Key_Right,  Qt::Key_Up,     Qt::Key_Down,
                                    Qt::Key_Home, Qt::Key_End,    Qt::Key_PageUp, Qt::Key_PageDown,
                                    Qt::Key_Plus, Qt::Key_Minus,  Qt::Key_0,      Qt::Key_Return,
                                    Qt::Key_D,    Qt::Key_Delete, Qt::Key_S,      Qt::Key_L,
                                    Qt::Key_A,    Qt::Key_Escape, Qt::Key_I};
        QTest::keyClick(&m_chart, keys[upTo(static_cast<int>(std::size(keys)) - 1)], modifiers());
    }
    void tick(std::int64_t laterMs)
    {
        m_last.timeMs += laterMs;
        m_last.close += 0.01 * (upTo(200) - 100);
        m_last.high = std::max(m_last.high, m_last.close);
        m_last.low = std::min(m_last.low, m_last.close);
        m_chart.updateLast(m_last);
    }

    PriceChart& m_chart;
    Candle m_last;
    std::mt19937 m_random{11};
};

} // namespace

void ChartStressTest::tenThousandRandomActsKeepBarsInView()
{
    const ChartScene scene = wick::test::fullScene(2'000, 5);
    PriceChart chart;
    chart.setCandles({scene.candles.bars().begin(), scene.candles.bars().end()}, kFixtureBarMs);
    chart.setGaps(scene.gaps);
    chart.setFills(scene.fills);
    chart.setSignalMarks(scene.signalMarks);
    chart.setLevels(scene.levels);
    connect(&chart, &PriceChart::levelMoveProposed, &chart, [] {});
    chart.resize(320, 240);
    chart.show();
    QVERIFY(QTest::qWaitForWindowExposed(&chart));
    Hand hand{chart};
    for (int i = 0; i < 10'000; ++i) {
        hand.act();
        if (i % 8 == 0) {
            chart.repaintChanges();
        }
        const ViewRange range = chart.visibleRange();
        QVERIFY(range.slotCount > 0.0 && range.high > range.low);
        QVERIFY(range.firstSlot < static_cast<double>(chart.scene().candles.slotCount()));
        QVERIFY(range.firstSlot + range.slotCount > 0.0);
    }
    QVERIFY(chart.scene().drawings.size() < 10'000);
}

void ChartStressTest::aFrameTellsNothingOfLaterBars()
{
    const std::vector<Candle> bars = wick::test::walkBars(220, 9);
    PriceChart replayed; // bar by bar, as they came
    replayed.resize(480, 320);
    replayed.setCandles({bars.begin(), bars.begin() + 100}, kFixtureBarMs);
    for (std::size_t known = 101; known <= bars.size(); ++known) {
        const std::vector<Candle> past{bars.begin(),
                                       bars.begin() + static_cast<std::ptrdiff_t>(known)};
        const std::vector<GapBox> gaps = wick::test::gapsOf(past, 0.25);
        for (const GapBox& gap : gaps) { // known at the close of its third candle, drawn from there
            QVERIFY(gap.fromMs <= past.back().timeMs);
        }
        replayed.updateLast(past.back());
        replayed.setGaps(gaps);
        PriceChart fresh; // that knew nothing else
        fresh.resize(480, 320);
        fresh.setCandles(past, kFixtureBarMs);
        fresh.setGaps(gaps);
        replayed.resetView();
        QVERIFY(!replayed.grab().isNull()); // places the view
        QVERIFY(!fresh.grab().isNull());
        QCOMPARE(replayed.picture(), fresh.picture());
    }
}

WICK_TEST(ChartStressTest)
#include "tst_chartstress.moc"
