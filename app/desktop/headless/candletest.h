#pragma once

#include "app/desktop/adapters/chartseries.h"
#include "app/session/backtestjob.h"

#include <QString>

#include <memory>

namespace wick::desktop {

/// What is run on a candle file nobody said anything about.
struct CandleChoice
{
    QString strategy;  ///< as on the command line
    QString market;    ///< "XAU"
    bool named = true; ///< false: the name of the file says no market, `market` stands in for it
};

/// The strategy made for the market that the name of a file says ("xau_1m.csv.gz",
/// "BTCUSDT-1m.csv", "gold.csv"): gap retest on gold, momentum on ETH and BTC. A crossing of
/// averages with the costs of ETH where it says none.
[[nodiscard]] CandleChoice choiceFor(const QString& file);

/// One candle file after its backtest.
struct CandleTest
{
    CandleChoice choice;
    session::BacktestOutcome outcome;
    std::shared_ptr<const ChartSeries> chart; ///< at the strategy's timeframe
    std::int64_t missingBars = 0;
    double seconds = 0.0; ///< of the run alone
};

/// Reads a candle file and runs the strategy that fits on it. Data coarser than the strategy's
/// timeframe is run at its own. Errors: those of a backtest job. Thread: any; it takes as long as
/// it takes.
[[nodiscard]] core::Result<CandleTest, session::JobError>
testCandles(const QString& file, const session::JobControl& control = {});

} // namespace wick::desktop
