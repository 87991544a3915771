#include "core/base/checked.h"
#include "core/venues/lighter/mapper.h"

#include <algorithm>
#include <optional>

namespace wick::lighter {

namespace {

using core::Decimal;
using core::DecimalError;
using core::Failure;

constexpr int kMostDecimals = 18;
constexpr int kMostDigits = 19; ///< that surely fit 64 bits without a sign
constexpr int kRoundedDecimals = 12;
constexpr int kMostExponent = 400; ///< further than any double

/// A number taken apart: `mantissa` times 10 to the power of `exponent`.
struct Parts
{
    bool negative = false;
    std::uint64_t mantissa = 0;
    int exponent = 0;
    bool whole = true; ///< all digits are in the mantissa
};

/// Goes through a text from left to right.
class Cursor
{
public:
    explicit Cursor(std::string_view text) noexcept
        : m_rest(text)
    {}

    [[nodiscard]] bool done() const noexcept { return m_rest.empty(); }
    [[nodiscard]] bool take(char wanted) noexcept
    {
        const bool found = !m_rest.empty() && m_rest.front() == wanted;
        m_rest.remove_prefix(found ? 1 : 0);
        return found;
    }
    [[nodiscard]] std::optional<int> digit() noexcept
    {
        if (m_rest.empty() || m_rest.front() < '0' || m_rest.front() > '9') {
            return std::nullopt;
        }
        const int value = m_rest.front() - '0';
        m_rest.remove_prefix(1);
        return value;
    }

private:
    std::string_view m_rest;
};

/// Digits on one side of the dot; false when there is none. Zeros at the end of the fraction are
/// held back until another digit needs them.
class Mantissa
{
public:
    explicit Mantissa(Parts& parts) noexcept
        : m_parts(parts)
    {}

    [[nodiscard]] bool take(Cursor& cursor, int place) noexcept
    {
        bool any = false;
        while (const auto digit = cursor.digit()) {
            any = true;
            m_places += place;
            ++m_waiting;
            if (*digit != 0) {
                append(*digit);
            }
        }
        return any;
    }
    /// The power of ten that goes with what was kept.
    [[nodiscard]] int exponent() const noexcept { return m_waiting + m_cut - m_places; }

private:
    void append(int digit) noexcept
    {
        for (; m_waiting > 0; --m_waiting) {
            if (m_digits == kMostDigits) {
                m_parts.whole = false;
                m_cut += m_waiting;
                m_waiting = 0;
                return;
            }
            m_parts.mantissa =
                m_parts.mantissa * 10 + (m_waiting == 1 ? static_cast<std::uint64_t>(digit) : 0U);
            m_digits += m_parts.mantissa != 0 ? 1 : 0;
        }
    }

    Parts& m_parts;
    int m_places = 0;  ///< digits behind the dot
    int m_waiting = 0; ///< digits not in the mantissa yet; all zeros
    int m_cut = 0;     ///< digits that no longer fit
    int m_digits = 0;
};

std::optional<int> exponentOf(Cursor& cursor) noexcept
{
    const bool negative = cursor.take('-');
    if (!negative) {
        static_cast<void>(cursor.take('+'));
    }
    auto digit = cursor.digit();
    if (!digit) {
        return std::nullopt;
    }
    int value = 0;
    for (; digit; digit = cursor.digit()) {
        value = std::min(value * 10 + *digit, kMostExponent);
    }
    return negative ? -value : value;
}

core::Result<Parts, DecimalError> partsOf(std::string_view text) noexcept
{
    if (text.empty()) {
        return Failure{DecimalError::Empty};
    }
    Parts parts;
    Cursor cursor{text};
    Mantissa mantissa{parts};
    parts.negative = cursor.take('-');
    if (!mantissa.take(cursor, 0) || (cursor.take('.') && !mantissa.take(cursor, 1))) {
        return Failure{DecimalError::NotANumber};
    }
    parts.exponent = mantissa.exponent();
    if (cursor.take('e') || cursor.take('E')) {
        const auto exponent = exponentOf(cursor);
        if (!exponent) {
            return Failure{DecimalError::NotANumber};
        }
        parts.exponent += *exponent;
    }
    if (!cursor.done()) {
        return Failure{DecimalError::NotANumber};
    }
    return parts;
}

/// Without zeros behind the dot.
core::Result<Decimal, DecimalError> decimalOf(Parts parts) noexcept
{
    if (parts.mantissa == 0) {
        return Decimal{};
    }
    for (; parts.exponent < 0 && parts.mantissa % 10 == 0; ++parts.exponent) {
        parts.mantissa /= 10;
    }
    if (-parts.exponent > kMostDecimals) {
        return Failure{DecimalError::TooPrecise};
    }
    core::Int128 magnitude = static_cast<core::Int128>(parts.mantissa);
    for (; parts.exponent > 0 && core::narrow(magnitude); --parts.exponent) {
        magnitude *= 10;
    }
    const auto mantissa = core::narrow(parts.negative ? -magnitude : magnitude);
    if (!mantissa || !core::narrow(magnitude)) {
        return Failure{DecimalError::OutOfRange};
    }
    return Decimal{*mantissa, -parts.exponent};
}

} // namespace

core::Result<Decimal, DecimalError> readNumber(std::string_view text)
{
    const auto parts = partsOf(text);
    if (!parts) {
        return Failure{parts.error()};
    }
    if (!parts->whole) {
        return Failure{parts->exponent < 0 ? DecimalError::TooPrecise : DecimalError::OutOfRange};
    }
    return decimalOf(*parts);
}

core::Result<Decimal, DecimalError> readRoundedNumber(std::string_view text)
{
    auto parts = partsOf(text);
    if (!parts) {
        return Failure{parts.error()};
    }
    const int excess = -parts->exponent - kRoundedDecimals;
    if (excess > kMostDigits) {
        return Decimal{};
    }
    if (excess > 0) {
        const core::Int128 divisor = static_cast<core::Int128>(core::powerOfTen(excess - 1)) * 10;
        parts->mantissa = static_cast<std::uint64_t>(core::divide(
            static_cast<core::Int128>(parts->mantissa), divisor, core::Rounding::HalfEven));
        parts->exponent = -kRoundedDecimals;
    }
    return decimalOf(*parts);
}

core::Result<core::Timestamp, DecimalError> readTime(std::int64_t count)
{
    constexpr std::int64_t kSecondsEnd = 100'000'000'000;          // the year 5138
    constexpr std::int64_t kMillisecondsEnd = 100'000'000'000'000; // the same
    const std::int64_t unit = count < kSecondsEnd        ? 1'000'000'000
                              : count < kMillisecondsEnd ? 1'000'000
                                                         : 1'000;
    const auto nanoseconds = core::narrow(static_cast<core::Int128>(count) * unit);
    if (count < 0 || !nanoseconds) {
        return Failure{DecimalError::OutOfRange};
    }
    return core::Timestamp{*nanoseconds};
}

} // namespace wick::lighter
