#pragma once

#include "app/desktop/models/tablemodel.h"

#include <QPersistentModelIndex>
#include <QSet>
#include <QTableView>

namespace wick::desktop {

class FilterProxy;
class TableHeader;

/// A table of values: rows of fixed height, columns as wide as their sample, no grid, no re-sort
/// while the pointer is on it. Buttons and icons in cells act on a click, on Return and on Space.
class TableView final : public QTableView
{
    Q_OBJECT
public:
    explicit TableView(TableModel* model, QWidget* parent = nullptr);

    [[nodiscard]] FilterProxy& proxy() const noexcept { return *m_proxy; }
    [[nodiscard]] TableModel& table() const noexcept { return *m_table; }

    [[nodiscard]] int hoveredRow() const noexcept { return m_hoveredRow; }
    [[nodiscard]] QModelIndex hoveredAction() const { return m_hoveredAction; }
    [[nodiscard]] bool isFirstVisibleColumn(int logicalIndex) const;
    /// Too narrow for all columns: those a narrow window can spare are hidden.
    [[nodiscard]] bool isCompact() const noexcept { return m_compact; }

    void setUserHidden(const QString& columnId, bool hidden);
    [[nodiscard]] bool isUserHidden(const QString& columnId) const;

    /// Key of the current row; invalid without one.
    [[nodiscard]] QVariant currentKey() const;
    void selectKey(const QVariant& key);

    /// Asks for the action of a column on the current row, where its cell allows it.
    void actOnCurrent(CellAction action);

    [[nodiscard]] QString rowText(int proxyRow) const;
    /// Header and all rows shown, tab-separated, raw numbers.
    [[nodiscard]] QString tableText() const;
    /// RFC 4180 with CRLF; fields that a spreadsheet would run as a formula are quoted as text.
    [[nodiscard]] QString csvText() const;

Q_SIGNALS:
    void acted(wick::desktop::CellAction action, const QVariant& key);
    void rowChosen(const QVariant& key);
    void compactChanged(bool compact);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] int sampleWidth(int column) const;
    [[nodiscard]] int wantedWidth() const;
    void layOutColumns();
    void setHover(int row, const QModelIndex& action);
    [[nodiscard]] QModelIndex actionAt(const QPoint& position) const;
    void act(const QModelIndex& index);
    [[nodiscard]] QList<int> shownColumns() const;

    TableModel* m_table;
    FilterProxy* m_proxy;
    TableHeader* m_header;
    int m_hoveredRow = -1;
    QPersistentModelIndex m_hoveredAction;
    QPersistentModelIndex m_pressedAction;
    QSet<QString> m_userHidden;
    bool m_compact = false;
};

} // namespace wick::desktop
