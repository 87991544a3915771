#include "core/portfolio/correlation.h"

#include <algorithm>
#include <cmath>

namespace wick::core {

namespace {

constexpr std::int64_t kNeededBars = 500;
constexpr double kHalfLifeBars = 864.0; ///< three days of five minutes
constexpr double kConfidence = 1.64;    ///< one-sided, 95 %
const double kDecay = std::exp2(-1.0 / kHalfLifeBars);

/// A leg's share in the direction of the group's largest one.
double shareOf(const Correlation& pair, double leg, double largest) noexcept
{
    if (!pair.known) {
        return std::abs(leg); // taken for +1 or -1, whichever adds
    }
    const bool adds = (pair.rho < 0.0) == ((leg < 0.0) != (largest < 0.0));
    return adds ? std::abs(leg) : -std::abs(leg) * std::abs(pair.hedge);
}

/// The pair's term of a variance: `term` is the product of both deviations, signed.
double covariance(const Correlation& pair, double term) noexcept
{
    if (!pair.known) {
        return std::abs(term);
    }
    return term * (term * pair.rho > 0.0 ? pair.alike : pair.hedge);
}

} // namespace

Correlation boundedCorrelation(double rho, double effectiveBars) noexcept
{
    constexpr double kLargest = 0.999;
    constexpr double kFurthest = 3.8; ///< tanh of it is 0.999
    if (!(effectiveBars > 3.0) || std::isnan(rho)) {
        return {};
    }
    const double centre = std::atanh(std::min(std::abs(rho), kLargest));
    const double reach = kConfidence / std::sqrt(effectiveBars - 3.0);
    return {.known = true,
            .rho = rho,
            .alike = std::copysign(std::tanh(std::min(centre + reach, kFurthest)), rho),
            .hedge = std::copysign(std::tanh(std::max(centre - reach, 0.0)), rho)};
}

CorrelationMatrix::CorrelationMatrix(std::size_t markets)
    : m_markets(markets)
    , m_pairs(markets * (markets - std::min<std::size_t>(markets, 1)) / 2)
{}

std::size_t CorrelationMatrix::indexOf(std::size_t a, std::size_t b) const noexcept
{
    return a * m_markets - a * (a + 1) / 2 + (b - a - 1);
}

void CorrelationMatrix::add(std::span<const double> returns) noexcept
{
    std::size_t index = 0;
    for (std::size_t a = 0; a < m_markets; ++a) {
        for (std::size_t b = a + 1; b < m_markets; ++b, ++index) {
            if (std::isnan(returns[a]) || std::isnan(returns[b])) {
                continue;
            }
            Pair& pair = m_pairs[index];
            pair.product = kDecay * pair.product + returns[a] * returns[b];
            pair.squareA = kDecay * pair.squareA + returns[a] * returns[a];
            pair.squareB = kDecay * pair.squareB + returns[b] * returns[b];
            ++pair.bars;
        }
    }
}

Correlation CorrelationMatrix::between(std::size_t a, std::size_t b) const noexcept
{
    if (a == b) {
        return {.known = true, .rho = 1.0, .alike = 1.0, .hedge = 1.0};
    }
    const Pair& pair = m_pairs[indexOf(std::min(a, b), std::max(a, b))];
    const double scale = std::sqrt(pair.squareA * pair.squareB);
    Correlation found;
    if (pair.bars >= kNeededBars && scale > 0.0) {
        const double most = (1.0 + kDecay) / (1.0 - kDecay);
        found = boundedCorrelation(pair.product / scale,
                                   std::min(static_cast<double>(pair.bars), most));
    }
    found.bars = pair.bars;
    return found;
}

void groupMarkets(const CorrelationMatrix& matrix, std::span<std::size_t> groups) noexcept
{
    const std::size_t count = std::min(matrix.markets(), groups.size());
    for (std::size_t i = 0; i < count; ++i) {
        groups[i] = i;
    }
    for (std::size_t a = 0; a < count; ++a) {
        for (std::size_t b = a + 1; b < count; ++b) {
            const Correlation pair = matrix.between(a, b);
            if (groups[a] == groups[b] || (pair.known && std::abs(pair.alike) < kGroupedFrom)) {
                continue;
            }
            const std::size_t kept = std::min(groups[a], groups[b]);
            const std::size_t gone = std::max(groups[a], groups[b]);
            std::replace(groups.begin(), groups.begin() + static_cast<std::ptrdiff_t>(count), gone,
                         kept);
        }
    }
}

double groupExposure(const CorrelationMatrix& matrix,
                     std::span<const std::size_t> groups,
                     std::size_t group,
                     std::span<const double> exposures) noexcept
{
    std::size_t largest = group;
    for (std::size_t i = 0; i < exposures.size(); ++i) {
        if (groups[i] == group && std::abs(exposures[i]) > std::abs(exposures[largest])) {
            largest = i;
        }
    }
    double sum = 0.0;
    for (std::size_t i = 0; i < exposures.size(); ++i) {
        if (groups[i] == group && exposures[i] != 0.0) {
            sum += i == largest
                       ? std::abs(exposures[i])
                       : shareOf(matrix.between(largest, i), exposures[i], exposures[largest]);
        }
    }
    return std::abs(sum);
}

double portfolioVolatility(const CorrelationMatrix& matrix,
                           std::span<const double> exposures,
                           std::span<const double> volatilities) noexcept
{
    double variance = 0.0;
    for (std::size_t a = 0; a < exposures.size(); ++a) {
        const double own = exposures[a] * volatilities[a];
        variance += own * own;
        for (std::size_t b = a + 1; b < exposures.size(); ++b) {
            const double other = exposures[b] * volatilities[b];
            variance += 2.0 * covariance(matrix.between(a, b), own * other);
        }
    }
    return std::sqrt(std::max(0.0, variance));
}

} // namespace wick::core
