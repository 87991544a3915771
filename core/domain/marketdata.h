#pragma once

#include "core/domain/moneyandids.h"
#include "core/domain/units.h"

#include <array>
#include <cstdint>
#include <span>

namespace wick::core {

/// Side of a trade, an order or a position. 0 is neither: a forgotten side is found.
enum class Side : std::uint8_t
{
    Buy = 1,
    Sell = 2
};

[[nodiscard]] constexpr Side opposite(Side side) noexcept
{
    return side == Side::Buy ? Side::Sell : Side::Buy;
}
/// +1 for Buy, -1 for Sell.
[[nodiscard]] constexpr std::int64_t sign(Side side) noexcept
{
    return side == Side::Buy ? 1 : -1;
}

/// The numbers of a bar. Whether it may still change is said by the type that carries them.
struct BarValues
{
    Timestamp start;
    Price open;
    Price high;
    Price low;
    Price close;
    Volume volume;

    friend constexpr bool operator==(const BarValues&, const BarValues&) noexcept = default;
};

enum class BarOrigin : std::uint8_t
{
    Traded,
    NoTrade, ///< made by the live aggregator in an open session without a trade: O=H=L=C, volume 0
};

/// A bar that no later event changes.
struct ClosedBar : BarValues
{
    BarOrigin origin = BarOrigin::Traded;

    friend constexpr bool operator==(const ClosedBar&, const ClosedBar&) noexcept = default;
};

/// A bar that is not over: everything in it but the open may change.
struct FormingBar : BarValues
{
    Timestamp asOf; ///< what it has seen until now

    friend constexpr bool operator==(const FormingBar&, const FormingBar&) noexcept = default;
};

/// A trade of the market. `aggressor` is the side that crossed the spread.
struct Trade
{
    Timestamp time;
    Price price;
    Quantity quantity;
    Side aggressor{};

    friend constexpr bool operator==(const Trade&, const Trade&) noexcept = default;
};

struct BookLevel
{
    Price price;
    Quantity quantity;

    friend constexpr bool operator==(const BookLevel&, const BookLevel&) noexcept = default;
};

/// The best levels of a book at one moment, best first on both sides.
/// Shape: the first `bidCount` and `askCount` entries are valid.
struct Book
{
    static constexpr std::size_t kDepth = 10;

    Timestamp time;
    std::array<BookLevel, kDepth> bids{};
    std::array<BookLevel, kDepth> asks{};
    std::uint8_t bidCount = 0;
    std::uint8_t askCount = 0;

    [[nodiscard]] std::span<const BookLevel> bidLevels() const noexcept
    {
        return {bids.data(), bidCount};
    }
    [[nodiscard]] std::span<const BookLevel> askLevels() const noexcept
    {
        return {asks.data(), askCount};
    }

    friend constexpr bool operator==(const Book&, const Book&) noexcept = default;
};

/// Funding of one hour as the venue states it; a positive rate is paid by longs.
struct FundingRate
{
    Timestamp time;
    std::int64_t perBillion = 0; ///< fraction an hour in parts per billion: 0.00125 % is 12'500

    friend constexpr bool operator==(const FundingRate&, const FundingRate&) noexcept = default;
};

} // namespace wick::core
