#include "core/io/stores/marketdatabase.h"

#include "core/io/history/candlemerge.h"
#include "core/market/timeframe.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>
#include <utility>

namespace wick::io {

using core::Failure;

namespace {

constexpr std::uint32_t kApplicationId = 0x57434b4d; // "WCKM"
constexpr core::Duration kLongestInterval = core::days(1);

[[nodiscard]] StoreSpec marketSpec()
{
    return {QStringLiteral("market"), QStringLiteral(":/sql/market"), kApplicationId,
            Durability::Normal};
}

[[nodiscard]] StoreError storeError(const ColumnError& error)
{
    const StoreFault fault = error.fault == ColumnFault::Damaged       ? StoreFault::Corrupt
                             : error.fault == ColumnFault::NotOurs     ? StoreFault::NotOurs
                             : error.fault == ColumnFault::CannotWrite ? StoreFault::Failed
                                                                       : StoreFault::CannotOpen;
    return {fault, error.file, error.sentence};
}

[[nodiscard]] StoreError refused(const QString& file, const QString& why)
{
    return {StoreFault::Refused, file, file % QStringLiteral(": ") % why};
}

[[nodiscard]] bool
consistsOf(const std::string& text, std::string_view others, char first, char last)
{
    return !text.empty() && text.size() <= 32 && std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= first && c <= last) || (c >= '0' && c <= '9')
               || others.find(c) != std::string_view::npos;
    });
}

/// Size, time and content of a file when it was last found good.
[[nodiscard]] QString stampOf(const CandleColumnsFile& file)
{
    const QFileInfo info{file.path()};
    return QStringLiteral("%1 %2 %3")
        .arg(info.size())
        .arg(info.lastModified().toMSecsSinceEpoch())
        .arg(file.checksum());
}

/// Removes what a killed process has left of a new file: NAME.XXXXXX beside NAME. The caller holds
/// the lock of the store, so nobody is writing one.
void removeUnfinished(const QString& path)
{
    const QFileInfo info{path};
    const QString pattern = info.fileName() % QStringLiteral(".??????");
    for (const QFileInfo& left : info.dir().entryInfoList({pattern}, QDir::Files)) {
        QFile::remove(left.filePath()); // one that stays costs room only
    }
}

[[nodiscard]] QString textOf(const std::string& text)
{
    return QString::fromStdString(text);
}

} // namespace

QString defaultDataFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
           % QStringLiteral("/wick");
}

MarketDatabase::MarketDatabase(QString folder, std::unique_ptr<SqliteStore> store) noexcept
    : m_folder(std::move(folder))
    , m_store(std::move(store))
{}

StoreResult<MarketDatabase> MarketDatabase::open(const QString& dataFolder)
{
    const QDir data{dataFolder};
    auto store = SqliteStore::open(data.filePath(QStringLiteral("market.db")), marketSpec());
    if (!store) {
        return Failure{std::move(store).error()};
    }
    const QString folder = data.absoluteFilePath(QStringLiteral("candles"));
    if (!QDir{}.mkpath(folder)) {
        return Failure{StoreError{StoreFault::CannotOpen, folder,
                                  folder % QStringLiteral(": the folder cannot be made")}};
    }
    return MarketDatabase{folder, std::move(store).value()};
}

QString MarketDatabase::pathOf(const SeriesKey& key) const
{
    const std::string name =
        key.market + '-' + key.source + '-' + core::timeframeText(key.interval) + ".candles";
    return QDir{m_folder}.filePath(textOf(name));
}

StoreResult<std::vector<SeriesInfo>> MarketDatabase::select(const QString& where)
{
    auto rows =
        m_store->run(QStringLiteral("SELECT id, market, source, interval_ms, file, price_decimals, "
                                    "volume_decimals, rows, first_ms, last_ms, checksum, "
                                    "(SELECT count(*) FROM gap WHERE series = id), "
                                    "(SELECT coalesce(sum(missing), 0) FROM gap WHERE series = id) "
                                    "FROM series ")
                     % where);
    if (!rows) {
        return Failure{std::move(rows).error()};
    }
    std::vector<SeriesInfo> found;
    while (rows->next()) {
        SeriesInfo info;
        info.id = rows->integer(0);
        info.key = {rows->text(1).toStdString(), rows->text(2).toStdString(),
                    core::milliseconds(rows->integer(3))};
        info.file = QDir{m_folder}.filePath(rows->text(4));
        info.scale = {static_cast<int>(rows->integer(5)), static_cast<int>(rows->integer(6))};
        info.rows = rows->integer(7);
        info.firstMs = rows->integer(8);
        info.lastMs = rows->integer(9);
        info.checksum = static_cast<std::uint32_t>(rows->integer(10));
        info.gaps = rows->integer(11);
        info.missingBars = rows->integer(12);
        found.push_back(std::move(info));
    }
    return found;
}

StoreResult<std::vector<SeriesInfo>> MarketDatabase::series()
{
    return select(QStringLiteral("ORDER BY market, source, interval_ms"));
}

StoreResult<std::vector<SeriesInfo>> MarketDatabase::find(std::string_view market,
                                                          std::string_view source,
                                                          std::optional<core::Duration> interval)
{
    auto all = select(QStringLiteral("ORDER BY rows DESC, id"));
    if (all) {
        std::erase_if(all.value(), [&](const SeriesInfo& info) {
            return info.key.market != market || (!source.empty() && info.key.source != source)
                   || (interval && info.key.interval != *interval);
        });
    }
    return all;
}

StoreResult<std::vector<CandleGap>> MarketDatabase::gaps(const SeriesInfo& series)
{
    auto rows = m_store->run(
        QStringLiteral("SELECT from_ms, to_ms, missing FROM gap WHERE series = ? ORDER BY from_ms"),
        series.id);
    if (!rows) {
        return Failure{std::move(rows).error()};
    }
    std::vector<CandleGap> found;
    while (rows->next()) {
        found.push_back({rows->integer(0), rows->integer(1), rows->integer(2)});
    }
    return found;
}

StoreResult<AddReport>
MarketDatabase::add(CandleReading reading, const std::string& market, const std::string& source)
{
    const SeriesKey key{market, source, reading.series.interval()};
    if (!consistsOf(market, {}, 'A', 'Z')) {
        return Failure{
            refused(m_store->path(),
                    QStringLiteral("'%1' is no market name (like ETH)").arg(textOf(market)))};
    }
    if (!consistsOf(source, "._-", 'a', 'z')) {
        return Failure{
            refused(m_store->path(),
                    QStringLiteral("'%1' is no source name (like binance)").arg(textOf(source)))};
    }
    if (key.interval > kLongestInterval || key.interval.count() % core::seconds(1).count() != 0) {
        return Failure{refused(
            m_store->path(), QStringLiteral("bars must be whole seconds and at most a day long"))};
    }
    return m_store->inTransaction([&] { return addLocked(reading, key); });
}

StoreResult<AddReport> MarketDatabase::addLocked(CandleReading& reading, const SeriesKey& key)
{
    const QString path = pathOf(key);
    removeUnfinished(path);
    AddReport report;
    const auto stored = CandleColumnsFile::open(path);
    if (stored) {
        auto added = addTo(*stored, reading, path);
        if (!added) {
            return added;
        }
        report = std::move(added).value();
    } else if (stored.error().fault == ColumnFault::NotFound) {
        if (auto written = writeCandleColumns(path, reading.series.columns()); !written) {
            return Failure{storeError(written.error())};
        }
        report.added = static_cast<std::int64_t>(reading.series.size());
    } else {
        return Failure{storeError(stored.error())};
    }
    if (auto listed = catalogue(key, path); !listed) {
        return Failure{std::move(listed).error()};
    }
    return report;
}

StoreResult<AddReport>
MarketDatabase::addTo(const CandleColumnsFile& stored, CandleReading& reading, const QString& path)
{
    const auto verified = isVerified(stored);
    if (!verified) {
        return Failure{verified.error()};
    }
    if (!*verified) { // nothing is built on rows that may be damaged
        if (auto good = stored.verify(); !good) {
            return Failure{storeError(good.error())};
        }
    }
    const auto merger = CandleMerger::create(stored.columns(), reading.series);
    if (!merger) {
        return Failure{refused(path, QStringLiteral("the numbers need more than 15 digits at the "
                                                    "decimals of both file and store"))};
    }
    const CandleMerge& merge = merger->merge();
    AddReport report;
    report.added = static_cast<std::int64_t>(merge.added.size());
    report.alreadyThere = static_cast<std::int64_t>(merge.alreadyThere);
    report.conflicts = static_cast<std::int64_t>(merge.conflicts.size());
    for (const std::size_t row : merge.conflicts) {
        if (report.conflictRows.size() < ImportSummary::kMostNamedRows) {
            report.conflictRows.push_back(
                {reading.lines.lineOf(row), CandleField::Time, RowFault::Conflict});
        }
    }
    if (merge.conflicts.size() > merge.alreadyThere) {
        return Failure{refused(
            path, QStringLiteral("%1 of %2 rows at the same times have other values, the first in "
                                 "line %3: another market, source or time zone? Nothing was added")
                      .arg(report.conflicts)
                      .arg(report.conflicts + report.alreadyThere)
                      .arg(report.conflictRows.front().line))};
    }
    if (merge.added.empty()) {
        return report;
    }
    const auto written = merge.onlyAtTheEnd
                             ? appendCandleColumns(path, merger->addedRows().columns())
                             : writeCandleColumns(path, merger->allRows().columns());
    if (!written) {
        return Failure{storeError(written.error())};
    }
    return report;
}

StoreResult<void> MarketDatabase::catalogue(const SeriesKey& key, const QString& path)
{
    const auto file = CandleColumnsFile::open(path);
    if (!file) {
        return Failure{storeError(file.error())};
    }
    const core::CandleColumns& columns = file->columns();
    const std::int64_t interval = core::toMilliseconds(key.interval);
    const QString name = QFileInfo{path}.fileName();
    auto row = m_store->run(
        QStringLiteral("INSERT INTO series (market, source, interval_ms, file, price_decimals, "
                       "volume_decimals, rows, first_ms, last_ms, checksum, verified) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                       "ON CONFLICT (file) DO UPDATE SET price_decimals = excluded.price_decimals, "
                       "volume_decimals = excluded.volume_decimals, rows = excluded.rows, "
                       "first_ms = excluded.first_ms, last_ms = excluded.last_ms, "
                       "checksum = excluded.checksum, verified = excluded.verified RETURNING id"),
        key.market, key.source, interval, name, columns.priceDecimals, columns.volumeDecimals,
        static_cast<std::int64_t>(columns.size()), columns.time.front(), columns.time.back(),
        std::int64_t{file->checksum()}, stampOf(*file));
    if (!row) {
        return Failure{std::move(row).error()};
    }
    const std::int64_t id = row->next() ? row->integer(0) : 0;
    row->finish();
    if (auto done = m_store->run(QStringLiteral("DELETE FROM gap WHERE series = ?"), id); !done) {
        return Failure{std::move(done).error()};
    }
    auto insert = m_store->prepare(QStringLiteral("INSERT INTO gap VALUES (?, ?, ?, ?)"));
    if (!insert) {
        return Failure{std::move(insert).error()};
    }
    for (const CandleGap& gap : gapsOf(columns.time, key.interval)) {
        if (auto done = insert->run(id, gap.from, gap.to, gap.missing); !done) {
            return done;
        }
    }
    return {};
}

StoreResult<bool> MarketDatabase::isVerified(const CandleColumnsFile& file)
{
    auto known = m_store->run(QStringLiteral("SELECT verified FROM series WHERE file = ?"),
                              QFileInfo{file.path()}.fileName());
    if (!known) {
        return Failure{std::move(known).error()};
    }
    return known->next() && known->text(0) == stampOf(file);
}

StoreResult<CandleColumnsFile> MarketDatabase::load(const SeriesInfo& series)
{
    auto file = CandleColumnsFile::open(series.file);
    if (!file) {
        return Failure{storeError(file.error())};
    }
    auto good = isVerified(*file);
    if (!good) {
        return Failure{std::move(good).error()};
    }
    if (!*good) {
        if (auto checked = check(series); !checked) {
            return Failure{std::move(checked).error()};
        }
    }
    return std::move(file).value();
}

StoreResult<void> MarketDatabase::check(const SeriesInfo& series)
{
    const auto file = CandleColumnsFile::open(series.file);
    if (!file) {
        return Failure{storeError(file.error())};
    }
    if (auto good = file->verify(); !good) {
        return Failure{storeError(good.error())};
    }
    return m_store->inTransaction([&] { return catalogue(series.key, series.file); });
}

} // namespace wick::io
