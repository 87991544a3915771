#include "app/desktop/models/enginesmodel.h"
#include "app/desktop/models/logmodel.h"
#include "app/desktop/models/ordersmodel.h"
#include "app/desktop/models/positionsmodel.h"
#include "app/desktop/models/signalsmodel.h"
#include "app/desktop/models/tradesmodel.h"
#include "tests/support/testregistry.h"
#include "tests/tools/desktopfixtures.h"

#include <QAbstractItemModelTester>

using namespace wick::desktop;
using namespace wick::test;
using namespace Qt::StringLiterals;

namespace {

using Mode = QAbstractItemModelTester::FailureReportingMode;

QModelIndex at(const TableModel& model, int row, const QString& column)
{
    return model.index(row, model.indexOfColumn(column));
}

} // namespace

class TableModelsTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyModelKeepsTheRulesOfModels();
    void numbersSortByValueAndCopyRaw();
    void aPositionWithoutAStopSaysSoAndStandsFirst();
    void theFooterSumsThePositions();
    void aMissingValueIsADashWithItsReason();
    void unknownOrdersAskTheVenue();
    void refusedSignalsAreHollowAndNameTheRule();
    void aSilentEngineIsNamedSo();
    void theLogIsCapped();
};

void TableModelsTest::everyModelKeepsTheRulesOfModels()
{
    EnginesModel engines;
    PositionsModel positions;
    OrdersModel orders;
    TradesModel trades{TradeList::Session};
    TradesModel tested{TradeList::Backtest};
    SignalsModel signals;
    LogModel log;
    const QAbstractItemModelTester testers[] = {{&engines, Mode::Fatal}, {&positions, Mode::Fatal},
                                                {&orders, Mode::Fatal},  {&trades, Mode::Fatal},
                                                {&tested, Mode::Fatal},  {&signals, Mode::Fatal},
                                                {&log, Mode::Fatal}};
    Q_UNUSED(testers)
    for (int round = 0; round < 2; ++round) {
        engines.setRows(theEngines());
        positions.show(thePositions());
        orders.setRows(theOrders());
        trades.setRows(theTrades(40));
        tested.setRows(theTrades(25));
        signals.setRows(theSignals());
        log.setRows(theLog());
        positions.show({});
        trades.setRows(theTrades(3));
    }
    QCOMPARE(trades.rowCount(), 3);
}

void TableModelsTest::numbersSortByValueAndCopyRaw()
{
    PositionsModel model;
    model.show(thePositions());
    QCOMPARE(at(model, 0, u"entry"_s).data().toString(), u"4,705.44"_s);
    QCOMPARE(at(model, 0, u"entry"_s).data(SortRole).toDouble(), 4705.44);
    QCOMPARE(at(model, 0, u"entry"_s).data(RawRole).toString(), u"4705.44"_s);
    QCOMPARE(at(model, 0, u"realised"_s).data().toString(), u"\u221222.13"_s);
    QCOMPARE(at(model, 0, u"realised"_s).data(RawRole).toString(), u"-22.13"_s);
    QCOMPARE(at(model, 0, u"side"_s).data().toString(), u"▲ Long"_s);
}

void TableModelsTest::aPositionWithoutAStopSaysSoAndStandsFirst()
{
    auto rows = thePositions();
    rows[1].stop.reset();
    rows[1].noStopMs = 3400;
    PositionsModel model;
    model.show(rows);
    QCOMPARE(model.row(0).market, u"ETH-PERP"_s);
    const auto cell = at(model, 0, u"stop"_s).data(CellRole).value<Cell>();
    QCOMPARE(cell.text, u"No stop · 3 s"_s);
    QCOMPARE(cell.tone, Tone::Danger);
    QCOMPARE(cell.icon, u"warn"_s);
    QVERIFY(model.summary().endsWith(u"without a stop at the venue"_s));
}

void TableModelsTest::theFooterSumsThePositions()
{
    PositionsModel model;
    model.show(thePositions());
    QCOMPARE(
        model.summary(),
        u"2 positions · open P&L +27.51 · at risk 45.53 USDC · every position has a stop at the venue"_s);
    model.show({});
    QCOMPARE(model.summary(), QString{});
}

void TableModelsTest::aMissingValueIsADashWithItsReason()
{
    auto rows = thePositions();
    rows[0].target.reset();
    PositionsModel model;
    model.show(rows);
    const QModelIndex target = at(model, 0, u"target"_s);
    QCOMPARE(target.data().toString(), u"\u2013"_s);
    QCOMPARE(target.data(Qt::ToolTipRole).toString(), u"No target set"_s);
    QCOMPARE(target.data(RawRole).toString(), QString{});
}

void TableModelsTest::unknownOrdersAskTheVenue()
{
    OrdersModel model;
    model.setRows(theOrders());
    const auto cell = at(model, 2, u"state"_s).data(CellRole).value<Cell>();
    QCOMPARE(cell.text, u"Unknown"_s);
    QCOMPARE(cell.suffix, u"asking the venue"_s);
    QCOMPARE(cell.tone, Tone::Warning);
}

void TableModelsTest::refusedSignalsAreHollowAndNameTheRule()
{
    SignalsModel model;
    model.setRows(theSignals());
    QCOMPARE(at(model, 0, u"side"_s).data().toString(), u"▽ Short"_s);
    QCOMPARE(at(model, 0, u"verdict"_s).data().toString(),
             u"Refused: group exposure, 2.38 of 1.50"_s);
    QCOMPARE(at(model, 1, u"verdict"_s).data().toString(), u"Sent"_s);
    QCOMPARE(at(model, 0, u"side"_s).data(CellRole).value<Cell>().tone, Tone::Ghost);
}

void TableModelsTest::aSilentEngineIsNamedSo()
{
    auto engines = theEngines();
    engines[0].state = EngineState::NotAnswering;
    engines[0].heartbeatMs = 5200;
    engines[1].heartbeatMs = 1100;
    EnginesModel model;
    model.setRows(engines);
    QCOMPARE(at(model, 0, u"state"_s).data().toString(), u"Not answering"_s);
    QCOMPARE(at(model, 0, u"heartbeat"_s).data(CellRole).value<Cell>().tone, Tone::Danger);
    QCOMPARE(at(model, 1, u"heartbeat"_s).data(CellRole).value<Cell>().tone, Tone::Warning);
    QCOMPARE(at(model, 2, u"heartbeat"_s).data(CellRole).value<Cell>().tone, Tone::Primary);
}

void TableModelsTest::theLogIsCapped()
{
    LogModel log;
    std::vector<LogRow> many(static_cast<std::size_t>(LogModel::kLogCap) + 5);
    for (std::size_t i = 0; i < many.size(); ++i) {
        many[i].id = static_cast<qint64>(i);
    }
    log.add(many);
    QCOMPARE(log.rowCount(), LogModel::kLogCap);
    QCOMPARE(log.keyAt(0), 5);
}

WICK_TEST(TableModelsTest)
#include "tst_tablemodels.moc"
