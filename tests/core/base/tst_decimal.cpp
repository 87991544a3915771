#include "core/base/decimal.h"
#include "tests/support/testregistry.h"

#include <rapidcheck.h>

using namespace wick::core;

class DecimalTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsAtAScale();
    void refusesWhatIsNoPlainNumber_data();
    void refusesWhatIsNoPlainNumber();
    void keepsOnlyTheDigitsThatCount();
    void writesShortestAndFixed();
    void textAndNumberAreTheSame();
};

void DecimalTest::readsAtAScale()
{
    QCOMPARE(parseScaled("2361.31", 2).value(), 236131);
    QCOMPARE(parseScaled("-0.5", 3).value(), -500);
    QCOMPARE(parseScaled("1.500", 1).value(), 15);
    QCOMPARE(parseScaled("9223372036854775807", 0).value(), 9223372036854775807LL);
    QVERIFY(parseScaled("1.23", 1).error() == DecimalError::TooPrecise);
    QVERIFY(parseScaled("9223372036854775808", 0).error() == DecimalError::OutOfRange);
    QVERIFY(parseScaled("92233720368547758", 3).error() == DecimalError::OutOfRange);
}

void DecimalTest::refusesWhatIsNoPlainNumber_data()
{
    QTest::addColumn<QString>("text");
    for (const char* text :
         {"1e5", "nan", "inf", "0x10", "1,5", " 1", "1 ", ".", "-", "+", "1.2.3", "--1"})
    {
        QTest::newRow(text) << QString::fromLatin1(text);
    }
}

void DecimalTest::refusesWhatIsNoPlainNumber()
{
    QFETCH(const QString, text);
    QVERIFY(parseScaled(text.toStdString(), 4).error() == DecimalError::NotANumber);
    QVERIFY(parseScaled("", 4).error() == DecimalError::Empty);
}

void DecimalTest::keepsOnlyTheDigitsThatCount()
{
    QCOMPARE(parseDecimal("66973.260").value(), (Decimal{6697326, 2}));
    QCOMPARE(parseDecimal("100").value(), (Decimal{100, 0}));
    QCOMPARE(parseDecimal("0.000").value(), (Decimal{0, 0}));
    QCOMPARE(rescale(6697326, 2, 4).value(), 669732600);
    QCOMPARE(rescale(6697300, 2, 0).value(), 66973);
    QVERIFY(rescale(6697326, 2, 1).error() == DecimalError::TooPrecise);
}

void DecimalTest::writesShortestAndFixed()
{
    QCOMPARE(shortestText(236130, 2), std::string{"2361.3"});
    QCOMPARE(shortestText(-5, 3), std::string{"-0.005"});
    QCOMPARE(fixedText(236130, 2), std::string{"2361.30"});
    QCOMPARE(fixedText(0, 2), std::string{"0.00"});
    QCOMPARE(fixedText(std::numeric_limits<std::int64_t>::min(), 0),
             std::string{"-9223372036854775808"});
}

void DecimalTest::textAndNumberAreTheSame()
{
    const bool held = rc::check("text of a scaled number reads back as the number", [] {
        const auto scaled = *rc::gen::arbitrary<std::int64_t>();
        RC_PRE(scaled != std::numeric_limits<std::int64_t>::min());
        const int decimals = *rc::gen::inRange(0, 19);
        RC_ASSERT(parseScaled(fixedText(scaled, decimals), decimals).value() == scaled);
        RC_ASSERT(parseScaled(shortestText(scaled, decimals), decimals).value() == scaled);
    });
    QVERIFY(held);
}

WICK_TEST(DecimalTest)
#include "tst_decimal.moc"
