#include "core/base/randomsource.h"
#include "core/io/history/candlefile.h"
#include "tests/support/testregistry.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <rapidcheck.h>
#include <zlib.h>

using namespace wick;
using namespace wick::io;

namespace {

const QByteArray kHeader = QByteArrayLiteral("time,open,high,low,close,volume\n");
constexpr std::int64_t kStart = 1'772'323'200'000;

core::Result<CandleReading, ImportFailure> readText(QByteArray text,
                                                    const ReadOptions& options = {})
{
    QBuffer buffer{&text};
    buffer.open(QIODevice::ReadOnly);
    return readCandles(buffer, QStringLiteral("candles.csv"), options);
}

QByteArray line(std::int64_t minute, const char* numbers = "100,101,99,100.5,7")
{
    return QByteArray::number(qint64{kStart + minute * 60'000}) + ',' + numbers + '\n';
}

/// `count` good rows, so that a bad one beside them is not more than half of the file.
QByteArray lines(std::int64_t from, std::int64_t count)
{
    QByteArray text;
    for (std::int64_t i = from; i < from + count; ++i) {
        text += line(i);
    }
    return text;
}

QByteArray packed(const QByteArray& text)
{
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
    QByteArray result(
        static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(text.size()))) + 64, '\0');
    QByteArray input = text;
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(result.data());
    stream.avail_out = static_cast<uInt>(result.size());
    deflate(&stream, Z_FINISH);
    result.truncate(result.size() - static_cast<qsizetype>(stream.avail_out));
    deflateEnd(&stream);
    return result;
}

QString sharedData(const QString& name)
{
    return QStringLiteral(WICK_SOURCE_DIR "/../shared/data/") + name;
}

} // namespace

class CandleFileTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsEveryFormatAlike_data();
    void readsEveryFormatAlike();
    void keepsTheMostDecimalsSeen();
    void refusesABadRowByLineAndReason_data();
    void refusesABadRowByLineAndReason();
    void refusesABadFileAsAWhole_data();
    void refusesABadFileAsAWhole();
    void namesWhatIsNoReadableFile();
    void turnsANewestFirstFileRound();
    void dropsRepeatedRowsAndCountsThem();
    void listsGapsAndNeverFillsThem();
    void readsAnyLineEndAndByteOrderMark_data();
    void readsAnyLineEndAndByteOrderMark();
    void readsLinesAcrossBlocks();
    void namesTheFirstHundredRefusedRowsAndCountsAll();
    void tellsThatTheLastLineHasNoEnd();
    void readsGzipLikePlainText();
    void refusesDamagedGzip_data();
    void refusesDamagedGzip();
    void stopsWhenCancelled();
    void reportsProgressUpToTheWholeFile();
    void agreesWithTheSharedFiles_data();
    void agreesWithTheSharedFiles();
    void anyTableReadsBackAsItWasWritten();
};

void CandleFileTest::readsEveryFormatAlike_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("format");
    QTest::addColumn<int>("offsetMinutes");
    // Two minutes from 2026-03-01 00:00 UTC with the same numbers in each.
    QTest::newRow("own") << QByteArray("time,open,high,low,close,volume\n"
                                       "1772323200000,100.5,101.25,99,100,7.5\n"
                                       "1772323260000,100,102,100,102,0\n")
                         << "wick" << 0;
    QTest::newRow("binance without header") << QByteArray(
        "1772323200000,100.50000000,101.25000000,99.00000000,100.00000000,7.50000000,"
        "1772323259999,750.0,12,1.0,100.0,0\n"
        "1772323260000,100.00000000,102.00000000,100.00000000,102.00000000,0.00000000,"
        "1772323319999,0.0,0,0.0,0.0,0\n") << "binance"
                                            << 0;
    QTest::newRow("binance with header, microseconds")
        << QByteArray("open_time,open,high,low,close,volume,close_time,quote_volume,count,"
                      "taker_buy_volume,taker_buy_quote_volume,ignore\n"
                      "1772323200000000,100.5,101.25,99.0,100.0,7.5,1772323259999999,1,1,1,1,0\n"
                      "1772323260000000,100.0,102.0,100.0,102.0,0.0,1772323319999999,1,1,1,1,0\n")
        << "binance" << 0;
    QTest::newRow("tradingview, seconds")
        << QByteArray("time,open,high,low,close,EMA,Volume,Volume MA\n"
                      "1772323200,100.5,101.25,99,100,NaN,7.5,\n"
                      "1772323260,100,102,100,102,101.123456789012,0,3.2\n")
        << "tradingview" << 0;
    QTest::newRow("tradingview, ISO with zone")
        << QByteArray("time,open,high,low,close,Volume\n"
                      "2026-03-01T01:00:00+01:00,100.5,101.25,99,100,7.5\n"
                      "2026-03-01T00:01:00Z,100,102,100,102,0\n")
        << "tradingview" << 0;
    QTest::newRow("tradingview, ISO without zone")
        << QByteArray("time,open,high,low,close,Volume\n"
                      "2026-03-01T02:00:00,100.5,101.25,99,100,7.5\n"
                      "2026-03-01 02:01,100,102,100,102,0\n")
        << "tradingview" << 120;
    QTest::newRow("metatrader 5") << QByteArray(
        "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\n"
        "2026.03.01\t03:00:00\t100.5\t101.25\t99\t100\t7.5\t0\t12\n"
        "2026.03.01\t03:01\t100\t102\t100\t102\t0\t0\t12\n")
                                  << "mt5" << 180;
    QTest::newRow("histdata") << QByteArray("20260228 190000;100.5;101.25;99;100;7.5\n"
                                            "20260228 190100;100;102;100;102;0\n")
                              << "histdata" << 0;
}

void CandleFileTest::readsEveryFormatAlike()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, format);
    QFETCH(const int, offsetMinutes);
    ReadOptions options;
    if (offsetMinutes != 0) {
        options.utcOffset = core::minutes(offsetMinutes);
    }
    for (const auto forced : {CandleFormat::Auto, candleFormatNamed(format.toStdString()).value()})
    {
        options.format = forced;
        const auto reading = readText(text, options);
        QVERIFY2(reading.has_value(), reading ? "" : qPrintable(reading.error().sentence));
        QCOMPARE(QString::fromStdString(std::string{nameOf(reading->summary.format)}), format);
        QCOMPARE(reading->series.size(), std::size_t{2});
        const CandleScale scale = reading->series.scale();
        QCOMPARE(scale.price, 2);
        QCOMPARE(scale.volume, 1);
        QVERIFY((reading->series.row(0) == CandleRow{kStart, 10050, 10125, 9900, 10000, 75}));
        QVERIFY(
            (reading->series.row(1) == CandleRow{kStart + 60'000, 10000, 10200, 10000, 10200, 0}));
        QCOMPARE(reading->series.interval().count(), core::minutes(1).count());
        QCOMPARE(reading->summary.zeroVolumeBars, 1);
        QCOMPARE(reading->summary.refused, 0);
    }
}

void CandleFileTest::keepsTheMostDecimalsSeen()
{
    const auto reading = readText(
        kHeader + line(0, "100,101,99,100,7") + line(1, "100.5,101,99,100,7")
        + line(2, "100.123,101.50000000000000,99,100,1e-05") + line(3, "100,101,99,100,7.5"));
    QVERIFY(reading.has_value());
    QCOMPARE(reading->series.scale().price, 3);
    QCOMPARE(reading->series.scale().volume, 5);
    QCOMPARE(reading->series.row(0).open, 100'000);
    QCOMPARE(reading->series.row(1).open, 100'500);
    QCOMPARE(reading->series.row(2).open, 100'123);
    QCOMPARE(reading->series.row(2).volume, 1);
    QCOMPARE(reading->series.row(3).volume, 750'000);
}

void CandleFileTest::refusesABadRowByLineAndReason_data()
{
    QTest::addColumn<QByteArray>("row");
    QTest::addColumn<QString>("reason");
    const auto bad = [](const char* name, const QByteArray& row, const char* reason) {
        QTest::newRow(name) << row << QString::fromLatin1(reason);
    };
    bad("not a number", line(2, "100,nan,99,100,7"), "line 4: high is not a number");
    bad("infinite", line(2, "inf,101,99,100,7"), "line 4: open is not a number");
    bad("letters", line(2, "100,101,9x,100,7"), "line 4: low is not a number");
    bad("negative", line(2, "100,101,-99,100,7"), "line 4: low is negative");
    bad("negative volume", line(2, "100,101,99,100,-7"), "line 4: volume is negative");
    bad("zero", line(2, "100,101,99,0,7"), "line 4: close is zero");
    bad("inverted", line(2, "100,98,99,100,7"), "line 4: high is below the low");
    bad("open outside", line(2, "102,101,99,100,7"),
        "line 4: open is outside the range from low to high");
    bad("close outside", line(2, "100,101,99,98,7"),
        "line 4: close is outside the range from low to high");
    bad("overflow", line(2, "100,99999999999999999999999,99,100,7"), "line 4: high is too large");
    bad("more than 15 digits", line(2, "100,9999999999999999,99,100,7"),
        "line 4: high is too large");
    bad("large power", line(2, "100,1e309,99,100,7"), "line 4: high is too large");
    bad("too precise", line(2, "100,101.1234567891,99,100,7"),
        "line 4: high has too many decimals");
    bad("empty field", line(2, "100,101,99,,7"), "line 4: close is missing");
    bad("cut line", line(2, "100,101"), "line 4: low is missing");
    bad("further fields", line(2, "100,5,101,0,99,1,100,0"),
        "line 4: row has another number of fields than the first line");
    bad("no time", "x,100,101,99,100,7\n", "line 4: time is not a time of this format");
    bad("empty time", ",100,101,99,100,7\n", "line 4: time is missing");
    bad("seconds among milliseconds", "1772323320,100,101,99,100,7\n",
        "line 4: time is not between 1973 and 2099 (wrong unit of time?)");
    bad("time overflow", "99999999999999999999,100,101,99,100,7\n",
        "line 4: time is not between 1973 and 2099 (wrong unit of time?)");
    bad("earlier", line(-5), "line 4: time is out of order");
    bad("far ahead", line(9'000'000), "line 4: time is out of order");
    bad("conflict", line(1, "100,101,99,100,8"), "line 4: time is already there with other values");
    bad("off the grid", QByteArray::number(qint64{kStart + 90'000}) + ",100,101,99,100,7\n",
        "line 4: time does not lie on the interval of the other rows");
}

void CandleFileTest::refusesABadRowByLineAndReason()
{
    QFETCH(const QByteArray, row);
    QFETCH(const QString, reason);
    const auto reading = readText(kHeader + lines(0, 2) + row + lines(2, 40));
    QVERIFY2(reading.has_value(), reading ? "" : qPrintable(reading.error().sentence));
    QCOMPARE(reading->summary.refused, 1);
    QCOMPARE(reading->summary.refusedRows.size(), std::size_t{1});
    QCOMPARE(QString::fromStdString(describe(reading->summary.refusedRows.front())), reason);
    QCOMPARE(reading->series.size(), std::size_t{42});
    QCOMPARE(reading->summary.rowsRead, 43);
    QCOMPARE(reading->summary.gaps.size(), std::size_t{0});
}

void CandleFileTest::refusesABadFileAsAWhole_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("fault");
    QTest::addColumn<qint64>("line");
    QTest::addColumn<QString>("format");
    const auto bad = [](const char* name, const QByteArray& text, ImportFault fault, qint64 at,
                        const char* format = "auto") {
        QTest::newRow(name) << text << static_cast<int>(fault) << at << QString::fromLatin1(format);
    };
    bad("empty", "", ImportFault::Empty, 0);
    bad("header only", kHeader, ImportFault::NoRows, 0);
    bad("blank lines only", "\n\n\r\n", ImportFault::NoRows, 0);
    bad("one bad row only", kHeader + line(0, "1,2,3,4,5"), ImportFault::MostRowsRefused, 2);
    bad("most rows bad",
        kHeader + lines(0, 2) + line(3, "1,2,3,4,5") + line(4, "a,b,c,d,e") + line(5, ""),
        ImportFault::MostRowsRefused, 4);
    bad("binary",
        QByteArray("\x7f"
                   "ELF\x02\x01\x01\x00\x00\x00garbage\n",
                   18),
        ImportFault::Binary, 0);
    bad("binary after good rows", kHeader + lines(0, 3) + QByteArray("\x00\x01\x02\n", 4),
        ImportFault::Binary, 5);
    bad("utf-16", QByteArray("\xff\xfet\x00i\x00m\x00", 8), ImportFault::Binary, 0);
    bad("zip archive", QByteArray("PK\x03\x04rest of it\n"), ImportFault::Binary, 0);
    bad("no candles", "name;age\nbob;7\n", ImportFault::MissingColumn, 1);
    bad("prose", "12 monkeys\n", ImportFault::UnknownFormat, 1);
    bad("column missing", "time,open,high,close,volume\n" + line(0, "1,2,3,4"),
        ImportFault::MissingColumn, 1);
    bad("mt5 without offset",
        "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\n2026.03.01\t03:00:00\t1\t1\t1\t1\n",
        ImportFault::NeedsUtcOffset, 2);
    bad("local time without offset", "time,open,high,low,close\n2026-03-01T03:00:00,1,1,1,1\n",
        ImportFault::NeedsUtcOffset, 2);
    bad("endless line", QByteArray(3 * 1024 * 1024, '7'), ImportFault::LineTooLong, 1);
    bad("another format forced", kHeader + lines(0, 3), ImportFault::NeedsUtcOffset, 2, "mt5");
}

void CandleFileTest::refusesABadFileAsAWhole()
{
    QFETCH(const QByteArray, text);
    QFETCH(const int, fault);
    QFETCH(const qint64, line);
    QFETCH(const QString, format);
    ReadOptions options;
    options.format = candleFormatNamed(format.toStdString()).value();
    const auto reading = readText(text, options);
    QVERIFY(!reading.has_value());
    QCOMPARE(static_cast<int>(reading.error().fault), fault);
    QCOMPARE(qint64{reading.error().line}, line);
    QVERIFY2(reading.error().sentence.startsWith(QStringLiteral("candles.csv")),
             qPrintable(reading.error().sentence));
}

void CandleFileTest::namesWhatIsNoReadableFile()
{
    const QTemporaryDir folder;
    const QString missing = folder.filePath(QStringLiteral("nothing.csv"));
    const auto none = readCandles(missing);
    QVERIFY(none.error().fault == ImportFault::NotFound);
    QVERIFY(none.error().sentence.contains(missing));
    QVERIFY(readCandles(folder.path()).error().fault == ImportFault::IsDirectory);

    const QString locked = folder.filePath(QStringLiteral("locked.csv"));
    QFile file{locked};
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(kHeader + lines(0, 3));
    file.close();
    QVERIFY(file.setPermissions({}));
    if (QFile{locked}.open(QIODevice::ReadOnly)) {
        QSKIP("this user may read every file");
    }
    QVERIFY(readCandles(locked).error().fault == ImportFault::Unreadable);
}

void CandleFileTest::turnsANewestFirstFileRound()
{
    QByteArray text = kHeader;
    for (int i = 9; i >= 0; --i) {
        text += line(i);
        if (i == 4) {
            text += line(7); // a repetition among them
        }
    }
    const auto reading = readText(text);
    QVERIFY(reading.has_value());
    QVERIFY(reading->summary.reversed);
    QCOMPARE(reading->series.size(), std::size_t{10});
    QCOMPARE(reading->series.row(0).time, kStart);
    QCOMPARE(reading->lines.lineOf(0), 12);
    QCOMPARE(reading->summary.duplicates, 1);
    QCOMPARE(reading->summary.refused, 0);
}

void CandleFileTest::dropsRepeatedRowsAndCountsThem()
{
    const auto reading = readText(kHeader + lines(0, 10) + lines(5, 10));
    QVERIFY(reading.has_value());
    QCOMPARE(reading->series.size(), std::size_t{15});
    QCOMPARE(reading->summary.duplicates, 5);
    QCOMPARE(reading->summary.refused, 0);
    QVERIFY(!reading->summary.reversed);
    QCOMPARE(reading->lines.lineOf(9), 11);
    QCOMPARE(reading->lines.lineOf(10), 17);
}

void CandleFileTest::listsGapsAndNeverFillsThem()
{
    const auto reading = readText(kHeader + lines(0, 10) + lines(13, 10) + lines(24, 3));
    QVERIFY(reading.has_value());
    QCOMPARE(reading->series.size(), std::size_t{23});
    const std::vector<CandleGap> expected{{kStart + 600'000, kStart + 780'000, 3},
                                          {kStart + 1'380'000, kStart + 1'440'000, 1}};
    QVERIFY(reading->summary.gaps == expected);
    QCOMPARE(reading->summary.missingBars, 4);
}

void CandleFileTest::readsAnyLineEndAndByteOrderMark_data()
{
    QTest::addColumn<QByteArray>("text");
    const QByteArray plain = kHeader + lines(0, 20);
    QTest::newRow("CRLF") << QByteArray{plain}.replace("\n", "\r\n");
    QTest::newRow("CR") << QByteArray{plain}.replace("\n", "\r");
    QTest::newRow("mark") << QByteArray("\xEF\xBB\xBF") + plain;
    QTest::newRow("blank lines") << QByteArray{plain}.replace("\n", "\n\n");
    QTest::newRow("mixed") << QByteArray{kHeader}.replace("\n", "\r") + lines(0, 5)
                                  + lines(5, 5).replace("\n", "\r\n")
                                  + lines(10, 5).replace("\n", "\r") + lines(15, 5);
}

void CandleFileTest::readsAnyLineEndAndByteOrderMark()
{
    QFETCH(const QByteArray, text);
    const auto reading = readText(text);
    QVERIFY2(reading.has_value(), reading ? "" : qPrintable(reading.error().sentence));
    QCOMPARE(reading->series.size(), std::size_t{20});
    QCOMPARE(reading->summary.refused, 0);
    QCOMPARE(reading->summary.rowsRead, 20);
}

void CandleFileTest::readsLinesAcrossBlocks()
{
    for (const char* const lineEnd : {"\n", "\r\n", "\r"}) {
        const auto reading =
            readText(QByteArray{kHeader + lines(0, 40'000)}.replace("\n", lineEnd));
        QVERIFY(reading.has_value());
        QCOMPARE(reading->series.size(), std::size_t{40'000});
        QCOMPARE(reading->summary.refused, 0);
        QCOMPARE(reading->lines.lineOf(39'999), 40'001);
    }
}

void CandleFileTest::namesTheFirstHundredRefusedRowsAndCountsAll()
{
    QByteArray text = kHeader;
    for (int i = 0; i < 300; ++i) {
        text += line(i) + line(i, "0,0,0,0,0");
    }
    const auto reading = readText(text + line(0, "1,1,1,1,1") + lines(300, 10));
    QVERIFY(reading.has_value());
    QCOMPARE(reading->summary.refused, 301);
    QCOMPARE(reading->summary.refusedRows.size(), ImportSummary::kMostNamedRows);
    QCOMPARE(reading->summary.refusedRows.back().line, 201);
}

void CandleFileTest::tellsThatTheLastLineHasNoEnd()
{
    QByteArray text = kHeader + lines(0, 5);
    QVERIFY(!readText(text)->summary.endedInsideLine);
    text.chop(1);
    QVERIFY(readText(text)->summary.endedInsideLine);
    QCOMPARE(readText(text)->series.size(), std::size_t{5});
}

void CandleFileTest::readsGzipLikePlainText()
{
    const QByteArray text = kHeader + lines(0, 5'000);
    const auto plain = readText(text);
    // Joined members and padding of zeros, as gzip and tar leave them.
    const QByteArray joined =
        packed(text.left(100'000)) + packed(text.mid(100'000)) + QByteArray(512, '\0');
    for (const QByteArray& file : {packed(text), joined}) {
        const auto reading = readText(file);
        QVERIFY2(reading.has_value(), reading ? "" : qPrintable(reading.error().sentence));
        QCOMPARE(reading->series.size(), plain->series.size());
        QVERIFY(std::ranges::equal(reading->series.columns().close, plain->series.columns().close));
    }
}

void CandleFileTest::refusesDamagedGzip_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<int>("fault");
    QByteArray text = kHeader;
    core::RandomSource random{7};
    for (int i = 0; i < 2'000; ++i) {
        text += line(i, ("100,101,99,100," + std::to_string(random.below(100'000))).c_str());
    }
    const QByteArray whole = packed(text);
    QTest::newRow("cut") << whole.left(whole.size() / 2)
                         << static_cast<int>(ImportFault::TruncatedGzip);
    QTest::newRow("cut in the checksum")
        << whole.left(whole.size() - 3) << static_cast<int>(ImportFault::TruncatedGzip);
    QTest::newRow("only the magic")
        << whole.left(2) << static_cast<int>(ImportFault::TruncatedGzip);
    QByteArray flipped = whole;
    flipped[whole.size() - 6] = static_cast<char>(flipped[whole.size() - 6] ^ 1);
    QTest::newRow("checksum differs") << flipped << static_cast<int>(ImportFault::DamagedGzip);
    QTest::newRow("followed by something")
        << whole + QByteArray("tail") << static_cast<int>(ImportFault::DamagedGzip);
    QTest::newRow("unpacks to far more than its size")
        << packed(kHeader + QByteArray(64 * 1024 * 1024, '\n'))
        << static_cast<int>(ImportFault::TooLarge);
}

void CandleFileTest::refusesDamagedGzip()
{
    QFETCH(const QByteArray, file);
    QFETCH(const int, fault);
    const auto reading = readText(file);
    QVERIFY(!reading.has_value());
    QCOMPARE(static_cast<int>(reading.error().fault), fault);
}

void CandleFileTest::stopsWhenCancelled()
{
    std::atomic<bool> cancel{false};
    ReadOptions options;
    options.cancel = &cancel;
    int blocks = 0;
    options.progress = [&](const ReadProgress&) {
        cancel = ++blocks == 3;
    };
    const auto reading = readText(kHeader + lines(0, 100'000), options);
    QVERIFY(!reading.has_value());
    QVERIFY(reading.error().fault == ImportFault::Cancelled);
    QCOMPARE(blocks, 3);
}

void CandleFileTest::reportsProgressUpToTheWholeFile()
{
    std::vector<std::int64_t> seen;
    ReadOptions options;
    options.progress = [&](const ReadProgress& progress) {
        seen.push_back(progress.bytesRead);
        QVERIFY(progress.bytesRead <= progress.bytesTotal);
    };
    const QByteArray text = kHeader + lines(0, 20'000);
    QVERIFY(readText(text, options).has_value());
    QVERIFY(std::is_sorted(seen.begin(), seen.end()));
    QCOMPARE(seen.back(), std::int64_t{text.size()});
}

void CandleFileTest::agreesWithTheSharedFiles_data()
{
    QTest::addColumn<int>("bars");
    QTest::addColumn<int>("gaps");
    QTest::addColumn<int>("missing");
    QTest::addColumn<int>("zeroVolume");
    QTest::addColumn<int>("minutes");
    // Rows and gaps as data/README.md states them.
    QTest::newRow("btc_1m.csv.gz") << 154'080 << 0 << 0 << 0 << 1;
    QTest::newRow("eth_1m.csv.gz") << 43'195 << 0 << 0 << 0 << 1;
    QTest::newRow("xau_1m.csv.gz") << 63'229 << 46 << 30'371 << 0 << 1;
    QTest::newRow("xau_1m_novolume.csv.gz") << 20'631 << 17 << 6'604 << 20'631 << 1;
    QTest::newRow("btc_1m_2025.csv.gz") << 73'135 << 0 << 0 << 0 << 1;
    QTest::newRow("eth_1m_2025.csv.gz") << 73'135 << 0 << 0 << 0 << 1;
    QTest::newRow("btc_5m_perp.csv.gz") << 17'279 << 0 << 0 << 0 << 5;
    QTest::newRow("eth_5m_perp.csv.gz") << 17'279 << 0 << 0 << 0 << 5;
    QTest::newRow("xau_5m_perp.csv.gz") << 17'279 << 0 << 0 << 0 << 5;
    QTest::newRow("xau_sample.csv") << 1'500 << 1 << -1 << 0 << 1;
}

void CandleFileTest::agreesWithTheSharedFiles()
{
    QFETCH(const int, bars);
    QFETCH(const int, gaps);
    QFETCH(const int, missing);
    QFETCH(const int, zeroVolume);
    QFETCH(const int, minutes);
    const QString path = sharedData(QString::fromLatin1(QTest::currentDataTag()));
    if (!QFile::exists(path)) {
        QSKIP("the shared market data is not beside this source tree");
    }
    const auto reading = readCandles(path);
    QVERIFY2(reading.has_value(), reading ? "" : qPrintable(reading.error().sentence));
    const ImportSummary& summary = reading->summary;
    QCOMPARE(summary.accepted, std::int64_t{bars});
    QCOMPARE(summary.refused, 0);
    QCOMPARE(summary.duplicates, 0);
    QCOMPARE(static_cast<int>(summary.gaps.size()), gaps);
    if (missing >= 0) {
        QCOMPARE(summary.missingBars, std::int64_t{missing});
    }
    QCOMPARE(summary.zeroVolumeBars, std::int64_t{zeroVolume});
    QCOMPARE(reading->series.interval().count(), core::minutes(minutes).count());
}

void CandleFileTest::anyTableReadsBackAsItWasWritten()
{
    const bool held = rc::check("written rows are the rows that are read", [] {
        const int priceDecimals = *rc::gen::inRange(0, 10);
        const auto lows = *rc::gen::nonEmpty<std::vector<std::int64_t>>();
        CandleSeries written{{priceDecimals, 0}, core::minutes(1)};
        QByteArray text = kHeader;
        std::int64_t time = kStart;
        for (const std::int64_t raw : lows) {
            const std::int64_t low = 1 + std::abs(raw % 900'000'000'000'000);
            const std::int64_t step = std::abs(raw % 97);
            const CandleRow row{time, low + step / 2, low + step, low, low + step / 3, step};
            written.append(row);
            text += QByteArray::number(qint64{row.time});
            for (const std::int64_t price : {row.open, row.high, row.low, row.close}) {
                text += "," + QByteArray::fromStdString(core::shortestText(price, priceDecimals));
            }
            text += "," + QByteArray::number(qint64{row.volume}) + "\n";
            time += 60'000;
        }
        auto reading = readText(text);
        RC_ASSERT(reading.has_value());
        RC_ASSERT(reading->summary.refused == 0);
        RC_ASSERT(reading->series.size() == written.size());
        RC_ASSERT(reading->series.widen({priceDecimals, 0}));
        for (std::size_t i = 0; i < written.size(); ++i) {
            RC_ASSERT(reading->series.row(i) == written.row(i));
        }
    });
    QVERIFY(held);
}

WICK_TEST(CandleFileTest)
#include "tst_candlefile.moc"
