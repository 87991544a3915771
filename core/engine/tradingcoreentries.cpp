// The part of the trading core an entry walks through: dropped, sized, judged, sent; and what
// operators ask for.

#include "core/base/unreachable.h"
#include "core/engine/tradingcore.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace wick::core {

namespace {

constexpr Reason kStaleSignal{"STALE_SIGNAL",
                              "The signal was older than it may be when it came to be sent."};
constexpr Reason kEntryPending{"ENTRY_PENDING", "An entry of this engine is already at work."};
constexpr Reason kHolding{"ALREADY_IN_POSITION", "The engine already holds a position."};
constexpr Reason kBadSignal{"BAD_SIGNAL",
                            "The signal has no side, or its strength is not between 0 and 1."};
constexpr Reason kNoPrice{"NO_PRICE", "The market has had no price yet."};
constexpr Reason kNoRoom{"NO_ROOM", "A cap leaves no room for the order."};
constexpr Reason kPaused{"ENGINE_PAUSED", "The engine is paused; it opens nothing."};
constexpr Reason kStopped{"ENGINE_STOPPED", "The engine is stopped; it opens nothing."};
constexpr Reason kQuarantined{"ENGINE_QUARANTINED",
                              "The engine did not answer or failed; its position was closed."};
constexpr Reason kLocked{"ENTRIES_LOCKED", "Entries are locked by the operator."};
constexpr Reason kFlattened{"FLATTEN", "The operator closes what is open."};
constexpr Reason kEngineKilled{"ENGINE_KILLED",
                               "The operator closes the position and stops the engine."};

} // namespace

const Reason* TradingCore::blocks(EngineId engine) const noexcept
{
    if (const Reason* halt = m_halts.blocks(engine)) {
        return halt;
    }
    if (m_locked) {
        return &kLocked;
    }
    if (const auto& closing = m_desks[engine.count()].closing; closing.active()) {
        return &closing.report().reason;
    }
    switch (m_desks[engine.count()].control) {
    case EngineControl::Running:
        return nullptr;
    case EngineControl::Paused:
        return &kPaused;
    case EngineControl::Stopped:
        return &kStopped;
    case EngineControl::Quarantined:
        return &kQuarantined;
    }
    unreachable();
}

AccountView TradingCore::viewFor(EngineId engine) const
{
    const InstrumentId here = m_setup.engines[engine.count()].instrument;
    AccountView view;
    view.now = m_clock.now();
    view.equity = m_account.equity();
    view.limits = &m_limits;
    view.riskPerTrade = m_desks[engine.count()].risk;
    view.mark = m_markets[here.count()].last;
    view.markTime = m_markets[here.count()].lastNews;
    InlineVector<InstrumentId, 32> held;
    for (const auto& book : m_account.books()) {
        const std::int64_t pending = m_keeper.pendingEntryLots(book.engine);
        const bool leaving = m_keeper.pending(book.engine, OrderRole::Exit)
                             && !m_desks[book.engine.count()].closing.active();
        const Instrument& instrument = m_setup.instruments[book.instrument.count()];
        const std::int64_t lots = leaving ? 0 : book.lots; // a whole exit at market is on its way
        if (lots == 0 && pending == 0) {
            continue;
        }
        const Price mark = m_markets[book.instrument.count()].last.value_or(Price{});
        const Money value = instrument.notional(std::abs(lots) + pending, mark);
        view.grossNotional += value;
        view.marginUsed += feeOn(value, instrument.initialMargin());
        if (std::find(held.begin(), held.end(), book.instrument) == held.end() && !held.full()) {
            held.push_back(book.instrument);
        }
        if (book.instrument == here) {
            view.openLots += lots;
            view.pendingLots += pending;
            view.marketHeld = true;
        }
    }
    view.openMarkets = static_cast<std::int64_t>(held.size());
    const Instrument& instrument = m_setup.instruments[here.count()];
    view.minutesToClose = kNoLimit;
    if (instrument.calendar() != CalendarKind::Always) {
        const CalendarPeriod period =
            TradingCalendar{instrument.calendar()}.periodAt(m_clock.now());
        view.sessionOpen = period.hours == MarketHours::Open;
        view.minutesToClose = (period.end - m_clock.now()).count() / minutes(1).count();
    }
    view.fleetDay = m_halts.fleetDay(m_account);
    view.engineDay = m_halts.engineDay(m_account, engine);
    view.fleetPeak = m_halts.fleetPeak(m_account);
    view.enginePeak = m_halts.enginePeak(m_account, engine);
    view.halt = blocks(engine);
    return view;
}

std::optional<Reason> TradingCore::dropped(EngineId engine, const Signal& signal) const
{
    if ((signal.side != Side::Buy && signal.side != Side::Sell) || !(signal.strength >= 0.0)
        || !(signal.strength <= 1.0))
    {
        return kBadSignal;
    }
    if (signal.expiry <= m_clock.now()) {
        return kStaleSignal;
    }
    if (!lastPrice(m_setup.engines[engine.count()].instrument)) {
        return kNoPrice;
    }
    if (m_keeper.pending(engine, OrderRole::Entry)) {
        return kEntryPending;
    }
    if (m_account.book(engine).lots != 0 && !m_keeper.pending(engine, OrderRole::Exit)) {
        return kHolding;
    }
    return std::nullopt;
}

OrderIntent TradingCore::intentOf(EngineId engine, const Signal& signal)
{
    const Instrument& instrument = instrumentOf(engine);
    const Price last = lastPrice(instrument.id()).value_or(Price{});
    OrderIntent intent;
    intent.id = OrderId{m_orders + 1};
    intent.stopId = OrderId{m_orders + 2};
    intent.targetId = OrderId{m_orders + 3};
    intent.engine = engine;
    intent.instrument = &instrument;
    intent.side = signal.side;
    intent.kind = signal.kind;
    intent.price = signal.kind == OrderKind::Market ? last : signal.price;
    intent.stop = signal.stop;
    intent.target = signal.target;
    intent.decidedAt = m_clock.now();
    intent.expiry = signal.expiry;
    intent.decisionPrice = signal.kind == OrderKind::Market ? last : signal.price;
    intent.reason = signal.reason;
    return intent;
}

SizingCosts TradingCore::costsOf(const OrderIntent& intent) const
{
    const Instrument& instrument = *intent.instrument;
    const double sigma = m_venue.sigma(instrument.id());
    const PriceDelta taker = marketSlip(m_setup.fill, instrument, intent.price, sigma);
    const bool rests = intent.kind == OrderKind::Limit;
    return {.slipIn = rests ? PriceDelta{0} : taker,
            .slipStop = taker,
            .feeIn = rests ? instrument.makerFee() : instrument.takerFee(),
            .feeOut = instrument.takerFee()};
}

void TradingCore::applyEntry(const Answer& answer)
{
    const Signal& signal = *answer.decision.entry;
    ++m_signals;
    if (const auto reason = dropped(answer.engine, signal)) {
        refuse(answer.engine, signal, intentOf(answer.engine, signal), nullptr, *reason);
        return;
    }
    review(answer.engine, signal);
}

void TradingCore::review(EngineId engine, const Signal& signal)
{
    OrderIntent intent = intentOf(engine, signal);
    const AccountView view = viewFor(engine);
    const auto& fixed = m_setup.engines[engine.count()].fixedQuantity;
    bool room = true;
    if (fixed) {
        intent.quantity = *fixed;
    } else if (const auto sized = sizeByStopDistance(intent, costsOf(intent), view)) {
        intent.quantity = sized->quantity;
        intent.lossAtStop = sized->lossAtStop;
    } else {
        room = sized.error() != SizingRefusal::NoRoom;
    }
    // An intent that could not be sized still goes through the gate, so that its verdict is
    // complete.
    Review review = m_gate.review(intent, view);
    noteVerdict(review.verdict, intent.quantity);
    if (!review.approved) {
        const VerdictLine* failed = review.verdict.firstFailure();
        const bool halted = view.halt != nullptr;
        refuse(engine, signal, intent, &review.verdict,
               halted              ? *view.halt
               : !room             ? kNoRoom
               : failed != nullptr ? failed->rule->refusal
                                   : kBadSignal);
        return;
    }
    m_orders += 3;
    Desk& desk = m_desks[engine.count()];
    desk.entry = {review.verdict.id, *intent.stop, intent.target, intent.lossAtStop};
    desk.entryDecided = intent.decidedAt;
    OrderRecord record;
    record.id = intent.id;
    record.engine = engine;
    record.instrument = intent.instrument->id();
    record.role = OrderRole::Entry;
    record.kind = intent.kind;
    record.side = intent.side;
    record.price = intent.price;
    record.remaining = intent.quantity;
    record.decidedAt = intent.decidedAt;
    record.changedAt = intent.decidedAt;
    record.reason = intent.reason;
    m_keeper.sent(record);
    port().submit(std::move(*review.approved));
    if (m_listener != nullptr) {
        m_listener->onSignal({m_clock.now(),
                              engine,
                              record.instrument,
                              signal,
                              intent.quantity,
                              intent.price,
                              &review.verdict,
                              intent.id,
                              {}});
    }
}

void TradingCore::noteVerdict(const Verdict& verdict, Quantity quantity)
{
    std::uint64_t passed = 0;
    for (std::size_t i = 0; i < verdict.lines.size(); ++i) {
        passed |= static_cast<std::uint64_t>(verdict.lines[i].result.passed) << i;
    }
    m_digest.add(DigestRecord::Verdict, verdict.time, verdict.engine, passed, quantity);
}

void TradingCore::refuse(EngineId engine,
                         const Signal& signal,
                         const OrderIntent& intent,
                         const Verdict* verdict,
                         const Reason& reason)
{
    ++m_refusals;
    m_digest.add(DigestRecord::Refusal, m_clock.now(), engine, reason.token);
    if (m_listener != nullptr) {
        m_listener->onSignal({m_clock.now(), engine, intent.instrument->id(), signal,
                              intent.quantity, intent.price, verdict, OrderId{}, reason});
    }
}

Money TradingCore::openRisk() const
{
    Money risk;
    for (const auto& desk : m_desks) {
        const EngineId engine = desk.engine;
        const EngineBook& book = m_account.book(engine);
        const Instrument& instrument = instrumentOf(engine);
        if (book.lots != 0) {
            const OrderRecord* stop = m_keeper.at(engine, OrderRole::ProtectiveStop);
            const Money atStop =
                stop != nullptr ? instrument.notional(book.lots, stop->price) : Money{};
            risk += std::max(Money{}, book.value - atStop);
        } else if (m_keeper.pending(engine, OrderRole::Entry)) {
            risk += desk.entry.initialRisk;
        }
    }
    return risk;
}

// ── What operators ask for
// ───────────────────────────────────────────────────────────────────────────

void TradingCore::onCommand(const Command& command)
{
    ++m_sequence;
    m_digest.add(DigestRecord::Command);
    m_digest.add(m_clock.now());
    m_digest.add(static_cast<std::uint64_t>(command.kind));
    m_digest.add(command.engine ? std::uint64_t{command.engine->count()} + 1 : 0);
    if (m_listener != nullptr) {
        m_listener->onCommand(command, m_clock.now());
    }
    switch (command.kind) {
    case CommandKind::Kill:
        m_halts.kill(m_clock.now(), m_fired);
        judgeLimits();
        break;
    case CommandKind::Release:
        if (m_halts.release(command.halt, command.engine, m_account) && m_listener != nullptr) {
            m_listener->onHaltReleased(command.halt, command.engine, m_clock.now());
        }
        break;
    case CommandKind::LockEntries:
        m_locked = true;
        for (const auto& desk : m_desks) {
            port().cancelEntries(desk.engine, kLocked);
        }
        break;
    case CommandKind::UnlockEntries:
        m_locked = false;
        break;
    case CommandKind::SetLimits:
        if (command.limits) {
            m_limits = *command.limits;
            m_halts.setLimits(m_limits, m_account);
            for (std::size_t i = 0; i < m_desks.size(); ++i) {
                m_desks[i].risk = riskOf(m_limits, m_setup.engines[i]);
            }
        }
        break;
    case CommandKind::Transfer:
        m_halts.transfer(command.amount, m_account);
        m_account.applyTransfer(command.amount);
        break;
    case CommandKind::Tune:
        if (command.engine && command.strategy) {
            tune(command, *command.engine);
        }
        break;
    case CommandKind::Pause:
    case CommandKind::Resume:
    case CommandKind::Stop:
    case CommandKind::KillEngine:
    case CommandKind::Flatten:
    case CommandKind::Quarantine:
        for (const auto& desk : m_desks) {
            if (!command.engine || *command.engine == desk.engine) {
                onEngineCommand(command, desk.engine);
            }
        }
        break;
    }
    drain();
    pursueClosings();
}

void TradingCore::onEngineCommand(const Command& command, EngineId engine)
{
    EngineControl& control = m_desks[engine.count()].control;
    switch (command.kind) {
    case CommandKind::Pause:
        control = control == EngineControl::Running ? EngineControl::Paused : control;
        break;
    case CommandKind::Resume:
        control = EngineControl::Running;
        break;
    case CommandKind::Stop:
        control = EngineControl::Stopped;
        port().cancelEntries(engine, kStopped);
        break;
    case CommandKind::KillEngine:
        control = EngineControl::Stopped;
        startClosing(engine, kEngineKilled);
        break;
    case CommandKind::Flatten:
        control = control == EngineControl::Running ? EngineControl::Paused : control;
        startClosing(engine, kFlattened);
        break;
    case CommandKind::Quarantine:
        control = EngineControl::Quarantined;
        startClosing(engine, kQuarantined);
        break;
    case CommandKind::Kill:
    case CommandKind::Release:
    case CommandKind::LockEntries:
    case CommandKind::UnlockEntries:
    case CommandKind::SetLimits:
    case CommandKind::Transfer:
    case CommandKind::Tune:
        break;
    }
}

/// A strategy never takes over a position or an order that another one meant: not flat, not tuned.
void TradingCore::tune(const Command& command, EngineId engine)
{
    if (m_account.book(engine).lots != 0 || !m_keeper.working(engine).empty() || flattening(engine))
    {
        return;
    }
    EngineSetup& setup = m_setup.engines[engine.count()];
    setup.parameters = command.parameters;
    setup.strategy = command.strategy;
    m_desks[engine.count()].risk = riskOf(m_limits, setup);
    m_pathWanted = m_pathWanted || setup.strategy->describe().wake == Wake::EveryStep;
}

} // namespace wick::core
