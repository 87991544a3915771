#pragma once

#include <span>
#include <string>
#include <string_view>

namespace wick::core {

/// Whether both are the same name but for upper and lower case of ASCII letters.
[[nodiscard]] bool sameName(std::string_view a, std::string_view b) noexcept;

/// The name that looks most like `wanted` (fewest edits, ignoring case), or nothing when none is
/// near: for "did you mean …?".
[[nodiscard]] std::string nearestName(std::string_view wanted, std::span<const std::string> names);

} // namespace wick::core
