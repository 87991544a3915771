#include "core/io/fundingfile.h"
#include "tests/support/testregistry.h"

#include <QDir>

using namespace wick;

namespace {

constexpr std::int64_t kHour = 1'770'116'400'000; // 2026-02-03 11:00 UTC in ms

io::FundingSeriesResult parse(const QByteArray& csv)
{
    return io::parseFunding(csv, QStringLiteral("f.csv"));
}

std::int64_t rateAt(const io::FundingSeries& series, std::int64_t hours)
{
    const core::FundingTable table{series.rates};
    return table.rateAt(core::fromMilliseconds(kHour) + core::hours(hours));
}

} // namespace

class FundingFileTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void percentAnHourIsDividedByAHundred();
    void fractionAnHourIsTakenAsItIs();
    void eightHoursAreSpreadOverTheHoursBefore();
    void aHoleAndTheEndPayTheStandardRate();
    void marketsAreFoundByBaseOrSymbol();
    void refusesWhatCannotBeMeant_data();
    void refusesWhatCannotBeMeant();
    void readsTheSharedSamples();
};

void FundingFileTest::percentAnHourIsDividedByAHundred()
{
    const auto all = parse("time,symbol,funding_rate_pct_1h,funding_rate_annual_pct\n"
                           "1770116400000,ETH,0.0012,10.512\r\n"
                           "1770116400000,BTC,-0.0003,-2.628\n");
    QVERIFY(all);
    QCOMPARE(all->size(), std::size_t{2});
    QCOMPARE(rateAt(*io::findFunding(*all, "ETH"), 0), std::int64_t{12'000});
    QCOMPARE(rateAt(*io::findFunding(*all, "BTC"), 0), std::int64_t{-3'000});
}

void FundingFileTest::fractionAnHourIsTakenAsItIs()
{
    const auto all = parse("time,funding_rate_1h\n1770116400000,0.0000125\n");
    QVERIFY(all);
    QCOMPARE(rateAt(all->front(), 0), std::int64_t{12'500});
}

void FundingFileTest::eightHoursAreSpreadOverTheHoursBefore()
{
    const auto all = parse("time,funding_rate\n"
                           "1770116400000,8e-05\n"
                           "1770145200003,-0.00004\n"); // eight hours and 3 ms later
    QVERIFY(all);
    const io::FundingSeries& series = all->front();
    QCOMPARE(series.hours, std::int64_t{16});
    QCOMPARE(rateAt(series, -8), core::FundingTable::kStandardRate);
    QCOMPARE(rateAt(series, -7), std::int64_t{10'000});
    QCOMPARE(rateAt(series, 0), std::int64_t{10'000});
    QCOMPARE(rateAt(series, 1), std::int64_t{-5'000});
    QCOMPARE(rateAt(series, 8), std::int64_t{-5'000});
}

void FundingFileTest::aHoleAndTheEndPayTheStandardRate()
{
    const auto all = parse("time,funding_rate_pct_1h\n"
                           "1770123600000,0.001\n" // out of order: two hours later
                           "1770116400000,0.002\n\n");
    QVERIFY(all);
    const io::FundingSeries& series = all->front();
    QCOMPARE(rateAt(series, 0), std::int64_t{20'000});
    QCOMPARE(rateAt(series, 1), core::FundingTable::kStandardRate);
    QCOMPARE(rateAt(series, 2), std::int64_t{10'000});
    QCOMPARE(rateAt(series, 3), core::FundingTable::kStandardRate);
}

void FundingFileTest::marketsAreFoundByBaseOrSymbol()
{
    const auto all = parse("time,symbol,funding_rate_pct_1h\n1770116400000,ETH,0.001\n");
    QVERIFY(all);
    QVERIFY(io::findFunding(*all, "ETH-PERP") != nullptr);
    QVERIFY(io::findFunding(*all, "eth") != nullptr);
    QVERIFY(io::findFunding(*all, "BTC") == nullptr);
    const auto unnamed = parse("time,funding_rate_1h\n1770116400000,0.00001\n");
    QVERIFY(io::findFunding(*unnamed, "BTC") != nullptr);
}

void FundingFileTest::refusesWhatCannotBeMeant_data()
{
    QTest::addColumn<QByteArray>("csv");
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, const char* csv, int line, const char* words) {
        QTest::newRow(name) << QByteArray{csv} << line << QString::fromLatin1(words);
    };
    row("empty", "", 1, "empty");
    row("no rate column", "time,rate\n1770116400000,1\n", 1, "needs a column");
    row("no rows", "time,funding_rate_1h\n", 0, "no rate");
    row("no number", "time,funding_rate_1h\n1770116400000,x\n", 2, "is no number");
    row("not finite", "time,funding_rate_1h\n1770116400000,nan\n", 2, "is no number");
    row("time in seconds", "time,funding_rate_1h\n1770116400,0.00001\n", 2, "milliseconds");
    row("a column short", "time,symbol,funding_rate_1h\n1770116400000,ETH\n", 2, "too few");
    row("unit mistaken", "time,funding_rate_1h\n1770116400000,0.12\n", 2, "more than 5 %");
    row("an hour twice", "time,funding_rate_1h\n1770116400000,0\n1770116400001,0\n", 3, "second");
    row("unit unknown", "time,funding_rate\n1770116400000,0\n1770120000000,0\n", 0,
        "does not say its unit");
}

void FundingFileTest::refusesWhatCannotBeMeant()
{
    QFETCH(QByteArray, csv);
    QFETCH(int, line);
    QFETCH(QString, words);
    const auto all = parse(csv);
    QVERIFY(!all);
    QCOMPARE(all.error().line, std::int64_t{line});
    QVERIFY2(all.error().sentence.contains(words), qPrintable(all.error().sentence));
    QVERIFY(all.error().sentence.startsWith(QStringLiteral("f.csv")));
}

void FundingFileTest::readsTheSharedSamples()
{
    const QString folder = QStringLiteral(WICK_SOURCE_DIR "/../shared/data/samples/funding/");
    if (!QDir{folder}.exists()) {
        QSKIP("no folder shared/data beside the source tree");
    }
    int files = 0;
    for (const QString& name : QDir{folder}.entryList({QStringLiteral("*.csv")})) {
        const auto all = io::readFundingFile(folder + name);
        QVERIFY2(all, all ? "" : qPrintable(all.error().sentence));
        QVERIFY(all->front().hours > 0);
        ++files;
    }
    QVERIFY(files > 0);
    QVERIFY(!io::readFundingFile(folder + QStringLiteral("none.csv")));
}

WICK_TEST(FundingFileTest)
#include "tst_fundingfile.moc"
