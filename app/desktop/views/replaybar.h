#pragma once

#include <QWidget>
#include <QtGlobal>

class QComboBox;
class QLineEdit;
class QSlider;
class QToolButton;

namespace wick::desktop {

class RoleLabel;

/// Where a replay stands, as its bar shows it.
struct ReplayState
{
    bool playing = false;
    qint64 known = 0; ///< base bars that have closed
    qint64 all = 0;
    qint64 momentMs = 0;
};

/// The controls of a replay under the charts: back, play, forward, speed, where, until when.
class ReplayBar final : public QWidget
{
    Q_OBJECT
public:
    explicit ReplayBar(QWidget* parent = nullptr);

    void setState(const ReplayState& state);
    /// Bars a second that were chosen.
    [[nodiscard]] double speed() const;
    /// Puts the cursor where a date is typed.
    void editDate();

Q_SIGNALS:
    void playRequested(bool play);
    void stepRequested(int bars);
    void positionRequested(qint64 known);
    void jumpRequested(qint64 timeMs);
    void endRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void takeDate();

    QToolButton* m_play;
    QComboBox* m_speed;
    QSlider* m_position;
    QLineEdit* m_date;
    RoleLabel* m_words;
    ReplayState m_state;
};

} // namespace wick::desktop
