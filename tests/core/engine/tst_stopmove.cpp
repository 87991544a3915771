#include "core/engine/stopmove.h"
#include "tests/support/builders.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace wick::core;
using namespace wick::test;

/// What an operator may do with a stop: bring it nearer to the market, and nothing else.
class StopMoveTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aStopOnlyComesNearer_data();
    void aStopOnlyComesNearer();
};

namespace {

constexpr int kNone = -1;

constexpr int numberOf(StopMoveRefusal why)
{
    return static_cast<int>(why);
}

} // namespace

void StopMoveTest::aStopOnlyComesNearer_data()
{
    QTest::addColumn<qint64>("lots");
    QTest::addColumn<Price>("from");
    QTest::addColumn<Price>("to");
    QTest::addColumn<int>("why");
    const auto row = [](const char* name, qint64 lots, double from, double to, int why) {
        QTest::newRow(name) << lots << usd(from) << usd(to) << why;
    };
    row("long, one tick nearer", 1, 1'900, 1'900.01, kNone);
    row("long, where it is", 1, 1'900, 1'900, numberOf(StopMoveRefusal::Wider));
    row("long, one tick wider", 1, 1'900, 1'899.99, numberOf(StopMoveRefusal::Wider));
    row("long, one tick below the mark", 1, 1'900, 1'999.99, kNone);
    row("long, at the mark", 1, 1'900, 2'000, numberOf(StopMoveRefusal::WrongSide));
    row("short, one tick nearer", -1, 2'100, 2'099.99, kNone);
    row("short, where it is", -1, 2'100, 2'100, numberOf(StopMoveRefusal::Wider));
    row("short, one tick wider", -1, 2'100, 2'100.01, numberOf(StopMoveRefusal::Wider));
    row("short, at the mark", -1, 2'100, 2'000, numberOf(StopMoveRefusal::WrongSide));
    row("flat", 0, 1'900, 1'950, numberOf(StopMoveRefusal::NoStop));
    row("no price", 1, 1'900, 0, numberOf(StopMoveRefusal::OffTick));
}

void StopMoveTest::aStopOnlyComesNearer()
{
    QFETCH(qint64, lots);
    QFETCH(Price, from);
    QFETCH(Price, to);
    QFETCH(int, why);
    const auto objection = objectionToStop(eth(), lots, usd(2'000), from, to);
    QCOMPARE(objection ? numberOf(*objection) : kNone, why);
}

WICK_TEST(StopMoveTest)
#include "tst_stopmove.moc"
