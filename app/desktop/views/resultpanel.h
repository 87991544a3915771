#pragma once

#include "app/desktop/models/backtestvalues.h"

#include <QWidget>

#include <vector>

class QTabBar;
class QScrollArea;
class QStackedLayout;

namespace wick::desktop {

class EmptyState;

/// A finished backtest in words: the verdict first, then figures, costs, checks; earlier results
/// side by side.
class ResultPanel final : public QWidget
{
    Q_OBJECT
public:
    explicit ResultPanel(QWidget* parent = nullptr);

    void setResult(const ResultSummary& summary);
    /// Newest first; the first is the one shown.
    void setHistory(std::vector<ResultSummary> history);

private:
    void show(int page);
    [[nodiscard]] QWidget* resultPage() const;
    [[nodiscard]] QWidget* linesPage(const std::vector<ResultLine>& lines) const;
    [[nodiscard]] QWidget* comparePage() const;

    QTabBar* m_pages;
    QScrollArea* m_scroll;
    QStackedLayout* m_stack;
    EmptyState* m_empty;
    ResultSummary m_summary;
    std::vector<ResultSummary> m_history;
};

} // namespace wick::desktop
