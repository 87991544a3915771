#include "core/backtest/ghostledger.h"
#include "tests/support/coredriver.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace wick::core;
using namespace wick::test;

namespace {

/// A core whose limits refuse everything, and the ghosts of what it refuses.
class Haunted
{
public:
    explicit Haunted(std::size_t aliveAnEngine = 4, std::size_t engines = 1)
        : driver(nothing(), engines)
        , ghosts(*driver.core, aliveAnEngine)
    {
        driver.hub.all.push_back(&ghosts);
    }

    static RiskLimits nothing()
    {
        RiskLimits limits;
        limits.maxOpenPositions = 0;
        limits.riskPerTrade = 10'000;
        return limits;
    }

    void play(double open, double high, double low, double close)
    {
        driver.play(open, high, low, close, [this](const MarketStep& step) {
            ghosts.onMarket(step);
            driver.core->onAnswers({});
        });
    }

    CoreDriver driver;
    GhostLedger ghosts;
};

} // namespace

/// What refused trades would have come to.
class GhostLedgerTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aRefusedTradeRunsToItsTarget();
    void andToItsStop();
    void anOpenGhostIsMarked();
    void isTheTradeThatWouldHaveBeen();
    void isSizedByTheRefusedAccountWithoutCaps();
    void endsAfterADay();
    void theAccountThatRefusedIsUntouched();
    void moreThanTheSeatsAreCountedAndNotFollowed();
    void sumsByTheRuleThatRefused();
    void whatWasSentHasNoGhost();
};

void GhostLedgerTest::aRefusedTradeRunsToItsTarget()
{
    Haunted haunted;
    haunted.play(2'000, 2'000, 2'000, 2'000);
    haunted.driver.answer(haunted.driver.enter(Side::Buy, 1'990, 2'020));
    QCOMPARE(haunted.ghosts.ghosts().size(), std::size_t{1});
    QCOMPARE(haunted.ghosts.ghosts()[0].state, GhostState::Waiting);
    haunted.play(2'000, 2'005, 1'999, 2'004);
    haunted.play(2'004, 2'030, 2'004, 2'025);
    const Ghost& ghost = haunted.ghosts.ghosts()[0];
    QCOMPARE(ghost.state, GhostState::Closed);
    QCOMPARE(QLatin1StringView(ghost.exit.token.data()), QLatin1StringView("TARGET_HIT"));
    QVERIFY(ghost.net > Money{});
    QCOMPARE(ghost.exitTime > ghost.time, true);
}

void GhostLedgerTest::andToItsStop()
{
    Haunted haunted;
    haunted.play(2'000, 2'000, 2'000, 2'000);
    haunted.driver.answer(haunted.driver.enter(Side::Sell, 2'010, 1'980));
    haunted.play(2'000, 2'020, 1'999, 2'015);
    const Ghost& ghost = haunted.ghosts.ghosts()[0];
    QCOMPARE(ghost.state, GhostState::Closed);
    QVERIFY(ghost.net < Money{});
}

void GhostLedgerTest::anOpenGhostIsMarked()
{
    Haunted haunted;
    haunted.play(2'000, 2'000, 2'000, 2'000);
    haunted.driver.answer(haunted.driver.enter(Side::Buy, 1'900, 2'200));
    haunted.play(2'000, 2'000, 2'000, 2'000);
    haunted.play(2'000, 2'050, 2'000, 2'050);
    QCOMPARE(haunted.ghosts.ghosts()[0].state, GhostState::Open);
    const Money up = haunted.ghosts.ghosts()[0].net;
    QVERIFY(up > Money{});
    haunted.play(2'050, 2'050, 2'040, 2'040);
    QVERIFY(haunted.ghosts.ghosts()[0].net < up);
}

/// A ghost earns to the micro-USDC what the same trade earns where nothing refuses it.
void GhostLedgerTest::isTheTradeThatWouldHaveBeen()
{
    Haunted haunted;
    RiskLimits open = RiskLimits::open();
    open.riskPerTrade = Haunted::nothing().riskPerTrade;
    CoreDriver real{open};
    const auto both = [&](double o, double h, double l, double c) {
        haunted.play(o, h, l, c);
        real.play(o, h, l, c, [&](const MarketStep&) { real.core->onAnswers({}); });
    };
    for (int i = 0; i < 30; ++i) { // a volatility to slip by
        both(2'000 + i, 2'003 + i, 1'999 + i, 2'001 + i);
    }
    haunted.driver.answer(haunted.driver.enter(Side::Buy, 2'020, 2'050));
    real.answer(real.enter(Side::Buy, 2'020, 2'050));
    both(2'031, 2'033, 2'029, 2'030);
    both(2'030, 2'031, 2'010, 2'012);
    QCOMPARE(real.core->ledger().closed().size(), std::size_t{1});
    const TradeRow& trade = real.core->ledger().closed().front();
    const Ghost& ghost = haunted.ghosts.ghosts()[0];
    QCOMPARE(ghost.net, trade.net());
    QCOMPARE(ghost.quantity, trade.quantity);
    QCOMPARE(ghost.exitTime, trade.exitTime);
}

void GhostLedgerTest::isSizedByTheRefusedAccountWithoutCaps()
{
    Haunted haunted;
    haunted.driver.core->onCommand({.kind = CommandKind::Transfer, .amount = usdc(90'000)});
    haunted.play(2'000, 2'000, 2'000, 2'000);
    haunted.driver.answer(haunted.driver.enter(Side::Buy, 1'990));
    // 1 % of 100,000 over a little more than 10 a unit.
    QVERIFY(haunted.ghosts.ghosts()[0].quantity > Quantity{900'000});
    QVERIFY(haunted.ghosts.ghosts()[0].quantity < Quantity{1'000'000});
}

void GhostLedgerTest::endsAfterADay()
{
    Haunted haunted;
    haunted.play(2'000, 2'000, 2'000, 2'000);
    haunted.driver.answer(haunted.driver.enter(Side::Buy, 1'000));
    for (int minute = 0; minute < 24 * 60 + 2; ++minute) {
        haunted.play(2'000, 2'000, 2'000, 2'000);
    }
    QCOMPARE(haunted.ghosts.ghosts()[0].state, GhostState::Closed);
    QCOMPARE(haunted.ghosts.ghosts()[0].exit.token, std::string_view{"GHOST_TIME"});
}

void GhostLedgerTest::theAccountThatRefusedIsUntouched()
{
    Haunted haunted;
    CoreDriver alone{Haunted::nothing()};
    const auto both = [&](double o, double h, double l, double c) {
        haunted.play(o, h, l, c);
        alone.play(o, h, l, c, [&](const MarketStep&) { alone.core->onAnswers({}); });
    };
    both(2'000, 2'000, 2'000, 2'000);
    haunted.driver.answer(haunted.driver.enter(Side::Buy, 1'990, 2'020));
    alone.answer(alone.enter(Side::Buy, 1'990, 2'020));
    both(2'000, 2'030, 1'995, 2'025);
    QCOMPARE(haunted.driver.core->account().equity(), usdc(10'000));
    QCOMPARE(haunted.driver.core->sessionDigest().text(), alone.core->sessionDigest().text());
}

void GhostLedgerTest::moreThanTheSeatsAreCountedAndNotFollowed()
{
    Haunted haunted{1};
    haunted.play(2'000, 2'000, 2'000, 2'000);
    haunted.driver.answer(haunted.driver.enter(Side::Buy, 1'990, 2'020));
    haunted.driver.answer(haunted.driver.enter(Side::Buy, 1'990, 2'020));
    QCOMPARE(haunted.ghosts.ghosts().size(), std::size_t{2});
    QCOMPARE(haunted.ghosts.ghosts()[0].state, GhostState::Waiting);
    QCOMPARE(haunted.ghosts.ghosts()[1].state, GhostState::NotFollowed);
}

void GhostLedgerTest::sumsByTheRuleThatRefused()
{
    Haunted haunted{4, 2};
    haunted.play(2'000, 2'000, 2'000, 2'000);
    haunted.driver.answer(haunted.driver.enter(Side::Buy, 1'990, 2'020), 0);
    haunted.driver.answer(haunted.driver.enter(Side::Buy, 1'990, 2'020), 1);
    haunted.driver.core->onCommand({.kind = CommandKind::LockEntries});
    haunted.driver.answer(haunted.driver.enter(Side::Sell, 2'010, 1'980), 0);
    haunted.play(2'000, 2'005, 1'999, 2'004);
    haunted.play(2'004, 2'030, 2'004, 2'025);
    const auto sums = haunted.ghosts.sums();
    QCOMPARE(sums.size(), std::size_t{2});
    QCOMPARE(sums[0].trades, std::size_t{2});
    QCOMPARE(sums[0].net, haunted.ghosts.ghosts()[0].net + haunted.ghosts.ghosts()[1].net);
    QCOMPARE(sums[1].refusal.token, std::string_view{"ENTRIES_LOCKED"});
    QCOMPARE(sums[1].trades, std::size_t{1});
    QVERIFY(sums[1].net < Money{});
}

void GhostLedgerTest::whatWasSentHasNoGhost()
{
    CoreDriver driver;
    GhostLedger ghosts{*driver.core};
    driver.hub.all.push_back(&ghosts);
    driver.play(2'000, 2'000, 2'000, 2'000, [&](const MarketStep& step) { ghosts.onMarket(step); });
    driver.answer(driver.enter(Side::Buy, 1'990, 2'020));
    driver.answer(driver.enter(Side::Buy, 1'990, 2'020)); // dropped before the gate: one is pending
    QVERIFY(ghosts.ghosts().empty());
}

WICK_TEST(GhostLedgerTest)
#include "tst_ghostledger.moc"
