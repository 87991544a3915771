#pragma once

#include "core/domain/signal.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace wick::strategies {

/// A condition with a lower limit: the score is value / (2 need), held in 0..1, so 0.5 at the
/// limit. Without a limit it is full; a value that is not a number scores 0. Source: definitions
/// D.3.
[[nodiscard]] inline core::Component
atLeast(std::string_view name, double value, double need) noexcept
{
    if (!std::isfinite(value)) {
        return {name, 0.0, need, 0.0};
    }
    const double score = need > 0.0 ? std::clamp(value / (2.0 * need), 0.0, 1.0) : 1.0;
    return {name, value, need, score};
}

/// A condition with an upper limit: the score is 1 - value / (2 need), held in 0..1.
[[nodiscard]] inline core::Component
atMost(std::string_view name, double value, double need) noexcept
{
    if (!std::isfinite(value) || !(need > 0.0)) {
        return {name, 0.0, need, 0.0};
    }
    return {name, value, need, std::clamp(1.0 - value / (2.0 * need), 0.0, 1.0)};
}

/// Mean of the scores, 0..1; without a component 0.
template <typename Components>
[[nodiscard]] double strengthOf(const Components& components) noexcept
{
    double sum = 0.0;
    for (const auto& component : components) {
        sum += component.score;
    }
    return components.empty() ? 0.0 : sum / static_cast<double>(components.size());
}

} // namespace wick::strategies
