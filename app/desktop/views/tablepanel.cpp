#include "app/desktop/views/tablepanel.h"

#include "app/desktop/models/filterproxy.h"
#include "app/desktop/theme/icons.h"
#include "app/desktop/theme/style.h"
#include "app/desktop/views/emptystate.h"
#include "app/desktop/views/labels.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QSaveFile>
#include <QShortcut>
#include <QStackedLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace wick::desktop {

TablePanel::TablePanel(TableModel* model, EmptyWords empty, QWidget* parent)
    : QWidget(parent)
    , m_view(new TableView{model, this})
    , m_filter(new QLineEdit{this})
    , m_stack(new QStackedLayout)
    , m_empty(new EmptyState{this})
    , m_footer(new RoleLabel{{}, TypeRole::Small, Tone::Secondary, this})
    , m_words(std::move(empty))
    , m_exportName(u"table"_s)
{
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_filter);
    column->addLayout(m_stack, 1);
    column->addWidget(m_footer);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);
    m_filter->hide();
    m_filter->setPlaceholderText(tr("Filter: eth short >10"));
    m_filter->setAccessibleName(tr("Filter of the table"));
    m_filter->addAction(icon(u"filter"_s), QLineEdit::LeadingPosition);
    m_filter->installEventFilter(this);
    m_footer->setContentsMargins(kSpace8, kSpace4, kSpace8, kSpace4);
    m_footer->hide();
    m_view->installEventFilter(this);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);

    connect(m_view, &QWidget::customContextMenuRequested, this, &TablePanel::showContextMenu);
    connect(m_view->horizontalHeader(), &QWidget::customContextMenuRequested, this,
            &TablePanel::showColumnMenu);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_view->proxy().setFilterText(text);
        refresh();
    });
    connect(m_empty, &EmptyState::acted, this, &TablePanel::clearFilter);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
    {
        connect(&m_view->proxy(), signal, this, &TablePanel::refresh);
    }
    connect(&m_view->proxy(), &QAbstractItemModel::modelReset, this, &TablePanel::refresh);
    refresh();
}

void TablePanel::setFooter(const QString& text)
{
    m_footer->setText(text);
    m_footer->setVisible(!text.isEmpty());
}

void TablePanel::setFilterBar(QWidget* bar)
{
    static_cast<QVBoxLayout*>(layout())->insertWidget(0, bar);
}

void TablePanel::paintEvent(QPaintEvent* /*event*/)
{
    QPainter{this}.fillRect(rect(), currentTheme().panel);
}

void TablePanel::openFilter()
{
    m_filter->show();
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void TablePanel::clearFilter()
{
    m_filter->clear();
    m_filter->hide();
    Q_EMIT filterCleared();
    m_view->setFocus(Qt::OtherFocusReason);
}

void TablePanel::refresh()
{
    const FilterProxy& proxy = m_view->proxy();
    const int hidden = proxy.hiddenRows();
    if (proxy.rowCount() > 0) {
        m_stack->setCurrentWidget(m_view);
        return;
    }
    if (hidden > 0) {
        const QString words = proxy.filterText();
        m_empty->show(u"filter"_s,
                      words.isEmpty() ? tr("No rows match what was chosen")
                                      : tr("No rows match “%1”").arg(words),
                      hidden == 1 ? tr("1 row is hidden by the filter.")
                                  : tr("%1 rows are hidden by the filter.").arg(hidden),
                      tr("Clear filter"));
    } else {
        m_empty->show(m_words.icon, m_words.title, m_words.sentence);
    }
    m_stack->setCurrentWidget(m_empty);
}

bool TablePanel::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<const QKeyEvent*>(event);
        if (watched == m_filter && key->key() == Qt::Key_Escape) {
            clearFilter();
            return true;
        }
        if (watched == m_filter && (key->key() == Qt::Key_Down || key->key() == Qt::Key_Return)) {
            m_view->setFocus(Qt::OtherFocusReason);
            return true;
        }
        if (watched == m_view && key->key() == Qt::Key_Slash) {
            openFilter();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void TablePanel::addActs(QMenu& menu, const QModelIndex& index)
{
    for (int column = 0; column < m_view->table().columnCount(); ++column) {
        const CellAction action = m_view->table().column(column).action;
        if (action == CellAction::None) {
            continue;
        }
        const auto cell = index.siblingAtColumn(column).data(CellRole).value<Cell>();
        QAction* act = menu.addAction(cell.text);
        act->setEnabled(cell.enabled);
        connect(act, &QAction::triggered, m_view,
                [this, action, key = index.data(KeyRole)] { Q_EMIT m_view->acted(action, key); });
    }
}

void TablePanel::showContextMenu(const QPoint& position)
{
    const QModelIndex index = m_view->indexAt(position);
    auto* menu = new QMenu{this};
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (index.isValid()) {
        addActs(*menu, index);
        menu->addSeparator();
        menu->addActions(m_showActions);
        menu->addSeparator();
        menu->addAction(tr("Copy cell"), this, [cell = index.data(RawRole).toString()] {
            QApplication::clipboard()->setText(cell);
        });
        menu->addAction(tr("Copy row"), this, [text = m_view->rowText(index.row())] {
            QApplication::clipboard()->setText(text);
        });
    }
    menu->addAction(tr("Copy table"), this,
                    [this] { QApplication::clipboard()->setText(m_view->tableText()); });
    menu->addSeparator();
    menu->addAction(tr("Export CSV…"), this, &TablePanel::exportCsv);
    menu->addSeparator();
    fillColumnMenu(*menu->addMenu(tr("Columns")));
    menu->popup(m_view->viewport()->mapToGlobal(position));
}

void TablePanel::showColumnMenu(const QPoint& position)
{
    auto* menu = new QMenu{this};
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillColumnMenu(*menu);
    menu->popup(m_view->horizontalHeader()->mapToGlobal(position));
}

void TablePanel::fillColumnMenu(QMenu& menu)
{
    for (int column = 0; column < m_view->table().columnCount(); ++column) {
        const ColumnInfo& info = m_view->table().column(column);
        if (info.title.isEmpty() || info.action != CellAction::None) {
            continue;
        }
        QAction* shown = menu.addAction(info.title);
        shown->setCheckable(true);
        shown->setChecked(!m_view->isUserHidden(info.id));
        connect(shown, &QAction::toggled, m_view,
                [this, id = info.id](bool on) { m_view->setUserHidden(id, !on); });
    }
}

void TablePanel::exportCsv()
{
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Export CSV"), m_exportName + u".csv"_s, tr("CSV files (*.csv)"));
    if (path.isEmpty()) {
        return;
    }
    QSaveFile file{path};
    const QByteArray text = m_view->csvText().toUtf8();
    if (file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit()) {
        Q_EMIT notice(tr("%1 rows written to %2").arg(m_view->proxy().rowCount()).arg(path));
    } else {
        Q_EMIT notice(
            tr("%1 could not be written: %2. Nothing was changed.").arg(path, file.errorString()));
    }
}

} // namespace wick::desktop
