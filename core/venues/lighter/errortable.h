#pragma once

#include "core/execution/errorpolicy.h"

#include <cstdint>
#include <span>

namespace wick::lighter {

/// The codes of one action, both ends included.
struct ErrorRange
{
    std::int32_t first = 0;
    std::int32_t last = 0;
    core::ErrorAction action{};
    core::ErrorCertainty certainty = core::ErrorCertainty::Refused;
};

/// What each documented code calls for, in order of the codes.
[[nodiscard]] std::span<const ErrorRange> errorTable() noexcept;

/// The rule for a code. One that is not in the table is unsafe: its outcome counts as unknown.
[[nodiscard]] core::ErrorRule errorRuleOf(std::int32_t code) noexcept;

} // namespace wick::lighter
