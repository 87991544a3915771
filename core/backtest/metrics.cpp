#include "core/backtest/metrics.h"

#include "core/base/unreachable.h"

#include <algorithm>

namespace wick::core {

namespace {

[[nodiscard]] double ratio(Money part, Money whole) noexcept
{
    return static_cast<double>(part.count()) / static_cast<double>(whole.count());
}

[[nodiscard]] CostFigures costFigures(const BacktestResult& result, const RunStatistics& statistics)
{
    CostFigures costs;
    Money price;
    for (const auto* trades : {&result.trades, &result.openTrades}) {
        for (const TradeRow& trade : *trades) {
            costs.fees += trade.fees;
            costs.funding += trade.funding;
            costs.slippage += trade.slippage;
            price += trade.pricePnl;
        }
    }
    costs.spread = statistics.spread();
    costs.delay = costs.slippage - costs.spread;
    const Money gross = price + costs.slippage;
    const bool earned = gross.count() > 0;
    const auto share = [&](Money part) {
        return earned ? Figure{ratio(part, gross)} : Figure{Missing::NoWins};
    };
    costs.feesShare = share(costs.fees);
    costs.fundingShare = share(costs.funding);
    costs.spreadShare = share(costs.spread);
    costs.delayShare = share(costs.delay);
    if (statistics.turnover().count() > 0) {
        costs.allBp =
            ratio(costs.fees + costs.funding + costs.slippage, statistics.turnover()) * 1e4;
    }
    return costs;
}

[[nodiscard]] ActivityFigures activityFigures(const BacktestResult& result,
                                              std::span<const Instrument> instruments,
                                              const RunStatistics& statistics,
                                              const EquityCurve& curve)
{
    ActivityFigures activity;
    const Duration whole = curve.end - curve.start;
    if (whole.count() > 0) {
        activity.exposure =
            static_cast<double>(result.inPosition.count()) / static_cast<double>(whole.count());
        activity.tradesADay = static_cast<double>(result.trades.size()) / curve.days();
        activity.turnoverADay = ratio(statistics.turnover(), result.startBalance) / curve.days();
    }
    activity.turnover = statistics.turnover();
    activity.leverage = leverageFigures(result.trades, result.openTrades, instruments, curve);
    activity.holding = holdingFigures(result.trades);
    return activity;
}

} // namespace

std::string_view describe(Missing why) noexcept
{
    switch (why) {
    case Missing::Nothing:
        return "given";
    case Missing::TooShort:
        return "under 90 days of data";
    case Missing::TooFewDays:
        return "too few days";
    case Missing::TooFewTrades:
        return "too few trades";
    case Missing::NoTrades:
        return "no trades";
    case Missing::NoWins:
        return "no gains";
    case Missing::NoLosses:
        return "no losses";
    case Missing::NoRisk:
        return "trades have no initial risk";
    case Missing::NoVariation:
        return "returns do not vary";
    case Missing::NoDrawdown:
        return "no drawdown";
    case Missing::NotPositive:
        return "equity was not positive";
    case Missing::NotDefined:
        return "autocorrelation leaves no positive variance";
    }
    unreachable();
}

Metrics computeMetrics(const BacktestResult& result,
                       std::span<const Instrument> instruments,
                       const RunStatistics& statistics,
                       Duration base,
                       const RandomSource& random)
{
    Metrics metrics;
    const bool withHours =
        std::all_of(instruments.begin(), instruments.end(), [](const Instrument& each) {
            return each.calendar() == CalendarKind::NewYork;
        });
    metrics.dayCount = withHours ? DayCount::Weekdays : DayCount::EveryDay;
    const EquityCurve curve{result.equity, result.first, result.last, result.startBalance, base};
    const std::vector<double> daily = dailyReturns(curve, metrics.dayCount);
    metrics.drawdown = drawdownFigures(curve);
    metrics.returns = returnFigures(curve, metrics.dayCount, daily, metrics.drawdown.worst);
    metrics.tail = tailFigures(curve, daily);
    metrics.results = resultFigures(result.trades, random);
    metrics.streaks = streakFigures(result.trades);
    metrics.excursions = excursionFigures(result.trades, instruments);
    metrics.costs = costFigures(result, statistics);
    metrics.activity = activityFigures(result, instruments, statistics, curve);
    metrics.ambiguity = ambiguityFigures(result.trades, result.balance);
    metrics.netProfit = result.balance - result.startBalance;
    metrics.recovery = metrics.drawdown.worstMoney.count() > 0
                           ? Figure{ratio(metrics.netProfit, metrics.drawdown.worstMoney)}
                           : Figure{Missing::NoDrawdown};
    return metrics;
}

} // namespace wick::core
