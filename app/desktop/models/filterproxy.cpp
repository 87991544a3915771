#include "app/desktop/models/filterproxy.h"

#include "app/desktop/models/tablemodel.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace wick::desktop {

FilterProxy::FilterProxy(QObject* parent)
    : QSortFilterProxyModel(parent)
{
    setSortRole(SortRole);
    setDynamicSortFilter(true);
}

void FilterProxy::setFilterText(const QString& text)
{
    m_text = text.trimmed();
    m_words.clear();
    m_bounds.clear();
    static const QRegularExpression separators{u"[\\s,]+"_s};
    const QStringList tokens = m_text.split(separators, Qt::SkipEmptyParts);
    for (const QString& token : tokens) {
        bool isNumber = false;
        QString digits = token.mid(1);
        const double value = digits.replace(u'\u2212', u'-').toDouble(&isNumber);
        if (isNumber && (token.startsWith(u'>') || token.startsWith(u'<'))) {
            m_bounds.push_back({token.startsWith(u'>'), value});
        } else {
            m_words.append(token);
        }
    }
    invalidateFilter();
}

void FilterProxy::setRowTest(std::function<bool(int)> test)
{
    m_test = std::move(test);
    invalidateFilter();
}

int FilterProxy::hiddenRows() const
{
    return sourceModel() == nullptr ? 0 : sourceModel()->rowCount() - rowCount();
}

bool FilterProxy::filterAcceptsRow(int sourceRow, const QModelIndex& /*sourceParent*/) const
{
    return (!m_test || m_test(sourceRow)) && holdsBounds(sourceRow) && holdsWords(sourceRow);
}

bool FilterProxy::holdsBounds(int sourceRow) const
{
    if (m_bounds.empty()) {
        return true;
    }
    const auto* table = qobject_cast<const TableModel*>(sourceModel());
    if (table == nullptr || table->numberColumn() < 0) {
        return false;
    }
    const double value = table->index(sourceRow, table->numberColumn()).data(SortRole).toDouble();
    return std::all_of(m_bounds.begin(), m_bounds.end(), [value](const Bound& bound) {
        return bound.above ? value > bound.value : value < bound.value;
    });
}

bool FilterProxy::holdsWords(int sourceRow) const
{
    QString whole;
    for (int column = 0; !m_words.isEmpty() && column < sourceModel()->columnCount(); ++column) {
        whole += sourceModel()->index(sourceRow, column).data().toString() + u'\n';
    }
    return std::all_of(m_words.begin(), m_words.end(), [&whole](const QString& word) {
        return whole.contains(word, Qt::CaseInsensitive);
    });
}

bool FilterProxy::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const QVariant a = left.data(SortRole);
    const QVariant b = right.data(SortRole);
    if (a.metaType().id() == QMetaType::QString && b.metaType().id() == QMetaType::QString) {
        return QString::localeAwareCompare(a.toString(), b.toString()) < 0;
    }
    return a.toDouble() < b.toDouble();
}

} // namespace wick::desktop
