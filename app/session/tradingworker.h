#pragma once

#include "app/session/closingstopwatch.h"
#include "app/session/controldesk.h"
#include "app/session/enginepool.h"
#include "app/session/eventlogfile.h"
#include "app/session/latestvalue.h"
#include "app/session/riskkeeper.h"
#include "app/session/sessionrecorder.h"
#include "app/session/snapshot.h"
#include "core/backtest/ghostledger.h"
#include "core/backtest/eventsource.h"
#include "core/base/clock.h"
#include "core/engine/lockstep.h"
#include "core/engine/tradingcore.h"
#include "core/journal/journalsink.h"
#include "core/market/tradebars.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

class QTimer;

namespace wick::session {

/// What a session on a market that waits for us is made of.
struct WorkerSetup
{
    core::CoreSetup core;
    std::function<std::unique_ptr<core::EventSource>()>
        makeSource; ///< called on the worker's thread
    Speed speed = Speed::Sixty;
    std::optional<core::Duration> runFor;    ///< market time after which it ends by itself
    std::optional<core::Duration> holdAfter; ///< market time after which the market pauses, once
    QString killFile;                        ///< watched; empty: none
    QString controlSocket; ///< made there; without it the session does not begin; empty: none
    QString eventLog;      ///< file of JSON lines; empty: none
    Profile profile = Profile::Practice;
    std::function<std::unique_ptr<core::JournalSink>()>
        makeJournal; ///< likewise; empty: no journal
    std::function<std::unique_ptr<RiskKeeper>()>
        makeKeeper; ///< likewise; empty: the account is forgotten with the session
};

/// Hosts the trading core: hands steps out in lockstep, takes answers and commands between two
/// steps, journals every input, and puts a fresh snapshot into its slot every 33 ms. It never runs
/// strategy code, so commands work while every strategy hangs. Thread: lives on the trading-core
/// WorkerThread; slots run there; `latest()` may be called anywhere.
class TradingWorker final : public io::Receiver
{
    Q_OBJECT

public:
    TradingWorker(WorkerSetup setup, const core::Clock& wall);
    ~TradingWorker() override;

    /// Makes source, core and engines and begins. Called once, on its thread.
    void start();
    void takeReply(const std::shared_ptr<const EngineReply>& reply);
    /// Returns the number of the command, counted from 1 (Snapshot::commandsApplied); 0 when the
    /// session has not begun or is over and does not take it.
    std::uint64_t takeCommand(const core::Command& command);
    void setSpeed(Speed speed);
    void setMarketPaused(bool paused);
    /// Ends between two steps: engines are joined, the journal is closed, finished() follows.
    void stop();
    /// Ends now, in the middle of a step if need be; what is not answered is not heard any more.
    void end();

    [[nodiscard]] std::shared_ptr<const Snapshot> latest() const { return m_latest.get(); }

Q_SIGNALS:
    /// The session is over; false when an engine's thread had to be left behind.
    void finished(bool clean);

private:
    [[nodiscard]] bool openControl();
    void seatEngine(std::size_t index);
    void warmUp(core::InstrumentId instrument, const std::vector<core::ClosedBar>& history);
    void pump();
    void handOut();
    void completeStep();
    void giveUp(core::EngineId engine, core::Timestamp since);
    void apply(const core::Command& command, core::Timestamp givenAt);
    void tune(const core::Command& command, core::EngineId engine);
    void applyWaiting();
    void watch();
    void checkpoint();
    void beat();
    [[nodiscard]] std::string recordProblem() const;
    void anchor();
    [[nodiscard]] core::Timestamp allowedTime() const;
    void collectBars(const core::MarketStep& step);
    void publish();
    [[nodiscard]] EngineStatus statusOf(core::EngineId engine) const;
    void addPositions(Snapshot& snapshot) const;
    void addMarkets(Snapshot& snapshot);
    void addFlatten(Snapshot& snapshot) const;

    /// A command that waits for its turn.
    struct GivenCommand
    {
        core::Command command;
        core::Timestamp at; ///< wall time
    };

    /// What the worker knows of an engine beyond the core.
    struct Seat
    {
        EngineWorker* worker = nullptr;
        core::Status status;
        core::Timestamp lastAnswer; ///< wall time
        core::Money realisedBefore; ///< result of the engine before its open position
    };

    /// Base bars of one market for charts.
    struct Chart
    {
        explicit Chart(const core::Instrument& instrument)
            : builder(core::minutes(1), instrument)
            , calendar(core::TradingCalendar{instrument.calendar()})
        {}

        void take(const core::MarketSlice& slice);
        void closeUntil(core::Timestamp now);
        void shelveRecent();

        core::TradeBars builder;
        core::CalendarCursor calendar;
        std::shared_ptr<const std::vector<core::ClosedBar>> old =
            std::make_shared<const std::vector<core::ClosedBar>>();
        std::vector<core::ClosedBar> recent;
    };

    WorkerSetup m_setup;
    const core::Clock& m_wall;
    std::unique_ptr<core::EventSource> m_source;
    std::unique_ptr<core::JournalSink> m_journal;
    std::unique_ptr<EventLogFile> m_events;
    std::unique_ptr<ClosingStopwatch> m_stopwatch;
    std::unique_ptr<core::GhostLedger> m_ghosts;
    std::unique_ptr<SessionRecorder> m_recorder;
    std::unique_ptr<RiskKeeper> m_keeper;
    std::unique_ptr<core::TradingCore> m_core;
    std::unique_ptr<core::Lockstep> m_lockstep;
    EnginePool m_pool;
    std::vector<Seat> m_seats;
    std::vector<Chart> m_charts;
    std::vector<GivenCommand> m_waitingCommands;
    std::shared_ptr<const std::vector<core::Instrument>> m_instruments;
    LatestValue<Snapshot> m_latest;
    std::unique_ptr<ControlDesk> m_control;
    std::string m_controlProblem;

    QTimer* m_pace = nullptr;
    QTimer* m_publisher = nullptr;
    QTimer* m_watchdog = nullptr;
    bool m_begun = false;
    bool m_waiting = false;
    bool m_paused = false;
    bool m_stopWanted = false;
    bool m_finished = false;
    bool m_sourceMoved = false;  ///< the source stands on a step that was not handed out yet
    std::uint64_t m_taken = 0;   ///< commands
    std::uint64_t m_applied = 0; ///< of them
    core::Timestamp m_startedAt;
    core::Timestamp m_anchorMarket;
    core::Timestamp m_anchorWall;
    core::Timestamp m_handedOutAt; ///< wall
    core::Timestamp m_nextEquity;
    core::Timestamp m_nextCheckpoint;
    core::Timestamp m_nextBeat; ///< wall
};

} // namespace wick::session
