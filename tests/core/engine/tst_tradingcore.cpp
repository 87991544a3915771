#include "core/base/randomsource.h"
#include "tests/support/corebench.h"
#include "tests/support/testregistry.h"

#include <rapidcheck.h>

#include <functional>
#include <stdexcept>

using namespace wick::core;
using wick::test::bar;
using wick::test::Bench;
using wick::test::buyOnce;
using wick::test::enter;
using wick::test::kWish;
using wick::test::nothing;
using wick::test::Scripted;
using wick::test::usd;

class TradingCoreTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void entryFillsAtTheNextOpenAndIsProtected();
    void stopClosesAndTheTradeAddsUp();
    void targetCancelsTheStop();
    void exitActsBeforeEntry();
    void secondEntryIsDropped();
    void staleSignalIsNotSent();
    void anExpiredEntryIsGoneAtOnce();
    void badSignalIsRefused();
    void stopMovesOnlyTowardsTheMarket();
    void slippageOfAMovedStopCountsFromWhereItRests();
    void barsHeldAreThoseThatClosedMeanwhile();
    void dailyLossFlattensAndHalts();
    void engineLossLeavesTheOtherAlone();
    void killFlattensAndLatches();
    void pausedEngineOpensNothing();
    void throwingStrategyIsQuarantinedAndItsPositionClosed();
    void fundingIsPaidOnTheHour();
    void riskActsWithoutAnyStrategyCall();
    void accountingIdentityHoldsForRandomScripts();
};

void TradingCoreTest::entryFillsAtTheNextOpenAndIsProtected()
{
    Bench bench{{buyOnce(90, 130)}};
    bench.play(bar(0, 100, 101, 99, 100));
    QCOMPARE(bench.lots(), 0);
    QVERIFY(bench.core->orders().pending(EngineId{0}, OrderRole::Entry));
    bench.play(bar(1, 101, 102, 100, 101));
    QVERIFY(bench.lots() > 0);
    const OrderRecord* stop = bench.core->orders().at(EngineId{0}, OrderRole::ProtectiveStop);
    QVERIFY(stop != nullptr);
    QCOMPARE(stop->price, usd(90));
    QCOMPARE(stop->remaining.count(), bench.lots());
    QVERIFY(bench.core->orders().pending(EngineId{0}, OrderRole::Target));
    QCOMPARE(bench.core->nakedTime(), Duration{0});
    const TradeRow* trade = bench.core->ledger().openTrade(EngineId{0});
    QCOMPARE(trade->decisionPrice, usd(100));
    QCOMPARE(trade->arrivalPrice, usd(101));
    QVERIFY(trade->entrySum > Int128{usd(101).count()} * trade->quantity.count()); // adverse slip
}

void TradingCoreTest::stopClosesAndTheTradeAddsUp()
{
    Bench bench{{buyOnce(90)}};
    bench.play(bar(0, 100, 101, 99, 100));
    bench.play(bar(1, 100, 101, 99, 100));
    bench.play(bar(2, 100, 100, 85, 86));
    QCOMPARE(bench.lots(), 0);
    QCOMPARE(bench.trades.size(), std::size_t{1});
    const TradeRow& trade = bench.trades[0];
    QVERIFY(trade.exitRole == OrderRole::ProtectiveStop);
    QCOMPARE(trade.net(), bench.core->account().equity() - usdc(10'000));
    QVERIFY(trade.worst <= usd(90));
    QVERIFY(!bench.core->orders().pending(EngineId{0}, OrderRole::ProtectiveStop));
    QVERIFY(trade.initialRisk.count() > 0);
}

void TradingCoreTest::targetCancelsTheStop()
{
    Bench bench{{buyOnce(90, 110)}};
    bench.play(bar(0, 100, 101, 99, 100));
    bench.play(bar(1, 100, 101, 99, 100));
    bench.play(bar(2, 100, 111, 99, 110));
    QCOMPARE(bench.lots(), 0);
    QCOMPARE(bench.trades.size(), std::size_t{1});
    QVERIFY(bench.trades[0].exitRole == OrderRole::Target);
    QVERIFY(bench.core->orders().working(EngineId{0}).empty());
}

void TradingCoreTest::exitActsBeforeEntry()
{
    // The same answer closes the long and opens a short: one close and one open fill at the next
    // open.
    int step = 0;
    Bench bench{{[&step](const StrategyView& view) {
        ++step;
        if (step == 1) {
            return enter(view, Side::Buy, 90);
        }
        Decision turn;
        if (step == 3) {
            turn = enter(view, Side::Sell, 115);
            turn.exits.push_back({kWish});
        }
        return turn;
    }}};
    for (int i = 0; i < 5; ++i) {
        bench.play(bar(i, 100, 101, 99, 100));
    }
    QCOMPARE(bench.trades.size(), std::size_t{1});
    QVERIFY(bench.lots() < 0);
    QCOMPARE(bench.core->orders().at(EngineId{0}, OrderRole::ProtectiveStop)->price, usd(115));
}

void TradingCoreTest::secondEntryIsDropped()
{
    Bench bench{{[](const StrategyView& view) {
        return enter(view, Side::Buy, 90);
    }}};
    bench.play(bar(0, 100, 101, 99, 100));
    bench.play(bar(1, 100, 101, 99, 100));
    QCOMPARE(bench.signals[1].first, std::string{"ALREADY_IN_POSITION"});
    const auto lots = bench.lots();
    bench.play(bar(2, 100, 101, 99, 100));
    QCOMPARE(bench.lots(), lots);
}

void TradingCoreTest::staleSignalIsNotSent()
{
    Bench bench{{[](const StrategyView& view) {
        Decision decision = enter(view, Side::Buy, 90);
        decision.entry->expiry = view.now;
        return decision;
    }}};
    bench.play(bar(0, 100, 101, 99, 100));
    QCOMPARE(bench.signals[0].first, std::string{"STALE_SIGNAL"});
    QVERIFY(!bench.core->orders().pending(EngineId{0}, OrderRole::Entry));
}

void TradingCoreTest::anExpiredEntryIsGoneAtOnce()
{
    std::vector<std::size_t> working;
    Bench bench{{[&working](const StrategyView& view) {
        working.push_back(view.working.size());
        if (working.size() > 1) {
            return Decision{};
        }
        Decision decision = enter(view, Side::Buy, 90);
        decision.entry->kind = OrderKind::Limit;
        decision.entry->price = usd(99.2);
        decision.entry->expiry = view.now + minutes(2);
        return decision;
    }}};
    for (int minute = 0; minute < 6; ++minute) {
        bench.play(bar(minute, 100, 101, 99.5, 100));
    }
    // It rests for two minutes; then a flat account must not wait for another fill to hear of it.
    QCOMPARE(working, (std::vector<std::size_t>{0, 1, 1, 0, 0, 0}));
}

void TradingCoreTest::badSignalIsRefused()
{
    Bench bench{{[](const StrategyView& view) {
        Decision decision = enter(view, Side::Buy, 90);
        decision.entry->strength = std::numeric_limits<double>::quiet_NaN();
        return decision;
    }}};
    bench.play(bar(0, 100, 101, 99, 100));
    QCOMPARE(bench.signals[0].first, std::string{"BAD_SIGNAL"});
}

void TradingCoreTest::stopMovesOnlyTowardsTheMarket()
{
    int step = 0;
    Bench bench{{[&step](const StrategyView& view) {
        ++step;
        Decision decision;
        if (step == 1) {
            return enter(view, Side::Buy, 90);
        }
        decision.stopMoves.push_back({usd(step == 3 ? 95 : 80), kWish});
        return decision;
    }}};
    for (int i = 0; i < 5; ++i) {
        bench.play(bar(i, 100, 101, 99, 100));
    }
    QCOMPARE(bench.core->orders().at(EngineId{0}, OrderRole::ProtectiveStop)->price, usd(95));
}

void TradingCoreTest::slippageOfAMovedStopCountsFromWhereItRests()
{
    const auto play = [](double stop) {
        int step = 0;
        Bench bench{{[&step, stop](const StrategyView& view) {
            ++step;
            Decision decision;
            if (step == 1) {
                return enter(view, Side::Buy, 90);
            }
            decision.stopMoves.push_back({usd(stop), kWish});
            return decision;
        }}};
        bench.play(bar(0, 100, 101, 99, 100));
        bench.play(bar(1, 100, 101, 99, 100));
        bench.play(bar(2, 100, 101, 88, 88));
        return bench.trades.at(0);
    };
    // The bar is the same, so both slip by the same distance from their own trigger.
    const TradeRow moved = play(97);
    const TradeRow kept = play(80); // refused: it would widen the risk
    QVERIFY(moved.slippage.count() > 0);
    QCOMPARE(moved.slippage, kept.slippage);
}

void TradingCoreTest::barsHeldAreThoseThatClosedMeanwhile()
{
    int step = 0;
    Bench bench{{[&step](const StrategyView& view) {
        ++step;
        Decision decision;
        if (step == 1) {
            return enter(view, Side::Buy, 90);
        }
        if (step == 5) {
            decision.exits.push_back({kWish});
        }
        return decision;
    }}};
    for (int i = 0; i < 7; ++i) {
        bench.play(bar(i, 100, 101, 99, 100));
    }
    QCOMPARE(bench.trades.size(), std::size_t{1});
    QCOMPARE(bench.trades[0].barsHeld, std::int64_t{4}); // bars 1 to 4; bar 5 opens with the exit
}

void TradingCoreTest::dailyLossFlattensAndHalts()
{
    RiskLimits limits = RiskLimits::open();
    limits.riskPerTrade = 20'000;
    limits.fleet.dailyLoss = 10'000;
    Bench bench{{buyOnce(50), nothing()}, limits};
    bench.play(bar(0, 100, 101, 99, 100));
    bench.play(bar(1, 100, 101, 99, 100));
    QVERIFY(bench.lots() > 0);
    bench.play(bar(2, 100, 100, 70, 70));
    QCOMPARE(bench.halts.size(), std::size_t{1});
    QVERIFY(bench.halts[0].kind == HaltKind::Daily);
    QVERIFY2(bench.core->orders().pending(EngineId{0}, OrderRole::ProtectiveStop),
             "the stop stays until it is flat");
    bench.play(bar(3, 70, 71, 69, 70));
    QCOMPARE(bench.lots(), 0);
    QCOMPARE(bench.flat.size(), std::size_t{2});
    QVERIFY(bench.core->orders().working(EngineId{0}).empty());
}

void TradingCoreTest::engineLossLeavesTheOtherAlone()
{
    RiskLimits limits = RiskLimits::open();
    limits.riskPerTrade = 20'000;
    limits.engine.dailyLoss = 5'000;
    int step = 0;
    Bench bench{{buyOnce(50),
                 [&step](const StrategyView& view) {
                     return ++step == 5 ? enter(view, Side::Sell, 90) : Decision{};
                 }},
                limits};
    bench.play(bar(0, 100, 101, 99, 100));
    bench.play(bar(1, 100, 101, 99, 100));
    bench.play(bar(2, 100, 100, 75, 75));
    QCOMPARE(bench.halts.size(), std::size_t{1});
    QVERIFY(bench.halts[0].engine == std::optional{EngineId{0}});
    for (int i = 3; i < 7; ++i) {
        bench.play(bar(i, 75, 76, 74, 75));
    }
    QCOMPARE(bench.lots(0), 0);
    QVERIFY2(bench.lots(1) < 0, "the other engine still trades");
}

void TradingCoreTest::killFlattensAndLatches()
{
    int step = 0;
    Bench bench{{[&step](const StrategyView& view) {
        ++step;
        return step == 1 || step > 4 ? enter(view, Side::Buy, 90) : Decision{};
    }}};
    bench.play(bar(0, 100, 101, 99, 100));
    bench.play(bar(1, 100, 101, 99, 100));
    QVERIFY(bench.lots() > 0);
    bench.core->onCommand({.kind = CommandKind::Kill, .note = "test"});
    bench.play(bar(2, 100, 101, 99, 100));
    QCOMPARE(bench.lots(), 0);
    QCOMPARE(bench.flat.size(), std::size_t{1});
    for (int i = 3; i < 7; ++i) {
        bench.play(bar(i, 100, 101, 99, 100));
    }
    QCOMPARE(bench.lots(), 0);
    QCOMPARE(bench.signals.back().first, std::string{"HALTED_KILL"});
    bench.core->onCommand(
        {.kind = CommandKind::Release, .halt = HaltKind::Kill, .note = "looked at it"});
    bench.play(bar(7, 100, 101, 99, 100));
    bench.play(bar(8, 100, 101, 99, 100));
    QVERIFY(bench.lots() > 0);
}

void TradingCoreTest::pausedEngineOpensNothing()
{
    Bench bench{{[](const StrategyView& view) {
        return enter(view, Side::Buy, 90);
    }}};
    bench.core->onCommand({.kind = CommandKind::Pause, .engine = EngineId{0}});
    bench.play(bar(0, 100, 101, 99, 100));
    QCOMPARE(bench.signals[0].first, std::string{"ENGINE_PAUSED"});
    bench.core->onCommand({.kind = CommandKind::Resume, .engine = EngineId{0}});
    bench.play(bar(1, 100, 101, 99, 100));
    QVERIFY(bench.signals[1].second);
}

void TradingCoreTest::throwingStrategyIsQuarantinedAndItsPositionClosed()
{
    int step = 0;
    Bench bench{{[&step](const StrategyView& view) -> Decision {
                     if (++step > 2) {
                         throw std::runtime_error{"broken"};
                     }
                     return step == 1 ? enter(view, Side::Buy, 90) : Decision{};
                 },
                 buyOnce(90)}};
    for (int i = 0; i < 5; ++i) {
        bench.play(bar(i, 100, 101, 99, 100));
    }
    QCOMPARE(bench.lots(0), 0);
    QVERIFY(bench.core->control(EngineId{0}) == EngineControl::Quarantined);
    QVERIFY2(bench.lots(1) > 0, "the other engine goes on");
}

void TradingCoreTest::fundingIsPaidOnTheHour()
{
    Bench bench{{buyOnce(50)}};
    bench.play(bar(57, 100, 101, 99, 100));
    bench.play(bar(58, 100, 101, 99, 100));
    QCOMPARE(bench.core->account().book(EngineId{0}).funding, Money{});
    bench.play(bar(59, 100, 101, 99, 100));
    const std::int64_t lots = bench.lots();
    QVERIFY(lots > 0);
    const Int128 exact = Int128{lots} * usd(100).count() * 12'500;
    QCOMPARE(bench.core->account().book(EngineId{0}).funding.count(),
             saturate(divide(exact, 1'000'000'000, Rounding::Up)));
}

void TradingCoreTest::riskActsWithoutAnyStrategyCall()
{
    RiskLimits limits = RiskLimits::open();
    limits.riskPerTrade = 20'000;
    limits.fleet.dailyLoss = 10'000;
    Bench bench{{buyOnce(50)}, limits};
    bench.play(bar(0, 100, 101, 99, 100));
    bench.play(bar(1, 100, 101, 99, 100));
    const ClosedBar fall = bar(2, 100, 100, 60, 60);
    MarketSlice slice;
    slice.bar = &fall;
    slice.price = fall.close;
    static_cast<void>(bench.core->onMarket({fall.start + minutes(1), {&slice, 1}}));
    QVERIFY(!bench.halts.empty());
    QVERIFY(bench.core->orders().pending(EngineId{0}, OrderRole::Exit));
}

void TradingCoreTest::accountingIdentityHoldsForRandomScripts()
{
    const bool held = rc::check("trades with the open one add up to the change of equity", [] {
        const auto seed = *rc::gen::arbitrary<std::uint64_t>();
        auto random = std::make_shared<RandomSource>(seed);
        RiskLimits limits = RiskLimits::open();
        limits.riskPerTrade = 10'000;
        const auto script = [random](const StrategyView& view) {
            const double last = toDouble(view.closed.back().close, view.instrument);
            Decision decision;
            switch (random->below(6)) {
            case 0:
                decision = enter(view, Side::Buy, last * 0.97, last * 1.03);
                break;
            case 1:
                decision = enter(view, Side::Sell, last * 1.03);
                break;
            case 2:
                decision.exits.push_back({kWish});
                break;
            default:
                break;
            }
            return decision;
        };
        Bench bench{{script, script}, limits, usdc(100'000)};
        RandomSource prices{seed ^ 0x5555U};
        double close = 2'000.0;
        for (int i = 0; i < 300; ++i) {
            const double open = close;
            close = open * (1.0 + 0.01 * prices.normal());
            const double high = std::max(open, close) * (1.0 + 0.003 * prices.uniform());
            const double low = std::min(open, close) * (1.0 - 0.003 * prices.uniform());
            bench.play(bar(i, open, high, low, close, 1'000'000));
        }
        Money sum;
        for (const auto& trade : bench.core->ledger().closed()) {
            sum += trade.net();
        }
        for (const auto& book : bench.core->account().books()) {
            if (const auto open = bench.core->ledger().marked(book.engine, book.openResult(),
                                                              bench.core->account().equity()))
            {
                sum += open->net();
            }
            const OrderRecord* stop =
                bench.core->orders().at(book.engine, OrderRole::ProtectiveStop);
            RC_ASSERT((book.lots != 0) == (stop != nullptr));
            if (stop != nullptr) {
                RC_ASSERT(stop->remaining.count() == std::abs(book.lots));
            }
        }
        RC_ASSERT(sum == bench.core->account().equity() - usdc(100'000));
        RC_ASSERT(bench.core->nakedTime().count() == 0);
    });
    QVERIFY(held);
}

WICK_TEST(TradingCoreTest)
#include "tst_tradingcore.moc"
