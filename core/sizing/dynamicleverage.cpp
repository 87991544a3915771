#include "core/sizing/dynamicleverage.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace wick::core {

namespace {

struct DrawdownTier
{
    std::int64_t from = 0; ///< ppm, included
    double factor = 0.0;
};

constexpr std::array<DrawdownTier, 4> kTiers{
    {{0, 1.0}, {50'000, 0.7}, {100'000, 0.5}, {150'000, 0.3}}};
constexpr int kWorstTier = static_cast<int>(kTiers.size()) - 1;
constexpr std::int64_t kWayBack = 10'000; ///< ppm below the edge before a tier is left

/// The tier for this drawdown, coming from `tier`.
int nextTier(int tier, std::int64_t drawdown) noexcept
{
    if (drawdown < 0) {
        return kWorstTier;
    }
    const auto edge = [](int i) {
        return kTiers[static_cast<std::size_t>(i)].from;
    };
    while (tier < kWorstTier && drawdown >= edge(tier + 1)) {
        ++tier;
    }
    while (tier > 0 && drawdown < edge(tier) - kWayBack) {
        --tier;
    }
    return tier;
}

} // namespace

double volatilityFactor(const LeverageInputs& inputs) noexcept
{
    constexpr double kWorst = 0.3;
    constexpr double kBest = 1.5;
    if (!(inputs.currentVolatility > 0.0) || !(inputs.normalVolatility > 0.0)) {
        return kWorst;
    }
    return std::clamp(inputs.normalVolatility / inputs.currentVolatility, kWorst,
                      inputs.normalIsAssumed ? 1.0 : kBest);
}

double performanceFactor(const LeverageInputs& inputs) noexcept
{
    constexpr std::int64_t kNeededTrades = 50;
    constexpr double kReference = 0.10;
    constexpr double kWorst = 0.6;
    constexpr double kBest = 1.2;
    if (inputs.trades < kNeededTrades) {
        return 1.0;
    }
    if (!(inputs.payoff > 0.0)) {
        return kWorst; // not one win
    }
    const double kelly = inputs.winShare - (1.0 - inputs.winShare) / inputs.payoff;
    const double scaled = 1.0 + 0.5 * (kelly - kReference) / kReference;
    return std::clamp(scaled, kWorst, inputs.expectancyLow > 0.0 ? kBest : 1.0);
}

LeverageFactors
DynamicLeverage::update(std::int64_t base, const LeverageInputs& inputs, Timestamp now) noexcept
{
    constexpr double kRiseAnHour = 1.1;
    m_state.tier = nextTier(std::clamp(m_state.tier, 0, kWorstTier), inputs.drawdown);
    LeverageFactors factors;
    factors.volatility = volatilityFactor(inputs);
    factors.drawdown = kTiers[static_cast<std::size_t>(m_state.tier)].factor;
    factors.performance = performanceFactor(inputs);
    factors.product = static_cast<double>(base) / static_cast<double>(kFloor) * factors.volatility
                      * factors.drawdown * factors.performance;
    factors.target = std::clamp(factors.product, 1.0, 10.0);

    const auto target =
        std::clamp(static_cast<std::int64_t>(std::llround(factors.target * 1e6)), kFloor, kMost);
    const double hours = static_cast<double>(std::max<std::int64_t>(0, (now - m_state.at).count()))
                         / static_cast<double>(minutes(60).count());
    const double reach = static_cast<double>(m_state.cap) * std::pow(kRiseAnHour, hours);
    m_state.cap = reach >= static_cast<double>(target)
                      ? target
                      : std::max(kFloor, static_cast<std::int64_t>(reach));
    m_state.at = now;
    return factors;
}

} // namespace wick::core
