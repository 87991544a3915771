#include "core/indicators/regime.h"
#include "tests/support/testregistry.h"

using namespace wick::core;

namespace {

BarPrices barAt(double close, double range)
{
    return {close + range / 2.0, close - range / 2.0, close};
}

} // namespace

class RegimeTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fewBarsSayNothing();
    void aStraightWayIsATrendFromItsSecondBar();
    void barsThatGoNowhereAreARange();
    void widerBarsThanInSevenDaysAreHighVolatility();
    void aSingleBarChangesNothing();
};

void RegimeTest::fewBarsSayNothing()
{
    RegimeLabel label;
    for (int i = 0; i < 27; ++i) { // ADX 14 has its first value at the 28th bar
        label.update(barAt(100.0 + i, 2.0));
        QVERIFY(label.value() == Regime::Unknown);
    }
}

void RegimeTest::aStraightWayIsATrendFromItsSecondBar()
{
    RegimeLabel label;
    for (int i = 0; i < 28; ++i) {
        label.update(barAt(100.0 + i, 2.0));
    }
    QVERIFY(label.value() == Regime::Unknown);
    label.update(barAt(128.0, 2.0));
    QVERIFY(label.value() == Regime::Trend);
}

void RegimeTest::barsThatGoNowhereAreARange()
{
    RegimeLabel label;
    for (int i = 0; i < 60; ++i) {
        label.update(barAt(i % 2 == 0 ? 100.0 : 101.0, 2.0));
    }
    QVERIFY(label.value() == Regime::Range);
}

void RegimeTest::widerBarsThanInSevenDaysAreHighVolatility()
{
    constexpr int kWindow = 7 * 24 * 4;
    RegimeLabel label;
    for (int i = 0; i < kWindow + 20; ++i) {
        label.update(barAt(i % 2 == 0 ? 100.0 : 101.0, 2.0));
    }
    QVERIFY(label.value() == Regime::Range); // all alike: none is above the others
    label.update(barAt(100.0, 8.0));
    QVERIFY(label.value() == Regime::Range);
    label.update(barAt(101.0, 8.0));
    QVERIFY(label.value() == Regime::HighVolatility);
}

void RegimeTest::aSingleBarChangesNothing()
{
    RegimeLabel label;
    for (int i = 0; i < 200; ++i) {
        label.update(barAt(100.0 + i, 2.0));
    }
    QVERIFY(label.value() == Regime::Trend);
    label.update(barAt(280.0, 2.0)); // where it was twenty bars ago: no longer straight
    QVERIFY(label.value() == Regime::Trend);
    label.update(barAt(281.0, 2.0));
    QVERIFY(label.value() != Regime::Trend);
}

WICK_TEST(RegimeTest)
#include "tst_regime.moc"
