#include "core/sizing/sizingcalculator.h"
#include "tests/support/builders.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace wick::core;
using wick::test::eth;
using wick::test::usd;

/// The sizer, asked by a person.
class SizingCalculatorTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void articleExample_data();
    void articleExample();
    void costsMakeItSmaller();
    void saysWhatCannotBeSized();
};

void SizingCalculatorTest::articleExample_data()
{
    QTest::addColumn<double>("stop");
    QTest::addColumn<bool>("buys");
    QTest::newRow("long") << 1'970.0 << true;
    QTest::newRow("short, the same distance") << 2'030.0 << false;
}

/// 10,000 at 1 % is a budget of 100; 30 away that is 3.3333 ETH.
void SizingCalculatorTest::articleExample()
{
    QFETCH(const double, stop);
    QFETCH(const bool, buys);
    const auto answer =
        calculateSize(eth(), {usdc(10'000), Ppm{10'000}, usd(2'000), usd(stop), {}});
    QVERIFY(answer.has_value());
    QCOMPARE(answer->side, buys ? Side::Buy : Side::Sell);
    QCOMPARE(answer->budget, usdc(100));
    QCOMPARE(answer->quantity, Quantity{33'333});
    QCOMPARE(answer->lossAtStop, Money{99'999'000});
    QCOMPARE(answer->notional, Money{6'666'600'000});
    QCOMPARE(answer->leverage, 666'660);
}

void SizingCalculatorTest::costsMakeItSmaller()
{
    SizingQuestion question{usdc(10'000), Ppm{5'000}, usd(2'361.31), usd(2'349.50), {}};
    question.costs.slipIn = PriceDelta{50};
    question.costs.slipStop = PriceDelta{50};
    QCOMPARE(calculateSize(eth(), question)->quantity, Quantity{39'032}); // definitions D.9
    question.costs.feeIn = Ppm{200};
    question.costs.feeOut = Ppm{200};
    QVERIFY(calculateSize(eth(), question)->quantity < Quantity{39'032});
}

void SizingCalculatorTest::saysWhatCannotBeSized()
{
    const auto refusalOf = [](Money account, Ppm risk, double entry, double stop) {
        const auto answer = calculateSize(eth(), {account, risk, usd(entry), usd(stop), {}});
        return answer ? std::optional<SizingRefusal>{} : std::optional{answer.error()};
    };
    QCOMPARE(refusalOf(usdc(10'000), Ppm{10'000}, 2'000, 2'000), SizingRefusal::NoStop);
    QCOMPARE(refusalOf(Money{}, Ppm{10'000}, 2'000, 1'990), SizingRefusal::NoEquity);
    QCOMPARE(refusalOf(usdc(-5), Ppm{10'000}, 2'000, 1'990), SizingRefusal::NoEquity);
    QCOMPARE(refusalOf(usdc(10), Ppm{1}, 2'000, 1'000), SizingRefusal::TooSmall);
}

WICK_TEST(SizingCalculatorTest)
#include "tst_sizingcalculator.moc"
