#include "charts/paint/decimator.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <rapidcheck.h>

using namespace wick::charts;

class DecimatorTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rangeEqualsADirectScan();
    void growingEqualsBuilding();
    void undefinedValuesAreLeftOut();
    void emptyRangesAreEmpty();
};

namespace {

Extremes scan(const std::vector<double>& values, std::size_t first, std::size_t last)
{
    Extremes found;
    for (std::size_t i = first; i < last; ++i) {
        found.add(values[i]);
    }
    return found;
}

rc::Gen<std::vector<double>> valuesOf(int most)
{
    return rc::gen::mapcat(rc::gen::inRange(0, most), [](int count) {
        return rc::gen::container<std::vector<double>>(
            static_cast<std::size_t>(count), rc::gen::map(rc::gen::inRange(-100'000, 100'000),
                                                          [](int value) { return value / 100.0; }));
    });
}

} // namespace

void DecimatorTest::rangeEqualsADirectScan()
{
    QVERIFY(rc::check("any range of the pyramid has the extremes of its values", [] {
        const std::vector<double> values = *valuesOf(700);
        const DecimatedValues decimated{values};
        const auto last = static_cast<std::size_t>(
            *rc::gen::inRange<int>(0, static_cast<int>(values.size()) + 1));
        const auto first =
            static_cast<std::size_t>(*rc::gen::inRange<int>(0, static_cast<int>(last) + 1));
        RC_ASSERT(decimated.range(first, last) == scan(values, first, last));
    }));
}

void DecimatorTest::growingEqualsBuilding()
{
    QVERIFY(rc::check("appending and replacing gives what building at once gives", [] {
        const std::vector<double> values = *valuesOf(300);
        RC_PRE(!values.empty());
        DecimatedValues grown;
        for (const double value : values) {
            grown.append(value + 1000.0); // replaced at once: an old maximum must not stay
            grown.replaceLast(value);
        }
        for (std::size_t first = 0; first < values.size(); first += 7) {
            RC_ASSERT(grown.range(first, values.size()) == scan(values, first, values.size()));
        }
    }));
}

void DecimatorTest::undefinedValuesAreLeftOut()
{
    const double none = std::numeric_limits<double>::quiet_NaN();
    const DecimatedValues values{{none, 3.0, none, 1.0, none, none}};
    QCOMPARE(values.range(0, 6).low, 1.0);
    QCOMPARE(values.range(0, 6).high, 3.0);
    QVERIFY(values.range(4, 6).empty());
}

void DecimatorTest::emptyRangesAreEmpty()
{
    QVERIFY(DecimatedValues{}.range(0, 5).empty());
    const DecimatedValues one{{2.0}};
    QCOMPARE(one.range(0, 9).high, 2.0);
    QVERIFY(one.range(1, 1).empty());
    QVERIFY(one.range(5, 2).empty());
}

WICK_TEST(DecimatorTest)
#include "tst_decimator.moc"
