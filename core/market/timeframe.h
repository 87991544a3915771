#pragma once

#include "core/base/result.h"
#include "core/domain/units.h"

#include <array>
#include <string>
#include <string_view>

namespace wick::core {

enum class TimeframeError : std::uint8_t
{
    NotATimeframe,  ///< anything but digits and one of s, m, h, d: "5m", "4h"
    OutOfRange,     ///< zero or longer than a day
    SpanOutOfRange, ///< zero or longer than ten years
};

/// The timeframes people use, for menus and for a suggestion after a mistyped one.
constexpr std::array<std::string_view, 10> kUsualTimeframes{"1m", "3m", "5m", "15m", "30m",
                                                            "1h", "2h", "4h", "12h", "1d"};

/// Reads "1m", "5m", "15m", "1h", "4h", "1d": whole seconds, minutes, hours or days, at most a day.
[[nodiscard]] Result<Duration, TimeframeError> parseTimeframe(std::string_view text);

/// Reads how long something goes on, in the same form, at most ten years: "30m", "6h", "14d".
[[nodiscard]] Result<Duration, TimeframeError> parseSpan(std::string_view text);

/// The shortest text of a timeframe of whole seconds: "1h" for 60 minutes.
[[nodiscard]] std::string timeframeText(Duration timeframe);

/// The error in words that follow the text: "'5x' is not a timeframe …".
[[nodiscard]] std::string_view describe(TimeframeError error) noexcept;

} // namespace wick::core
