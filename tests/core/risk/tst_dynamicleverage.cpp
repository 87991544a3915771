#include "core/sizing/dynamicleverage.h"
#include "tests/support/testregistry.h"

#include <rapidcheck.h>

#include <cmath>

using namespace wick::core;

namespace {

constexpr std::int64_t kBase = 5'000'000;
constexpr Timestamp kNoon{1'776'988'800'000'000'000};

LeverageInputs calm()
{
    LeverageInputs inputs;
    inputs.currentVolatility = 0.02;
    inputs.normalVolatility = 0.02;
    inputs.normalIsAssumed = false;
    inputs.drawdown = 0;
    return inputs;
}

/// Winners of 2 R in six of ten trades: f* is 0.4, far above the reference.
LeverageInputs strong()
{
    LeverageInputs inputs = calm();
    inputs.trades = 100;
    inputs.winShare = 0.6;
    inputs.payoff = 2.0;
    inputs.expectancyLow = 0.3;
    return inputs;
}

/// The cap once it had all the time it wants to rise.
double settled(const LeverageInputs& inputs)
{
    DynamicLeverage leverage{{.cap = DynamicLeverage::kMost, .tier = 0, .at = kNoon}};
    leverage.update(kBase, inputs, kNoon);
    return static_cast<double>(leverage.cap()) / 1e6;
}

} // namespace

class DynamicLeverageTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theFiveScenarios();
    void volatilityFactorStaysBetweenItsClamps();
    void anAssumedNormalNeverRaises();
    void drawdownTiersIncludeTheirLowerEdge_data();
    void drawdownTiersIncludeTheirLowerEdge();
    void aTierIsLeftOnePointBelowItsEdge();
    void performanceNeedsFiftyTradesAndAProvenEdge();
    void fallsAtOnceAndRisesTenPercentAnHour();
    void withoutAStoredStateItBeginsAtTheFloor();
    void staysBetweenFloorAndMost();
};

void DynamicLeverageTest::theFiveScenarios()
{
    QCOMPARE(settled(calm()), 5.0);

    LeverageInputs wild = calm();
    wild.currentVolatility = 0.05;
    QCOMPARE(settled(wild), 2.0);

    LeverageInputs fallen = calm();
    fallen.drawdown = 120'000;
    QCOMPARE(settled(fallen), 2.5);

    LeverageInputs best = strong();
    best.currentVolatility = 0.01;
    QCOMPARE(settled(best), 9.0);

    LeverageInputs worst = calm();
    worst.currentVolatility = 0.10;
    worst.drawdown = 200'000;
    worst.trades = 100;
    worst.winShare = 0.2;
    worst.payoff = 1.0;
    QCOMPARE(settled(worst), 1.0);
}

void DynamicLeverageTest::volatilityFactorStaysBetweenItsClamps()
{
    LeverageInputs inputs = calm();
    inputs.currentVolatility = 0.002;
    QCOMPARE(volatilityFactor(inputs), 1.5);
    inputs.currentVolatility = 0.02;
    QCOMPARE(volatilityFactor(inputs), 1.0);
    inputs.currentVolatility = 0.04; // twice the volatility, half the leverage
    QCOMPARE(volatilityFactor(inputs), 0.5);
    inputs.currentVolatility = 0.02 * 10.0 / 3.0;
    QVERIFY(std::abs(volatilityFactor(inputs) - 0.3) < 1e-12);
    inputs.currentVolatility = 0.2;
    QCOMPARE(volatilityFactor(inputs), 0.3);
    for (const double bad : {0.0, -1.0, LeverageInputs::kMissing}) {
        inputs.currentVolatility = bad;
        QCOMPARE(volatilityFactor(inputs), 0.3);
    }
}

void DynamicLeverageTest::anAssumedNormalNeverRaises()
{
    LeverageInputs inputs = calm();
    inputs.normalIsAssumed = true;
    inputs.currentVolatility = 0.005;
    QCOMPARE(volatilityFactor(inputs), 1.0);
}

void DynamicLeverageTest::drawdownTiersIncludeTheirLowerEdge_data()
{
    QTest::addColumn<qint64>("drawdown");
    QTest::addColumn<double>("factor");
    QTest::newRow("none") << qint64{0} << 1.0;
    QTest::newRow("below 5 %") << qint64{49'999} << 1.0;
    QTest::newRow("5 %") << qint64{50'000} << 0.7;
    QTest::newRow("below 10 %") << qint64{99'999} << 0.7;
    QTest::newRow("10 %") << qint64{100'000} << 0.5;
    QTest::newRow("12 %") << qint64{120'000} << 0.5;
    QTest::newRow("below 15 %") << qint64{149'999} << 0.5;
    QTest::newRow("15 %") << qint64{150'000} << 0.3;
    QTest::newRow("missing") << qint64{-1} << 0.3;
}

void DynamicLeverageTest::drawdownTiersIncludeTheirLowerEdge()
{
    QFETCH(qint64, drawdown);
    QFETCH(double, factor);
    LeverageInputs inputs = calm();
    inputs.drawdown = drawdown;
    DynamicLeverage leverage;
    QCOMPARE(leverage.update(kBase, inputs, kNoon).drawdown, factor);
}

void DynamicLeverageTest::aTierIsLeftOnePointBelowItsEdge()
{
    DynamicLeverage leverage;
    LeverageInputs inputs = calm();
    const auto factorAt = [&](std::int64_t drawdown) {
        inputs.drawdown = drawdown;
        return leverage.update(kBase, inputs, kNoon).drawdown;
    };
    QCOMPARE(factorAt(100'000), 0.5);
    QCOMPARE(factorAt(90'000), 0.5);
    QCOMPARE(factorAt(89'999), 0.7);
    QCOMPARE(factorAt(40'000), 0.7);
    QCOMPARE(factorAt(39'999), 1.0);
    QCOMPARE(factorAt(160'000), 0.3);
    QCOMPARE(factorAt(10'000), 1.0); // three edges at once
}

void DynamicLeverageTest::performanceNeedsFiftyTradesAndAProvenEdge()
{
    LeverageInputs inputs = strong();
    QCOMPARE(performanceFactor(inputs), 1.2);
    inputs.trades = 49;
    QCOMPARE(performanceFactor(inputs), 1.0);
    inputs.trades = 50;
    inputs.expectancyLow = 0.0;
    QCOMPARE(performanceFactor(inputs), 1.0);
    inputs.winShare = 0.55;
    inputs.payoff = 1.0; // f* is exactly the reference
    inputs.expectancyLow = 0.1;
    QVERIFY(std::abs(performanceFactor(inputs) - 1.0) < 1e-12);
    inputs.winShare = 0.5; // f* is 0: half
    QCOMPARE(performanceFactor(inputs), 0.6);
    inputs.payoff = 0.0;
    QCOMPARE(performanceFactor(inputs), 0.6);
}

void DynamicLeverageTest::fallsAtOnceAndRisesTenPercentAnHour()
{
    DynamicLeverage leverage{{.cap = kBase, .tier = 0, .at = kNoon}};
    LeverageInputs inputs = calm();
    inputs.currentVolatility = 0.05;
    leverage.update(kBase, inputs, kNoon + seconds(1));
    QCOMPARE(leverage.cap(), std::int64_t{2'000'000});

    inputs.currentVolatility = 0.02;
    const Timestamp fell = kNoon + seconds(1);
    leverage.update(kBase, inputs, fell + minutes(60));
    QVERIFY(std::abs(leverage.cap() - 2'200'000) <= 1);
    leverage.update(kBase, inputs, fell + minutes(120));
    QVERIFY(std::abs(leverage.cap() - 2'420'000) <= 2);
    leverage.update(kBase, inputs, fell + minutes(60 * 24));
    QCOMPARE(leverage.cap(), kBase);
}

void DynamicLeverageTest::withoutAStoredStateItBeginsAtTheFloor()
{
    DynamicLeverage leverage;
    QCOMPARE(leverage.cap(), DynamicLeverage::kFloor);
    const DynamicLeverage restored{{.cap = 2'000'000, .tier = 1, .at = kNoon}};
    QCOMPARE(restored.cap(), std::int64_t{2'000'000});
}

void DynamicLeverageTest::staysBetweenFloorAndMost()
{
    const bool held = rc::check("1 to 10, and never above its hourly reach", [] {
        DynamicLeverage leverage{{.cap = *rc::gen::inRange<std::int64_t>(1'000'000, 10'000'001),
                                  .tier = *rc::gen::inRange(0, 4),
                                  .at = kNoon}};
        LeverageInputs inputs = strong();
        inputs.currentVolatility = *rc::gen::inRange(0, 1'000) / 1'000.0;
        inputs.drawdown = *rc::gen::inRange<std::int64_t>(-1, 1'000'000);
        const std::int64_t base = *rc::gen::inRange<std::int64_t>(100'000, 50'000'000);
        const std::int64_t hours = *rc::gen::inRange<std::int64_t>(0, 30);
        const double reach =
            static_cast<double>(leverage.cap()) * std::pow(1.1, static_cast<double>(hours));
        leverage.update(base, inputs, kNoon + minutes(60) * hours);
        RC_ASSERT(leverage.cap() >= DynamicLeverage::kFloor);
        RC_ASSERT(leverage.cap() <= DynamicLeverage::kMost);
        RC_ASSERT(static_cast<double>(leverage.cap()) <= reach + 1.0);
    });
    QVERIFY(held);
}

WICK_TEST(DynamicLeverageTest)
#include "tst_dynamicleverage.moc"
