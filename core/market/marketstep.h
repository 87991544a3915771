#pragma once

#include "core/domain/marketdata.h"

#include <optional>
#include <span>

namespace wick::core {

/// Which price of a base bar a step has reached. Data of trades has no points.
enum class BarPoint : std::uint8_t
{
    Open,
    FirstExtreme,
    SecondExtreme,
    Close, ///< the bar is over; its `bar` is final
};

/// What one instrument tells in one step. It owns nothing; it is valid until the source moves on.
/// Either `bar` is set (candle data: one path point of a base bar) or `trades` and `book` are used.
struct MarketSlice
{
    InstrumentId instrument;
    const ClosedBar* bar =
        nullptr; ///< the base bar this step lies in; final numbers, for the venue only
    BarPoint point = BarPoint::Close;
    Price price;                   ///< price at that point of the path
    std::span<const Trade> trades; ///< in order of time
    const Book* book = nullptr;    ///< latest book of the step
    std::optional<Price> mark;     ///< mark price where the data has one
    std::optional<FundingRate> funding;
};

/// One step of the market: a path point of all base bars that start together, or a second of
/// trades. Shape: slices in order of instrument, at most one each.
struct MarketStep
{
    Timestamp time; ///< market time of the step: what it tells is known from here on
    std::span<const MarketSlice> slices;
};

} // namespace wick::core
