#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace wick::core {

/// Why a figure is not given. A number that would mislead is not shown at all.
enum class Missing : std::uint8_t
{
    Nothing,    ///< it is there
    TooShort,   ///< under 90 days of data
    TooFewDays, ///< not enough daily returns for this tail
    TooFewTrades,
    NoTrades,
    NoWins,
    NoLosses,
    NoRisk,      ///< trades without an initial risk, as with a fixed quantity
    NoVariation, ///< all returns are equal
    NoDrawdown,
    NotPositive, ///< equity fell to zero or below: returns have no meaning
    NotDefined,  ///< the correction for autocorrelation comes out negative
};

/// The reason in words that follow "n/a: ".
[[nodiscard]] std::string_view describe(Missing why) noexcept;

/// A measured number, or the reason why there is none.
class Figure
{
public:
    Figure() = default;
    Figure(double value) // NOLINT(google-explicit-constructor): reads as the number itself
        : m_value(value)
        , m_missing(Missing::Nothing)
    {}
    Figure(Missing why) // NOLINT(google-explicit-constructor): reads as the reason itself
        : m_missing(why)
    {}

    [[nodiscard]] bool has() const noexcept { return m_missing == Missing::Nothing; }
    [[nodiscard]] double value() const noexcept { return m_value; }
    [[nodiscard]] Missing missing() const noexcept { return m_missing; }
    [[nodiscard]] std::optional<double> optional() const noexcept
    {
        return has() ? std::optional{m_value} : std::nullopt;
    }

private:
    double m_value = 0.0;
    Missing m_missing = Missing::NoTrades;
};

/// Both ends of a confidence interval.
struct Interval
{
    double low = 0.0;
    double high = 0.0;

    [[nodiscard]] bool contains(double value) const noexcept
    {
        return low <= value && value <= high;
    }
};

} // namespace wick::core
