#include "core/indicators/swingdetector.h"
#include "tests/support/testregistry.h"

using namespace wick::core;

namespace {

BarValues bar(std::int64_t at, std::int64_t low, std::int64_t high)
{
    return {Timestamp{minutes(at).count()},
            Price{low},
            Price{high},
            Price{low},
            Price{high},
            Volume{1}};
}

} // namespace

class SwingDetectorTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void isKnownOnlyWhenConfirmed();
    void theFirstOfEqualOnesCounts();
    void lowsAreMirrored();
};

void SwingDetectorTest::isKnownOnlyWhenConfirmed()
{
    SwingDetector swings{2};
    const std::int64_t highs[] = {10, 11, 15, 12};
    for (std::int64_t i = 0; i < 4; ++i) {
        swings.update(bar(i, 5, highs[i]));
        QVERIFY(!swings.high().has_value());
    }
    swings.update(bar(4, 5, 13));
    QVERIFY(swings.newHigh());
    QVERIFY(swings.high() == (Swing{Timestamp{minutes(2).count()}, Price{15}}));
    swings.update(bar(5, 5, 12));
    QVERIFY(!swings.newHigh());
    QVERIFY(swings.high().has_value()); // stays until the next one
}

void SwingDetectorTest::theFirstOfEqualOnesCounts()
{
    SwingDetector swings{1};
    int found = 0;
    const std::int64_t highs[] = {10, 12, 12, 11, 9};
    for (std::int64_t i = 0; i < 5; ++i) {
        swings.update(bar(i, 1, highs[i]));
        found += swings.newHigh() ? 1 : 0;
    }
    QCOMPARE(found, 1);
    QVERIFY(swings.high() == (Swing{Timestamp{minutes(1).count()}, Price{12}}));
}

void SwingDetectorTest::lowsAreMirrored()
{
    SwingDetector swings{1};
    swings.update(bar(0, 8, 20));
    swings.update(bar(1, 5, 20));
    QVERIFY(!swings.low().has_value());
    swings.update(bar(2, 6, 20));
    QVERIFY(swings.newLow());
    QVERIFY(swings.low() == (Swing{Timestamp{minutes(1).count()}, Price{5}}));
    QVERIFY(!swings.high().has_value());
}

WICK_TEST(SwingDetectorTest)
#include "tst_swingdetector.moc"
