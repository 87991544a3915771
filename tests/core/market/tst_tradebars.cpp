#include "core/market/tradebars.h"
#include "tests/support/testregistry.h"

#include <rapidcheck.h>

#include <map>

using namespace wick::core;

namespace {

/// Monday 2026-05-18 00:00 UTC.
constexpr Timestamp kMonday{days(20'591).count()};

Instrument anInstrument(CalendarKind calendar, int quantityDecimals = 2, int volumeDecimals = 3)
{
    Instrument::Fields fields;
    fields.symbol = "XAU-PERP";
    fields.priceDecimals = 2;
    fields.quantityDecimals = quantityDecimals;
    fields.volumeDecimals = volumeDecimals;
    fields.minimumQuantity = Quantity{1};
    fields.initialMargin = Ppm{100'000};
    fields.maintenanceMargin = Ppm{50'000};
    fields.calendar = calendar;
    return Instrument::create(fields).value();
}

Trade trade(Timestamp at, std::int64_t price, std::int64_t lots = 1)
{
    return {at, Price{price}, Quantity{lots}, Side::Buy};
}

std::vector<ClosedBar> closeAll(TradeBars& bars, Timestamp now)
{
    std::vector<ClosedBar> closed;
    while (const auto bar = bars.close(now)) {
        closed.push_back(*bar);
    }
    return closed;
}

} // namespace

class TradeBarsTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void showsTheFormingBar();
    void closesWhenTimeIsUp();
    void marksMinutesWithoutTrades();
    void makesNothingUpBeforeTheFirstTrade();
    void makesNothingUpWhileClosed();
    void lateTradesChangeNothing();
    void refusesToSkipBars();
    void restartLeavesAHole();
    void resumeGoesOnFromAHistory();
    void resumeFillsNoHoleBeforeTheFeed();
    void volumeIsInTheUnitsOfBars();
    void everyTradeIsInItsBar();
};

void TradeBarsTest::showsTheFormingBar()
{
    TradeBars bars{minutes(1), anInstrument(CalendarKind::Always)};
    QVERIFY(bars.forming() == nullptr);
    QVERIFY(bars.add(trade(kMonday + seconds(5), 100, 2)) == TradeOutcome::Taken);
    QVERIFY(bars.add(trade(kMonday + seconds(9), 90, 3)) == TradeOutcome::Taken);
    QVERIFY(bars.add(trade(kMonday + seconds(30), 95, 1)) == TradeOutcome::Taken);
    const FormingBar* forming = bars.forming();
    QVERIFY(forming != nullptr);
    const FormingBar expected{{kMonday, Price{100}, Price{100}, Price{90}, Price{95}, Volume{60}},
                              kMonday + seconds(30)};
    QVERIFY(forming != nullptr && *forming == expected);
}

void TradeBarsTest::closesWhenTimeIsUp()
{
    TradeBars bars{minutes(1), anInstrument(CalendarKind::Always)};
    bars.add(trade(kMonday + seconds(5), 100));
    QVERIFY(closeAll(bars, kMonday + seconds(60) - Duration{1}).empty());
    const auto closed = closeAll(bars, kMonday + seconds(60));
    QCOMPARE(closed.size(), std::size_t{1});
    QVERIFY(closed[0].origin == BarOrigin::Traded);
    QVERIFY(bars.forming() == nullptr);
    QVERIFY(bars.add(trade(kMonday + seconds(60), 101)) == TradeOutcome::Taken);
    QCOMPARE(closeAll(bars, kMonday + minutes(2)).at(0).start, kMonday + minutes(1));
}

void TradeBarsTest::marksMinutesWithoutTrades()
{
    TradeBars bars{minutes(1), anInstrument(CalendarKind::Always)};
    bars.add(trade(kMonday, 100));
    bars.add(trade(kMonday + seconds(1), 103));
    const auto closed = closeAll(bars, kMonday + minutes(3) + seconds(30));
    QCOMPARE(closed.size(), std::size_t{3});
    for (std::size_t i : {std::size_t{1}, std::size_t{2}}) {
        const ClosedBar expected{{kMonday + minutes(static_cast<std::int64_t>(i)), Price{103},
                                  Price{103}, Price{103}, Price{103}, Volume{}},
                                 BarOrigin::NoTrade};
        QVERIFY(closed[i] == expected);
    }
    QVERIFY(bars.add(trade(kMonday + minutes(3) + seconds(30), 99)) == TradeOutcome::Taken);
    QCOMPARE(closeAll(bars, kMonday + minutes(4)).size(), std::size_t{1});
}

void TradeBarsTest::makesNothingUpBeforeTheFirstTrade()
{
    TradeBars bars{minutes(1), anInstrument(CalendarKind::Always)};
    QVERIFY(closeAll(bars, kMonday + hours(3)).empty());
    QVERIFY(bars.add(trade(kMonday + hours(3), 99)) == TradeOutcome::Taken);
}

void TradeBarsTest::makesNothingUpWhileClosed()
{
    TradeBars bars{minutes(1), anInstrument(CalendarKind::NewYork)};
    const Timestamp friday = kMonday + days(4) + hours(20) + minutes(58);
    bars.add(trade(friday, 100));
    const Timestamp sunday = kMonday + days(6) + hours(22);
    const auto closed = closeAll(bars, sunday + minutes(2));
    QCOMPARE(closed.size(), std::size_t{4}); // 20:58, 20:59 | 22:00, 22:01
    QCOMPARE(closed[1].start, friday + minutes(1));
    QCOMPARE(closed[2].start, sunday);
    QVERIFY(closed[3].origin == BarOrigin::NoTrade);
}

void TradeBarsTest::lateTradesChangeNothing()
{
    TradeBars bars{minutes(1), anInstrument(CalendarKind::Always)};
    bars.add(trade(kMonday + minutes(1), 100));
    QVERIFY(bars.add(trade(kMonday, 500)) == TradeOutcome::Late);
    QCOMPARE(closeAll(bars, kMonday + minutes(2)).at(0).high, Price{100});
    QVERIFY(bars.add(trade(kMonday + minutes(1), 500)) == TradeOutcome::Late);
    QVERIFY(bars.forming() == nullptr);
}

void TradeBarsTest::refusesToSkipBars()
{
    TradeBars bars{minutes(1), anInstrument(CalendarKind::Always)};
    bars.add(trade(kMonday, 100));
    QVERIFY(bars.add(trade(kMonday + minutes(1), 101)) == TradeOutcome::TooEarly);
    QCOMPARE(closeAll(bars, kMonday + minutes(1)).size(), std::size_t{1});
    QVERIFY(bars.add(trade(kMonday + minutes(2), 101)) == TradeOutcome::TooEarly);

    TradeBars weekend{minutes(1), anInstrument(CalendarKind::NewYork)};
    weekend.add(trade(kMonday + days(4) + hours(20) + minutes(59), 100));
    QCOMPARE(closeAll(weekend, kMonday + days(5)).size(), std::size_t{1});
    const Timestamp sunday = kMonday + days(6) + hours(22);
    QVERIFY(weekend.add(trade(sunday + minutes(1), 101)) == TradeOutcome::TooEarly);
    QVERIFY(weekend.add(trade(sunday, 101)) == TradeOutcome::Taken);
}

void TradeBarsTest::restartLeavesAHole()
{
    TradeBars bars{minutes(1), anInstrument(CalendarKind::Always)};
    bars.add(trade(kMonday, 100));
    bars.restart();
    QVERIFY(bars.forming() == nullptr);
    QVERIFY(closeAll(bars, kMonday + minutes(10)).empty());
    QVERIFY(bars.add(trade(kMonday + minutes(10), 101)) == TradeOutcome::Taken);
    QCOMPARE(closeAll(bars, kMonday + minutes(11)).at(0).start, kMonday + minutes(10));
}

void TradeBarsTest::resumeGoesOnFromAHistory()
{
    TradeBars bars{minutes(1), anInstrument(CalendarKind::Always)};
    const ClosedBar last{{kMonday, Price{1}, Price{2}, Price{1}, Price{2}, Volume{1}}};
    bars.resume(last, kMonday + minutes(1) + seconds(1));
    QVERIFY(bars.add(trade(kMonday, 9)) == TradeOutcome::Late);
    const auto closed = closeAll(bars, kMonday + minutes(2));
    QCOMPARE(closed.size(), std::size_t{1});
    QVERIFY(closed[0].origin == BarOrigin::NoTrade);
    QCOMPARE(closed[0].start, kMonday + minutes(1));
    QCOMPARE(closed[0].close, Price{2});
}

void TradeBarsTest::resumeFillsNoHoleBeforeTheFeed()
{
    TradeBars bars{minutes(1), anInstrument(CalendarKind::Always)};
    const ClosedBar last{{kMonday, Price{1}, Price{2}, Price{1}, Price{2}, Volume{1}}};
    bars.resume(last, kMonday + minutes(2)); // nobody saw the minute in between
    QVERIFY(closeAll(bars, kMonday + minutes(3)).empty());
    QVERIFY(bars.add(trade(kMonday + minutes(3), 9)) == TradeOutcome::Taken);
    QCOMPARE(closeAll(bars, kMonday + minutes(4)).at(0).start, kMonday + minutes(3));
}

void TradeBarsTest::volumeIsInTheUnitsOfBars()
{
    TradeBars finer{minutes(1), anInstrument(CalendarKind::Always, 2, 4)};
    finer.add(trade(kMonday, 100, 7));
    QCOMPARE(closeAll(finer, kMonday + minutes(1)).at(0).volume, Volume{700});
    TradeBars coarser{minutes(1), anInstrument(CalendarKind::Always, 4, 2)};
    coarser.add(trade(kMonday, 100, 130));
    coarser.add(trade(kMonday, 100, 130)); // 2.6: rounded once, not trade by trade
    QCOMPARE(closeAll(coarser, kMonday + minutes(1)).at(0).volume, Volume{3});
}

void TradeBarsTest::everyTradeIsInItsBar()
{
    const bool held = rc::check("bars follow each other and hold their trades", [] {
        const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 200));
        TradeBars bars{minutes(1), anInstrument(CalendarKind::Always, 0, 0)};
        std::map<std::int64_t, std::int64_t> lots;
        std::vector<ClosedBar> closed;
        Timestamp now = kMonday;
        for (const int step : steps) {
            now = now + seconds(step);
            for (const ClosedBar& bar : closeAll(bars, now)) {
                closed.push_back(bar);
            }
            const std::int64_t size = *rc::gen::inRange(1, 9);
            RC_ASSERT(bars.add(trade(now, 100 + step, size)) == TradeOutcome::Taken);
            lots[floorTo(now, minutes(1)).count()] += size;
        }
        for (const ClosedBar& bar : closeAll(bars, now + minutes(1))) {
            closed.push_back(bar);
        }
        for (std::size_t i = 0; i < closed.size(); ++i) {
            if (i > 0) {
                RC_ASSERT(closed[i].start == closed[i - 1].start + minutes(1));
            }
            const auto traded = lots.find(closed[i].start.count());
            RC_ASSERT((closed[i].origin == BarOrigin::Traded) == (traded != lots.end()));
            if (traded != lots.end()) {
                RC_ASSERT(closed[i].volume.count() == traded->second);
            }
        }
    });
    QVERIFY(held);
}

WICK_TEST(TradeBarsTest)
#include "tst_tradebars.moc"
