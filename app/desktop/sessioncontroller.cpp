#include "app/desktop/sessioncontroller.h"

#include "app/desktop/mainwindow.h"

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

constexpr int kRefreshMs = 33;

} // namespace

SessionController::SessionController(MainWindow& window, SteadyMs clock, QObject* parent)
    : QObject(parent)
    , m_window(window)
    , m_clock(std::move(clock))
{
    m_timer.setInterval(kRefreshMs);
    connect(&m_timer, &QTimer::timeout, this, &SessionController::refresh);
    connectWindow();
}

SessionController::~SessionController() = default;

void SessionController::start(session::WorkerSetup setup)
{
    m_setup = setup.core;
    m_session = std::make_unique<session::Session>(std::move(setup));
    m_ended = false;
    connect(m_session.get(), &session::Session::finished, this, [this](bool clean) {
        refresh();
        m_timer.stop();
        m_ended = true;
        Q_EMIT refreshed();
        Q_EMIT finished(clean);
    });
    m_session->start();
    m_timer.start();
}

void SessionController::stop()
{
    if (isRunning()) {
        m_session->stop();
    } else {
        Q_EMIT finished(true);
    }
}

void SessionController::setSpeed(session::Speed speed)
{
    if (isRunning()) {
        m_session->setSpeed(speed);
    }
}

void SessionController::setMarketPaused(bool paused)
{
    if (isRunning()) {
        m_session->setMarketPaused(paused);
    }
}

void SessionController::setLimits(const core::RiskLimits& limits, const QString& note)
{
    if (isRunning()) {
        core::Command command;
        command.kind = core::CommandKind::SetLimits;
        command.limits = limits;
        command.note = note.toStdString();
        m_session->submit(command);
    }
}

void SessionController::tune(int engine,
                             const std::string& strategy,
                             const std::vector<std::pair<std::string, std::string>>& parameters,
                             const QString& note)
{
    auto command = session::tuneCommand(core::EngineId{static_cast<std::uint16_t>(engine)},
                                        strategy, parameters);
    if (isRunning() && command) {
        command->note = note.toStdString();
        m_session->submit(*command);
    }
}

void SessionController::moveStop(core::EngineId engine, core::Price to)
{
    if (isRunning()) {
        core::Command command;
        command.kind = core::CommandKind::MoveStop;
        command.engine = engine;
        command.price = to;
        command.note = tr("Dragged on the chart").toStdString();
        m_session->submit(command);
    }
}

void SessionController::connectWindow()
{
    connect(&m_window, &MainWindow::flattenRequested, this,
            [this] { submit(core::CommandKind::Flatten); });
    connect(&m_window, &MainWindow::killRequested, this,
            [this] { submit(core::CommandKind::Kill); });
    connect(&m_window, &MainWindow::releaseRequested, this, &SessionController::release);
    connect(&m_window, &MainWindow::lockRequested, this, [this](bool lock) {
        submit(lock ? core::CommandKind::LockEntries : core::CommandKind::UnlockEntries);
    });
    connect(&m_window, &MainWindow::cancelEntriesRequested, this,
            &SessionController::cancelEntries);
    connect(&m_window, &MainWindow::engineAction, this, [this](CellAction action, int engine) {
        engineAction(static_cast<int>(action), engine);
    });
    connect(&m_window, &MainWindow::closePositionRequested, this, [this](int engine) {
        submit(core::CommandKind::Flatten, engine, tr("Closed by its button"));
    });
    connect(&m_window, &MainWindow::speedRequested, this,
            [this](int speed) { setSpeed(static_cast<session::Speed>(speed)); });
    connect(&m_window, &MainWindow::playPauseRequested, this,
            [this] { setMarketPaused(m_shown != nullptr && !m_shown->marketPaused); });
}

void SessionController::submit(core::CommandKind kind,
                               std::optional<int> engine,
                               const QString& note)
{
    if (!isRunning()) {
        return;
    }
    core::Command command;
    command.kind = kind;
    command.note = (note.isEmpty() ? tr("Desktop") : note).toStdString();
    if (engine.has_value()) {
        command.engine = core::EngineId{static_cast<std::uint16_t>(*engine)};
    }
    m_session->submit(command);
}

void SessionController::engineAction(int action, int engine)
{
    if (m_shown == nullptr || static_cast<std::size_t>(engine) >= m_shown->engines.size()) {
        return;
    }
    const core::EngineControl control = m_shown->engines[static_cast<std::size_t>(engine)].control;
    switch (static_cast<CellAction>(action)) {
    case CellAction::Pause:
        submit(control == core::EngineControl::Running ? core::CommandKind::Pause
                                                       : core::CommandKind::Resume,
               engine);
        return;
    case CellAction::Stop:
        submit(core::CommandKind::Stop, engine);
        return;
    case CellAction::Kill:
        submit(core::CommandKind::KillEngine, engine);
        return;
    case CellAction::None:
    case CellAction::Close:
        return;
    }
}

void SessionController::release(const QString& reason)
{
    if (m_shown == nullptr || !isRunning()) {
        return;
    }
    for (const core::Halt& halt : m_shown->halts) {
        if (core::isLatched(halt.kind)) {
            core::Command command;
            command.kind = core::CommandKind::Release;
            command.halt = halt.kind;
            command.engine = halt.engine;
            command.note = reason.toStdString();
            m_session->submit(command);
        }
    }
}

void SessionController::cancelEntries()
{
    // Locking takes every resting entry back; unlocking afterwards leaves the lock as it was.
    submit(core::CommandKind::LockEntries);
    if (m_shown != nullptr && !m_shown->entriesLocked) {
        submit(core::CommandKind::UnlockEntries);
    }
}

void SessionController::refresh()
{
    const auto latest = m_session == nullptr ? nullptr : m_session->latest();
    if (latest == nullptr || latest == m_shown || latest->instruments == nullptr) {
        return;
    }
    m_shown = latest;
    m_adapter.take(latest, m_clock());
    m_window.setAccount(m_adapter.account());
    m_window.setSafety(m_adapter.safety());
    m_window.setEngines(m_adapter.engines());
    m_window.setPositions(m_adapter.positions());
    m_window.setOrders(m_adapter.orders());
    if (latest->trades != m_shownTrades) {
        m_shownTrades = latest->trades;
        m_window.setTrades(m_adapter.trades());
    }
    if (latest->signalLog != m_shownSignals) {
        m_shownSignals = latest->signalLog;
        m_window.setSignals(m_adapter.signalRows());
    }
    m_window.addLog(m_adapter.newLog());
    m_window.setRisk(m_adapter.risk());
    m_window.setStatus(m_adapter.status());
    Q_EMIT refreshed();
}

} // namespace wick::desktop
