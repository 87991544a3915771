#pragma once

#include <QSortFilterProxyModel>
#include <QStringList>

#include <functional>
#include <optional>
#include <vector>

namespace wick::desktop {

/// Sorts by raw values and filters by tokens: "eth short >10" keeps rows that hold both words and
/// whose main number is over 10.
class FilterProxy final : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit FilterProxy(QObject* parent = nullptr);

    void setFilterText(const QString& text);
    /// A further test of the rows of the model, by their number; none: all pass.
    void setRowTest(std::function<bool(int)> test);
    [[nodiscard]] const QString& filterText() const noexcept { return m_text; }
    /// Rows that the filter hides now.
    [[nodiscard]] int hiddenRows() const;

protected:
    [[nodiscard]] bool filterAcceptsRow(int sourceRow,
                                        const QModelIndex& sourceParent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    struct Bound
    {
        bool above = true;
        double value = 0.0;
    };

    [[nodiscard]] bool holdsBounds(int sourceRow) const;
    [[nodiscard]] bool holdsWords(int sourceRow) const;

    std::function<bool(int)> m_test;
    QString m_text;
    QStringList m_words;
    std::vector<Bound> m_bounds;
};

} // namespace wick::desktop
