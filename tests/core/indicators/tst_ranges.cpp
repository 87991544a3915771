#include "core/indicators/ranges.h"
#include "tests/support/testregistry.h"

#include <cmath>

using namespace wick::core;

class RangesTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void trueRangeStartsAtTheSecondBar();
    void trueRangeCountsTheJump();
    void averageStartsWithTheMean();
    void averageSettles();
    void choppinessOfATrendIsLow();
    void choppinessOfAFlatRangeIsAHundred();
    void choppinessIsHeldAtAHundred();
    void notANumberStays();
};

void RangesTest::trueRangeStartsAtTheSecondBar()
{
    TrueRange range;
    QVERIFY(!range.ready());
    range.update({10.0, 8.0, 9.0});
    QVERIFY(!range.ready());
    QVERIFY(std::isnan(range.value()));
    range.update({10.0, 8.5, 9.0});
    QVERIFY(range.ready());
    QCOMPARE(range.value(), 1.5);
}

void RangesTest::trueRangeCountsTheJump()
{
    TrueRange range;
    range.update({10.0, 8.0, 9.0});
    range.update({13.0, 12.0, 12.5});
    QCOMPARE(range.value(), 4.0);
    range.update({11.0, 10.0, 10.0});
    QCOMPARE(range.value(), 2.5);
}

void RangesTest::averageStartsWithTheMean()
{
    Atr atr{2};
    atr.update({10.0, 8.0, 9.0});
    atr.update({10.0, 9.0, 9.0});
    QVERIFY(!atr.ready());
    QVERIFY(std::isnan(atr.value()));
    atr.update({12.0, 9.0, 10.0});
    QVERIFY(atr.ready()); // row 2 for a length of 2
    QCOMPARE(atr.value(), 2.0);
    atr.update({14.0, 10.0, 12.0});
    QCOMPARE(atr.value(), 3.0);
    QCOMPARE(atr.trueRange(), 4.0);
}

void RangesTest::averageSettles()
{
    Atr atr{14};
    for (int bar = 0; bar < 15 + 7 * 14 - 1; ++bar) {
        atr.update({2.0, 1.0, 1.5});
    }
    QVERIFY(!atr.settled());
    atr.update({2.0, 1.0, 1.5});
    QVERIFY(atr.settled());
}

void RangesTest::choppinessOfATrendIsLow()
{
    Choppiness choppiness{4};
    choppiness.update({1.0, 0.0, 1.0});
    for (int bar = 1; bar <= 4; ++bar) {
        QVERIFY(!choppiness.ready());
        QVERIFY(std::isnan(choppiness.value()));
        const double low = bar;
        choppiness.update({low + 1.0, low, low + 1.0});
    }
    QVERIFY(choppiness.ready());
    QVERIFY(std::abs(choppiness.value()) < 1e-12); // four ranges of 1 cover a range of 4
    choppiness.update({6.0, 4.0, 5.0});            // 1 + 1 + 1 + 2 over 6 - 2
    QVERIFY(std::abs(choppiness.value() - 100.0 * std::log10(1.25) / std::log10(4.0)) < 1e-12);
}

void RangesTest::choppinessOfAFlatRangeIsAHundred()
{
    Choppiness choppiness{3};
    for (int bar = 0; bar < 5; ++bar) {
        choppiness.update({7.0, 7.0, 7.0});
    }
    QCOMPARE(choppiness.value(), 100.0);
}

void RangesTest::choppinessIsHeldAtAHundred()
{
    Choppiness choppiness{2};
    choppiness.update({1.0, 1.0, 1.0});
    choppiness.update({9.0, 9.0, 9.0}); // a jump counts as range, but not between high and low
    choppiness.update({9.5, 9.0, 9.0});
    QCOMPARE(choppiness.value(), 100.0);
}

void RangesTest::notANumberStays()
{
    Atr atr{2};
    atr.update({2.0, 1.0, 1.5});
    atr.update({kUndefined, 1.0, 1.5});
    for (int bar = 0; bar < 5; ++bar) {
        atr.update({2.0, 1.0, 1.5});
    }
    QVERIFY(std::isnan(atr.value()));
}

WICK_TEST(RangesTest)
#include "tst_ranges.moc"
