#include "core/io/history/candlefile.h"
#include "tests/support/testregistry.h"

#include <QCryptographicHash>
#include <QFile>

using namespace wick::io;

/// The samples are inputs of golden tests: whoever changes them changes those tests too.
class PracticeSamplesTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void samplesAreCompleteAndUnchanged_data();
    void samplesAreCompleteAndUnchanged();
};

void PracticeSamplesTest::samplesAreCompleteAndUnchanged_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("sha256");
    QTest::addColumn<int>("gaps");
    QTest::newRow("eth")
        << QStringLiteral("eth_practice_5000.csv")
        << QByteArray{"fd95fe7b4449faded2e6e217194cf3eb3aa9c78ccff12d49eca8cfabd9469d3d"} << 0;
    QTest::newRow("btc")
        << QStringLiteral("btc_practice_5000.csv")
        << QByteArray{"57e5800680515a566a3e4e64bb6d9040fa1b5ae0e2dcb588fedaa8e3958df50a"} << 0;
    QTest::newRow("xau")
        << QStringLiteral("xau_practice_5000.csv")
        << QByteArray{"8525c30c65307dabda286d37c67c67278a1fb07fc9cdfbfb0cb7c1cb07abb57a"} << 3;
}

void PracticeSamplesTest::samplesAreCompleteAndUnchanged()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, sha256);
    QFETCH(const int, gaps);
    const QString path =
        QStringLiteral(WICK_SOURCE_DIR) + QStringLiteral("/resources/samples/") + name;
    QFile file{path};
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256).toHex(), sha256);
    const auto reading = readCandles(path);
    QVERIFY(reading.has_value());
    QCOMPARE(reading->series.size(), std::size_t{5'000});
    QCOMPARE(reading->summary.refused, 0);
    QCOMPARE(reading->summary.gaps.size(), static_cast<std::size_t>(gaps));
}

WICK_TEST(PracticeSamplesTest)
#include "tst_practicesamples.moc"
