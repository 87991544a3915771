#include "app/session/tradingworker.h"

#include <QFileInfo>
#include <QTimer>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace wick::session {

using namespace wick::core;

namespace {

constexpr Duration kAnswerDeadline = seconds(5); ///< wall time, practice
constexpr Duration kUrgentPatience =
    milliseconds(250); ///< wall time a kill or flatten waits for a step
constexpr std::chrono::milliseconds kPublishEvery{33};
constexpr std::chrono::milliseconds kWatchEvery{100};
constexpr std::chrono::milliseconds kJoinPatience{2'000};
constexpr std::chrono::milliseconds kCongestionPause{5};
constexpr std::size_t kRecentBars = 2'048;
constexpr std::size_t kMostBars = 40'000;

bool urgent(const Command& command)
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
    m_recorder = std::make_unique<SessionRecorder>(m_setup.core.instruments, m_setup.core.engines,
                                                   m_journal.get());
    m_core = std::make_unique<TradingCore>(m_setup.core, m_recorder.get());
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
    seatEngines();
    warmUp();

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

void TradingWorker::seatEngines()
{
    for (std::size_t i = 0; i < m_seats.size(); ++i) {
        const EngineSetup& engine = m_setup.core.engines[i];
        const Instrument& instrument = m_setup.core.instruments[engine.instrument.count()];
        const QString name =
            QString::fromStdString(engine.name + " " + std::string{instrument.base()});
        m_seats[i].worker =
            m_pool.add({EngineId{static_cast<std::uint16_t>(i)}, engine.timeframe, engine.base},
                       instrument, engine.strategy, name);
        m_seats[i].lastAnswer = m_wall.now();
        QObject::connect(m_seats[i].worker, &EngineWorker::answered, this,
                         &TradingWorker::takeReply);
    }
}

/// Hands the bars before the session to core and engines: kernels warm up, nothing is traded.
void TradingWorker::warmUp()
{
    const auto& history = m_source->history();
    for (std::size_t i = 0; i < history.size(); ++i) {
        const InstrumentId instrument{static_cast<std::uint16_t>(i)};
        auto bars = std::make_shared<const std::vector<ClosedBar>>(history[i]);
        if (m_journal) {
            m_journal->onHistoryInput(instrument, *bars);
        }
        m_core->onHistory(instrument, *bars);
        m_charts[i].old = bars;
        for (std::size_t e = 0; e < m_seats.size(); ++e) {
            if (m_setup.core.engines[e].instrument == instrument) {
                m_pool.sendHistory(EngineId{static_cast<std::uint16_t>(e)}, bars);
            }
        }
    }
}

// ── Steps
// ────────────────────────────────────────────────────────────────────────────────────────────

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

// ── Commands
// ─────────────────────────────────────────────────────────────────────────────────────────

std::uint64_t TradingWorker::takeCommand(const Command& command)
{
    if (!m_begun || m_finished) {
        return 0;
    }
    ++m_taken;
    if (m_waiting) {
        m_waitingCommands.push_back(
            command); // between two steps, or when the watchdog runs out of patience
    } else {
        ++m_applied;
        apply(command);
    }
    return m_taken;
}

void TradingWorker::apply(const Command& command)
{
    if (m_journal) {
        m_journal->onCommandInput(Sequence{m_core->sequence().count() + 1}, command, m_core->now());
    }
    m_core->onCommand(command);
    publish();
}

void TradingWorker::applyWaiting()
{
    const auto commands = std::exchange(m_waitingCommands, {});
    for (const auto& command : commands) {
        ++m_applied;
        apply(command);
    }
}

void TradingWorker::giveUp(EngineId engine)
{
    m_lockstep->giveUp(engine);
    apply({.kind = CommandKind::Quarantine, .engine = engine, .note = "no answer"});
}

/// Kill file, engines that do not answer, and commands that must not wait for them.
void TradingWorker::watch()
{
    if (!m_setup.killFile.isEmpty() && QFileInfo::exists(m_setup.killFile)
        && !m_core->halts().killed()) {
        takeCommand({.kind = CommandKind::Kill, .note = "kill file"});
    }
    if (m_journal && !m_journal->problem().empty() && !m_core->entriesLocked()) {
        // What cannot be written down is not traded: exits go on, nothing new is opened.
        takeCommand({.kind = CommandKind::LockEntries,
                     .note = "the journal cannot be written: " + m_journal->problem()});
    }
    if (!m_waiting) {
        return;
    }
    const bool pressing = std::any_of(m_waitingCommands.begin(), m_waitingCommands.end(), urgent);
    const Duration waited = m_wall.now() - m_handedOutAt;
    if (waited < (pressing ? kUrgentPatience : kAnswerDeadline)) {
        return;
    }
    for (std::size_t i = 0; i < m_seats.size(); ++i) {
        const EngineId engine{static_cast<std::uint16_t>(i)};
        if (m_lockstep->waitsFor(engine)) {
            giveUp(engine);
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
        m_journal.reset(); // closes it; what it still held is written
    }
    Q_EMIT finished(clean);
}

// ── What screens see
// ─────────────────────────────────────────────────────────────────────────────────

void TradingWorker::collectBars(const MarketStep& step)
{
    for (const auto& slice : step.slices) {
        Chart& chart = m_charts[slice.instrument.count()];
        for (const auto& trade : slice.trades) {
            static_cast<void>(chart.builder.add(trade));
        }
        if (slice.bar != nullptr && slice.point == BarPoint::Close) {
            chart.recent.push_back(*slice.bar);
        }
    }
    for (auto& chart : m_charts) {
        while (const auto bar = chart.builder.close(step.time)) {
            chart.recent.push_back(*bar);
        }
        if (chart.recent.size() >= kRecentBars) {
            std::vector<ClosedBar> all = *chart.old;
            all.insert(all.end(), chart.recent.begin(), chart.recent.end());
            if (all.size() > kMostBars) {
                all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(kMostBars));
            }
            chart.old = std::make_shared<const std::vector<ClosedBar>>(std::move(all));
            chart.recent.clear();
        }
    }
}

EngineStatus TradingWorker::statusOf(EngineId engine) const
{
    const EngineSetup& setup = m_setup.core.engines[engine.count()];
    const Seat& seat = m_seats[engine.count()];
    const Description& description = setup.strategy->describe();
    EngineStatus status;
    status.id = engine;
    status.strategy = setup.name;
    status.title = description.title;
    status.symbol = m_setup.core.instruments[setup.instrument.count()].symbol();
    status.instrument = setup.instrument;
    status.timeframe = setup.timeframe;
    status.control = m_core->control(engine);
    status.flattening = m_core->flattening(engine);
    status.answering = !m_lockstep->givenUp(engine);
    status.heartbeatMs = toMilliseconds(m_wall.now() - seat.lastAnswer);
    status.lots = m_core->account().book(engine).lots;
    status.dayResult = m_core->halts().engineDayResult(m_core->account(), engine);
    status.dayUse = m_core->halts().engineDay(m_core->account(), engine);
    status.status = seat.status;
    if (const Reason* reason = m_core->halts().blocks(engine)) {
        status.halt = *reason;
    }
    status.pendingEntry = m_core->orders().pending(engine, OrderRole::Entry);
    status.drawsGaps = description.drawsGaps;
    status.plots = description.plots;
    return status;
}

void TradingWorker::addPositions(Snapshot& snapshot) const
{
    for (const auto& book : m_core->account().books()) {
        const TradeRow* trade = m_core->ledger().openTrade(book.engine);
        if (book.lots == 0 || trade == nullptr) {
            continue;
        }
        const Instrument& instrument = m_setup.core.instruments[book.instrument.count()];
        PositionStatus position;
        position.engine = book.engine;
        position.instrument = book.instrument;
        position.side = book.lots > 0 ? Side::Buy : Side::Sell;
        position.quantity = Quantity{std::abs(book.lots)};
        position.entry =
            Price{saturate(divide(trade->entrySum, trade->quantity.count(), Rounding::HalfEven))};
        position.mark = m_core->lastPrice(book.instrument).value_or(position.entry);
        position.openResult = book.openResult();
        position.realised = book.result() - book.openResult();
        position.initialRisk = trade->initialRisk;
        if (const OrderRecord* stop = m_core->orders().at(book.engine, OrderRole::ProtectiveStop)) {
            position.stop = stop->price;
            position.atRisk =
                std::max(Money{}, book.value - instrument.notional(book.lots, stop->price));
        }
        if (const OrderRecord* target = m_core->orders().at(book.engine, OrderRole::Target)) {
            position.target = target->price;
        }
        position.openedAt = book.openedAt;
        position.barsHeld = (m_core->now() - book.openedAt).count()
                            / m_setup.core.engines[book.engine.count()].timeframe.count();
        position.closing = m_core->orders().pending(book.engine, OrderRole::Exit)
                           || m_core->flattening(book.engine);
        snapshot.positions.push_back(position);
        snapshot.openTrades.push_back(
            *m_core->ledger().marked(book.engine, book.openResult(), m_core->account().equity()));
        snapshot.grossNotional += Money{std::abs(book.value.count())};
    }
}

void TradingWorker::addMarkets(Snapshot& snapshot)
{
    for (std::size_t i = 0; i < m_charts.size(); ++i) {
        Chart& chart = m_charts[i];
        MarketStatus market;
        market.instrument = InstrumentId{static_cast<std::uint16_t>(i)};
        market.last = m_core->lastPrice(market.instrument);
        market.lastNews = m_core->lastNews(market.instrument);
        market.open = chart.calendar.at(m_core->now()).hours == MarketHours::Open;
        market.bars = {chart.old, chart.recent, std::nullopt};
        if (const FormingBar* forming = chart.builder.forming()) {
            market.bars.forming = *forming;
        }
        snapshot.markets.push_back(std::move(market));
    }
}

void TradingWorker::addFlatten(Snapshot& snapshot) const
{
    FlattenStatus& flatten = snapshot.flatten;
    for (const auto& engine : snapshot.engines) {
        flatten.running = flatten.running || engine.flattening;
        flatten.enginesDone += engine.flattening ? 0 : 1;
    }
    flatten.enginesAll = static_cast<int>(snapshot.engines.size());
    flatten.positionsLeft = static_cast<int>(snapshot.positions.size());
    flatten.verifiedAt = m_recorder->lastFlatAt();
    flatten.lastTookMs = toMilliseconds(m_recorder->lastFlatTook());
}

void TradingWorker::publish()
{
    auto snapshot = std::make_shared<Snapshot>();
    const Account& account = m_core->account();
    snapshot->profile = m_setup.profile;
    snapshot->speed = m_setup.speed;
    snapshot->marketPaused = m_paused;
    snapshot->warmingUp = !m_begun;
    snapshot->now = m_core->now();
    snapshot->startedAt = m_startedAt;
    snapshot->sequence = m_core->sequence();
    snapshot->equity = account.equity();
    snapshot->balance = account.balance();
    snapshot->dayResult = m_core->halts().dayResult(account);
    snapshot->fleetDay = m_core->halts().fleetDay(account);
    snapshot->fleetPeak = m_core->halts().fleetPeak(account);
    snapshot->openRisk = m_core->openRisk();
    snapshot->entriesLocked = m_core->entriesLocked();
    snapshot->nakedTime = m_core->nakedTime();
    snapshot->signals = m_core->signals();
    snapshot->refusals = m_core->refusals();
    snapshot->limits = m_core->limits();
    snapshot->halts.assign(m_core->halts().halts().begin(), m_core->halts().halts().end());
    for (const auto& book : account.books()) {
        snapshot->engines.push_back(statusOf(book.engine));
        snapshot->decisionDigests.push_back(m_core->decisionDigest(book.engine).text());
        for (const auto& order : m_core->orders().working(book.engine)) {
            snapshot->orders.push_back(order);
        }
    }
    addPositions(*snapshot);
    addMarkets(*snapshot);
    addFlatten(*snapshot);
    if (m_journal) {
        m_journal->flush();
        snapshot->journal.durable = m_journal->durable();
        snapshot->journal.problem = m_journal->problem();
        snapshot->journal.healthy = snapshot->journal.problem.empty();
    }
    snapshot->instruments = m_instruments;
    m_recorder->fill(*snapshot);
    snapshot->sessionDigest = m_core->sessionDigest().text();
    snapshot->commandsTaken = m_taken;
    snapshot->commandsApplied = m_applied;
    snapshot->controlProblem = m_controlProblem;
    snapshot->finished = m_finished;
    m_latest.set(std::move(snapshot));
}

} // namespace wick::session
