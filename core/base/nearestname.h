#pragma once

#include <span>
#include <string>
#include <string_view>

namespace wick::core {

/// The name that looks most like `wanted` (fewest edits, ignoring case), or nothing when none is
/// near: for "did you mean …?".
[[nodiscard]] std::string nearestName(std::string_view wanted, std::span<const std::string> names);

} // namespace wick::core
