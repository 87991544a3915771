#include "core/backtest/propevaluation.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <cmath>

using namespace wick::core;

namespace {

PropDay day(double low, double close, double high = 0.0)
{
    return {.low = std::min(low, close),
            .high = std::max(high, close),
            .close = close,
            .open = 0.0,
            .traded = true};
}

/// 5 % a day, 10 % in all, 10 % target, four days.
const PropRules kRules;

} // namespace

/// An evaluation played on own days.
class PropEvaluationTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void passesAtTheTargetAfterTheDays();
    void theTargetAloneIsNotEnough();
    void aDayAtItsLossFails();
    void theLowOfADayCounts();
    void aStaticFloorStaysWhereItIs();
    void aTrailingFloorRises();
    void theDayCountsFromBalanceIfSoChosen();
    void timeRunsOut();
    void daysComeFromEquityAndTrades();
    void oddsAddUpAndRepeat();
};

void PropEvaluationTest::passesAtTheTargetAfterTheDays()
{
    const std::vector<PropDay> days(4, day(0, 0.03));
    const PropRun run = playEvaluation(days, kRules);
    QCOMPARE(run.outcome, PropOutcome::Passed);
    QCOMPARE(run.days, 4);
}

void PropEvaluationTest::theTargetAloneIsNotEnough()
{
    const std::vector<PropDay> three(3, day(0, 0.05));
    QCOMPARE(playEvaluation(three, kRules).outcome, PropOutcome::Unfinished);
    std::vector<PropDay> idle(4, day(0, 0.05));
    idle[1].traded = false;
    QCOMPARE(playEvaluation(idle, kRules).outcome, PropOutcome::Unfinished);
}

void PropEvaluationTest::aDayAtItsLossFails()
{
    QCOMPARE(playEvaluation(std::vector{day(-0.05, -0.05)}, kRules).outcome, PropOutcome::DayLoss);
    QCOMPARE(playEvaluation(std::vector{day(-0.0499, -0.0499)}, kRules).outcome,
             PropOutcome::Unfinished);
}

void PropEvaluationTest::theLowOfADayCounts()
{
    QCOMPARE(playEvaluation(std::vector{day(-0.06, 0.2)}, kRules).outcome, PropOutcome::DayLoss);
}

void PropEvaluationTest::aStaticFloorStaysWhereItIs()
{
    // Up 9 %, then down by less than a day may lose, to above 0.90.
    const std::vector<PropDay> days{day(0, 0.09), day(-0.04, -0.04), day(-0.04, -0.04),
                                    day(-0.04, -0.04), day(-0.04, -0.04)};
    QCOMPARE(playEvaluation(std::span{days}.first(4), kRules).outcome, PropOutcome::Unfinished);
    const std::vector<PropDay> losing(3, day(-0.04, -0.04));
    QCOMPARE(playEvaluation(losing, kRules).outcome, PropOutcome::Drawdown);
}

void PropEvaluationTest::aTrailingFloorRises()
{
    PropRules rules;
    rules.drawdown = PropDrawdown::Trailing;
    const std::vector<PropDay> days{day(0, 0.09), day(-0.04, -0.04), day(-0.04, -0.04),
                                    day(-0.04, -0.04)};
    const PropRun run = playEvaluation(days, rules);
    QCOMPARE(run.outcome, PropOutcome::Drawdown);
    QCOMPARE(run.days, 4);
}

void PropEvaluationTest::theDayCountsFromBalanceIfSoChosen()
{
    PropDay carried = day(-0.04, -0.04);
    carried.open = 0.03; // an open win of the day before; it may be lost beside the day's own 5 %
    PropRules rules;
    rules.dayLoss = 30'000;
    QCOMPARE(playEvaluation(std::vector{carried}, rules).outcome, PropOutcome::DayLoss);
    rules.dayReference = PropReference::Balance;
    QCOMPARE(playEvaluation(std::vector{carried}, rules).outcome, PropOutcome::Unfinished);
}

void PropEvaluationTest::timeRunsOut()
{
    PropRules rules;
    rules.mostDays = 5;
    const std::vector<PropDay> days(9, day(0, 0.001));
    const PropRun run = playEvaluation(days, rules);
    QCOMPARE(run.outcome, PropOutcome::TimeOut);
    QCOMPARE(run.days, 5);
}

void PropEvaluationTest::daysComeFromEquityAndTrades()
{
    const auto at = [](int hour) {
        return Timestamp{} + hours(hour);
    };
    const std::vector<EquityPoint> equity{{at(0), usdc(1'000)},  {at(6), usdc(1'100)},
                                          {at(12), usdc(950)},   {at(24), usdc(1'050)},
                                          {at(30), usdc(1'155)}, {at(40), usdc(1'050)}};
    TradeRow trade;
    trade.entryTime = at(2);
    trade.exitTime = at(20);
    trade.pricePnl = usdc(20);
    const auto found = propDaysOf(equity, {&trade, 1});
    QCOMPARE(found.size(), std::size_t{2});
    QVERIFY(std::abs(found[0].low + 0.05) < 1e-12);
    QVERIFY(std::abs(found[0].high - 0.1) < 1e-12);
    QVERIFY(std::abs(found[0].close - 0.05) < 1e-12);
    QVERIFY(found[0].traded);
    QVERIFY(!found[1].traded);
    QVERIFY(std::abs(found[1].high - 0.1) < 1e-12);
    QVERIFY(std::abs(found[1].open - 30.0 / 1'050.0) < 1e-12);
}

void PropEvaluationTest::oddsAddUpAndRepeat()
{
    const std::vector<PropDay> days{day(-0.01, 0.02), day(-0.03, -0.02), day(-0.02, 0.015),
                                    day(-0.051, -0.04), day(0, 0.01)};
    const PropOdds odds = evaluationOdds(days, kRules, 500, RandomSource{2});
    QVERIFY(std::abs(odds.passed + odds.dayLoss + odds.drawdown + odds.undecided - 1.0) < 1e-9);
    QVERIFY(odds.dayLoss > 0.0);
    QCOMPARE(evaluationOdds(days, kRules, 500, RandomSource{2}).passed, odds.passed);
    QCOMPARE(evaluationOdds({}, kRules, 500, RandomSource{2}).passed, 0.0);
}

WICK_TEST(PropEvaluationTest)
#include "tst_propevaluation.moc"
