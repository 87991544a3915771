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
        << QByteArray{"15af240c7f801358b0fafd7ceb6b39844c40355f06dc397ea7f763b9caff059c"} << 0;
    QTest::newRow("btc")
        << QStringLiteral("btc_practice_5000.csv")
        << QByteArray{"f1762c81c2631a55596f12ed04563c3f88905511624053e8cb5df267fa020852"} << 0;
    QTest::newRow("xau")
        << QStringLiteral("xau_practice_5000.csv")
        << QByteArray{"c5038d50542c466f1d47b1e909d2b87b5ceaac497a3c5e9c5123b9d1ab5efc6e"} << 3;
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
