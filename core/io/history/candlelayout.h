#pragma once

#include "core/base/result.h"
#include "core/domain/units.h"
#include "core/io/history/candleformat.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wick::io {

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
