#include "core/indicators/strength.h"
#include "tests/support/testregistry.h"

#include <cmath>

using namespace wick::core;

namespace {

constexpr double kTiny = 1e-12;

/// Feeds returns of alternating sign and size 1 %; the close ends where it began.
double feedReturns(RocZScore& score, int returns, double close)
{
    for (int i = 0; i < returns; ++i) {
        close *= std::exp(i % 2 == 0 ? 0.01 : -0.01);
        score.update(close);
    }
    return close;
}

} // namespace

class StrengthTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rsiStartsAtItsLength();
    void rsiOfOneDirection();
    void rsiWithoutMovementIsZero();
    void adxStartsAtTwiceItsLength();
    void adxOfATrendIsAHundred();
    void adxWithoutRangeIsZero();
    void adxSettles();
    void efficiencyOfAStraightLineIsOne();
    void efficiencyOfNoMovementIsZero();
    void rateOfChangeIsInPercent();
    void zScoreWaitsForHundredAndTwentyReturns();
    void zScoreUsesSigmaFromBeforeTheMove();
    void zScoreHasAFloor();
    void zScoreIsVoidAcrossAGap();
    void notANumberIsSeen();
};

void StrengthTest::rsiStartsAtItsLength()
{
    Rsi rsi{3};
    for (const double close : {10.0, 11.0, 10.0}) {
        rsi.update(close);
        QVERIFY(!rsi.ready());
        QVERIFY(std::isnan(rsi.value()));
    }
    rsi.update(12.0); // gains 1, 2; loss 1
    QVERIFY(rsi.ready());
    QVERIFY(std::abs(rsi.value() - 75.0) < kTiny);
    rsi.update(12.0);
    QVERIFY(std::abs(rsi.value() - 75.0) < kTiny);
    for (int row = 5; row < 3 + 7 * 3; ++row) {
        QVERIFY(!rsi.settled());
        rsi.update(12.0);
    }
    rsi.update(12.0);
    QVERIFY(rsi.settled());
}

void StrengthTest::rsiOfOneDirection()
{
    Rsi up{5};
    Rsi down{5};
    for (int i = 0; i < 10; ++i) {
        up.update(100.0 + i);
        down.update(100.0 - i);
    }
    QCOMPARE(up.value(), 100.0);
    QCOMPARE(down.value(), 0.0);
}

void StrengthTest::rsiWithoutMovementIsZero()
{
    Rsi rsi{3};
    for (int i = 0; i < 8; ++i) {
        rsi.update(5.0);
    }
    QCOMPARE(rsi.value(), 0.0);
}

void StrengthTest::adxStartsAtTwiceItsLength()
{
    Adx adx{4};
    for (int row = 0; row < 12; ++row) {
        const double low = 10.0 + row % 3;
        adx.update({low + 2.0, low, low + 1.0});
        QCOMPARE(adx.directionReady(), row >= 4);
        QCOMPARE(std::isnan(adx.plusDi()), row < 4);
        QCOMPARE(adx.ready(), row >= 7);
        QCOMPARE(std::isnan(adx.value()), row < 7);
    }
}

void StrengthTest::adxOfATrendIsAHundred()
{
    Adx adx{5};
    for (int row = 0; row < 30; ++row) {
        const double low = 10.0 + row;
        adx.update({low + 1.0, low, low + 1.0});
    }
    QVERIFY(std::abs(adx.value() - 100.0) < 1e-9);
    QVERIFY(std::abs(adx.plusDi() - 100.0) < 1e-9);
    QCOMPARE(adx.minusDi(), 0.0);
}

void StrengthTest::adxWithoutRangeIsZero()
{
    Adx adx{3};
    for (int row = 0; row < 12; ++row) {
        adx.update({7.0, 7.0, 7.0});
    }
    QCOMPARE(adx.value(), 0.0);
    QCOMPARE(adx.plusDi(), 0.0);
}

void StrengthTest::adxSettles()
{
    Adx adx{14};
    for (int bars = 0; bars < 2 * 14 + 7 * 14 - 1; ++bars) {
        adx.update({2.0, 1.0, 1.5});
    }
    QVERIFY(!adx.settled());
    adx.update({2.0, 1.0, 1.5});
    QVERIFY(adx.settled());
}

void StrengthTest::efficiencyOfAStraightLineIsOne()
{
    KaufmanEfficiency efficiency{4};
    for (int i = 0; i < 4; ++i) {
        efficiency.update(0.1 * i);
        QVERIFY(std::isnan(efficiency.value()));
    }
    efficiency.update(0.4);
    QVERIFY(efficiency.ready());
    QVERIFY(std::abs(efficiency.value() - 1.0) < kTiny);
    QVERIFY(efficiency.value() <= 1.0);
    efficiency.update(0.2); // 0.1 0.2 0.3 0.4 0.2: net 0.1 over a way of 0.5
    QVERIFY(std::abs(efficiency.value() - 0.2) < kTiny);
}

void StrengthTest::efficiencyOfNoMovementIsZero()
{
    KaufmanEfficiency efficiency{3};
    for (const double close : {1.0, 9.0, 2.0, 2.0, 2.0, 2.0}) {
        efficiency.update(close);
    }
    QCOMPARE(efficiency.value(), 0.0);
}

void StrengthTest::rateOfChangeIsInPercent()
{
    RateOfChange change{2};
    change.update(100.0);
    change.update(120.0);
    QVERIFY(std::isnan(change.value()));
    change.update(110.0);
    QVERIFY(std::abs(change.value() - 10.0) < kTiny);
}

void StrengthTest::zScoreWaitsForHundredAndTwentyReturns()
{
    RocZScore score{5, 0.0};
    score.update(100.0);
    const double close = feedReturns(score, 119, 100.0);
    QVERIFY(!score.ready());
    QVERIFY(std::isnan(score.value()));
    score.update(close);
    QVERIFY(score.ready());
    QVERIFY(std::isfinite(score.value()));
}

void StrengthTest::zScoreUsesSigmaFromBeforeTheMove()
{
    RocZScore score{1, 0.0};
    score.update(100.0);
    const double close = feedReturns(score, 130, 100.0); // sigma is 1 % throughout
    score.update(close * std::exp(0.03));
    QVERIFY(std::abs(score.value() - 3.0) < 1e-9); // the burst has not widened its own sigma
    score.update(close * std::exp(0.03));
    QVERIFY(std::abs(score.value()) < 1e-9);
    score.update(close * std::exp(0.06));
    QVERIFY(score.value() < 3.0); // now it has
}

void StrengthTest::zScoreHasAFloor()
{
    RocZScore flat{4, 0.001};
    for (int i = 0; i < 130; ++i) {
        flat.update(100.0);
    }
    QCOMPARE(flat.value(), 0.0);
    flat.update(100.0 * std::exp(0.004));
    QVERIFY(std::abs(flat.value() - 2.0) < 1e-9);

    RocZScore noFloor{4, 0.0};
    for (int i = 0; i < 130; ++i) {
        noFloor.update(100.0);
    }
    QCOMPARE(noFloor.value(), 0.0);
    noFloor.update(101.0);
    QVERIFY(std::isnan(noFloor.value()));
}

void StrengthTest::zScoreIsVoidAcrossAGap()
{
    RocZScore score{3, 0.0};
    score.update(100.0);
    double close = feedReturns(score, 140, 100.0);
    QVERIFY(score.ready());
    close *= 2.0;
    score.update(close, Continuity::AfterGap);
    for (int i = 0; i < 3; ++i) {
        QVERIFY(!score.ready());
        score.update(close);
    }
    QVERIFY(score.ready());
    QCOMPARE(score.value(), 0.0);
    score.update(close * std::exp(0.01));
    QVERIFY(score.value() > 0.5); // the jump did not enter sigma
}

void StrengthTest::notANumberIsSeen()
{
    Rsi rsi{2};
    Adx adx{2};
    KaufmanEfficiency efficiency{6};
    for (int i = 0; i < 6; ++i) {
        const double close = i == 3 ? kUndefined : 10.0 + i;
        rsi.update(close);
        adx.update({11.0 + i, i == 3 ? kUndefined : 9.0, 10.0});
        efficiency.update(close);
    }
    QVERIFY(std::isnan(rsi.value()));
    QVERIFY(std::isnan(adx.value()));
    efficiency.update(20.0);
    QVERIFY(std::isnan(efficiency.value()));
}

WICK_TEST(StrengthTest)
#include "tst_strength.moc"
