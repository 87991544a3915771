#include "core/base/randomsource.h"
#include "core/io/history/candlecolumns.h"
#include "core/io/history/candletable.h"
#include "tests/support/testregistry.h"

#include <QFile>
#include <QTemporaryDir>

#include <algorithm>

using namespace wick;
using namespace wick::io;

namespace {

constexpr std::int64_t kStart = 1'772'323'200'000;
constexpr std::size_t kChunk = 65'536;

/// Rows `from` to `to` of an endless series: the same index is always the same row.
CandleSeries rows(std::size_t from, std::size_t to)
{
    CandleSeries series{{2, 3}, core::minutes(1)};
    for (std::size_t i = from; i < to; ++i) {
        const auto low = static_cast<std::int64_t>(100'000 + i * 7 % 1'013);
        series.append({kStart + static_cast<std::int64_t>(i) * 60'000, low + 3, low + 9, low,
                       low + 5, static_cast<std::int64_t>(i % 5)});
    }
    return series;
}

bool holds(const CandleColumnsFile& file, std::size_t count)
{
    const CandleSeries expected = rows(0, count);
    const core::CandleColumns& a = file.columns();
    const core::CandleColumns b = expected.columns();
    return std::ranges::equal(a.time, b.time) && std::ranges::equal(a.open, b.open)
           && std::ranges::equal(a.high, b.high) && std::ranges::equal(a.low, b.low)
           && std::ranges::equal(a.close, b.close) && std::ranges::equal(a.volume, b.volume)
           && a.priceDecimals == 2 && a.volumeDecimals == 3 && a.interval == core::minutes(1);
}

} // namespace

class CandleColumnsTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void readsBackWhatWasWritten_data();
    void readsBackWhatWasWritten();
    void anyWayOfAppendingGivesTheSameFileContent();
    void readersKeepTheirRowsWhileRowsAreAdded();
    void anAppendCutAtAnyStepLeavesTheRowsBefore();
    void aCutFileIsNeverHalfRead();
    void aFlippedBitIsFound();
    void namesWhatIsNoColumnFile();
    void leavesTheOldFileWhereTheNewCannotBeWritten();

private:
    [[nodiscard]] QString path() const { return m_folder->filePath(QStringLiteral("x.candles")); }
    [[nodiscard]] QByteArray content() const
    {
        QFile file{path()};
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray{};
    }
    void setContent(const QByteArray& bytes) const
    {
        QFile file{path()};
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void CandleColumnsTest::readsBackWhatWasWritten_data()
{
    QTest::addColumn<int>("count");
    for (const int count : {1, 1'500, 65'535, 65'536, 65'537, 140'000}) {
        QTest::addRow("%d rows", count) << count;
    }
}

void CandleColumnsTest::readsBackWhatWasWritten()
{
    QFETCH(const int, count);
    const auto size = static_cast<std::size_t>(count);
    QVERIFY(writeCandleColumns(path(), rows(0, size).columns()));
    const auto file = CandleColumnsFile::open(path());
    QVERIFY2(file.has_value(), file ? "" : qPrintable(file.error().sentence));
    QVERIFY(holds(*file, size));
    QVERIFY(file->verify());
}

void CandleColumnsTest::anyWayOfAppendingGivesTheSameFileContent()
{
    // Few rounds: each writes megabytes and waits for the disk.
    core::RandomSource random{23};
    for (int round = 0; round < 12; ++round) {
        std::size_t count = 1 + random.below(70'000);
        QVERIFY(writeCandleColumns(path(), rows(0, count).columns()));
        for (int part = 0; part < 3; ++part) {
            const std::size_t next = count + 1 + random.below(part == 0 ? 10 : 70'000);
            QVERIFY(appendCandleColumns(path(), rows(count, next).columns()));
            count = next;
        }
        const auto grown = CandleColumnsFile::open(path());
        QVERIFY(grown.has_value());
        QVERIFY(holds(*grown, count));
        QVERIFY(grown->verify());
        const QString other = m_folder->filePath(QStringLiteral("y.candles"));
        QVERIFY(writeCandleColumns(other, rows(0, count).columns()));
        QCOMPARE(CandleColumnsFile::open(other)->checksum(), grown->checksum());
    }
}

void CandleColumnsTest::readersKeepTheirRowsWhileRowsAreAdded()
{
    QVERIFY(writeCandleColumns(path(), rows(0, 100).columns()));
    const auto reader = CandleColumnsFile::open(path());
    QVERIFY(appendCandleColumns(path(), rows(100, 200).columns()));
    QVERIFY(holds(*reader, 100));
    // Full: the file is written anew, and the reader still has the old one.
    QVERIFY(appendCandleColumns(path(), rows(200, 3 * kChunk).columns()));
    QVERIFY(holds(*reader, 100));
    QVERIFY(holds(*CandleColumnsFile::open(path()), 3 * kChunk));
}

// What a kill or a loss of power can leave of an append is some of its bytes: any of the data, and
// of the slot of the commit at most a part.
void CandleColumnsTest::anAppendCutAtAnyStepLeavesTheRowsBefore()
{
    QVERIFY(writeCandleColumns(path(), rows(0, 65'000).columns()));
    const QByteArray before = content();
    QVERIFY(appendCandleColumns(path(), rows(65'000, 66'000).columns()));
    const QByteArray after = content();
    QCOMPARE(before.size(), after.size());

    core::RandomSource random{11};
    constexpr qsizetype kHeaderPage = 4'096;
    int oldRows = 0;
    int newRows = 0;
    for (int round = 0; round < 80; ++round) {
        QByteArray mixed = before;
        // The data is synced before the slot: either some of the data and no slot …
        const bool synced = round % 2 == 1;
        for (qsizetype at = kHeaderPage; at < mixed.size(); at += 512) {
            if (synced || random.below(2) == 0) {
                const qsizetype length = std::min<qsizetype>(512, mixed.size() - at);
                std::copy_n(after.constData() + at, length, mixed.data() + at);
            }
        }
        if (synced) { // … or all of the data and the first bytes of the slot
            const auto length = static_cast<qsizetype>(random.below(kHeaderPage));
            std::copy_n(after.constData(), length, mixed.data());
        }
        setContent(mixed);
        const auto file = CandleColumnsFile::open(path());
        QVERIFY2(file.has_value(), file ? "" : qPrintable(file.error().sentence));
        QVERIFY(file->verify());
        const std::size_t count = file->columns().size();
        QVERIFY(count == 65'000 || count == 66'000);
        QVERIFY(holds(*file, count));
        oldRows += count == 65'000 ? 1 : 0;
        newRows += count == 66'000 ? 1 : 0;
    }
    QVERIFY(oldRows > 40);
    QVERIFY(newRows > 0);
}

void CandleColumnsTest::aCutFileIsNeverHalfRead()
{
    QVERIFY(writeCandleColumns(path(), rows(0, 1'000).columns()));
    const QByteArray whole = content();
    core::RandomSource random{5};
    for (int round = 0; round < 60; ++round) {
        setContent(whole.left(static_cast<qsizetype>(
            random.below(static_cast<std::uint64_t>(round % 2 == 0 ? 5'000 : whole.size())))));
        const auto file = CandleColumnsFile::open(path());
        QVERIFY(!file.has_value());
        QVERIFY(file.error().fault == ColumnFault::Damaged);
        QVERIFY(file.error().sentence.contains(path()));
    }
}

void CandleColumnsTest::aFlippedBitIsFound()
{
    QVERIFY(writeCandleColumns(path(), rows(0, 70'000).columns()));
    const QByteArray whole = content();
    const qsizetype capacity = 2 * static_cast<qsizetype>(kChunk);
    const qsizetype data = whole.size() - 6 * capacity * 8;
    for (const qsizetype at : {qsizetype{20}, qsizetype{2'056}, qsizetype{4'100}, data + 8,
                               data + 69'999 * 8, data + 5 * capacity * 8 + 65'540 * 8})
    {
        QByteArray flipped = whole;
        flipped[at] = static_cast<char>(flipped[at] ^ 0x10);
        setContent(flipped);
        const auto file = CandleColumnsFile::open(path());
        const bool found = !file || !file->verify();
        QVERIFY2(found, qPrintable(QString::number(at)));
    }
}

void CandleColumnsTest::namesWhatIsNoColumnFile()
{
    QVERIFY(CandleColumnsFile::open(path()).error().fault == ColumnFault::NotFound);
    setContent(QByteArray(10'000, 'x'));
    QVERIFY(CandleColumnsFile::open(path()).error().fault == ColumnFault::NotOurs);
    setContent(QByteArray{});
    QVERIFY(CandleColumnsFile::open(path()).error().fault == ColumnFault::Damaged);
}

void CandleColumnsTest::leavesTheOldFileWhereTheNewCannotBeWritten()
{
    const auto outcome = writeCandleColumns(
        m_folder->filePath(QStringLiteral("no/such/folder/x.candles")), rows(0, 5).columns());
    QVERIFY(!outcome.has_value());
    QVERIFY(outcome.error().fault == ColumnFault::CannotWrite);
    QVERIFY(outcome.error().sentence.contains(QStringLiteral("no/such/folder")));
}

WICK_TEST(CandleColumnsTest)
#include "tst_candlecolumns.moc"
