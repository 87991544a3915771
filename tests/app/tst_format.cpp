#include "app/desktop/text/format.h"
#include "tests/support/testregistry.h"

#include <rapidcheck.h>

using namespace wick::desktop;
using namespace Qt::StringLiterals;

class FormatTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void writesSeparatorsAndTheDecimalsOfTheMarket();
    void signsWithATrueMinus();
    void zeroHasNoSign();
    void roundsHalfAwayFromZero();
    void missingIsADash();
    void filesGetPlainNumbers();
    void agesAndDurationsUseTheirLargestUnits();
    void timesAreUtc();
    void digitsSurviveTheSeparators();
    void onlySeparatorsAtTheirPlacesAreTakenAway_data();
    void onlySeparatorsAtTheirPlacesAreTakenAway();
};

void FormatTest::writesSeparatorsAndTheDecimalsOfTheMarket()
{
    QCOMPARE(number(Fixed{470544, 2}), u"4,705.44"_s);
    QCOMPARE(number(Fixed{45358, 4}), u"4.5358"_s);
    QCOMPARE(number(Fixed{28584, 1}), u"2,858.4"_s);
    QCOMPARE(number(Fixed{1000000, 0}), u"1,000,000"_s);
    QCOMPARE(number(Fixed{999, 0}), u"999"_s);
    QCOMPARE(number(-1234567.5, 1), u"\u22121,234,567.5"_s);
}

void FormatTest::signsWithATrueMinus()
{
    QCOMPARE(signedMoney(Fixed{17090000, 6}), u"+17.09"_s);
    QCOMPARE(signedMoney(Fixed{-22790000, 6}), u"\u221222.79"_s);
    QCOMPARE(rMultiple(0.75), u"+0.75 R"_s);
    QCOMPARE(signedPercent(0.23, 2), u"+0.23 %"_s);
    QCOMPARE(percent(0.45, 2), u"0.45 %"_s);
}

void FormatTest::zeroHasNoSign()
{
    QCOMPARE(signedNumber(Fixed{0, 2}), u"0.00"_s);
    QCOMPARE(signedMoney(Fixed{-4000, 6}), u"0.00"_s);
    QCOMPARE(signedNumber(-0.001, 2), u"0.00"_s);
    QCOMPARE(rMultiple(0.0), u"0.00 R"_s);
}

void FormatTest::roundsHalfAwayFromZero()
{
    QCOMPARE(roundedTo({1005, 3}, 2), (Fixed{101, 2}));
    QCOMPARE(roundedTo({-1005, 3}, 2), (Fixed{-101, 2}));
    QCOMPARE(roundedTo({1004, 3}, 2), (Fixed{100, 2}));
    QCOMPARE(roundedTo({5, 1}, 2), (Fixed{5, 1}));
}

void FormatTest::missingIsADash()
{
    QCOMPARE(number(MaybeFixed{}), u"\u2013"_s);
    QCOMPARE(number(std::numeric_limits<double>::quiet_NaN(), 2), u"\u2013"_s);
    QCOMPARE(rMultiple(std::numeric_limits<double>::infinity()), u"\u2013"_s);
}

void FormatTest::filesGetPlainNumbers()
{
    QCOMPARE(rawNumber(Fixed{-470544, 2}), u"-4705.44"_s);
    QCOMPARE(rawNumber(1234.5, 2), u"1234.50"_s);
    QCOMPARE(isoTimeText(1'776'988'800'000), u"2026-04-24T00:00:00.000Z"_s);
}

void FormatTest::agesAndDurationsUseTheirLargestUnits()
{
    QCOMPARE(ageText(4000), u"4 s"_s);
    QCOMPARE(ageText(-5), u"0 s"_s);
    QCOMPARE(ageText(12 * 60'000 + 5), u"12 min"_s);
    QCOMPARE(durationText(2800), u"2.8 s"_s);
    QCOMPARE(durationText((11 * 60 + 42) * qint64{60'000}), u"11 h 42 min"_s);
}

void FormatTest::timesAreUtc()
{
    constexpr qint64 kMoment = 1'776'988'800'000 + (12 * 3600 + 2 * 60 + 41) * qint64{1000};
    QCOMPARE(clockText(kMoment), u"12:02"_s);
    QCOMPARE(dayAndClockText(kMoment), u"24 Apr 12:02"_s);
    QCOMPARE(fullTimeText(kMoment), u"Fri 24 Apr 2026  12:02:41 UTC"_s);
}

void FormatTest::digitsSurviveTheSeparators()
{
    const bool held = rc::check("separators and sign are all that a view adds", [] {
        const auto scaled = *rc::gen::arbitrary<qint64>();
        RC_PRE(scaled != std::numeric_limits<qint64>::min());
        const int decimals = *rc::gen::inRange(0, 9);
        QString shown = number(Fixed{scaled, decimals});
        shown.remove(u',').replace(u'\u2212', u'-');
        RC_ASSERT((shown == rawNumber(Fixed{scaled, decimals})));
    });
    QVERIFY(held);
}

void FormatTest::onlySeparatorsAtTheirPlacesAreTakenAway_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("read");
    QTest::newRow("plain") << u"1500.25"_s << u"1500.25"_s;
    QTest::newRow("grouped") << u" 1,234,500.5 "_s << u"1234500.5"_s;
    QTest::newRow("true minus") << u"\u22121,500"_s << u"-1500"_s;
    QTest::newRow("decimal comma") << u"1,5"_s << u"1,5"_s;
    QTest::newRow("comma too late") << u"1,50000"_s << u"1,50000"_s;
    QTest::newRow("comma after the point") << u"1.500,000"_s << u"1.500,000"_s;
    QTest::newRow("group cut short") << u"1,234,5"_s << u"1,234,5"_s;
    QTest::newRow("words") << u"none"_s << u"none"_s;
}

void FormatTest::onlySeparatorsAtTheirPlacesAreTakenAway()
{
    QFETCH(QString, typed);
    QFETCH(QString, read);
    QCOMPARE(withoutSeparators(typed), read);
    QCOMPARE(withoutSeparators(withSeparators(read)), read);
}

WICK_TEST(FormatTest)
#include "tst_format.moc"
