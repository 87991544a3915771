#pragma once

#include "core/strategy/strategycatalog.h"

#include <cstdint>
#include <string>

namespace wick::session {

/// Why a backtest cannot be run as it was asked for.
enum class JobFault : std::uint8_t
{
    NothingToRun, ///< no engine at all
    UnknownStrategy,
    UnknownParameter,
    ParameterNotANumber,
    ParameterOutOfRange,
    UnknownChoice, ///< of a parameter
    UnknownMarket,
    UnknownTimeframe,
    TimeframeBelowData,   ///< the data is coarser than the timeframe
    TimeframeNotMultiple, ///< no whole number of base bars
    MixedIntervals,       ///< series of different base intervals on one account
    MarketTwice,          ///< one market with two different series
    UnknownRiskKey,
    RiskNotANumber,
    RiskOutOfRange,
    RiskNotAChoice,
    RiskNoScope, ///< an engine. or MARKET. form of a key that has none
    BadQuantity,
    BadBalance,
    BadInstrument,
    EmptyRange,
    CandleFile,
    InstrumentFile,
    FundingFile,
    RiskFile,
    Cancelled,
};

/// One fault with its names, so that any front end can word it.
struct JobError
{
    JobFault fault{};
    std::string subject; ///< the name at fault: strategy, parameter, key, market, file
    std::string text;    ///< what was given for it
    std::string nearest; ///< Unknown…: the known name that looks most like it
    std::string low;     ///< …OutOfRange
    std::string high;
    std::string detail; ///< …File: the whole sentence, with file and line
};

/// What the catalog says of a strategy or its parameters.
[[nodiscard]] JobError jobErrorOf(const core::CatalogError& why);

/// Whether the request itself is wrong, as against the data it names.
[[nodiscard]] bool isWrongUse(JobFault fault) noexcept;

/// The error as one English sentence.
[[nodiscard]] std::string describe(const JobError& error);

} // namespace wick::session
