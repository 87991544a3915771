#pragma once

#include "core/base/result.h"
#include "core/domain/units.h"

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

/// How the time of a row is written.
enum class TimeForm : std::uint8_t
{
    EpochMs,     ///< whole milliseconds
    EpochMsOrUs, ///< told apart by magnitude
    EpochSOrMs,  ///< told apart by magnitude
    Iso,         ///< 2024-08-08T01:00:00Z, +01:00, or local time with an offset given
    DottedDate,  ///< 2024.08.08, the clock in a column of its own
    CompactDate, ///< 20240808 010000
};

/// What a column of the file is to us.
enum class ColumnRole : std::uint8_t
{
    Ignored,
    Time,
    Clock, ///< the time of day that belongs to the date in the Time column
    Open,
    High,
    Low,
    Close,
    Volume,
};

/// How the lines of one file are cut into fields and what each field is.
struct CandleLayout
{
    CandleFormat format = CandleFormat::Wick;
    TimeForm timeForm = TimeForm::EpochMs;
    char delimiter = ',';
    std::vector<ColumnRole> roles;        ///< one a column, in the order of the file
    std::optional<std::int64_t> offsetMs; ///< local time minus UTC, where the text has no zone
    bool plainOrder = false; ///< time, open, high, low, close, volume in front and an epoch time
};

enum class LayoutFault : std::uint8_t
{
    UnknownFormat,
    MissingColumn,
    NeedsUtcOffset,
    UtcOffsetNotWanted,
};

/// Why the first lines do not tell how to read a file; `detail` is a column or the line's start.
struct LayoutError
{
    LayoutFault fault = LayoutFault::UnknownFormat;
    std::string detail;
};

/// Whether a first line names columns rather than being a row.
[[nodiscard]] bool isHeader(std::string_view line) noexcept;

/// Finds the layout from the header, where there is one, and the first line after it.
/// `wanted` forces a format; `utcOffset` is what the caller says about local times.
[[nodiscard]] core::Result<CandleLayout, LayoutError>
findLayout(std::optional<std::string_view> header,
           std::string_view row,
           CandleFormat wanted,
           std::optional<core::Duration> utcOffset);

} // namespace wick::io
