#include "core/indicators/averages.h"
#include "core/indicators/volume.h"
#include "tests/support/testregistry.h"

#include <rapidcheck.h>

#include <algorithm>
#include <cmath>

using namespace wick::core;

namespace {

Trade trade(std::int64_t second, std::int64_t lots, Side side)
{
    return {Timestamp{seconds(second).count()}, Price{100}, Quantity{lots}, side};
}

Book book(std::int64_t bid, std::int64_t bidLots, std::int64_t ask, std::int64_t askLots)
{
    Book value;
    value.bids[0] = {Price{bid}, Quantity{bidLots}};
    value.asks[0] = {Price{ask}, Quantity{askLots}};
    value.bidCount = 1;
    value.askCount = 1;
    return value;
}

double medianOf(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2.0;
}

} // namespace

class VolumeTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void medianAndDeviationEqualTheSortedWindow();
    void zScoreIsRobust();
    void zScoreWithoutSpreadIsNoSignal();
    void vwapStartsAnewEachDay();
    void vwapIsUndefinedWithoutVolume();
    void vwapBandsAreWeighted();
    void vwapFollowsTheSession();
    void flowCountsByAggressor();
    void flowForgetsWhatLeftTheWindow();
    void flowOfTooFewTradesIsZero();
    void flowEqualsTheTradesInTheWindow();
    void quoteFlowFollowsTheFormula();
    void oneSidedBookIsNoSignal();
};

void VolumeTest::medianAndDeviationEqualTheSortedWindow()
{
    const bool held = rc::check("running median and MAD equal the sorted window", [] {
        const auto length = *rc::gen::inRange<std::size_t>(1, 12);
        const auto values = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 20));
        RollingMedian rolling{static_cast<int>(length)};
        for (std::size_t i = 0; i < values.size(); ++i) {
            rolling.update(values[i]);
            RC_ASSERT(rolling.ready() == (i + 1 >= length));
            if (!rolling.ready()) {
                continue;
            }
            std::vector<double> window;
            for (std::size_t j = i + 1 - length; j <= i; ++j) {
                window.push_back(values[j]);
            }
            const double median = medianOf(window);
            RC_ASSERT(rolling.median() == median);
            for (double& value : window) {
                value = std::abs(value - median);
            }
            RC_ASSERT(rolling.absoluteDeviation() == medianOf(window));
        }
    });
    QVERIFY(held);
}

void VolumeTest::zScoreIsRobust()
{
    VolumeZScore score{5};
    for (const double volume : {1.0, 2.0, 3.0, 4.0}) {
        score.update(volume);
        QVERIFY(!score.ready());
        QVERIFY(std::isnan(score.value()));
    }
    score.update(1'000.0); // median 3, distances 2 1 0 1 997
    QVERIFY(score.ready());
    QVERIFY(std::abs(score.value() - 997.0 / 1.4826) < 1e-9);
    QCOMPARE(score.median(), 3.0);
}

void VolumeTest::zScoreWithoutSpreadIsNoSignal()
{
    VolumeZScore score{4};
    for (const double volume : {7.0, 7.0, 7.0, 900.0}) {
        score.update(volume);
    }
    QVERIFY(score.ready());
    QVERIFY(std::isnan(score.value()));
}

void VolumeTest::vwapStartsAnewEachDay()
{
    Vwap vwap{TradingCalendar{CalendarKind::Always}};
    vwap.update(Timestamp{hours(23).count()}, {12.0, 9.0, 9.0}, 2.0);
    QCOMPARE(vwap.value(), 10.0);
    vwap.update(Timestamp{(hours(23) + minutes(55)).count()}, {22.0, 19.0, 19.0}, 2.0);
    QCOMPARE(vwap.value(), 15.0);
    vwap.update(Timestamp{hours(24).count()}, {3.0, 3.0, 3.0}, 5.0);
    QCOMPARE(vwap.value(), 3.0);
    QCOMPARE(vwap.day().start, Timestamp{days(1).count()});
}

void VolumeTest::vwapIsUndefinedWithoutVolume()
{
    Vwap vwap{TradingCalendar{CalendarKind::Always}};
    vwap.update(Timestamp{0}, {12.0, 9.0, 9.0}, 0.0);
    QVERIFY(!vwap.ready());
    QVERIFY(std::isnan(vwap.value()));
    QVERIFY(std::isnan(vwap.deviation()));
    vwap.update(Timestamp{minutes(5).count()}, {6.0, 6.0, 6.0}, 3.0);
    QCOMPARE(vwap.value(), 6.0);
    vwap.update(Timestamp{days(1).count()}, {12.0, 9.0, 9.0}, 0.0);
    QVERIFY(std::isnan(vwap.value()));
}

void VolumeTest::vwapBandsAreWeighted()
{
    Vwap vwap{TradingCalendar{CalendarKind::Always}};
    vwap.update(Timestamp{0}, {1.0, 1.0, 1.0}, 3.0);
    vwap.update(Timestamp{minutes(1).count()}, {5.0, 5.0, 5.0}, 1.0);
    QCOMPARE(vwap.value(), 2.0);
    QVERIFY(std::abs(vwap.deviation() - std::sqrt(3.0)) < 1e-12); // (3 x 1 + 1 x 9) / 4
}

void VolumeTest::vwapFollowsTheSession()
{
    Vwap vwap{TradingCalendar{CalendarKind::NewYork}};
    const Timestamp midnight{days(20'593).count()}; // Wednesday 2026-05-20
    vwap.update(midnight - hours(1), {4.0, 4.0, 4.0}, 1.0);
    vwap.update(midnight + hours(1), {6.0, 6.0, 6.0}, 1.0);
    QCOMPARE(vwap.value(), 5.0); // midnight is in the middle of a session
    vwap.update(midnight + hours(22), {9.0, 9.0, 9.0}, 1.0);
    QCOMPARE(vwap.value(), 9.0);
}

void VolumeTest::flowCountsByAggressor()
{
    TradeFlowImbalance flow{seconds(30), 3};
    flow.add(trade(10, 6, Side::Buy));
    flow.add(trade(11, 1, Side::Sell));
    flow.add(trade(11, 1, Side::Sell));
    QVERIFY(flow.enough());
    QCOMPARE(flow.value(), 0.5);
}

void VolumeTest::flowForgetsWhatLeftTheWindow()
{
    TradeFlowImbalance flow{seconds(30), 1};
    flow.add(trade(10, 6, Side::Buy));
    flow.add(trade(20, 6, Side::Sell));
    flow.advance(Timestamp{seconds(39).count()});
    QCOMPARE(flow.value(), 0.0);
    QCOMPARE(flow.trades(), 2);
    flow.advance(Timestamp{seconds(40).count()});
    QCOMPARE(flow.value(), -1.0);
    flow.advance(Timestamp{seconds(5'000).count()});
    QVERIFY(!flow.enough());
    flow.add(trade(4'000, 6, Side::Buy)); // from before the window
    QCOMPARE(flow.trades(), 0);
}

void VolumeTest::flowOfTooFewTradesIsZero()
{
    TradeFlowImbalance flow{seconds(30), 2};
    QCOMPARE(flow.value(), 0.0);
    flow.add(trade(10, 6, Side::Buy));
    QVERIFY(!flow.enough());
    QCOMPARE(flow.value(), 0.0);
}

void VolumeTest::flowEqualsTheTradesInTheWindow()
{
    const bool held = rc::check("flow equals the trades of the window's seconds", [] {
        const auto window = *rc::gen::inRange<std::int64_t>(1, 20);
        const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 12));
        TradeFlowImbalance flow{seconds(window), 1};
        std::vector<Trade> trades;
        std::int64_t at = -50;
        for (const int step : steps) {
            at += step;
            trades.push_back(trade(at, 1 + step, step % 3 == 0 ? Side::Buy : Side::Sell));
            flow.add(trades.back());
            std::int64_t balance = 0;
            std::int64_t both = 0;
            for (const Trade& one : trades) {
                if (one.time.count() > seconds(at - window).count()) {
                    balance += sign(one.aggressor) * one.quantity.count();
                    both += one.quantity.count();
                }
            }
            RC_ASSERT(flow.value() == static_cast<double>(balance) / static_cast<double>(both));
        }
    });
    QVERIFY(held);
}

void VolumeTest::quoteFlowFollowsTheFormula()
{
    OrderFlowImbalance flow{2};
    flow.update(book(100, 5, 102, 7));
    flow.update(book(100, 8, 102, 4)); // +8 -5 -4 +7 = 6, depth 6
    QVERIFY(!flow.ready());
    QVERIFY(std::isnan(flow.value()));
    flow.update(book(101, 2, 103, 6)); // bid up +2, ask up +4 = 6, depth 4
    QVERIFY(flow.ready());
    QCOMPARE(flow.value(), 12.0 / 5.0);
    flow.update(book(100, 9, 102, 1)); // bid down -2, ask down -1 = -3, depth 5
    QCOMPARE(flow.value(), 3.0 / 4.5);
    flow.reset();
    QVERIFY(!flow.ready());
}

void VolumeTest::oneSidedBookIsNoSignal()
{
    QCOMPARE(microPrice(book(100, 3, 104, 1)).value(), 103.0);
    Book oneSided = book(100, 3, 104, 1);
    oneSided.askCount = 0;
    QVERIFY(!microPrice(oneSided).has_value());
    OrderFlowImbalance flow{1};
    flow.update(book(100, 5, 102, 7));
    flow.update(oneSided);
    flow.update(book(100, 5, 102, 7));
    QVERIFY(!flow.ready());
}

WICK_TEST(VolumeTest)
#include "tst_volume.moc"
