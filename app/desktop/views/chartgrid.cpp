#include "app/desktop/views/chartgrid.h"

#include "app/desktop/views/chartslot.h"

#include <QDataStream>
#include <QHBoxLayout>
#include <QIODevice>
#include <QSplitter>

namespace wick::desktop {

ChartGrid::ChartGrid(QWidget* parent)
    : QWidget(parent)
    , m_rows(new QSplitter{Qt::Vertical, this})
{
    auto* layout = new QHBoxLayout{this};
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_rows);
    m_rows->setChildrenCollapsible(false);
    for (QSplitter*& columns : m_columns) {
        columns = new QSplitter{Qt::Horizontal, m_rows};
        columns->setChildrenCollapsible(false);
        m_rows->addWidget(columns);
    }
    for (std::size_t i = 0; i < m_slots.size(); ++i) {
        QSplitter* columns = m_columns[i / 2];
        m_slots[i] = new ChartSlot{columns};
        m_slots[i]->setMinimumWidth(240);
        columns->addWidget(m_slots[i]);
    }
    setCount(1);
}

void ChartGrid::setCount(int count)
{
    const int shown = count >= kMost ? kMost : count >= 2 ? 2 : 1;
    m_slots[1]->setVisible(shown >= 2);
    m_columns[1]->setVisible(shown == kMost);
    if (shown != m_count) {
        m_count = shown;
        resetSizes();
        Q_EMIT countChanged(m_count);
    }
}

void ChartGrid::resetSizes()
{
    const QList<int> columns = m_count == kMost ? QList<int>{500, 500} : QList<int>{600, 400};
    for (QSplitter* each : m_columns) {
        each->setSizes(columns);
    }
    m_rows->setSizes({500, 500});
}

QByteArray ChartGrid::saveState() const
{
    QByteArray state;
    QDataStream stream{&state, QIODevice::WriteOnly};
    stream << m_count << m_rows->saveState() << m_columns[0]->saveState()
           << m_columns[1]->saveState();
    return state;
}

bool ChartGrid::restoreState(const QByteArray& state)
{
    QDataStream stream{state};
    int count = 0;
    QByteArray rows;
    QByteArray upper;
    QByteArray lower;
    stream >> count >> rows >> upper >> lower;
    if (stream.status() != QDataStream::Ok || (count != 1 && count != 2 && count != kMost)) {
        return false;
    }
    setCount(count);
    m_rows->restoreState(rows);
    m_columns[0]->restoreState(upper);
    m_columns[1]->restoreState(lower);
    m_slots[1]->setVisible(count >= 2);
    m_columns[1]->setVisible(count == kMost);
    return true;
}

} // namespace wick::desktop
