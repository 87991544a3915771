#include "core/io/history/candleexport.h"
#include "core/io/stores/marketdatabase.h"
#include "tests/support/testregistry.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <rapidcheck.h>

#include <algorithm>

using namespace wick;
using namespace wick::io;

namespace {

constexpr std::int64_t kStart = 1'772'323'200'000;
const QByteArray kHeader = QByteArrayLiteral("time,open,high,low,close,volume\n");

QByteArray line(int minute, const char* close = "100")
{
    return QByteArray::number(qint64{kStart + minute * 60'000}) + ",100,101.5,99," + close + ",7\n";
}

QByteArray lines(int from, int to)
{
    QByteArray text;
    for (int i = from; i < to; ++i) {
        text += line(i);
    }
    return text;
}

CandleReading read(const QByteArray& rows)
{
    QByteArray text = kHeader + rows;
    QBuffer buffer{&text};
    buffer.open(QIODevice::ReadOnly);
    return readCandles(buffer, QStringLiteral("x.csv")).value();
}

} // namespace

class MarketDatabaseTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void theSameRowsAgainAddNothing();
    void overlapsAddOnlyWhatIsNew();
    void rowsBeforeAndBetweenFindTheirPlaces();
    void moreDecimalsWidenTheSeries();
    void aContradictionKeepsTheStoredRow();
    void anotherMarketUnderTheSameNameIsRefused();
    void keepsTheGapMapUpToDate();
    void findsSeriesByWhatIsKnown();
    void refusesNamesThatAreNoNames();
    void findsDamageAtTheNextLoadAndTakesNoRowsOnTop();
    void aLostCatalogueComesBackWithTheNextImport();
    void theFileIsTheTruthWhenTheCatalogueIsOlder();
    void whatAKilledImportLeftIsRemoved();
    void exportAndImportGiveTheSameSeries();

private:
    [[nodiscard]] MarketDatabase open() const
    {
        return MarketDatabase::open(m_folder->path()).value();
    }
    [[nodiscard]] static std::vector<std::int64_t> minutesOf(MarketDatabase& database)
    {
        std::vector<std::int64_t> minutes;
        const auto file = database.load(database.series()->front());
        if (file) {
            for (const std::int64_t time : file->columns().time) {
                minutes.push_back((time - kStart) / 60'000);
            }
        }
        return minutes;
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void MarketDatabaseTest::theSameRowsAgainAddNothing()
{
    auto database = open();
    const auto first = database.add(read(lines(0, 50)), "ETH", "test");
    QCOMPARE(first->added, 50);
    const std::uint32_t checksum = database.series()->front().checksum;
    const auto second = database.add(read(lines(0, 50)), "ETH", "test");
    QCOMPARE(second->added, 0);
    QCOMPARE(second->alreadyThere, 50);
    QCOMPARE(second->conflicts, 0);
    QCOMPARE(database.series()->size(), std::size_t{1});
    QCOMPARE(database.series()->front().checksum, checksum);
    QCOMPARE(database.series()->front().rows, 50);
}

void MarketDatabaseTest::overlapsAddOnlyWhatIsNew()
{
    auto database = open();
    QVERIFY(database.add(read(lines(0, 50)), "ETH", "test"));
    const auto report = database.add(read(lines(30, 80)), "ETH", "test");
    QCOMPARE(report->added, 30);
    QCOMPARE(report->alreadyThere, 20);
    QCOMPARE(minutesOf(database).size(), std::size_t{80});
    QVERIFY(database.check(database.series()->front()));
}

void MarketDatabaseTest::rowsBeforeAndBetweenFindTheirPlaces()
{
    auto database = open();
    QVERIFY(database.add(read(lines(10, 12) + lines(20, 30)), "ETH", "test"));
    const auto report =
        database.add(read(lines(5, 8) + lines(11, 15) + lines(29, 31)), "ETH", "test");
    QCOMPARE(report->added, 7);
    const std::vector<std::int64_t> expected{5,  6,  7,  10, 11, 12, 13, 14, 20, 21,
                                             22, 23, 24, 25, 26, 27, 28, 29, 30};
    QCOMPARE(minutesOf(database), expected);
    QCOMPARE(database.series()->front().firstMs, kStart + 300'000);
}

void MarketDatabaseTest::moreDecimalsWidenTheSeries()
{
    auto database = open();
    QVERIFY(database.add(read(lines(0, 10)), "ETH", "test"));
    QCOMPARE(database.series()->front().scale.price, 1);
    QCOMPARE(database.add(read(line(10, "100.125") + line(11)), "ETH", "test")->added, 2);
    const SeriesInfo info = database.series()->front();
    QCOMPARE(info.scale.price, 3);
    const auto file = database.load(info);
    QCOMPARE(file->columns().high[0], 101'500);
    QCOMPARE(file->columns().close[10], 100'125);
    // Fewer decimals again do not take them away.
    QCOMPARE(database.add(read(lines(0, 14)), "ETH", "test")->conflicts, 1);
    QCOMPARE(database.series()->front().scale.price, 3);
}

void MarketDatabaseTest::aContradictionKeepsTheStoredRow()
{
    auto database = open();
    QVERIFY(database.add(read(lines(0, 10)), "ETH", "test"));
    const auto report =
        database.add(read(lines(0, 4) + line(4, "101") + lines(5, 12)), "ETH", "test");
    QCOMPARE(report->added, 2);
    QCOMPARE(report->conflicts, 1);
    QCOMPARE(QString::fromStdString(describe(report->conflictRows.front())),
             QStringLiteral("line 6: time is already there with other values"));
    const auto file = database.load(database.series()->front());
    QCOMPARE(file->columns().close[4], 1'000);
}

void MarketDatabaseTest::anotherMarketUnderTheSameNameIsRefused()
{
    auto database = open();
    QVERIFY(database.add(read(lines(0, 10)), "ETH", "test"));
    QByteArray other;
    for (int i = 5; i < 20; ++i) {
        other += line(i, "101");
    }
    const auto report = database.add(read(other), "ETH", "test");
    QVERIFY(!report.has_value());
    QVERIFY(report.error().fault == StoreFault::Refused);
    QVERIFY2(report.error().sentence.contains(QStringLiteral("line 2")),
             qPrintable(report.error().sentence));
    QCOMPARE(database.series()->front().rows, 10);
    QCOMPARE(minutesOf(database).size(), std::size_t{10});
}

void MarketDatabaseTest::keepsTheGapMapUpToDate()
{
    auto database = open();
    QVERIFY(database.add(read(lines(0, 10) + lines(15, 30)), "ETH", "test"));
    QCOMPARE(database.series()->front().missingBars, 5);
    const std::vector<CandleGap> expected{{kStart + 600'000, kStart + 900'000, 5}};
    QVERIFY(database.gaps(database.series()->front()).value() == expected);
    QVERIFY(database.add(read(lines(9, 16)), "ETH", "test"));
    QCOMPARE(database.series()->front().gaps, 0);
}

void MarketDatabaseTest::findsSeriesByWhatIsKnown()
{
    auto database = open();
    QVERIFY(database.add(read(lines(0, 10)), "ETH", "one"));
    QVERIFY(database.add(read(lines(0, 20)), "ETH", "two"));
    QVERIFY(database.add(read(lines(0, 30)), "BTC", "one"));
    QCOMPARE(database.find("ETH")->size(), std::size_t{2});
    QCOMPARE(database.find("ETH")->front().key.source, std::string{"two"});
    QCOMPARE(database.find("ETH", "one")->front().rows, 10);
    QVERIFY(database.find("ETH", {}, core::minutes(5))->empty());
    QVERIFY(database.find("XAU")->empty());
}

void MarketDatabaseTest::refusesNamesThatAreNoNames()
{
    auto database = open();
    for (const char* const market : {"", "eth", "../ETH", "E TH", "E/H"}) {
        QVERIFY(database.add(read(lines(0, 5)), market, "test").error().fault
                == StoreFault::Refused);
    }
    for (const char* const source : {"", "Binance", "a/b", "a b"}) {
        QVERIFY(database.add(read(lines(0, 5)), "ETH", source).error().fault
                == StoreFault::Refused);
    }
    QVERIFY(database.series()->empty());
}

void MarketDatabaseTest::findsDamageAtTheNextLoadAndTakesNoRowsOnTop()
{
    auto database = open();
    QVERIFY(database.add(read(lines(0, 10)), "ETH", "test"));
    const SeriesInfo info = database.series()->front();
    QFile file{info.file};
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(file.size() - 65'536 * 8 + 16)); // volume of the third row
    file.write("\x01", 1);
    file.close();
    // The same second and size as before must not hide it.
    QVERIFY(file.open(QIODevice::ReadWrite));
    file.setFileTime(QDateTime::fromMSecsSinceEpoch(1'700'000'000'000),
                     QFileDevice::FileModificationTime);
    file.close();
    const auto loaded = database.load(info);
    QVERIFY(!loaded.has_value());
    QVERIFY(loaded.error().fault == StoreFault::Corrupt);
    QVERIFY(loaded.error().sentence.contains(info.file));
    QVERIFY(database.add(read(lines(0, 20)), "ETH", "test").error().fault == StoreFault::Corrupt);
}

void MarketDatabaseTest::aLostCatalogueComesBackWithTheNextImport()
{
    {
        auto database = open();
        QVERIFY(database.add(read(lines(0, 10)), "ETH", "test"));
    }
    for (const char* const name : {"market.db", "market.db-wal", "market.db-shm"}) {
        QFile::remove(m_folder->filePath(QString::fromLatin1(name)));
    }
    auto database = open();
    QVERIFY(database.series()->empty());
    const auto report = database.add(read(lines(5, 12)), "ETH", "test");
    QCOMPARE(report->added, 2);
    QCOMPARE(database.series()->front().rows, 12);
}

// A kill between the file and the commit of the catalogue leaves the file ahead.
void MarketDatabaseTest::theFileIsTheTruthWhenTheCatalogueIsOlder()
{
    auto database = open();
    QVERIFY(database.add(read(lines(0, 10)), "ETH", "test"));
    const SeriesInfo info = database.series()->front();
    const CandleReading more = read(lines(12, 20));
    CandleSeries rows = more.series;
    QVERIFY(rows.widen({1, 0}));
    QVERIFY(appendCandleColumns(info.file, rows.columns()));
    QCOMPARE(database.series()->front().rows, 10);
    QCOMPARE(database.load(info)->columns().size(), std::size_t{18});
    QCOMPARE(database.series()->front().rows, 18);
    QCOMPARE(database.series()->front().missingBars, 2);
}

void MarketDatabaseTest::whatAKilledImportLeftIsRemoved()
{
    auto database = open();
    QVERIFY(database.add(read(lines(0, 10)), "ETH", "test"));
    const QString file = database.series()->front().file;
    const QString left = file + QStringLiteral(".AbCdEf");
    QVERIFY(QFile::copy(file, left));
    QVERIFY(database.add(read(lines(0, 12)), "ETH", "test"));
    QVERIFY(!QFile::exists(left));
    QCOMPARE(database.load(database.series()->front())->columns().size(), std::size_t{12});
}

void MarketDatabaseTest::exportAndImportGiveTheSameSeries()
{
    auto database = open();
    int round = 0;
    const bool held = rc::check("what is exported is imported as it was", [&] {
        const auto steps = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::int64_t>>(
            rc::gen::inRange<std::int64_t>(1, 50'000)));
        const int decimals = *rc::gen::inRange(0, 5);
        QByteArray text;
        int minute = 0;
        for (const std::int64_t step : steps) {
            minute += step % 10 == 0 ? 3 : 1;
            text += QByteArray::number(qint64{kStart + minute * 60'000});
            for (const std::int64_t price : {step, 2 * step, step, step + step / 2}) {
                text += "," + QByteArray::fromStdString(core::shortestText(price, decimals));
            }
            text += "," + QByteArray::number(qint64{step % 3}) + "\n";
        }
        const std::string source = "round" + std::to_string(++round);
        RC_ASSERT(database.add(read(text), "ETH", source).has_value());
        const auto first = database.load(database.find("ETH", source)->front());
        for (const char* const name : {"out.csv", "out.csv.gz"}) {
            const QString out = m_folder->filePath(QString::fromLatin1(name));
            RC_ASSERT(exportCandles(first->columns(), out).isEmpty());
            auto reading = readCandles(out);
            RC_ASSERT(reading.has_value());
            RC_ASSERT(std::ranges::equal(reading->series.columns().close, first->columns().close));
            const auto again = database.add(std::move(reading).value(), "ETH", source);
            RC_ASSERT(again->added == 0);
            RC_ASSERT(again->conflicts == 0);
        }
    });
    QVERIFY(held);
}

WICK_TEST(MarketDatabaseTest)
#include "tst_marketdatabase.moc"
