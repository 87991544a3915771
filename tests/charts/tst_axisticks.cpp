#include "charts/paint/axisticks.h"
#include "tests/charts/chartfixtures.h"
#include "tests/support/testregistry.h"

#include <QDateTime>
#include <QTest>

#include <rapidcheck.h>

#include <cmath>

using namespace wick::charts;

class AxisTicksTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void numbersReadAsPeopleWriteThem();
    void momentsAreUtc();
    void durationsAreShort();
    void priceTicksAreRoundAndNotFinerThanTheMarket();
    void priceTicksLieInTheRange();
    void daysAreBoldAndHoursAreRound();
    void noLabelFallsIntoAClosure();
    void yearsMonthsAndLeapDaysAreNamedWhereTheyBegin();
    void pricesOfAnySizeHaveTicks_data();
    void pricesOfAnySizeHaveTicks();
    void logarithmicTicksAreRoundAndApart();
    void labelsKeepTheirDistance();
    void tagsKeepOrderAndDistance();
    void tagsWithRoomStayWhereTheyAre();
};

namespace {

const QLocale kEnglish{QLocale::English, QLocale::UnitedStates};

std::int64_t at(int day, int hour, int minute)
{
    return QDateTime{QDate{2026, 4, day}, QTime{hour, minute}, Qt::UTC}.toMSecsSinceEpoch();
}

CandleSeries fiveMinuteBars(std::int64_t fromMs, int count)
{
    std::vector<Candle> bars;
    for (int i = 0; i < count; ++i) {
        bars.push_back({fromMs + std::int64_t{i} * 300'000, 10.0, 11.0, 9.0, 10.0, 1.0});
    }
    CandleSeries series;
    series.assign(std::move(bars), 300'000, {});
    return series;
}

ViewTransform viewOf(double first, double count)
{
    return {QRect{0, 0, 1'000, 400}, {first, count, 0.0, 1.0}};
}

} // namespace

void AxisTicksTest::numbersReadAsPeopleWriteThem()
{
    QCOMPARE(numberText(4713.57, 2, kEnglish), QStringLiteral("4,713.57"));
    QCOMPARE(numberText(-22.79, 2, kEnglish), QStringLiteral("−22.79"));
    QCOMPARE(numberText(-0.001, 2, kEnglish), QStringLiteral("0.00")); // no negative zero
    QCOMPARE(numberText(kMissing, 2, kEnglish), QStringLiteral("–"));
    QCOMPARE(signedText(17.09, 2, kEnglish), QStringLiteral("+17.09"));
    QCOMPARE(signedText(0.0, 2, kEnglish), QStringLiteral("0.00"));
}

void AxisTicksTest::momentsAreUtc()
{
    QCOMPARE(clockText(at(24, 11, 45)), QStringLiteral("11:45"));
    QCOMPARE(momentText(at(24, 10, 25)), QStringLiteral("Fri 24 Apr 10:25"));
}

void AxisTicksTest::durationsAreShort()
{
    QCOMPARE(durationText(14 * 60'000), QStringLiteral("14 min"));
    QCOMPARE(durationText((11 * 60 + 42) * 60'000), QStringLiteral("11 h 42 min"));
    QCOMPARE(durationText(2 * 3'600'000), QStringLiteral("2 h"));
    QCOMPARE(durationText(std::int64_t{51} * 3'600'000), QStringLiteral("2 d 3 h"));
}

void AxisTicksTest::priceTicksAreRoundAndNotFinerThanTheMarket()
{
    const std::vector<double> expected{4670.0, 4680.0, 4690.0, 4700.0, 4710.0, 4720.0};
    QCOMPARE(priceTicks(4665.0, 4724.0, 2, 6), expected);
    const std::vector<double> coarse = priceTicks(10.0, 13.0, 0, 20);
    QCOMPARE(coarse, (std::vector<double>{10.0, 11.0, 12.0, 13.0}));
    QVERIFY(priceTicks(5.0, 5.0, 2, 6).empty());
    QVERIFY(priceTicks(kMissing, 5.0, 2, 6).empty());
}

void AxisTicksTest::priceTicksLieInTheRange()
{
    QVERIFY(rc::check("ticks ascend inside the range and are few", [] {
        const double low = *rc::gen::inRange(1, 10'000'000) / 100.0;
        const double span = *rc::gen::inRange(1, 10'000'000) / 100.0;
        const int wanted = *rc::gen::inRange(2, 20);
        const std::vector<double> ticks = priceTicks(low, low + span, 2, wanted);
        RC_ASSERT(ticks.size() <= static_cast<std::size_t>(wanted) + 1);
        for (std::size_t i = 0; i < ticks.size(); ++i) {
            RC_ASSERT(ticks[i] >= low - 1e-6);
            RC_ASSERT(ticks[i] <= low + span + 1e-6);
            if (i > 0) {
                RC_ASSERT(ticks[i] > ticks[i - 1]);
            }
        }
    }));
}

void AxisTicksTest::daysAreBoldAndHoursAreRound()
{
    const CandleSeries series = fiveMinuteBars(at(23, 20, 0), 120); // to 24 Apr 06:00
    const std::vector<TimeTick> ticks = timeTicks(series, viewOf(0.0, 120.0), 90.0);
    QVERIFY(ticks.size() >= 5);
    int days = 0;
    for (const TimeTick& tick : ticks) {
        QCOMPARE(tick.timeMs % 3'600'000, 0);
        QCOMPARE(series.timeAtSlot(tick.slot), tick.timeMs);
        if (tick.kind == TimeTickKind::Day) {
            ++days;
            QCOMPARE(tick.label, QStringLiteral("24 Apr"));
            QCOMPARE(tick.timeMs, at(24, 0, 0));
        } else {
            QCOMPARE(tick.label, clockText(tick.timeMs));
        }
    }
    QCOMPARE(days, 1);
}

void AxisTicksTest::noLabelFallsIntoAClosure()
{
    std::vector<Candle> bars;
    for (int i = 0; i < 24; ++i) { // 19:00 to 20:55, closed, 22:05 to 23:55
        bars.push_back({at(23, 19, 0) + i * 300'000, 10.0, 11.0, 9.0, 10.0, 1.0});
    }
    for (int i = 0; i < 23; ++i) {
        bars.push_back({at(23, 22, 5) + i * 300'000, 10.0, 11.0, 9.0, 10.0, 1.0});
    }
    CandleSeries series;
    series.assign(std::move(bars), 300'000, {});
    bool opened = false;
    for (const TimeTick& tick : timeTicks(series, viewOf(0.0, 47.0), 60.0)) {
        QVERIFY2(tick.label != QStringLiteral("21:00"), qPrintable(tick.label));
        QCOMPARE(series.timeAtSlot(tick.slot), tick.timeMs);
        if (tick.label == QStringLiteral("22:05")) { // where the session begins, and said so
            QCOMPARE(tick.kind, TimeTickKind::Session);
            opened = true;
        }
    }
    QVERIFY(opened);
}

void AxisTicksTest::yearsMonthsAndLeapDaysAreNamedWhereTheyBegin()
{
    constexpr std::int64_t kDayMs = 86'400'000;
    const QDateTime start{QDate{2023, 11, 1}, QTime{0, 0}, Qt::UTC};
    std::vector<Candle> days;
    for (int i = 0; i < 900; ++i) { // to April 2026, over 29 February 2024
        days.push_back({start.toMSecsSinceEpoch() + i * kDayMs, 10.0, 11.0, 9.0, 10.0, 1.0});
    }
    CandleSeries series;
    series.assign(std::move(days), kDayMs, {});
    QStringList years;
    for (const TimeTick& tick : timeTicks(series, viewOf(0.0, 900.0), 60.0)) {
        const QDate date = QDateTime::fromMSecsSinceEpoch(tick.timeMs, Qt::UTC).date();
        QCOMPARE(date.day(), 1);
        if (tick.kind == TimeTickKind::Year) {
            QCOMPARE(date.month(), 1);
            years << tick.label;
        }
    }
    QCOMPARE(years,
             (QStringList{QStringLiteral("2024"), QStringLiteral("2025"), QStringLiteral("2026")}));
    // Day by day around the end of February 2024: bars 117 to 124.
    QStringList labels;
    for (const TimeTick& tick : timeTicks(series, viewOf(117.0, 8.0), 60.0)) {
        labels << tick.label;
    }
    const qsizetype leap = labels.indexOf(QStringLiteral("29 Feb"));
    QVERIFY2(leap > 0, qPrintable(labels.join(QLatin1Char(' '))));
    QCOMPARE(labels[leap - 1], QStringLiteral("28 Feb"));
    QCOMPARE(labels[leap + 1], QStringLiteral("1 Mar"));
}

void AxisTicksTest::pricesOfAnySizeHaveTicks_data()
{
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::addColumn<int>("decimals");
    QTest::newRow("tiny") << 0.00001231 << 0.00001239 << 8;
    QTest::newRow("one tick of a tiny price") << 0.00001231 << 0.00001232 << 8;
    QTest::newRow("huge") << 1.2e12 << 1.3e12 << 0;
    QTest::newRow("around zero") << -3.0 << 4.0 << 2;
}

void AxisTicksTest::pricesOfAnySizeHaveTicks()
{
    QFETCH(const double, low);
    QFETCH(const double, high);
    QFETCH(const int, decimals);
    const std::vector<double> ticks = priceTicks(low, high, decimals, 6);
    QVERIFY(ticks.size() >= 2);
    QVERIFY(ticks.size() <= 12);
    QStringList labels;
    for (const double price : ticks) {
        labels << numberText(price, decimals, kEnglish);
    }
    QCOMPARE(labels.removeDuplicates(), qsizetype{0}); // none is finer than what can be written
}

void AxisTicksTest::logarithmicTicksAreRoundAndApart()
{
    const ViewRange wide{0.0, 1.0, 0.5, 20'000.0, PriceScale::Logarithmic};
    const std::vector<double> ticks = priceTicks(wide, 2, 8);
    QVERIFY(ticks.size() >= 4);
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        const double digit = ticks[i] / std::pow(10.0, std::floor(std::log10(ticks[i] * 1.0001)));
        QVERIFY2(std::abs(digit - 1.0) < 1e-6 || std::abs(digit - 2.0) < 1e-6
                     || std::abs(digit - 5.0) < 1e-6,
                 qPrintable(QString::number(ticks[i])));
        QVERIFY(i == 0
                || std::log(ticks[i] / ticks[i - 1]) > 0.6 * std::log(40'000.0) / 8.0 - 1e-9);
    }
    const ViewRange narrow{0.0, 1.0, 100.0, 110.0, PriceScale::Logarithmic};
    QCOMPARE(priceTicks(narrow, 2, 5),
             priceTicks(100.0, 110.0, 2, 5)); // even steps are even enough
}

void AxisTicksTest::labelsKeepTheirDistance()
{
    const CandleSeries series = fiveMinuteBars(at(1, 0, 0), 8'000);
    for (const double count : {30.0, 200.0, 1'000.0, 7'900.0}) {
        const ViewTransform view = viewOf(13.0, count);
        const std::vector<TimeTick> ticks = timeTicks(series, view, 80.0);
        QVERIFY(!ticks.empty());
        QVERIFY(ticks.size() <= 13);
        for (std::size_t i = 1; i < ticks.size(); ++i) {
            QVERIFY(view.xOfSlot(ticks[i].slot) - view.xOfSlot(ticks[i - 1].slot) >= 79.9);
        }
    }
}

void AxisTicksTest::tagsKeepOrderAndDistance()
{
    QVERIFY(rc::check("tags are apart, in order and inside when they fit", [] {
        auto wanted = *rc::gen::container<std::vector<double>>(rc::gen::map(
            rc::gen::inRange(-50, 450), [](int value) { return static_cast<double>(value); }));
        std::sort(wanted.begin(), wanted.end());
        const std::vector<double> places = pushApart(wanted, 18.0, 9.0, 391.0);
        RC_ASSERT(places.size() == wanted.size());
        for (std::size_t i = 1; i < places.size(); ++i) {
            RC_ASSERT(places[i] - places[i - 1] >= 18.0 - 1e-9);
        }
        if (!places.empty() && 18.0 * static_cast<double>(places.size() - 1) <= 382.0) {
            RC_ASSERT(places.front() >= 9.0 - 1e-9);
            RC_ASSERT(places.back() <= 391.0 + 1e-9);
        }
    }));
}

void AxisTicksTest::tagsWithRoomStayWhereTheyAre()
{
    const std::vector<double> apart{50.0, 90.0, 200.0};
    QCOMPARE(pushApart(apart, 18.0, 9.0, 391.0), apart);
    const std::vector<double> pair = pushApart({100.0, 104.0}, 18.0, 9.0, 391.0);
    QCOMPARE(pair, (std::vector<double>{93.0, 111.0})); // both give way by half
}

WICK_TEST(AxisTicksTest)
#include "tst_axisticks.moc"
