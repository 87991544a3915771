// What screens see of a session: the half of TradingWorker that only reads.
#include "app/session/tradingworker.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace wick::session {

using namespace wick::core;

namespace {

constexpr std::size_t kRecentBars = 2'048;
constexpr std::size_t kMostBars = 40'000;

} // namespace

void TradingWorker::Chart::take(const MarketSlice& slice)
{
    for (const auto& trade : slice.trades) {
        closeUntil(trade.time); // a step may span the end of a minute
        static_cast<void>(builder.add(trade));
    }
    if (slice.bar != nullptr) {
        builder.restart(); // the source makes the bars
        if (slice.point == BarPoint::Close) {
            recent.push_back(*slice.bar);
        }
    }
}

void TradingWorker::Chart::closeUntil(Timestamp now)
{
    while (const auto bar = builder.close(now)) {
        recent.push_back(*bar);
    }
}

/// Puts the recent bars behind the old ones, which readers share and nobody changes.
void TradingWorker::Chart::shelveRecent()
{
    std::vector<ClosedBar> all = *old;
    all.insert(all.end(), recent.begin(), recent.end());
    if (all.size() > kMostBars) {
        all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(kMostBars));
    }
    old = std::make_shared<const std::vector<ClosedBar>>(std::move(all));
    recent.clear();
}

void TradingWorker::collectBars(const MarketStep& step)
{
    for (const auto& slice : step.slices) {
        m_charts[slice.instrument.count()].take(slice);
    }
    for (auto& chart : m_charts) {
        chart.closeUntil(step.time);
        if (chart.recent.size() >= kRecentBars) {
            chart.shelveRecent();
        }
    }
}

EngineStatus TradingWorker::statusOf(EngineId engine) const
{
    const EngineSetup& setup = m_core->setup().engines[engine.count()];
    const Seat& seat = m_seats[engine.count()];
    const Description& description = setup.strategy->describe();
    EngineStatus status;
    status.id = engine;
    status.strategy = setup.name;
    status.parameters = setup.parameters;
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
    flatten.times = m_stopwatch->times();
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
    for (const auto& instrument : m_setup.core.instruments) {
        if (m_core->takenOver(instrument.id())) {
            snapshot->takenOver.push_back(instrument.id());
        }
    }
    const auto events = m_core->events();
    std::copy_if(events.begin(), events.end(), std::back_inserter(snapshot->events),
                 [this](const EventWindow& event) { return event.until > m_core->now(); });
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
    if (m_events) {
        m_events->flush();
    }
    const auto ghosts = m_ghosts->ghosts();
    snapshot->ghosts.assign(ghosts.begin(), ghosts.end());
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
