#include "app/desktop/models/signalsmodel.h"

#include "app/desktop/models/cells.h"
#include "app/desktop/text/describe.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(SignalsModel)
};

Cell signalSideCell(const SignalRow& row)
{
    Cell cell = sideCell(row.side);
    if (row.refused) {
        cell.text = describeRefused(row.side);
        cell.tone = Tone::Ghost;
    }
    return cell;
}

Cell strengthCell(const SignalRow& row)
{
    Cell cell = wordCell(number(row.strength, 2));
    cell.sort = row.strength;
    cell.raw = rawNumber(row.strength, 6);
    return cell;
}

Cell verdictCell(const SignalRow& row)
{
    return wordCell(row.refused ? Words::tr("Refused: %1").arg(row.verdict) : Words::tr("Sent"));
}

Cell ifTakenCell(const SignalRow& row)
{
    Cell cell = maybeMoneyCell(row.ifTaken,
                               row.refused ? Words::tr("Not over yet") : Words::tr("It was taken"));
    cell.tone = Tone::Secondary;
    return cell;
}

std::vector<Column<SignalRow>> signalColumns()
{
    ColumnInfo verdict =
        leftColumn(u"verdict"_s, Words::tr("Verdict"), u"Refused: group exposure"_s);
    verdict.stretch = true;
    ColumnInfo taken = rightColumn(u"iftaken"_s, Words::tr("If taken, USDC"), u"If taken, USDC"_s);
    taken.tip = Words::tr("Hypothetical, with the same fill model");
    return {
        {leftColumn(u"time"_s, Words::tr("Time, UTC"), u"00 MMM 00:00"_s),
         [](const SignalRow& row) {
             return timeCell(row.timeMs, dayAndClockText(row.timeMs));
         }},
        {leftColumn(u"engine"_s, Words::tr("Engine"), u"Average cross long"_s),
         [](const SignalRow& row) {
             return wordCell(row.engine);
         }},
        {leftColumn(u"market"_s, Words::tr("Market"), u"XAU-PERP"_s),
         [](const SignalRow& row) {
             return wordCell(row.market);
         }},
        {leftColumn(u"side"_s, Words::tr("Side"), u"▼ Short"_s), signalSideCell},
        {rightColumn(u"strength"_s, Words::tr("Strength"), u"Strength"_s), strengthCell},
        {verdict, verdictCell},
        {taken, ifTakenCell},
    };
}

} // namespace

SignalsModel::SignalsModel(QObject* parent)
    : RowsModel(
        signalColumns(),
        [](const SignalRow& row) { return row.id; },
        6,
        parent)
{}

} // namespace wick::desktop
