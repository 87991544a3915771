// The part of the trading core an entry walks through: dropped, sized, judged, sent; and what
// operators ask for.

#include "core/base/unreachable.h"
#include "core/engine/tradingcore.h"
#include "core/strategy/costgate.h"

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
constexpr Reason kMovedByHand{"OPERATOR_STOP", "An operator moved the stop nearer to the market."};
constexpr Reason kPaused{"ENGINE_PAUSED", "The engine is paused; it opens nothing."};
constexpr Reason kStopped{"ENGINE_STOPPED", "The engine is stopped; it opens nothing."};
constexpr Reason kQuarantined{"ENGINE_QUARANTINED",
                              "The engine did not answer or failed; its position was closed."};
constexpr Reason kLocked{"ENTRIES_LOCKED", "Entries are locked by the operator."};
constexpr Reason kFlattened{"FLATTEN", "The operator closes what is open."};
constexpr Reason kEngineKilled{"ENGINE_KILLED",
                               "The operator closes the position and stops the engine."};

/// Spread and depth of a book; the spread of a one-sided one has no end.
BookView bookView(const Book& book)
{
    constexpr std::int64_t kNear = 1'000; ///< ppm: 10 bp
    BookView view;
    const auto bids = book.bidLevels();
    const auto asks = book.askLevels();
    if (!bids.empty() && !asks.empty() && bids.front().price.count() > 0) {
        const std::int64_t apart = (asks.front().price - bids.front().price).count();
        view.spread = saturate(
            divide(static_cast<Int128>(apart) * kPpmOne, bids.front().price.count(), Rounding::Up));
    }
    for (const auto& level : bids) {
        const std::int64_t away = (bids.front().price - level.price).count();
        view.bidDepth +=
            away <= partDown(bids.front().price.count(), kNear) ? level.quantity.count() : 0;
    }
    for (const auto& level : asks) {
        const std::int64_t away = (level.price - asks.front().price).count();
        view.askDepth +=
            away <= partDown(asks.front().price.count(), kNear) ? level.quantity.count() : 0;
    }
    return view;
}

/// What an engine may do once an operator has said this.
EngineControl controlAfter(CommandKind kind, EngineControl control) noexcept
{
    if (kind == CommandKind::Resume) {
        return EngineControl::Running;
    }
    if (kind == CommandKind::Stop || kind == CommandKind::KillEngine) {
        return EngineControl::Stopped;
    }
    if (kind == CommandKind::Quarantine) {
        return EngineControl::Quarantined;
    }
    return control == EngineControl::Running ? EngineControl::Paused : control;
}

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
    const Timestamp now = m_clock.now();
    const std::int64_t risk = m_desks[engine.count()].risk;
    AccountView view;
    view.now = now;
    view.equity = m_account.equity();
    view.limits = &m_limits;
    view.riskPerTrade = risk == kNoLimit ? kNoLimit : partDown(risk, m_halts.riskFactor(engine));
    view.stageCap = m_halts.stage(engine) == Stage::Pennies ? std::min(m_limits.stageCap, kPpmOne)
                                                            : m_limits.stageCap;
    addMarket(view, m_setup.engines[engine.count()].instrument);
    addHoldings(view, engine);
    view.pairs = &m_factors.pairs();
    view.fleetDay = m_halts.fleetDay(m_account);
    view.engineDay = m_halts.engineDay(m_account, engine);
    view.fleetRolling = m_halts.fleetRolling(m_account);
    view.engineRolling = m_halts.engineRolling(m_account, engine);
    view.fleetPeak = m_halts.fleetPeak(m_account);
    view.enginePeak = m_halts.enginePeak(m_account, engine);
    view.lossStreak = m_halts.lossStreak(engine);
    view.slipStreak = m_halts.slipStreak(engine);
    view.rejects = m_halts.rejects(engine, now);
    view.trades = m_halts.trades(engine, now);
    view.entriesSent = entriesSent();
    if (m_clockSkew) {
        view.clockSkewMs = toMilliseconds(*m_clockSkew);
    }
    view.halt = blocks(engine);
    return view;
}

/// What the view says of the market alone.
void TradingCore::addMarket(AccountView& view, InstrumentId market) const
{
    const Instrument& instrument = m_setup.instruments[market.count()];
    const Market& here = m_markets[market.count()];
    view.mark = here.last;
    view.markTime = here.lastNews;
    view.status = here.status;
    view.takenOver = here.takenOver;
    view.inEvent = std::any_of(m_events.begin(), m_events.end(), [&](const EventWindow& event) {
        return (!event.market || *event.market == market) && event.from <= view.now
               && view.now < event.until;
    });
    if (instrument.calendar() != CalendarKind::Always) {
        if (!here.session.contains(view.now)) {
            here.session = TradingCalendar{instrument.calendar()}.periodAt(view.now);
        }
        view.sessionOpen = here.session.hours == MarketHours::Open;
        view.minutesToClose = (here.session.end - view.now).count() / minutes(1).count();
    }
    view.leverageCap = m_factors.leverageCap(market);
    view.hourRange = m_factors.hourRange(market);
    view.stopSlip =
        marketSlip(m_setup.fill, instrument, here.last.value_or(Price{}), m_venue.sigma(market));
    if (here.hasBook) {
        view.book = bookView(here.book);
    }
}

/// What is held and pending, market by market; that of the engine is always there.
void TradingCore::addHoldings(AccountView& view, EngineId engine) const
{
    const InstrumentId here = m_setup.engines[engine.count()].instrument;
    view.holdings.push_back({here, 0, 0, 0, 0, m_factors.volatility(here)});
    for (const auto& book : m_account.books()) {
        const OrderRecord* const entry = m_keeper.at(book.engine, OrderRole::Entry);
        const bool leaving = isLeaving(book.engine);
        const std::int64_t lots = leaving ? 0 : book.lots;
        const std::int64_t pending = entry != nullptr ? entry->remaining.count() : 0;
        if (lots == 0 && pending == 0) {
            continue;
        }
        const Instrument& instrument = m_setup.instruments[book.instrument.count()];
        const Price mark = m_markets[book.instrument.count()].last.value_or(Price{});
        auto* holding =
            std::find_if(view.holdings.begin(), view.holdings.end(),
                         [&](const MarketHolding& each) { return each.market == book.instrument; });
        if (holding == view.holdings.end()) {
            view.holdings.push_back(
                {book.instrument, 0, 0, 0, 0, m_factors.volatility(book.instrument)});
            holding = view.holdings.end() - 1;
        }
        const Money value = instrument.notional(std::abs(lots) + pending, mark);
        const std::int64_t waiting = instrument.notional(pending, mark, Rounding::Up).count();
        holding->open += instrument.notional(lots, mark).count();
        if (entry != nullptr) {
            (entry->side == Side::Buy ? holding->pendingBuy : holding->pendingSell) += waiting;
        }
        const Money risk = stopRisk(book.engine);
        holding->risk += risk.count();
        view.engineRisk += book.engine == engine ? risk : Money{};
        view.grossNotional += value;
        view.marginUsed += feeOn(value, instrument.initialMargin());
        if (book.instrument == here) {
            view.openLots += lots;
            view.pendingLots += pending;
            view.marketHeld = true;
        } else {
            view.otherMaintenance += feeOn(value, instrument.maintenanceMargin());
        }
    }
    view.openMarkets = static_cast<std::int64_t>(view.holdings.size()) - (view.marketHeld ? 0 : 1);
}

/// Entries within the last minute, with what others have sent beyond the room kept for them.
CountUse TradingCore::entriesSent() const noexcept
{
    constexpr std::int64_t kKeptForExits = 20;
    const auto lately = [this](const RingBuffer<Timestamp>& times) {
        std::int64_t count = 0;
        while (count < static_cast<std::int64_t>(times.size())
               && m_clock.now() - times[times.size() - 1 - static_cast<std::size_t>(count)]
                      < minutes(1))
        {
            ++count;
        }
        return count;
    };
    const std::int64_t others = lately(m_othersSent);
    return {m_limits.orderRate,
            lately(m_entriesSent) + std::max<std::int64_t>(0, others - kKeptForExits)};
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
            .feeOut = instrument.takerFee(),
            .funding = std::max(Ppm{}, fundingOf(intent))};
}

/// Funding of the hour to come, of the notional, rounded up; negative when it is received.
Ppm TradingCore::fundingOf(const OrderIntent& intent) const
{
    constexpr std::int64_t kPerMillion = 1'000;
    const std::int64_t rate =
        m_setup.funding.empty()
            ? FundingTable::kStandardRate
            : m_setup.funding[intent.instrument->id().count()].rateAt(m_nextHour);
    return Ppm{
        saturate(divide(static_cast<Int128>(sign(intent.side)) * rate, kPerMillion, Rounding::Up))};
}

Ppm TradingCore::costOf(const OrderIntent& intent) const
{
    const Instrument& instrument = *intent.instrument;
    RoundTripCost cost = expectedCost(instrument, intent.kind);
    if (intent.price.count() > 0) {
        // The slip of a taking order has half the spread inside, which is counted already.
        const PriceDelta taker =
            marketSlip(m_setup.fill, instrument, intent.price, m_venue.sigma(instrument.id()));
        const std::int64_t slip = saturate(divide(static_cast<Int128>(taker.count()) * kPpmOne,
                                                  intent.price.count(), Rounding::Up));
        cost.slipOut = Ppm{std::max<std::int64_t>(0, slip - cost.spread.count() / 2)};
        cost.slipIn = intent.kind == OrderKind::Limit ? Ppm{} : cost.slipOut;
    }
    cost.funding = fundingOf(intent);
    return cost.total();
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
    AccountView view = viewFor(engine);
    view.cost = costOf(intent);
    const auto& fixed = m_setup.engines[engine.count()].fixedQuantity;
    bool room = true;
    if (fixed) {
        intent.quantity = *fixed;
        if (intent.stop) {
            intent.lossAtStop = lossAtStop(intent, costsOf(intent), fixed->count());
        }
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
    OrderRecord& record = m_keeper.sent(intent.id, engine, OrderRole::Entry);
    record.instrument = intent.instrument->id();
    record.kind = intent.kind;
    record.side = intent.side;
    record.price = intent.price;
    record.remaining = intent.quantity;
    record.decidedAt = intent.decidedAt;
    record.changedAt = intent.decidedAt;
    record.reason = intent.reason;
    m_entriesSent.push(m_clock.now());
    port().submit(std::move(*review.approved));
    if (m_listener != nullptr) {
        m_listener->onSignal({m_clock.now(),
                              engine,
                              intent.instrument->id(),
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
        risk += stopRisk(desk.engine);
    }
    return risk;
}

/// Worst loss of an engine from the mark to its stop, slip inside, or of its pending entry.
Money TradingCore::stopRisk(EngineId engine) const
{
    const EngineBook& book = m_account.book(engine);
    const Desk& desk = m_desks[engine.count()];
    Money risk;
    if (m_keeper.pending(engine, OrderRole::Entry)) {
        risk = desk.entry.initialRisk;
    }
    if (book.lots == 0 || isLeaving(engine)) {
        return risk;
    }
    const Instrument& instrument = instrumentOf(engine);
    const OrderRecord* stop = m_keeper.at(engine, OrderRole::ProtectiveStop);
    if (stop == nullptr) { // all of it, until a stop rests
        return risk + std::max(Money{}, book.lots > 0 ? book.value : -book.value);
    }
    const PriceDelta slip =
        marketSlip(m_setup.fill, instrument, stop->price, m_venue.sigma(book.instrument));
    const Price fill = book.lots > 0 ? stop->price - slip : stop->price + slip;
    return risk + std::max(Money{}, book.value - instrument.notional(book.lots, fill));
}

void TradingCore::cancelEntries(EngineId engine, const Reason& reason)
{
    if (m_keeper.pending(engine, OrderRole::Entry)) {
        m_othersSent.push(m_clock.now());
    }
    port().cancelEntries(engine, reason);
}

/// Whether a whole exit at market is on its way that the venue has taken.
bool TradingCore::isLeaving(EngineId engine) const noexcept
{
    return m_keeper.pending(engine, OrderRole::Exit) && !m_desks[engine.count()].closing.active();
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
        release(command);
        break;
    case CommandKind::LockEntries:
        lockEntries();
        break;
    case CommandKind::UnlockEntries:
        m_locked = false;
        keep();
        break;
    case CommandKind::SetLimits:
        if (command.limits) {
            setLimits(*command.limits);
        }
        break;
    case CommandKind::Transfer:
        m_halts.transfer(command.amount, m_account);
        m_account.applyTransfer(command.amount);
        keep();
        break;
    case CommandKind::Mismatch:
        m_halts.mismatch(command.engine, m_clock.now(), m_fired);
        judgeLimits();
        break;
    case CommandKind::TakeOver:
    case CommandKind::HandBack:
    case CommandKind::AddEvent:
    case CommandKind::ClearEvents:
    case CommandKind::MarketStatus:
    case CommandKind::ClockSkew:
    case CommandKind::SetStage:
        onCondition(command);
        break;
    case CommandKind::MoveStop:
        if (command.engine) {
            moveStop(*command.engine, command.price);
        }
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
        onEngineCommand(command);
        break;
    }
    drain();
    pursueClosings();
    refreshDesks();
}

void TradingCore::moveStop(EngineId engine, Price to)
{
    const OrderRecord* stop = m_keeper.at(engine, OrderRole::ProtectiveStop);
    const EngineBook& book = m_account.book(engine);
    std::optional<StopMoveRefusal> why = StopMoveRefusal::NoStop;
    if (m_desks[engine.count()].closing.active() || isLeaving(engine)) {
        why = StopMoveRefusal::Closing;
    } else if (stop != nullptr) {
        why = objectionToStop(instrumentOf(engine), book.lots,
                              lastPrice(book.instrument).value_or(stop->price), stop->price, to);
    }
    if (!why) {
        m_othersSent.push(m_clock.now());
        port().modifyStop(engine, to, kMovedByHand);
    } else if (m_listener != nullptr) {
        m_listener->onStopMoveRefused(engine, *why, m_clock.now());
    }
}

void TradingCore::release(const Command& command)
{
    const auto done =
        m_halts.release(command.halt, command.engine, command.note, m_clock.now(), m_account);
    m_nextDue = std::min(m_nextHour, m_halts.due());
    if (done) {
        keep();
    }
    if (m_listener == nullptr) {
        return;
    }
    if (done) {
        m_listener->onHaltReleased(command.halt, command.engine, m_clock.now());
    } else {
        m_listener->onReleaseRefused(command.halt, command.engine, done.error(), m_clock.now());
    }
}

void TradingCore::lockEntries()
{
    m_locked = true;
    keep();
    for (const auto& desk : m_desks) {
        cancelEntries(desk.engine, kLocked);
    }
}

void TradingCore::setLimits(const RiskLimits& limits)
{
    m_limits = limits;
    m_halts.setLimits(m_limits, m_account);
    for (std::size_t i = 0; i < m_desks.size(); ++i) {
        m_desks[i].risk = riskOf(m_limits, m_setup.engines[i]);
    }
    lookAtLimits();
    refreshFactors(m_clock.now()); // a lower leverage holds at once
}

/// What the world outside the core says: it only ever keeps entries out, or lets them in again.
void TradingCore::onCondition(const Command& command)
{
    const auto eachMarket = [&](auto&& change) {
        for (std::size_t i = 0; i < m_markets.size(); ++i) {
            if (!command.market || command.market->count() == i) {
                change(m_markets[i]);
            }
        }
    };
    switch (command.kind) {
    case CommandKind::TakeOver:
    case CommandKind::HandBack:
        eachMarket(
            [&](Market& market) { market.takenOver = command.kind == CommandKind::TakeOver; });
        keep();
        break;
    case CommandKind::AddEvent:
        std::erase_if(m_events,
                      [this](const EventWindow& event) { return event.until <= m_clock.now(); });
        m_events.push_back(command.event);
        keep();
        break;
    case CommandKind::ClearEvents:
        std::erase_if(m_events, [&](const EventWindow& event) {
            return !command.market || event.market == command.market;
        });
        keep();
        break;
    case CommandKind::MarketStatus:
        eachMarket([&](Market& market) { market.status = command.status; });
        break;
    case CommandKind::ClockSkew:
        m_clockSkew = command.skew;
        break;
    case CommandKind::SetStage:
        for (const auto& desk : m_desks) {
            if (!command.engine || *command.engine == desk.engine) {
                m_halts.setStage(desk.engine, command.stage);
            }
        }
        keep();
        break;
    case CommandKind::Pause:
    case CommandKind::Resume:
    case CommandKind::Stop:
    case CommandKind::KillEngine:
    case CommandKind::Flatten:
    case CommandKind::Kill:
    case CommandKind::Release:
    case CommandKind::LockEntries:
    case CommandKind::UnlockEntries:
    case CommandKind::SetLimits:
    case CommandKind::Quarantine:
    case CommandKind::Transfer:
    case CommandKind::MoveStop:
    case CommandKind::Tune:
    case CommandKind::Mismatch:
        break;
    }
}

/// Written down, then done.
void TradingCore::onEngineCommand(const Command& command)
{
    const auto concerned = [&command](const Desk& desk) {
        return !command.engine || *command.engine == desk.engine;
    };
    for (auto& desk : m_desks) {
        desk.control = concerned(desk) ? controlAfter(command.kind, desk.control) : desk.control;
    }
    keep();
    for (auto& desk : m_desks) {
        if (concerned(desk)) {
            actOn(command, desk);
        }
    }
}

void TradingCore::actOn(const Command& command, Desk& desk)
{
    if (command.kind == CommandKind::Stop) {
        cancelEntries(desk.engine, kStopped);
    } else if (command.kind == CommandKind::KillEngine) {
        startClosing(desk.engine, kEngineKilled);
    } else if (command.kind == CommandKind::Flatten) {
        startClosing(desk.engine, kFlattened);
    } else if (command.kind == CommandKind::Quarantine) {
        startClosing(desk.engine, kQuarantined);
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
