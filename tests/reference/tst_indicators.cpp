#include "tests/reference/referencedata.h"
#include "tests/support/testregistry.h"

using namespace wick;
using namespace wick::test;

/// What `wickctl indicators` prints against values computed elsewhere.
class IndicatorsTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tableAgrees_data() { referenceSeries(); }
    void tableAgrees();
    void moreHistoryChangesLittle_data() { referenceSeries(); }
    void moreHistoryChangesLittle();
};

void IndicatorsTest::tableAgrees()
{
    QFETCH(const QString, series);
    QFETCH(const QString, file);
    const auto expected =
        Table::read(sharedData(QStringLiteral("reference/%1_indicators.csv").arg(series)));
    auto bars = fiveMinuteBars(file);
    if (!expected || !bars) {
        QSKIP("the shared data folder is not beside the source tree");
    }
    bars->bars.resize(std::min(bars->bars.size(), kReferenceRows)); // what follows adds nothing
    const Table actual{QByteArray::fromStdString(cli::indicatorCsv(*bars))};
    QCOMPARE(expected->size(), kReferenceRows);
    QCOMPARE(actual.size(), kReferenceRows);
    for (std::size_t row = 0; row < kReferenceRows; ++row) {
        QCOMPARE(actual.cell(row, "time"), expected->cell(row, "time"));
        for (const char* column : {"open", "high", "low", "close", "volume", "ema20", "tr", "atr14",
                                   "rsi14", "plus_di14", "minus_di14", "adx14", "vwap_utc"})
        {
            const QByteArray is = actual.cell(row, column);
            const QByteArray should = expected->cell(row, column);
            QVERIFY2(agrees(is, should), qPrintable(QStringLiteral("row %1 %2: %3 is not %4")
                                                        .arg(row)
                                                        .arg(QLatin1String(column))
                                                        .arg(QLatin1String(is))
                                                        .arg(QLatin1String(should))));
        }
    }
}

void IndicatorsTest::moreHistoryChangesLittle()
{
    QFETCH(const QString, file);
    auto bars = fiveMinuteBars(file);
    if (!bars) {
        QSKIP("the shared data folder is not beside the source tree");
    }
    bars->bars.resize(std::min(bars->bars.size(), 500 + kReferenceRows));
    cli::TimeframeBars later = *bars;
    later.bars.erase(later.bars.begin(), later.bars.begin() + 500);
    const Table longer{QByteArray::fromStdString(cli::indicatorCsv(*bars))};
    const Table shorter{QByteArray::fromStdString(cli::indicatorCsv(later))};
    const auto apart = [&](const char* column, std::size_t row) {
        const double a = longer.cell(500 + row, column).toDouble();
        const double b = shorter.cell(row, column).toDouble();
        return std::abs(a - b) / std::abs(a);
    };
    // From where a strategy may use them (definitions D.3, warm-up) on.
    for (std::size_t row = 126; row < kReferenceRows; ++row) {
        for (const char* column : {"ema20", "atr14", "rsi14", "adx14"}) {
            QVERIFY2(apart(column, row) <= 2e-3, qPrintable(QStringLiteral("%1 at %2: %3")
                                                                .arg(QLatin1String(column))
                                                                .arg(row)
                                                                .arg(apart(column, row))));
        }
    }
}

WICK_TEST(IndicatorsTest)
#include "tst_indicators.moc"
