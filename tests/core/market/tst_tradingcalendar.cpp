#include "core/market/tradingcalendar.h"
#include "tests/support/testregistry.h"

#include <rapidcheck.h>

#include <chrono>

using namespace wick::core;

namespace {

Timestamp utc(int year, unsigned month, unsigned day, int hour = 0, int minute = 0)
{
    const std::chrono::sys_days date{std::chrono::year{year} / static_cast<int>(month)
                                     / static_cast<int>(day)};
    return Timestamp{days(date.time_since_epoch().count()).count()} + hours(hour) + minutes(minute);
}

const TradingCalendar kNewYork{CalendarKind::NewYork};
const TradingCalendar kAlways{CalendarKind::Always};

} // namespace

class TradingCalendarTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void clocksChangeOnTheseDays_data();
    void clocksChangeOnTheseDays();
    void closesOneHourADay();
    void closesOverTheWeekend();
    void weekendsMeetTheClockChange();
    void alwaysNeverCloses();
    void nextOpenAndCloseAreAhead();
    void periodsFollowEachOther();
    void agreesWithTheHoursCountedOut();
    void cursorGivesThePeriod();
};

void TradingCalendarTest::clocksChangeOnTheseDays_data()
{
    QTest::addColumn<int>("year");
    QTest::addColumn<int>("march");
    QTest::addColumn<int>("november");
    const int table[][3] = {{2020, 8, 1},  {2021, 14, 7}, {2022, 13, 6}, {2023, 12, 5},
                            {2024, 10, 3}, {2025, 9, 2},  {2026, 8, 1},  {2027, 14, 7},
                            {2028, 12, 5}, {2029, 11, 4}, {2030, 10, 3}};
    for (const auto& row : table) {
        QTest::addRow("%d", row[0]) << row[0] << row[1] << row[2];
    }
}

void TradingCalendarTest::clocksChangeOnTheseDays()
{
    QFETCH(const int, year);
    QFETCH(const int, march);
    QFETCH(const int, november);
    const Timestamp spring = utc(year, 3, static_cast<unsigned>(march), 7);
    const Timestamp autumn = utc(year, 11, static_cast<unsigned>(november), 6);
    QCOMPARE(newYorkBehindUtc(spring - Duration{1}), hours(5));
    QCOMPARE(newYorkBehindUtc(spring), hours(4));
    QCOMPARE(newYorkBehindUtc(autumn - Duration{1}), hours(4));
    QCOMPARE(newYorkBehindUtc(autumn), hours(5));
}

void TradingCalendarTest::closesOneHourADay()
{
    // Wednesday 2026-05-20, daylight time: 17:00 is 21:00 UTC.
    QVERIFY(kNewYork.isOpen(utc(2026, 5, 20, 20, 59)));
    QVERIFY(!kNewYork.isOpen(utc(2026, 5, 20, 21)));
    QVERIFY(!kNewYork.isOpen(utc(2026, 5, 20, 22) - Duration{1}));
    QVERIFY(kNewYork.isOpen(utc(2026, 5, 20, 22)));
    QCOMPARE(kNewYork.sessionStart(utc(2026, 5, 20, 12)), utc(2026, 5, 19, 22));
    QCOMPARE(kNewYork.timeToClose(utc(2026, 5, 20, 20, 15)).value(), minutes(45));
    QCOMPARE(kNewYork.timeToClose(utc(2026, 5, 20, 21, 15)).value(), Duration{});
    // Standard time is an hour later in UTC.
    QVERIFY(kNewYork.isOpen(utc(2026, 1, 14, 21, 59)));
    QVERIFY(!kNewYork.isOpen(utc(2026, 1, 14, 22)));
    QVERIFY(kNewYork.isOpen(utc(2026, 1, 14, 23)));
}

void TradingCalendarTest::closesOverTheWeekend()
{
    const CalendarPeriod weekend = kNewYork.periodAt(utc(2026, 5, 23, 12));
    QVERIFY(weekend.hours == MarketHours::Closed);
    QCOMPARE(weekend.start, utc(2026, 5, 22, 21));
    QCOMPARE(weekend.end, utc(2026, 5, 24, 22));
    QVERIFY(kNewYork.periodAt(utc(2026, 5, 22, 21)) == weekend);
    QVERIFY(kNewYork.periodAt(utc(2026, 5, 22, 22)) == weekend); // no session on Friday evening
    QVERIFY(kNewYork.periodAt(utc(2026, 5, 24, 21, 59)) == weekend);
    QCOMPARE(kNewYork.periodAt(utc(2026, 5, 24, 22)).end, utc(2026, 5, 25, 21));
}

void TradingCalendarTest::weekendsMeetTheClockChange()
{
    const CalendarPeriod spring = kNewYork.periodAt(utc(2026, 3, 7, 12));
    QCOMPARE(spring.start, utc(2026, 3, 6, 22)); // Friday 17:00 standard time
    QCOMPARE(spring.end, utc(2026, 3, 8, 22));   // Sunday 18:00 daylight time
    const CalendarPeriod autumn = kNewYork.periodAt(utc(2026, 10, 31, 12));
    QCOMPARE(autumn.start, utc(2026, 10, 30, 21));
    QCOMPARE(autumn.end, utc(2026, 11, 1, 23));
}

void TradingCalendarTest::alwaysNeverCloses()
{
    const Timestamp saturday = utc(2026, 5, 23, 12);
    QVERIFY(kAlways.isOpen(saturday));
    QVERIFY(!kAlways.nextClose(saturday).has_value());
    QVERIFY(!kAlways.nextOpen(saturday).has_value());
    QVERIFY(!kAlways.timeToClose(saturday).has_value());
    QCOMPARE(kAlways.sessionStart(saturday), utc(2026, 5, 23));
    QCOMPARE(kAlways.tradingDay(saturday).end, utc(2026, 5, 24));
}

void TradingCalendarTest::nextOpenAndCloseAreAhead()
{
    const Timestamp open = utc(2026, 5, 22, 12); // Friday
    QCOMPARE(kNewYork.nextClose(open).value(), utc(2026, 5, 22, 21));
    QCOMPARE(kNewYork.nextOpen(open).value(), utc(2026, 5, 24, 22));
    const Timestamp closed = utc(2026, 5, 23, 12);
    QCOMPARE(kNewYork.nextOpen(closed).value(), utc(2026, 5, 24, 22));
    QCOMPARE(kNewYork.nextClose(closed).value(), utc(2026, 5, 25, 21));
}

void TradingCalendarTest::periodsFollowEachOther()
{
    const Timestamp end = utc(2031, 1, 1);
    CalendarPeriod period = kNewYork.periodAt(utc(2020, 1, 1));
    while (period.end < end) {
        const CalendarPeriod next = kNewYork.periodAt(period.end);
        QCOMPARE(next.start, period.end);
        QVERIFY(next.hours != period.hours);
        const Duration length = next.end - next.start;
        if (next.hours == MarketHours::Open) {
            QCOMPARE(length, hours(23));
        } else {
            QVERIFY(length == hours(1) || (length >= hours(48) && length <= hours(50)));
        }
        period = next;
    }
}

void TradingCalendarTest::agreesWithTheHoursCountedOut()
{
    const bool held = rc::check("open by the wall clock of New York", [] {
        const auto minute = *rc::gen::inRange<std::int64_t>(0, 60LL * 24 * 365 * 60);
        const Timestamp moment{minutes(minute).count()};
        const Timestamp local = moment - newYorkBehindUtc(moment);
        const std::chrono::sys_seconds clock{
            std::chrono::seconds{local.count() / seconds(1).count()}};
        const auto day = std::chrono::floor<std::chrono::days>(clock);
        const std::chrono::weekday weekday{day};
        const auto hour = std::chrono::duration_cast<std::chrono::hours>(clock - day).count();
        const bool shut = weekday == std::chrono::Saturday || hour == 17
                          || (weekday == std::chrono::Friday && hour >= 17)
                          || (weekday == std::chrono::Sunday && hour < 18);
        RC_ASSERT(kNewYork.isOpen(moment) == !shut);
        RC_ASSERT(kNewYork.periodAt(moment).contains(moment));
    });
    QVERIFY(held);
}

void TradingCalendarTest::cursorGivesThePeriod()
{
    CalendarCursor cursor{kNewYork};
    for (Timestamp t = utc(2026, 3, 5); t < utc(2026, 3, 12); t = t + minutes(10)) {
        QVERIFY(cursor.at(t) == kNewYork.periodAt(t));
    }
    QVERIFY(cursor.at(utc(2026, 3, 5)) == kNewYork.periodAt(utc(2026, 3, 5)));
}

WICK_TEST(TradingCalendarTest)
#include "tst_tradingcalendar.moc"
