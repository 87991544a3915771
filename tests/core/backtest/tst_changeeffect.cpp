#include "core/backtest/changeeffect.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace wick::core;

namespace {

constexpr Reason kNo{"TEST_NO", "The test refuses it."};

SignalOutcome signal(int hour, std::int64_t lots, Reason refusal = {})
{
    return {Timestamp{} + hours(hour),
            EngineId{0},
            InstrumentId{0},
            Side::Buy,
            Quantity{lots},
            refusal};
}

EquityPoint point(int hour, std::int64_t equity)
{
    return {Timestamp{} + hours(hour), usdc(equity)};
}

WhatIfResult run(std::vector<SignalOutcome> signals)
{
    WhatIfResult result;
    result.signals = std::move(signals);
    return result;
}

} // namespace

/// What a change of limits does to a run.
class ChangeEffectTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everySignalWithAnotherFateIsListed();
    void nothingIsListedWhereNothingChanges();
    void figuresCountDaysAndLosses();
    void midnightBelongsToTheDayThatEnds();
    void sessionsAddUp();
};

void ChangeEffectTest::everySignalWithAnotherFateIsListed()
{
    const auto before = run({signal(1, 10), signal(2, 10, kNo), signal(3, 10), signal(4, 10),
                             signal(5, 10), signal(7, 10)});
    const auto now = run({signal(1, 10, kNo), signal(2, 10), signal(3, 5), signal(4, 20),
                          signal(5, 10), signal(6, 10)});
    const ChangeEffect effect = effectOf(before, now);
    std::vector<SignalChange> changes;
    for (const ChangedSignal& changed : effect.signals) {
        changes.push_back(changed.change);
    }
    const std::vector expected{SignalChange::Blocked,  SignalChange::Allowed,
                               SignalChange::Smaller,  SignalChange::Larger,
                               SignalChange::Appeared, SignalChange::Vanished};
    QCOMPARE(changes, expected);
    QCOMPARE(effect.signals[0].now.refusal, kNo);
}

void ChangeEffectTest::nothingIsListedWhereNothingChanges()
{
    const auto same = run({signal(1, 10), signal(2, 10, kNo)});
    QVERIFY(effectOf(same, same).signals.empty());
}

void ChangeEffectTest::figuresCountDaysAndLosses()
{
    WhatIfResult result = run({signal(1, 10), signal(2, 10, kNo), signal(3, 10, kNo)});
    result.startBalance = usdc(1'000);
    result.balance = usdc(980);
    result.equity = {point(1, 1'100), point(12, 1'050), point(26, 1'080), point(40, 980)};
    result.trades.resize(2);
    result.openTrades.resize(1);
    Halt halt;
    halt.since = Timestamp{} + hours(40);
    result.halts = {halt, halt};
    const RunFigures figures = figuresOf(result);
    QCOMPARE(figures.trades, std::size_t{3});
    QCOMPARE(figures.refused, std::size_t{2});
    QCOMPARE(figures.net, usdc(-20));
    QCOMPARE(figures.worstDay, usdc(-70)); // 1,050 to 980
    QCOMPARE(figures.worstDrawdown, usdc(120));
    QCOMPARE(figures.days, std::size_t{2});
    QCOMPARE(figures.daysHalted, std::size_t{1});
}

void ChangeEffectTest::midnightBelongsToTheDayThatEnds()
{
    WhatIfResult result;
    result.startBalance = usdc(1'000);
    result.balance = usdc(900);
    result.equity = {point(12, 1'000), point(24, 900)};
    QCOMPARE(figuresOf(result).days, std::size_t{1});
    QCOMPARE(figuresOf(result).worstDay, usdc(-100));
}

void ChangeEffectTest::sessionsAddUp()
{
    RunFigures all{.trades = 1,
                   .refused = 2,
                   .net = usdc(3),
                   .worstDay = usdc(-4),
                   .worstDrawdown = usdc(5),
                   .days = 6,
                   .daysHalted = 1};
    all += {.trades = 1,
            .refused = 1,
            .net = usdc(-10),
            .worstDay = usdc(-9),
            .worstDrawdown = usdc(2),
            .days = 1,
            .daysHalted = 0};
    QCOMPARE(all.trades, std::size_t{2});
    QCOMPARE(all.net, usdc(-7));
    QCOMPARE(all.worstDay, usdc(-9));
    QCOMPARE(all.worstDrawdown, usdc(5));
    QCOMPARE(all.days, std::size_t{7});
}

WICK_TEST(ChangeEffectTest)
#include "tst_changeeffect.moc"
