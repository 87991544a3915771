#pragma once

#include "app/desktop/models/cell.h"

#include <QAbstractTableModel>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <utility>
#include <vector>

namespace wick::desktop {

enum TableRole
{
    CellRole = Qt::UserRole + 1, ///< the Cell
    SortRole,
    RawRole,
    KeyRole,    ///< of the row; the same for all its columns
    ActionRole, ///< CellAction of a cell that acts when clicked
};

/// What a click on a cell asks for.
enum class CellAction : std::uint8_t
{
    None,
    Pause,
    Stop,
    Kill,
    Close,
};

/// How a column behaves in a view.
struct ColumnInfo
{
    QString id; ///< stable, for saved layouts
    QString title;
    Qt::Alignment alignment = Qt::AlignLeft;
    QString sample;       ///< a long content: the width follows it
    bool stretch = false; ///< takes the rest
    bool narrow = true;   ///< shown in a window below 1440 wide
    CellAction action = CellAction::None;
    QString tip;
};

/// The part of the table models that does not depend on the row type.
class TableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    [[nodiscard]] virtual const ColumnInfo& column(int index) const = 0;
    [[nodiscard]] int indexOfColumn(const QString& id) const;
    /// Column that `>10` and `<10` in a filter compare; -1 when the table has none.
    [[nodiscard]] virtual int numberColumn() const = 0;

    [[nodiscard]] QVariant
    headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

protected:
    [[nodiscard]] virtual Cell cell(int row, int column) const = 0;
    [[nodiscard]] virtual QVariant key(int row) const = 0;
};

/// One column of a table of `Row`.
template <typename Row>
struct Column
{
    ColumnInfo info;
    std::function<Cell(const Row&)> cell;
};

/// A table over values that is brought up to date by key with precise notices: rows keep their
/// index, so a selection survives. Shape: keys are unique; the order of `setRows` is the order
/// shown.
template <typename Row, typename Key>
class RowsModel : public TableModel
{
public:
    RowsModel(std::vector<Column<Row>> columns,
              std::function<Key(const Row&)> keyOf,
              int numberColumn,
              QObject* parent)
        : TableModel(parent)
        , m_columns(std::move(columns))
        , m_keyOf(std::move(keyOf))
        , m_numberColumn(numberColumn)
    {}

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
    }
    [[nodiscard]] const ColumnInfo& column(int index) const override
    {
        return m_columns[static_cast<std::size_t>(index)].info;
    }
    [[nodiscard]] int numberColumn() const override { return m_numberColumn; }
    [[nodiscard]] const Row& row(int index) const
    {
        return m_rows[static_cast<std::size_t>(index)];
    }
    [[nodiscard]] const std::vector<Row>& rows() const noexcept { return m_rows; }
    [[nodiscard]] Key keyAt(int index) const { return m_keyOf(row(index)); }

    /// Shows exactly `rows`: removes, moves, inserts and changes only what differs.
    void setRows(std::vector<Row> rows)
    {
        removeMissing(rows);
        for (std::size_t at = 0; at < rows.size();) {
            const std::size_t from = find(m_keyOf(rows[at]), at);
            if (from == m_rows.size()) {
                at = insertRun(rows, at);
                continue;
            }
            if (from != at) {
                move(from, at);
            }
            replace(at, std::move(rows[at]));
            ++at;
        }
    }

    /// Adds rows behind the last; their keys are new.
    void append(std::vector<Row> rows)
    {
        if (rows.empty()) {
            return;
        }
        const int first = rowCount();
        beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
        m_rows.insert(m_rows.end(), std::make_move_iterator(rows.begin()),
                      std::make_move_iterator(rows.end()));
        endInsertRows();
    }

    /// Takes the `count` oldest rows away, for tables that are capped.
    void removeFirst(int count)
    {
        if (count > 0 && count <= rowCount()) {
            removeRange(0, static_cast<std::size_t>(count));
        }
    }

protected:
    [[nodiscard]] Cell cell(int row, int column) const override
    {
        return m_columns[static_cast<std::size_t>(column)].cell(this->row(row));
    }
    [[nodiscard]] QVariant key(int row) const override { return QVariant::fromValue(keyAt(row)); }

private:
    [[nodiscard]] std::size_t find(const Key& key, std::size_t from) const
    {
        while (from < m_rows.size() && m_keyOf(m_rows[from]) != key) {
            ++from;
        }
        return from;
    }

    void removeRange(std::size_t first, std::size_t end)
    {
        beginRemoveRows({}, static_cast<int>(first), static_cast<int>(end) - 1);
        m_rows.erase(m_rows.begin() + static_cast<std::ptrdiff_t>(first),
                     m_rows.begin() + static_cast<std::ptrdiff_t>(end));
        endRemoveRows();
    }

    void removeMissing(const std::vector<Row>& wanted)
    {
        std::vector<Key> keys;
        keys.reserve(wanted.size());
        for (const Row& row : wanted) {
            keys.push_back(m_keyOf(row));
        }
        std::sort(keys.begin(), keys.end());
        const auto isWanted = [&](std::size_t at) {
            return std::binary_search(keys.begin(), keys.end(), m_keyOf(m_rows[at]));
        };
        std::size_t end = m_rows.size();
        while (end > 0) {
            if (isWanted(end - 1)) {
                --end;
                continue;
            }
            std::size_t first = end - 1;
            while (first > 0 && !isWanted(first - 1)) {
                --first;
            }
            removeRange(first, end);
            end = first;
        }
    }

    /// Inserts the run of new rows that starts at `at`; returns the index behind it.
    std::size_t insertRun(std::vector<Row>& rows, std::size_t at)
    {
        std::size_t end = at + 1;
        while (end < rows.size() && find(m_keyOf(rows[end]), at) == m_rows.size()) {
            ++end;
        }
        beginInsertRows({}, static_cast<int>(at), static_cast<int>(end) - 1);
        m_rows.insert(m_rows.begin() + static_cast<std::ptrdiff_t>(at),
                      std::make_move_iterator(rows.begin() + static_cast<std::ptrdiff_t>(at)),
                      std::make_move_iterator(rows.begin() + static_cast<std::ptrdiff_t>(end)));
        endInsertRows();
        return end;
    }

    void move(std::size_t from, std::size_t to)
    {
        beginMoveRows({}, static_cast<int>(from), static_cast<int>(from), {}, static_cast<int>(to));
        const auto first = m_rows.begin() + static_cast<std::ptrdiff_t>(to);
        const auto last = m_rows.begin() + static_cast<std::ptrdiff_t>(from);
        std::rotate(first, last, std::next(last));
        endMoveRows();
    }

    void replace(std::size_t at, Row row)
    {
        if (m_rows[at] == row) {
            return;
        }
        m_rows[at] = std::move(row);
        const int changed = static_cast<int>(at);
        Q_EMIT dataChanged(index(changed, 0), index(changed, columnCount() - 1));
    }

    std::vector<Column<Row>> m_columns;
    std::function<Key(const Row&)> m_keyOf;
    int m_numberColumn;
    std::vector<Row> m_rows;
};

} // namespace wick::desktop
