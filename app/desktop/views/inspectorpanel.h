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

/// What an inspector walks.
enum class InspectorWalk : std::uint8_t
{
    Signals, ///< of the running session
    Steps,   ///< of a finished backtest
};

/// One decision, explained: verdict, way from data to order, every filter, every risk rule, what a
/// refused trade would have come to.
class InspectorPanel final : public QWidget
{
    Q_OBJECT
public:
    explicit InspectorPanel(InspectorWalk walk = InspectorWalk::Signals, QWidget* parent = nullptr);

    void setInspection(const Inspection& inspection);
    /// Shows no decision, and why.
    void setNothing(const QString& title, const QString& sentence);
    [[nodiscard]] const Inspection& shown() const noexcept { return m_shown; }

Q_SIGNALS:
    /// The signal or step before (-1) or after (1) the one shown.
    void stepRequested(int direction);
    /// In a walk of signals the next refused one, in a walk of steps the next with a signal.
    void nextRefusalRequested();

private:
    [[nodiscard]] QWidget* makeHead(InspectorWalk walk);
    [[nodiscard]] QWidget* makePage() const;

    RoleLabel* m_when;
    RoleLabel* m_market;
    QScrollArea* m_scroll;
    QStackedLayout* m_stack;
    EmptyState* m_empty;
    Inspection m_shown;
};

} // namespace wick::desktop
