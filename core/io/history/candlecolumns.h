#pragma once

#include "core/base/result.h"
#include "core/market/candleseries.h"

#include <QString>

#include <cstdint>
#include <memory>

class QFile;

namespace wick::io {

/// Why a column file cannot be used or written.
enum class ColumnFault : std::uint8_t
{
    NotFound,
    Unreadable,
    NotOurs,    ///< no column file, or one that another version of Wick wrote
    Damaged,    ///< a checksum or the length does not agree
    CannotWrite ///< the disk is full, read-only, gone
};

struct ColumnError
{
    ColumnFault fault = ColumnFault::Unreadable;
    QString file;
    QString sentence; ///< for people, names the file
};

/// A stored candle series, mapped into memory. Opening it reads the header only; pages come as they
/// are touched, so a million candles cost what a bare mapped read costs.
///
/// The file: little endian. A page with the fixed header (magic, version, decimals, interval,
/// capacity) and two commit slots, then the CRC-32 of every full chunk of 64 Ki rows and column,
/// then six columns of 64-bit integers (time, open, high, low, close, volume), each with room for
/// `capacity` rows. The valid slot with the higher sequence says how many rows there are and the
/// CRC of the last, partly filled chunk. Rows that a slot counts are never written again: an append
/// fills free room, syncs, and only then writes the other slot. So a kill at any moment leaves the
/// rows of before or the rows of after.
class CandleColumnsFile
{
public:
    [[nodiscard]] static core::Result<CandleColumnsFile, ColumnError> open(const QString& path);

    CandleColumnsFile(const CandleColumnsFile&) = delete;
    CandleColumnsFile& operator=(const CandleColumnsFile&) = delete;
    CandleColumnsFile(CandleColumnsFile&&) noexcept;
    CandleColumnsFile& operator=(CandleColumnsFile&&) noexcept;
    ~CandleColumnsFile();

    /// Valid as long as this object lives, also while another process appends.
    [[nodiscard]] const core::CandleColumns& columns() const noexcept { return m_columns; }
    /// One number for the content: the same rows and decimals give the same one, however written.
    [[nodiscard]] std::uint32_t checksum() const noexcept { return m_checksum; }
    [[nodiscard]] const QString& path() const noexcept { return m_path; }

    /// Reads every row: chunk checksums, strictly ascending times, sane prices.
    [[nodiscard]] core::Result<void, ColumnError> verify() const;

private:
    CandleColumnsFile();

    QString m_path;
    std::unique_ptr<QFile> m_file;
    const std::uint8_t* m_bytes = nullptr; ///< the whole file, mapped
    core::CandleColumns m_columns;
    std::uint32_t m_checksum = 0;
};

/// Writes a series as a new file, or in place of an older one, which stays until the new one is
/// complete on the disk. Shape: at least one row, ascending strictly in time.
[[nodiscard]] core::Result<void, ColumnError> writeCandleColumns(const QString& path,
                                                                 const core::CandleColumns& rows);

/// Adds rows after the last one of a file with the same decimals and interval; makes room by
/// writing the file anew when it is full.
[[nodiscard]] core::Result<void, ColumnError> appendCandleColumns(const QString& path,
                                                                  const core::CandleColumns& rows);

} // namespace wick::io
