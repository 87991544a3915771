#pragma once

#include "app/desktop/adapters/snapshotadapter.h"
#include "app/desktop/views/safetybuttons.h"
#include "app/session/session.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace wick::desktop {

class MainWindow;

/// Ties one session to the window: shows its newest snapshot every 33 ms and hands the operator's
/// acts to the core. Thread: GUI.
class SessionController final : public QObject
{
    Q_OBJECT
public:
    SessionController(MainWindow& window, SteadyMs clock, QObject* parent = nullptr);
    ~SessionController() override;

    void start(session::WorkerSetup setup);
    /// Asks the session to end; finished() follows.
    void stop();
    [[nodiscard]] bool isRunning() const noexcept { return m_session != nullptr && !m_ended; }
    [[nodiscard]] std::shared_ptr<const session::Snapshot> latest() const { return m_shown; }

    /// What the running session was made with; null before start().
    [[nodiscard]] const core::CoreSetup* setup() const noexcept
    {
        return m_session == nullptr ? nullptr : &m_setup;
    }

    void setSpeed(session::Speed speed);
    void setMarketPaused(bool paused);
    void setLimits(const core::RiskLimits& limits, const QString& note);
    /// Gives an engine other parameters, over the defaults of its strategy; it takes them if it is
    /// flat.
    void tune(int engine,
              const std::string& strategy,
              const std::vector<std::pair<std::string, std::string>>& parameters,
              const QString& note);
    /// Moves the stop of an engine's position, if the core agrees.
    void moveStop(core::EngineId engine, core::Price to);
    /// Stands in the risk dock.
    void setLastLimitChange(const QString& words) { m_lastLimitChange = words; }

Q_SIGNALS:
    void finished(bool clean);
    /// A newer snapshot is shown; for charts and panels that follow the session.
    void refreshed();

private:
    void connectWindow();
    void refresh();
    void submit(core::CommandKind kind, std::optional<int> engine = {}, const QString& note = {});
    void engineAction(int action, int engine);
    void release(const QString& reason);
    void cancelEntries();

    MainWindow& m_window;
    SteadyMs m_clock;
    core::CoreSetup m_setup;
    std::unique_ptr<session::Session> m_session;
    std::shared_ptr<const session::Snapshot> m_shown;
    std::shared_ptr<const std::vector<core::TradeRow>> m_shownTrades;
    std::shared_ptr<const std::vector<session::SignalStatus>> m_shownSignals;
    SnapshotAdapter m_adapter;
    QString m_lastLimitChange;
    QTimer m_timer;
    bool m_ended = false;
};

} // namespace wick::desktop
