#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace wick::core {

/// A number that knows what it counts: two of different kinds neither mix nor compare.
/// It has no arithmetic of its own; each kind declares what makes sense for it.
template <typename Tag, typename Rep = std::int64_t>
class Strong
{
public:
    using rep = Rep;

    constexpr Strong() noexcept = default;
    constexpr explicit Strong(Rep count) noexcept
        : m_count(count)
    {}

    [[nodiscard]] constexpr Rep count() const noexcept { return m_count; }

    friend constexpr bool operator==(Strong, Strong) noexcept = default;
    friend constexpr std::strong_ordering operator<=>(Strong, Strong) noexcept = default;

private:
    Rep m_count{};
};

/// Price in the smallest step of the instrument of this run: 10^-priceDecimals USDC.
/// Only an instrument turns it into a double or a text (instrument.h).
using Price = Strong<struct PriceTag>;
/// Difference of two prices, same unit, signed.
using PriceDelta = Strong<struct PriceDeltaTag>;
/// Size of an order, a fill or a position in lots of the instrument: 10^-quantityDecimals. Never
/// signed.
using Quantity = Strong<struct QuantityTag>;
/// Traded volume of a bar in units of 10^-volumeDecimals of the series.
using Volume = Strong<struct VolumeTag>;
/// Nanoseconds since the Unix epoch, UTC.
using Timestamp = Strong<struct TimestampTag>;
/// Nanoseconds.
using Duration = Strong<struct DurationTag>;

// A price plus a price means nothing: there is no operator+.
[[nodiscard]] constexpr PriceDelta operator-(Price to, Price from) noexcept
{
    return PriceDelta{to.count() - from.count()};
}
[[nodiscard]] constexpr Price operator+(Price price, PriceDelta by) noexcept
{
    return Price{price.count() + by.count()};
}
[[nodiscard]] constexpr Price operator-(Price price, PriceDelta by) noexcept
{
    return Price{price.count() - by.count()};
}
[[nodiscard]] constexpr PriceDelta operator+(PriceDelta a, PriceDelta b) noexcept
{
    return PriceDelta{a.count() + b.count()};
}
[[nodiscard]] constexpr PriceDelta operator-(PriceDelta a) noexcept
{
    return PriceDelta{-a.count()};
}
[[nodiscard]] constexpr PriceDelta operator*(PriceDelta a, std::int64_t times) noexcept
{
    return PriceDelta{a.count() * times};
}

[[nodiscard]] constexpr Quantity operator+(Quantity a, Quantity b) noexcept
{
    return Quantity{a.count() + b.count()};
}
[[nodiscard]] constexpr Quantity operator-(Quantity a, Quantity b) noexcept
{
    return Quantity{a.count() - b.count()};
}
[[nodiscard]] constexpr Volume operator+(Volume a, Volume b) noexcept
{
    return Volume{a.count() + b.count()};
}

[[nodiscard]] constexpr Timestamp operator+(Timestamp at, Duration by) noexcept
{
    return Timestamp{at.count() + by.count()};
}
[[nodiscard]] constexpr Timestamp operator-(Timestamp at, Duration by) noexcept
{
    return Timestamp{at.count() - by.count()};
}
[[nodiscard]] constexpr Duration operator-(Timestamp to, Timestamp from) noexcept
{
    return Duration{to.count() - from.count()};
}
[[nodiscard]] constexpr Duration operator+(Duration a, Duration b) noexcept
{
    return Duration{a.count() + b.count()};
}
[[nodiscard]] constexpr Duration operator*(Duration a, std::int64_t times) noexcept
{
    return Duration{a.count() * times};
}

[[nodiscard]] constexpr Duration milliseconds(std::int64_t count) noexcept
{
    return Duration{count * 1'000'000};
}
[[nodiscard]] constexpr Duration seconds(std::int64_t count) noexcept
{
    return Duration{count * 1'000'000'000};
}
[[nodiscard]] constexpr Duration minutes(std::int64_t count) noexcept
{
    return seconds(60 * count);
}
[[nodiscard]] constexpr Duration hours(std::int64_t count) noexcept
{
    return minutes(60 * count);
}
[[nodiscard]] constexpr Duration days(std::int64_t count) noexcept
{
    return hours(24 * count);
}

[[nodiscard]] constexpr Timestamp fromMilliseconds(std::int64_t sinceEpoch) noexcept
{
    return Timestamp{sinceEpoch * 1'000'000};
}
[[nodiscard]] constexpr std::int64_t toMilliseconds(Timestamp at) noexcept
{
    return at.count() / 1'000'000;
}
[[nodiscard]] constexpr std::int64_t toMilliseconds(Duration duration) noexcept
{
    return duration.count() / 1'000'000;
}

/// The last multiple of `interval` since the epoch that is not after `at`.
[[nodiscard]] constexpr Timestamp floorTo(Timestamp at, Duration interval) noexcept
{
    const std::int64_t rest = at.count() % interval.count();
    return Timestamp{at.count() - (rest < 0 ? rest + interval.count() : rest)};
}

} // namespace wick::core

template <typename Tag, typename Rep>
struct std::hash<wick::core::Strong<Tag, Rep>>
{
    [[nodiscard]] std::size_t operator()(wick::core::Strong<Tag, Rep> value) const noexcept
    {
        return std::hash<Rep>{}(value.count());
    }
};
