#include "core/base/decimal.h"

#include "core/base/checked.h"
#include "core/base/unreachable.h"

#include <limits>

namespace wick::core {

namespace {

constexpr int kMaxDecimals = 18;
constexpr std::uint64_t kLargest =
    static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

/// What stands in the text, before any scale is applied.
struct Digits
{
    std::uint64_t value = 0;
    int decimals = 0; ///< digits after the dot that are in `value`
    bool negative = false;
};

/// Takes the characters of an unsigned number one after the other.
class DigitReader
{
public:
    [[nodiscard]] Result<void, DecimalError> take(char c) noexcept
    {
        if (c == '.' && !m_dot) {
            m_dot = true;
            return {};
        }
        if (c < '0' || c > '9') {
            return Failure{DecimalError::NotANumber};
        }
        m_any = true;
        if (m_dot && c == '0') {
            ++m_zeros;
            return {};
        }
        if (!append(static_cast<std::uint64_t>(c - '0'))) {
            return Failure{DecimalError::OutOfRange};
        }
        return {};
    }

    [[nodiscard]] bool any() const noexcept { return m_any; }
    [[nodiscard]] const Digits& digits() const noexcept { return m_digits; }

private:
    [[nodiscard]] bool append(std::uint64_t digit) noexcept
    {
        const int shift = m_dot ? m_zeros + 1 : 1;
        for (int i = 0; i < shift; ++i) {
            if (m_digits.value > kLargest / 10) {
                return false;
            }
            m_digits.value *= 10;
        }
        if (m_digits.value > kLargest - digit) {
            return false;
        }
        m_digits.value += digit;
        m_digits.decimals += m_dot ? shift : 0;
        m_zeros = 0;
        return true;
    }

    Digits m_digits;
    bool m_dot = false;
    bool m_any = false;
    int m_zeros = 0; ///< after the dot; they count once another digit follows
};

Result<Digits, DecimalError> readDigits(std::string_view text)
{
    if (text.empty()) {
        return Failure{DecimalError::Empty};
    }
    const bool sign = text[0] == '-' || text[0] == '+';
    DigitReader reader;
    for (const char c : text.substr(sign ? 1 : 0)) {
        if (const auto taken = reader.take(c); !taken) {
            return Failure{taken.error()};
        }
    }
    if (!reader.any()) {
        return Failure{DecimalError::NotANumber};
    }
    Digits digits = reader.digits();
    digits.negative = text[0] == '-';
    return digits;
}

std::string plainText(std::int64_t scaled, int decimals)
{
    const bool negative = scaled < 0;
    // Two's complement: also right for the smallest 64-bit number, which has no positive twin.
    const std::uint64_t magnitude =
        negative ? ~static_cast<std::uint64_t>(scaled) + 1 : static_cast<std::uint64_t>(scaled);
    std::string text = std::to_string(magnitude);
    if (decimals > 0) {
        const auto places = static_cast<std::size_t>(decimals);
        if (text.size() <= places) {
            text.insert(0, places + 1 - text.size(), '0');
        }
        text.insert(text.size() - places, 1, '.');
    }
    return negative ? "-" + text : text;
}

} // namespace

Result<std::int64_t, DecimalError> parseScaled(std::string_view text, int decimals)
{
    const auto digits = readDigits(text);
    if (!digits) {
        return Failure{digits.error()};
    }
    if (digits->decimals > decimals) {
        return Failure{DecimalError::TooPrecise};
    }
    std::uint64_t value = digits->value;
    for (int i = digits->decimals; i < decimals; ++i) {
        if (value > kLargest / 10) {
            return Failure{DecimalError::OutOfRange};
        }
        value *= 10;
    }
    const auto magnitude = static_cast<std::int64_t>(value);
    return digits->negative ? -magnitude : magnitude;
}

Result<Decimal, DecimalError> parseDecimal(std::string_view text)
{
    const auto digits = readDigits(text);
    if (!digits) {
        return Failure{digits.error()};
    }
    if (digits->decimals > kMaxDecimals) {
        return Failure{DecimalError::TooPrecise};
    }
    const auto magnitude = static_cast<std::int64_t>(digits->value);
    return Decimal{digits->negative ? -magnitude : magnitude, digits->decimals};
}

Result<std::int64_t, DecimalError> rescale(std::int64_t mantissa, int from, int to)
{
    if (from > to) {
        const std::int64_t step = powerOfTen(from - to);
        if (mantissa % step != 0) {
            return Failure{DecimalError::TooPrecise};
        }
        return mantissa / step;
    }
    const auto scaled = narrow(static_cast<Int128>(mantissa) * powerOfTen(to - from));
    if (!scaled) {
        return Failure{DecimalError::OutOfRange};
    }
    return *scaled;
}

std::string shortestText(std::int64_t scaled, int decimals)
{
    while (decimals > 0 && scaled % 10 == 0) {
        scaled /= 10;
        --decimals;
    }
    return plainText(scaled, decimals);
}

std::string fixedText(std::int64_t scaled, int decimals)
{
    return plainText(scaled, decimals);
}

std::string_view describe(DecimalError error) noexcept
{
    switch (error) {
    case DecimalError::Empty:
        return "is empty";
    case DecimalError::NotANumber:
        return "is not a plain decimal number";
    case DecimalError::TooPrecise:
        return "has more decimals than can be kept";
    case DecimalError::OutOfRange:
        return "is too large";
    }
    unreachable();
}

} // namespace wick::core
