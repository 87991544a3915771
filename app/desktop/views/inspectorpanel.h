#pragma once

#include "app/desktop/models/inspection.h"

#include <QWidget>

class QPushButton;
class QScrollArea;
class QStackedLayout;
class QToolButton;

namespace wick::desktop {

class EmptyState;
class RoleLabel;

/// One decision, explained: verdict, way from data to order, every filter, every risk rule, what a
/// refused trade would have come to.
class InspectorPanel final : public QWidget
{
    Q_OBJECT
public:
    explicit InspectorPanel(QWidget* parent = nullptr);

    void setInspection(const Inspection& inspection);
    [[nodiscard]] const Inspection& shown() const noexcept { return m_shown; }

Q_SIGNALS:
    /// The signal before (-1) or after (1) the one shown.
    void stepRequested(int direction);
    void nextRefusalRequested();

private:
    [[nodiscard]] QWidget* makeHead();
    [[nodiscard]] QWidget* makePage() const;

    RoleLabel* m_when;
    RoleLabel* m_market;
    QScrollArea* m_scroll;
    QStackedLayout* m_stack;
    EmptyState* m_empty;
    Inspection m_shown;
};

} // namespace wick::desktop
