#include "core/risk/haltstate.h"
#include "tests/support/builders.h"
#include "tests/support/testregistry.h"

#include <rapidcheck.h>

#include <algorithm>

using namespace wick::core;
using wick::test::eth;
using wick::test::usd;

namespace {

constexpr EngineId kFirst{0};
constexpr EngineId kSecond{1};
constexpr std::string_view kWhy = "looked at it";

/// An account of two engines on ETH whose equity is moved by marks of a position of one unit.
struct Desk
{
    std::vector<Instrument> instruments{eth()};
    std::vector<InstrumentId> engines{InstrumentId{0}, InstrumentId{0}};
    Account account;
    HaltState halts;
    std::vector<Halt> fired;
    std::vector<Halt> released;
    Timestamp now = Timestamp{} + hours(1);

    Desk(Money start,
         const RiskLimits& limits,
         const RiskState* saved = nullptr,
         Timestamp at = Timestamp{} + hours(1))
        : account(start, instruments, engines)
        , halts(limits, instruments, account, at, saved)
        , now(at)
    {}

    void buy(EngineId engine, Price price, std::int64_t lots)
    {
        Fill fill;
        fill.engine = engine;
        fill.side = lots > 0 ? Side::Buy : Side::Sell;
        fill.quantity = Quantity{std::abs(lots)};
        fill.price = price;
        static_cast<void>(account.apply(fill));
    }
    /// The first engine holds one unit, so that a cent of price is a cent of equity.
    void hold() { buy(kFirst, usd(1'000), 10'000); }
    void mark(Price price, Timestamp at)
    {
        reach(at);
        account.mark(InstrumentId{0}, price);
        if (!halts.calm(account)) {
            halts.judge(now, account, fired);
        }
    }
    /// Time passes at the marks as they are.
    void reach(Timestamp at)
    {
        while (halts.due() <= at) {
            halts.settle(halts.due(), account, released);
        }
        now = at;
    }
    void move(Money amount)
    {
        halts.transfer(amount, account);
        account.applyTransfer(amount);
    }
    [[nodiscard]] bool released1(HaltKind kind, std::optional<EngineId> engine = {})
    {
        return halts.release(kind, engine, kWhy, now, account).has_value();
    }
    [[nodiscard]] bool blocked(EngineId engine) const { return halts.blocks(engine) != nullptr; }
    [[nodiscard]] RiskState saved() const
    {
        RiskState state;
        state.engines.resize(2);
        halts.remember(state, now, account);
        return state;
    }
};

RiskLimits only(std::string_view key, std::string_view text)
{
    RiskLimits limits = RiskLimits::open();
    if (!setLimit(limits, key, text)) {
        qFatal("not a limit");
    }
    return limits;
}

Timestamp hour(std::int64_t count)
{
    return Timestamp{} + hours(count);
}

} // namespace

class HaltStateTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void drawdownHaltsToTheCent();
    void staticDrawdownCountsFromTheStart();
    void dailyLossFiresAtEqualAndReleasesAtTheNextDay();
    void aDailyHaltWaitsForTheRollingTest();
    void rollingLossClosesTheMidnightHole();
    void rollingHaltReleasesWhenTheLossIsOld();
    void engineLimitHaltsThatEngineOnly_data();
    void engineLimitHaltsThatEngineOnly();
    void transfersScaleThePeak();
    void transfersAreNeitherGainNorLoss();
    void transfersScaleAnEnginesFall();
    void aDepositDoesNotWidenTheDaysCap();
    void killIsLatchedUntilReleased();
    void mismatchAndLostStateAreLatched();
    void aReleaseNeedsAReason();
    void aDrawdownRestsADay();
    void afterADrawdownHalfTheRiskIsTaken();
    void anEnginesDrawdownLowersItsStageOnly();
    void lossStreakPausesAnHour();
    void rejectsWithinAMinutePause();
    void badFillsInARowPause();
    void tradesCountForAnHour();
    void dayRollIsIdempotent();
    void midnightWhileNothingRanIsSettledFirst();
    void everythingIsAsItWasAfterARestart();
    void balanceCanBeWhatTheDayCountsFrom();
    void barsThatCannotReachALimitAreSeen();
    void calmNeverHidesAHalt();
};

void HaltStateTest::drawdownHaltsToTheCent()
{
    // Peak 11,000; at 15 % 9,350.00 halts and 9,350.01 does not.
    Desk desk{usdc(10'000), only("peak_drawdown", "0.15")};
    desk.hold();
    desk.mark(usd(2'000), hour(2));
    QCOMPARE(desk.account.equity(), usdc(11'000));
    desk.mark(usd(350.01), hour(2));
    QVERIFY(desk.fired.empty());
    desk.mark(usd(350), hour(2));
    QCOMPARE(desk.fired.size(), std::size_t{1});
    QVERIFY(desk.fired[0].kind == HaltKind::Drawdown);
    QCOMPARE(desk.fired[0].loss, usdc(1'650));
    QVERIFY(desk.blocked(kSecond));
}

void HaltStateTest::staticDrawdownCountsFromTheStart()
{
    RiskLimits limits = only("peak_drawdown", "0.1");
    QVERIFY(setLimit(limits, "drawdown_from", "start").has_value());
    Desk desk{usdc(10'000), limits};
    desk.hold();
    desk.mark(usd(2'000), hour(2));
    desk.mark(usd(0.01), hour(2));
    QVERIFY2(desk.fired.empty(), "18 % from the peak, less than 10 % from the start");
    desk.mark(usd(0), hour(2));
    QCOMPARE(desk.fired.size(), std::size_t{1});
}

void HaltStateTest::dailyLossFiresAtEqualAndReleasesAtTheNextDay()
{
    Desk desk{usdc(10'000), only("daily_loss", "0.02")};
    desk.hold();
    desk.mark(usd(800.01), hour(3));
    QVERIFY(desk.fired.empty());
    desk.mark(usd(800), hour(3));
    QCOMPARE(desk.fired.size(), std::size_t{1});
    QVERIFY(desk.blocked(kFirst));
    desk.reach(hour(23) + minutes(59));
    QVERIFY(desk.blocked(kFirst));
    desk.reach(hour(24));
    QVERIFY(!desk.blocked(kFirst));
    QCOMPARE(desk.released.size(), std::size_t{1});
    desk.fired.clear();
    desk.mark(usd(799), hour(25));
    QVERIFY2(desk.fired.empty(), "yesterday's loss is not today's");
}

void HaltStateTest::aDailyHaltWaitsForTheRollingTest()
{
    RiskLimits limits = only("daily_loss", "0.02");
    limits.fleet.rollingLoss = 25'000;
    Desk desk{usdc(10'000), limits};
    desk.hold();
    desk.mark(usd(750), hour(20)); // 250: the day's and the rolling limit
    QCOMPARE(desk.fired.size(), std::size_t{2});
    desk.reach(hour(25) - Duration{1});
    QVERIFY2(desk.blocked(kFirst), "the day is over, the 24 hours are not");
    QVERIFY(desk.released.empty());
    desk.reach(hour(44) + minutes(5));
    QCOMPARE(desk.released.size(), std::size_t{2});
    QVERIFY(!desk.blocked(kFirst));
}

void HaltStateTest::rollingLossClosesTheMidnightHole()
{
    RiskLimits limits = only("rolling_loss", "0.03");
    limits.fleet.dailyLoss = 20'000;
    Desk desk{usdc(10'000), limits};
    desk.hold();
    desk.mark(usd(850), hour(23)); // 150 before midnight
    desk.mark(usd(700.01), hour(25));
    QVERIFY(desk.fired.empty());
    desk.mark(usd(700), hour(25)); // and 150 after it
    QCOMPARE(desk.fired.size(), std::size_t{1});
    QVERIFY(desk.fired[0].kind == HaltKind::Rolling);
    QCOMPARE(desk.fired[0].loss, usdc(300));
}

void HaltStateTest::rollingHaltReleasesWhenTheLossIsOld()
{
    Desk desk{usdc(10'000), only("rolling_loss", "0.03")};
    desk.hold();
    desk.mark(usd(700), hour(10));
    desk.buy(kFirst, usd(700), -10'000);
    QVERIFY(desk.blocked(kSecond));
    // Until the mark of 10:00, which was taken before the loss, is out of the 24 hours.
    desk.reach(hour(34) + minutes(4));
    QVERIFY(desk.blocked(kSecond));
    desk.reach(hour(34) + minutes(5));
    QVERIFY(!desk.blocked(kSecond));
    QVERIFY(desk.released.back().kind == HaltKind::Rolling);
}

void HaltStateTest::engineLimitHaltsThatEngineOnly_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<int>("kind");
    QTest::newRow("day") << QStringLiteral("engine.daily_loss")
                         << static_cast<int>(HaltKind::Daily);
    QTest::newRow("24 hours") << QStringLiteral("engine.rolling_loss")
                              << static_cast<int>(HaltKind::Rolling);
    QTest::newRow("peak") << QStringLiteral("engine.peak_drawdown")
                          << static_cast<int>(HaltKind::Drawdown);
    QTest::newRow("one market") << QStringLiteral("ETH.daily_loss")
                                << static_cast<int>(HaltKind::Daily);
}

void HaltStateTest::engineLimitHaltsThatEngineOnly()
{
    QFETCH(const QString, key);
    QFETCH(const int, kind);
    Desk desk{usdc(10'000), only(key.toStdString(), "0.01")};
    desk.hold();
    desk.mark(usd(900.01), hour(2));
    QVERIFY(desk.fired.empty());
    desk.mark(usd(900), hour(2));
    QCOMPARE(desk.fired.size(), std::size_t{1});
    QCOMPARE(static_cast<int>(desk.fired[0].kind), kind);
    QVERIFY(desk.fired[0].engine == std::optional{kFirst});
    QVERIFY(desk.blocked(kFirst));
    QVERIFY(!desk.blocked(kSecond));
}

void HaltStateTest::transfersScaleThePeak()
{
    // 11,000 + 1,000: peak 12,000, 15 % halts at 10,200.
    Desk desk{usdc(11'000), only("peak_drawdown", "0.15")};
    desk.move(usdc(1'000));
    QCOMPARE(desk.halts.highWaterMark(), usdc(12'000));
    desk.buy(kFirst, usd(3'000), 10'000);
    desk.mark(usd(1'200.01), hour(2));
    QVERIFY(desk.fired.empty());
    desk.mark(usd(1'200), hour(2));
    QCOMPARE(desk.fired.size(), std::size_t{1});

    // 10,000 - 9,000: peak 1,000, a loss of 500 is 50 %.
    Desk withdrawn{usdc(10'000), only("peak_drawdown", "0.5")};
    withdrawn.move(usdc(-9'000));
    QCOMPARE(withdrawn.halts.highWaterMark(), usdc(1'000));
    withdrawn.hold();
    withdrawn.mark(usd(500.01), hour(2));
    QVERIFY(withdrawn.fired.empty());
    withdrawn.mark(usd(500), hour(2));
    QCOMPARE(withdrawn.fired.size(), std::size_t{1});

    // 1,000 + 99,000: peak 100,000, a loss of 150 is 0.15 %.
    Desk deposited{usdc(1'000), only("peak_drawdown", "0.15")};
    deposited.move(usdc(99'000));
    deposited.hold();
    deposited.mark(usd(850), hour(2));
    QCOMPARE(deposited.halts.highWaterMark(), usdc(100'000));
    QCOMPARE(deposited.halts.drawdown(deposited.account), std::int64_t{1'500});

    // Everything out: no drawdown until money comes in again.
    Desk emptied{usdc(10'000), only("peak_drawdown", "0.15")};
    emptied.move(usdc(-10'000));
    QCOMPARE(emptied.halts.highWaterMark(), Money{});
    emptied.mark(usd(1), hour(2));
    QVERIFY(emptied.fired.empty());
    emptied.move(usdc(500));
    QCOMPARE(emptied.halts.highWaterMark(), usdc(500));

    // A mark is rounded up: 10,000.000001 x 3 / 2.
    Desk odd{Money{2}, only("peak_drawdown", "0.15")};
    odd.account.applyFunding(kFirst, Money{-1}); // earned one: the peak is 3 once it is seen
    odd.halts.judge(hour(2), odd.account, odd.fired);
    odd.account.applyFunding(kFirst, Money{1});
    odd.move(Money{1});
    QCOMPARE(odd.halts.highWaterMark(), Money{5});
}

void HaltStateTest::transfersAreNeitherGainNorLoss()
{
    RiskLimits limits = only("daily_loss", "0.02");
    limits.fleet.rollingLoss = 20'000;
    limits.fleet.peakDrawdown = 20'000;
    limits.engine = limits.fleet;
    Desk desk{usdc(10'000), limits};
    desk.move(usdc(5'000));
    desk.move(usdc(-8'000));
    desk.mark(usd(1), hour(2));
    QVERIFY(desk.fired.empty());
    QCOMPARE(desk.halts.dayResult(desk.account), Money{});
    QCOMPARE(desk.halts.fleetRolling(desk.account).loss, std::int64_t{0});
}

void HaltStateTest::transfersScaleAnEnginesFall()
{
    Desk desk{usdc(10'000), only("engine.peak_drawdown", "0.05")};
    desk.hold();
    desk.mark(usd(600.01), hour(2)); // a fall of 399.99 of 500
    desk.move(usdc(86'400) + Money{90'000});
    // Ten times the money, ten times the fall: 3,999.90 of 5,000.
    QCOMPARE(desk.halts.enginePeak(desk.account, kFirst).loss, usdc(4'000).count() - 100'000);
    desk.mark(usd(600.01), hour(2));
    QVERIFY(desk.fired.empty());
}

void HaltStateTest::aDepositDoesNotWidenTheDaysCap()
{
    Desk desk{usdc(10'000), only("daily_loss", "0.02")};
    desk.move(usdc(90'000));
    desk.hold();
    desk.mark(usd(800), hour(2));
    QCOMPARE(desk.fired.size(), std::size_t{1});

    Desk less{usdc(10'000), only("daily_loss", "0.02")};
    less.move(usdc(-5'000));
    less.hold();
    less.mark(usd(900.01), hour(2));
    QVERIFY(less.fired.empty());
    less.mark(usd(900), hour(2));
    QCOMPARE(less.fired.size(), std::size_t{1});
}

void HaltStateTest::killIsLatchedUntilReleased()
{
    Desk desk{usdc(10'000), RiskLimits::open()};
    desk.halts.kill(hour(2), desk.fired);
    desk.halts.kill(hour(3), desk.fired);
    QCOMPARE(desk.fired.size(), std::size_t{1});
    desk.reach(hour(72));
    QVERIFY(desk.halts.killed());
    QVERIFY(desk.released1(HaltKind::Kill));
    QVERIFY(!desk.halts.killed());
    QVERIFY(desk.halts.release(HaltKind::Kill, std::nullopt, kWhy, desk.now, desk.account).error()
            == ReleaseRefusal::NothingToRelease);
}

void HaltStateTest::mismatchAndLostStateAreLatched()
{
    Desk desk{usdc(10'000), RiskLimits::open()};
    desk.halts.mismatch(kSecond, hour(2), desk.fired);
    QVERIFY(desk.blocked(kSecond) && !desk.blocked(kFirst));
    desk.halts.stateLost(hour(2), desk.fired);
    QVERIFY(desk.blocked(kFirst));
    desk.reach(hour(80));
    QVERIFY(desk.blocked(kFirst));
    QVERIFY(desk.released1(HaltKind::StateLost));
    QVERIFY(desk.released1(HaltKind::Mismatch, kSecond));
    QVERIFY(!desk.blocked(kSecond));
    for (const auto& halt : desk.fired) {
        QVERIFY(isLatched(halt.kind) && !flattens(halt.kind) && !isPause(halt.kind));
    }
}

void HaltStateTest::aReleaseNeedsAReason()
{
    Desk desk{usdc(10'000), RiskLimits::open()};
    desk.halts.kill(hour(2), desk.fired);
    for (const std::string_view why : {"", "  \t\n"}) {
        QVERIFY(
            desk.halts.release(HaltKind::Kill, std::nullopt, why, desk.now, desk.account).error()
            == ReleaseRefusal::NoReason);
    }
    QVERIFY(desk.halts.killed());
}

void HaltStateTest::aDrawdownRestsADay()
{
    Desk desk{usdc(10'000), only("peak_drawdown", "0.1")};
    desk.hold();
    desk.mark(usd(0), hour(2));
    desk.reach(hour(26) - Duration{1});
    QVERIFY(
        desk.halts.release(HaltKind::Drawdown, std::nullopt, kWhy, desk.now, desk.account).error()
        == ReleaseRefusal::TooEarly);
    desk.reach(hour(26));
    QVERIFY(desk.released1(HaltKind::Drawdown));
    QCOMPARE(desk.halts.highWaterMark(), usdc(9'000));
    QCOMPARE(desk.halts.truePeak(), usdc(10'000));
    QCOMPARE(desk.halts.drawdown(desk.account), std::int64_t{100'000});
    desk.fired.clear();
    desk.mark(usd(0), hour(27));
    QVERIFY2(desk.fired.empty(), "the limit counts from the equity of the release");
}

void HaltStateTest::afterADrawdownHalfTheRiskIsTaken()
{
    Desk desk{usdc(10'000), only("peak_drawdown", "0.1")};
    QCOMPARE(desk.halts.riskFactor(kFirst), kPpmOne);
    desk.hold();
    desk.mark(usd(0), hour(2));
    desk.reach(hour(26));
    QVERIFY(desk.released1(HaltKind::Drawdown));
    QVERIFY(desk.halts.stage(kFirst) == Stage::Small && desk.halts.stage(kSecond) == Stage::Small);
    QCOMPARE(desk.halts.riskFactor(kFirst), kPpmOne / 4); // half for the stage, half for the fall
    desk.mark(usd(499.99), hour(27));
    desk.reach(hour(28));
    QCOMPARE(desk.halts.riskFactor(kFirst), kPpmOne / 4);
    desk.mark(usd(500), hour(28)); // half of the fall is made up
    desk.reach(hour(29));
    QCOMPARE(desk.halts.riskFactor(kFirst), kPpmOne / 2);
    desk.halts.setStage(kFirst, Stage::Full);
    QCOMPARE(desk.halts.riskFactor(kFirst), kPpmOne);
}

void HaltStateTest::anEnginesDrawdownLowersItsStageOnly()
{
    Desk desk{usdc(10'000), only("engine.peak_drawdown", "0.05")};
    desk.hold();
    desk.mark(usd(500), hour(2));
    desk.reach(hour(26));
    QVERIFY(desk.released1(HaltKind::Drawdown, kFirst));
    QVERIFY(desk.halts.stage(kFirst) == Stage::Small && desk.halts.stage(kSecond) == Stage::Full);
    QCOMPARE(desk.halts.riskFactor(kFirst), kPpmOne / 4);
    QCOMPARE(desk.halts.riskFactor(kSecond), kPpmOne);
    desk.fired.clear();
    desk.mark(usd(500), hour(27));
    QVERIFY(desk.fired.empty());
    desk.mark(usd(750), hour(28));
    desk.reach(hour(29));
    QCOMPARE(desk.halts.riskFactor(kFirst), kPpmOne / 2);
}

void HaltStateTest::lossStreakPausesAnHour()
{
    Desk desk{usdc(10'000), only("loss_streak", "3")};
    const auto close = [&](std::int64_t result) {
        desk.halts.onClosed(kFirst, Money{result}, desk.now, desk.fired);
    };
    close(-1);
    close(-1);
    close(0); // neither lost nor won: the row is broken
    close(-1);
    close(-1);
    QVERIFY(desk.fired.empty());
    QCOMPARE(desk.halts.lossStreak(kFirst).count, 2);
    close(-1);
    QCOMPARE(desk.fired.size(), std::size_t{1});
    QVERIFY(desk.fired[0].kind == HaltKind::LossStreak);
    QVERIFY(desk.blocked(kFirst) && !desk.blocked(kSecond));
    const Timestamp end = desk.now + minutes(60);
    QVERIFY(desk.fired[0].until == end);
    close(-1);
    QCOMPARE(desk.fired.size(), std::size_t{1});
    desk.reach(end - Duration{1});
    QVERIFY(desk.blocked(kFirst));
    desk.reach(end);
    QVERIFY(!desk.blocked(kFirst));
    QCOMPARE(desk.halts.lossStreak(kFirst).count, 0);
}

void HaltStateTest::rejectsWithinAMinutePause()
{
    Desk desk{usdc(10'000), only("reject_streak", "3")};
    const Timestamp start = desk.now;
    desk.halts.onRejected(kFirst, start, desk.fired);
    desk.halts.onRejected(kFirst, start + seconds(30), desk.fired);
    desk.halts.onRejected(kFirst, start + seconds(60) + Duration{1}, desk.fired);
    QVERIFY2(desk.fired.empty(), "the first is older than a minute");
    desk.halts.onRejected(kFirst, start + seconds(90), desk.fired);
    QCOMPARE(desk.fired.size(), std::size_t{1}); // 30, 60 and 90 s: exactly a minute
    QVERIFY(desk.fired[0].kind == HaltKind::RejectStreak);
    desk.reach(start + seconds(90) + minutes(60));
    QVERIFY(!desk.blocked(kFirst));
    QCOMPARE(desk.halts.rejects(kFirst, desk.now).count, 0);
}

void HaltStateTest::badFillsInARowPause()
{
    Desk desk{usdc(10'000), only("slippage_streak", "2")};
    desk.halts.onFilled(kFirst, true, desk.now, desk.fired);
    desk.halts.onFilled(kFirst, false, desk.now, desk.fired);
    desk.halts.onFilled(kFirst, true, desk.now, desk.fired);
    QVERIFY(desk.fired.empty());
    desk.halts.onFilled(kFirst, true, desk.now, desk.fired);
    QCOMPARE(desk.fired.size(), std::size_t{1});
    QVERIFY(desk.fired[0].kind == HaltKind::Slippage);
    QCOMPARE(desk.halts.slipStreak(kFirst).count, 2);
    QVERIFY(desk.released1(HaltKind::Slippage, kFirst));
    QCOMPARE(desk.halts.slipStreak(kFirst).count, 0);
}

void HaltStateTest::tradesCountForAnHour()
{
    Desk desk{usdc(10'000), only("trades_per_hour", "12")};
    desk.halts.onOpened(kFirst, hour(2));
    desk.halts.onOpened(kFirst, hour(2) + minutes(30));
    QCOMPARE(desk.halts.trades(kFirst, hour(3) - Duration{1}).count, 2);
    QCOMPARE(desk.halts.trades(kFirst, hour(3)).count, 1);
    QCOMPARE(desk.halts.trades(kSecond, hour(2)).count, 0);
}

void HaltStateTest::dayRollIsIdempotent()
{
    Desk desk{usdc(10'000), only("daily_loss", "0.02")};
    desk.hold();
    desk.mark(usd(900), hour(2));
    desk.reach(hour(24));
    QCOMPARE(desk.halts.dayResult(desk.account), Money{});
    desk.mark(usd(850), hour(30));
    desk.halts.settle(hour(30), desk.account, desk.released);
    desk.halts.settle(hour(30), desk.account, desk.released);
    QCOMPARE(desk.halts.dayResult(desk.account), usdc(-50));
}

void HaltStateTest::midnightWhileNothingRanIsSettledFirst()
{
    Desk before{usdc(10'000), only("daily_loss", "0.02")};
    before.hold();
    before.mark(usd(800), hour(22));
    before.buy(kFirst, usd(800), -10'000);
    const RiskState saved = before.saved();
    Desk sameDay{saved.equity, only("daily_loss", "0.02"), &saved, hour(23)};
    QVERIFY(sameDay.blocked(kFirst));
    QCOMPARE(sameDay.halts.dayStart(), usdc(10'000));
    Desk nextDay{saved.equity, only("daily_loss", "0.02"), &saved, hour(26)};
    QVERIFY(nextDay.halts.due() <= hour(26));
    nextDay.reach(hour(26));
    QVERIFY(!nextDay.blocked(kFirst));
    QCOMPARE(nextDay.halts.dayStart(), usdc(9'800));
    QCOMPARE(nextDay.halts.dayResult(nextDay.account), Money{});
}

void HaltStateTest::everythingIsAsItWasAfterARestart()
{
    RiskLimits limits;
    Desk before{usdc(10'000), limits};
    before.hold();
    before.mark(usd(1'100), hour(2));
    before.mark(usd(950), hour(5));
    before.halts.onOpened(kFirst, hour(5));
    before.halts.onRejected(kSecond, hour(5), before.fired);
    before.halts.onClosed(kSecond, usdc(-1), hour(5), before.fired);
    before.halts.onFilled(kSecond, true, hour(5), before.fired);
    before.halts.kill(hour(5), before.fired);
    before.halts.setStage(kSecond, Stage::Pennies);
    before.buy(kFirst, usd(950), -10'000);
    const RiskState saved = before.saved();
    const Desk after{saved.equity, limits, &saved, hour(5)};
    QVERIFY(after.halts.killed());
    QCOMPARE(after.halts.highWaterMark(), usdc(10'100));
    QCOMPARE(after.halts.dayStart(), usdc(10'000));
    QCOMPARE(after.halts.dayResult(after.account), usdc(-50));
    QCOMPARE(after.halts.fleetRolling(after.account).loss,
             before.halts.fleetRolling(before.account).loss);
    for (const EngineId engine : {kFirst, kSecond}) {
        QCOMPARE(after.halts.engineDay(after.account, engine).loss,
                 before.halts.engineDay(before.account, engine).loss);
        QCOMPARE(after.halts.engineRolling(after.account, engine).loss,
                 before.halts.engineRolling(before.account, engine).loss);
        QCOMPARE(after.halts.enginePeak(after.account, engine).loss,
                 before.halts.enginePeak(before.account, engine).loss);
        QCOMPARE(after.halts.trades(engine, hour(5)).count,
                 before.halts.trades(engine, hour(5)).count);
    }
    QCOMPARE(after.halts.lossStreak(kSecond).count, 1);
    QCOMPARE(after.halts.slipStreak(kSecond).count, 1);
    QCOMPARE(after.halts.rejects(kSecond, hour(5)).count, 1);
    QVERIFY(after.halts.stage(kSecond) == Stage::Pennies);
    QVERIFY(after.saved() == saved);
}

void HaltStateTest::balanceCanBeWhatTheDayCountsFrom()
{
    RiskLimits limits = only("daily_loss", "0.02");
    QVERIFY(setLimit(limits, "day_loss_from", "balance").has_value());
    Desk desk{usdc(10'000), limits};
    desk.hold();
    desk.mark(usd(1'100), hour(23)); // 100 of open result at midnight
    desk.mark(usd(800.01), hour(25));
    QVERIFY2(desk.fired.empty(), "300 from the equity of midnight, 200 from its balance");
    desk.mark(usd(800), hour(25));
    QCOMPARE(desk.fired.size(), std::size_t{1});
}

void HaltStateTest::barsThatCannotReachALimitAreSeen()
{
    Desk desk{usdc(10'000), only("daily_loss", "0.02")};
    desk.hold();
    desk.mark(usd(1'000), hour(2));
    const ClosedBar calm = wick::test::bar(200, 1'000, 1'010, 801, 1'000);
    const ClosedBar deep = wick::test::bar(200, 1'000, 1'010, 800, 1'000);
    MarketSlice slice;
    slice.bar = &calm;
    QVERIFY(!desk.halts.mayFireWithin(desk.account, std::span{&slice, 1}));
    slice.bar = &deep;
    QVERIFY(desk.halts.mayFireWithin(desk.account, std::span{&slice, 1}));
}

void HaltStateTest::calmNeverHidesAHalt()
{
    const bool held =
        rc::check("what is calm would not fire, through marks, time and transfers", [] {
            Desk desk{usdc(10'000), RiskLimits{}};
            desk.buy(kFirst, usd(1'000), 10'000);
            desk.buy(kSecond, usd(1'000), -*rc::gen::inRange(1, 20'000));
            const int steps = *rc::gen::inRange(1, 40);
            for (int i = 0; i < steps; ++i) {
                if (*rc::gen::inRange(0, 5) == 0) {
                    desk.move(
                        Money{*rc::gen::inRange<std::int64_t>(-3'000'000'000, 9'000'000'000)});
                }
                desk.reach(desk.now + minutes(*rc::gen::inRange(0, 500)));
                desk.account.mark(InstrumentId{0}, usd(*rc::gen::inRange(500, 1'500)));
                const bool calm = desk.halts.calm(desk.account);
                desk.fired.clear();
                const auto before = desk.halts.halts().size();
                desk.halts.judge(desk.now, desk.account, desk.fired);
                RC_ASSERT(!calm || desk.fired.empty());
                RC_ASSERT(desk.halts.halts().size() == before + desk.fired.size());
                for (const auto& halt : desk.fired) {
                    RC_ASSERT(halt.loss >= halt.limit && halt.loss.count() > 0);
                }
            }
        });
    QVERIFY(held);
}

WICK_TEST(HaltStateTest)
#include "tst_haltstate.moc"
