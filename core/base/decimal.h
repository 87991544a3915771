#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace wick::core {

/// Why a text is not the number that was asked for.
enum class DecimalError : std::uint8_t
{
    Empty,
    NotANumber, ///< anything but an optional sign, digits and one dot; exponents, nan and inf too
    TooPrecise, ///< more decimals than the scale has, other than zeros
    OutOfRange, ///< does not fit 64 bits at this scale
};

/// A decimal number exactly as written: `mantissa` divided by 10 to the power of `decimals`.
struct Decimal
{
    std::int64_t mantissa = 0;
    int decimals = 0; ///< 0 to 18, without trailing zeros

    friend constexpr bool operator==(const Decimal&, const Decimal&) noexcept = default;
};

/// Reads "2361.31" at 2 decimals as 236131. Exact: no double is involved.
[[nodiscard]] Result<std::int64_t, DecimalError> parseScaled(std::string_view text, int decimals);

/// Reads a number with as many decimals as it has; trailing zeros do not count.
[[nodiscard]] Result<Decimal, DecimalError> parseDecimal(std::string_view text);

/// `mantissa` at `from` decimals counted at `to` decimals. Errors: TooPrecise, OutOfRange.
[[nodiscard]] Result<std::int64_t, DecimalError> rescale(std::int64_t mantissa, int from, int to);

/// Shortest text of the scaled number: 236130 at 2 decimals is "2361.3". Dot, no exponent.
[[nodiscard]] std::string shortestText(std::int64_t scaled, int decimals);

/// Text with all decimals: 236130 at 2 decimals is "2361.30".
[[nodiscard]] std::string fixedText(std::int64_t scaled, int decimals);

/// The error in words, for a message that names the field: "has no digits", …
[[nodiscard]] std::string_view describe(DecimalError error) noexcept;

} // namespace wick::core
