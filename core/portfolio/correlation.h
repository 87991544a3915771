#pragma once

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

/// The number of each market's group: markets that hang together over pairs whose `alike` is at
/// least kGroupedFrom, or not known. Numbers are those of the group's first market. No heap for up
/// to `groups.size()` markets: the caller brings the room.
void groupMarkets(const CorrelationMatrix& matrix, std::span<std::size_t> groups) noexcept;

/// What a group of markets weighs as one position, as a multiple of equity: legs are added in the
/// direction of its largest one, a leg that offsets it counts by its `hedge` only. `exposures` are
/// signed notionals over equity by market; those outside `group` do not count.
[[nodiscard]] double groupExposure(const CorrelationMatrix& matrix,
                                   std::span<const std::size_t> groups,
                                   std::size_t group,
                                   std::span<const double> exposures) noexcept;

/// Standard deviation of a day's return of all positions together, as a fraction of equity.
/// `volatilities` are those of a day by market. Pairs that are not known count as fully alike where
/// that raises it, and as no hedge.
[[nodiscard]] double portfolioVolatility(const CorrelationMatrix& matrix,
                                         std::span<const double> exposures,
                                         std::span<const double> volatilities) noexcept;

} // namespace wick::core
