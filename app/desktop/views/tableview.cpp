#include "app/desktop/views/tableview.h"

#include "app/desktop/delegates/celldelegate.h"
#include "app/desktop/models/filterproxy.h"
#include "app/desktop/theme/typescale.h"
#include "app/desktop/views/tableheader.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

/// Quoted where a comma, quote or line end asks for it; a leading = + - @ that is no number gets an
/// apostrophe, so that no spreadsheet runs it.
QString csvField(QString field)
{
    bool isNumber = false;
    static_cast<void>(field.toDouble(&isNumber));
    static const QString kDangerous = u"=+-@\t\r"_s;
    if (!field.isEmpty() && !isNumber && kDangerous.contains(field.front())) {
        field.prepend(u'\'');
    }
    if (field.contains(u',') || field.contains(u'"') || field.contains(u'\n')
        || field.contains(u'\r')) {
        field.replace(u'"', u"\"\""_s);
        return u'"' + field + u'"';
    }
    return field;
}

} // namespace

TableView::TableView(TableModel* model, QWidget* parent)
    : QTableView(parent)
    , m_table(model)
    , m_proxy(new FilterProxy{this})
    , m_header(new TableHeader{this})
{
    m_proxy->setSourceModel(model);
    setHorizontalHeader(m_header);
    setModel(m_proxy);
    setItemDelegate(new CellDelegate{this});
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setWordWrap(false);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    setHorizontalScrollMode(ScrollPerPixel);
    setCornerButtonEnabled(false);
    setSortingEnabled(true);
    sortByColumn(-1, Qt::AscendingOrder);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(8);
    verticalHeader()->setDefaultSectionSize(metrics().row);
    m_header->setSectionResizeMode(QHeaderView::Interactive);
    connect(this, &QTableView::clicked, this,
            [this](const QModelIndex& index) { Q_EMIT rowChosen(index.data(KeyRole)); });
    layOutColumns();
}

bool TableView::isFirstVisibleColumn(int logicalIndex) const
{
    for (int visual = 0; visual < m_header->count(); ++visual) {
        const int logical = m_header->logicalIndex(visual);
        if (!m_header->isSectionHidden(logical)) {
            return logical == logicalIndex;
        }
    }
    return false;
}

int TableView::sampleWidth(int column) const
{
    const ColumnInfo& info = m_table->column(column);
    const int sample =
        QFontMetrics{numberFont(fontOf(TypeRole::Body))}.horizontalAdvance(info.sample);
    if (info.action != CellAction::None && info.action != CellAction::Close) {
        return std::max(sample, 28);
    }
    const int title = QFontMetrics{fontOf(TypeRole::Small)}.horizontalAdvance(info.title + u" ↓"_s);
    return std::max(sample, title) + 2 * kSpace8 + kSpace4;
}

/// The room that all columns ask for which the user has not hidden.
int TableView::wantedWidth() const
{
    constexpr int kSentence = 260;
    int all = 0;
    for (int column = 0; column < m_table->columnCount(); ++column) {
        all += m_userHidden.contains(m_table->column(column).id) ? 0 : sampleWidth(column);
        all += m_table->column(column).stretch ? kSentence : 0;
    }
    return all;
}

void TableView::layOutColumns()
{
    const int room = viewport()->width();
    int missing = wantedWidth() - room;
    const bool compact = missing > 0;
    int used = 0;
    int widened = -1; // takes the rest: the last one that stretches, else the last one
    for (int column = 0; column < m_table->columnCount(); ++column) {
        const ColumnInfo& info = m_table->column(column);
        const int width = sampleWidth(column);
        const bool unwanted = m_userHidden.contains(info.id);
        const bool gives = !unwanted && missing > 0 && !info.narrow; // the first ones give first
        missing -= gives ? width : 0;
        m_header->setSectionHidden(column, unwanted || gives);
        if (unwanted || gives) {
            continue;
        }
        m_header->resizeSection(column, width);
        used += width;
        const bool outranked = widened >= 0 && m_table->column(widened).stretch && !info.stretch;
        widened = outranked ? widened : column;
    }
    if (widened >= 0 && used < room) {
        m_header->resizeSection(widened, m_header->sectionSize(widened) + room - used);
    }
    if (compact != m_compact) {
        m_compact = compact;
        Q_EMIT compactChanged(compact);
    }
}

void TableView::setUserHidden(const QString& columnId, bool hidden)
{
    if (hidden) {
        m_userHidden.insert(columnId);
    } else {
        m_userHidden.remove(columnId);
    }
    layOutColumns();
}

bool TableView::isUserHidden(const QString& columnId) const
{
    return m_userHidden.contains(columnId);
}

QVariant TableView::currentKey() const
{
    return currentIndex().data(KeyRole);
}

void TableView::selectKey(const QVariant& key)
{
    for (int row = 0; row < m_proxy->rowCount(); ++row) {
        const QModelIndex index = m_proxy->index(row, 0);
        if (index.data(KeyRole) == key) {
            setCurrentIndex(index);
            scrollTo(index);
            return;
        }
    }
}

void TableView::actOnCurrent(CellAction action)
{
    for (int column = 0; currentIndex().isValid() && column < m_table->columnCount(); ++column) {
        if (m_table->column(column).action == action) {
            act(m_proxy->index(currentIndex().row(), column));
        }
    }
}

void TableView::act(const QModelIndex& index)
{
    const auto action = static_cast<CellAction>(index.data(ActionRole).toInt());
    if (action != CellAction::None && index.data(CellRole).value<Cell>().enabled) {
        Q_EMIT acted(action, index.data(KeyRole));
    }
}

QList<int> TableView::shownColumns() const
{
    QList<int> columns;
    for (int visual = 0; visual < m_header->count(); ++visual) {
        const int logical = m_header->logicalIndex(visual);
        if (!m_header->isSectionHidden(logical)
            && m_table->column(logical).action == CellAction::None) {
            columns.append(logical);
        }
    }
    return columns;
}

QString TableView::rowText(int proxyRow) const
{
    QStringList fields;
    for (const int column : shownColumns()) {
        fields.append(m_proxy->index(proxyRow, column).data(RawRole).toString());
    }
    return fields.join(u'\t');
}

QString TableView::tableText() const
{
    QStringList fields;
    for (const int column : shownColumns()) {
        fields.append(m_table->column(column).title);
    }
    QStringList lines{fields.join(u'\t')};
    for (int row = 0; row < m_proxy->rowCount(); ++row) {
        lines.append(rowText(row));
    }
    return lines.join(u'\n');
}

QString TableView::csvText() const
{
    QStringList fields;
    for (const int column : shownColumns()) {
        fields.append(csvField(m_table->column(column).title));
    }
    QStringList lines{fields.join(u',')};
    for (int row = 0; row < m_proxy->rowCount(); ++row) {
        fields.clear();
        for (const int column : shownColumns()) {
            fields.append(csvField(m_proxy->index(row, column).data(RawRole).toString()));
        }
        lines.append(fields.join(u','));
    }
    return lines.join(u"\r\n"_s) + u"\r\n"_s;
}

void TableView::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    layOutColumns();
}

void TableView::changeEvent(QEvent* event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        verticalHeader()->setDefaultSectionSize(metrics().row);
        layOutColumns();
    }
}

QModelIndex TableView::actionAt(const QPoint& position) const
{
    const QModelIndex index = indexAt(position);
    if (!index.isValid()
        || static_cast<CellAction>(index.data(ActionRole).toInt()) == CellAction::None) {
        return {};
    }
    const auto cell = index.data(CellRole).value<Cell>();
    return CellDelegate::actionRect(cell, visualRect(index)).contains(position) ? index
                                                                                : QModelIndex{};
}

void TableView::setHover(int row, const QModelIndex& action)
{
    if (row != m_hoveredRow || action != m_hoveredAction) {
        m_hoveredRow = row;
        m_hoveredAction = action;
        viewport()->update();
    }
}

void TableView::mouseMoveEvent(QMouseEvent* event)
{
    m_proxy->setDynamicSortFilter(false); // no row moves away under the pointer
    setHover(indexAt(event->position().toPoint()).row(), actionAt(event->position().toPoint()));
    QTableView::mouseMoveEvent(event);
}

void TableView::leaveEvent(QEvent* event)
{
    setHover(-1, {});
    m_proxy->setDynamicSortFilter(true);
    QTableView::leaveEvent(event);
}

void TableView::mousePressEvent(QMouseEvent* event)
{
    m_pressedAction =
        event->button() == Qt::LeftButton ? actionAt(event->position().toPoint()) : QModelIndex{};
    QTableView::mousePressEvent(event);
}

void TableView::mouseReleaseEvent(QMouseEvent* event)
{
    const QPersistentModelIndex pressed = m_pressedAction;
    m_pressedAction = QModelIndex{};
    QTableView::mouseReleaseEvent(event);
    if (pressed.isValid() && actionAt(event->position().toPoint()) == pressed) {
        act(pressed);
    }
}

void TableView::keyPressEvent(QKeyEvent* event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (currentIndex().isValid() && (enter || event->key() == Qt::Key_Space)) {
        const auto action = static_cast<CellAction>(currentIndex().data(ActionRole).toInt());
        if (action != CellAction::None) {
            act(currentIndex());
        } else {
            Q_EMIT rowChosen(currentKey());
        }
        return;
    }
    QTableView::keyPressEvent(event);
}

} // namespace wick::desktop
