#include "core/portfolio/marketmoves.h"
#include "tests/support/builders.h"
#include "tests/support/testregistry.h"

#include <cmath>
#include <random>

using namespace wick::core;
using wick::test::eth;
using wick::test::usd;

namespace {

constexpr InstrumentId kFirst{0};
constexpr InstrumentId kSecond{1};

std::vector<Instrument> markets()
{
    return {eth(kFirst), eth(kSecond)};
}

/// One-minute closes that alternate by `step` of their price each five minutes.
std::vector<ClosedBar> zigzag(int minutesLong, double step, std::int64_t firstMinute = 0)
{
    std::vector<ClosedBar> bars;
    for (int i = 0; i < minutesLong; ++i) {
        const bool high = ((firstMinute + i) / 5) % 2 != 0;
        const double price = high ? 2'000.0 * (1.0 + step) : 2'000.0;
        bars.push_back(wick::test::bar(firstMinute + i, price, price, price, price));
    }
    return bars;
}

void feed(MarketMoves& moves, InstrumentId market, const std::vector<ClosedBar>& bars)
{
    for (const ClosedBar& bar : bars) {
        moves.take(market, bar.start + minutes(1), bar.close);
    }
}

constexpr int kDay = 24 * 60;

} // namespace

class MarketMovesTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void volatilityIsThatOfADay();
    void anHourIsNeeded();
    void normalIsAssumedForFiveDays();
    void returnsOverAHoleDoNotCount();
    void historyAndLiveGiveTheSame();
    void marketsWithHistoriesOfDifferentLengthAreSynchronous();
};

void MarketMovesTest::volatilityIsThatOfADay()
{
    MarketMoves moves{markets()};
    feed(moves, kFirst, zigzag(kDay, 0.002));
    const double expected = std::log(1.002) * std::sqrt(288.0);
    QVERIFY(std::abs(moves.volatility(kFirst).current - expected) < 1e-9);
}

void MarketMovesTest::anHourIsNeeded()
{
    MarketMoves moves{markets()};
    feed(moves, kFirst, zigzag(65, 0.002)); // 13 closed periods when the next begins: 12 returns
    QVERIFY(std::isnan(moves.volatility(kFirst).current));
    feed(moves, kFirst, zigzag(1, 0.002, 65));
    QVERIFY(!std::isnan(moves.volatility(kFirst).current));
}

void MarketMovesTest::normalIsAssumedForFiveDays()
{
    MarketMoves moves{markets()};
    feed(moves, kFirst, zigzag(5 * kDay, 0.002));
    QVERIFY(moves.volatility(kFirst).normalIsAssumed);
    QCOMPARE(moves.volatility(kFirst).normal, 0.037);
    feed(moves, kFirst, zigzag(1, 0.002, 5 * kDay));
    QVERIFY(!moves.volatility(kFirst).normalIsAssumed);
    QVERIFY(std::abs(moves.volatility(kFirst).normal - std::log(1.002) * std::sqrt(288.0)) < 1e-9);
}

void MarketMovesTest::returnsOverAHoleDoNotCount()
{
    MarketMoves moves{markets()};
    feed(moves, kFirst, zigzag(120, 0.001));
    const double before = moves.volatility(kFirst).current;
    // An hour later, and half as much again: no return of five minutes.
    moves.take(kFirst, Timestamp{} + minutes(181), usd(3'000));
    moves.take(kFirst, Timestamp{} + minutes(186), usd(3'000));
    QVERIFY(moves.volatility(kFirst).current <= before + 1e-12);
}

void MarketMovesTest::historyAndLiveGiveTheSame()
{
    std::mt19937_64 random{3};
    std::normal_distribution<double> normal{0.0, 0.0005};
    std::vector<ClosedBar> first;
    std::vector<ClosedBar> second;
    double a = 2'000.0;
    double b = 3'000.0;
    for (int i = 0; i < 7 * kDay; ++i) {
        const double common = normal(random);
        a *= 1.0 + common;
        b *= 1.0 + common + 0.5 * normal(random);
        first.push_back(wick::test::bar(i, a, a, a, a));
        second.push_back(wick::test::bar(i, b, b, b, b));
    }
    MarketMoves live{markets()};
    for (std::size_t i = 0; i < first.size(); ++i) {
        live.take(kFirst, first[i].start + minutes(1), first[i].close);
        live.take(kSecond, second[i].start + minutes(1), second[i].close);
    }
    MarketMoves warm{markets()};
    const std::size_t cut = 6 * kDay + 7;
    warm.takeHistory(kSecond, std::span{second}.first(cut), minutes(1));
    warm.takeHistory(kFirst, std::span{first}.first(cut), minutes(1));
    for (std::size_t i = cut; i < first.size(); ++i) {
        warm.take(kFirst, first[i].start + minutes(1), first[i].close);
        warm.take(kSecond, second[i].start + minutes(1), second[i].close);
    }
    const Correlation expected = live.correlations().between(0, 1);
    QVERIFY(expected.known && expected.rho > 0.8);
    QCOMPARE(warm.correlations().between(0, 1).bars, expected.bars);
    QCOMPARE(warm.correlations().between(0, 1).rho, expected.rho);
    QCOMPARE(warm.volatility(kFirst).current, live.volatility(kFirst).current);
    QCOMPARE(warm.volatility(kSecond).normal, live.volatility(kSecond).normal);
}

void MarketMovesTest::marketsWithHistoriesOfDifferentLengthAreSynchronous()
{
    MarketMoves moves{markets()};
    moves.takeHistory(kFirst, zigzag(kDay, 0.002, kDay), minutes(1));
    moves.takeHistory(kSecond, zigzag(2 * kDay, 0.001), minutes(1));
    feed(moves, kFirst, zigzag(6, 0.002, 2 * kDay));
    // 288 periods of the first: a return from the second one on.
    QCOMPARE(moves.correlations().between(0, 1).bars, std::int64_t{287});
}

WICK_TEST(MarketMovesTest)
#include "tst_marketmoves.moc"
