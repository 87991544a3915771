#include "core/indicators/averages.h"
#include "tests/support/testregistry.h"

#include <cmath>

using namespace wick::core;

class AveragesTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void meanOfTheLastValues();
    void meanDoesNotDrift();
    void exponentialIsSeededWithTheMean();
    void exponentialSettlesAfterItsSeedHasFaded();
    void wilderIsSeededWithTheMean();
    void aCopyGoesOnByItself();
    void notANumberStays();
    void lengthOfZeroCountsAsOne();
};

void AveragesTest::meanOfTheLastValues()
{
    Sma sma{3};
    for (const double value : {1.0, 2.0}) {
        sma.update(value);
        QVERIFY(!sma.ready());
        QVERIFY(std::isnan(sma.value()));
    }
    sma.update(6.0);
    QVERIFY(sma.ready());
    QCOMPARE(sma.value(), 3.0);
    sma.update(10.0);
    QCOMPARE(sma.value(), 6.0);
}

void AveragesTest::meanDoesNotDrift()
{
    Sma sma{10};
    sma.update(1e15); // would leave a residue in a running sum
    for (int i = 0; i < 30; ++i) {
        sma.update(0.1);
    }
    QVERIFY(std::abs(sma.value() - 0.1) < 1e-16);
}

void AveragesTest::exponentialIsSeededWithTheMean()
{
    Ema ema{3};
    ema.update(1.0);
    ema.update(2.0);
    QVERIFY(!ema.ready());
    QVERIFY(std::isnan(ema.value()));
    ema.update(6.0);
    QVERIFY(ema.ready());
    QCOMPARE(ema.value(), 3.0);
    ema.update(7.0);
    QCOMPARE(ema.value(), 5.0);
}

void AveragesTest::exponentialSettlesAfterItsSeedHasFaded()
{
    QCOMPARE(Ema::settledAfter(200), 904);
    Ema ema{20};
    for (int i = 0; i < 20 + 73; ++i) { // 3.5 * 21 = 73.5: one more is needed
        ema.update(1.0);
    }
    QVERIFY(!ema.settled());
    ema.update(1.0);
    QVERIFY(ema.settled());
    QVERIFY(std::pow(1.0 - 2.0 / 21.0, 74) < 1e-3);
}

void AveragesTest::wilderIsSeededWithTheMean()
{
    WilderMean mean{2};
    mean.update(1.0);
    QVERIFY(std::isnan(mean.value()));
    mean.update(3.0);
    QCOMPARE(mean.value(), 2.0);
    mean.update(4.0);
    QCOMPARE(mean.value(), 3.0);
    for (int i = 4; i < 16; ++i) {
        QVERIFY(!mean.settled());
        mean.update(0.0);
    }
    mean.update(0.0);
    QVERIFY(mean.settled()); // 2 values to be defined, 14 more to forget
}

void AveragesTest::aCopyGoesOnByItself()
{
    Ema first{2};
    first.update(1.0);
    first.update(2.0);
    Ema second = first;
    second.update(30.0);
    QCOMPARE(first.value(), 1.5);
    QVERIFY(second.value() > 20.0);

    Sma left{2};
    left.update(1.0);
    Sma right = left;
    right.update(5.0);
    left.update(3.0);
    QCOMPARE(left.value(), 2.0);
    QCOMPARE(right.value(), 3.0);
}

void AveragesTest::notANumberStays()
{
    Ema ema{2};
    for (const double value : {1.0, kUndefined, 1.0, 1.0, 1.0}) {
        ema.update(value);
    }
    QVERIFY(std::isnan(ema.value()));
}

void AveragesTest::lengthOfZeroCountsAsOne()
{
    Ema ema{0};
    ema.update(4.0);
    QCOMPARE(ema.value(), 4.0);
    ema.update(5.0);
    QCOMPARE(ema.value(), 5.0);
    Sma sma{-3};
    sma.update(4.0);
    QCOMPARE(sma.value(), 4.0);
}

WICK_TEST(AveragesTest)
#include "tst_averages.moc"
