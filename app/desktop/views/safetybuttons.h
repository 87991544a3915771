#pragma once

#include "app/desktop/models/rows.h"
#include "app/desktop/views/holdgesture.h"

#include <QAbstractButton>
#include <QTimer>

#include <functional>

namespace wick::desktop {

/// Milliseconds of a steady clock.
using SteadyMs = std::function<qint64()>;

/// The wall's steady clock, for everything but tests.
[[nodiscard]] SteadyMs steadyMilliseconds();

/// A button of the account strip: icon and bold words, a small line below (left out when compact).
class SafetyButton : public QAbstractButton
{
    Q_OBJECT
public:
    explicit SafetyButton(QWidget* parent = nullptr);

    void setCompact(bool compact);
    [[nodiscard]] bool isCompact() const noexcept { return m_compact; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    struct Look
    {
        QString icon;
        QString title;
        QString compactTitle; ///< the title when empty
        QString sub;
        QColor fill;
        QColor edge;
        QColor text;
        double progress = 0.0;
    };

    /// What the button looks like now, made from its state and the theme.
    [[nodiscard]] virtual Look look() const = 0;
    /// Widest words it may have to show, so that it does not jump.
    [[nodiscard]] virtual QStringList reservedWords() const = 0;
    void paintEvent(QPaintEvent* event) override;
    /// Repaints and speaks the state: "Flatten all, idle".
    void announce(const QString& name, const QString& state);

private:
    bool m_compact = false;
};

/// Flatten all: held for a second, or its chord twice within a second.
class FlattenButton final : public SafetyButton
{
    Q_OBJECT
public:
    explicit FlattenButton(SteadyMs clock, QWidget* parent = nullptr);

    void setState(const FlattenState& state);
    [[nodiscard]] const FlattenState& state() const noexcept { return m_state; }
    [[nodiscard]] bool isArmed() const noexcept { return m_gesture.isArmed(); }
    /// Counts down in words instead of filling.
    void setReduceMotion(bool reduce) { m_reduceMotion = reduce; }

public Q_SLOTS:
    void chord();
    /// Looks at the clock; called by a timer while the button is held.
    void advance();

Q_SIGNALS:
    void flattenRequested();
    /// A click while it is not flat: show what is left.
    void detailsRequested();

protected:
    [[nodiscard]] Look look() const override;
    [[nodiscard]] QStringList reservedWords() const override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void hold();
    void letGo();
    void say();
    [[nodiscard]] bool canStart() const noexcept;

    SteadyMs m_clock;
    HoldGesture m_gesture;
    FlattenState m_state;
    QTimer m_timer;
    bool m_reduceMotion = false;
};

/// Kill switch: one press acts at once and asks nothing. Killed, it offers the release.
class KillButton final : public SafetyButton
{
    Q_OBJECT
public:
    explicit KillButton(QWidget* parent = nullptr);

    void setKilled(bool killed, qint64 atMs);
    [[nodiscard]] bool isKilled() const noexcept { return m_killed; }

public Q_SLOTS:
    /// The chord: kills, and does nothing once killed.
    void kill();

Q_SIGNALS:
    void killRequested();
    void releaseRequested();

protected:
    [[nodiscard]] Look look() const override;
    [[nodiscard]] QStringList reservedWords() const override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void press();

    bool m_killed = false;
    qint64 m_killedAtMs = 0;
};

/// Lock entries: blocks new risk only.
class LockButton final : public SafetyButton
{
    Q_OBJECT
public:
    explicit LockButton(QWidget* parent = nullptr);

    void setLocked(bool locked);
    [[nodiscard]] bool isLocked() const noexcept { return m_locked; }

Q_SIGNALS:
    void lockRequested(bool lock);

protected:
    [[nodiscard]] Look look() const override;
    [[nodiscard]] QStringList reservedWords() const override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    bool m_locked = false;
};

} // namespace wick::desktop
