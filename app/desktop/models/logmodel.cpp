#include "app/desktop/models/logmodel.h"

#include "app/desktop/models/cells.h"
#include "app/desktop/text/describe.h"
#include "core/base/unreachable.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(LogModel)
};

Tone toneOf(LogLevel level)
{
    switch (level) {
    case LogLevel::Info:
        return Tone::Secondary;
    case LogLevel::Warning:
        return Tone::Warning;
    case LogLevel::Problem:
        return Tone::Danger;
    }
    core::unreachable();
}

Cell levelCell(const LogRow& row)
{
    Cell cell = wordCell(describe(row.level), toneOf(row.level));
    cell.sort = static_cast<int>(row.level);
    if (row.level != LogLevel::Info) {
        cell.icon = u"warn"_s;
        cell.iconTone = toneOf(row.level);
    }
    return cell;
}

Cell textCell(const LogRow& row)
{
    Cell cell = wordCell(row.text);
    cell.tip = row.text;
    return cell;
}

std::vector<Column<LogRow>> logColumns()
{
    ColumnInfo text = leftColumn(u"text"_s, Words::tr("What happened"), u"Order filled"_s);
    text.stretch = true;
    return {
        {leftColumn(u"time"_s, Words::tr("Time, UTC"), u"00 MMM 00:00"_s),
         [](const LogRow& row) {
             return timeCell(row.timeMs, clockSecondsText(row.timeMs));
         }},
        {leftColumn(u"level"_s, Words::tr("Level"), u"MM Warning"_s), levelCell},
        {leftColumn(u"source"_s, Words::tr("From"), u"Average crossing"_s),
         [](const LogRow& row) {
             return wordCell(row.source, Tone::Secondary);
         }},
        {text, textCell},
    };
}

} // namespace

LogModel::LogModel(QObject* parent)
    : RowsModel(
        logColumns(),
        [](const LogRow& row) { return row.id; },
        -1,
        parent)
{}

void LogModel::add(std::vector<LogRow> rows)
{
    append(std::move(rows));
    removeFirst(rowCount() - kLogCap);
}

} // namespace wick::desktop
