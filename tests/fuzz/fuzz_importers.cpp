#include "core/io/history/candleexport.h"
#include "core/io/history/candlefile.h"

#include <QBuffer>

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

using namespace wick;
using namespace wick::io;

namespace {

/// Stops the program with the sentence that does not hold.
void mustHold(bool holds, const char* sentence)
{
    if (!holds) {
        std::fprintf(stderr, "does not hold: %s\n", sentence);
        std::abort();
    }
}

QByteArray packed(QByteArray text)
{
    z_stream stream{};
    constexpr int kGzipWindow = 15 + 16;
    deflateInit2(&stream, 1, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY);
    QByteArray result(
        static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(text.size()))), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(text.data());
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(result.data());
    stream.avail_out = static_cast<uInt>(result.size());
    deflate(&stream, Z_FINISH);
    result.truncate(result.size() - static_cast<qsizetype>(stream.avail_out));
    deflateEnd(&stream);
    return result;
}

core::Result<CandleReading, ImportFailure> read(QByteArray& bytes, const ReadOptions& options)
{
    QBuffer buffer{&bytes};
    buffer.open(QIODevice::ReadOnly);
    return readCandles(buffer, QStringLiteral("input"), options);
}

void checkReading(const CandleReading& reading)
{
    const core::CandleColumns columns = reading.series.columns();
    const ImportSummary& summary = reading.summary;
    mustHold(columns.size() > 0, "a reading has rows");
    mustHold(std::ranges::adjacent_find(columns.time, std::ranges::greater_equal{})
                 == columns.time.end(),
             "times ascend strictly");
    mustHold(summary.accepted + summary.duplicates + summary.refused == summary.rowsRead,
             "every row is accepted, a duplicate or refused");
    mustHold(summary.refused * 2 <= summary.rowsRead, "at most half of the rows are refused");
    for (std::size_t i = 0; i < columns.size(); ++i) {
        mustHold(checkRow(reading.series.row(i)).fine(), "every row is sane");
        mustHold(reading.lines.lineOf(i) > 0, "every row has a line");
    }
    for (const CandleGap& gap : summary.gaps) {
        mustHold(gap.missing > 0 && gap.from < gap.to, "a gap misses bars");
    }
}

/// What was read is what its own export reads as.
void checkRoundTrip(const CandleReading& reading)
{
    const core::CandleColumns columns = reading.series.columns();
    QByteArray text;
    mustHold(writeCandleCsv(columns,
                            [&text](std::string_view part) {
                                text.append(part.data(), static_cast<qsizetype>(part.size()));
                                return true;
                            }),
             "an export into memory works");
    ReadOptions options;
    options.format = CandleFormat::Wick;
    auto again = read(text, options);
    mustHold(again.has_value(), "an export is a candle file");
    mustHold(again->summary.refused == 0, "an export has no bad row");
    mustHold(again->series.widen(reading.series.scale()), "an export has no further decimals");
    mustHold(again->series.size() == reading.series.size(), "an export has all rows");
    for (std::size_t i = 0; i < columns.size(); ++i) {
        mustHold(again->series.row(i) == reading.series.row(i), "an export has the same rows");
    }
}

} // namespace

/// The first byte says how the rest is read: three bits for the format, one for an offset from UTC,
/// one to pack the rest first, so that the text behind a gzip wrapper is reached too.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) {
        return 0;
    }
    constexpr std::array kFormats{CandleFormat::Auto,        CandleFormat::Wick,
                                  CandleFormat::Binance,     CandleFormat::TradingView,
                                  CandleFormat::MetaTrader5, CandleFormat::HistData};
    const std::uint8_t choice = data[0];
    ReadOptions options;
    options.format = kFormats[(choice & 7U) % kFormats.size()];
    if ((choice & 8U) != 0) {
        options.utcOffset = core::minutes(180);
    }
    QByteArray bytes{reinterpret_cast<const char*>(data) + 1, static_cast<qsizetype>(size - 1)};
    if ((choice & 16U) != 0) {
        bytes = packed(bytes);
    }
    const auto reading = read(bytes, options);
    if (reading) {
        checkReading(*reading);
        checkRoundTrip(*reading);
    } else {
        mustHold(!reading.error().sentence.isEmpty(), "a failure has a sentence");
    }
    return 0;
}
