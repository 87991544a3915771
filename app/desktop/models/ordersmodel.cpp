#include "app/desktop/models/ordersmodel.h"

#include "app/desktop/models/cells.h"
#include "app/desktop/text/describe.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(OrdersModel)
};

Cell stateCell(const OrderRow& row)
{
    Cell cell = wordCell(describe(row.state), toneOf(row.state));
    cell.sort = static_cast<int>(row.state);
    if (row.state == OrderState::Unknown) {
        cell.suffix = Words::tr("asking the venue");
        cell.icon = u"warn"_s;
        cell.iconTone = Tone::Warning;
    }
    return cell;
}

Cell buyCell(const OrderRow& row)
{
    Cell cell = wordCell(row.buy ? Words::tr("▲ Buy") : Words::tr("▼ Sell"),
                         row.buy ? Tone::Up : Tone::Down);
    cell.raw = row.buy ? u"buy"_s : u"sell"_s;
    return cell;
}

Cell ageCell(const OrderRow& row)
{
    Cell cell = wordCell(ageText(row.ageMs));
    cell.sort = row.ageMs;
    cell.raw = rawNumber(static_cast<double>(row.ageMs) / 1000.0, 3);
    return cell;
}

std::vector<Column<OrderRow>> orderColumns()
{
    ColumnInfo reason = leftColumn(u"reason"_s, Words::tr("Reason"), u"Protective stop"_s);
    reason.stretch = true;
    ColumnInfo client = rightColumn(u"clientindex"_s, Words::tr("Client index"), u"0000000000"_s);
    client.narrow = false;
    ColumnInfo venue = rightColumn(u"venueindex"_s, Words::tr("Venue index"), u"0000000000"_s);
    venue.narrow = false;
    return {
        {leftColumn(u"time"_s, Words::tr("Time, UTC"), u"00:00:00"_s),
         [](const OrderRow& row) {
             return timeCell(row.timeMs, clockSecondsText(row.timeMs));
         }},
        {leftColumn(u"market"_s, Words::tr("Market"), u"XAU-PERP"_s),
         [](const OrderRow& row) {
             return wordCell(row.market);
         }},
        {leftColumn(u"side"_s, Words::tr("Side"), u"▼ Sell"_s), buyCell},
        {leftColumn(u"type"_s, Words::tr("Type"), u"Stop market"_s),
         [](const OrderRow& row) {
             return wordCell(row.type);
         }},
        {leftColumn(u"state"_s, Words::tr("State"), u"May have been sent"_s), stateCell},
        {rightColumn(u"price"_s, Words::tr("Price"), u"00,000.00"_s),
         [](const OrderRow& row) {
             return maybeNumberCell(row.price, Words::tr("A market order has no price"));
         }},
        {rightColumn(u"size"_s, Words::tr("Size"), u"000.00000"_s),
         [](const OrderRow& row) {
             return numberCell(row.size);
         }},
        {rightColumn(u"filled"_s, Words::tr("Filled"), u"000.00000"_s),
         [](const OrderRow& row) {
             return numberCell(row.filled);
         }},
        {rightColumn(u"age"_s, Words::tr("Age"), u"00 min"_s), ageCell},
        {leftColumn(u"engine"_s, Words::tr("Engine"), u"Average cross long"_s),
         [](const OrderRow& row) {
             return wordCell(row.engine);
         }},
        {reason,
         [](const OrderRow& row) {
             return wordCell(row.reason);
         }},
        {rightColumn(u"id"_s, Words::tr("Order"), u"00000"_s),
         [](const OrderRow& row) {
             Cell cell = countCell(row.id);
             cell.text = QString::number(row.id);
             return cell;
         }},
        {client,
         [](const OrderRow& row) {
             return wordCell(row.clientIndex, Tone::Secondary);
         }},
        {venue,
         [](const OrderRow& row) {
             return wordCell(row.venueIndex, Tone::Secondary);
         }},
    };
}

} // namespace

OrdersModel::OrdersModel(QObject* parent)
    : RowsModel(
        orderColumns(),
        [](const OrderRow& row) { return row.id; },
        5,
        parent)
{}

} // namespace wick::desktop
