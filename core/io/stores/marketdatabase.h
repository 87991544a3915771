#pragma once

#include "core/io/history/candlecolumns.h"
#include "core/io/history/candlefile.h"
#include "core/io/stores/sqlite.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace wick::io {

/// What tells one stored candle series from another.
struct SeriesKey
{
    std::string market; ///< "ETH": capital letters, digits
    std::string source; ///< "binance": small letters, digits, . _ -
    core::Duration interval = core::minutes(1);

    friend bool operator==(const SeriesKey&, const SeriesKey&) noexcept = default;
};

/// A line of the catalogue.
struct SeriesInfo
{
    std::int64_t id = 0;
    SeriesKey key;
    QString file; ///< absolute path of the column file
    CandleScale scale;
    std::int64_t rows = 0;
    std::int64_t firstMs = 0;
    std::int64_t lastMs = 0;
    std::uint32_t checksum = 0;
    std::int64_t gaps = 0;
    std::int64_t missingBars = 0;
};

/// What became of the rows of one import.
struct AddReport
{
    std::int64_t added = 0;
    std::int64_t alreadyThere = 0;        ///< same time and values
    std::int64_t conflicts = 0;           ///< same time, other values: the stored row stays
    std::vector<RefusedRow> conflictRows; ///< the first of them, by line
};

/// Where data is kept when the caller does not say: the user's data folder, "wick" in it.
[[nodiscard]] QString defaultDataFolder();

/// The candle store: market.db, the catalogue with gaps and checksums, and the column files in the
/// folder `candles` beside it. One write transaction of the database is the lock of the files, so
/// imports of several processes follow each other.
/// Thread: that which opened it. What load() returns may go anywhere.
class MarketDatabase
{
public:
    /// Opens or makes the store in a data folder. Errors: those of SqliteStore::open().
    [[nodiscard]] static StoreResult<MarketDatabase> open(const QString& dataFolder);

    /// All series, by market, source and interval.
    [[nodiscard]] StoreResult<std::vector<SeriesInfo>> series();
    /// The series that fits; an empty source or no interval fits any. Several that fit are ordered
    /// by rows, longest first.
    [[nodiscard]] StoreResult<std::vector<SeriesInfo>>
    find(std::string_view market,
         std::string_view source = {},
         std::optional<core::Duration> interval = {});
    [[nodiscard]] StoreResult<std::vector<CandleGap>> gaps(const SeriesInfo& series);

    /// Adds the rows of a read file to the series `market` and `source` with the file's interval.
    /// The same rows again add nothing. Where more than half of the rows that meet stored ones
    /// contradict them, it is another market, source or time zone: Refused, and nothing is added.
    [[nodiscard]] StoreResult<AddReport>
    add(CandleReading reading, const std::string& market, const std::string& source);

    /// Maps a series. The first load after a file has changed reads and checks all of it; then the
    /// catalogue follows the file, which is the truth.
    [[nodiscard]] StoreResult<CandleColumnsFile> load(const SeriesInfo& series);
    /// Reads and checks every row whether or not it was done before.
    [[nodiscard]] StoreResult<void> check(const SeriesInfo& series);

private:
    MarketDatabase(QString folder, std::unique_ptr<SqliteStore> store) noexcept;

    [[nodiscard]] StoreResult<std::vector<SeriesInfo>> select(const QString& where);
    [[nodiscard]] StoreResult<AddReport> addLocked(CandleReading& reading, const SeriesKey& key);
    [[nodiscard]] StoreResult<AddReport>
    addTo(const CandleColumnsFile& stored, CandleReading& reading, const QString& path);
    [[nodiscard]] StoreResult<bool> isVerified(const CandleColumnsFile& file);
    [[nodiscard]] StoreResult<void> catalogue(const SeriesKey& key, const QString& path);
    [[nodiscard]] QString pathOf(const SeriesKey& key) const;

    QString m_folder; ///< of the column files
    std::unique_ptr<SqliteStore> m_store;
};

} // namespace wick::io
