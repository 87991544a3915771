#include "core/indicators/gapbook.h"
#include "core/market/baraggregator.h"
#include "tests/support/testregistry.h"

#include <rapidcheck.h>

using namespace wick::core;

namespace {

constexpr Duration kBar = minutes(5);
/// Monday 2026-05-18 00:00 UTC, in the middle of a session of New York.
constexpr Timestamp kMonday{days(20'591).count()};
const TradingCalendar kAlways{CalendarKind::Always};
const TradingCalendar kNewYork{CalendarKind::NewYork};

/// A book on its way: bars of five minutes, one after the other.
struct Feed
{
    explicit Feed(const GapParameters& parameters = {},
                  TradingCalendar calendar = kAlways,
                  const GapCapacity& capacity = {})
        : book(parameters, kBar, calendar, capacity)
    {}

    void bar(std::int64_t open, std::int64_t low, std::int64_t high, std::int64_t close)
    {
        book.onBar(
            {{next, Price{open}, Price{high}, Price{low}, Price{close}, Volume{10}}, origin});
        origin = BarOrigin::Traded;
        next = next + kBar;
    }
    /// 115 bars without a gap: ATR14 is 20 and settled.
    void warmUp()
    {
        for (int i = 0; i < 115; ++i) {
            bar(100, 90, 110, 100);
        }
    }
    /// Three bars that leave 110 to 140 behind; the first of them is the last warm-up bar.
    void jumpUp()
    {
        bar(105, 104, 160, 158);
        bar(158, 140, 170, 165);
    }
    /// The mirror image: 60 to 90.
    void jumpDown()
    {
        bar(95, 40, 96, 42);
        bar(42, 30, 60, 35);
    }
    [[nodiscard]] std::vector<GapState> events() const
    {
        std::vector<GapState> states;
        for (const GapEvent& event : book.events()) {
            states.push_back(event.change.state);
        }
        return states;
    }

    GapBook book;
    Timestamp next = kMonday;
    BarOrigin origin = BarOrigin::Traded;
};

const GapZone kUp{GapDirection::Bull, Price{110}, Price{140}};
const GapZone kDown{GapDirection::Bear, Price{60}, Price{90}};

} // namespace

class GapBookTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void findsAGapWhenItsThirdBarCloses();
    void findsTheMirrorImage();
    void waitsForItsRange();
    void filtersBySize_data();
    void filtersBySize();
    void filtersByDisplacement_data();
    void filtersByDisplacement();
    void filtersByVolume();
    void filtersByBrokenSwing();
    void showsTheFormingGapWithoutStoringIt();
    void agesAndExpires();
    void ageLimitDependsOnTheTimeframe();
    void sessionEndExpires();
    void nothingOutlivesItsSessionOverAHole();
    void missingBarMakesItVoid();
    void madeUpBarMakesItVoid();
    void interruptionMakesItVoid();
    void closedMarketMakesItVoid();
    void jumpOverTheCloseIsASessionGap();
    void holidayIsNoSessionGap();
    void zonesOfOneLegUnite();
    void visitedZoneDoesNotUnite();
    void separateBookKeepsThemApart();
    void inversionIsOffAtFirst();
    void inversionTurnsTheZoneOnce();
    void smallCloseThroughDoesNotInvert();
    void overlapOfBothDirectionsIsContested();
    void fullBookDropsTheOldest();
    void aCopyGoesOnByItself();
    void finerPricesChangeOnlyTheMoment();
};

void GapBookTest::findsAGapWhenItsThirdBarCloses()
{
    Feed feed;
    feed.warmUp();
    QVERIFY(feed.book.ready());
    QCOMPARE(feed.book.atr(), 20.0);
    feed.bar(105, 104, 160, 158);
    QVERIFY(feed.book.live().empty());
    feed.bar(158, 140, 170, 165);
    QCOMPARE(feed.book.live().size(), std::size_t{1});
    const FairValueGap& gap = feed.book.live()[0];
    QVERIFY(gap.zone() == kUp);
    QVERIFY(gap.state() == GapState::Open);
    QCOMPARE(gap.atr(), 20.0); // of the first bar: the second has not raised it
    QVERIFY(feed.book.atr() > 20.0);
    QCOMPARE(gap.origin().knownAt, feed.next);
    QCOMPARE(gap.origin().start, feed.next - kBar * 3);
    QCOMPARE(gap.origin().departure, PriceDelta{10});
    QCOMPARE(gap.origin().visitEnd, PriceDelta{5});
    QVERIFY(feed.events() == std::vector{GapState::Open});
    QVERIFY(feed.book.find(gap.id()) == &gap);
    feed.bar(165, 150, 170, 165);
    QVERIFY(feed.events().empty());
    feed.bar(165, 125, 170, 165);
    QVERIFY(feed.events() == std::vector{GapState::CeReached});
    QCOMPARE(feed.book.events()[0].change.price, Price{125});
    QCOMPARE(feed.book.events()[0].change.barStart, feed.next - kBar);
    feed.bar(165, 100, 170, 105);
    QVERIFY(feed.events() == std::vector{GapState::Invalidated});
    QVERIFY(feed.book.live().empty());
    QCOMPARE(feed.book.retired().size(), std::size_t{1});
}

void GapBookTest::findsTheMirrorImage()
{
    Feed feed;
    feed.warmUp();
    feed.jumpDown();
    QCOMPARE(feed.book.live().size(), std::size_t{1});
    QVERIFY(feed.book.live()[0].zone() == kDown);
    QCOMPARE(feed.book.live()[0].extreme(), Price{30});
}

void GapBookTest::waitsForItsRange()
{
    for (const GapWarmUp warmUp : {GapWarmUp::Settled, GapWarmUp::FirstValue}) {
        GapParameters parameters;
        parameters.warmUp = warmUp;
        Feed feed{parameters};
        for (int i = 0; i < 15; ++i) {
            feed.bar(100, 90, 110, 100);
        }
        feed.jumpUp();
        QCOMPARE(feed.book.live().empty(), warmUp == GapWarmUp::Settled);
        Feed early{parameters};
        for (int i = 0; i < 14; ++i) {
            early.bar(100, 90, 110, 100);
        }
        early.jumpUp();
        QVERIFY(early.book.live().empty()); // no range at the first bar yet
    }
}

void GapBookTest::filtersBySize_data()
{
    QTest::addColumn<double>("atr");
    QTest::addColumn<int>("ticks");
    QTest::addColumn<int>("tick");
    QTest::addColumn<double>("cost");
    QTest::addColumn<bool>("kept");
    QTest::newRow("defaults") << 0.25 << 5 << 1 << 0.0 << true; // height 30, ATR 20, price 165
    QTest::newRow("equal to the range") << 1.5 << 5 << 1 << 0.0 << true;
    QTest::newRow("below the range") << 1.51 << 5 << 1 << 0.0 << false;
    QTest::newRow("equal to the ticks") << 0.25 << 30 << 1 << 0.0 << true;
    QTest::newRow("below the ticks") << 0.25 << 31 << 1 << 0.0 << false;
    QTest::newRow("coarser tick") << 0.25 << 4 << 10 << 0.0 << false;
    QTest::newRow("above the cost") << 0.25 << 5 << 1 << 0.18 << true;
    QTest::newRow("below the cost") << 0.25 << 5 << 1 << 0.19 << false;
}

void GapBookTest::filtersBySize()
{
    QFETCH(const double, atr);
    QFETCH(const int, ticks);
    QFETCH(const int, tick);
    QFETCH(const double, cost);
    QFETCH(const bool, kept);
    GapParameters parameters;
    parameters.minimumAtr = atr;
    parameters.minimumTicks = ticks;
    parameters.tick = PriceDelta{tick};
    parameters.roundTripCost = cost;
    Feed feed{parameters};
    feed.warmUp();
    feed.jumpUp();
    QCOMPARE(!feed.book.live().empty(), kept);
}

void GapBookTest::filtersByDisplacement_data()
{
    QTest::addColumn<int>("open");
    QTest::addColumn<int>("low");
    QTest::addColumn<int>("high");
    QTest::addColumn<int>("close");
    QTest::addColumn<bool>("kept");
    QTest::newRow("strong") << 105 << 104 << 160 << 158 << true;
    QTest::newRow("body of 1.2 ATR") << 110 << 110 << 140 << 134 << true;
    QTest::newRow("smaller body") << 111 << 110 << 140 << 134 << false;
    QTest::newRow("body is 60 % of the range") << 110 << 110 << 160 << 140 << true;
    QTest::newRow("long shadow") << 110 << 110 << 161 << 140 << false;
    QTest::newRow("against the gap") << 158 << 104 << 160 << 112 << false;
    QTest::newRow("close not beyond the first bar") << 80 << 79 << 120 << 110 << false;
}

void GapBookTest::filtersByDisplacement()
{
    QFETCH(const int, open);
    QFETCH(const int, low);
    QFETCH(const int, high);
    QFETCH(const int, close);
    QFETCH(const bool, kept);
    Feed feed;
    feed.warmUp();
    feed.bar(open, low, high, close);
    Feed plain{[] {
        GapParameters parameters;
        parameters.displacementAtr = 0.0;
        return parameters;
    }()};
    plain.warmUp();
    plain.bar(open, low, high, close);
    feed.bar(158, 140, 170, 165);
    plain.bar(158, 140, 170, 165);
    QCOMPARE(!feed.book.live().empty(), kept);
    QVERIFY(!plain.book.live().empty());
}

void GapBookTest::filtersByVolume()
{
    GapParameters parameters;
    parameters.volumeFactor = 1.5;
    for (const std::int64_t volume : {14, 15}) {
        Feed feed{parameters};
        feed.warmUp(); // median volume is 10
        feed.book.onBar(
            {{feed.next, Price{105}, Price{160}, Price{104}, Price{158}, Volume{volume}},
             BarOrigin::Traded});
        feed.next = feed.next + kBar;
        feed.bar(158, 140, 170, 165);
        QCOMPARE(!feed.book.live().empty(), volume == 15);
    }
}

void GapBookTest::filtersByBrokenSwing()
{
    GapParameters parameters;
    parameters.swingWidth = 2;
    for (const std::int64_t top : {169, 170}) {
        Feed feed{parameters};
        feed.warmUp();
        feed.bar(100, 90, top, 100);
        for (int i = 0; i < 40; ++i) {
            feed.bar(100, 90, 110, 100);
        }
        feed.jumpUp(); // reaches 170
        QCOMPARE(!feed.book.live().empty(), top == 169);
    }
}

void GapBookTest::showsTheFormingGapWithoutStoringIt()
{
    Feed feed;
    feed.warmUp();
    feed.bar(105, 104, 160, 158);
    FormingBar third;
    third.start = feed.next;
    third.open = Price{158};
    third.high = Price{162};
    third.low = Price{150};
    third.close = Price{160};
    QVERIFY(feed.book.forming(third) == (GapZone{GapDirection::Bull, Price{110}, Price{150}}));
    third.low = Price{111};
    QVERIFY(!feed.book.forming(third).has_value()); // too small for now
    third.low = Price{150};
    third.start = feed.next + kBar;
    QVERIFY(!feed.book.forming(third).has_value()); // a bar is missing
    QVERIFY(feed.book.live().empty());
    QVERIFY(!Feed{}.book.forming(third).has_value());
}

void GapBookTest::agesAndExpires()
{
    Feed feed;
    feed.warmUp();
    feed.jumpUp();
    for (int i = 1; i < 36; ++i) {
        feed.bar(165, 150, 170, 165);
        QCOMPARE(feed.book.live()[0].age(), i);
    }
    feed.bar(165, 150, 170, 165);
    QVERIFY(feed.events() == std::vector{GapState::Expired});
    QVERIFY(feed.book.live().empty());
    QVERIFY(feed.book.retired().newest().state() == GapState::Expired);
}

void GapBookTest::ageLimitDependsOnTheTimeframe()
{
    QCOMPARE(gapParametersFor(minutes(5)).lifeBars, 36);
    QCOMPARE(gapParametersFor(minutes(15)).lifeBars, 24);
    QCOMPARE(gapParametersFor(minutes(15)).minimumAtr, 0.20);
    QCOMPARE(gapParametersFor(minutes(15)).displacementAtr, 1.0);
}

void GapBookTest::sessionEndExpires()
{
    Feed feed{{}, kNewYork};
    feed.next = kMonday + hours(21) - kBar * (115 + 2 + 3); // the session ends at 21:00 UTC
    feed.warmUp();
    feed.jumpUp();
    feed.bar(165, 150, 170, 165);
    feed.bar(165, 150, 170, 165);
    QCOMPARE(feed.book.live().size(), std::size_t{1});
    feed.bar(165, 150, 170, 165);
    QVERIFY(feed.events() == std::vector{GapState::Expired});

    GapParameters ignoring;
    ignoring.session = GapSession::Ignore;
    Feed other{ignoring, kNewYork};
    other.next = kMonday + hours(21) - kBar * (115 + 2);
    other.warmUp();
    other.jumpUp();
    QCOMPARE(other.book.live().size(), std::size_t{1});
}

void GapBookTest::nothingOutlivesItsSessionOverAHole()
{
    Feed feed{{}, kNewYork};
    feed.next = kMonday + hours(21) - kBar * (115 + 2 + 9);
    feed.warmUp();
    feed.jumpUp();
    feed.next = kMonday + hours(22); // the data stops before the session does
    feed.book.onPrice(feed.next, Price{120});
    QVERIFY(feed.events() == std::vector{GapState::Expired}); // and not CE_REACHED
}

void GapBookTest::missingBarMakesItVoid()
{
    Feed feed;
    feed.warmUp();
    feed.bar(105, 104, 160, 158);
    feed.next = feed.next + kBar;
    feed.bar(158, 140, 170, 165);
    QVERIFY(feed.book.live().empty());
    QVERIFY(feed.events() == std::vector{GapState::Void});
    QVERIFY(feed.book.retired().newest().state() == GapState::Void);
}

void GapBookTest::madeUpBarMakesItVoid()
{
    Feed feed;
    feed.warmUp();
    feed.bar(105, 104, 160, 158);
    feed.origin = BarOrigin::NoTrade;
    feed.bar(158, 140, 170, 165);
    QVERIFY(feed.events() == std::vector{GapState::Void});
}

void GapBookTest::interruptionMakesItVoid()
{
    Feed feed;
    feed.warmUp();
    feed.book.onInterruption(feed.next + minutes(1));
    feed.jumpUp();
    QVERIFY(feed.events() == std::vector{GapState::Void});

    Feed before;
    before.warmUp();
    before.book.onInterruption(before.next - kBar); // as the first bar begins
    before.jumpUp();
    QVERIFY(before.events() == std::vector{GapState::Open});
}

void GapBookTest::closedMarketMakesItVoid()
{
    Feed feed{{}, kNewYork};
    feed.next = kMonday + hours(21) - kBar * 116; // the third bar starts at the close
    feed.warmUp();
    feed.jumpUp();
    QVERIFY(feed.events() == std::vector{GapState::Void});
}

void GapBookTest::jumpOverTheCloseIsASessionGap()
{
    Feed feed{{}, kNewYork};
    feed.next = kMonday + hours(21) - kBar * 115;
    feed.warmUp();
    QVERIFY(feed.book.sessionGaps().empty());
    feed.next = kMonday + hours(22);
    feed.bar(130, 125, 140, 135);
    QCOMPARE(feed.book.sessionGaps().size(), std::size_t{1});
    const SessionGap gap = feed.book.sessionGaps().newest();
    QCOMPARE(gap.from, Price{100});
    QCOMPARE(gap.to, Price{130});
    QCOMPARE(gap.size(), PriceDelta{30});
    QCOMPARE(gap.closedAt, kMonday + hours(21));
    QCOMPARE(gap.openedAt, kMonday + hours(22));
    QVERIFY(!gap.filledAt.has_value());
    feed.bar(135, 100, 140, 120);
    QCOMPARE(feed.book.sessionGaps().newest().filledAt.value(), kMonday + hours(22) + minutes(5));
    QVERIFY(feed.book.live().empty());
}

void GapBookTest::holidayIsNoSessionGap()
{
    const BarValues before{
        kMonday + hours(21) - kBar, Price{100}, Price{110}, Price{90}, Price{100}, Volume{1}};
    BarValues after = before;
    after.open = Price{120};
    after.start = kMonday + hours(22);
    QVERIFY(sessionGapBetween(before, after, kBar, kNewYork).has_value());
    QVERIFY(!sessionGapBetween(before, after, kBar, kAlways).has_value());
    after.start = kMonday + days(1) + hours(22); // a whole session is missing
    QVERIFY(!sessionGapBetween(before, after, kBar, kNewYork).has_value());
    after.start = kMonday + hours(22) + minutes(30); // the first half hour is missing
    QVERIFY(!sessionGapBetween(before, after, kBar, kNewYork).has_value());
    BarValues early = before;
    early.start = kMonday + hours(20);
    after.start = kMonday + hours(22);
    QVERIFY(!sessionGapBetween(early, after, kBar, kNewYork).has_value());
}

void GapBookTest::zonesOfOneLegUnite()
{
    GapParameters loose;
    loose.displacementAtr = 0.0;
    Feed apart{loose};
    apart.warmUp();
    apart.bar(105, 104, 135, 134);
    apart.bar(134, 130, 160, 158); // 110 to 130
    apart.bar(158, 145, 180, 175); // 135 to 145
    QCOMPARE(apart.book.live().size(), std::size_t{2});

    Feed touching{loose};
    touching.warmUp();
    touching.bar(105, 104, 130, 129);
    touching.bar(129, 130, 160, 158); // 110 to 130
    touching.bar(158, 145, 180, 175); // 130 to 145: they touch at 130
    QCOMPARE(touching.book.live().size(), std::size_t{1});
    const FairValueGap& whole = touching.book.live()[0];
    QVERIFY(whole.zone() == (GapZone{GapDirection::Bull, Price{110}, Price{145}}));
    QVERIFY(whole.origin().kind == GapKind::Union);
    QVERIFY(whole.state() == GapState::Open);
    QCOMPARE(whole.origin().knownAt, touching.next);
    QCOMPARE(touching.book.retired().size(), std::size_t{2});
    for (std::size_t i = 0; i < 2; ++i) {
        QVERIFY(touching.book.retired()[i].state() == GapState::Merged);
        QCOMPARE(touching.book.retired()[i].parent(), whole.id());
    }
    QVERIFY(touching.events()
            == (std::vector{GapState::Open, GapState::Merged, GapState::Merged, GapState::Open}));
}

void GapBookTest::visitedZoneDoesNotUnite()
{
    GapParameters loose;
    loose.displacementAtr = 0.0;
    Feed feed{loose};
    feed.warmUp();
    feed.jumpUp();                // 110 to 140
    feed.bar(165, 128, 166, 130); // back into it: a new leg begins
    feed.bar(130, 129, 190, 188);
    feed.bar(188, 175, 200, 195); // 166 to 175
    for (const FairValueGap& gap : feed.book.live()) {
        QVERIFY(gap.origin().kind == GapKind::Plain);
    }
    QCOMPARE(feed.book.live().size(), std::size_t{2});
}

void GapBookTest::separateBookKeepsThemApart()
{
    GapParameters separate;
    separate.displacementAtr = 0.0;
    separate.merging = GapMerging::Separate;
    Feed feed{separate};
    feed.warmUp();
    feed.bar(105, 104, 130, 129);
    feed.bar(129, 130, 160, 158);
    feed.bar(158, 145, 180, 175);
    QCOMPARE(feed.book.live().size(), std::size_t{2});
    QVERIFY(feed.book.retired().empty());
}

void GapBookTest::inversionIsOffAtFirst()
{
    Feed feed;
    feed.warmUp();
    feed.jumpUp();
    feed.bar(165, 50, 170, 60);
    QVERIFY(feed.book.live().empty());
    QVERIFY(feed.book.retired().newest().state() == GapState::Invalidated);
}

void GapBookTest::inversionTurnsTheZoneOnce()
{
    GapParameters parameters;
    parameters.inversion = GapInversion::On;
    parameters.inversionBars = 5;
    Feed feed{parameters};
    feed.warmUp();
    feed.jumpUp();
    feed.bar(165, 100, 170, 108); // 2 below 110: exactly 0.1 ATR
    QVERIFY(feed.events()
            == (std::vector{GapState::Invalidated, GapState::Inverted, GapState::Open}));
    QVERIFY(feed.book.retired().newest().state() == GapState::Inverted);
    QCOMPARE(feed.book.live().size(), std::size_t{1});
    const FairValueGap& inverse = feed.book.live()[0];
    QVERIFY(inverse.origin().kind == GapKind::Inverse);
    QVERIFY(inverse.zone() == (GapZone{GapDirection::Bear, Price{110}, Price{140}}));
    QCOMPARE(inverse.age(), 0);
    QCOMPARE(inverse.origin().lifeBars, 5);
    QCOMPARE(inverse.atr(), 20.0);
    feed.bar(108, 100, 150, 149); // closes through the other way: no second inversion
    QVERIFY(feed.events() == std::vector{GapState::Invalidated});
    QVERIFY(feed.book.live().empty());
}

void GapBookTest::smallCloseThroughDoesNotInvert()
{
    GapParameters parameters;
    parameters.inversion = GapInversion::On;
    Feed feed{parameters};
    feed.warmUp();
    feed.jumpUp();
    feed.bar(165, 100, 170, 109);
    QVERIFY(feed.events() == std::vector{GapState::Invalidated});
}

void GapBookTest::overlapOfBothDirectionsIsContested()
{
    Feed feed;
    feed.warmUp();
    feed.jumpUp(); // bull 110 to 140
    feed.bar(165, 150, 170, 155);
    feed.bar(155, 118, 156, 119); // down into it
    feed.bar(119, 112, 135, 114); // bear 135 to 150
    QCOMPARE(feed.book.live().size(), std::size_t{2});
    const FairValueGap& bull = feed.book.live()[0];
    const FairValueGap& bear = feed.book.live()[1];
    QVERIFY(bear.zone() == (GapZone{GapDirection::Bear, Price{135}, Price{150}}));
    QVERIFY(feed.book.contested(bull, Price{137}));
    QVERIFY(feed.book.contested(bear, Price{140}));
    QVERIFY(!feed.book.contested(bull, Price{134}));
    QVERIFY(!feed.book.contested(bear, Price{141}));
}

void GapBookTest::fullBookDropsTheOldest()
{
    GapParameters parameters;
    parameters.displacementAtr = 0.0;
    parameters.merging = GapMerging::Separate;
    Feed feed{parameters, kAlways, {2, 8, 1}};
    feed.warmUp();
    for (std::int64_t i = 1; i <= 6; ++i) {
        feed.bar(100 + 60 * i, 95 + 60 * i, 150 + 60 * i, 145 + 60 * i);
    }
    QCOMPARE(feed.book.live().size(), std::size_t{2});
    QVERIFY(feed.book.live()[0].id() < feed.book.live()[1].id());
    QVERIFY(feed.book.retired().newest().state() == GapState::Expired);
}

void GapBookTest::aCopyGoesOnByItself()
{
    Feed first;
    first.warmUp();
    first.jumpUp();
    Feed second = first;
    second.bar(165, 125, 170, 165);
    QVERIFY(first.book.live()[0].state() == GapState::Open);
    QVERIFY(second.book.live()[0].state() == GapState::CeReached);
    first.bar(165, 125, 170, 165);
    QVERIFY(first.book.live()[0].state() == GapState::CeReached);
}

void GapBookTest::finerPricesChangeOnlyTheMoment()
{
    const bool held = rc::check("base bars in between give the same gaps and depths", [] {
        GapParameters parameters;
        parameters.warmUp = GapWarmUp::FirstValue;
        parameters.displacementAtr = 0.0;
        parameters.maxVisits = 0; // a bar tells fewer visits than its path
        parameters.merging = GapMerging::Separate;
        GapBook coarse{parameters, kBar, kAlways};
        GapBook fine{parameters, kBar, kAlways};
        BarAggregator aggregator{kBar, minutes(1)};
        std::int64_t price = 10'000;
        for (int minute = 0; minute < 300; ++minute) {
            const std::int64_t open = price;
            price += *rc::gen::inRange(-20, 21);
            const ClosedBar bar{{kMonday + minutes(minute), Price{open},
                                 Price{std::max(open, price) + *rc::gen::inRange(0, 6)},
                                 Price{std::min(open, price) - *rc::gen::inRange(0, 6)},
                                 Price{price}, Volume{1}},
                                BarOrigin::Traded};
            fine.onPrices(bar.start, bar.high, bar.low, bar.close);
            for (const ClosedBar& closed : aggregator.add(bar)) {
                coarse.onBar(closed);
                fine.onBar(closed);
                RC_ASSERT(coarse.live().size() == fine.live().size());
                for (std::size_t i = 0; i < coarse.live().size(); ++i) {
                    const FairValueGap& a = coarse.live()[i];
                    const FairValueGap& b = fine.live()[i];
                    RC_ASSERT(a.zone() == b.zone());
                    RC_ASSERT(a.state() == b.state());
                    RC_ASSERT(a.penetration() == b.penetration());
                    RC_ASSERT(a.departure() == b.departure());
                    RC_ASSERT(a.extreme() == b.extreme());
                    RC_ASSERT(a.age() == b.age());
                }
            }
        }
    });
    QVERIFY(held);
}

WICK_TEST(GapBookTest)
#include "tst_gapbook.moc"
