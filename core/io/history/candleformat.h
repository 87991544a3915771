#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wick::io {

/// Where a candle file comes from, which says how its lines are read.
enum class CandleFormat : std::uint8_t
{
    Auto,        ///< found out from the first lines
    Wick,        ///< our own: time,open,high,low,close,volume with epoch ms
    Binance,     ///< klines, with or without a header; epoch ms or µs
    TradingView, ///< chart export: epoch s or ISO 8601, further columns are ignored
    MetaTrader5, ///< tab-separated <DATE> <TIME> …, in the time of the broker's server
    HistData,    ///< YYYYMMDD HHMMSS;O;H;L;C;V in fixed UTC-5
};

/// The name used on the command line: "auto", "wick", "binance", …
[[nodiscard]] std::string_view nameOf(CandleFormat format) noexcept;
[[nodiscard]] std::optional<CandleFormat> candleFormatNamed(std::string_view name) noexcept;
[[nodiscard]] std::vector<std::string_view> candleFormatNames();

/// The part of a row that a refusal is about.
enum class CandleField : std::uint8_t
{
    Row,
    Time,
    Open,
    High,
    Low,
    Close,
    Volume,
};

[[nodiscard]] std::string_view nameOf(CandleField field) noexcept;

/// Why a row was refused.
enum class RowFault : std::uint8_t
{
    None,
    Missing,      ///< the field is empty or the line ends before it
    FieldCount,   ///< more or fewer fields than the first line has
    NotANumber,   ///< nan, inf, letters
    NotATime,     ///< not a date and time of this format
    NoZone,       ///< a date and time without a zone where none was given
    Negative,     ///< below zero
    Zero,         ///< a price of zero
    TooLarge,     ///< more than 15 digits at the decimals of the series, or a 64-bit overflow
    TooPrecise,   ///< more than nine decimals, or more than fit beside the other rows
    TimeRange,    ///< before 1973 or after 2099: most likely another unit of time
    NotWholeMs,   ///< finer than a millisecond
    HighBelowLow, ///< inverted
    OutsideRange, ///< open or close above the high or below the low
    OutOfOrder,   ///< does not rise from the rows before to the rows after it
    Conflict,     ///< same time as another row, other values
    OffGrid,      ///< does not lie on the interval of the other rows
};

/// The reason in words that follow the name of the field: "is not a number".
[[nodiscard]] std::string_view describe(RowFault fault) noexcept;

/// A row that was left out, and why.
struct RefusedRow
{
    std::int64_t line = 0; ///< counted from 1, the header included
    CandleField field = CandleField::Row;
    RowFault fault = RowFault::None;

    friend bool operator==(const RefusedRow&, const RefusedRow&) noexcept = default;
};

/// "line 4182: close is not a number"
[[nodiscard]] std::string describe(const RefusedRow& row);

} // namespace wick::io
