#pragma once

#include "app/desktop/models/rows.h"
#include "app/desktop/views/safetybuttons.h"

#include <QWidget>

namespace wick::desktop {

/// What do I hold, what can I still lose today, where is the way out: above all docks, never
/// covered. Cells are dropped in a fixed order when the window is narrow.
class AccountStrip final : public QWidget
{
    Q_OBJECT
public:
    explicit AccountStrip(SteadyMs clock, QWidget* parent = nullptr);

    void setAccount(const AccountSummary& account);
    void setSafety(const SafetyState& safety);

    [[nodiscard]] FlattenButton& flattenButton() const noexcept { return *m_flatten; }
    [[nodiscard]] KillButton& killButton() const noexcept { return *m_kill; }
    [[nodiscard]] LockButton& lockButton() const noexcept { return *m_lock; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

    /// How much was dropped to fit: 0 nothing, 1 open risk, 2 % of day P&L, 3 stop words, 4 sizes.
    [[nodiscard]] int droppedCells() const noexcept { return m_dropped; }

Q_SIGNALS:
    void marketChosen(const QString& market);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Cells;

    [[nodiscard]] Cells measure(int dropped) const;
    void layOut();
    void speak();
    [[nodiscard]] int buttonsWidth() const;
    [[nodiscard]] QRect paintBadge(QPainter& painter, int x, int width) const;
    void paintFigure(QPainter& painter,
                     const QRect& cell,
                     const QString& label,
                     const QString& value,
                     Tone tone,
                     const QString& suffix) const;
    void paintBudget(QPainter& painter, const QRect& cell) const;
    void paintPositions(QPainter& painter, const QRect& cell) const;
    void paintPosition(QPainter& painter, const QRect& line, const PositionBrief& position) const;
    [[nodiscard]] int positionWidth(int dropped) const;
    [[nodiscard]] QString budgetWords() const;

    AccountSummary m_account;
    LockButton* m_lock;
    FlattenButton* m_flatten;
    KillButton* m_kill;
    int m_dropped = 0;
    bool m_compact = false;
};

} // namespace wick::desktop
