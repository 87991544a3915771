#include "core/execution/ordermachine.h"
#include "tests/support/testregistry.h"

#include <rapidcheck.h>

using namespace wick::core;

class OrderMachineTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void walksALife();
    void illegalStepsChangeNothing();
    void aFillAfterACancelRequestIsTaken();
};

void OrderMachineTest::walksALife()
{
    OrderMachine machine;
    QVERIFY(machine.phase() == OrderPhase::Idle);
    QVERIFY(machine.apply(OrderStep::Send).has_value());
    QVERIFY(machine.phase() == OrderPhase::PendingOrder);
    QVERIFY(machine.apply(OrderStep::Accept).has_value());
    QVERIFY(machine.apply(OrderStep::FillPart).has_value());
    QVERIFY(machine.apply(OrderStep::FillWhole).has_value());
    QVERIFY(machine.phase() == OrderPhase::OrderFilled);
    QVERIFY(machine.over());
    QCOMPARE(nameOf(machine.phase()), std::string_view{"ORDER_FILLED"});
}

void OrderMachineTest::illegalStepsChangeNothing()
{
    const bool held = rc::check("whatever the steps, an order that is over stays as it is", [] {
        OrderMachine machine;
        const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 8));
        for (const int step : steps) {
            const OrderState before = machine.state();
            const bool wasOver = machine.over();
            const bool taken = machine.apply(static_cast<OrderStep>(step)).has_value();
            RC_ASSERT(!(wasOver && taken));
            RC_ASSERT(taken || machine.state() == before);
            RC_ASSERT(machine.state() != OrderState::Filled || before != OrderState::Created);
        }
    });
    QVERIFY(held);
}

void OrderMachineTest::aFillAfterACancelRequestIsTaken()
{
    OrderMachine machine;
    QVERIFY(machine.apply(OrderStep::Send).has_value());
    QVERIFY(machine.apply(OrderStep::RequestCancel).has_value());
    QVERIFY(!machine.over());
    QVERIFY(machine.apply(OrderStep::FillPart).has_value());
    QVERIFY(machine.state() == OrderState::CancelSent);
    QVERIFY(machine.apply(OrderStep::FillWhole).has_value());
}

WICK_TEST(OrderMachineTest)
#include "tst_ordermachine.moc"
