#pragma once

#include "core/base/result.h"
#include "core/io/history/candletable.h"

#include <QString>

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

class QIODevice;

namespace wick::io {

/// Why a candle file as a whole was not taken.
enum class ImportFault : std::uint8_t
{
    NotFound,
    IsDirectory,
    Unreadable,
    Empty,
    Binary, ///< control characters, UTF-16, an archive
    DamagedGzip,
    TruncatedGzip,
    TooLarge, ///< more than 2 GiB of text, or a gzip file that unpacks to 200 times its size
    LineTooLong,
    UnknownFormat,
    MissingColumn,
    NeedsUtcOffset,
    UtcOffsetNotWanted,
    NoRows,
    MostRowsRefused, ///< more than half of the rows
    Cancelled,
};

/// A file that was not taken: nothing of it is used.
struct ImportFailure
{
    ImportFault fault = ImportFault::Unreadable;
    QString file;
    std::int64_t line = 0; ///< 0 where no line is meant
    QString sentence;      ///< for people, names file and line
};

/// What was found in a candle file that was taken.
struct ImportSummary
{
    static constexpr std::size_t kMostNamedRows = 100;

    CandleFormat format = CandleFormat::Wick;
    std::int64_t rowsRead = 0;
    std::int64_t accepted = 0;
    std::int64_t duplicates = 0;         ///< same time and values as another row, dropped
    std::int64_t refused = 0;            ///< all refused rows
    std::vector<RefusedRow> refusedRows; ///< the first kMostNamedRows of them, by line
    std::vector<CandleGap> gaps;
    std::int64_t missingBars = 0;
    std::int64_t zeroVolumeBars = 0;
    bool reversed = false;        ///< the file was newest first
    bool endedInsideLine = false; ///< no line end after the last row: it may have been cut
};

/// Which line of the file a row of the series came from.
class LineMap
{
public:
    /// The next row is on `line`.
    void add(std::int64_t line)
    {
        if (m_runs.empty() || line != m_expected) {
            m_runs.push_back({m_rows, line});
        }
        m_expected = line + 1;
        ++m_rows;
    }
    [[nodiscard]] std::int64_t lineOf(std::size_t row) const noexcept;

private:
    struct Run
    {
        std::size_t row = 0;
        std::int64_t line = 0;
    };
    std::vector<Run> m_runs;
    std::size_t m_rows = 0;
    std::int64_t m_expected = 0;
};

/// A candle file in memory.
struct CandleReading
{
    CandleSeries series;
    ImportSummary summary;
    LineMap lines;
};

/// How far reading is, in bytes of the file.
struct ReadProgress
{
    std::int64_t bytesRead = 0;
    std::int64_t bytesTotal = 0;
};

struct ReadOptions
{
    CandleFormat format = CandleFormat::Auto;
    std::optional<core::Duration> utcOffset; ///< local time minus UTC, for formats without a zone
    std::function<void(const ReadProgress&)> progress; ///< called every few hundred kilobytes
    const std::atomic<bool>* cancel = nullptr;         ///< looked at as often
};

/// Reads a candle file, plain or gzip, into columns and checks every row.
/// Shape: rows ascend strictly in time; a file that is newest first is turned round.
/// Errors: see ImportFault. Thread: any; the callback runs on the calling one.
[[nodiscard]] core::Result<CandleReading, ImportFailure>
readCandles(const QString& path, const ReadOptions& options = {});

/// The same from an open device; `name` stands for the file in messages.
[[nodiscard]] core::Result<CandleReading, ImportFailure>
readCandles(QIODevice& device, const QString& name, const ReadOptions& options = {});

} // namespace wick::io
