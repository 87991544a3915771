#include "app/desktop/models/cells.h"

#include "app/desktop/text/describe.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

Cell missingCell(const QString& reason)
{
    Cell cell;
    cell.text = missingText();
    cell.tone = Tone::Secondary;
    cell.tip = reason;
    cell.sort = -std::numeric_limits<double>::infinity();
    cell.rawMissing = true;
    return cell;
}

ColumnInfo
columnOf(const QString& id, const QString& title, const QString& sample, Qt::Alignment alignment)
{
    ColumnInfo info;
    info.id = id;
    info.title = title;
    info.sample = sample;
    info.alignment = alignment;
    return info;
}

} // namespace

Cell wordCell(const QString& text, Tone tone)
{
    Cell cell;
    cell.text = text;
    cell.tone = tone;
    return cell;
}

Cell numberCell(const Fixed& value, Tone tone)
{
    Cell cell;
    cell.text = number(value);
    cell.tone = tone;
    cell.sort = value.toDouble();
    cell.raw = rawNumber(value);
    return cell;
}

Cell maybeNumberCell(const MaybeFixed& value, const QString& reasonMissing)
{
    return value.has_value() ? numberCell(*value) : missingCell(reasonMissing);
}

Cell moneyCell(const Fixed& value)
{
    Cell cell;
    cell.text = signedMoney(value);
    cell.tone = toneOfMoney(value);
    cell.sort = value.toDouble();
    cell.raw = rawNumber(value);
    return cell;
}

Cell maybeMoneyCell(const MaybeFixed& value, const QString& reasonMissing)
{
    return value.has_value() ? moneyCell(*value) : missingCell(reasonMissing);
}

Cell resultCell(double multiple, Tone tone)
{
    Cell cell;
    cell.text = rMultiple(multiple);
    cell.tone = tone;
    cell.sort = multiple;
    cell.raw = rawNumber(multiple, 4);
    return cell;
}

Cell timeCell(qint64 msSinceEpoch, const QString& shown)
{
    Cell cell;
    cell.text = shown;
    cell.sort = msSinceEpoch;
    cell.raw = isoTimeText(msSinceEpoch);
    cell.tip = fullTimeText(msSinceEpoch);
    return cell;
}

Cell countCell(qint64 count)
{
    Cell cell;
    cell.text = number(Fixed{count, 0});
    cell.sort = count;
    cell.raw = QString::number(count);
    return cell;
}

Cell sideCell(RowSide side)
{
    Cell cell = wordCell(describe(side), toneOf(side));
    cell.sort = static_cast<int>(side);
    cell.raw =
        side == RowSide::Long ? u"long"_s : (side == RowSide::Short ? u"short"_s : QString{});
    cell.rawMissing = side == RowSide::None;
    return cell;
}

ColumnInfo leftColumn(const QString& id, const QString& title, const QString& sample)
{
    return columnOf(id, title, sample, Qt::AlignLeft);
}

ColumnInfo rightColumn(const QString& id, const QString& title, const QString& sample)
{
    return columnOf(id, title, sample, Qt::AlignRight);
}

} // namespace wick::desktop
