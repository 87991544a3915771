#pragma once

#include "core/backtest/equitymeasures.h"
#include "core/backtest/figure.h"
#include "core/backtest/tradeledger.h"
#include "core/base/randomsource.h"
#include "core/domain/instrument.h"

#include <cstdint>
#include <optional>
#include <span>

namespace wick::core {

/// What the 95 % interval of the mean result says.
enum class EdgeVerdict : std::uint8_t
{
    TooFewTrades, ///< under 20: no interval is worth its name
    NoEdge,       ///< it includes zero
    Gain,         ///< all of it above zero
    Loss,         ///< all of it below zero
};

/// The verdict as one sentence for people.
[[nodiscard]] std::string_view describe(EdgeVerdict verdict) noexcept;

/// Results of closed trades. Money is a trade's net result.
struct ResultFigures
{
    std::size_t trades = 0;
    std::size_t wins = 0;   ///< net above zero
    std::size_t losses = 0; ///< all others: zero counts as a loss
    Figure winRate;
    std::optional<Interval> winInterval; ///< Wilson, 95 %
    Money grossWin;
    Money grossLoss;    ///< unsigned
    Figure averageWin;  ///< USDC
    Figure averageLoss; ///< USDC, unsigned
    Figure profitFactor;
    Figure payoff;                               ///< average win / average loss
    Figure expectancyMoney;                      ///< USDC a trade
    Figure expectancyR;                          ///< mean R of the trades that have an initial risk
    std::optional<Interval> expectancyRInterval; ///< bootstrap, 95 %
    std::optional<Interval> expectancyMoneyInterval; ///< bootstrap, 95 %
    Figure sqn;
    Figure kelly; ///< for display only
    EdgeVerdict verdict = EdgeVerdict::TooFewTrades;
};

struct StreakFigures
{
    std::size_t longestWin = 0;
    std::size_t longestLoss = 0;
    Figure expectedWin; ///< mean longest run of so many independent trades with this win rate
    Figure expectedLoss;
};

/// How far trades went for and against, from prices after the fill only.
struct ExcursionFigures
{
    Figure adverseR; ///< mean of the worst open result, R; negative
    Figure favourableR;
    Figure adverseBp; ///< the same in bp of the entry value
    Figure favourableBp;
    Figure stopEfficiency;   ///< losers: mean of 1 - loss / worst open result; 0 left at the worst
    Figure targetEfficiency; ///< winners: mean of gain / best open result; 1 left at the best
};

struct HoldingFigures
{
    Figure mean; ///< hours, of closed trades
    Figure median;
    Figure fifth;       ///< 5 % of the trades are as short or shorter
    Figure ninetyFifth; ///< 95 % are as short or shorter
    Figure longest;
};

/// Best and worst reading of the trades whose bar proves neither stop nor target first.
struct AmbiguityFigures
{
    std::size_t trades = 0;
    Money best;  ///< equity at the end with each such trade's better reading
    Money worst; ///< with each one's worse
};

struct LeverageFigures
{
    Figure average; ///< over the whole time; value at entry prices / equity
    Figure highest;
};

[[nodiscard]] ResultFigures resultFigures(std::span<const TradeRow> trades, RandomSource random);
[[nodiscard]] StreakFigures streakFigures(std::span<const TradeRow> trades);
[[nodiscard]] ExcursionFigures excursionFigures(std::span<const TradeRow> trades,
                                                std::span<const Instrument> instruments);
[[nodiscard]] HoldingFigures holdingFigures(std::span<const TradeRow> trades);
[[nodiscard]] AmbiguityFigures ambiguityFigures(std::span<const TradeRow> trades, Money balance);
/// Of closed and open trades together.
[[nodiscard]] LeverageFigures leverageFigures(std::span<const TradeRow> closed,
                                              std::span<const TradeRow> open,
                                              std::span<const Instrument> instruments,
                                              const EquityCurve& curve);

/// Wilson's 95 % interval of a share.
[[nodiscard]] Interval wilsonInterval(std::size_t wins, std::size_t count) noexcept;
/// 95 % interval of the mean of `values`: percentiles of 2,000 means drawn with replacement.
[[nodiscard]] Interval bootstrapMean(std::span<const double> values, RandomSource random);
/// Mean length of the longest run of successes in `count` independent tries.
[[nodiscard]] double expectedLongestRun(std::size_t count, double share);

} // namespace wick::core
