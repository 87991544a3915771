#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#ifdef _MSC_VER
#include <__msvc_int128.hpp>
#endif

namespace wick::core {

#ifdef _MSC_VER
using Int128 = std::_Signed128;
using UInt128 = std::_Unsigned128;
#else
__extension__ typedef __int128 Int128;           // NOLINT(modernize-use-using): __extension__
__extension__ typedef unsigned __int128 UInt128; // NOLINT(modernize-use-using): __extension__
#endif

/// Which neighbour a division that does not come out even takes.
enum class Rounding : std::uint8_t
{
    Down,     ///< towards minus infinity
    Up,       ///< towards plus infinity
    HalfEven, ///< to the nearest, a tie to the even one
};

/// `numerator / denominator` in whole numbers. The denominator must be positive.
[[nodiscard]] constexpr Int128
divide(Int128 numerator, Int128 denominator, Rounding rounding) noexcept
{
    Int128 quotient = 0;
    Int128 remainder = 0;
    const auto narrowed = static_cast<std::int64_t>(numerator);
    const auto divisor = static_cast<std::int64_t>(denominator);
    if (narrowed == numerator && divisor == denominator) { // the machine divides these itself
        quotient = narrowed / divisor;
        remainder = narrowed % divisor;
    } else {
        quotient = numerator / denominator;
        remainder = numerator % denominator;
    }
    if (remainder < 0) { // C++ truncates towards zero; from here on the quotient is the floor
        quotient -= 1;
        remainder += denominator;
    }
    switch (rounding) {
    case Rounding::Down:
        return quotient;
    case Rounding::Up:
        return remainder == 0 ? quotient : quotient + 1;
    case Rounding::HalfEven:
        break;
    }
    const Int128 twice = remainder * 2;
    const bool up = twice > denominator || (twice == denominator && quotient % 2 != 0);
    return up ? quotient + 1 : quotient;
}

/// The value as 64 bits, or nothing when it does not fit.
[[nodiscard]] constexpr std::optional<std::int64_t> narrow(Int128 value) noexcept
{
    if (value < std::numeric_limits<std::int64_t>::min()
        || value > std::numeric_limits<std::int64_t>::max())
    {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(value);
}

/// The value as 64 bits, held at the ends of the range. Only for limits that are compared, never
/// for money.
[[nodiscard]] constexpr std::int64_t saturate(Int128 value) noexcept
{
    constexpr std::int64_t kLow = std::numeric_limits<std::int64_t>::min();
    constexpr std::int64_t kHigh = std::numeric_limits<std::int64_t>::max();
    return value < kLow ? kLow : value > kHigh ? kHigh : static_cast<std::int64_t>(value);
}

/// `ppm` millionths of a value, rounded down; `ppm` is not negative and below 10^12. Held at the
/// ends of the range, and without a division of 128 bits.
[[nodiscard]] constexpr std::int64_t partDown(std::int64_t value, std::int64_t ppm) noexcept
{
    constexpr std::int64_t kOne = 1'000'000;
    std::int64_t whole = value / kOne;
    std::int64_t rest = value % kOne;
    if (rest < 0) { // the quotient becomes the floor
        whole -= 1;
        rest += kOne;
    }
    return saturate(static_cast<Int128>(whole) * ppm + rest * ppm / kOne);
}

/// The same, rounded up.
[[nodiscard]] constexpr std::int64_t partUp(std::int64_t value, std::int64_t ppm) noexcept
{
    constexpr std::int64_t kOne = 1'000'000;
    std::int64_t whole = value / kOne;
    std::int64_t rest = value % kOne;
    if (rest < 0) {
        whole -= 1;
        rest += kOne;
    }
    return saturate(static_cast<Int128>(whole) * ppm + (rest * ppm + kOne - 1) / kOne);
}

/// 10 to the power of `exponent`, which is 0 to 18.
[[nodiscard]] constexpr std::int64_t powerOfTen(int exponent) noexcept
{
    std::int64_t power = 1;
    for (int i = 0; i < exponent; ++i) {
        power *= 10;
    }
    return power;
}

} // namespace wick::core
