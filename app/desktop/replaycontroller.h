#pragma once

#include "app/desktop/adapters/runstory.h"
#include "app/desktop/backtestworker.h"
#include "app/desktop/models/replayclock.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace wick::desktop {

class ReplayBar;

/// Plays a finished backtest again: keeps the moment that is shown and moves it. What the charts
/// make of it is theirs. Thread: GUI.
class ReplayController final : public QObject
{
    Q_OBJECT
public:
    explicit ReplayController(ReplayBar& bar, QObject* parent = nullptr);

    /// Begins at that moment, paused; the story must be of this run.
    void begin(std::shared_ptr<const BacktestRun> run,
               std::shared_ptr<const RunStory> story,
               core::Timestamp at);
    void end();
    [[nodiscard]] bool isOn() const noexcept { return m_clock.has_value(); }
    [[nodiscard]] bool isPlaying() const noexcept { return m_timer.isActive(); }
    /// Only while it is on.
    [[nodiscard]] core::Timestamp moment() const noexcept { return m_clock->moment(); }
    [[nodiscard]] const RunStory& story() const noexcept { return *m_story; }

    void setPlaying(bool playing);
    void step(int bars);
    void jumpTo(core::Timestamp moment);
    /// Plays on for so long: what the timer does.
    void advance(qint64 milliseconds);

Q_SIGNALS:
    void moved();
    void ended();

private:
    void show();

    ReplayBar& m_bar;
    std::shared_ptr<const BacktestRun> m_run;
    std::shared_ptr<const RunStory> m_story;
    std::optional<ReplayClock> m_clock;
    QTimer m_timer;
    QElapsedTimer m_since;
};

} // namespace wick::desktop
