#include "charts/paint/candleseries.h"
#include "tests/charts/chartfixtures.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <rapidcheck.h>

using namespace wick::charts;
using wick::test::kFixtureBarMs;
using wick::test::kFixtureStartMs;

class CandleSeriesTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void closedHoursTakeNoRoom();
    void aHoleTakesSlotsOfItsOwn();
    void aHoleOutsideTheBarsIsLeftOut();
    void slotsAndBarsBelongTogether();
    void timesPastTheEndsGoOnByTheBar();
    void barsOutOfOrderAreLeftOut();
    void theLastBarIsReplacedByItsTime();
    void rangesAreThoseOfTheBars();
};

namespace {

Candle barAt(std::int64_t minute)
{
    return {minute * 60'000, 10.0, 12.0, 8.0, 11.0, 5.0};
}

std::vector<Candle> minutes(std::initializer_list<std::int64_t> times)
{
    std::vector<Candle> bars;
    for (const std::int64_t time : times) {
        bars.push_back(barAt(time));
    }
    return bars;
}

} // namespace

void CandleSeriesTest::closedHoursTakeNoRoom()
{
    CandleSeries series;
    series.assign(minutes({0, 1, 2, 900, 901}), 60'000, {});
    QCOMPARE(series.slotCount(), std::size_t{5});
    QCOMPARE(series.slotAtTime(900 * 60'000), 3.0);
    QCOMPARE(series.slotAtTime(450 * 60'000), 2.0); // the bar before
    QCOMPARE(series.timeAtSlot(3.9), std::int64_t{900} * 60'000);
}

void CandleSeriesTest::aHoleTakesSlotsOfItsOwn()
{
    CandleSeries series;
    series.assign(minutes({0, 1, 2, 8, 9}), 60'000, {{3 * 60'000, 8 * 60'000}});
    QCOMPARE(series.runs().size(), std::size_t{2});
    QCOMPARE(series.holes().size(), std::size_t{1});
    QCOMPARE(series.slotOfBar(2), std::size_t{2});
    QCOMPARE(series.slotOfBar(3), std::size_t{8}); // five missing bars between
    QCOMPARE(series.slotCount(), std::size_t{10});
    QCOMPARE(*series.barNearSlot(5.0), std::size_t{2});
    QCOMPARE(series.firstBarFromSlot(5.0), std::size_t{3});
    const Hole days{0, std::int64_t{5} * 24 * 3'600'000};
    QCOMPARE(slotsOfHole(days, 60'000), std::size_t{14}); // a long hole does not empty the screen
}

void CandleSeriesTest::aHoleOutsideTheBarsIsLeftOut()
{
    CandleSeries series;
    series.assign(minutes({10, 11}), 60'000,
                  {{0, 10 * 60'000}, {12 * 60'000, 20 * 60'000}, {11 * 60'000, 5 * 60'000}});
    QVERIFY(series.holes().empty());
    QCOMPARE(series.slotCount(), std::size_t{2});
}

void CandleSeriesTest::slotsAndBarsBelongTogether()
{
    QVERIFY(rc::check("a bar is found again by its slot and by its time", [] {
        const auto steps = *rc::gen::nonEmpty(
            rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(1, 30)));
        std::vector<Candle> bars;
        std::vector<Hole> holes;
        std::int64_t minute = 0;
        for (const std::int64_t step : steps) {
            if (step > 20) {
                holes.push_back({(minute + 1) * 60'000, (minute + step) * 60'000});
            }
            minute += step;
            bars.push_back(barAt(minute));
        }
        CandleSeries series;
        series.assign(bars, 60'000, holes);
        for (std::size_t bar = 0; bar < series.size(); ++bar) {
            const auto slot = static_cast<double>(series.slotOfBar(bar));
            RC_ASSERT(*series.barNearSlot(slot + 0.99) == bar);
            RC_ASSERT(series.firstBarFromSlot(slot) == bar);
            RC_ASSERT(series.slotAtTime(series[bar].timeMs) == slot);
            RC_ASSERT(series.timeAtSlot(slot) == series[bar].timeMs);
        }
    }));
}

void CandleSeriesTest::timesPastTheEndsGoOnByTheBar()
{
    CandleSeries series;
    series.assign(minutes({100, 101, 102}), 60'000, {});
    QCOMPARE(series.slotAtTime(106 * 60'000), 6.0);
    QCOMPARE(series.timeAtSlot(6.0), std::int64_t{106} * 60'000);
    QCOMPARE(series.slotAtTime(98 * 60'000), -2.0);
    QCOMPARE(series.timeAtSlot(-2.0), std::int64_t{98} * 60'000);
    QVERIFY(!series.barAtTime(99 * 60'000).has_value());
}

void CandleSeriesTest::barsOutOfOrderAreLeftOut()
{
    CandleSeries series;
    series.assign(minutes({5, 6, 6, 4, 7}), 60'000, {});
    QCOMPARE(series.size(), std::size_t{3});
    series.append(barAt(3));
    QCOMPARE(series.size(), std::size_t{3});
    QCOMPARE(series.back().timeMs, std::int64_t{7} * 60'000);
}

void CandleSeriesTest::theLastBarIsReplacedByItsTime()
{
    CandleSeries series;
    series.append(barAt(1));
    Candle higher = barAt(1);
    higher.high = 20.0;
    series.append(higher);
    QCOMPARE(series.size(), std::size_t{1});
    QCOMPARE(series.priceRange(0, 1).high, 20.0);
    series.append(barAt(2));
    QCOMPARE(series.slotCount(), std::size_t{2});
}

void CandleSeriesTest::rangesAreThoseOfTheBars()
{
    const std::vector<Candle> bars = wick::test::walkBars(1'000, 3);
    CandleSeries series;
    series.assign(bars, kFixtureBarMs, {});
    Extremes prices;
    double volume = 0.0;
    for (std::size_t i = 137; i < 911; ++i) {
        prices.add(bars[i].low);
        prices.add(bars[i].high);
        volume = std::max(volume, bars[i].volume);
    }
    QVERIFY(series.priceRange(137, 911) == prices);
    QCOMPARE(series.largestVolume(137, 911), volume);
    QCOMPARE(series[0].timeMs, kFixtureStartMs);
}

WICK_TEST(CandleSeriesTest)
#include "tst_candleseries.moc"
