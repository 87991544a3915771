#pragma once

#include "core/domain/units.h"

#include <cstdint>
#include <limits>

namespace wick::core {

/// What the leverage cap of one market follows.
struct LeverageInputs
{
    static constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

    double currentVolatility = kMissing; ///< of a day, fraction
    double normalVolatility = kMissing;  ///< of a day, fraction
    bool normalIsAssumed = true;         ///< not measured yet: the factor is at most 1
    std::int64_t drawdown = -1;          ///< from the peak, ppm; negative: missing
    std::int64_t trades = 0;             ///< own closed ones looked at, at most 100
    double winShare = 0.0;               ///< of them
    double payoff = 0.0;                 ///< mean win over mean loss
    double expectancyLow = 0.0;          ///< lower bound of the mean R
};

/// The factors as they stand, and their product with the base before its clamp.
struct LeverageFactors
{
    double volatility = 0.0;  ///< 0.3 to 1.5
    double drawdown = 0.0;    ///< 1.0, 0.7, 0.5 or 0.3
    double performance = 0.0; ///< 0.6 to 1.2
    double product = 0.0;     ///< base times all three
    double target = 0.0;      ///< the same, from 1 to 10
};

/// normal over current volatility, 0.3 to 1.5; what is missing or 0 gives 0.3.
[[nodiscard]] double volatilityFactor(const LeverageInputs& inputs) noexcept;
/// Half of Kelly's fraction against 10 %, 0.6 to 1.2; 1 with fewer than 50 trades.
[[nodiscard]] double performanceFactor(const LeverageInputs& inputs) noexcept;

/// The part of a leverage cap that outlives a restart.
struct LeverageState
{
    std::int64_t cap = 1'000'000; ///< ppm of equity; without a stored one the floor
    int tier = 0;                 ///< of the drawdown, 0 to 3
    Timestamp at;                 ///< when the cap was set

    friend bool operator==(const LeverageState&, const LeverageState&) noexcept = default;
};

/// How much all positions may be worth, as a multiple of equity: falls at once, rises at most 10 %
/// an hour. Source: definitions D.13.
class DynamicLeverage
{
public:
    static constexpr std::int64_t kFloor = 1'000'000; ///< ppm: 1 x
    static constexpr std::int64_t kMost = 10'000'000; ///< ppm: 10 x

    explicit DynamicLeverage(LeverageState state = {}) noexcept
        : m_state(state)
    {}

    /// Takes the inputs of `now`; `base` in ppm of equity. Returns what the cap is made of.
    LeverageFactors update(std::int64_t base, const LeverageInputs& inputs, Timestamp now) noexcept;

    /// ppm of equity.
    [[nodiscard]] std::int64_t cap() const noexcept { return m_state.cap; }
    [[nodiscard]] const LeverageState& state() const noexcept { return m_state; }

private:
    LeverageState m_state;
};

} // namespace wick::core
