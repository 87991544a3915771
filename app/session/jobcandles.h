#pragma once

#include "app/session/joberror.h"
#include "core/base/result.h"
#include "core/market/candleseries.h"

#include <QString>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace wick::session {

/// Candles that are already in memory or mapped: what a job may be given in place of a file.
struct LoadedCandles
{
    core::CandleColumns columns;
    std::shared_ptr<const void> owner; ///< keeps the columns alive
    std::string name;                  ///< for reports: file, or name in the store
    std::int64_t refusedRows = 0;
    std::int64_t missingBars = 0;
    std::int64_t gaps = 0;
};

/// A file to read, of any format that can be told by itself.
struct FileCandles
{
    QString path;
};

/// A series of the candle store.
struct StoredCandles
{
    std::string source; ///< empty: whatever it has
};

/// What the practice market generates with its default seed, up to its first live day.
struct PracticeCandles
{
    int days = 90;
};

/// Where a job has its candles from.
using CandleOrigin = std::variant<FileCandles, StoredCandles, PracticeCandles, LoadedCandles>;

enum class JobPhase : std::uint8_t
{
    Reading, ///< in bytes of the file
    Running, ///< in bars
};

/// What a job may be told while it goes on. Both may be empty. Thread: called on the job's.
struct JobControl
{
    std::function<void(JobPhase phase, std::int64_t done, std::int64_t total)> progress;
    const std::atomic<bool>* cancel = nullptr;
};

/// Reads a candle file for a job. Errors: CandleFile, Cancelled.
[[nodiscard]] core::Result<LoadedCandles, JobError> loadCandles(const QString& file,
                                                                const JobControl& control = {});

/// Maps a stored series for a job: of those that fit the one with the finest bars, then the most.
/// Errors: CandleFile.
[[nodiscard]] core::Result<LoadedCandles, JobError>
loadStored(const QString& dataFolder, std::string_view market, std::string_view source);

/// Generates minute bars of the practice market. Shape: `days` calendar days, closed minutes left
/// out. Errors: UnknownMarket.
[[nodiscard]] core::Result<LoadedCandles, JobError> generateCandles(std::string_view market,
                                                                    int days);

} // namespace wick::session
