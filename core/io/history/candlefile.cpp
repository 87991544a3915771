#include "core/io/history/candlefile.h"

#include "core/base/unreachable.h"
#include "core/io/history/candleorder.h"
#include "core/io/history/textlines.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace wick::io {

using core::Failure;
using core::Result;

namespace {

constexpr std::int64_t kMostReservedRows = 4'000'000;
constexpr std::int64_t kUsualPacking = 4; // a gzip file of candles is about a quarter of its text

[[nodiscard]] bool hasControlCharacters(std::string_view line) noexcept
{
    return std::any_of(line.begin(), line.end(), [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
    });
}

[[nodiscard]] ImportFault faultOf(TextFault fault) noexcept
{
    switch (fault) {
    case TextFault::None:
    case TextFault::Unreadable:
        return ImportFault::Unreadable;
    case TextFault::DamagedGzip:
        return ImportFault::DamagedGzip;
    case TextFault::TruncatedGzip:
        return ImportFault::TruncatedGzip;
    case TextFault::TooLarge:
    case TextFault::SuspectRatio:
        return ImportFault::TooLarge;
    case TextFault::LineTooLong:
        return ImportFault::LineTooLong;
    case TextFault::Cancelled:
        return ImportFault::Cancelled;
    }
    core::unreachable();
}

[[nodiscard]] ImportFault faultOf(LayoutFault fault) noexcept
{
    switch (fault) {
    case LayoutFault::UnknownFormat:
        return ImportFault::UnknownFormat;
    case LayoutFault::MissingColumn:
        return ImportFault::MissingColumn;
    case LayoutFault::NeedsUtcOffset:
        return ImportFault::NeedsUtcOffset;
    case LayoutFault::UtcOffsetNotWanted:
        return ImportFault::UtcOffsetNotWanted;
    }
    core::unreachable();
}

/// What stands after "FILE: " or "FILE, line N: ".
[[nodiscard]] QString words(ImportFault fault, const QString& detail)
{
    switch (fault) {
    case ImportFault::NotFound:
        return QStringLiteral("there is no such file");
    case ImportFault::IsDirectory:
        return QStringLiteral("is a folder, not a file");
    case ImportFault::Unreadable:
        return QStringLiteral("cannot be read: %1").arg(detail);
    case ImportFault::Empty:
        return QStringLiteral("the file is empty");
    case ImportFault::Binary:
        return QStringLiteral("this is not a text file of candles");
    case ImportFault::DamagedGzip:
        return QStringLiteral("the gzip data is damaged");
    case ImportFault::TruncatedGzip:
        return QStringLiteral("the gzip data ends too early; the file was cut");
    case ImportFault::TooLarge:
        return QStringLiteral("unpacks to more than can be meant (2 GiB, or 200 times its size)");
    case ImportFault::LineTooLong:
        return QStringLiteral("the line is longer than 1 MiB");
    case ImportFault::UnknownFormat:
        return QStringLiteral("this is no candle format that Wick knows: \"%1\"").arg(detail);
    case ImportFault::MissingColumn:
        return QStringLiteral("there is no column \"%1\"").arg(detail);
    case ImportFault::NeedsUtcOffset:
        return QStringLiteral("times in a %1 file have no zone; give their offset from UTC, "
                              "for example --utc-offset +03:00")
            .arg(detail);
    case ImportFault::UtcOffsetNotWanted:
        return QStringLiteral(
                   "times in this %1 file are already fixed to UTC; leave the offset out")
            .arg(detail);
    case ImportFault::NoRows:
        return QStringLiteral("there is no candle in it");
    case ImportFault::MostRowsRefused:
        return QStringLiteral("more than half of the rows are unusable; the first: %1").arg(detail);
    case ImportFault::Cancelled:
        return QStringLiteral("reading was cancelled");
    }
    core::unreachable();
}

[[nodiscard]] QString fromText(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// Reads one file: lines into rows, rows into columns, then order and summary.
class Reader
{
public:
    Reader(QIODevice& device, QString name, const ReadOptions& options)
        : m_name(std::move(name))
        , m_deviceSize(device.isSequential() ? 0 : device.size())
        , m_options(options)
        , m_source(device)
        , m_lines(m_source, [this](std::int64_t bytes) { return onBlock(bytes); })
    {}

    Result<CandleReading, ImportFailure> read()
    {
        if (auto outcome = readLines(); !outcome) {
            return Failure{std::move(outcome).error()};
        }
        return finish();
    }

private:
    using Outcome = Result<void, ImportFailure>;

    [[nodiscard]] bool onBlock(std::int64_t bytes) const
    {
        if (m_options.progress) {
            m_options.progress({bytes, m_deviceSize});
        }
        return m_options.cancel == nullptr || !m_options.cancel->load();
    }

    [[nodiscard]] ImportFailure
    failure(ImportFault fault, std::int64_t line = 0, const QString& detail = {}) const
    {
        const QString place = line > 0 ? QStringLiteral(", line %1").arg(line) : QString{};
        return {fault, m_name, line, m_name % place % QStringLiteral(": ") % words(fault, detail)};
    }

    Outcome readLines();
    Outcome readFirstLines(std::string_view line);
    Outcome readRow(std::string_view line);
    void refuse(RowCheck check);
    [[nodiscard]] bool convert(std::string_view line, CandleRow& row, RowCheck& check);
    [[nodiscard]] bool widen(CandleScale wanted);
    void reserveFor(std::string_view line);
    Result<CandleReading, ImportFailure> finish();
    void addRefusals(std::vector<RefusedRow> late);

    QString m_name;
    std::int64_t m_deviceSize = 0;
    const ReadOptions& m_options;
    ByteSource m_source;
    LineReader m_lines;
    std::optional<std::string> m_header;
    std::optional<CandleLayout> m_layout;
    std::vector<std::string_view> m_fields;
    CandleReading m_reading;
    CandleScale m_widest{kMostCandleDecimals, kMostCandleDecimals};
};

Reader::Outcome Reader::readLines()
{
    std::string_view line;
    while (m_lines.next(line)) {
        if (m_lines.sawUtf16()) {
            return Failure{failure(ImportFault::Binary)};
        }
        if (line.empty()) {
            continue;
        }
        if (auto outcome = m_layout ? readRow(line) : readFirstLines(line); !outcome) {
            return outcome;
        }
    }
    const TextFault fault = m_lines.fault();
    if (fault == TextFault::LineTooLong) {
        return Failure{failure(ImportFault::LineTooLong, m_lines.lineNumber() + 1)};
    }
    if (fault != TextFault::None) {
        return Failure{failure(faultOf(fault), 0, QStringLiteral("the device failed"))};
    }
    return {};
}

Reader::Outcome Reader::readFirstLines(std::string_view line)
{
    if (hasControlCharacters(line) || line.starts_with("PK\x03\x04")) {
        return Failure{failure(ImportFault::Binary)};
    }
    if (!m_header && isHeader(line)) {
        m_header = std::string{line};
        return {};
    }
    auto layout = findLayout(m_header ? std::optional<std::string_view>{*m_header} : std::nullopt,
                             line, m_options.format, m_options.utcOffset);
    if (!layout) {
        const bool ofHeader = m_header && layout.error().fault == LayoutFault::MissingColumn;
        return Failure{failure(faultOf(layout.error().fault), ofHeader ? 1 : m_lines.lineNumber(),
                               fromText(layout.error().detail))};
    }
    m_layout = std::move(layout).value();
    m_reading.summary.format = m_layout->format;
    reserveFor(line);
    return readRow(line);
}

void Reader::reserveFor(std::string_view line)
{
    const std::int64_t text = m_source.packed() ? m_deviceSize * kUsualPacking : m_deviceSize;
    const std::int64_t rows = text / static_cast<std::int64_t>(line.size() + 1);
    const std::int64_t few = rows / 16 + 16; // later rows may be shorter than the first
    m_reading.series.reserve(static_cast<std::size_t>(std::min(rows + few, kMostReservedRows)));
}

Reader::Outcome Reader::readRow(std::string_view line)
{
    ++m_reading.summary.rowsRead;
    CandleRow row;
    RowCheck check;
    const bool plain =
        m_layout->plainOrder && readPlainRow(line, *m_layout, m_reading.series.scale(), row);
    if (plain || convert(line, row, check)) {
        check = checkRow(row);
        if (check.fine()) {
            m_reading.series.append(row);
            m_reading.lines.add(m_lines.lineNumber());
            return {};
        }
    }
    if (hasControlCharacters(line)) {
        return Failure{failure(ImportFault::Binary, m_lines.lineNumber())};
    }
    refuse(check);
    return {};
}

// The long way: any spelling, and more decimals than the rows before had.
bool Reader::convert(std::string_view line, CandleRow& row, RowCheck& check)
{
    ExactRow exact;
    check = readExactRow(line, *m_layout, m_fields, exact);
    if (!check.fine()) {
        return false;
    }
    const CandleScale needed = exact.scale();
    const CandleScale now = m_reading.series.scale();
    const CandleScale wanted{std::max(needed.price, now.price),
                             std::max(needed.volume, now.volume)};
    // Whether the row fits is asked before the other rows are widened for it.
    check = scaleRow(exact, wanted, row);
    if (!check.fine() || !checkRow(row).fine()) {
        check = check.fine() ? checkRow(row) : check;
        return false;
    }
    if (!widen(CandleScale{wanted.price, now.volume})) {
        check = {CandleField::Row, RowFault::TooPrecise};
    } else if (!widen(wanted)) {
        check = {CandleField::Volume, RowFault::TooPrecise};
    }
    return check.fine();
}

// What did not fit once is not tried again: each attempt looks at every row.
bool Reader::widen(CandleScale wanted)
{
    const CandleScale now = m_reading.series.scale();
    if (wanted == now) {
        return true;
    }
    const bool room = wanted.price <= m_widest.price && wanted.volume <= m_widest.volume;
    if (room && m_reading.series.widen(wanted)) {
        return true;
    }
    if (wanted.price > now.price) {
        m_widest.price = std::min(m_widest.price, wanted.price - 1);
    }
    if (wanted.volume > now.volume) {
        m_widest.volume = std::min(m_widest.volume, wanted.volume - 1);
    }
    return false;
}

void Reader::refuse(RowCheck check)
{
    ImportSummary& summary = m_reading.summary;
    ++summary.refused;
    if (summary.refusedRows.size() < ImportSummary::kMostNamedRows) {
        summary.refusedRows.push_back({m_lines.lineNumber(), check.field, check.fault});
    }
}

void Reader::addRefusals(std::vector<RefusedRow> late)
{
    ImportSummary& summary = m_reading.summary;
    summary.refused += static_cast<std::int64_t>(late.size());
    auto& rows = summary.refusedRows;
    rows.insert(rows.end(), late.begin(), late.end());
    std::sort(rows.begin(), rows.end(),
              [](const RefusedRow& a, const RefusedRow& b) { return a.line < b.line; });
    rows.resize(std::min(rows.size(), ImportSummary::kMostNamedRows));
}

Result<CandleReading, ImportFailure> Reader::finish()
{
    if (m_lines.lineNumber() == 0) {
        return Failure{failure(ImportFault::Empty)};
    }
    std::vector<RefusedRow> late;
    settleOrder(m_reading, late);
    addRefusals(std::move(late));

    ImportSummary& summary = m_reading.summary;
    const core::CandleColumns columns = m_reading.series.columns();
    summary.accepted = static_cast<std::int64_t>(columns.size());
    summary.endedInsideLine = m_lines.endedInsideLine();
    if (summary.refused * 2 > summary.rowsRead) {
        const RefusedRow& first = summary.refusedRows.front();
        return Failure{
            failure(ImportFault::MostRowsRefused, first.line, fromText(describe(first)))};
    }
    if (columns.size() == 0) {
        return Failure{failure(ImportFault::NoRows)};
    }
    summary.gaps = gapsOf(columns.time, columns.interval);
    for (const CandleGap& gap : summary.gaps) {
        summary.missingBars += gap.missing;
    }
    summary.zeroVolumeBars = std::count(columns.volume.begin(), columns.volume.end(), 0);
    return std::move(m_reading);
}

[[nodiscard]] ImportFailure
failureOf(ImportFault fault, const QString& path, const QString& detail = {})
{
    return {fault, path, 0, path % QStringLiteral(": ") % words(fault, detail)};
}

} // namespace

std::int64_t LineMap::lineOf(std::size_t row) const noexcept
{
    const auto after =
        std::upper_bound(m_runs.begin(), m_runs.end(), row,
                         [](std::size_t at, const Run& run) { return at < run.row; });
    const Run& run = *std::prev(after);
    return run.line + static_cast<std::int64_t>(row - run.row);
}

Result<CandleReading, ImportFailure> readCandles(const QString& path, const ReadOptions& options)
{
    const QFileInfo info{path};
    if (!info.exists()) {
        return Failure{failureOf(ImportFault::NotFound, path)};
    }
    if (info.isDir()) {
        return Failure{failureOf(ImportFault::IsDirectory, path)};
    }
    QFile file{path};
    if (!file.open(QIODevice::ReadOnly)) {
        return Failure{failureOf(ImportFault::Unreadable, path, file.errorString())};
    }
    return readCandles(file, path, options);
}

Result<CandleReading, ImportFailure>
readCandles(QIODevice& device, const QString& name, const ReadOptions& options)
{
    return Reader{device, name, options}.read();
}

} // namespace wick::io
