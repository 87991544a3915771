#include "core/backtest/sizingstress.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <cmath>

using namespace wick::core;

namespace {

/// A trade a day with these results, from 1970 on.
std::vector<StressTrade> daily(const std::vector<double>& results)
{
    std::vector<StressTrade> trades;
    for (std::size_t i = 0; i < results.size(); ++i) {
        trades.push_back(
            {Timestamp{} + days(static_cast<std::int64_t>(i)) + hours(12), results[i]});
    }
    return trades;
}

std::vector<double> repeated(const std::vector<double>& pattern, int times)
{
    std::vector<double> all;
    for (int i = 0; i < times; ++i) {
        all.insert(all.end(), pattern.begin(), pattern.end());
    }
    return all;
}

} // namespace

/// The same trades at other sizes.
class SizingStressTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void withoutTradesThereIsNothingToSay();
    void oneTradeIsExact();
    void sameSeedSameLines();
    void everyMultipleIsThere();
    void moreRiskNeverMeansLessDrawdown();
    void aGoodEdgeIsKilledBySloppySizing();
    void tradesOfOneDayStayTogether();
};

void SizingStressTest::withoutTradesThereIsNothingToSay()
{
    QVERIFY(stressSizing({}, {}, RandomSource{1}).empty());
}

void SizingStressTest::oneTradeIsExact()
{
    const auto lines = stressSizing(daily({-1.0}), {.fraction = 0.1}, RandomSource{1});
    QCOMPARE(lines[2].multiple, 1.0);
    QCOMPARE(lines[2].endMedian, 0.9);
    QVERIFY(std::abs(lines[2].drawdownWorst - 0.1) < 1e-12);
    QCOMPARE(lines[0].endMedian, 1.0 - 0.025);
    QCOMPARE(lines[4].endMedian, 1.0 - 0.4);
}

void SizingStressTest::sameSeedSameLines()
{
    const auto trades = daily(repeated({1.5, -1.0, -1.0, 2.0}, 10));
    const auto a = stressSizing(trades, {}, RandomSource{7});
    const auto b = stressSizing(trades, {}, RandomSource{7});
    for (std::size_t i = 0; i < a.size(); ++i) {
        QCOMPARE(a[i].endMedian, b[i].endMedian);
        QCOMPARE(a[i].ruinProbability, b[i].ruinProbability);
    }
}

void SizingStressTest::everyMultipleIsThere()
{
    const auto lines = stressSizing(daily({1.0, -1.0}), {}, RandomSource{1});
    QCOMPARE(lines.size(), kStressMultiples.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        QCOMPARE(lines[i].multiple, kStressMultiples[i]);
        QVERIFY(lines[i].endLow <= lines[i].endMedian && lines[i].endMedian <= lines[i].endHigh);
    }
}

void SizingStressTest::moreRiskNeverMeansLessDrawdown()
{
    const auto lines =
        stressSizing(daily(repeated({1.2, -1.0, 0.4, -1.0}, 20)), {}, RandomSource{3});
    for (std::size_t i = 1; i < lines.size(); ++i) {
        QVERIFY(lines[i].drawdownMedian >= lines[i - 1].drawdownMedian);
        QVERIFY(lines[i].drawdownWorst >= lines[i - 1].drawdownWorst);
        QVERIFY(lines[i].ruinProbability >= lines[i - 1].ruinProbability);
    }
}

/// Half the trades win 1.2 R, half lose 1 R: fine at 2 % a trade, ruin at 8 times that.
void SizingStressTest::aGoodEdgeIsKilledBySloppySizing()
{
    const auto trades = daily(repeated({1.2, -1.0}, 200));
    const auto modest = stressSizing(trades, {.fraction = 0.02}, RandomSource{5});
    const auto sloppy = stressSizing(trades, {.fraction = 0.16}, RandomSource{5});
    QVERIFY(modest[2].endMedian > 1.0);
    QVERIFY(modest[2].ruinProbability < 0.1);
    QVERIFY(sloppy[4].ruinProbability > 0.9);
}

/// A win and a loss of the same day always come together: no draw can be all losses.
void SizingStressTest::tradesOfOneDayStayTogether()
{
    std::vector<StressTrade> trades;
    for (int day = 0; day < 20; ++day) {
        const Timestamp at = Timestamp{} + days(day);
        trades.push_back({at + hours(1), 1.0});
        trades.push_back({at + hours(2), -0.5});
    }
    const auto lines = stressSizing(trades, {.fraction = 0.1}, RandomSource{1});
    QVERIFY(std::abs(lines[2].endLow - lines[2].endHigh) < 1e-9);
    QVERIFY(std::abs(lines[2].drawdownWorst - 0.05) < 1e-9);
}

WICK_TEST(SizingStressTest)
#include "tst_sizingstress.moc"
