#include "app/session/tradingworker.h"

#include <QFileInfo>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace wick::session {

using namespace wick::core;

namespace {

constexpr Duration kAnswerDeadline = seconds(5); ///< wall time, practice
constexpr Duration kUrgentPatience =
    milliseconds(250);                       ///< wall time a kill or flatten waits for a step
constexpr Duration kBeatEvery = seconds(10); ///< wall time
constexpr std::chrono::milliseconds kPublishEvery{33};
constexpr std::chrono::milliseconds kWatchEvery{100};
constexpr std::chrono::milliseconds kJoinPatience{2'000};
constexpr std::chrono::milliseconds kCongestionPause{5};

bool isUrgent(const Command& command)
{
    return command.kind == CommandKind::Kill || command.kind == CommandKind::Flatten
           || command.kind == CommandKind::KillEngine;
}

} // namespace

TradingWorker::TradingWorker(WorkerSetup setup, const Clock& wall)
    : m_setup(std::move(setup))
    , m_wall(wall)
{}

TradingWorker::~TradingWorker()
{
    static_cast<void>(m_pool.stop(kJoinPatience));
}

void TradingWorker::start()
{
    m_instruments = std::make_shared<const std::vector<Instrument>>(m_setup.core.instruments);
    m_source = m_setup.makeSource();
    const bool controlled = openControl();
    m_journal = m_setup.makeJournal && controlled ? m_setup.makeJournal() : nullptr;
    m_stopwatch = std::make_unique<ClosingStopwatch>(m_setup.core.engines.size(), m_wall);
    std::vector<CoreListener*> records{m_stopwatch.get()};
    if (m_journal) {
        records.push_back(m_journal.get());
    }
    if (!m_setup.eventLog.isEmpty()) {
        m_events = std::make_unique<EventLogFile>(m_setup.eventLog, m_setup.core.instruments,
                                                  m_setup.core.engines, m_wall);
        m_events->time(*m_stopwatch);
        records.push_back(m_events.get());
    }
    m_recorder = std::make_unique<SessionRecorder>(m_setup.core.instruments, m_setup.core.engines,
                                                   std::move(records));
    m_keeper = m_setup.makeKeeper && controlled ? m_setup.makeKeeper() : nullptr;
    m_core = std::make_unique<TradingCore>(m_setup.core, m_recorder.get(), m_keeper.get());
    if (m_keeper) {
        m_keeper->save(m_core->riskState()); // the account is there before it trades
    }
    m_ghosts = std::make_unique<GhostLedger>(*m_core);
    m_recorder->alsoTell(*m_ghosts);
    if (m_events) {
        m_events->follow(m_core->account());
    }
    m_lockstep = std::make_unique<Lockstep>(m_setup.core.engines.size());
    m_seats.resize(m_setup.core.engines.size());
    for (const auto& instrument : m_setup.core.instruments) {
        m_charts.emplace_back(instrument);
    }
    if (!controlled) {
        m_recorder->log(LogLevel::Danger, m_core->now(), std::nullopt, m_controlProblem);
        publish();
        end();
        return;
    }
    for (std::size_t i = 0; i < m_seats.size(); ++i) {
        seatEngine(i);
    }
    const auto& history = m_source->history();
    for (std::size_t i = 0; i < history.size(); ++i) {
        warmUp(InstrumentId{static_cast<std::uint16_t>(i)}, history[i]);
    }

    m_pace = new QTimer{this};
    m_pace->setSingleShot(true);
    m_pace->setTimerType(Qt::PreciseTimer);
    QObject::connect(m_pace, &QTimer::timeout, this, &TradingWorker::pump);
    m_publisher = new QTimer{this};
    QObject::connect(m_publisher, &QTimer::timeout, this, &TradingWorker::publish);
    m_publisher->start(kPublishEvery);
    m_watchdog = new QTimer{this};
    QObject::connect(m_watchdog, &QTimer::timeout, this, &TradingWorker::watch);
    m_watchdog->start(kWatchEvery);

    m_begun = true;
    m_startedAt = m_core->now();
    m_nextEquity = m_startedAt;
    m_nextCheckpoint = m_startedAt + hours(1);
    m_recorder->log(LogLevel::Note, m_startedAt, std::nullopt, "Session started.");
    anchor();
    publish();
    pump();
}

/// False when one was asked for and cannot be made: a session nobody could stop does not begin.
bool TradingWorker::openControl()
{
    if (m_setup.controlSocket.isEmpty()) {
        return true;
    }
    m_control = std::make_unique<ControlDesk>(ControlSeat{[this] {
                                                              publish();
                                                              return latest();
                                                          },
                                                          [this](const Command& command) {
                                                              return takeCommand(command);
                                                          }});
    if (const auto listening = m_control->listen(m_setup.controlSocket); !listening) {
        m_controlProblem = listening.error();
        m_control.reset();
        return false;
    }
    return true;
}

void TradingWorker::seatEngine(std::size_t index)
{
    const EngineSetup& engine = m_setup.core.engines[index];
    const Instrument& instrument = m_setup.core.instruments[engine.instrument.count()];
    const QString name = QString::fromStdString(engine.name + " " + std::string{instrument.base()});
    StrategyEngine::Setup seat{EngineId{static_cast<std::uint16_t>(index)}, engine.timeframe,
                               engine.base};
    seat.keepsBars = true;
    EngineWorker* worker = m_pool.add(seat, instrument, engine.strategy, name);
    QObject::connect(
        worker, &EngineWorker::answered, worker,
        [this](const std::shared_ptr<const EngineReply>& reply) {
            io::post(this, [this, reply] { takeReply(reply); });
        },
        Qt::DirectConnection);
    m_seats[index].worker = worker;
    m_seats[index].lastAnswer = m_wall.now();
}

/// Hands the bars before the session to core and engines: kernels warm up, nothing is traded.
void TradingWorker::warmUp(InstrumentId instrument, const std::vector<ClosedBar>& history)
{
    const auto bars = std::make_shared<const std::vector<ClosedBar>>(history);
    if (m_journal) {
        m_journal->onHistoryInput(instrument, *bars);
    }
    m_core->onHistory(instrument, *bars);
    m_ghosts->onHistory(instrument, *bars);
    Chart& chart = m_charts[instrument.count()];
    chart.old = bars;
    if (!bars->empty()) {
        chart.builder.resume(bars->back(), m_core->now());
    }
    for (std::size_t e = 0; e < m_seats.size(); ++e) {
        if (m_setup.core.engines[e].instrument == instrument) {
            m_pool.sendHistory(EngineId{static_cast<std::uint16_t>(e)}, bars);
        }
    }
}

void TradingWorker::anchor()
{
    m_anchorMarket = m_core->now();
    m_anchorWall = m_wall.now();
}

Timestamp TradingWorker::allowedTime() const
{
    const Duration elapsed = m_wall.now() - m_anchorWall;
    return m_anchorMarket + elapsed * static_cast<std::int64_t>(m_setup.speed);
}

void TradingWorker::pump()
{
    if (!m_begun || m_waiting || m_paused || m_finished) {
        return;
    }
    if (!m_sourceMoved) {
        if (!m_source->next()) {
            stop();
            return;
        }
        m_sourceMoved = true;
    }
    if (m_journal && m_journal->congested()) {
        m_journal->flush();
        m_pace->start(kCongestionPause);
        return;
    }
    const Timestamp next = m_source->step().time;
    if (m_setup.runFor && next > m_startedAt + *m_setup.runFor) {
        stop();
        return;
    }
    if (m_setup.holdAfter && next > m_startedAt + *m_setup.holdAfter) {
        m_setup.holdAfter.reset();
        m_paused = true;
        publish();
        return;
    }
    if (m_setup.speed != Speed::Max) {
        const Duration ahead = next - allowedTime();
        if (ahead.count() > 0) {
            const std::int64_t wait =
                toMilliseconds(ahead) / static_cast<std::int64_t>(m_setup.speed);
            m_pace->start(std::chrono::milliseconds{std::max<std::int64_t>(1, wait)});
            return;
        }
    }
    handOut();
}

void TradingWorker::handOut()
{
    m_sourceMoved = false;
    const MarketStep& step = m_source->step();
    if (m_journal) {
        m_journal->onMarketInput(Sequence{m_core->sequence().count() + 1}, step);
    }
    const auto steps = m_core->onMarket(step);
    m_ghosts->onMarket(step);
    collectBars(step);
    m_waiting = true;
    m_handedOutAt = m_wall.now();
    static_cast<void>(m_lockstep->begin(m_core->sequence()));
    for (const auto& one : steps) {
        if (!m_lockstep->givenUp(one.engine)) {
            m_pool.send(one.engine, std::make_shared<const StepMessage>(one));
        }
    }
    if (m_lockstep->complete()) {
        completeStep();
    }
}

void TradingWorker::takeReply(const std::shared_ptr<const EngineReply>& reply)
{
    if (!m_waiting) {
        return;
    }
    Seat& seat = m_seats[reply->answer.engine.count()];
    seat.lastAnswer = m_wall.now();
    seat.status = reply->status;
    m_lockstep->take(reply->answer);
    if (m_lockstep->complete()) {
        completeStep();
    }
}

void TradingWorker::completeStep()
{
    m_waiting = false;
    m_core->onAnswers(m_lockstep->answers());
    const Timestamp now = m_core->now();
    if (now >= m_nextEquity) {
        m_recorder->equity(now, m_core->account().equity());
        m_nextEquity = floorTo(now, minutes(1)) + minutes(1);
    }
    if (now >= m_nextCheckpoint) {
        checkpoint();
        m_nextCheckpoint = floorTo(now, hours(1)) + hours(1);
    }
    applyWaiting();
    if (m_stopWanted) {
        stop();
        return;
    }
    // Through the event loop: commands, snapshots and the watchdog get their turn at any speed.
    QMetaObject::invokeMethod(this, &TradingWorker::pump, Qt::QueuedConnection);
}

void TradingWorker::checkpoint()
{
    if (!m_journal) {
        return;
    }
    std::vector<std::string> decisions;
    for (const auto& book : m_core->account().books()) {
        decisions.push_back(m_core->decisionDigest(book.engine).text());
    }
    m_journal->onCheckpoint(m_core->sequence(), m_core->now(), m_core->sessionDigest().text(),
                            decisions);
}

std::uint64_t TradingWorker::takeCommand(const Command& command)
{
    if (!m_begun || m_finished) {
        return 0;
    }
    ++m_taken;
    if (m_waiting) {
        // Between two steps, or when the watchdog runs out of patience.
        m_waitingCommands.push_back({command, m_wall.now()});
    } else {
        ++m_applied;
        apply(command, m_wall.now());
    }
    return m_taken;
}

void TradingWorker::apply(const Command& command, Timestamp givenAt)
{
    if (m_journal) {
        m_journal->onCommandInput(Sequence{m_core->sequence().count() + 1}, command, m_core->now());
    }
    m_stopwatch->setTrigger(givenAt);
    m_core->onCommand(command);
    m_stopwatch->setTrigger(std::nullopt);
    if (command.kind == CommandKind::Tune && command.engine) {
        tune(command, *command.engine);
    }
    publish();
}

/// The engine follows the core: what the core did not take, its engine never hears of.
void TradingWorker::tune(const Command& command, EngineId engine)
{
    if (m_core->setup().engines[engine.count()].strategy != command.strategy) {
        m_recorder->log(LogLevel::Warning, m_core->now(), engine,
                        "Its parameters stay as they are: it holds a position or an order.");
        return;
    }
    m_pool.tune(engine, command.strategy);
    m_recorder->log(LogLevel::Note, m_core->now(), engine, "Goes on with other parameters.");
}

void TradingWorker::applyWaiting()
{
    const auto commands = std::exchange(m_waitingCommands, {});
    for (const auto& given : commands) {
        ++m_applied;
        apply(given.command, given.at);
    }
}

/// `since`: wall time of what it is given up for.
void TradingWorker::giveUp(EngineId engine, Timestamp since)
{
    m_lockstep->giveUp(engine);
    apply({.kind = CommandKind::Quarantine, .engine = engine, .note = "no answer"}, since);
}

/// Why the session's records cannot be written; empty while they can.
std::string TradingWorker::recordProblem() const
{
    if (m_journal && !m_journal->problem().empty()) {
        return "the journal cannot be written: " + m_journal->problem();
    }
    if (m_events && !m_events->problem().empty()) {
        return "the event log cannot be written: " + m_events->problem();
    }
    if (m_keeper && !m_keeper->problem().empty()) {
        return "the account cannot be kept: " + m_keeper->problem();
    }
    return {};
}

/// A sign of life of every engine, ten seconds of wall time apart.
void TradingWorker::beat()
{
    if (!m_events || m_wall.now() < m_nextBeat) {
        return;
    }
    m_nextBeat = m_wall.now() + kBeatEvery;
    for (const auto& book : m_core->account().books()) {
        const Seat& seat = m_seats[book.engine.count()];
        const InstrumentId market = m_setup.core.engines[book.engine.count()].instrument;
        m_events->heartbeat({book.engine, toMilliseconds(m_wall.now() - seat.lastAnswer),
                             toMilliseconds(m_core->now() - m_core->lastNews(market)), book.lots},
                            m_core->now());
    }
}

/// Kill file, engines that do not answer, and commands that must not wait for them.
void TradingWorker::watch()
{
    if (!m_setup.killFile.isEmpty() && QFileInfo::exists(m_setup.killFile)
        && !m_core->halts().killed()) {
        takeCommand({.kind = CommandKind::Kill, .note = "kill file"});
    }
    if (const std::string problem = recordProblem(); !problem.empty() && !m_core->entriesLocked()) {
        // What cannot be written down is not traded: exits go on, nothing new is opened.
        takeCommand({.kind = CommandKind::LockEntries, .note = problem});
    }
    beat();
    if (!m_waiting) {
        return;
    }
    const auto pressing = std::find_if(m_waitingCommands.begin(), m_waitingCommands.end(),
                                       [](const auto& given) { return isUrgent(given.command); });
    const bool pressed = pressing != m_waitingCommands.end();
    const Duration waited = m_wall.now() - m_handedOutAt;
    if (waited < (pressed ? kUrgentPatience : kAnswerDeadline)) {
        return;
    }
    const Timestamp since = pressed ? pressing->at : m_wall.now();
    for (std::size_t i = 0; i < m_seats.size(); ++i) {
        const EngineId engine{static_cast<std::uint16_t>(i)};
        if (m_lockstep->waitsFor(engine)) {
            giveUp(engine, since);
        }
    }
    if (m_waiting && m_lockstep->complete()) {
        completeStep();
    }
}

void TradingWorker::setSpeed(Speed speed)
{
    m_setup.speed = speed;
    if (m_begun) {
        anchor();
        m_pace->stop();
        pump();
    }
}

void TradingWorker::setMarketPaused(bool paused)
{
    m_paused = paused;
    if (m_begun && !paused) {
        anchor();
        pump();
    }
}

void TradingWorker::stop()
{
    if (m_waiting) { // the step is finished first, or its engines are given up by the watchdog
        m_stopWanted = true;
        return;
    }
    if (m_begun && !m_finished) {
        checkpoint();
    }
    end();
}

void TradingWorker::end()
{
    if (m_finished) {
        return;
    }
    m_finished = true;
    m_control.reset();
    bool clean = true;
    if (m_begun) {
        m_pace->stop();
        m_publisher->stop();
        m_watchdog->stop();
        m_recorder->log(LogLevel::Note, m_core->now(), std::nullopt, "Session ended.");
        clean = m_pool.stop(kJoinPatience);
        publish();
        if (m_keeper) {
            m_keeper->save(m_core->riskState());
        }
        m_journal.reset(); // closes it; what it still held is written
    }
    Q_EMIT finished(clean);
}

} // namespace wick::session
