#include "core/execution/barrule.h"
#include "tests/support/builders.h"
#include "tests/support/testregistry.h"

#include <rapidcheck.h>

using namespace wick::core;
using wick::test::bar;
using wick::test::eth;
using wick::test::usd;

namespace {

const Instrument kEth = eth();
const FillModel kModel;

std::optional<Outcome> longOutcome(const ClosedBar& candle, HeldFrom from)
{
    return protectionOutcome(kModel, kEth, Side::Buy, usd(90), usd(110), candle, from);
}

ClosedBar mirrored(const ClosedBar& candle)
{
    // Around 100: what is a gain for a long is the same gain for a short.
    const auto flip = [](Price price) {
        return Price{2 * usd(100).count() - price.count()};
    };
    ClosedBar other = candle;
    other.open = flip(candle.open);
    other.close = flip(candle.close);
    other.high = flip(candle.low);
    other.low = flip(candle.high);
    return other;
}

} // namespace

class BarRuleTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void pathsVisitTheNearerExtremeFirst();
    void stopSlipsWithTheRangeOfItsBar();
    void stopFillsAtAGappedOpen();
    void targetNeedsATradeThrough();
    void bothReachedIsAmbiguousAndTheWorseIsBooked();
    void entryBarCountsOnlyWhatCameLater();
    void limitAndStopEntries();
    void shortsAreTheMirrorImage();
    void nextOpenIsTheTextbook();
    void ordersOfThreeKindsCostDifferently();
};

void BarRuleTest::pathsVisitTheNearerExtremeFirst()
{
    const ClosedBar candle = bar(0, 100, 102, 95, 99);
    QCOMPARE(pathOf(candle, BarPath::Near)[1], usd(102));
    QCOMPARE(pathOf(candle, BarPath::OpenLowHighClose)[1], usd(95));
    QCOMPARE(pathOf(candle, BarPath::OpenHighLowClose)[1], usd(102));
    QCOMPARE(pathOf(bar(0, 100, 103, 97, 99), BarPath::Near)[1], usd(97)); // a tie: low first
    const auto path = pathOf(candle, BarPath::Near);
    QVERIFY(reachedAt(path, usd(101)) == BarPoint::FirstExtreme);
    QVERIFY(reachedAt(path, usd(96)) == BarPoint::SecondExtreme);
}

void BarRuleTest::stopSlipsWithTheRangeOfItsBar()
{
    const auto narrow = longOutcome(bar(0, 91, 92, 89, 90), HeldFrom::Open);
    QCOMPARE(narrow->price, usd(89.70)); // a tenth of a range of 3
    const auto wide = longOutcome(bar(0, 100, 109, 80, 90), HeldFrom::Open);
    QCOMPARE(wide->price, usd(87.10));
    QVERIFY(!wide->ambiguous);
}

void BarRuleTest::stopFillsAtAGappedOpen()
{
    const auto outcome = longOutcome(bar(0, 85, 88, 84, 86), HeldFrom::Open);
    QCOMPARE(outcome->price, usd(85));
    QVERIFY(outcome->atOpen);
}

void BarRuleTest::targetNeedsATradeThrough()
{
    QVERIFY(!longOutcome(bar(0, 100, 110, 99, 105), HeldFrom::Open));
    const auto through = longOutcome(bar(0, 100, 110.01, 99, 105), HeldFrom::Open);
    QVERIFY(through->role == OrderRole::Target);
    QCOMPARE(through->price, usd(110));
}

void BarRuleTest::bothReachedIsAmbiguousAndTheWorseIsBooked()
{
    const auto outcome = longOutcome(bar(0, 100, 111, 89, 105), HeldFrom::Open);
    QVERIFY(outcome->role == OrderRole::ProtectiveStop);
    QVERIFY(outcome->ambiguous);
    QCOMPARE(outcome->otherPrice, usd(110));
}

void BarRuleTest::entryBarCountsOnlyWhatCameLater()
{
    // A long limit is filled on the way down: the high may lie before it, the low cannot.
    QVERIFY(!longOutcome(bar(0, 100, 112, 95, 105), HeldFrom::FellInto));
    QVERIFY(longOutcome(bar(0, 100, 112, 95, 111), HeldFrom::FellInto)->role == OrderRole::Target);
    QVERIFY(longOutcome(bar(0, 100, 112, 89, 95), HeldFrom::FellInto)->role
            == OrderRole::ProtectiveStop);
    // A long stop entry is filled on the way up: the low may lie before it, the high cannot.
    QVERIFY(!longOutcome(bar(0, 95, 105, 85, 100), HeldFrom::RoseInto));
    QVERIFY(longOutcome(bar(0, 95, 105, 85, 90), HeldFrom::RoseInto)->role
            == OrderRole::ProtectiveStop);
    QVERIFY(longOutcome(bar(0, 95, 112, 85, 100), HeldFrom::RoseInto)->role == OrderRole::Target);
}

void BarRuleTest::limitAndStopEntries()
{
    const auto limit = [](const ClosedBar& candle) {
        return entryOutcome(kModel, kEth, Side::Buy, OrderKind::Limit, usd(98), candle);
    };
    QVERIFY(!limit(bar(0, 100, 101, 98, 100)));
    QVERIFY(limit(bar(0, 100, 101, 97.99, 100))->from == HeldFrom::FellInto);
    QVERIFY(limit(bar(0, 97, 101, 96, 100))->from == HeldFrom::Open);
    QCOMPARE(limit(bar(0, 97, 101, 96, 100))->price, usd(98)); // no improvement
    const auto stop = [](const ClosedBar& candle) {
        return entryOutcome(kModel, kEth, Side::Buy, OrderKind::Stop, usd(102), candle);
    };
    QVERIFY(!stop(bar(0, 100, 101.99, 99, 100)));
    QCOMPARE(stop(bar(0, 100, 104, 99, 103))->price, usd(102.50));
    QCOMPARE(stop(bar(0, 103, 104, 99, 103))->price, usd(103));
    QCOMPARE(
        limitVolume(kModel, kEth, Side::Buy, usd(98), bar(0, 100, 101, 97, 100, 4'000)).value(),
        250);
    QVERIFY(!limitVolume(kModel, kEth, Side::Buy, usd(98), bar(0, 100, 101, 97, 100, 0)));
}

void BarRuleTest::shortsAreTheMirrorImage()
{
    const bool held = rc::check("a short in the mirrored bar comes out as the long in the bar", [] {
        const auto price = [] {
            return usd(80).count() + *rc::gen::inRange<std::int64_t>(0, 4'000);
        };
        ClosedBar candle;
        candle.open = Price{price()};
        candle.close = Price{price()};
        candle.high = std::max({candle.open, candle.close, Price{price()}});
        candle.low = std::min({candle.open, candle.close, Price{price()}});
        const auto from = static_cast<HeldFrom>(*rc::gen::inRange(0, 3));
        const auto isLong =
            protectionOutcome(kModel, kEth, Side::Buy, usd(90), usd(110), candle, from);
        const auto isShort =
            protectionOutcome(kModel, kEth, Side::Sell, usd(110), usd(90), mirrored(candle), from);
        RC_ASSERT(isLong.has_value() == isShort.has_value());
        if (isLong) {
            RC_ASSERT(isLong->role == isShort->role);
            RC_ASSERT(isLong->ambiguous == isShort->ambiguous);
            RC_ASSERT(isLong->price.count() + isShort->price.count() == 2 * usd(100).count());
        }
    });
    QVERIFY(held);
}

void BarRuleTest::nextOpenIsTheTextbook()
{
    FillModel model;
    model.kind = FillModel::Kind::NextOpen;
    const auto outcome = protectionOutcome(model, kEth, Side::Buy, usd(90), usd(110),
                                           bar(0, 100, 105, 89, 95), HeldFrom::Open);
    QCOMPARE(outcome->price, usd(90));
    QCOMPARE(marketSlip(model, kEth, usd(100), 0.01), PriceDelta{0});
}

void BarRuleTest::ordersOfThreeKindsCostDifferently()
{
    // The same wish, the same bar: market pays spread and wait, a stop pays for the bar's range, a
    // limit nothing.
    const ClosedBar candle = bar(0, 100, 103, 99, 102);
    const PriceDelta market = marketSlip(kModel, kEth, candle.open, 0.002);
    const PriceDelta stop = stopSlip(kModel, kEth, candle.high - candle.low);
    QVERIFY(market.count() > 0);
    QCOMPARE(stop, PriceDelta{40});
    QVERIFY(market != stop);
    QCOMPARE(entryOutcome(kModel, kEth, Side::Buy, OrderKind::Limit, usd(99.5), candle)->price,
             usd(99.5));
    QCOMPARE(marketSlip(kModel, kEth, usd(100), 0.0), PriceDelta{1}); // never less than 1 bp
}

WICK_TEST(BarRuleTest)
#include "tst_barrule.moc"
