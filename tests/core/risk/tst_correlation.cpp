#include "core/portfolio/correlation.h"
#include "tests/support/testregistry.h"

#include <rapidcheck.h>

#include <array>
#include <cmath>
#include <limits>
#include <random>

using namespace wick::core;

namespace {

constexpr double kClosed = std::numeric_limits<double>::quiet_NaN();

/// Two markets with this correlation, over that many bars.
CorrelationMatrix matrixOf(double rho, int bars)
{
    CorrelationMatrix matrix{2};
    std::mt19937_64 random{7};
    std::normal_distribution<double> normal{0.0, 0.001};
    for (int i = 0; i < bars; ++i) {
        const double common = normal(random);
        const double own = normal(random);
        const std::array<double, 2> returns{common,
                                            rho * common + std::sqrt(1.0 - rho * rho) * own};
        matrix.add(returns);
    }
    return matrix;
}

bool near(double a, double b, double tolerance)
{
    return std::abs(a - b) <= tolerance;
}

} // namespace

class CorrelationTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void boundsAreThoseOfTheDefinition();
    void boundsNeedMoreThanThreeBars();
    void nothingIsKnownBeforeFiveHundredCommonBars();
    void barsThatOneMarketMissesDoNotCount();
    void findsTheCorrelationOfItsReturns();
    void alikeMarketsAreAGroup();
    void unknownMarketsAreAGroupAndAddUp();
    void aHedgeCountsByItsLowerBoundOnly();
    void portfolioVolatilityOfOnePositionIsItsOwn();
    void boundsEncloseTheCorrelation();
    void aGroupNeverWeighsMoreThanItsLegs();
};

void CorrelationTest::boundsAreThoseOfTheDefinition()
{
    const Correlation found = boundedCorrelation(-0.60, 500.0);
    QVERIFY(found.known);
    QVERIFY(near(found.alike, -0.645, 0.0005));
    QVERIFY(near(found.hedge, -0.551, 0.0005));
}

void CorrelationTest::boundsNeedMoreThanThreeBars()
{
    QVERIFY(!boundedCorrelation(0.5, 3.0).known);
    QVERIFY(boundedCorrelation(0.5, 4.0).known);
    QVERIFY(!boundedCorrelation(kClosed, 500.0).known);
}

void CorrelationTest::nothingIsKnownBeforeFiveHundredCommonBars()
{
    QVERIFY(!matrixOf(0.5, 499).between(0, 1).known);
    QCOMPARE(matrixOf(0.5, 499).between(0, 1).bars, std::int64_t{499});
    QVERIFY(matrixOf(0.5, 500).between(0, 1).known);
}

void CorrelationTest::barsThatOneMarketMissesDoNotCount()
{
    CorrelationMatrix matrix{2};
    for (int i = 0; i < 1'000; ++i) {
        matrix.add(std::array<double, 2>{0.001, i % 2 == 0 ? kClosed : 0.001});
    }
    QCOMPARE(matrix.between(1, 0).bars, std::int64_t{500});
    QVERIFY(near(matrix.between(0, 1).rho, 1.0, 1e-12));
}

void CorrelationTest::findsTheCorrelationOfItsReturns()
{
    for (const double rho : {-0.8, 0.0, 0.4, 0.9}) {
        const Correlation found = matrixOf(rho, 5'000).between(0, 1);
        QVERIFY2(near(found.rho, rho, 0.06), std::to_string(found.rho).c_str());
    }
}

void CorrelationTest::alikeMarketsAreAGroup()
{
    std::array<std::size_t, 2> groups{};
    groupMarkets(matrixOf(0.9, 2'000), groups);
    QCOMPARE(groups[0], groups[1]);
    groupMarkets(matrixOf(-0.9, 2'000), groups);
    QCOMPARE(groups[0], groups[1]);
    groupMarkets(matrixOf(0.1, 2'000), groups);
    QVERIFY(groups[0] != groups[1]);
}

void CorrelationTest::unknownMarketsAreAGroupAndAddUp()
{
    const CorrelationMatrix matrix{3};
    std::array<std::size_t, 3> groups{};
    groupMarkets(matrix, groups);
    QCOMPARE(groups, (std::array<std::size_t, 3>{0, 0, 0}));
    const std::array<double, 3> exposures{0.5, -0.2, 0.1};
    QVERIFY(near(groupExposure(matrix, groups, 0, exposures), 0.8, 1e-12));
}

void CorrelationTest::aHedgeCountsByItsLowerBoundOnly()
{
    const CorrelationMatrix matrix = matrixOf(0.9, 2'000);
    std::array<std::size_t, 2> groups{};
    groupMarkets(matrix, groups);
    const double hedge = matrix.between(0, 1).hedge;
    QVERIFY(hedge < 0.9 && hedge > 0.8);
    const std::array<double, 2> hedged{0.5, -0.3};
    QVERIFY(near(groupExposure(matrix, groups, 0, hedged), 0.5 - 0.3 * hedge, 1e-12));
    const std::array<double, 2> stacked{0.5, 0.3};
    QVERIFY(near(groupExposure(matrix, groups, 0, stacked), 0.8, 1e-12));
}

void CorrelationTest::portfolioVolatilityOfOnePositionIsItsOwn()
{
    const CorrelationMatrix matrix{3};
    const std::array<double, 3> volatilities{0.04, 0.03, 0.01};
    QVERIFY(near(portfolioVolatility(matrix, std::array<double, 3>{0.5, 0.0, 0.0}, volatilities),
                 0.02, 1e-12));
    // Not known: the worst of both signs, so deviations add.
    QVERIFY(near(portfolioVolatility(matrix, std::array<double, 3>{0.5, -1.0, 0.0}, volatilities),
                 0.05, 1e-12));
}

void CorrelationTest::boundsEncloseTheCorrelation()
{
    const bool held = rc::check("hedge <= |rho| <= alike, all of one sign", [] {
        const double rho = *rc::gen::inRange(-999, 1'000) / 1'000.0;
        const double bars = *rc::gen::inRange(4, 3'000);
        const Correlation found = boundedCorrelation(rho, bars);
        RC_ASSERT(found.known);
        RC_ASSERT(std::abs(found.hedge) <= std::abs(rho) + 1e-12);
        RC_ASSERT(std::abs(found.alike) >= std::abs(rho) - 1e-6); // cut at tanh 3.8
        RC_ASSERT(std::abs(found.alike) < 1.0);
        RC_ASSERT(found.hedge * rho >= 0.0);
        RC_ASSERT(found.alike * rho >= 0.0);
    });
    QVERIFY(held);
}

void CorrelationTest::aGroupNeverWeighsMoreThanItsLegs()
{
    const CorrelationMatrix matrix = matrixOf(0.8, 1'000);
    const bool held = rc::check("at most the sum of its legs", [&matrix] {
        const std::array<double, 2> exposures{*rc::gen::inRange(-1'000, 1'001) / 100.0,
                                              *rc::gen::inRange(-1'000, 1'001) / 100.0};
        std::array<std::size_t, 2> groups{};
        groupMarkets(matrix, groups);
        const double weight = groupExposure(matrix, groups, 0, exposures);
        const double legs = std::abs(exposures[0]) + std::abs(exposures[1]);
        RC_ASSERT(weight >= 0.0 && weight <= legs + 1e-12);
    });
    QVERIFY(held);
}

WICK_TEST(CorrelationTest)
#include "tst_correlation.moc"
