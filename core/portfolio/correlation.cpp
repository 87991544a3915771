#include "core/portfolio/correlation.h"

#include "core/base/checked.h"
#include "core/base/inlinevector.h"

#include <algorithm>
#include <cmath>

namespace wick::core {

namespace {

constexpr std::int64_t kNeededBars = 500;
/// Deviations are held where sums of their products still fit: above every limit.
constexpr std::int64_t kMostDeviation = usdc(100'000'000).count();
constexpr double kHalfLifeBars = 864.0; ///< three days of five minutes
constexpr double kConfidence = 1.64;    ///< one-sided, 95 %
const double kDecay = std::exp2(-1.0 / kHalfLifeBars);

/// A leg's share in the direction of the group's largest one.
std::int64_t shareOf(const PairBound& pair, std::int64_t leg, std::int64_t largest) noexcept
{
    const std::int64_t size = leg < 0 ? -leg : leg;
    if (!pair.known) {
        return size; // taken for +1 or -1, whichever adds
    }
    const bool adds = pair.opposite == ((leg < 0) != (largest < 0));
    return adds ? size : -partDown(size, pair.hedge);
}

/// The pair's term of a variance times 10^6: `term` is the product of both deviations, signed.
Int128 covariance(const PairBound& pair, Int128 term) noexcept
{
    const Int128 size = term < 0 ? -term : term;
    if (!pair.known) {
        return size * kPpmOne;
    }
    const bool adds = pair.opposite == (term < 0);
    return adds ? size * pair.alike : -size * pair.hedge;
}

/// Usual size of a day's result of a leg, with its sign.
std::int64_t deviationOf(const Exposure& leg) noexcept
{
    const std::int64_t size =
        std::min(kMostDeviation, partUp(leg.value < 0 ? -leg.value : leg.value, leg.volatility));
    return leg.value < 0 ? -size : size;
}

/// The smallest whole number whose square is at least `square`.
std::int64_t rootUp(Int128 square) noexcept
{
    if (square <= 0) {
        return 0;
    }
    // The floating root is a guess; the whole numbers beside it decide.
    auto root = static_cast<std::int64_t>(std::sqrt(static_cast<double>(square)));
    while (static_cast<Int128>(root) * root < square) {
        ++root;
    }
    while (static_cast<Int128>(root - 1) * (root - 1) >= square) {
        --root;
    }
    return root;
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

PairTable::PairTable(std::size_t markets)
    : m_pairs(markets * markets)
    , m_groups(markets)
{
    refresh(CorrelationMatrix{markets});
}

void PairTable::refresh(const CorrelationMatrix& matrix) noexcept
{
    const std::size_t count = m_groups.size();
    for (std::size_t a = 0; a < count; ++a) {
        for (std::size_t b = a + 1; b < count; ++b) {
            const Correlation found = matrix.between(a, b);
            const PairBound pair{
                found.known, found.rho < 0.0,
                static_cast<std::int64_t>(std::ceil(std::abs(found.alike) * kPpmOne)),
                static_cast<std::int64_t>(std::floor(std::abs(found.hedge) * kPpmOne))};
            m_pairs[a * count + b] = pair;
            m_pairs[b * count + a] = pair;
        }
    }
    group();
}

void PairTable::group() noexcept
{
    constexpr auto kGrouped = static_cast<std::int64_t>(kGroupedFrom * kPpmOne);
    const std::size_t count = m_groups.size();
    for (std::size_t i = 0; i < count; ++i) {
        m_groups[i] = i;
    }
    for (std::size_t a = 0; a < count; ++a) {
        for (std::size_t b = a + 1; b < count; ++b) {
            const PairBound& pair = m_pairs[a * count + b];
            if (m_groups[a] == m_groups[b] || (pair.known && pair.alike < kGrouped)) {
                continue;
            }
            const std::size_t kept = std::min(m_groups[a], m_groups[b]);
            const std::size_t gone = std::max(m_groups[a], m_groups[b]);
            std::replace(m_groups.begin(), m_groups.end(), gone, kept);
        }
    }
}

const PairTable& unknownPairs() noexcept
{
    static const PairTable kUnknown{kMostMarkets};
    return kUnknown;
}

std::int64_t groupExposure(const PairTable& pairs,
                           std::span<const Exposure> exposures,
                           std::size_t group) noexcept
{
    const Exposure* largest = nullptr;
    const auto size = [](const Exposure& leg) {
        return leg.value < 0 ? -leg.value : leg.value;
    };
    for (const auto& leg : exposures) {
        if (pairs.groupOf(leg.market) == group
            && (largest == nullptr || size(leg) > size(*largest))) {
            largest = &leg;
        }
    }
    std::int64_t sum = 0;
    for (const auto& leg : exposures) {
        if (leg.value == 0 || pairs.groupOf(leg.market) != group) {
            continue;
        }
        sum += &leg == largest
                   ? size(leg)
                   : shareOf(pairs.between(largest->market, leg.market), leg.value, largest->value);
    }
    return sum < 0 ? -sum : sum;
}

std::int64_t portfolioDeviation(const PairTable& pairs,
                                std::span<const Exposure> exposures) noexcept
{
    InlineVector<std::int64_t, kMostMarkets + 1> deviations;
    Int128 variance = 0; // times 10^6
    for (const Exposure& leg : exposures) {
        const std::int64_t own = deviationOf(leg);
        variance += static_cast<Int128>(own) * own * kPpmOne;
        for (std::size_t b = 0; own != 0 && b < deviations.size(); ++b) {
            if (deviations[b] != 0) {
                variance += 2
                            * covariance(pairs.between(leg.market, exposures[b].market),
                                         static_cast<Int128>(own) * deviations[b]);
            }
        }
        deviations.push_back(own);
    }
    constexpr std::int64_t kRootOfMillion = 1'000;
    return (rootUp(variance) + kRootOfMillion - 1) / kRootOfMillion;
}

} // namespace wick::core
