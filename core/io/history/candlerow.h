#pragma once

#include "core/base/decimal.h"
#include "core/io/history/candleformat.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace wick::io {

/// Decimals that a series has until now; they only grow.
struct CandleScale
{
    int price = 0;
    int volume = 0;

    friend constexpr bool operator==(const CandleScale&, const CandleScale&) noexcept = default;
};

/// One row in the units of a series: time in ms since the epoch, UTC, the rest scaled.
struct CandleRow
{
    std::int64_t time = 0;
    std::int64_t open = 0;
    std::int64_t high = 0;
    std::int64_t low = 0;
    std::int64_t close = 0;
    std::int64_t volume = 0;

    friend constexpr bool operator==(const CandleRow&, const CandleRow&) noexcept = default;
};

/// What is wrong with a row; `fault` None is a row to keep.
struct RowCheck
{
    CandleField field = CandleField::Row;
    RowFault fault = RowFault::None;

    [[nodiscard]] bool fine() const noexcept { return fault == RowFault::None; }
};

/// A row as exactly as it is written, each number with its own decimals.
struct ExactRow
{
    std::int64_t time = 0;
    std::array<core::Decimal, 5> numbers; ///< open, high, low, close, volume

    /// Decimals that the row needs.
    [[nodiscard]] CandleScale scale() const noexcept;
};

constexpr int kMostCandleDecimals = 9; ///< as many as an instrument may have
/// Largest scaled number of a series. It is exact as a double and leaves room to add bars up.
constexpr std::int64_t kLargestCandleNumber = 1'000'000'000'000'000;

/// Reads the usual row at full speed: an epoch time and plain numbers in the usual order that fit
/// `scale`. False says nothing about the row but that readExactRow() must look at it.
/// The character after `line` must be readable and no digit.
[[nodiscard]] bool readPlainRow(std::string_view line,
                                const CandleLayout& layout,
                                CandleScale scale,
                                CandleRow& row) noexcept;

/// Reads any row of the layout; `fields` is scratch space.
[[nodiscard]] RowCheck readExactRow(std::string_view line,
                                    const CandleLayout& layout,
                                    std::vector<std::string_view>& fields,
                                    ExactRow& row);

/// The row at a scale that has room for its decimals.
[[nodiscard]] RowCheck scaleRow(const ExactRow& exact, CandleScale scale, CandleRow& row);

/// Prices above zero, volume not below it, low ≤ open, close ≤ high, a time of our days.
[[nodiscard]] RowCheck checkRow(const CandleRow& row) noexcept;

} // namespace wick::io
