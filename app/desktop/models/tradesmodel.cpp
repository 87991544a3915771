#include "app/desktop/models/tradesmodel.h"

#include "app/desktop/models/cells.h"
#include "app/desktop/text/describe.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(TradesModel)
};

Cell closedByCell(const TradeRow& row)
{
    Cell cell = wordCell(row.closedBy);
    if (row.ambiguous) {
        cell.suffix = Words::tr("ambiguous");
        cell.tip = Words::tr("Stop and target lie in the same bar: the worse of the two counts");
    }
    return cell;
}

Cell excursionCell(double multiple)
{
    Cell cell = wordCell(signedNumber(multiple, 2));
    cell.sort = multiple;
    cell.raw = rawNumber(multiple, 4);
    return cell;
}

Cell noteCell(const TradeRow& row)
{
    const bool both = !row.tags.isEmpty() && !row.note.isEmpty();
    Cell cell = wordCell(row.tags + (both ? u" · "_s : QString{}) + row.note.simplified());
    cell.tip = row.note;
    return cell;
}

std::vector<Column<TradeRow>> tradeColumns(TradeList list)
{
    const QString price = u"00,000.00"_s;
    const QString time = u"00 MMM 00:00"_s;
    std::vector<Column<TradeRow>> columns = {
        {rightColumn(u"id"_s, Words::tr("No."), u"0000"_s),
         [](const TradeRow& row) {
             return countCell(row.id);
         }},
        {leftColumn(u"entrytime"_s, Words::tr("Entry, UTC"), time),
         [](const TradeRow& row) {
             return timeCell(row.entryMs, dayAndClockText(row.entryMs));
         }},
        {leftColumn(u"side"_s, Words::tr("Side"), u"▼ Short"_s),
         [](const TradeRow& row) {
             return sideCell(row.side);
         }},
        {rightColumn(u"size"_s, Words::tr("Size"), u"000.0000"_s),
         [](const TradeRow& row) {
             return numberCell(row.size);
         }},
        {rightColumn(u"entry"_s, Words::tr("Entry price"), price),
         [](const TradeRow& row) {
             return numberCell(row.entry);
         }},
        {leftColumn(u"exittime"_s, Words::tr("Exit, UTC"), time),
         [](const TradeRow& row) {
             return timeCell(row.exitMs, dayAndClockText(row.exitMs));
         }},
        {rightColumn(u"exit"_s, Words::tr("Exit price"), price),
         [](const TradeRow& row) {
             return numberCell(row.exit);
         }},
        {leftColumn(u"closedby"_s, Words::tr("Closed by"), u"Stop ambiguous"_s), closedByCell},
        {rightColumn(u"bars"_s, Words::tr("Bars"), u"0000"_s),
         [](const TradeRow& row) {
             return countCell(row.bars);
         }},
        {rightColumn(u"net"_s, Words::tr("Net, USDC"), u"+0,000.00"_s),
         [](const TradeRow& row) {
             return moneyCell(row.net);
         }},
        {rightColumn(u"result"_s, Words::tr("Result"), u"+00.00 R"_s),
         [](const TradeRow& row) {
             return resultCell(row.resultR);
         }},
        {rightColumn(u"worst"_s, Words::tr("Worst R"), u"Worst R"_s),
         [](const TradeRow& row) {
             return excursionCell(row.worstR);
         }},
        {rightColumn(u"best"_s, Words::tr("Best R"), u"Worst R"_s),
         [](const TradeRow& row) {
             return excursionCell(row.bestR);
         }},
        {rightColumn(u"sum"_s, Words::tr("Sum, USDC"), u"+00,000.00"_s),
         [](const TradeRow& row) {
             Cell cell = moneyCell(row.sum);
             cell.tone = Tone::Primary;
             return cell;
         }},
    };
    if (list == TradeList::Session) {
        columns.insert(columns.begin() + 1,
                       Column<TradeRow>{leftColumn(u"market"_s, Words::tr("Market"), u"XAU-PERP"_s),
                                        [](const TradeRow& row) {
                                            return wordCell(row.market);
                                        }});
        columns.push_back({leftColumn(u"engine"_s, Words::tr("Engine"), u"Average cross long"_s),
                           [](const TradeRow& row) {
                               return wordCell(row.engine);
                           }});
        const QStringList wideOnly{u"worst"_s, u"best"_s, u"sum"_s, u"engine"_s, u"bars"_s};
        for (Column<TradeRow>& column : columns) {
            column.info.narrow = column.info.narrow && !wideOnly.contains(column.info.id);
        }
    } else {
        ColumnInfo regime = leftColumn(u"regime"_s, Words::tr("Regime"), u"high volatility"_s);
        ColumnInfo note = leftColumn(u"note"_s, Words::tr("Note"), u"late entry · why"_s);
        columns.back().info.narrow = false; // the sum: the curve shows it as well
        regime.narrow = false;
        note.narrow = false;
        columns.push_back({regime, [](const TradeRow& row) {
                               return wordCell(row.regime);
                           }});
        columns.push_back({note, noteCell});
    }
    return columns;
}

} // namespace

TradesModel::TradesModel(TradeList list, QObject* parent)
    : RowsModel(
        tradeColumns(list),
        [](const TradeRow& row) { return row.id; },
        list == TradeList::Session ? 10 : 9,
        parent)
{}

} // namespace wick::desktop
