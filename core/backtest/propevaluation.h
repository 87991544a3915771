#pragma once

#include "core/backtest/backtestrunner.h"
#include "core/base/randomsource.h"

#include <cstdint>
#include <span>
#include <vector>

namespace wick::core {

enum class PropReference : std::uint8_t
{
    Equity, ///< of 00:00 UTC, open results included
    Balance ///< what is closed at 00:00 UTC
};

enum class PropDrawdown : std::uint8_t
{
    Static,  ///< below the start
    Trailing ///< below the highest equity
};

/// The rules of an evaluation. Fractions of the start in parts per million.
struct PropRules
{
    std::int64_t dayLoss = 50'000;
    PropReference dayReference = PropReference::Equity;
    std::int64_t maxDrawdown = 100'000;
    PropDrawdown drawdown = PropDrawdown::Static;
    std::int64_t target = 100'000;
    int minimumDays = 4; ///< UTC days with an entry
    int mostDays = 0;    ///< 0: as long as it takes
};

enum class PropOutcome : std::uint8_t
{
    Passed,
    DayLoss,
    Drawdown,
    TimeOut,
    Unfinished ///< the data ended first
};

/// One UTC day of an account, in fractions of the equity it began with.
struct PropDay
{
    double low = 0.0;   ///< lowest equity less start, at most 0
    double high = 0.0;  ///< highest equity less start, at least 0
    double close = 0.0; ///< last equity less start
    double open = 0.0;  ///< open result at its start: balance is equity less this
    bool traded = false;
};

/// The days of a run. Shape: closed trades, in the order of their exits.
[[nodiscard]] std::vector<PropDay> propDaysOf(std::span<const EquityPoint> equity,
                                              std::span<const TradeRow> trades);

struct PropRun
{
    PropOutcome outcome = PropOutcome::Unfinished;
    int days = 0; ///< until it was decided
};

/// Days played in order, each moving the account by its fraction: a loss is judged by the low of
/// the day, against floors that are equal-fires, and before a target of the same day; a trailing
/// floor follows the high of the days before. The target counts at a close.
[[nodiscard]] PropRun playEvaluation(std::span<const PropDay> days, const PropRules& rules);

/// How often the rules are passed when days like these are drawn again in blocks.
struct PropOdds
{
    double passed = 0.0;
    double dayLoss = 0.0;
    double drawdown = 0.0;
    double undecided = 0.0; ///< out of time
    int medianDays = 0;     ///< of those that passed
};

[[nodiscard]] PropOdds evaluationOdds(std::span<const PropDay> days,
                                      const PropRules& rules,
                                      std::size_t samples,
                                      RandomSource random);

} // namespace wick::core
