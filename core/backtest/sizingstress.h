#pragma once

#include "core/base/randomsource.h"
#include "core/domain/units.h"

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace wick::core {

/// A closed trade as the stress sees it: when, and what it made of what it risked.
struct StressTrade
{
    Timestamp closed;
    double r = 0.0;
};

struct StressSetup
{
    double fraction = 0.005; ///< of equity, risked a trade
    double ruin = 0.5;       ///< fall from the start that counts as ruin
    std::size_t samples = 1'000;
    double blockDays = 5.0; ///< mean length of the blocks
};

/// The same trades at one multiple of the chosen fraction.
struct StressLine
{
    double multiple = 1.0;
    double ruinProbability = 0.0;
    double drawdownMedian = 0.0; ///< fraction of the highest equity
    double drawdownWorst = 0.0;  ///< 95th percentile
    double endLow = 0.0;         ///< 5th percentile of the last equity, the start being 1
    double endMedian = 0.0;
    double endHigh = 0.0;
};

inline constexpr std::array kStressMultiples{0.25, 0.5, 1.0, 2.0, 4.0};

/// How a list of trades would have gone with other sizes: whole days are drawn again in blocks
/// (stationary bootstrap), so that trades of the same day and runs of bad days stay together, and
/// every multiple sees the same draws. Each trade moves equity by fraction x multiple x R; equity
/// stops at 0. Empty without trades. Source: definitions E.3 (c), requirement S0.42.
[[nodiscard]] std::vector<StressLine>
stressSizing(std::span<const StressTrade> trades, const StressSetup& setup, RandomSource random);

} // namespace wick::core
