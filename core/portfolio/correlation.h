#pragma once

#include "core/domain/moneyandids.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace wick::core {

/// How two markets move together, with bounds that take thin data for the worse case.
struct Correlation
{
    bool known = false;    ///< enough common bars; all else is 0 while not
    double rho = 0.0;      ///< of log returns, exponentially weighted
    double alike = 0.0;    ///< bound further from 0: how much alike they may be
    double hedge = 0.0;    ///< bound nearer to 0: how much of a hedge is safe to count
    std::int64_t bars = 0; ///< common closed bars so far
};

/// Both bounds for a correlation seen over `effectiveBars`. With 3 or fewer nothing is known.
/// Source: definitions D.11.
[[nodiscard]] Correlation boundedCorrelation(double rho, double effectiveBars) noexcept;

/// Rolling correlations of every pair of markets, from synchronous closed five-minute log returns:
/// half-life three days, known from 500 common bars on. Source: definitions D.11.
class CorrelationMatrix
{
public:
    explicit CorrelationMatrix(std::size_t markets);

    /// One five-minute bar of all markets, by market; NaN for one that was closed or had no trade.
    void add(std::span<const double> returns) noexcept;

    [[nodiscard]] std::size_t markets() const noexcept { return m_markets; }
    [[nodiscard]] Correlation between(std::size_t a, std::size_t b) const noexcept;

private:
    /// Weighted sums over the common bars of one pair.
    struct Pair
    {
        double product = 0.0;
        double squareA = 0.0;
        double squareB = 0.0;
        std::int64_t bars = 0;
    };
    [[nodiscard]] std::size_t indexOf(std::size_t a, std::size_t b) const noexcept;

    std::size_t m_markets;
    std::vector<Pair> m_pairs; ///< a < b, row by row
};

/// Correlation at and above which two markets count as one, either way round.
constexpr double kGroupedFrom = 0.6;

/// How many markets a session may have at most.
constexpr std::size_t kMostMarkets = 32;

/// One pair of markets as the risk rules judge it, in millionths without a sign. Quantised once, to
/// the side that weighs more: `alike` up, `hedge` down.
struct PairBound
{
    bool known = false; ///< while not, the pair counts as fully alike and as no hedge
    bool opposite = false;
    std::int64_t alike = 0;
    std::int64_t hedge = 0;
};

/// The correlations of all pairs and the groups that follow from them, as integers. Markets that
/// hang together over pairs whose `alike` is at least kGroupedFrom, or not known, are a group.
class PairTable
{
public:
    explicit PairTable(std::size_t markets);

    /// Takes the matrix as it stands; of the same number of markets.
    void refresh(const CorrelationMatrix& matrix) noexcept;

    [[nodiscard]] const PairBound& between(InstrumentId a, InstrumentId b) const noexcept
    {
        return m_pairs[a.count() * m_groups.size() + b.count()];
    }
    /// The number of the market's group: that of the group's first market.
    [[nodiscard]] std::size_t groupOf(InstrumentId market) const noexcept
    {
        return m_groups[market.count()];
    }

private:
    void group() noexcept;

    std::vector<PairBound> m_pairs; ///< row by row, each pair twice
    std::vector<std::size_t> m_groups;
};

/// What holds before anything is known of any market.
[[nodiscard]] const PairTable& unknownPairs() noexcept;

/// What is held in one market.
struct Exposure
{
    InstrumentId market;
    std::int64_t value = 0;      ///< micro-USDC, signed
    std::int64_t volatility = 0; ///< of a day, ppm of the value
};

/// What a group of markets weighs as one position, in micro-USDC: legs are added in the direction
/// of its largest one, a leg that offsets it counts by its `hedge` only. Exposures of other groups
/// do not count. Source: definitions D.11.
[[nodiscard]] std::int64_t groupExposure(const PairTable& pairs,
                                         std::span<const Exposure> exposures,
                                         std::size_t group) noexcept;

/// Standard deviation of a day's result of all positions together, in micro-USDC, rounded up. Pairs
/// that are not known count as fully alike where that raises it, and as no hedge.
[[nodiscard]] std::int64_t portfolioDeviation(const PairTable& pairs,
                                              std::span<const Exposure> exposures) noexcept;

} // namespace wick::core
