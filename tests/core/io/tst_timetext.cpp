#include "core/io/timetext.h"
#include "tests/support/testregistry.h"

#include <rapidcheck.h>

using namespace wick;

class TimeTextTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void writesUtcWithMilliseconds();
    void readsWhatPeopleWrite_data();
    void readsWhatPeopleWrite();
    void refusesWhatIsNoTime_data();
    void refusesWhatIsNoTime();
    void thereAndBack();
};

void TimeTextTest::writesUtcWithMilliseconds()
{
    QCOMPARE(io::isoText(core::Timestamp{0}), std::string{"1970-01-01T00:00:00.000Z"});
    QCOMPARE(io::isoText(core::fromMilliseconds(1'777'593'600'123)),
             std::string{"2026-05-01T00:00:00.123Z"});
    QCOMPARE(io::isoText(core::Timestamp{-1}), std::string{"1969-12-31T23:59:59.999Z"});
}

void TimeTextTest::readsWhatPeopleWrite_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("ms");
    const qint64 day = 1'777'593'600'000;
    QTest::newRow("day") << QStringLiteral("2026-05-01") << day;
    QTest::newRow("minute") << QStringLiteral("2026-05-01T09:05") << day + 32'700'000;
    QTest::newRow("second") << QStringLiteral("2026-05-01T09:05:07Z") << day + 32'707'000;
    QTest::newRow("blank") << QStringLiteral("2026-05-01 09:05:07.250") << day + 32'707'250;
    QTest::newRow("leap day") << QStringLiteral("2024-02-29") << qint64{1'709'164'800'000};
    QTest::newRow("epoch") << QStringLiteral("1777593600000") << day;
}

void TimeTextTest::readsWhatPeopleWrite()
{
    QFETCH(QString, text);
    QFETCH(qint64, ms);
    const auto time = io::parseTime(text.toStdString());
    QVERIFY(time);
    QCOMPARE(core::toMilliseconds(*time), ms);
}

void TimeTextTest::refusesWhatIsNoTime_data()
{
    QTest::addColumn<QString>("text");
    for (const char* text :
         {"", "yesterday", "2026-13-01", "2026-02-30", "2026-5-1", "2026-05-01T",
          "2026-05-01T24:00", "2026-05-01T09:05:07+02:00", "2026-05-01T09:05:07.1Z", "1969-12-31",
          "2026-05-01x", "-1777593600000", "99999999999999999999", "2026"})
    {
        QTest::newRow(text) << QString::fromLatin1(text);
    }
}

void TimeTextTest::refusesWhatIsNoTime()
{
    QFETCH(QString, text);
    QVERIFY(!io::parseTime(text.toStdString()));
}

void TimeTextTest::thereAndBack()
{
    const bool holds = rc::check([] {
        const auto ms = *rc::gen::inRange<std::int64_t>(0, 7'258'118'400'000);
        const core::Timestamp time = core::fromMilliseconds(ms);
        RC_ASSERT(io::parseTime(io::isoText(time)) == time);
    });
    QVERIFY(holds);
}

WICK_TEST(TimeTextTest)
#include "tst_timetext.moc"
