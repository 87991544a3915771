#include "core/risk/riskfactors.h"
#include "tests/support/builders.h"
#include "tests/support/testregistry.h"

#include <cmath>
#include <vector>

using namespace wick::core;
using wick::test::eth;
using wick::test::usd;

namespace {

constexpr InstrumentId kEth{0};
constexpr InstrumentId kOther{1};

Timestamp at(std::int64_t minute)
{
    return Timestamp{} + minutes(minute);
}

/// Feeds closes of five-minute bars that go up and down by `step` USDC around 2,000.
void feed(RiskFactors& factors, std::int64_t bars, double step, std::int64_t from = 0)
{
    for (std::int64_t i = from; i < from + bars; ++i) {
        const Price close = usd(2'000.0 + (i % 2 == 0 ? step : 0.0));
        factors.take(kEth, at(5 * (i + 1)), usd(1'999), usd(2'001 + step), close);
    }
}

} // namespace

class RiskFactorsTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void beginsWithTheUsualAndTheFloor();
    void aFiveMinuteBarCountsAtItsEnd();
    void volatilityFollowsReturnsAndIsRoundedUp();
    void aMarketNobodyKnowsIsWild();
    void theHoursRangeIsTakenAfterFourteen();
    void historyCountsLikeBars();
    void wildMarketsLowerTheLeverageAtOnce();
    void unlimitedLeverageStaysSo();
    void tradesMakeThePerformance();
    void comesBackFromItsState();
};

void RiskFactorsTest::beginsWithTheUsualAndTheFloor()
{
    const std::vector<Instrument> instruments{eth()};
    const RiskFactors factors{instruments, at(0)};
    QCOMPARE(factors.volatility(kEth), std::int64_t{37'000});
    QCOMPARE(factors.leverageCap(kEth), DynamicLeverage::kFloor);
    QVERIFY(!factors.pairs().between(kEth, kEth).known);
    // Also where the clock says 2026: the years before the account are no time to rise in.
    RiskFactors today{instruments, Timestamp{} + days(20'000)};
    today.refresh(Timestamp{} + days(20'000) + minutes(60), {}, 0);
    QVERIFY(today.leverageCap(kEth) <= 1'100'000);
}

void RiskFactorsTest::aFiveMinuteBarCountsAtItsEnd()
{
    const std::vector<Instrument> instruments{eth()};
    RiskFactors factors{instruments, at(0)};
    feed(factors, 13, 2.0); // its end is the end of the last one: twelve returns
    factors.refresh(at(64), {}, 0);
    QCOMPARE(factors.volatility(kEth), std::int64_t{37'000});
    factors.refresh(at(65), {}, 0);
    QVERIFY(factors.volatility(kEth) < 20'000);
}

void RiskFactorsTest::volatilityFollowsReturnsAndIsRoundedUp()
{
    const std::vector<Instrument> instruments{eth()};
    RiskFactors factors{instruments, at(0)};
    feed(factors, 400, 2.0);
    factors.refresh(at(2'000), {}, 0);
    // Each return is 0.1 %, of which a day has 288: 1.697 %.
    const double day = std::log(2'002.0 / 2'000.0) * std::sqrt(288.0) * 1e6;
    QVERIFY(std::abs(static_cast<double>(factors.volatility(kEth)) - day) < 2.0);
}

void RiskFactorsTest::aMarketNobodyKnowsIsWild()
{
    auto fields = eth().fields();
    fields.normalVolatility = 0.0;
    const std::vector<Instrument> instruments{Instrument::create(fields).value()};
    const RiskFactors factors{instruments, at(0)};
    QCOMPARE(factors.volatility(kEth), std::int64_t{100'000});
}

void RiskFactorsTest::theHoursRangeIsTakenAfterFourteen()
{
    const std::vector<Instrument> instruments{eth()};
    RiskFactors factors{instruments, at(0)};
    feed(factors, 12 * 14, 0.0);
    factors.refresh(at(14 * 60), {}, 0);
    // 3.7 % of 2,000 a day: an hour usually has 24.20.
    QCOMPARE(factors.hourRange(kEth).count(), std::int64_t{2'420});
    feed(factors, 12 * 4, 0.0, 12 * 14);
    factors.refresh(at(18 * 60), {}, 0);
    QCOMPARE(factors.hourRange(kEth).count(), std::int64_t{200}); // 1,999 to 2,001
}

void RiskFactorsTest::historyCountsLikeBars()
{
    const std::vector<Instrument> instruments{eth()};
    RiskFactors streamed{instruments, at(0)};
    RiskFactors prepared{instruments, at(0)};
    std::vector<ClosedBar> bars;
    for (std::int64_t i = 0; i < 400; ++i) {
        const double close = 2'000.0 + (i % 2 == 0 ? 2.0 : 0.0);
        bars.push_back(wick::test::bar(5 * i, 2'000, 2'003, 1'999, close));
        streamed.take(kEth, at(5 * (i + 1)), usd(1'999), usd(2'003), usd(close));
    }
    prepared.takeHistory(kEth, bars, minutes(5));
    prepared.take(kEth, at(2'001), usd(2'000), usd(2'000), usd(2'000));
    streamed.take(kEth, at(2'001), usd(2'000), usd(2'000), usd(2'000));
    prepared.refresh(at(2'001), {}, 0);
    streamed.refresh(at(2'001), {}, 0);
    QCOMPARE(prepared.volatility(kEth), streamed.volatility(kEth));
    QCOMPARE(prepared.hourRange(kEth), streamed.hourRange(kEth));
}

void RiskFactorsTest::wildMarketsLowerTheLeverageAtOnce()
{
    const std::vector<Instrument> instruments{eth()};
    RiskFactors factors{instruments, at(0)};
    factors.restore(kEth, {5'000'000, 0, at(0)}, {});
    factors.refresh(at(0), {}, 0);
    QCOMPARE(factors.leverageCap(kEth), std::int64_t{1'500'000}); // nothing is known of it yet
    factors.restore(kEth, {5'000'000, 0, at(0)}, {});
    feed(factors, 400, 2.0); // 1.7 %, against a usual 3.7 %, which is assumed
    factors.refresh(at(2'000), {}, 0);
    QCOMPARE(factors.leverageCap(kEth), std::int64_t{5'000'000});
    factors.refresh(at(2'000), {}, 120'000);
    QCOMPARE(factors.leverageCap(kEth), std::int64_t{2'500'000});
    QCOMPARE(factors.leverageFactors(kEth).drawdown, 0.5);
    QCOMPARE(factors.leverageInputs(kEth).drawdown, std::int64_t{120'000});
}

void RiskFactorsTest::unlimitedLeverageStaysSo()
{
    const std::vector<Instrument> instruments{eth()};
    RiskFactors factors{instruments, at(0)};
    factors.refresh(at(0), RiskLimits::open(), -1);
    QCOMPARE(factors.leverageCap(kEth), kNoLimit);
}

void RiskFactorsTest::tradesMakeThePerformance()
{
    const std::vector<Instrument> instruments{eth(), eth(kOther)};
    RiskFactors factors{instruments, at(0)};
    for (int i = 0; i < 120; ++i) {
        factors.takeTrade(kEth, i % 5 < 3 ? 2'000'000 : -1'000'000);
    }
    const LeverageInputs& inputs = factors.leverageInputs(kEth);
    QCOMPARE(inputs.trades, std::int64_t{100});
    QCOMPARE(inputs.winShare, 0.6);
    QCOMPARE(inputs.payoff, 2.0);
    // Mean 0.8, deviation 1.47, of a hundred: 0.8 - 1.64 x 0.147.
    QVERIFY(std::abs(inputs.expectancyLow - 0.559) < 0.001);
    QCOMPARE(performanceFactor(inputs), 1.2);
    QCOMPARE(factors.leverageInputs(kOther).trades, std::int64_t{0});
    for (int i = 0; i < 100; ++i) {
        factors.takeTrade(kOther, -1'000'000);
    }
    QCOMPARE(performanceFactor(factors.leverageInputs(kOther)), 0.6);
}

void RiskFactorsTest::comesBackFromItsState()
{
    const std::vector<Instrument> instruments{eth()};
    RiskFactors factors{instruments, at(0)};
    const std::vector<std::int64_t> trades(60, 1'000'000);
    factors.restore(kEth, {2'000'000, 1, at(0)}, trades);
    QCOMPARE(factors.leverageCap(kEth), std::int64_t{2'000'000});
    QCOMPARE(factors.leverageInputs(kEth).trades, std::int64_t{60});
    QCOMPARE(factors.tradesOf(kEth).size(), std::size_t{60});
    QVERIFY((factors.leverageState(kEth) == LeverageState{2'000'000, 1, at(0)}));
}

WICK_TEST(RiskFactorsTest)
#include "tst_riskfactors.moc"
