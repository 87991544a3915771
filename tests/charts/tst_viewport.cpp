#include "charts/paint/viewport.h"
#include "tests/charts/chartfixtures.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <rapidcheck.h>

using namespace wick::charts;

class ViewportTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void startsAtTheLatestBar();
    void zoomKeepsTheBarAtTheAnchor();
    void priceZoomKeepsThePriceAtTheAnchor();
    void followsNewBarsOnlyWhenItFollowsTheLatest();
    void panningAwayFromTheLatestStopsFollowing();
    void neverLosesTheBars();
    void fitsTheVisiblePrices();
    void takingOverPricesTurnsFittingOff();
    void centresATradeAndMakesItFit();
    void revealMovesNoMoreThanNeeded();

private:
    ChartScene m_scene;
    PlotRoom m_room{800.0, 400.0, 40.0, 24.0};
};

void ViewportTest::init()
{
    m_scene = ChartScene{};
    m_scene.candles.assign(wick::test::walkBars(2'000, 21), wick::test::kFixtureBarMs, {});
}

void ViewportTest::startsAtTheLatestBar()
{
    Viewport view;
    view.reset(m_scene, m_room);
    const ViewRange range = view.range(m_scene, m_room);
    QCOMPARE(range.slotCount, 100.0);
    QVERIFY(range.firstSlot + range.slotCount > 2'000.0);
    QVERIFY(range.firstSlot + range.slotCount < 2'010.0);
    QCOMPARE(view.autoScale(), AutoScale::FollowLatest);
}

void ViewportTest::zoomKeepsTheBarAtTheAnchor()
{
    QVERIFY(rc::check("what is at the anchor stays there", [this] {
        Viewport view;
        view.reset(m_scene, m_room);
        view.center(*rc::gen::inRange(500, 1'500), 0.0, m_scene, m_room);
        const double anchor = *rc::gen::inRange(0, 101) / 100.0;
        const double factor = *rc::gen::inRange(70, 140) / 100.0;
        const ViewRange before = view.range(m_scene, m_room);
        view.zoomTime(factor, anchor, m_scene, m_room);
        const ViewRange after = view.range(m_scene, m_room);
        RC_ASSERT(std::abs(after.slotCount - before.slotCount / factor) < 1e-6);
        const double was = before.firstSlot + anchor * before.slotCount;
        RC_ASSERT(std::abs(after.firstSlot + anchor * after.slotCount - was) < 1e-6);
    }));
}

void ViewportTest::priceZoomKeepsThePriceAtTheAnchor()
{
    Viewport view;
    view.reset(m_scene, m_room);
    const ViewRange before = view.range(m_scene, m_room);
    view.zoomPrice(1.5, 0.3, m_scene, m_room);
    const ViewRange after = view.range(m_scene, m_room);
    const auto priceAt = [](const ViewRange& range) {
        return range.high - 0.3 * (range.high - range.low);
    };
    QVERIFY(std::abs(priceAt(after) - priceAt(before)) < 1e-6);
    QVERIFY(std::abs((after.high - after.low) * 1.5 - (before.high - before.low)) < 1e-6);
    QCOMPARE(view.autoScale(), AutoScale::Off);
}

void ViewportTest::followsNewBarsOnlyWhenItFollowsTheLatest()
{
    Viewport view;
    view.reset(m_scene, m_room);
    const double first = view.range(m_scene, m_room).firstSlot;
    Candle next = m_scene.candles.back();
    next.timeMs += wick::test::kFixtureBarMs;
    m_scene.candles.append(next);
    view.advance(2'000.0, m_scene);
    QCOMPARE(view.range(m_scene, m_room).firstSlot, first + 1.0);

    view.setAutoScale(AutoScale::FitVisible, m_scene, m_room);
    next.timeMs += wick::test::kFixtureBarMs;
    m_scene.candles.append(next);
    view.advance(2'001.0, m_scene);
    QCOMPARE(view.range(m_scene, m_room).firstSlot, first + 1.0);
}

void ViewportTest::panningAwayFromTheLatestStopsFollowing()
{
    Viewport view;
    view.reset(m_scene, m_room);
    view.panSlots(-3.0, m_scene, m_room);
    QCOMPARE(view.autoScale(), AutoScale::FollowLatest); // the last bar is still seen
    view.panSlots(-50.0, m_scene, m_room);
    QCOMPARE(view.autoScale(), AutoScale::FitVisible);
}

void ViewportTest::neverLosesTheBars()
{
    QVERIFY(rc::check("some bars are seen after any movement", [this] {
        Viewport view;
        view.reset(m_scene, m_room);
        for (int i = 0; i < 8; ++i) {
            view.panSlots(*rc::gen::inRange(-5'000, 5'000), m_scene, m_room);
            view.zoomTime(*rc::gen::inRange(1, 900) / 100.0, 0.5, m_scene, m_room);
        }
        const ViewRange range = view.range(m_scene, m_room);
        RC_ASSERT(range.firstSlot <= 1'997.0);
        RC_ASSERT(range.firstSlot + range.slotCount >= 3.0);
        RC_ASSERT(range.high > range.low);
        RC_ASSERT(view.slotWidth() <= Viewport::kWidestSlot);
    }));
}

void ViewportTest::fitsTheVisiblePrices()
{
    Viewport view;
    view.reset(m_scene, m_room);
    view.center(700.0, 0.0, m_scene, m_room);
    const ViewRange range = view.range(m_scene, m_room);
    const auto first = static_cast<std::size_t>(std::floor(range.firstSlot));
    const auto last = static_cast<std::size_t>(std::ceil(range.firstSlot + range.slotCount));
    const Extremes prices = m_scene.candles.priceRange(first, last);
    const double perPixel = (range.high - range.low) / m_room.height;
    QVERIFY(std::abs(range.high - prices.high - m_room.above * perPixel) < 1e-6);
    QVERIFY(std::abs(prices.low - range.low - m_room.below * perPixel) < 1e-6);
}

void ViewportTest::takingOverPricesTurnsFittingOff()
{
    Viewport view;
    view.reset(m_scene, m_room);
    const ViewRange before = view.range(m_scene, m_room);
    view.panPrice(0.25, m_scene, m_room);
    QCOMPARE(view.autoScale(), AutoScale::Off);
    const ViewRange after = view.range(m_scene, m_room);
    QVERIFY(std::abs(after.low - before.low - 0.25 * (before.high - before.low)) < 1e-6);
    view.panSlots(-400.0, m_scene, m_room);
    QCOMPARE(view.range(m_scene, m_room).low, after.low); // prices stay as they were put
    view.setAutoScale(AutoScale::FitVisible, m_scene, m_room);
    QVERIFY(view.range(m_scene, m_room).low != after.low);
}

void ViewportTest::centresATradeAndMakesItFit()
{
    Viewport view;
    view.reset(m_scene, m_room);
    view.center(900.0, 400.0, m_scene, m_room);
    const ViewRange range = view.range(m_scene, m_room);
    QVERIFY(range.slotCount >= 400.0 - 1e-9);
    QVERIFY(std::abs(range.firstSlot + 0.5 * range.slotCount - 900.5) < 1e-6);
    QCOMPARE(view.autoScale(), AutoScale::FitVisible);
}

void ViewportTest::revealMovesNoMoreThanNeeded()
{
    Viewport view;
    view.reset(m_scene, m_room);
    const double before = view.range(m_scene, m_room).firstSlot;
    view.reveal(1'950.0, m_scene, m_room);
    QCOMPARE(view.range(m_scene, m_room).firstSlot, before);
    view.reveal(1'000.0, m_scene, m_room);
    const ViewRange range = view.range(m_scene, m_room);
    QVERIFY(range.firstSlot <= 1'000.0);
    QVERIFY(range.firstSlot > 990.0);
}

WICK_TEST(ViewportTest)
#include "tst_viewport.moc"
