#include "app/desktop/models/positionsmodel.h"

#include "app/desktop/models/cells.h"
#include "app/desktop/text/describe.h"
#include "core/base/unreachable.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(PositionsModel)
};

/// Stale numbers are secondary text with their age, not disabled grey.
Cell asStale(Cell cell, const PositionRow& row)
{
    if (row.staleMs.has_value()) {
        cell.tone = Tone::Secondary;
        cell.tip = Words::tr("%1 old: no price since").arg(ageText(*row.staleMs));
    }
    return cell;
}

Cell markCell(const PositionRow& row)
{
    Cell cell = asStale(maybeNumberCell(row.mark, Words::tr("No mark price yet")), row);
    if (row.staleMs.has_value()) {
        cell.suffix = Words::tr("%1 old").arg(ageText(*row.staleMs));
    }
    return cell;
}

Cell resultCellOf(const PositionRow& row)
{
    return row.resultR.has_value() ? asStale(resultCell(*row.resultR), row)
                                   : maybeNumberCell({}, Words::tr("No mark price yet"));
}

Cell stopCell(const PositionRow& row)
{
    if (row.stop.has_value()) {
        Cell cell = numberCell(*row.stop);
        cell.icon = u"shield"_s;
        cell.iconTone = Tone::Good;
        cell.tip = Words::tr("A stop rests at the venue at %1").arg(number(*row.stop));
        return cell;
    }
    Cell cell =
        wordCell(Words::tr("No stop · %1").arg(ageText(row.noStopMs.value_or(0))), Tone::Danger);
    cell.icon = u"warn"_s;
    cell.iconTone = Tone::Danger;
    cell.sort = -1.0;
    cell.rawMissing = true;
    cell.tip = Words::tr("This position has no live stop at the venue");
    return cell;
}

Cell closeCell(const PositionRow& row)
{
    Cell cell;
    cell.kind = CellKind::Button;
    cell.rawMissing = true;
    switch (row.close) {
    case CloseState::Close:
        cell.text = Words::tr("Close");
        cell.tip = Words::tr("Close this position at the market, reduce-only");
        return cell;
    case CloseState::CancelOrders:
        cell.text = Words::tr("Cancel orders");
        return cell;
    case CloseState::Closing:
        cell.text = Words::tr("Closing…");
        cell.enabled = false;
        return cell;
    case CloseState::Unavailable:
        cell.text = Words::tr("Close");
        cell.enabled = false;
        cell.tip = row.closeReason;
        return cell;
    }
    core::unreachable();
}

ColumnInfo wide(ColumnInfo info)
{
    info.narrow = false;
    return info;
}

std::vector<Column<PositionRow>> positionColumns()
{
    const QString price = u"00,000.00"_s;
    ColumnInfo close = leftColumn(u"close"_s, {}, u"Cancel orders"_s);
    close.action = CellAction::Close;
    return {
        {leftColumn(u"market"_s, Words::tr("Market"), u"XAU-PERP"_s),
         [](const PositionRow& row) {
             return wordCell(row.market);
         }},
        {leftColumn(u"side"_s, Words::tr("Side"), u"▼ Short"_s),
         [](const PositionRow& row) {
             return sideCell(row.side);
         }},
        {rightColumn(u"size"_s, Words::tr("Size"), u"000.00000"_s),
         [](const PositionRow& row) {
             return numberCell(row.size);
         }},
        {rightColumn(u"entry"_s, Words::tr("Entry"), price),
         [](const PositionRow& row) {
             return numberCell(row.entry);
         }},
        {rightColumn(u"mark"_s, Words::tr("Mark"), price), markCell},
        {rightColumn(u"openpnl"_s, Words::tr("Open P&L"), u"+0,000.00"_s),
         [](const PositionRow& row) {
             return asStale(maybeMoneyCell(row.openPnl, Words::tr("No mark price yet")), row);
         }},
        {rightColumn(u"result"_s, Words::tr("Result"), u"+00.00 R"_s), resultCellOf},
        {wide(rightColumn(u"realised"_s, Words::tr("Realised"), u"+0,000.00"_s)),
         [](const PositionRow& row) {
             return moneyCell(row.realised);
         }},
        {rightColumn(u"stop"_s, Words::tr("Stop at venue"), u"MM 00,000.00"_s), stopCell},
        {rightColumn(u"target"_s, Words::tr("Target"), price),
         [](const PositionRow& row) {
             return maybeNumberCell(row.target, Words::tr("No target set"));
         }},
        {wide(rightColumn(u"atrisk"_s, Words::tr("At risk"), u"0,000.00"_s)),
         [](const PositionRow& row) {
             return maybeNumberCell(row.atRisk, Words::tr("Not known without a stop"));
         }},
        {wide(rightColumn(u"liquidation"_s, Words::tr("Liquidation"), price)),
         [](const PositionRow& row) {
             return maybeNumberCell(row.liquidation,
                                    Words::tr("Not known: the simulated venue does not liquidate"));
         }},
        {wide(leftColumn(u"margin"_s, Words::tr("Margin"), u"Isolated"_s)),
         [](const PositionRow& row) {
             return wordCell(row.margin);
         }},
        {wide(leftColumn(u"engine"_s, Words::tr("Engine"), u"Average cross long"_s)),
         [](const PositionRow& row) {
             return wordCell(row.engine);
         }},
        {close, closeCell},
    };
}

} // namespace

PositionsModel::PositionsModel(QObject* parent)
    : RowsModel(
        positionColumns(),
        [](const PositionRow& row) { return row.engineId; },
        5,
        parent)
{}

void PositionsModel::show(std::vector<PositionRow> rows)
{
    std::stable_partition(rows.begin(), rows.end(),
                          [](const PositionRow& row) { return !row.stop.has_value(); });
    setRows(std::move(rows));
}

QString PositionsModel::summary() const
{
    if (rows().empty()) {
        return {};
    }
    double open = 0.0;
    double atRisk = 0.0;
    int without = 0;
    for (const PositionRow& row : rows()) {
        open += row.openPnl.value_or(Fixed{}).toDouble();
        atRisk += row.atRisk.value_or(Fixed{}).toDouble();
        without += row.stop.has_value() ? 0 : 1;
    }
    const QString protection =
        without == 0 ? Words::tr("every position has a stop at the venue")
                     : Words::tr("%n position(s) without a stop at the venue", nullptr, without);
    const QString count =
        rows().size() == 1 ? Words::tr("1 position") : Words::tr("%1 positions").arg(rows().size());
    return Words::tr("%1 · open P&L %2 · at risk %3 USDC · %4")
        .arg(count, signedNumber(open, 2), number(atRisk, 2), protection);
}

} // namespace wick::desktop
