#include "core/backtest/equitymeasures.h"
#include "tests/support/backtestvalues.h"
#include "tests/support/testregistry.h"

#include <cmath>

using namespace wick::core;
using namespace wick::test;

namespace {

/// Returns of days that go +2 % and -1 % in turn.
std::vector<double> alternating(std::size_t count)
{
    std::vector<double> returns;
    for (std::size_t i = 0; i < count; ++i) {
        returns.push_back(i % 2 == 0 ? 0.02 : -0.01);
    }
    return returns;
}

bool near(const Figure& figure, double expected)
{
    return figure.has()
           && std::fabs(figure.value() - expected) <= 1e-9 * (1.0 + std::fabs(expected));
}

} // namespace

class EquityMeasuresTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void daysEndAtMidnightUtc();
    void aMarketWithHoursHasFiveDaysAWeek();
    void noReturnsWhereEquityWasNotPositive();
    void ratiosComeFromDailyReturns();
    void ratiosAreHiddenBelowNinetyDays();
    void returnsThatDoNotVaryHaveNoSharpe();
    void autocorrelationMayLeaveNoRatio();
    void drawdownIsMeasuredFromThePeak();
    void anOpenDrawdownCounts();
    void aPeakHeldWhileFlatEndsWithItsLastMark();
    void aCurveThatOnlyRisesHasNoDrawdown();
    void tailsAreOrderedLosses();
    void tailsNeedEnoughDays();
    void worstDayLongMovesWithTheClock();
};

void EquityMeasuresTest::daysEndAtMidnightUtc()
{
    const auto points = equityAt({{0, 100}, {12, 110}, {24, 120}, {30, 99}, {49, 105}});
    const auto returns = dailyReturns(curveOver(points, 60), DayCount::EveryDay);
    QCOMPARE(returns.size(), std::size_t{3}); // a cut third day
    QCOMPARE(returns[0], std::log(1.2));      // the mark at midnight belongs to the day that ends
    QCOMPARE(returns[1], std::log(99.0 / 120.0));
    QCOMPARE(returns[2], std::log(105.0 / 99.0));
}

void EquityMeasuresTest::aMarketWithHoursHasFiveDaysAWeek()
{
    // Friday, the weekend with a Sunday evening, Monday.
    const auto points = equityAt({{0, 100}, {20, 110}, {71, 121}, {80, 133}});
    const auto curve = curveOver(points, 4 * 24);
    QCOMPARE(dailyReturns(curve, DayCount::EveryDay).size(), std::size_t{4});
    const auto returns = dailyReturns(curve, DayCount::Weekdays);
    QCOMPARE(returns.size(), std::size_t{2});
    QCOMPARE(returns[0], std::log(1.1));
    QCOMPARE(returns[1], std::log(133.0 / 110.0));
    QCOMPARE(daysAYear(DayCount::Weekdays), 260);
    QCOMPARE(daysAYear(DayCount::EveryDay), 365);
}

void EquityMeasuresTest::noReturnsWhereEquityWasNotPositive()
{
    const auto points = equityAt({{0, 100}, {20, -5}, {30, 50}});
    const auto curve = curveOver(points, 100 * 24);
    const auto returns = dailyReturns(curve, DayCount::EveryDay);
    QVERIFY(returns.empty());
    const auto figures = returnFigures(curve, DayCount::EveryDay, returns, 1.05);
    QCOMPARE(figures.sharpe.missing(), Missing::NotPositive);
    QCOMPARE(figures.cagr.missing(), Missing::NotPositive);
    QCOMPARE(tailFigures(curve, returns).var95.missing(), Missing::NotPositive);
}

void EquityMeasuresTest::ratiosComeFromDailyReturns()
{
    const auto points = equityAt({{0, 1'000}, {2'400, 1'100}});
    const auto daily = alternating(100);
    const auto figures = returnFigures(curveOver(points, 2'400), DayCount::EveryDay, daily, 0.05);
    QVERIFY(near(figures.sharpe, 6.3364027649763575)); // 0.005 / 0.0150756 x sqrt(365)
    QVERIFY(near(figures.volatility, 0.2880183074989251));
    // Four lags; rho_k = (-1)^k (100 - k) / 100.
    QVERIFY(near(figures.sharpeAdjusted, 0.33166247903554 * 365.0 / std::sqrt(346.6)));
    // The denominator is taken over all days, not over losing days alone.
    QVERIFY(near(figures.sortino, 0.005 / std::sqrt(0.00005) * std::sqrt(365.0)));
    const double cagr = std::pow(1.1, 3.65) - 1.0;
    QVERIFY(near(figures.cagr, cagr));
    QVERIFY(near(figures.calmar, cagr / 0.05));
    QCOMPARE(figures.total, 0.1);
}

void EquityMeasuresTest::ratiosAreHiddenBelowNinetyDays()
{
    const auto points = equityAt({{0, 1'000}, {200, 1'100}});
    const auto daily = alternating(90);
    const auto hidden =
        returnFigures(curveOver(points, 90 * 24 - 1), DayCount::EveryDay, daily, 0.05);
    for (const Figure& figure :
         {hidden.cagr, hidden.sharpe, hidden.sharpeAdjusted, hidden.sortino, hidden.calmar})
    {
        QCOMPARE(figure.missing(), Missing::TooShort);
        QVERIFY(!figure.optional());
    }
    QVERIFY(hidden.volatility.has());
    const auto shown = returnFigures(curveOver(points, 90 * 24), DayCount::EveryDay, daily, 0.05);
    QVERIFY(shown.cagr.has());
    QVERIFY(shown.sharpe.has());
}

void EquityMeasuresTest::returnsThatDoNotVaryHaveNoSharpe()
{
    const auto points = equityAt({{0, 1'000}});
    const std::vector<double> daily(100, 0.0);
    const auto figures = returnFigures(curveOver(points, 2'400), DayCount::EveryDay, daily, 0.0);
    QCOMPARE(figures.sharpe.missing(), Missing::NoVariation);
    QCOMPARE(figures.sortino.missing(), Missing::NoLosses);
    QCOMPARE(figures.calmar.missing(), Missing::NoDrawdown);
    QVERIFY(near(figures.volatility, 0.0));
}

void EquityMeasuresTest::autocorrelationMayLeaveNoRatio()
{
    std::vector<double> daily; // each loss is taken back over the next four days
    for (int i = 0; i < 20; ++i) {
        daily.insert(daily.end(), {-0.04, 0.011, 0.011, 0.011, 0.0111});
    }
    const auto points = equityAt({{0, 1'000}, {2'400, 1'100}});
    const auto figures = returnFigures(curveOver(points, 2'400), DayCount::EveryDay, daily, 0.05);
    QVERIFY(figures.sharpe.has());
    QCOMPARE(figures.sharpeAdjusted.missing(), Missing::NotDefined);
}

void EquityMeasuresTest::drawdownIsMeasuredFromThePeak()
{
    const auto points =
        equityAt({{0, 100}, {1, 120}, {2, 90}, {3, 105}, {4, 120}, {9, 119}, {10, 121}});
    const auto figures = drawdownFigures(curveOver(points, 10));
    QCOMPARE(figures.worst, 0.25);
    QCOMPARE(figures.worstMoney, usdc(30));
    QCOMPARE(figures.longest, hours(3)); // from the peak at 1 h to its recovery at 4 h
    QVERIFY(!figures.longestOpen);
    QCOMPARE(figures.underWater, 0.3);
    const double small = 1.0 / 120.0;
    QCOMPARE(figures.ulcer, std::sqrt((0.0625 + 0.015625 + small * small) / 10.0));
}

void EquityMeasuresTest::anOpenDrawdownCounts()
{
    const auto points = equityAt({{0, 100}, {1, 90}, {2, 100}, {3, 99}});
    const auto figures = drawdownFigures(curveOver(points, 10));
    QCOMPARE(figures.worst, 0.1);
    QCOMPARE(figures.longest, hours(8));
    QVERIFY(figures.longestOpen);
}

void EquityMeasuresTest::aPeakHeldWhileFlatEndsWithItsLastMark()
{
    const auto points = equityAt({{0, 100}, {20, 90}, {22, 101}});
    QCOMPARE(drawdownFigures(curveOver(points, 30)).longest, hours(3)); // 19 h to 22 h
}

void EquityMeasuresTest::aCurveThatOnlyRisesHasNoDrawdown()
{
    const auto points = equityAt({{0, 100}, {5, 100}, {6, 101}});
    const auto figures = drawdownFigures(curveOver(points, 10));
    QCOMPARE(figures.worst, 0.0);
    QCOMPARE(figures.longest, Duration{});
    QCOMPARE(figures.underWater, 0.0);
}

void EquityMeasuresTest::tailsAreOrderedLosses()
{
    std::vector<double> daily;
    for (int i = 0; i < 100; ++i) {
        daily.push_back(std::log1p(-i / 1000.0));
    }
    const auto points = equityAt({{0, 100}});
    const auto tail = tailFigures(curveOver(points, 2'400), daily);
    QVERIFY(near(tail.var95, 0.095)); // the fifth worst of a hundred
    QVERIFY(near(tail.cvar95, 0.097));
    QVERIFY(near(tail.var99, 0.099));
    QVERIFY(near(tail.cvar99, 0.099));
    QVERIFY(near(tail.worstDay, -0.099));
}

void EquityMeasuresTest::tailsNeedEnoughDays()
{
    const auto points = equityAt({{0, 100}});
    const auto curve = curveOver(points, 2'400);
    QCOMPARE(tailFigures(curve, alternating(19)).var95.missing(), Missing::TooFewDays);
    QVERIFY(tailFigures(curve, alternating(20)).var95.has());
    QCOMPARE(tailFigures(curve, alternating(99)).cvar99.missing(), Missing::TooFewDays);
    QVERIFY(tailFigures(curve, alternating(100)).cvar99.has());
}

void EquityMeasuresTest::worstDayLongMovesWithTheClock()
{
    // No UTC day loses more than 10 %, the 24 hours up to 30 h lose 20 %.
    const auto points = equityAt({{0, 100}, {6, 100}, {20, 90}, {30, 80}});
    const std::vector<double> daily = dailyReturns(curveOver(points, 48), DayCount::EveryDay);
    const auto tail = tailFigures(curveOver(points, 48), daily);
    QVERIFY(near(tail.worst24h, -0.2));
    QCOMPARE(tailFigures(curveOver(points, 23), daily).worst24h.missing(), Missing::TooFewDays);
}

WICK_TEST(EquityMeasuresTest)
#include "tst_equitymeasures.moc"
