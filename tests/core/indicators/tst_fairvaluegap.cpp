#include "core/indicators/fairvaluegap.h"
#include "tests/support/testregistry.h"

#include <rapidcheck.h>

using namespace wick::core;

namespace {

constexpr Duration kBar = minutes(5);

Timestamp barStart(std::int32_t index)
{
    return Timestamp{(kBar * index).count()};
}

/// Zone 100 to 110; price 200 mirrors it for bears: 90 to 100 becomes the same distances.
GapOrigin anOrigin(GapDirection direction = GapDirection::Bull)
{
    GapOrigin origin;
    origin.id = GapId{7};
    origin.zone = direction == GapDirection::Bull ? GapZone{direction, Price{100}, Price{110}}
                                                  : GapZone{direction, Price{90}, Price{100}};
    origin.barIndex = 2;
    origin.barStart = barStart(2);
    origin.knownAt = barStart(3);
    origin.extreme = direction == GapDirection::Bull ? Price{120} : Price{80};
    origin.atr = 20.0;
    origin.departure = PriceDelta{10};
    origin.visitEnd = PriceDelta{5};
    return origin;
}

GapPrices stretch(std::int32_t index, std::int64_t low, std::int64_t high, std::int64_t last)
{
    return {barStart(index), Price{high}, Price{low}, Price{last}, index, barStart(index)};
}

/// The same stretch seen in a mirror at 100, for bears.
GapPrices mirrored(const GapPrices& seen)
{
    return {seen.at,
            Price{200 - seen.low.count()},
            Price{200 - seen.high.count()},
            Price{200 - seen.last.count()},
            seen.barIndex,
            seen.barStart};
}

bool closeBar(FairValueGap& gap, const GapPrices& bar)
{
    return gap.close(bar, bar.barStart + kBar, GapFeed::BarsOnly);
}

} // namespace

class FairValueGapTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void needsRoomBetweenFirstAndThird();
    void middleIsExactInHalves();
    void reachesTheStateOfItsDepth_data();
    void reachesTheStateOfItsDepth();
    void looksAtNothingBeforeItWasKnown();
    void mayJumpFromOpenToInvalidated();
    void aWickThroughIsNoClose();
    void stepsAreDatedOnce();
    void expiresAfterItsBars();
    void expiresWithItsSession();
    void endsAfterItsVisits();
    void aVisitEndsOnlyFarFromTheEdge();
    void barsProveOnlyWhatTheyShow();
    void finerPricesMakeTheBarSayOnlyItsClose();
    void departureAndExtremeAreKept();
    void mergedPointsToItsParent();
    void voidNeverMoves();
    void inversionFollowsInvalidation();
    void mitigationHasFourMeanings();
    void stateOnlyMovesForward();
};

void FairValueGapTest::needsRoomBetweenFirstAndThird()
{
    BarValues first;
    first.high = Price{100};
    first.low = Price{90};
    BarValues third;
    third.high = Price{120};
    third.low = Price{100};
    QVERIFY(!gapBetween(first, third).has_value()); // equal is none
    third.low = Price{101};
    QVERIFY(gapBetween(first, third) == (GapZone{GapDirection::Bull, Price{100}, Price{101}}));
    third.low = Price{70};
    third.high = Price{90};
    QVERIFY(!gapBetween(first, third).has_value());
    third.high = Price{89};
    QVERIFY(gapBetween(first, third) == (GapZone{GapDirection::Bear, Price{89}, Price{90}}));
}

void FairValueGapTest::middleIsExactInHalves()
{
    const GapZone odd{GapDirection::Bull, Price{100}, Price{103}};
    QCOMPARE(odd.ceHalves(), 203);
    GapOrigin origin = anOrigin();
    origin.zone = odd;
    FairValueGap gap{origin};
    gap.observe(stretch(3, 102, 130, 130)); // 1 of 3 deep
    QVERIFY(gap.state() == GapState::Touched);
    gap.observe(stretch(4, 101, 130, 130)); // 2 of 3
    QVERIFY(gap.state() == GapState::CeReached);
}

void FairValueGapTest::reachesTheStateOfItsDepth_data()
{
    QTest::addColumn<int>("low");
    QTest::addColumn<int>("close");
    QTest::addColumn<int>("state");
    const auto row = [](const char* name, int low, int close, GapState state) {
        QTest::newRow(name) << low << close << static_cast<int>(state);
    };
    row("above the near edge", 111, 115, GapState::Open);
    row("equal to the near edge", 110, 115, GapState::Touched);
    row("less than half", 106, 107, GapState::Touched);
    row("equal to the middle", 105, 107, GapState::CeReached);
    row("more than half", 101, 107, GapState::CeReached);
    row("equal to the far edge", 100, 107, GapState::Filled);
    row("wick beyond", 95, 107, GapState::Filled);
    row("close on the far edge", 95, 100, GapState::Filled);
    row("close beyond", 95, 99, GapState::Invalidated);
}

void FairValueGapTest::reachesTheStateOfItsDepth()
{
    QFETCH(const int, low);
    QFETCH(const int, close);
    QFETCH(const int, state);
    const GapPrices bar = stretch(3, low, 120, close);
    FairValueGap bull{anOrigin(GapDirection::Bull)};
    FairValueGap bear{anOrigin(GapDirection::Bear)};
    const bool moves = static_cast<GapState>(state) != GapState::Open;
    QCOMPARE(closeBar(bull, bar), moves);
    QCOMPARE(closeBar(bear, mirrored(bar)), moves);
    QCOMPARE(static_cast<int>(bull.state()), state);
    QCOMPARE(static_cast<int>(bear.state()), state);
    QCOMPARE(bull.fill(), bear.fill());
}

void FairValueGapTest::looksAtNothingBeforeItWasKnown()
{
    FairValueGap gap{anOrigin()};
    QVERIFY(!closeBar(gap, stretch(2, 90, 130, 95)));
    QVERIFY(gap.state() == GapState::Open);
    QCOMPARE(gap.age(), 0);
    QCOMPARE(gap.departure(), PriceDelta{0});
}

void FairValueGapTest::mayJumpFromOpenToInvalidated()
{
    FairValueGap gap{anOrigin()};
    QVERIFY(closeBar(gap, stretch(3, 80, 130, 90)));
    QCOMPARE(gap.changes().size(), std::size_t{2});
    QVERIFY(gap.changes()[1] == (GapChange{GapState::Invalidated, 3, barStart(3), Price{90}}));
    QCOMPARE(gap.fill(), 1.0);
    QVERIFY(!gap.live());
    QVERIFY(!closeBar(gap, stretch(4, 80, 130, 120))); // nothing brings it back
}

void FairValueGapTest::aWickThroughIsNoClose()
{
    FairValueGap gap{anOrigin()};
    QVERIFY(gap.observe(stretch(3, 80, 130, 90))); // a price inside the bar is no close
    QVERIFY(gap.state() == GapState::Filled);
    QVERIFY(gap.live());
    QVERIFY(gap.close(stretch(3, 80, 130, 99), barStart(4), GapFeed::FinerPrices));
    QVERIFY(gap.state() == GapState::Invalidated);
}

void FairValueGapTest::stepsAreDatedOnce()
{
    FairValueGap gap{anOrigin()};
    closeBar(gap, stretch(3, 108, 130, 115));
    closeBar(gap, stretch(4, 107, 130, 115)); // deeper, same state
    closeBar(gap, stretch(5, 104, 130, 115));
    closeBar(gap, stretch(6, 100, 130, 115));
    const GapChange expected[] = {{GapState::Open, 2, barStart(2), Price{110}},
                                  {GapState::Touched, 3, barStart(3), Price{108}},
                                  {GapState::CeReached, 5, barStart(5), Price{104}},
                                  {GapState::Filled, 6, barStart(6), Price{100}}};
    QCOMPARE(gap.changes().size(), std::size(expected));
    for (std::size_t i = 0; i < std::size(expected); ++i) {
        QVERIFY(gap.changes()[i] == expected[i]);
    }
}

void FairValueGapTest::expiresAfterItsBars()
{
    GapOrigin origin = anOrigin();
    origin.lifeBars = 3;
    FairValueGap gap{origin};
    QVERIFY(!closeBar(gap, stretch(3, 120, 130, 125)));
    QVERIFY(!closeBar(gap, stretch(4, 120, 130, 125)));
    QCOMPARE(gap.age(), 2);
    QVERIFY(closeBar(gap, stretch(5, 120, 130, 125)));
    QVERIFY(gap.state() == GapState::Expired);
    QCOMPARE(gap.changes().back().barIndex, 5);
}

void FairValueGapTest::expiresWithItsSession()
{
    GapOrigin origin = anOrigin();
    origin.expiresAt = barStart(5);
    FairValueGap gap{origin};
    QVERIFY(!closeBar(gap, stretch(3, 120, 130, 125)));
    FairValueGap other = gap;
    QVERIFY(closeBar(gap, stretch(4, 120, 130, 125))); // ends as the session ends
    QVERIFY(gap.state() == GapState::Expired);
    QVERIFY(!other.expireAt(barStart(5) - Duration{1}, 4, barStart(4)));
    QVERIFY(other.expireAt(barStart(9), 5, barStart(9))); // or with the first thing after it
    QVERIFY(other.state() == GapState::Expired);
}

void FairValueGapTest::endsAfterItsVisits()
{
    GapOrigin origin = anOrigin();
    origin.maxVisits = 2;
    FairValueGap gap{origin};
    closeBar(gap, stretch(3, 109, 130, 125));
    QCOMPARE(gap.visits(), 1);
    QVERIFY(!gap.inVisit());
    QVERIFY(gap.inFirstVisit() == false);
    closeBar(gap, stretch(4, 109, 130, 112)); // second visit, still near
    QCOMPARE(gap.visits(), 2);
    QVERIFY(gap.live());
    closeBar(gap, stretch(5, 112, 130, 125)); // left
    QVERIFY(gap.state() == GapState::Expired);
}

void FairValueGapTest::aVisitEndsOnlyFarFromTheEdge()
{
    FairValueGap gap{anOrigin()};
    gap.observe(stretch(3, 110, 110, 110));
    QVERIFY(gap.inVisit());
    QVERIFY(gap.inFirstVisit());
    gap.observe(stretch(3, 115, 115, 115)); // exactly the distance: not farther
    QVERIFY(gap.inVisit());
    gap.observe(stretch(3, 104, 104, 104)); // CE inside the first visit
    QVERIFY(gap.state() == GapState::CeReached);
    QVERIFY(gap.inFirstVisit());
    gap.observe(stretch(3, 116, 116, 116));
    QVERIFY(!gap.inVisit());
    QVERIFY(!gap.inFirstVisit());
    gap.observe(stretch(3, 110, 110, 110));
    QCOMPARE(gap.visits(), 2);
}

void FairValueGapTest::barsProveOnlyWhatTheyShow()
{
    FairValueGap gap{anOrigin()};
    closeBar(gap, stretch(3, 109, 112, 111));
    QVERIFY(gap.inVisit());
    // High far away and low in the zone, close near: whether it left in between is not proven.
    closeBar(gap, stretch(4, 109, 130, 111));
    QVERIFY(gap.inFirstVisit());
    QCOMPARE(gap.visits(), 1);
    // Outside as a whole and far away at some moment: it left.
    closeBar(gap, stretch(5, 111, 130, 112));
    QVERIFY(!gap.inVisit());
}

void FairValueGapTest::finerPricesMakeTheBarSayOnlyItsClose()
{
    FairValueGap gap{anOrigin()};
    gap.observe(stretch(3, 108, 108, 108));
    gap.observe(stretch(3, 125, 125, 125));
    QCOMPARE(gap.visits(), 1);
    QVERIFY(!gap.close(stretch(3, 108, 125, 112), barStart(4), GapFeed::FinerPrices));
    QCOMPARE(gap.visits(), 1); // the bar's low is the visit already counted
    QCOMPARE(gap.age(), 1);
}

void FairValueGapTest::departureAndExtremeAreKept()
{
    FairValueGap gap{anOrigin()};
    QCOMPARE(gap.extreme(), Price{120}); // the third bar's own high
    QVERIFY(!gap.departed());
    gap.observe(stretch(3, 111, 119, 115));
    QCOMPARE(gap.departure(), PriceDelta{9});
    QVERIFY(!gap.departed());
    gap.observe(stretch(3, 115, 120, 115));
    QVERIFY(gap.departed()); // equal is enough
    gap.observe(stretch(4, 115, 133, 115));
    QCOMPARE(gap.extreme(), Price{133});
    FairValueGap bear{anOrigin(GapDirection::Bear)};
    bear.observe(stretch(3, 75, 89, 80));
    QCOMPARE(bear.extreme(), Price{75});
    QCOMPARE(bear.departure(), PriceDelta{15});
}

void FairValueGapTest::mergedPointsToItsParent()
{
    FairValueGap gap{anOrigin()};
    gap.mergeInto(GapId{9}, 4, barStart(4));
    QVERIFY(gap.state() == GapState::Merged);
    QCOMPARE(gap.parent(), GapId{9});
    QVERIFY(!closeBar(gap, stretch(5, 80, 130, 90)));
}

void FairValueGapTest::voidNeverMoves()
{
    FairValueGap gap = FairValueGap::voided(anOrigin());
    QVERIFY(gap.state() == GapState::Void);
    QCOMPARE(gap.changes().size(), std::size_t{1});
    QVERIFY(!closeBar(gap, stretch(5, 80, 130, 90)));
    gap.expire(5, barStart(5), Price{1});
    gap.invert(stretch(5, 80, 130, 90));
    QVERIFY(gap.state() == GapState::Void);
}

void FairValueGapTest::inversionFollowsInvalidation()
{
    FairValueGap gap{anOrigin()};
    gap.invert(stretch(3, 80, 130, 90));
    QVERIFY(gap.state() == GapState::Open);
    closeBar(gap, stretch(3, 80, 130, 90));
    gap.invert(stretch(3, 80, 130, 90));
    QVERIFY(gap.state() == GapState::Inverted);
}

void FairValueGapTest::mitigationHasFourMeanings()
{
    FairValueGap gap{anOrigin()};
    const auto meanings = [&gap] {
        int count = 0;
        for (const GapMitigation by : {GapMitigation::Touch, GapMitigation::Ce, GapMitigation::Full,
                                       GapMitigation::CloseThrough})
        {
            count += mitigated(gap, by) ? 1 : 0;
        }
        return count;
    };
    QCOMPARE(meanings(), 0);
    closeBar(gap, stretch(3, 110, 130, 115));
    QCOMPARE(meanings(), 1);
    closeBar(gap, stretch(4, 105, 130, 115));
    QCOMPARE(meanings(), 2);
    closeBar(gap, stretch(5, 100, 130, 115));
    QCOMPARE(meanings(), 3);
    closeBar(gap, stretch(6, 90, 130, 95));
    QCOMPARE(meanings(), 4);
}

void FairValueGapTest::stateOnlyMovesForward()
{
    const bool held = rc::check("changes rise in state and in time", [] {
        const auto lows = *rc::gen::container<std::vector<int>>(rc::gen::inRange(90, 125));
        GapOrigin origin = anOrigin();
        origin.lifeBars = *rc::gen::inRange(0, 12);
        origin.maxVisits = *rc::gen::inRange(0, 4);
        FairValueGap gap{origin};
        std::int32_t index = 3;
        for (const int low : lows) {
            const int close = low + *rc::gen::inRange(0, 8);
            const GapState before = gap.state();
            const GapPrices bar = stretch(index, low, low + 8, close);
            const bool fine = *rc::gen::arbitrary<bool>();
            const bool observed = fine && gap.observe(bar);
            const GapFeed feed = fine ? GapFeed::FinerPrices : GapFeed::BarsOnly;
            const bool closed = gap.close(bar, bar.barStart + kBar, feed);
            RC_ASSERT((observed || closed) == (gap.state() != before));
            RC_ASSERT(gap.state() >= before);
            ++index;
        }
        const auto& changes = gap.changes();
        for (std::size_t i = 1; i < changes.size(); ++i) {
            RC_ASSERT(changes[i].state > changes[i - 1].state);
            RC_ASSERT(changes[i].barIndex >= changes[i - 1].barIndex);
        }
        RC_ASSERT(gap.fill() >= 0.0 && gap.fill() <= 1.0);
    });
    QVERIFY(held);
}

WICK_TEST(FairValueGapTest)
#include "tst_fairvaluegap.moc"
