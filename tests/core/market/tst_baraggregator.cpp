#include "core/market/baraggregator.h"
#include "tests/support/testregistry.h"

#include <rapidcheck.h>

using namespace wick::core;

namespace {

Timestamp minute(std::int64_t count)
{
    return Timestamp{minutes(count).count()};
}

/// What a bar closed, copied: the aggregator's own answer may be the bar itself.
std::vector<ClosedBar> added(BarAggregator& aggregator, const ClosedBar& bar)
{
    const auto closed = aggregator.add(bar);
    return {closed.begin(), closed.end()};
}

/// A one-minute bar around `price`.
ClosedBar baseBar(std::int64_t at, std::int64_t price, std::int64_t volume = 1)
{
    return {{minute(at), Price{price}, Price{price + 3}, Price{price - 2}, Price{price + 1},
             Volume{volume}},
            BarOrigin::Traded};
}

/// The forming bar, or an empty one where there is none.
FormingBar formingOf(const BarAggregator& aggregator)
{
    const FormingBar* forming = aggregator.forming();
    return forming != nullptr ? *forming : FormingBar{};
}

std::vector<ClosedBar> aggregate(const std::vector<ClosedBar>& bars, Duration timeframe)
{
    BarAggregator aggregator{timeframe, minutes(1)};
    std::vector<ClosedBar> closed;
    for (const ClosedBar& bar : bars) {
        for (const ClosedBar& one : aggregator.add(bar)) {
            closed.push_back(one);
        }
    }
    return closed;
}

} // namespace

class BarAggregatorTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void showsSevenFifteenthsAtMinuteSeven();
    void closesWithTheLastBaseBar();
    void closesLateWhenTheLastBaseBarIsMissing();
    void closesTwoWhenALateBarMeetsALoneLastOne();
    void leavesOutBucketsWithoutData();
    void passesTheBaseThrough();
    void pricesReachTheFormingBarBeforeTheBaseBarCloses();
    void onlyNoTradeMakesNoTrade();
    void barsHoldWhatTheirBaseBarsHold();
};

void BarAggregatorTest::showsSevenFifteenthsAtMinuteSeven()
{
    BarAggregator aggregator{minutes(15), minutes(1)};
    QVERIFY(aggregator.forming() == nullptr);
    for (std::int64_t i = 0; i < 7; ++i) {
        QVERIFY(added(aggregator, baseBar(30 + i, 100 + i, 2)).empty());
    }
    QVERIFY(aggregator.forming() != nullptr);
    const FormingBar forming = formingOf(aggregator);
    QCOMPARE(forming.start, minute(30));
    QCOMPARE(forming.asOf, minute(37));
    QCOMPARE(forming.open, Price{100});
    QCOMPARE(forming.high, Price{109});
    QCOMPARE(forming.low, Price{98});
    QCOMPARE(forming.close, Price{107});
    QCOMPARE(forming.volume, Volume{14});
}

void BarAggregatorTest::closesWithTheLastBaseBar()
{
    BarAggregator aggregator{minutes(15), minutes(1)};
    for (std::int64_t i = 0; i < 14; ++i) {
        QVERIFY(added(aggregator, baseBar(i, 100 + i)).empty());
    }
    const auto closed = added(aggregator, baseBar(14, 90));
    QCOMPARE(closed.size(), std::size_t{1});
    const ClosedBar expected{{minute(0), Price{100}, Price{116}, Price{88}, Price{91}, Volume{15}},
                             BarOrigin::Traded};
    QVERIFY(closed[0] == expected);
    QVERIFY(aggregator.forming() == nullptr);
}

void BarAggregatorTest::closesLateWhenTheLastBaseBarIsMissing()
{
    BarAggregator aggregator{minutes(5), minutes(1)};
    QVERIFY(added(aggregator, baseBar(1, 100)).empty());
    QVERIFY(added(aggregator, baseBar(3, 105)).empty());
    const auto closed = added(aggregator, baseBar(11, 120));
    QCOMPARE(closed.size(), std::size_t{1});
    QCOMPARE(closed[0].start, minute(0));
    QCOMPARE(closed[0].close, Price{106});
    QCOMPARE(formingOf(aggregator).start, minute(10));
    QCOMPARE(formingOf(aggregator).open, Price{120});
}

void BarAggregatorTest::closesTwoWhenALateBarMeetsALoneLastOne()
{
    BarAggregator aggregator{minutes(5), minutes(1)};
    QVERIFY(added(aggregator, baseBar(1, 100)).empty());
    const auto closed = added(aggregator, baseBar(9, 120));
    QCOMPARE(closed.size(), std::size_t{2});
    QCOMPARE(closed[0].start, minute(0));
    QCOMPARE(closed[1].start, minute(5));
    QCOMPARE(closed[1].open, Price{120});
    QVERIFY(aggregator.forming() == nullptr);
}

void BarAggregatorTest::leavesOutBucketsWithoutData()
{
    const auto closed = aggregate({baseBar(4, 100), baseBar(29, 100)}, minutes(5));
    QCOMPARE(closed.size(), std::size_t{2});
    QCOMPARE(closed[0].start, minute(0));
    QCOMPARE(closed[1].start, minute(25));
}

void BarAggregatorTest::passesTheBaseThrough()
{
    const std::vector<ClosedBar> bars{baseBar(0, 100), baseBar(1, 101), baseBar(7, 99)};
    QVERIFY(aggregate(bars, minutes(1)) == bars);

    BarAggregator aggregator{minutes(1), minutes(1)};
    QVERIFY(aggregator.addPrice(minute(0), Price{100}).empty());
    QCOMPARE(formingOf(aggregator).close, Price{100});
    QCOMPARE(aggregator.add(bars[0]).size(), std::size_t{1}); // its prices are in it already
    QVERIFY(aggregator.forming() == nullptr);
    QVERIFY(aggregator.addPrice(minute(1), Price{101}).empty());
    const auto closed = aggregator.add(bars[2]); // that of minute 1 never came
    QCOMPARE(closed.size(), std::size_t{2});
    QCOMPARE(closed[0].start, minute(1));
    QVERIFY(closed[1] == bars[2]);
}

void BarAggregatorTest::pricesReachTheFormingBarBeforeTheBaseBarCloses()
{
    BarAggregator aggregator{minutes(5), minutes(1)};
    QVERIFY(added(aggregator, baseBar(0, 100)).empty());
    QVERIFY(aggregator.addPrice(minute(1), Price{100}).empty());
    QVERIFY(aggregator.addPrice(minute(1) + seconds(20), Price{110}).empty());
    QCOMPARE(formingOf(aggregator).high, Price{110});
    QCOMPARE(formingOf(aggregator).close, Price{110});
    QCOMPARE(formingOf(aggregator).asOf, minute(1) + seconds(20));
    QCOMPARE(formingOf(aggregator).volume, Volume{1});
    // A price of a later bucket closes the bar that had no end.
    const auto late = aggregator.addPrice(minute(5), Price{90});
    QCOMPARE(late.size(), std::size_t{1});
    QCOMPARE(late[0].high, Price{110});
    QCOMPARE(formingOf(aggregator).start, minute(5));
    QCOMPARE(formingOf(aggregator).open, Price{90});
    // The base bar then brings its volume and nothing twice.
    QVERIFY(added(aggregator, baseBar(5, 90, 7)).empty());
    QCOMPARE(formingOf(aggregator).volume, Volume{7});
    QCOMPARE(formingOf(aggregator).open, Price{90});
}

void BarAggregatorTest::onlyNoTradeMakesNoTrade()
{
    ClosedBar empty{{minute(0), Price{5}, Price{5}, Price{5}, Price{5}, Volume{}},
                    BarOrigin::NoTrade};
    ClosedBar next = empty;
    next.start = minute(1);
    QVERIFY(aggregate({empty, next}, minutes(2)).at(0).origin == BarOrigin::NoTrade);
    next.origin = BarOrigin::Traded;
    QVERIFY(aggregate({empty, next}, minutes(2)).at(0).origin == BarOrigin::Traded);
}

void BarAggregatorTest::barsHoldWhatTheirBaseBarsHold()
{
    const bool held = rc::check("a bar is the summary of the base bars in its bucket", [] {
        const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 9));
        const int factor = *rc::gen::element(2, 3, 5, 15);
        std::vector<ClosedBar> bars;
        std::int64_t at = 1'000;
        for (const int step : steps) {
            at += step;
            bars.push_back(baseBar(at, *rc::gen::inRange(1'000, 1'100), step));
        }
        const Duration timeframe = minutes(factor);
        BarAggregator aggregator{timeframe, minutes(1)};
        std::vector<BarValues> built;
        for (const ClosedBar& bar : bars) {
            for (const ClosedBar& one : aggregator.add(bar)) {
                built.push_back(one);
            }
        }
        if (const FormingBar* forming = aggregator.forming()) {
            built.push_back(*forming);
        }
        std::vector<BarValues> expected;
        for (const ClosedBar& bar : bars) {
            const Timestamp start = floorTo(bar.start, timeframe);
            if (expected.empty() || expected.back().start != start) {
                expected.push_back(bar);
                expected.back().start = start;
                continue;
            }
            BarValues& last = expected.back();
            last.high = std::max(last.high, bar.high);
            last.low = std::min(last.low, bar.low);
            last.close = bar.close;
            last.volume = last.volume + bar.volume;
        }
        RC_ASSERT(built == expected);
    });
    QVERIFY(held);
}

WICK_TEST(BarAggregatorTest)
#include "tst_baraggregator.moc"
