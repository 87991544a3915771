#include "core/market/timeframe.h"
#include "tests/support/testregistry.h"

using namespace wick::core;

class TimeframeTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void textAndLengthAreTheSame_data();
    void textAndLengthAreTheSame();
    void refusesOtherTexts_data();
    void refusesOtherTexts();
    void writesTheShortestUnit();
    void readsTheUsualOnes();
};

void TimeframeTest::textAndLengthAreTheSame_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("seconds");
    QTest::newRow("second") << QStringLiteral("1s") << qint64{1};
    QTest::newRow("minute") << QStringLiteral("1m") << qint64{60};
    QTest::newRow("fifteen") << QStringLiteral("15m") << qint64{900};
    QTest::newRow("hour") << QStringLiteral("1h") << qint64{3'600};
    QTest::newRow("four hours") << QStringLiteral("4h") << qint64{14'400};
    QTest::newRow("ninety minutes") << QStringLiteral("90m") << qint64{5'400};
    QTest::newRow("day") << QStringLiteral("1d") << qint64{86'400};
}

void TimeframeTest::textAndLengthAreTheSame()
{
    QFETCH(const QString, text);
    QFETCH(const qint64, seconds);
    const auto parsed = parseTimeframe(text.toStdString());
    QVERIFY(parsed.has_value());
    QCOMPARE(parsed->count(), wick::core::seconds(seconds).count());
    QCOMPARE(timeframeText(*parsed), text.toStdString());
}

void TimeframeTest::refusesOtherTexts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("outOfRange");
    for (const char* text :
         {"", "m", "5", "5x", "5 m", " 5m", "5m ", "-5m", "+5m", "1.5h", "5M", "1H", "five"})
    {
        QTest::newRow(*text == 0 ? "empty" : text) << QString::fromLatin1(text) << false;
    }
    for (const char* text : {"0m", "25h", "2d", "1441m", "99999999999999999999m"}) {
        QTest::newRow(text) << QString::fromLatin1(text) << true;
    }
}

void TimeframeTest::refusesOtherTexts()
{
    QFETCH(const QString, text);
    QFETCH(const bool, outOfRange);
    const auto parsed = parseTimeframe(text.toStdString());
    QVERIFY(!parsed.has_value());
    QVERIFY(parsed.error()
            == (outOfRange ? TimeframeError::OutOfRange : TimeframeError::NotATimeframe));
    QVERIFY(!describe(parsed.error()).empty());
}

void TimeframeTest::writesTheShortestUnit()
{
    QCOMPARE(timeframeText(minutes(60)), std::string{"1h"});
    QCOMPARE(timeframeText(minutes(1'440)), std::string{"1d"});
    QCOMPARE(timeframeText(seconds(60)), std::string{"1m"});
}

void TimeframeTest::readsTheUsualOnes()
{
    for (const std::string_view text : kUsualTimeframes) {
        QCOMPARE(timeframeText(parseTimeframe(text).value()), std::string{text});
    }
}

WICK_TEST(TimeframeTest)
#include "tst_timeframe.moc"
