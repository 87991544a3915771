#pragma once

#include "core/backtest/backtestrunner.h"
#include "core/backtest/equitymeasures.h"
#include "core/backtest/runstatistics.h"
#include "core/backtest/tradefigures.h"
#include "core/base/randomsource.h"

#include <span>

namespace wick::core {

/// What the run cost. Spread and slippage lie inside the price result.
struct CostFigures
{
    Money fees;       ///< of closed and open trades, as is all here
    Money funding;    ///< paid is positive
    Money slippage;   ///< against the price each order was decided at
    Money spread;     ///< the part of it that is half the usual spread of each fill that took
    Money delay;      ///< the rest: delay, volatility, range of the bar that triggered a stop
    Figure feesShare; ///< of gross: what the trades made before any cost
    Figure fundingShare;
    Figure spreadShare;
    Figure delayShare;
    Figure allBp; ///< fees, funding and slippage in bp of the turnover
};

struct ActivityFigures
{
    double exposure = 0.0; ///< share of the time with any position
    LeverageFigures leverage;
    Money turnover;      ///< unsigned value of all fills
    Figure turnoverADay; ///< as a multiple of the starting balance
    Figure tradesADay;   ///< closed trades
    HoldingFigures holding;
};

/// Everything a finished run is judged by. Source: definitions E.1. Capacity is not among them: it
/// needs the depth of a book, which candles do not have.
struct Metrics
{
    DayCount dayCount = DayCount::EveryDay;
    ReturnFigures returns;
    DrawdownFigures drawdown;
    TailFigures tail;
    ResultFigures results;
    StreakFigures streaks;
    ExcursionFigures excursions;
    CostFigures costs;
    ActivityFigures activity;
    AmbiguityFigures ambiguity;
    Money netProfit; ///< equity at the end less the start
    Figure recovery; ///< net profit / largest drawdown in money
};

/// `base` is how often equity was marked; `random` seeds the bootstrap intervals.
[[nodiscard]] Metrics computeMetrics(const BacktestResult& result,
                                     std::span<const Instrument> instruments,
                                     const RunStatistics& statistics,
                                     Duration base,
                                     const RandomSource& random);

} // namespace wick::core
