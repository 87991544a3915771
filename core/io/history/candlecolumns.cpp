#include "core/io/history/candlecolumns.h"

#include "core/base/unreachable.h"
#include "core/io/history/candletable.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <zlib.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <optional>
#include <type_traits>
#include <vector>

#ifdef Q_OS_WIN
#include <io.h>
#else
#include <unistd.h>
#endif

namespace wick::io {

using core::CandleColumns;
using core::Failure;
using core::Result;

namespace {

static_assert(std::endian::native == std::endian::little, "column files are little endian");

constexpr std::size_t kColumns = 6;
constexpr std::uint64_t kChunkRows = 65'536;
constexpr std::uint64_t kMostRows = std::uint64_t{1} << 32; // no header asks for more memory
constexpr std::uint64_t kPage = 4'096;
constexpr qint64 kSlotPlaces[] = {1'024, 2'048}; // in sectors of their own
constexpr std::array<char, 8> kMagic{'W', 'I', 'C', 'K', 'C', 'O', 'L', '\n'};
constexpr std::uint32_t kVersion = 1;

using ColumnSums = std::array<std::uint32_t, kColumns>;

/// What never changes while rows are appended. At the start of the file.
struct Header
{
    std::array<char, 8> magic = kMagic;
    std::uint32_t version = kVersion;
    std::int32_t priceDecimals = 0;
    std::int32_t volumeDecimals = 0;
    std::uint32_t reserved = 0;
    std::int64_t intervalMs = 0;
    std::uint64_t capacity = 0; ///< rows, a multiple of kChunkRows
    std::uint32_t unused = 0;
    std::uint32_t crc = 0; ///< of all before it
};
static_assert(sizeof(Header) == 48 && std::is_trivially_copyable_v<Header>);

/// How many rows count. Two of them take turns.
struct Commit
{
    std::uint64_t sequence = 0;
    std::uint64_t rows = 0;
    ColumnSums tail{}; ///< CRC of the last, partly filled chunk of each column
    std::uint32_t checksum = 0;
    std::uint32_t crc = 0; ///< of all before it
};
static_assert(sizeof(Commit) == 48 && std::is_trivially_copyable_v<Commit>);

[[nodiscard]] std::uint32_t crcOf(std::uint32_t start, const void* data, std::uint64_t size)
{
    return static_cast<std::uint32_t>(crc32_z(start, static_cast<const Bytef*>(data), size));
}

template <typename Part>
[[nodiscard]] std::uint32_t sealOf(const Part& part)
{
    return crcOf(0, &part, sizeof(Part) - sizeof(part.crc));
}

[[nodiscard]] std::uint64_t tablePlace(std::uint64_t chunk)
{
    return kPage + chunk * sizeof(ColumnSums);
}

[[nodiscard]] std::uint64_t columnPlace(std::uint64_t capacity, std::size_t column)
{
    const std::uint64_t table = tablePlace(capacity / kChunkRows);
    return (table + kPage - 1) / kPage * kPage + column * capacity * sizeof(std::int64_t);
}

[[nodiscard]] std::uint64_t fileSize(std::uint64_t capacity)
{
    return columnPlace(capacity, kColumns);
}

[[nodiscard]] std::array<std::span<const std::int64_t>, kColumns> spansOf(const CandleColumns& rows)
{
    return {rows.time, rows.open, rows.high, rows.low, rows.close, rows.volume};
}

[[nodiscard]] QString words(ColumnFault fault)
{
    switch (fault) {
    case ColumnFault::NotFound:
        return QStringLiteral("there is no such candle store");
    case ColumnFault::Unreadable:
        return QStringLiteral("cannot be read");
    case ColumnFault::NotOurs:
        return QStringLiteral("is no candle store of this version of Wick");
    case ColumnFault::Damaged:
        return QStringLiteral("is damaged");
    case ColumnFault::CannotWrite:
        return QStringLiteral("cannot be written");
    }
    core::unreachable();
}

[[nodiscard]] Failure<ColumnError>
failure(ColumnFault fault, const QString& path, const QString& detail = {})
{
    const QString more = detail.isEmpty() ? QString{} : QStringLiteral(" (%1)").arg(detail);
    return Failure{ColumnError{fault, path, path % QStringLiteral(": ") % words(fault) % more}};
}

template <typename Part>
[[nodiscard]] std::optional<Part> sealedPart(const std::uint8_t* bytes)
{
    Part part;
    std::memcpy(&part, bytes, sizeof(Part));
    return part.crc == sealOf(part) ? std::optional{part} : std::nullopt;
}

[[nodiscard]] std::optional<Commit> newestCommit(const std::uint8_t* bytes)
{
    std::optional<Commit> newest;
    for (const qint64 place : kSlotPlaces) {
        const auto commit = sealedPart<Commit>(bytes + place);
        if (commit && (!newest || commit->sequence > newest->sequence)) {
            newest = commit;
        }
    }
    return newest;
}

[[nodiscard]] bool makesSense(const Header& header, const Commit& commit)
{
    const bool decimals = header.priceDecimals >= 0 && header.priceDecimals <= kMostCandleDecimals
                          && header.volumeDecimals >= 0
                          && header.volumeDecimals <= kMostCandleDecimals;
    return decimals && header.intervalMs > 0 && header.capacity > 0 && header.capacity <= kMostRows
           && header.capacity % kChunkRows == 0 && commit.rows > 0
           && commit.rows <= header.capacity;
}

[[nodiscard]] ColumnSums tableEntry(const std::uint8_t* bytes, std::uint64_t chunk)
{
    ColumnSums sums;
    std::memcpy(sums.data(), bytes + tablePlace(chunk), sizeof(ColumnSums));
    return sums;
}

/// The checksums of a growing series: full chunks, the tail, and one number over all.
class Sums
{
public:
    Sums() = default;
    /// Goes on from a file's commit.
    Sums(const std::uint8_t* bytes, const Commit& commit)
        : m_rows(commit.rows)
        , m_tail(commit.tail)
    {
        for (std::uint64_t chunk = 0; chunk < m_rows / kChunkRows; ++chunk) {
            m_full.push_back(tableEntry(bytes, chunk));
        }
    }

    void add(const CandleColumns& rows)
    {
        std::size_t done = 0;
        while (done < rows.size()) {
            const std::uint64_t room = kChunkRows - m_rows % kChunkRows;
            const std::size_t count = std::min<std::size_t>(room, rows.size() - done);
            for (std::size_t column = 0; column < kColumns; ++column) {
                m_tail[column] = crcOf(m_tail[column], spansOf(rows)[column].data() + done,
                                       count * sizeof(std::int64_t));
            }
            done += count;
            m_rows += count;
            if (m_rows % kChunkRows == 0) {
                m_full.push_back(m_tail);
                m_tail = {};
            }
        }
    }

    [[nodiscard]] std::span<const ColumnSums> full() const noexcept { return m_full; }

    [[nodiscard]] Commit commit(std::uint64_t sequence, const Header& header) const
    {
        Commit commit;
        commit.sequence = sequence;
        commit.rows = m_rows;
        commit.tail = m_tail;
        const std::array<std::int64_t, 3> shape{header.priceDecimals, header.volumeDecimals,
                                                header.intervalMs};
        std::uint32_t sum = crcOf(0, shape.data(), sizeof(shape));
        sum = crcOf(sum, m_full.data(), m_full.size() * sizeof(ColumnSums));
        commit.checksum = crcOf(sum, m_tail.data(), sizeof(m_tail));
        commit.crc = sealOf(commit);
        return commit;
    }

private:
    std::uint64_t m_rows = 0;
    ColumnSums m_tail{};
    std::vector<ColumnSums> m_full;
};

[[nodiscard]] bool
writeAt(QFileDevice& file, std::uint64_t place, const void* data, std::uint64_t size)
{
    const auto length = static_cast<qint64>(size);
    return file.seek(static_cast<qint64>(place))
           && file.write(static_cast<const char*>(data), length) == length;
}

[[nodiscard]] bool
writeRows(QFileDevice& file, std::uint64_t capacity, std::uint64_t from, const CandleColumns& rows)
{
    bool good = true;
    for (std::size_t column = 0; column < kColumns && good; ++column) {
        const auto span = spansOf(rows)[column];
        good = writeAt(file, columnPlace(capacity, column) + from * sizeof(std::int64_t),
                       span.data(), span.size_bytes());
    }
    return good;
}

[[nodiscard]] bool
writeTable(QFileDevice& file, std::span<const ColumnSums> full, std::uint64_t from)
{
    return from >= full.size()
           || writeAt(file, tablePlace(from), full.data() + from,
                      (full.size() - from) * sizeof(ColumnSums));
}

[[nodiscard]] bool writeCommit(QFileDevice& file, const Commit& commit)
{
    const qint64 place = kSlotPlaces[commit.sequence % std::size(kSlotPlaces)];
    return writeAt(file, static_cast<std::uint64_t>(place), &commit, sizeof(commit));
}

[[nodiscard]] bool toDisk(QFile& file)
{
    if (!file.flush()) {
        return false;
    }
#ifdef Q_OS_WIN
    return _commit(file.handle()) == 0;
#else
    return fsync(file.handle()) == 0;
#endif
}

} // namespace

CandleColumnsFile::CandleColumnsFile() = default;
CandleColumnsFile::CandleColumnsFile(CandleColumnsFile&&) noexcept = default;
CandleColumnsFile& CandleColumnsFile::operator=(CandleColumnsFile&&) noexcept = default;
CandleColumnsFile::~CandleColumnsFile() = default;

Result<CandleColumnsFile, ColumnError> CandleColumnsFile::open(const QString& path)
{
    CandleColumnsFile opened;
    opened.m_path = path;
    opened.m_file = std::make_unique<QFile>(path);
    if (!opened.m_file->exists()) {
        return failure(ColumnFault::NotFound, path);
    }
    if (!opened.m_file->open(QIODevice::ReadOnly)) {
        return failure(ColumnFault::Unreadable, path, opened.m_file->errorString());
    }
    const auto size = static_cast<std::uint64_t>(opened.m_file->size());
    if (size < kPage) {
        return failure(ColumnFault::Damaged, path, QStringLiteral("it is cut short"));
    }
    const std::uint8_t* const bytes = opened.m_file->map(0, static_cast<qint64>(size));
    if (bytes == nullptr) {
        return failure(ColumnFault::Unreadable, path, opened.m_file->errorString());
    }
    const auto header = sealedPart<Header>(bytes);
    if (!header || header->magic != kMagic || header->version != kVersion) {
        return failure(std::memcmp(bytes, kMagic.data(), kMagic.size()) == 0 && !header
                           ? ColumnFault::Damaged
                           : ColumnFault::NotOurs,
                       path);
    }
    const auto commit = newestCommit(bytes);
    if (!commit || !makesSense(*header, *commit)) {
        return failure(ColumnFault::Damaged, path, QStringLiteral("its header"));
    }
    if (size < fileSize(header->capacity)) {
        return failure(ColumnFault::Damaged, path, QStringLiteral("it is cut short"));
    }
    const auto column = [&](std::size_t index) {
        // Columns begin on pages, which are aligned for more than 64-bit integers.
        const void* const place = bytes + columnPlace(header->capacity, index);
        return std::span{static_cast<const std::int64_t*>(place), commit->rows};
    };
    opened.m_bytes = bytes;
    opened.m_checksum = commit->checksum;
    opened.m_columns = {column(0),
                        column(1),
                        column(2),
                        column(3),
                        column(4),
                        column(5),
                        header->priceDecimals,
                        header->volumeDecimals,
                        core::milliseconds(header->intervalMs)};
    return opened;
}

Result<void, ColumnError> CandleColumnsFile::verify() const
{
    const auto header = sealedPart<Header>(m_bytes);
    Sums sums;
    sums.add(m_columns);
    const auto full = sums.full();
    for (std::uint64_t chunk = 0; chunk < full.size(); ++chunk) {
        if (full[chunk] != tableEntry(m_bytes, chunk)) {
            return failure(ColumnFault::Damaged, m_path,
                           QStringLiteral("rows from %1 on").arg(chunk * kChunkRows));
        }
    }
    if (!header || sums.commit(0, *header).checksum != m_checksum) {
        return failure(ColumnFault::Damaged, m_path,
                       QStringLiteral("rows from %1 on").arg(full.size() * kChunkRows));
    }
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        const CandleRow row{m_columns.time[i], m_columns.open[i],  m_columns.high[i],
                            m_columns.low[i],  m_columns.close[i], m_columns.volume[i]};
        const bool rises = i == 0 || row.time > m_columns.time[i - 1];
        if (!rises || !checkRow(row).fine()) {
            return failure(ColumnFault::Damaged, m_path, QStringLiteral("row %1").arg(i));
        }
    }
    return {};
}

Result<void, ColumnError> writeCandleColumns(const QString& path, const CandleColumns& rows)
{
    Header header;
    header.priceDecimals = rows.priceDecimals;
    header.volumeDecimals = rows.volumeDecimals;
    header.intervalMs = core::toMilliseconds(rows.interval);
    // Free room for at least three weeks of minutes; it takes no disk until it is written.
    header.capacity = (rows.size() + kChunkRows / 2 + kChunkRows - 1) / kChunkRows * kChunkRows;
    header.crc = sealOf(header);
    Sums sums;
    sums.add(rows);
    const Commit commit = sums.commit(1, header);

    QSaveFile file{path};
    const bool written = file.open(QIODevice::WriteOnly)
                         && file.resize(static_cast<qint64>(fileSize(header.capacity)))
                         && writeAt(file, 0, &header, sizeof(header)) && writeCommit(file, commit)
                         && writeTable(file, sums.full(), 0)
                         && writeRows(file, header.capacity, 0, rows);
    if (!written || !file.commit()) {
        return failure(ColumnFault::CannotWrite, path, file.errorString());
    }
    return {};
}

namespace {

/// The rows of a file and those to come as one series, in a file with more room.
[[nodiscard]] Result<void, ColumnError> rewriteWith(const CandleColumnsFile& stored,
                                                    const CandleColumns& rows)
{
    const CandleColumns& old = stored.columns();
    CandleSeries all{{old.priceDecimals, old.volumeDecimals}, old.interval};
    all.reserve(old.size() + rows.size());
    for (const CandleColumns* const part : {&old, &rows}) {
        for (std::size_t i = 0; i < part->size(); ++i) {
            all.append({part->time[i], part->open[i], part->high[i], part->low[i], part->close[i],
                        part->volume[i]});
        }
    }
    return writeCandleColumns(stored.path(), all.columns());
}

} // namespace

Result<void, ColumnError> appendCandleColumns(const QString& path, const CandleColumns& rows)
{
    const auto stored = CandleColumnsFile::open(path);
    if (!stored) {
        return Failure{stored.error()};
    }
    QFile file{path};
    if (!file.open(QIODevice::ReadWrite | QIODevice::Unbuffered | QIODevice::ExistingOnly)) {
        return failure(ColumnFault::CannotWrite, path, file.errorString());
    }
    const std::uint8_t* const bytes = file.map(0, file.size());
    const auto header = bytes ? sealedPart<Header>(bytes) : std::nullopt;
    const auto commit = bytes ? newestCommit(bytes) : std::nullopt;
    if (!header || !commit) {
        return failure(ColumnFault::Unreadable, path, file.errorString());
    }
    if (commit->rows + rows.size() > header->capacity) {
        file.close();
        return rewriteWith(*stored, rows);
    }
    Sums sums{bytes, *commit};
    const std::uint64_t fullBefore = sums.full().size();
    sums.add(rows);
    const Commit next = sums.commit(commit->sequence + 1, *header);
    // The rows must be on the disk before anything counts them.
    const bool written = writeRows(file, header->capacity, commit->rows, rows)
                         && writeTable(file, sums.full(), fullBefore) && toDisk(file)
                         && writeCommit(file, next) && toDisk(file);
    if (!written) {
        return failure(ColumnFault::CannotWrite, path, file.errorString());
    }
    return {};
}

} // namespace wick::io
