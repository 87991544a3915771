#pragma once

#include "core/domain/units.h"

#include <optional>
#include <string>
#include <string_view>

namespace wick::io {

/// ISO 8601 in UTC with milliseconds: "2026-03-01T09:05:00.000Z". Finer parts are cut off.
[[nodiscard]] std::string isoText(core::Timestamp at);

/// Reads a day ("2026-03-01", its start), a time ("2026-03-01T09:05", seconds and milliseconds if
/// wanted, Z or nothing: always UTC) or milliseconds since the epoch (nine digits or more).
/// Years 1970 to 2200. Nothing for any other text.
[[nodiscard]] std::optional<core::Timestamp> parseTime(std::string_view text);

} // namespace wick::io
