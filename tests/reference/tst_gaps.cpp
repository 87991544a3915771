#include "tests/reference/referencedata.h"
#include "tests/support/testregistry.h"

using namespace wick;
using namespace wick::test;

/// What `wickctl gaps` prints against values computed elsewhere (definitions D.2.12).
class GapsTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void listingAgrees_data() { referenceSeries(); }
    void listingAgrees();
};

namespace {

/// The rows of the listing that a reference file holds: judged by the ATR of the third bar.
std::vector<std::size_t> keptRows(const Table& listing)
{
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < listing.size(); ++row) {
        const QByteArray atr = listing.cell(row, "atr_c");
        const bool inside = listing.cell(row, "i").toULongLong() < kReferenceRows;
        if (inside && !atr.isEmpty()
            && listing.cell(row, "size").toDouble() >= 0.25 * atr.toDouble()) {
            rows.push_back(row);
        }
    }
    return rows;
}

/// An index past the window reads as empty.
QByteArray indexWithin(const QByteArray& index)
{
    return index.toULongLong() < kReferenceRows ? index : QByteArray{};
}

} // namespace

void GapsTest::listingAgrees()
{
    QFETCH(const QString, series);
    QFETCH(const QString, file);
    const auto expected =
        Table::read(sharedData(QStringLiteral("reference/%1_fvg.csv").arg(series)));
    const auto bars = fiveMinuteBars(file);
    if (!expected || !bars) {
        QSKIP("the shared data folder is not beside the source tree");
    }
    const Table listing{QByteArray::fromStdString(cli::gapCsv(*bars))};
    const std::vector<std::size_t> rows = keptRows(listing);
    QCOMPARE(rows.size(), expected->size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (const char* column : {"i", "time", "contiguous"}) {
            QCOMPARE(listing.cell(rows[i], column), expected->cell(i, column));
        }
        QCOMPARE(listing.cell(rows[i], "direction"), expected->cell(i, "dir"));
        for (const char* column : {"bottom", "top", "size"}) {
            QVERIFY(agrees(listing.cell(rows[i], column), expected->cell(i, column)));
        }
        QVERIFY(agrees(listing.cell(rows[i], "atr_c"), expected->cell(i, "atr14")));
        for (const char* column : {"touch_i", "ce_i", "fill_i", "close_through_i"}) {
            QCOMPARE(indexWithin(listing.cell(rows[i], column)), expected->cell(i, column));
        }
    }
}

WICK_TEST(GapsTest)
#include "tst_gaps.moc"
