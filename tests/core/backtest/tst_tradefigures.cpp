#include "core/backtest/tradefigures.h"
#include "core/backtest/trademeasures.h"
#include "tests/support/backtestvalues.h"
#include "tests/support/testregistry.h"

#include <rapidcheck.h>

#include <cmath>

using namespace wick::core;
using namespace wick::test;

namespace {

bool near(const Figure& figure, double expected)
{
    return figure.has()
           && std::fabs(figure.value() - expected) <= 1e-9 * (1.0 + std::fabs(expected));
}

ResultFigures resultsOf(const std::vector<TradeRow>& trades)
{
    return resultFigures(trades, RandomSource{1});
}

} // namespace

class TradeFiguresTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void countsWinsAndLosses();
    void aResultOfZeroIsALoss();
    void withoutLossesTheProfitFactorIsNotGiven();
    void withoutTradesNothingIsGiven();
    void withoutInitialRiskThereIsNoR();
    void qualityNumberCountsAHundredTradesAtMost();
    void wilsonIntervalStaysBetweenZeroAndOne();
    void bootstrapIsTheSameForTheSameSeed();
    void bootstrapHoldsTheMean();
    void verdictFollowsTheInterval_data();
    void verdictFollowsTheInterval();
    void longestRunsAreComparedWithChance();
    void estimateOfLongRunsAgreesWithCounting();
    void excursionsAreSignedAndMirrored();
    void efficiencyComparesWithTheBestAndWorst();
    void holdingTimesHaveTails();
    void ambiguousTradesMakeABand();
    void aFlipIsNotTwiceTheLeverage();
};

void TradeFiguresTest::countsWinsAndLosses()
{
    const auto figures = resultsOf(tradesOf({200, 100, -50, -100}));
    QCOMPARE(figures.wins, std::size_t{2});
    QCOMPARE(figures.losses, std::size_t{2});
    QVERIFY(near(figures.winRate, 0.5));
    QVERIFY(near(figures.profitFactor, 2.0));
    QVERIFY(near(figures.payoff, 2.0));
    QVERIFY(near(figures.averageWin, 150.0));
    QVERIFY(near(figures.averageLoss, 75.0));
    QVERIFY(near(figures.expectancyMoney, 37.5)); // 0.5 x 150 - 0.5 x 75
    QVERIFY(near(figures.expectancyR, 0.375));
    QVERIFY(near(figures.kelly, 0.25));
    const double deviation =
        std::sqrt((1.625 * 1.625 + 0.625 * 0.625 + 0.875 * 0.875 + 1.375 * 1.375) / 3.0);
    QVERIFY(near(figures.sqn, 2.0 * 0.375 / deviation));
}

void TradeFiguresTest::aResultOfZeroIsALoss()
{
    const auto figures = resultsOf(tradesOf({100, 0}));
    QCOMPARE(figures.wins, std::size_t{1});
    QCOMPARE(figures.losses, std::size_t{1});
    QCOMPARE(figures.profitFactor.missing(), Missing::NoLosses); // nothing was lost
}

void TradeFiguresTest::withoutLossesTheProfitFactorIsNotGiven()
{
    const auto figures = resultsOf(tradesOf({100, 50}));
    for (const Figure& figure : {figures.profitFactor, figures.payoff, figures.kelly}) {
        QCOMPARE(figure.missing(), Missing::NoLosses);
    }
    const auto lost = resultsOf(tradesOf({-100, -50}));
    QVERIFY(near(lost.profitFactor, 0.0));
    QCOMPARE(lost.payoff.missing(), Missing::NoWins);
}

void TradeFiguresTest::withoutTradesNothingIsGiven()
{
    const auto figures = resultsOf({});
    for (const Figure& figure : {figures.winRate, figures.profitFactor, figures.expectancyR,
                                 figures.expectancyMoney, figures.sqn, figures.kelly})
    {
        QCOMPARE(figure.missing(), Missing::NoTrades);
    }
    QVERIFY(!figures.winInterval);
    QCOMPARE(figures.verdict, EdgeVerdict::TooFewTrades);
    QCOMPARE(streakFigures({}).expectedWin.missing(), Missing::NoTrades);
    QCOMPARE(holdingFigures({}).median.missing(), Missing::NoTrades);
    QCOMPARE(excursionFigures({}, exampleInstruments()).adverseR.missing(), Missing::NoTrades);
}

void TradeFiguresTest::withoutInitialRiskThereIsNoR()
{
    const std::vector<TradeRow> trades(30, tradeOf(10, 0));
    const auto figures = resultsOf(trades);
    QCOMPARE(figures.expectancyR.missing(), Missing::NoRisk);
    QCOMPARE(figures.sqn.missing(), Missing::NoRisk);
    QVERIFY(!figures.expectancyRInterval);
    QCOMPARE(figures.verdict, EdgeVerdict::Gain); // judged by money
    QVERIFY(!rMultiple(trades.front()));
}

void TradeFiguresTest::qualityNumberCountsAHundredTradesAtMost()
{
    std::vector<TradeRow> trades;
    for (int i = 0; i < 200; ++i) {
        trades.push_back(tradeOf(i % 2 == 0 ? 300 : -100));
    }
    const double deviation = 2.0 * std::sqrt(200.0 / 199.0);
    QVERIFY(near(resultsOf(trades).sqn, 10.0 * 1.0 / deviation));
}

void TradeFiguresTest::wilsonIntervalStaysBetweenZeroAndOne()
{
    const Interval eight = wilsonInterval(8, 10);
    QVERIFY(std::fabs(eight.low - 0.490162471) < 1e-8);
    QVERIFY(std::fabs(eight.high - 0.943317851) < 1e-8);
    QCOMPARE(wilsonInterval(0, 5).low, 0.0);
    QVERIFY(wilsonInterval(0, 5).high > 0.4); // five losses do not prove that nothing ever wins
    QCOMPARE(wilsonInterval(5, 5).high, 1.0);
}

void TradeFiguresTest::bootstrapIsTheSameForTheSameSeed()
{
    const std::vector<double> values{1.0, -1.0, 2.0, 0.5, -0.25, 3.0, -2.0};
    const Interval first = bootstrapMean(values, RandomSource{7});
    const Interval again = bootstrapMean(values, RandomSource{7});
    QCOMPARE(first.low, again.low);
    QCOMPARE(first.high, again.high);
    const Interval constant = bootstrapMean(std::vector<double>(5, 2.5), RandomSource{7});
    QCOMPARE(constant.low, 2.5);
    QCOMPARE(constant.high, 2.5);
}

void TradeFiguresTest::bootstrapHoldsTheMean()
{
    const bool holds = rc::check([](const std::vector<std::int16_t>& given) {
        RC_PRE(given.size() > 1);
        const std::vector<double> values{given.begin(), given.end()};
        double sum = 0.0;
        for (const double value : values) {
            sum += value;
        }
        const Interval interval = bootstrapMean(values, RandomSource{3});
        RC_ASSERT(interval.contains(sum / static_cast<double>(values.size())));
    });
    QVERIFY(holds);
}

void TradeFiguresTest::verdictFollowsTheInterval_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("even");
    QTest::addColumn<int>("odd");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("gains and losses alike")
        << 30 << 100 << -100 << QStringLiteral("No edge shown on this data");
    QTest::newRow("only gains")
        << 30 << 100 << 50
        << QStringLiteral("The mean result is above zero on this data; other data may differ");
    QTest::newRow("only losses") << 30 << -100 << -50
                                 << QStringLiteral("The mean result is below zero on this data");
    QTest::newRow("nineteen gains")
        << 19 << 100 << 50 << QStringLiteral("Too few trades to say anything");
}

void TradeFiguresTest::verdictFollowsTheInterval()
{
    QFETCH(int, count);
    QFETCH(int, even);
    QFETCH(int, odd);
    QFETCH(QString, sentence);
    std::vector<TradeRow> trades;
    for (int i = 0; i < count; ++i) {
        trades.push_back(tradeOf(i % 2 == 0 ? even : odd));
    }
    const auto verdict = describe(resultsOf(trades).verdict);
    QCOMPARE(QString::fromStdString(std::string{verdict}), sentence);
}

void TradeFiguresTest::longestRunsAreComparedWithChance()
{
    const auto streaks = streakFigures(tradesOf({1, 1, -1, 1, 1, 1, 0, -1}));
    QCOMPARE(streaks.longestWin, std::size_t{3});
    QCOMPARE(streaks.longestLoss, std::size_t{2});
    QCOMPARE(expectedLongestRun(3, 0.5), 1.375); // all eight sequences: (4 x 1 + 2 x 2 + 3) / 8
    QCOMPARE(expectedLongestRun(5, 1.0), 5.0);
    QCOMPARE(expectedLongestRun(5, 0.0), 0.0);
    QCOMPARE(expectedLongestRun(1, 0.3), 0.3);
}

void TradeFiguresTest::estimateOfLongRunsAgreesWithCounting()
{
    // Counted up to 2,000 tries, estimated from there on.
    const double counted = expectedLongestRun(2'000, 0.4);
    const double estimated = expectedLongestRun(2'001, 0.4);
    QVERIFY(std::fabs(counted - estimated) < 0.02);
}

void TradeFiguresTest::excursionsAreSignedAndMirrored()
{
    const auto instruments = exampleInstruments();
    TradeRow trade = tradeOf(10);
    trade.worst = Price{199'000};
    trade.best = Price{202'000};
    QCOMPARE(excursionTo(trade.worst, trade, instruments[0]), usdc(-10));
    const auto longs = excursionFigures(std::vector{trade}, instruments);
    QVERIFY(near(longs.adverseBp, -50.0));
    QVERIFY(near(longs.favourableBp, 100.0));
    QVERIFY(near(longs.adverseR, -0.1));
    QVERIFY(near(longs.favourableR, 0.2));
    trade.side = Side::Sell;
    std::swap(trade.worst, trade.best);
    const auto shorts = excursionFigures(std::vector{trade}, instruments);
    QVERIFY(near(shorts.adverseBp, -100.0));
    QVERIFY(near(shorts.favourableBp, 50.0));
}

void TradeFiguresTest::efficiencyComparesWithTheBestAndWorst()
{
    const auto instruments = exampleInstruments();
    TradeRow winner = tradeOf(10);
    winner.best = Price{202'000};
    TradeRow loser = tradeOf(-10);
    loser.worst = Price{196'000};
    const auto figures = excursionFigures(std::vector{winner, loser}, instruments);
    QVERIFY(near(figures.targetEfficiency, 0.5)); // 10 of 20
    QVERIFY(near(figures.stopEfficiency, 0.75));  // 10 of 40
    const auto none = excursionFigures(std::vector{tradeOf(0)}, instruments);
    QCOMPARE(none.targetEfficiency.missing(), Missing::NoWins);
    QCOMPARE(none.stopEfficiency.missing(), Missing::NoLosses);
}

void TradeFiguresTest::holdingTimesHaveTails()
{
    std::vector<TradeRow> trades;
    for (int i = 1; i <= 40; ++i) {
        TradeRow trade = tradeOf(1);
        trade.exitTime = trade.entryTime + hours(i);
        trades.push_back(trade);
    }
    const auto figures = holdingFigures(trades);
    QVERIFY(near(figures.mean, 20.5));
    QVERIFY(near(figures.median, 20.5));
    QVERIFY(near(figures.fifth, 2.0));
    QVERIFY(near(figures.ninetyFifth, 38.0));
    QVERIFY(near(figures.longest, 40.0));
}

void TradeFiguresTest::ambiguousTradesMakeABand()
{
    TradeRow better = tradeOf(-10);
    better.ambiguous = true;
    better.otherPricePnl = usdc(5);
    TradeRow worse = tradeOf(3);
    worse.ambiguous = true;
    worse.otherPricePnl = usdc(-1);
    TradeRow plain = tradeOf(7);
    plain.otherPricePnl = usdc(100); // not ambiguous: no reading of it counts
    const auto band = ambiguityFigures(std::vector{better, worse, plain}, usdc(1'000));
    QCOMPARE(band.trades, std::size_t{2});
    QCOMPARE(band.best, usdc(1'015));
    QCOMPARE(band.worst, usdc(996));
}

void TradeFiguresTest::aFlipIsNotTwiceTheLeverage()
{
    const auto points = equityAt({{0, 1'000}});
    TradeRow first = tradeOf(0);
    TradeRow second = tradeOf(0);
    second.entryTime = first.exitTime;
    second.exitTime = second.entryTime + hours(1);
    const std::vector<TradeRow> trades{first, second};
    const auto leverage = leverageFigures(trades, {}, exampleInstruments(), curveOver(points, 4));
    QVERIFY(near(leverage.highest, 2.0));
    QVERIFY(near(leverage.average, 1.0)); // two of four hours
}

WICK_TEST(TradeFiguresTest)
#include "tst_tradefigures.moc"
