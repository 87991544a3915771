#include "core/backtest/metrics.h"
#include "tests/support/backtestvalues.h"
#include "tests/support/testregistry.h"

#include <cmath>

using namespace wick::core;
using namespace wick::test;

namespace {

constexpr Reason kEntered{"ENTERED", "Entered."};
constexpr Reason kRefused{"REFUSED", "Refused."};

OrderEvent filled(OrderKind kind, Quantity quantity, Price price)
{
    OrderEvent event;
    event.kind = OrderEventKind::Filled;
    event.fill = Fill{};
    event.fill->kind = kind;
    event.fill->quantity = quantity;
    event.fill->price = price;
    return event;
}

void signal(RunStatistics& statistics, std::uint16_t engine, const Reason& outcome)
{
    const Signal value;
    statistics.onSignal({{}, EngineId{engine}, {}, value, {}, {}, nullptr, OrderId{1}, outcome});
}

/// One trade of 2,000 USDC each way that made 100 before and 90 after costs, in 100 days.
BacktestResult oneTrade()
{
    BacktestResult result;
    TradeRow trade = tradeOf(100);
    trade.fees = usdc(8);
    trade.funding = usdc(2);
    trade.slippage = usdc(25);
    result.trades = {trade};
    result.startBalance = usdc(1'000);
    result.balance = usdc(1'090);
    result.equity = equityAt({{0, 1'000}, {1, 1'090}});
    result.first = kFirstOfMay;
    result.last = kFirstOfMay + days(100);
    result.inPosition = days(25);
    return result;
}

} // namespace

class MetricsTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void countsSignalsAndRefusalsByReason();
    void spreadIsChargedToFillsThatTake();
    void costsAreSplitAndSharesOfGross();
    void costsOfOpenTradesCount();
    void activityIsMeasuredAgainstTheWholeTime();
    void goldAloneCountsItsOwnDays();
};

void MetricsTest::countsSignalsAndRefusalsByReason()
{
    const auto instruments = exampleInstruments();
    RunStatistics statistics{instruments, 2, FillModel::Kind::Model};
    signal(statistics, 0, {});
    signal(statistics, 1, kRefused);
    signal(statistics, 1, kEntered);
    signal(statistics, 1, kRefused);
    QCOMPARE(statistics.engines()[0].signals, std::uint64_t{1});
    QCOMPARE(statistics.engines()[0].refused, std::uint64_t{0});
    const EngineStatistics& second = statistics.engines()[1];
    QCOMPARE(second.refused, std::uint64_t{3});
    QCOMPARE(second.refusals.size(), std::size_t{2});
    QVERIFY(second.refusals[0].reason == kRefused);
    QCOMPARE(second.refusals[0].count, std::uint64_t{2});
    QCOMPARE(second.refusals[1].count, std::uint64_t{1});
}

void MetricsTest::spreadIsChargedToFillsThatTake()
{
    const auto instruments = exampleInstruments(); // ETH: 1 bp of spread
    RunStatistics statistics{instruments, 1, FillModel::Kind::Model};
    statistics.onOrder(filled(OrderKind::Market, Quantity{10'000}, Price{200'000}));
    statistics.onOrder(filled(OrderKind::Limit, Quantity{10'000}, Price{200'000}));
    statistics.onOrder(OrderEvent{});
    QCOMPARE(statistics.fills(), std::uint64_t{2});
    QCOMPARE(statistics.turnover(), usdc(4'000));
    QCOMPARE(statistics.spread(), Money{100'000}); // half a basis point of 2,000
    RunStatistics textbook{instruments, 1, FillModel::Kind::NextOpen};
    textbook.onOrder(filled(OrderKind::Market, Quantity{10'000}, Price{200'000}));
    QCOMPARE(textbook.spread(), Money{0});
}

void MetricsTest::costsAreSplitAndSharesOfGross()
{
    const auto instruments = exampleInstruments();
    RunStatistics statistics{instruments, 1, FillModel::Kind::Model};
    statistics.onOrder(filled(OrderKind::Market, Quantity{10'000}, Price{200'000}));
    const Metrics metrics =
        computeMetrics(oneTrade(), instruments, statistics, minutes(1), RandomSource{1});
    QCOMPARE(metrics.costs.slippage, usdc(25));
    QCOMPARE(metrics.costs.spread, Money{100'000});
    QCOMPARE(metrics.costs.delay, Money{24'900'000});
    // Gross is what the trade made before any cost: 100 and the 25 it slipped.
    QCOMPARE(metrics.costs.feesShare.value(), 8.0 / 125.0);
    QCOMPARE(metrics.costs.fundingShare.value(), 2.0 / 125.0);
    QCOMPARE(metrics.costs.allBp.value(), 35.0 / 2'000.0 * 1e4);
    QCOMPARE(metrics.netProfit, usdc(90));
    QCOMPARE(metrics.recovery.missing(), Missing::NoDrawdown);
    QCOMPARE(metrics.dayCount, DayCount::EveryDay);
}

void MetricsTest::costsOfOpenTradesCount()
{
    const auto instruments = exampleInstruments();
    const RunStatistics statistics{instruments, 1, FillModel::Kind::Model};
    BacktestResult result = oneTrade();
    result.openTrades = {tradeOf(-200)};
    result.openTrades.front().fees = usdc(1);
    const Metrics metrics =
        computeMetrics(result, instruments, statistics, minutes(1), RandomSource{1});
    QCOMPARE(metrics.costs.fees, usdc(9));
    QCOMPARE(metrics.results.trades, std::size_t{1});             // only closed ones are judged
    QCOMPARE(metrics.costs.feesShare.missing(), Missing::NoWins); // gross is below zero
    QCOMPARE(metrics.costs.allBp.missing(), Missing::NoTrades);   // nothing was turned over
}

void MetricsTest::activityIsMeasuredAgainstTheWholeTime()
{
    const auto instruments = exampleInstruments();
    RunStatistics statistics{instruments, 1, FillModel::Kind::Model};
    statistics.onOrder(filled(OrderKind::Market, Quantity{10'000}, Price{200'000}));
    const Metrics metrics =
        computeMetrics(oneTrade(), instruments, statistics, minutes(1), RandomSource{1});
    QCOMPARE(metrics.activity.exposure, 0.25);
    QCOMPARE(metrics.activity.tradesADay.value(), 0.01);
    QCOMPARE(metrics.activity.turnoverADay.value(), 0.02); // twice the start in a hundred days
    QVERIFY(metrics.returns.sharpe.has());
    QCOMPARE(metrics.returns.dayReturns, std::size_t{100});
}

void MetricsTest::goldAloneCountsItsOwnDays()
{
    auto instruments = exampleInstruments();
    instruments.erase(instruments.begin(), instruments.begin() + 2);
    const RunStatistics statistics{instruments, 1, FillModel::Kind::Model};
    BacktestResult result = oneTrade();
    result.trades.clear();
    const Metrics metrics =
        computeMetrics(result, instruments, statistics, minutes(1), RandomSource{1});
    QCOMPARE(metrics.dayCount, DayCount::Weekdays);
    QCOMPARE(metrics.returns.daysAYear, 260);
    // Of the 100 days from a Friday on, 29 lie on a weekend; the last one ends the data and counts.
    QCOMPARE(metrics.returns.dayReturns, std::size_t{72});
}

WICK_TEST(MetricsTest)
#include "tst_metrics.moc"
