#include "core/risk/haltstate.h"
#include "tests/support/builders.h"
#include "tests/support/testregistry.h"

using namespace wick::core;
using wick::test::eth;
using wick::test::usd;

namespace {

/// An account of two engines on ETH whose equity is moved by marks of a position of one unit.
struct Desk
{
    std::vector<Instrument> instruments{eth()};
    std::vector<InstrumentId> engines{InstrumentId{0}, InstrumentId{0}};
    Account account;
    HaltState halts;
    std::vector<Halt> fired;

    Desk(Money start, const RiskLimits& limits)
        : account(start, instruments, engines)
        , halts(limits, instruments, account, Timestamp{} + hours(1))
    {}

    void buy(EngineId engine, Price price, std::int64_t lots)
    {
        Fill fill;
        fill.engine = engine;
        fill.side = Side::Buy;
        fill.quantity = Quantity{lots};
        fill.price = price;
        static_cast<void>(account.apply(fill));
    }
    void mark(Price price, Timestamp now)
    {
        account.mark(InstrumentId{0}, price);
        halts.judge(now, account, fired);
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

} // namespace

class HaltStateTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void drawdownHaltsToTheCent();
    void dailyLossFiresAtEqualAndReleasesAtTheNextDay();
    void engineLimitHaltsThatEngineOnly();
    void depositScalesThePeak();
    void killIsLatchedUntilReleased();
    void dayRollIsIdempotent();
    void barsThatCannotReachALimitAreSeen();
};

void HaltStateTest::drawdownHaltsToTheCent()
{
    // Peak 11,000; at 15 % 9,350.00 halts and 9,350.01 does not.
    const Timestamp now = Timestamp{} + hours(2);
    Desk desk{usdc(10'000), only("peak_drawdown", "0.15")};
    desk.buy(EngineId{0}, usd(1'000), 10'000); // one unit: a cent of price is a cent of equity
    desk.mark(usd(2'000), now);
    QCOMPARE(desk.account.equity(), usdc(11'000));
    desk.mark(usd(350.01), now);
    QVERIFY(desk.fired.empty());
    desk.mark(usd(350), now);
    QCOMPARE(desk.fired.size(), std::size_t{1});
    QVERIFY(desk.fired[0].kind == HaltKind::Drawdown);
    QCOMPARE(desk.fired[0].loss, usdc(1'650));
    QVERIFY(desk.halts.blocks(EngineId{1}) != nullptr);
}

void HaltStateTest::dailyLossFiresAtEqualAndReleasesAtTheNextDay()
{
    Desk desk{usdc(10'000), only("daily_loss", "0.02")};
    desk.buy(EngineId{0}, usd(1'000), 10'000);
    desk.mark(usd(800.01), Timestamp{} + hours(3));
    QVERIFY(desk.fired.empty());
    desk.mark(usd(800), Timestamp{} + hours(3));
    QCOMPARE(desk.fired.size(), std::size_t{1});
    QVERIFY(desk.halts.blocks(EngineId{0}) != nullptr);
    QVERIFY(!desk.halts.rollDay(Timestamp{} + hours(23), desk.account));
    QVERIFY(desk.halts.blocks(EngineId{0}) != nullptr);
    QVERIFY(desk.halts.rollDay(Timestamp{} + days(1), desk.account));
    QVERIFY(desk.halts.blocks(EngineId{0}) == nullptr);
    desk.fired.clear();
    desk.mark(usd(799), Timestamp{} + hours(25));
    QVERIFY2(desk.fired.empty(), "yesterday's loss is not today's");
}

void HaltStateTest::engineLimitHaltsThatEngineOnly()
{
    Desk desk{usdc(10'000), only("engine.daily_loss", "0.01")};
    desk.buy(EngineId{0}, usd(1'000), 10'000);
    desk.mark(usd(900), Timestamp{} + hours(2));
    QCOMPARE(desk.fired.size(), std::size_t{1});
    QVERIFY(desk.fired[0].engine == std::optional{EngineId{0}});
    QVERIFY(desk.halts.blocks(EngineId{0}) != nullptr);
    QVERIFY(desk.halts.blocks(EngineId{1}) == nullptr);
}

void HaltStateTest::depositScalesThePeak()
{
    // 11,000 + 1,000: peak 12,000, 15 % halts at 10,200.
    Desk desk{usdc(11'000), only("peak_drawdown", "0.15")};
    desk.halts.transfer(usdc(1'000), desk.account);
    desk.account.applyTransfer(usdc(1'000));
    QCOMPARE(desk.halts.highWaterMark(), usdc(12'000));
    desk.buy(EngineId{0}, usd(3'000), 10'000);
    desk.mark(usd(1'200.01), Timestamp{} + hours(2));
    QVERIFY(desk.fired.empty());
    desk.mark(usd(1'200), Timestamp{} + hours(2));
    QCOMPARE(desk.fired.size(), std::size_t{1});

    Desk withdrawn{usdc(10'000), only("peak_drawdown", "0.5")};
    withdrawn.halts.transfer(usdc(-9'000), withdrawn.account);
    withdrawn.account.applyTransfer(usdc(-9'000));
    QCOMPARE(withdrawn.halts.highWaterMark(), usdc(1'000));
}

void HaltStateTest::killIsLatchedUntilReleased()
{
    Desk desk{usdc(10'000), RiskLimits::open()};
    desk.halts.kill(Timestamp{} + hours(2), desk.fired);
    desk.halts.kill(Timestamp{} + hours(3), desk.fired);
    QCOMPARE(desk.fired.size(), std::size_t{1});
    desk.halts.rollDay(Timestamp{} + days(2), desk.account);
    QVERIFY(desk.halts.killed());
    QVERIFY(desk.halts.release(HaltKind::Kill, std::nullopt, desk.account));
    QVERIFY(!desk.halts.killed());
    QVERIFY(!desk.halts.release(HaltKind::Kill, std::nullopt, desk.account));
}

void HaltStateTest::dayRollIsIdempotent()
{
    Desk desk{usdc(10'000), only("daily_loss", "0.02")};
    desk.buy(EngineId{0}, usd(1'000), 10'000);
    desk.mark(usd(900), Timestamp{} + hours(2));
    desk.halts.rollDay(Timestamp{} + days(1), desk.account);
    const Money atRoll = desk.halts.dayResult(desk.account);
    desk.mark(usd(850), Timestamp{} + hours(30));
    desk.halts.rollDay(Timestamp{} + days(1) + hours(3), desk.account);
    QCOMPARE(atRoll, Money{});
    QCOMPARE(desk.halts.dayResult(desk.account), usdc(-50));
}

void HaltStateTest::barsThatCannotReachALimitAreSeen()
{
    Desk desk{usdc(10'000), only("daily_loss", "0.02")};
    desk.buy(EngineId{0}, usd(1'000), 10'000);
    desk.mark(usd(1'000), Timestamp{} + hours(2));
    const ClosedBar calm = wick::test::bar(200, 1'000, 1'010, 801, 1'000);
    const ClosedBar deep = wick::test::bar(200, 1'000, 1'010, 800, 1'000);
    MarketSlice slice;
    slice.bar = &calm;
    QVERIFY(!desk.halts.mayFireWithin(desk.account, std::span{&slice, 1}));
    slice.bar = &deep;
    QVERIFY(desk.halts.mayFireWithin(desk.account, std::span{&slice, 1}));
}

WICK_TEST(HaltStateTest)
#include "tst_haltstate.moc"
