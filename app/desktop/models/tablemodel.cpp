#include "app/desktop/models/tablemodel.h"

namespace wick::desktop {

int TableModel::indexOfColumn(const QString& id) const
{
    for (int at = 0; at < columnCount(); ++at) {
        if (column(at).id == id) {
            return at;
        }
    }
    return -1;
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) {
        return {};
    }
    const ColumnInfo& info = column(section);
    if (role == Qt::DisplayRole) {
        return info.title;
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(info.alignment | Qt::AlignVCenter);
    }
    if (role == Qt::ToolTipRole && !info.tip.isEmpty()) {
        return info.tip;
    }
    return {};
}

QVariant TableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    if (role == KeyRole) {
        return key(index.row());
    }
    if (role == ActionRole) {
        return static_cast<int>(column(index.column()).action);
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(column(index.column()).alignment | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole && role != CellRole && role != SortRole && role != RawRole
        && role != Qt::ToolTipRole && role != Qt::AccessibleTextRole)
    {
        return {};
    }
    Cell value = cell(index.row(), index.column());
    switch (role) {
    case CellRole:
        return QVariant::fromValue(value);
    case SortRole:
        return value.sort.isValid() ? value.sort : QVariant{value.text};
    case RawRole:
        if (value.rawMissing) {
            return QString{};
        }
        return value.raw.isEmpty() ? value.text : value.raw;
    case Qt::ToolTipRole:
        return value.tip.isEmpty() ? QVariant{} : QVariant{value.tip};
    default:
        return value.suffix.isEmpty() ? value.text : QString{value.text + u' ' + value.suffix};
    }
}

} // namespace wick::desktop
