#include "app/desktop/models/tablemodel.h"

namespace wick::desktop {

namespace {

/// Views ask for many roles; only these are worth the making of a cell.
bool needsCell(int role) noexcept
{
    return role == Qt::DisplayRole || role == CellRole || role == SortRole || role == RawRole
           || role == Qt::ToolTipRole || role == Qt::AccessibleTextRole;
}

QVariant partOf(const Cell& cell, int role)
{
    switch (role) {
    case CellRole:
        return QVariant::fromValue(cell);
    case SortRole:
        return cell.sort.isValid() ? cell.sort : QVariant{cell.text};
    case RawRole:
        if (cell.rawMissing) {
            return QString{};
        }
        return cell.raw.isEmpty() ? cell.text : cell.raw;
    case Qt::ToolTipRole:
        return cell.tip.isEmpty() ? QVariant{} : QVariant{cell.tip};
    default:
        return cell.suffix.isEmpty() ? cell.text : QString{cell.text + u' ' + cell.suffix};
    }
}

} // namespace

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
    return needsCell(role) ? partOf(cell(index.row(), index.column()), role) : QVariant{};
}

} // namespace wick::desktop
