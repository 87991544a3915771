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

constexpr InstrumentId kA{0};
constexpr InstrumentId kB{1};

PairTable tableOf(const CorrelationMatrix& matrix)
{
    PairTable pairs{matrix.markets()};
    pairs.refresh(matrix);
    return pairs;
}

bool grouped(const PairTable& pairs)
{
    return pairs.groupOf(kA) == pairs.groupOf(kB);
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
    void quantisesToTheSideThatWeighsMore();
    void unknownMarketsAreAGroupAndAddUp();
    void aHedgeCountsByItsLowerBoundOnly();
    void anotherGroupDoesNotCount();
    void portfolioDeviationOfOnePositionIsItsOwn();
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
    QVERIFY(grouped(tableOf(matrixOf(0.9, 2'000))));
    QVERIFY(grouped(tableOf(matrixOf(-0.9, 2'000))));
    QVERIFY(!grouped(tableOf(matrixOf(0.1, 2'000))));
}

void CorrelationTest::quantisesToTheSideThatWeighsMore()
{
    const CorrelationMatrix matrix = matrixOf(-0.7, 2'000);
    const PairBound pair = tableOf(matrix).between(kA, kB);
    const Correlation found = matrix.between(0, 1);
    QVERIFY(pair.known && pair.opposite);
    QVERIFY(static_cast<double>(pair.alike) >= -found.alike * 1e6);
    QVERIFY(static_cast<double>(pair.alike) < -found.alike * 1e6 + 1.0);
    QVERIFY(static_cast<double>(pair.hedge) <= -found.hedge * 1e6);
    QVERIFY(static_cast<double>(pair.hedge) > -found.hedge * 1e6 - 1.0);
}

void CorrelationTest::unknownMarketsAreAGroupAndAddUp()
{
    const PairTable pairs{3};
    const std::array<Exposure, 3> legs{{{kA, 500}, {kB, -200}, {InstrumentId{2}, 100}}};
    QCOMPARE(pairs.groupOf(InstrumentId{2}), std::size_t{0});
    QCOMPARE(groupExposure(pairs, legs, 0), std::int64_t{800});
}

void CorrelationTest::aHedgeCountsByItsLowerBoundOnly()
{
    const PairTable pairs = tableOf(matrixOf(0.9, 2'000));
    const std::int64_t hedge = pairs.between(kA, kB).hedge;
    QVERIFY(hedge < 900'000 && hedge > 800'000);
    const std::array<Exposure, 2> hedged{{{kA, 5'000'000}, {kB, -3'000'000}}};
    QCOMPARE(groupExposure(pairs, hedged, 0), 5'000'000 - 3 * hedge);
    const std::array<Exposure, 2> stacked{{{kA, 5'000'000}, {kB, 3'000'000}}};
    QCOMPARE(groupExposure(pairs, stacked, 0), std::int64_t{8'000'000});
    // Of markets that move against each other, a long and a short are one position.
    const PairTable against = tableOf(matrixOf(-0.9, 2'000));
    QCOMPARE(groupExposure(against, hedged, 0), std::int64_t{8'000'000});
}

void CorrelationTest::anotherGroupDoesNotCount()
{
    const PairTable pairs = tableOf(matrixOf(0.1, 2'000));
    const std::array<Exposure, 2> legs{{{kA, 500}, {kB, 900}}};
    QCOMPARE(groupExposure(pairs, legs, pairs.groupOf(kA)), std::int64_t{500});
    QCOMPARE(groupExposure(pairs, legs, pairs.groupOf(kB)), std::int64_t{900});
}

void CorrelationTest::portfolioDeviationOfOnePositionIsItsOwn()
{
    const PairTable pairs{2};
    const std::array<Exposure, 2> one{{{kA, 500'000'000, 40'000}, {kB, 0, 30'000}}};
    QCOMPARE(portfolioDeviation(pairs, one), std::int64_t{20'000'000});
    // Not known: the worst of both signs, so deviations add.
    const std::array<Exposure, 2> both{{{kA, 500'000'000, 40'000}, {kB, -1'000'000'000, 30'000}}};
    QCOMPARE(portfolioDeviation(pairs, both), std::int64_t{50'000'000});
    // 3 and 4 at a right angle would be 5; whatever is known of the pair, it is not less than that
    // of a hedge and not more than the sum.
    const PairTable known = tableOf(matrixOf(0.0, 5'000));
    const std::array<Exposure, 2> square{{{kA, 3'000'000, 1'000'000}, {kB, 4'000'000, 1'000'000}}};
    const std::int64_t swing = portfolioDeviation(known, square);
    QVERIFY(swing >= 5'000'000 && swing < 5'400'000);
    QCOMPARE(portfolioDeviation(pairs, std::array<Exposure, 1>{{{kA, 1, 1}}}), std::int64_t{1});
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
    const PairTable pairs = tableOf(matrixOf(0.8, 1'000));
    const bool held = rc::check("at most the sum of its legs", [&pairs] {
        const std::array<Exposure, 2> legs{
            {{kA, *rc::gen::inRange<std::int64_t>(-1'000'000, 1'000'001), 40'000},
             {kB, *rc::gen::inRange<std::int64_t>(-1'000'000, 1'000'001), 40'000}}};
        const std::int64_t sum = std::abs(legs[0].value) + std::abs(legs[1].value);
        const std::int64_t weight = groupExposure(pairs, legs, 0);
        RC_ASSERT(weight >= 0 && weight <= sum);
        RC_ASSERT(portfolioDeviation(pairs, legs) <= sum * 40'000 / 1'000'000 + 3);
    });
    QVERIFY(held);
}

WICK_TEST(CorrelationTest)
#include "tst_correlation.moc"
