#include "core/base/randomsource.h"
#include "core/indicators/gapstudy.h"
#include "tests/support/testregistry.h"

#include <algorithm>
#include <cmath>

using namespace wick::core;

namespace {

constexpr Duration kBar = minutes(5);

ClosedBar
bar(std::int64_t index, std::int64_t open, std::int64_t high, std::int64_t low, std::int64_t close)
{
    return {{Timestamp{(kBar * index).count()}, Price{open}, Price{high}, Price{low}, Price{close},
             Volume{1}},
            BarOrigin::Traded};
}

GapStudySetup setupOf(CalendarKind calendar = CalendarKind::Always)
{
    GapStudySetup setup;
    setup.timeframe = kBar;
    setup.calendar = TradingCalendar{calendar};
    setup.minimumTicks = 1;
    return setup;
}

/// Twenty calm bars of range 100 around 10,000 (ATR 100), then a jump: the gap 10,050 to 10,150.
std::vector<ClosedBar> untilTheGap()
{
    std::vector<ClosedBar> bars;
    for (std::int64_t i = 0; i < 20; ++i) {
        bars.push_back(bar(i, 10'000, 10'050, 9'950, 10'000));
    }
    bars.push_back(bar(20, 10'010, 10'220, 10'000, 10'210)); // body 200 of a range of 220
    bars.push_back(bar(21, 10'210, 10'300, 10'150, 10'250));
    return bars;
}

std::vector<ClosedBar> randomWalk(std::uint64_t seed, int count)
{
    RandomSource chance{seed};
    std::vector<ClosedBar> bars;
    double price = 1'000'000.0;
    for (int i = 0; i < count; ++i) {
        const double open = price;
        double high = price;
        double low = price;
        // Bars of uneven size, so that some jump.
        const double size = i % 37 == 0 ? 4'000.0 : 500.0;
        for (int step = 0; step < 8; ++step) {
            price += size * chance.normal() / std::sqrt(8.0);
            high = std::max(high, price);
            low = std::min(low, price);
        }
        const auto whole = [](double value) {
            return static_cast<std::int64_t>(std::llround(value));
        };
        bars.push_back(bar(i, whole(open), whole(high), whole(low), whole(price)));
    }
    return bars;
}

bool near(double a, double b, double within)
{
    return std::abs(a - b) <= within;
}

} // namespace

/// Curves of what becomes of gaps, beside what becomes of nothing in particular.
class GapStudyTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theCurveIsThatOfATextbook();
    void withoutCensoringItIsTheShare();
    void edgesOfACurve();
    void aGapIsFollowedBarByBar();
    void theHorizonTheSessionAndTheDataCensor();
    void aBearIsTheMirrorOfABull();
    void voidAndSmallGapsAreLeftOut();
    void forwardReturnsCountFromTheNearEdge();
    void randomZonesAreAsHighAndAsFarAway();
    void theSameSeedGivesTheSameStudy();
    void onARandomWalkGapsDoNothingSpecial();
};

/// Remission of 21 patients, in weeks: Freireich 1963, as worked out in many textbooks.
void GapStudyTest::theCurveIsThatOfATextbook()
{
    std::vector<Lifetime> lifetimes;
    for (const std::int32_t weeks : {6, 6, 6, 7, 10, 13, 16, 22, 23}) {
        lifetimes.push_back({weeks, true});
    }
    for (const std::int32_t weeks : {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35}) {
        lifetimes.push_back({weeks, false});
    }
    const auto curve = reachedCurve(lifetimes);
    QCOMPARE(curve.size(), std::size_t{7});
    const std::array weeks{6, 7, 10, 13, 16, 22, 23};
    const std::array<std::size_t, 7> atRisk{21, 17, 15, 12, 11, 7, 6};
    const std::array survival{0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448};
    const std::array error{0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346};
    for (std::size_t i = 0; i < curve.size(); ++i) {
        QCOMPARE(curve[i].bars, weeks[i]);
        QCOMPARE(curve[i].atRisk, atRisk[i]);
        QVERIFY(near(1.0 - curve[i].share, survival[i], 0.0006));
        QVERIFY(near(std::sqrt(curve[i].variance), error[i], 0.00006));
        QVERIFY(curve[i].low < curve[i].share && curve[i].share < curve[i].high);
    }
    // log(-log S) at 6 weeks: 0.62 to 0.952 survive.
    QVERIFY(near(1.0 - curve[0].high, 0.620, 0.001));
    QVERIFY(near(1.0 - curve[0].low, 0.952, 0.001));
}

void GapStudyTest::withoutCensoringItIsTheShare()
{
    const std::vector<Lifetime> lifetimes{{1, true}, {2, true}, {2, true}, {9, false}};
    const auto curve = reachedCurve(lifetimes);
    QCOMPARE(curve.size(), std::size_t{2});
    QVERIFY(near(curve[0].share, 0.25, 1e-12));
    QVERIFY(near(curve[1].share, 0.75, 1e-12));
    QVERIFY(near(curve[1].variance, 0.75 * 0.25 / 4.0, 1e-12)); // the binomial one
}

void GapStudyTest::edgesOfACurve()
{
    QVERIFY(reachedCurve({}).empty());
    const std::vector<Lifetime> none{{288, false}, {10, false}};
    QVERIFY(reachedCurve(none).empty());
    const std::vector<Lifetime> all{{1, true}, {3, true}};
    const auto curve = reachedCurve(all);
    QCOMPARE(curve.back().share, 1.0);
    QCOMPARE(curve.back().high, 1.0);
    QVERIFY(curve.back().low < 1.0);
}

void GapStudyTest::aGapIsFollowedBarByBar()
{
    std::vector<ClosedBar> bars = untilTheGap();
    bars.push_back(bar(22, 10'250, 10'260, 10'151, 10'200)); // one above the near edge
    bars.push_back(bar(23, 10'200, 10'210, 10'150, 10'190)); // the near edge: a touch
    bars.push_back(bar(24, 10'190, 10'200, 10'101, 10'150)); // one above the midline
    bars.push_back(bar(25, 10'150, 10'160, 10'100, 10'110)); // the midline
    bars.push_back(bar(26, 10'110, 10'120, 10'050, 10'060)); // the far edge by its wick
    bars.push_back(bar(27, 10'060, 10'070, 10'030, 10'041)); // beyond by 9: less than 0.1 ATR
    bars.push_back(bar(28, 10'041, 10'050, 10'000, 10'010)); // beyond by 40
    GapStudySetup setup = setupOf();
    setup.minimumAtr = 0.5; // the way down leaves a smaller one
    const auto gaps = followGaps(bars, setup);
    QCOMPARE(gaps.size(), std::size_t{1});
    const FollowedZone& gap = gaps[0];
    QVERIFY((gap.zone == GapZone{GapDirection::Bull, Price{10'050}, Price{10'150}}));
    QVERIFY(near(gap.atr, 100.0, 1e-9));
    QVERIFY(near(gap.distance, 1.0, 1e-9)); // 10,250 lies an ATR above the near edge
    QVERIFY(gap.displaced);
    QCOMPARE(gap.knownAt, Timestamp{} + kBar * 22);
    QVERIFY((gap.after == std::array{2, 4, 5, 7}));
    QCOMPARE(gap.seen, 7);
}

void GapStudyTest::theHorizonTheSessionAndTheDataCensor()
{
    std::vector<ClosedBar> bars = untilTheGap();
    for (std::int64_t i = 22; i < 40; ++i) {
        bars.push_back(bar(i, 10'250, 10'300, i == 35 ? 10'100 : 10'200, 10'250));
    }
    GapStudySetup setup = setupOf();
    QCOMPARE(followGaps(bars, setup)[0].seen, 18); // to the end of the data
    QCOMPARE(followGaps(bars, setup)[0].after[0], 14);
    setup.horizon = 14;
    QCOMPARE(followGaps(bars, setup)[0].seen, 14);
    QCOMPARE(followGaps(bars, setup)[0].after[0], 14); // the horizon itself counts
    setup.horizon = 13;
    QCOMPARE(followGaps(bars, setup)[0].seen, 13);
    QCOMPARE(followGaps(bars, setup)[0].after[0], 0);
    // A gold session ends at 22:00 UTC in winter: Thursday 1970-01-01, the gap at 21:05.
    GapStudySetup gold = setupOf(CalendarKind::NewYork);
    for (ClosedBar& each : bars) {
        each.start = each.start + minutes(19 * 60 + 20);
    }
    const auto gaps = followGaps(bars, gold);
    QCOMPARE(gaps.size(), std::size_t{1});
    QCOMPARE(gaps[0].seen, 10); // 21:10 to 21:55
    QCOMPARE(gaps[0].after[0], 0);
}

void GapStudyTest::aBearIsTheMirrorOfABull()
{
    std::vector<ClosedBar> bars = untilTheGap();
    bars.push_back(bar(22, 10'250, 10'260, 10'120, 10'200));
    bars.push_back(bar(23, 10'200, 10'210, 10'040, 10'060));
    bars.push_back(bar(24, 10'060, 10'070, 9'900, 9'950));
    std::vector<ClosedBar> mirrored = bars;
    for (ClosedBar& each : mirrored) {
        const auto turned = [](Price price) {
            return Price{20'000 - price.count()};
        };
        each.open = turned(each.open);
        each.close = turned(each.close);
        const Price high = turned(each.low);
        each.low = turned(each.high);
        each.high = high;
    }
    const auto bull = followGaps(bars, setupOf());
    const auto bear = followGaps(mirrored, setupOf());
    QCOMPARE(bear.size(), bull.size());
    QVERIFY(bear[0].zone.direction == GapDirection::Bear);
    QVERIFY(bear[0].after == bull[0].after);
    QCOMPARE(bear[0].displaced, bull[0].displaced);
}

void GapStudyTest::voidAndSmallGapsAreLeftOut()
{
    std::vector<ClosedBar> bars = untilTheGap();
    bars.push_back(bar(22, 10'250, 10'260, 10'200, 10'200));
    GapStudySetup setup = setupOf();
    QCOMPARE(followGaps(bars, setup).size(), std::size_t{1});
    setup.minimumAtr = 1.0;
    QCOMPARE(followGaps(bars, setup).size(), std::size_t{1}); // an ATR high
    setup.minimumAtr = 1.01;
    QVERIFY(followGaps(bars, setup).empty());
    setup = setupOf();
    setup.minimumTicks = 101;
    QVERIFY(followGaps(bars, setup).empty());
    bars[20].origin = BarOrigin::NoTrade;
    QVERIFY(followGaps(bars, setupOf()).empty());
    bars[20].origin = BarOrigin::Traded;
    bars[21].start = bars[21].start + kBar; // a bar is missing
    bars[22].start = bars[22].start + kBar;
    QVERIFY(followGaps(bars, setupOf()).empty());
}

void GapStudyTest::forwardReturnsCountFromTheNearEdge()
{
    std::vector<ClosedBar> bars = untilTheGap();
    bars.push_back(bar(22, 10'250, 10'260, 10'140, 10'200)); // touched at once
    for (std::int64_t i = 23; i < 40; ++i) {
        bars.push_back(bar(i, 10'200, 10'400, 10'180, i == 34 ? 10'350 : 10'300));
    }
    const auto gaps = followGaps(bars, setupOf());
    QVERIFY(near(gaps[0].forward, 2.0, 1e-9)); // twelve bars later 200 above it, at an ATR of 100
    bars.resize(34);                           // eleven bars later the data ends
    QVERIFY(std::isnan(followGaps(bars, setupOf())[0].forward));
}

void GapStudyTest::randomZonesAreAsHighAndAsFarAway()
{
    const auto bars = randomWalk(3, 4'000);
    const GapStudySetup setup = setupOf();
    const GapStudy study = studyGaps(bars, setup);
    QVERIFY(study.gaps.zones > 50);
    QCOMPARE(study.randomZones.zones, 4 * study.gaps.zones);
    QVERIFY(study.shuffled.zones > 10);
    QVERIFY(study.undisplaced.zones > 10);
    std::size_t bySize = 0;
    std::size_t byHour = 0;
    std::size_t byDirection = 0;
    for (std::size_t i = 0; i < study.groups.size(); ++i) {
        (i < 3 ? bySize : i < 7 ? byHour : byDirection) += study.groups[i].zones;
    }
    QCOMPARE(bySize, study.gaps.zones); // each gap in one group of each kind
    QCOMPARE(byHour, study.gaps.zones);
    QCOMPARE(byDirection, study.gaps.zones);
    for (const GapOutcome outcome : kGapOutcomes) {
        const auto& curve = study.gaps.curves[static_cast<std::size_t>(outcome)];
        for (std::size_t i = 1; i < curve.size(); ++i) {
            QVERIFY(curve[i - 1].bars < curve[i].bars && curve[i - 1].share < curve[i].share);
        }
        QVERIFY(curve.back().bars <= setup.horizon);
    }
    QVERIFY(study.gaps.atHorizon(GapOutcome::Touch).share
            >= study.gaps.atHorizon(GapOutcome::Fill).share);
}

void GapStudyTest::theSameSeedGivesTheSameStudy()
{
    const auto bars = randomWalk(4, 3'000);
    GapStudySetup setup = setupOf();
    const GapStudy first = studyGaps(bars, setup);
    const GapStudy again = studyGaps(bars, setup);
    const auto share = [](const ZoneSample& sample) {
        return sample.atHorizon(GapOutcome::Fill).share;
    };
    QCOMPARE(share(first.randomZones), share(again.randomZones));
    QCOMPARE(share(first.shuffled), share(again.shuffled));
    setup.seed = 2;
    QVERIFY(share(studyGaps(bars, setup).randomZones) != share(first.randomZones));
    QCOMPARE(share(studyGaps(bars, setup).gaps), share(first.gaps));
    QVERIFY(studyGaps({}, setup).gaps.zones == 0);
    QVERIFY(studyGaps(std::span{bars}.first(2), setup).randomZones.zones == 0);
}

/// What all of it is for: where nothing is to be found, nothing is found.
void GapStudyTest::onARandomWalkGapsDoNothingSpecial()
{
    const GapStudy study = studyGaps(randomWalk(5, 30'000), setupOf());
    for (const ZoneSample* null : {&study.randomZones, &study.shuffled}) {
        for (const GapOutcome outcome : {GapOutcome::Midline, GapOutcome::Fill}) {
            const Excess excess = excessOf(study.gaps, *null, outcome);
            QVERIFY2(std::abs(excess.value) < 0.1, null->name.data());
        }
        const Excess forward = forwardExcess(study.gaps, *null);
        QVERIFY(forward.low < 0.0 && forward.high > 0.0);
    }
}

WICK_TEST(GapStudyTest)
#include "tst_gapstudy.moc"
