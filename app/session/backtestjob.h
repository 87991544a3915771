#pragma once

#include "app/session/jobcandles.h"
#include "app/session/joberror.h"
#include "app/session/riskfile.h"
#include "core/backtest/backtestrunner.h"
#include "core/backtest/metrics.h"
#include "core/backtest/runstatistics.h"
#include "core/base/decimal.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wick::session {

/// One strategy on one market.
struct BacktestEngine
{
    std::string strategy;
    std::string market;    ///< base or symbol: "ETH", "ETH-PERP"
    std::string timeframe; ///< "5m"; empty: what the strategy declares
    CandleOrigin candles;
    std::vector<std::pair<std::string, std::string>> parameters; ///< over the defaults
};

/// Fees in place of those of the instrument.
struct FeeOverride
{
    core::Ppm taker;
    core::Ppm maker;
};

/// A value for one market, or for all where `market` is empty.
template <typename T>
struct ForMarket
{
    std::string market;
    T value;
};

/// A backtest as a person asks for it: names, texts and files, nothing resolved.
struct BacktestJob
{
    std::vector<BacktestEngine> engines;    ///< all on one account, in this order
    std::optional<core::Timestamp> from;    ///< bars that open at this time or later
    std::optional<core::Timestamp> to;      ///< bars that open before it
    std::optional<core::RiskLimits> limits; ///< none: the defaults, or `open` with a quantity
    RiskSettings risk;                      ///< applied over them
    core::Money balance = core::usdc(100'000);
    QString instrumentFile; ///< empty: the built-in examples
    QString dataFolder;     ///< of the store; empty: the user's
    std::vector<ForMarket<core::CalendarKind>> calendars;
    std::optional<FeeOverride> fees;
    std::vector<ForMarket<QString>>
        funding; ///< files, an empty name: nothing is paid; without any: the standard rate
    core::FillModel fill;
    core::BarPath path = core::BarPath::Near;
    std::optional<core::Decimal> quantity; ///< base units, of every order; bypasses sizing
    std::uint64_t seed = 1;                ///< of the bootstrap intervals
};

enum class WarningKind : std::uint8_t
{
    NotMadeForMarket,  ///< subject: strategy, detail: market
    RowsRefused,       ///< subject: series, detail: count
    PartialFunding,    ///< subject: market; the file does not cover its whole run
    ExampleInstrument, ///< subject: symbol: its numbers are examples
};

/// What a person should know and that stops nothing.
struct JobWarning
{
    WarningKind kind{};
    std::string subject;
    std::string detail;
};

/// The warning as one English sentence.
[[nodiscard]] std::string describe(const JobWarning& warning);

/// A series as it goes into the run.
struct PreparedSeries
{
    core::InstrumentId instrument;
    LoadedCandles candles;
    std::size_t bars = 0; ///< within the range
};

/// A job whose every name is resolved and whose candles are loaded. Movable.
struct PreparedBacktest
{
    core::CoreSetup setup;
    std::vector<PreparedSeries> series; ///< by instrument
    std::optional<core::Timestamp> from;
    std::optional<core::Timestamp> to;
    std::vector<JobWarning> warnings;
    std::string fundingName; ///< file, or empty for the standard rate
    std::uint64_t seed = 1;
};

/// What a run came to, with everything its reports need. It owns all of it; the candles live as
/// long as it does, so that a chart can show them.
struct BacktestOutcome
{
    core::CoreSetup setup;
    core::BacktestResult result;
    core::Metrics metrics;
    std::vector<core::EngineStatistics> engines;
    std::vector<core::Halt> halts;      ///< every one that fired
    std::vector<PreparedSeries> series; ///< by instrument
    std::vector<JobWarning> warnings;
    std::string fundingName;
    core::Duration base{};

    [[nodiscard]] std::vector<std::string> strategyNames() const;
};

/// Resolves names, reads files, checks everything that can be checked before a run.
/// Errors: any JobFault. Thread: any.
[[nodiscard]] core::Result<PreparedBacktest, JobError>
prepareBacktest(const BacktestJob& job, const JobControl& control = {});

/// Runs it. A cancelled run has `result.cancelled` set and shows what it came to until then.
[[nodiscard]] BacktestOutcome runBacktest(PreparedBacktest prepared,
                                          const JobControl& control = {});

} // namespace wick::session
