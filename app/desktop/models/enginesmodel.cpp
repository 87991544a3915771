#include "app/desktop/models/enginesmodel.h"

#include "app/desktop/models/cells.h"
#include "app/desktop/text/describe.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(EnginesModel)
};

constexpr qint64 kSlowHeartbeatMs = 1000;

Cell nameCell(const EngineRow& row)
{
    Cell cell = wordCell(row.name);
    cell.raw = row.name;
    return cell;
}

Cell marketCell(const EngineRow& row)
{
    Cell cell = wordCell(row.market);
    cell.suffix = row.timeframe;
    cell.raw = row.market + u' ' + row.timeframe;
    return cell;
}

Cell stateCell(const EngineRow& row)
{
    const Tone tone = toneOf(row.state);
    Cell cell = wordCell(describe(row.state),
                         row.state == EngineState::NotAnswering ? Tone::Danger : Tone::Primary);
    cell.icon = iconOf(row.state);
    cell.iconTone = tone;
    cell.sort = static_cast<int>(row.state);
    return cell;
}

Cell doingCell(const EngineRow& row)
{
    Cell cell = wordCell(row.doing);
    cell.tip = row.doing;
    return cell;
}

Cell positionCell(const EngineRow& row)
{
    if (row.side == RowSide::None) {
        Cell cell = wordCell(Words::tr("flat"), Tone::Secondary);
        cell.sort = 0.0;
        cell.raw = u"0"_s;
        return cell;
    }
    Cell cell = numberCell(row.position);
    const bool isLong = row.side == RowSide::Long;
    cell.text = (isLong ? u"▲ "_s : u"▼ "_s) + number(row.position);
    cell.tone = toneOf(row.side);
    cell.sort = row.position.toDouble() * (isLong ? 1.0 : -1.0);
    cell.raw = (isLong ? QString{} : u"-"_s) + rawNumber(row.position);
    return cell;
}

Cell lossCapCell(const EngineRow& row)
{
    Cell cell;
    cell.kind = CellKind::Bar;
    cell.fraction = row.lossCapUsed;
    cell.text = percent(row.lossCapUsed * 100.0, 0);
    cell.sort = row.lossCapUsed;
    cell.raw = rawNumber(row.lossCapUsed, 4);
    return cell;
}

Cell heartbeatCell(const EngineRow& row)
{
    if (!row.heartbeatMs.has_value()) {
        return maybeNumberCell({}, Words::tr("The engine does not run."));
    }
    Cell cell;
    const double seconds = static_cast<double>(*row.heartbeatMs) / 1000.0;
    cell.text = Words::tr("%1 s").arg(number(seconds, 1));
    cell.sort = seconds;
    cell.raw = rawNumber(seconds, 3);
    if (row.state == EngineState::NotAnswering) {
        cell.tone = Tone::Danger;
    } else if (*row.heartbeatMs > kSlowHeartbeatMs) {
        cell.tone = Tone::Warning;
    }
    cell.tip = Words::tr("Age of the engine's last answer, in seconds of wall time");
    return cell;
}

Cell iconCell(const QString& icon, const QString& name, Tone tone, bool enabled)
{
    Cell cell;
    cell.kind = CellKind::Icon;
    cell.icon = icon;
    cell.text = name;
    cell.iconTone = enabled ? tone : Tone::Disabled;
    cell.enabled = enabled;
    cell.tip = name;
    cell.rawMissing = true;
    return cell;
}

bool runs(EngineState state)
{
    return state != EngineState::Stopped;
}

bool canResume(EngineState state)
{
    return state == EngineState::Paused || state == EngineState::Stopped;
}

Cell pauseCell(const EngineRow& row)
{
    if (canResume(row.state)) {
        return iconCell(u"play"_s, Words::tr("Resume %1").arg(row.name), Tone::Primary, true);
    }
    const bool enabled = row.state != EngineState::Halted;
    return iconCell(u"pause"_s,
                    enabled ? Words::tr("Pause %1: no new entries, its stop stays").arg(row.name)
                            : Words::tr("%1 is halted").arg(row.name),
                    Tone::Primary, enabled);
}

Cell stopCell(const EngineRow& row)
{
    return iconCell(u"stop"_s,
                    runs(row.state)
                        ? Words::tr("Stop %1: close its position, then end it").arg(row.name)
                        : Words::tr("%1 is stopped").arg(row.name),
                    Tone::Primary, runs(row.state));
}

Cell killCell(const EngineRow& row)
{
    return iconCell(u"kill"_s,
                    runs(row.state)
                        ? Words::tr("Kill %1: close its position and halt it").arg(row.name)
                        : Words::tr("%1 is stopped").arg(row.name),
                    Tone::Danger, runs(row.state));
}

ColumnInfo actionColumn(const QString& id, const QString& title, CellAction action)
{
    ColumnInfo info;
    info.id = id;
    info.title = title;
    info.alignment = Qt::AlignHCenter;
    info.sample = u"MMMM"_s;
    info.action = action;
    return info;
}

std::vector<Column<EngineRow>> fleetColumns()
{
    ColumnInfo market = leftColumn(u"market"_s, Words::tr("Market"), u"XAU-PERP 15m  "_s);
    market.narrow = false;
    ColumnInfo mode = leftColumn(u"mode"_s, Words::tr("Mode"), u"Testnet "_s);
    mode.narrow = false;
    ColumnInfo doing = leftColumn(u"doing"_s, Words::tr("What it is doing"), u"Flat. No burst"_s);
    doing.stretch = true;
    ColumnInfo cap = leftColumn(u"losscap"_s, Words::tr("Loss cap used"), u"000000000000000"_s);
    cap.narrow = false;
    return {
        {leftColumn(u"engine"_s, Words::tr("Engine"), u"Average cross long MMM"_s), nameCell},
        {market, marketCell},
        {mode,
         [](const EngineRow& row) {
             return wordCell(row.mode);
         }},
        {leftColumn(u"state"_s, Words::tr("State"), u"MM Not answering"_s), stateCell},
        {doing, doingCell},
        {rightColumn(u"position"_s, Words::tr("Position"), u"▲ 000.00000"_s), positionCell},
        {rightColumn(u"daypnl"_s, Words::tr("Day P&L"), u"+10,000.00"_s),
         [](const EngineRow& row) {
             return moneyCell(row.dayPnl);
         }},
        {cap, lossCapCell},
        {rightColumn(u"heartbeat"_s, Words::tr("Heartbeat"), u"Heartbeat"_s), heartbeatCell},
        {actionColumn(u"pause"_s, {}, CellAction::Pause), pauseCell},
        {actionColumn(u"stop"_s, {}, CellAction::Stop), stopCell},
        {actionColumn(u"kill"_s, Words::tr("Pause · stop · kill"), CellAction::Kill), killCell},
    };
}

} // namespace

EnginesModel::EnginesModel(QObject* parent)
    : RowsModel(
        fleetColumns(),
        [](const EngineRow& row) { return row.id; },
        6,
        parent)
{}

void EnginesModel::setCompact(bool compact)
{
    m_compact = compact;
    if (rowCount() > 0) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 0));
    }
}

Cell EnginesModel::cell(int row, int column) const
{
    Cell cell = RowsModel::cell(row, column);
    if (m_compact && column == 0) {
        cell.suffix = shortMarket(this->row(row).market);
    }
    return cell;
}

} // namespace wick::desktop
