#include "core/indicators/gaplisting.h"
#include "tests/support/testregistry.h"

#include <rapidcheck.h>

#include <cmath>

using namespace wick::core;

namespace {

constexpr Duration kBar = minutes(5);

ClosedBar bar(std::int64_t index, std::int64_t low, std::int64_t high, std::int64_t close)
{
    return {{Timestamp{(kBar * index).count()}, Price{close}, Price{high}, Price{low}, Price{close},
             Volume{1}},
            BarOrigin::Traded};
}

/// What the listing means, bar by bar for each gap.
GapListing followed(const std::vector<ClosedBar>& bars, std::size_t third, const GapZone& zone)
{
    GapListing gap;
    gap.index = static_cast<std::int64_t>(third);
    gap.zone = zone;
    const bool bull = zone.direction == GapDirection::Bull;
    for (std::size_t j = third + 1; j < bars.size(); ++j) {
        const auto row = static_cast<std::int64_t>(j);
        const std::int64_t in =
            bull ? (zone.top - bars[j].low).count() : (bars[j].high - zone.bottom).count();
        const std::int64_t height = zone.height().count();
        const auto mark = [row](std::optional<std::int64_t>& field, bool reached) {
            field = !field && reached ? std::optional{row} : field;
        };
        mark(gap.touched, in >= 0);
        mark(gap.ceReached, 2 * in >= height);
        mark(gap.filled, in >= height);
        mark(gap.closedThrough, bull ? bars[j].close < zone.bottom : bars[j].close > zone.top);
    }
    return gap;
}

} // namespace

class GapListingTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void listsEveryGapUnfiltered();
    void flagsMissingBars();
    void rangeIsOfFirstAndThirdBar();
    void shortSeriesHaveNone();
    void equalsFollowingEachGapAlone();
};

void GapListingTest::listsEveryGapUnfiltered()
{
    const std::vector<ClosedBar> bars{bar(0, 90, 100, 95),   bar(1, 95, 104, 103),
                                      bar(2, 101, 108, 107), bar(3, 101, 110, 105),
                                      bar(4, 100, 102, 100), bar(5, 98, 101, 99)};
    const auto gaps = listGaps(bars, kBar);
    QCOMPARE(gaps.size(), std::size_t{1}); // one unit of price is enough; equal prices are none
    QCOMPARE(gaps[0].index, 2);
    QCOMPARE(gaps[0].time, bars[2].start);
    QVERIFY(gaps[0].zone == (GapZone{GapDirection::Bull, Price{100}, Price{101}}));
    QVERIFY(gaps[0].contiguous);
    QVERIFY(std::isnan(gaps[0].atrFirst) && std::isnan(gaps[0].atrThird));
    QCOMPARE(gaps[0].touched.value(), 3); // equality counts
    QCOMPARE(gaps[0].ceReached.value(), 4);
    QCOMPARE(gaps[0].filled.value(), 4);
    QCOMPARE(gaps[0].closedThrough.value(), 5); // the close at 100 was not beyond
}

void GapListingTest::flagsMissingBars()
{
    const std::vector<ClosedBar> bars{bar(0, 90, 100, 95), bar(1, 95, 104, 103),
                                      bar(3, 101, 108, 107)};
    const auto gaps = listGaps(bars, kBar);
    QCOMPARE(gaps.size(), std::size_t{1});
    QVERIFY(!gaps[0].contiguous);
}

void GapListingTest::rangeIsOfFirstAndThirdBar()
{
    std::vector<ClosedBar> bars;
    for (std::int64_t i = 0; i < 15; ++i) {
        bars.push_back(bar(i, 90, 110, 100));
    }
    bars.push_back(bar(15, 104, 160, 158));
    bars.push_back(bar(16, 140, 170, 165));
    const auto gaps = listGaps(bars, kBar);
    QCOMPARE(gaps.size(), std::size_t{1});
    QCOMPARE(gaps[0].atrFirst, 20.0);
    QVERIFY(gaps[0].atrThird > 20.0);
}

void GapListingTest::shortSeriesHaveNone()
{
    QVERIFY(listGaps({}, kBar).empty());
    const std::vector<ClosedBar> two{bar(0, 1, 2, 1), bar(1, 5, 6, 5)};
    QVERIFY(listGaps(two, kBar).empty());
}

void GapListingTest::equalsFollowingEachGapAlone()
{
    const bool held = rc::check("the listing equals each gap followed alone", [] {
        const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(-12, 13));
        std::vector<ClosedBar> bars;
        std::int64_t price = 1'000;
        for (const int step : steps) {
            const std::int64_t open = price;
            price += step;
            bars.push_back(bar(static_cast<std::int64_t>(bars.size()),
                               std::min(open, price) - *rc::gen::inRange(0, 3),
                               std::max(open, price) + *rc::gen::inRange(0, 3), price));
        }
        const auto gaps = listGaps(bars, kBar);
        std::size_t next = 0;
        for (std::size_t i = 2; i < bars.size(); ++i) {
            const auto zone = gapBetween(bars[i - 2], bars[i]);
            if (!zone) {
                continue;
            }
            RC_ASSERT(next < gaps.size());
            const GapListing expected = followed(bars, i, *zone);
            const GapListing& gap = gaps[next];
            RC_ASSERT(gap.index == expected.index);
            RC_ASSERT(gap.zone == expected.zone);
            RC_ASSERT(gap.touched == expected.touched);
            RC_ASSERT(gap.ceReached == expected.ceReached);
            RC_ASSERT(gap.filled == expected.filled);
            RC_ASSERT(gap.closedThrough == expected.closedThrough);
            ++next;
        }
        RC_ASSERT(next == gaps.size());
    });
    QVERIFY(held);
}

WICK_TEST(GapListingTest)
#include "tst_gaplisting.moc"
