#include "core/strategy/costgate.h"
#include "tests/support/exampleinstruments.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <rapidcheck.h>

using namespace wick::core;

class CostGateTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void costIsFeesAndSpread();
    void equalToTheRatioIsEnough_data();
    void equalToTheRatioIsEnough();
    void isTheSameForLongAndShort();
    void edgeIsJudgedByTheWinShare();
    void nothingIsLeftAtTheBreakEvenShare();
};

void CostGateTest::costIsFeesAndSpread()
{
    auto fields = wick::test::exampleInstruments()[0].fields();
    fields.takerFee = Ppm{300};
    fields.makerFee = Ppm{-50};
    const Instrument instrument = Instrument::create(fields).value();
    QCOMPARE(expectedCost(instrument, OrderKind::Market).total().count(), std::int64_t{700});
    QCOMPARE(expectedCost(instrument, OrderKind::Limit).total().count(), std::int64_t{350});
    RoundTripCost cost = expectedCost(instrument, OrderKind::Market);
    cost.slipIn = Ppm{20};
    cost.slipOut = Ppm{30};
    cost.funding = Ppm{-10};
    QCOMPARE(cost.total().count(), std::int64_t{740});
}

void CostGateTest::equalToTheRatioIsEnough_data()
{
    QTest::addColumn<qint64>("stop");
    QTest::addColumn<qint64>("cost");
    QTest::addColumn<bool>("enough");
    QTest::addRow("equal") << qint64{99'700} << qint64{1'000} << true;
    QTest::addRow("a tick less") << qint64{99'701} << qint64{1'000} << false;
    QTest::addRow("a part per million more") << qint64{99'700} << qint64{1'001} << false;
    QTest::addRow("a rebate") << qint64{99'999} << qint64{-10} << true;
    QTest::addRow("no distance, no cost") << qint64{100'000} << qint64{0} << true;
}

void CostGateTest::equalToTheRatioIsEnough()
{
    QFETCH(const qint64, stop);
    QFETCH(const qint64, cost);
    QFETCH(const bool, enough);
    QCOMPARE(stopOutweighsCost(Price{100'000}, Price{stop}, Ppm{cost}), enough);
    QVERIFY(!stopOutweighsCost(Price{0}, Price{stop}, Ppm{cost}));
}

void CostGateTest::isTheSameForLongAndShort()
{
    QVERIFY(rc::check([] {
        const std::int64_t entry = *rc::gen::inRange<std::int64_t>(1, 1'000'000'000'000);
        const std::int64_t away = *rc::gen::inRange<std::int64_t>(0, entry);
        const Ppm cost{*rc::gen::inRange<std::int64_t>(0, 10'000)};
        const Price price{entry};
        RC_ASSERT(stopOutweighsCost(price, Price{entry - away}, cost)
                  == stopOutweighsCost(price, Price{entry + away}, cost));
        RC_ASSERT(stopDistance(price, Price{entry - away})
                  == stopDistance(price, Price{entry + away}));
    }));
}

void CostGateTest::edgeIsJudgedByTheWinShare()
{
    // 0.5 x 300 - 0.5 x 200 = 50
    QVERIFY(edgeOutweighsCost(Ppm{500'000}, Ppm{300}, Ppm{200}, Ppm{50}));
    QVERIFY(!edgeOutweighsCost(Ppm{500'000}, Ppm{300}, Ppm{200}, Ppm{51}));
}

void CostGateTest::nothingIsLeftAtTheBreakEvenShare()
{
    const double share = breakEvenWinShare(Ppm{360}, Ppm{200}, Ppm{60});
    QCOMPARE(share, 260.0 / 560.0);
    const auto rounded = static_cast<std::int64_t>(share * 1e6); // a millionth below it
    QVERIFY(!edgeOutweighsCost(Ppm{rounded}, Ppm{360}, Ppm{200}, Ppm{60}));
    QVERIFY(edgeOutweighsCost(Ppm{rounded + 1}, Ppm{360}, Ppm{200}, Ppm{60}));
}

WICK_TEST(CostGateTest)
#include "tst_costgate.moc"
