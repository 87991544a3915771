#pragma once

#include "app/desktop/views/tableview.h"

#include <QList>
#include <QWidget>

class QLineEdit;
class QMenu;
class QStackedLayout;

namespace wick::desktop {

class EmptyState;
class RoleLabel;

/// The words of a table without rows.
struct EmptyWords
{
    QString icon;
    QString title;
    QString sentence;
};

/// A table with its filter line, its words for emptiness, its footer and its context menu.
class TablePanel final : public QWidget
{
    Q_OBJECT
public:
    TablePanel(TableModel* model, EmptyWords empty, QWidget* parent = nullptr);

    [[nodiscard]] TableView& view() const noexcept { return *m_view; }
    void setFooter(const QString& text);
    /// Stands over the table and filters it by FilterProxy::setRowTest().
    void setFilterBar(QWidget* bar);
    /// Stands in the context menu behind the acts: On chart, In log, …
    void addShowAction(QAction* action) { m_showActions.append(action); }
    /// Name of the file that Export CSV proposes, without its ending.
    void setExportName(const QString& name) { m_exportName = name; }

public Q_SLOTS:
    void openFilter();
    void clearFilter();
    void exportCsv();

Q_SIGNALS:
    /// Something the person should read in the log: a file was written, or could not be.
    void notice(const QString& text);
    void filterCleared();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();
    void showContextMenu(const QPoint& position);
    void showColumnMenu(const QPoint& position);
    void addActs(QMenu& menu, const QModelIndex& index);
    void fillColumnMenu(QMenu& menu);

    TableView* m_view;
    QLineEdit* m_filter;
    QStackedLayout* m_stack;
    EmptyState* m_empty;
    RoleLabel* m_footer;
    EmptyWords m_words;
    QList<QAction*> m_showActions;
    QString m_exportName;
};

} // namespace wick::desktop
