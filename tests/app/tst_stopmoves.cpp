#include "app/desktop/adapters/stopmoves.h"
#include "app/desktop/dialogs/stopmovedialog.h"
#include "tests/support/builders.h"
#include "tests/support/testregistry.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <memory>
#include <vector>

using namespace wick;
using namespace wick::desktop;
using core::EngineId;
using core::InstrumentId;
using test::usd;

/// What is asked before a stop that was dragged on a chart is moved.
class StopMovesTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theNearestStopOfTheMarketIsMeant();
    void whatIsAtRiskIsSaidForBothStops();
    void aWiderStopCannotBeSent();
    void enterLeavesTheStop();
};

namespace {

/// Two shorts and a long of one ETH at a mark of 2,000.
session::Snapshot snapshot()
{
    session::Snapshot snapshot;
    snapshot.instruments = std::make_shared<const std::vector<core::Instrument>>(1, test::eth());
    const auto add = [&](std::uint16_t engine, core::Side side, double stop) {
        session::PositionStatus position;
        position.engine = EngineId{engine};
        position.instrument = InstrumentId{0};
        position.side = side;
        position.quantity = core::Quantity{10'000};
        position.entry = usd(2'000);
        position.mark = usd(2'000);
        position.stop = usd(stop);
        snapshot.positions.push_back(position);
    };
    add(0, core::Side::Sell, 2'100);
    add(1, core::Side::Buy, 1'900);
    add(2, core::Side::Sell, 2'110);
    return snapshot;
}

} // namespace

void StopMovesTest::theNearestStopOfTheMarketIsMeant()
{
    const session::Snapshot now = snapshot();
    QCOMPARE(stopMoveOf(now, InstrumentId{0}, 2'108.0, 2'050.0)->engine, EngineId{2});
    QCOMPARE(stopMoveOf(now, InstrumentId{0}, 2'100.0, 2'050.0)->engine, EngineId{0});
    QCOMPARE(stopMoveOf(now, InstrumentId{0}, 1'900.0, 1'950.0)->engine, EngineId{1});
    QCOMPARE(stopMoveOf(now, InstrumentId{0}, 1'900.0, 1'950.01)->to, usd(1'950.01));
    session::Snapshot flat = now;
    flat.positions.clear();
    QVERIFY(!stopMoveOf(flat, InstrumentId{0}, 1'900.0, 1'950.0));
}

void StopMovesTest::whatIsAtRiskIsSaidForBothStops()
{
    const auto move = stopMoveOf(snapshot(), InstrumentId{0}, 1'900.0, 1'950.0);
    QVERIFY(move->objection.isEmpty());
    QVERIFY2(move->title.contains(QStringLiteral("1,900.00")), qPrintable(move->title));
    QVERIFY2(move->title.contains(QStringLiteral("1,950.00")), qPrintable(move->title));
    QVERIFY2(move->meaning.contains(QStringLiteral("100.00")), qPrintable(move->meaning));
    QVERIFY2(move->meaning.contains(QStringLiteral("50.00")), qPrintable(move->meaning));
}

void StopMovesTest::aWiderStopCannotBeSent()
{
    const auto move = stopMoveOf(snapshot(), InstrumentId{0}, 1'900.0, 1'899.0);
    QVERIFY(!move->objection.isEmpty());
    StopMoveDialog dialog{*move};
    QVERIFY(dialog.findChild<QPushButton*>(QStringLiteral("send"))->isHidden());
    const auto inTime = stopMoveOf(snapshot(), InstrumentId{0}, 1'900.0, 1'901.0);
    StopMoveDialog possible{*inTime};
    QSignalSpy accepted{&possible, &QDialog::accepted};
    possible.findChild<QPushButton*>(QStringLiteral("send"))->click();
    QCOMPARE(accepted.count(), 1);
}

void StopMovesTest::enterLeavesTheStop()
{
    StopMoveDialog dialog{*stopMoveOf(snapshot(), InstrumentId{0}, 1'900.0, 1'950.0)};
    dialog.show();
    QSignalSpy accepted{&dialog, &QDialog::accepted};
    QSignalSpy rejected{&dialog, &QDialog::rejected};
    QTest::keyClick(&dialog, Qt::Key_Return);
    QCOMPARE(accepted.count(), 0);
    QCOMPARE(rejected.count(), 1);
}

WICK_TEST(StopMovesTest)
#include "tst_stopmoves.moc"
