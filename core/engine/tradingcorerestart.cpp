// The part of the trading core that goes on after a crash: from what was written down, and from
// what the venue shows.

#include "core/engine/tradingcore.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace wick::core {

namespace {

/// The setup of the session that goes on: limits and state of the limits as they were saved.
CoreSetup
setupAfter(const CoreSetup& setup, const RiskLimits& limits, const RiskState& state, Timestamp now)
{
    CoreSetup next = setup;
    next.limits = limits;
    next.start = now;
    next.faults = {};
    next.risk.reset();
    if (auto saved = decodeRiskState(encode(state))) {
        next.risk = std::move(*saved);
    } else {
        next.riskLost = true;
    }
    return next;
}

} // namespace

std::unique_ptr<TradingCore>
TradingCore::restarted(TradingCore& dead, CoreListener* listener, RiskStateSink* keeper)
{
    auto core = std::make_unique<TradingCore>(
        setupAfter(dead.m_setup, dead.m_limits, dead.riskState(), dead.now()), listener, keeper);
    core->takeOver(dead);
    return core;
}

/// What an operator keeps from trading. What is not part of this session has no place in it.
void TradingCore::restoreConditions(const RiskState& saved)
{
    m_locked = saved.entriesLocked;
    for (std::size_t i = 0; i < m_desks.size(); ++i) {
        m_desks[i].control = saved.engines[i].control;
    }
    m_events.clear();
    const auto marketOf = [this](const std::string& symbol) {
        const auto found =
            std::find_if(m_setup.instruments.begin(), m_setup.instruments.end(),
                         [&](const Instrument& each) { return each.symbol() == symbol; });
        return found == m_setup.instruments.end() ? std::optional<InstrumentId>{} : found->id();
    };
    for (const auto& event : saved.events) {
        const auto market = marketOf(event.symbol);
        if (market || event.symbol.empty()) {
            m_events.push_back({market, event.from, event.until});
        }
    }
    for (auto& market : m_markets) {
        market.takenOver = false;
    }
    for (const auto& market : saved.markets) {
        if (const auto here = marketOf(market.symbol)) {
            m_markets[here->count()].takenOver = market.takenOver;
        }
    }
}

void TradingCore::takeOver(TradingCore& dead)
{
    m_venue.takeOver(dead.m_venue);
    if (dead.m_faults != nullptr) {
        m_faults = std::make_unique<FaultyVenue>(m_clock, m_venue, VenueScript{});
        m_faults->takeOver(*dead.m_faults);
    }
    m_markets = dead.m_markets;
    if (m_setup.risk) { // the rest of a market the venue tells, what an operator wants it does not
        restoreConditions(*m_setup.risk);
    }
    for (std::size_t i = 0; i < m_markets.size(); ++i) {
        if (const auto& last = m_markets[i].last) {
            m_account.mark(InstrumentId{static_cast<std::uint16_t>(i)}, *last);
        }
    }
    m_keeper = dead.m_keeper;
    m_clockSkew = dead.m_clockSkew;
    m_entriesSent = dead.m_entriesSent;
    m_othersSent = dead.m_othersSent;
    m_digest = dead.m_digest;
    m_sequence = dead.m_sequence;
    m_orders = dead.m_orders;
    m_signals = dead.m_signals;
    m_refusals = dead.m_refusals;
    m_naked = dead.m_naked;
    for (std::size_t i = 0; i < m_desks.size(); ++i) {
        adopt(m_desks[i], dead.m_desks[i], dead.m_account.books()[i]);
    }
    // What was taken from the venue and not booked yet is on its books all the same.
    for (std::size_t i = dead.m_drained; i < dead.m_draining.size(); ++i) {
        onOrderEvent(dead.m_draining[i]);
    }
    for (auto& desk : m_desks) {
        refresh(desk);
        m_anyNaked = m_anyNaked || desk.naked;
        resumeClosing(desk);
    }
}

/// A position goes on at its mark: what it has earned so far is in the equity already.
void TradingCore::adopt(Desk& desk, const Desk& before, const EngineBook& book)
{
    desk.entry = before.entry;
    desk.entryDecided = before.entryDecided;
    desk.digest = before.digest;
    desk.closing = before.closing;
    const auto& last = m_markets[book.instrument.count()].last;
    if (book.lots == 0 || !last) {
        return;
    }
    Fill fill;
    fill.engine = book.engine;
    fill.instrument = book.instrument;
    fill.side = book.lots > 0 ? Side::Buy : Side::Sell;
    fill.role = OrderRole::Entry;
    fill.kind = OrderKind::Market;
    fill.quantity = Quantity{std::abs(book.lots)};
    fill.price = *last;
    fill.time = m_clock.now();
    fill.decidedAt = m_clock.now();
    fill.decisionPrice = *last;
    fill.arrivalPrice = *last;
    const FillEffect effect = m_account.apply(fill);
    static_cast<void>(m_ledger.onFill(fill, effect, desk.entry, m_account.balance()));
}

/// A close that ran goes on; one that a halt in force asks for and that had not begun begins.
void TradingCore::resumeClosing(Desk& desk)
{
    for (const auto& halt : m_halts.halts()) {
        const bool its = !halt.engine || *halt.engine == desk.engine;
        const auto state = m_venue.state(desk.engine);
        const bool holds = m_account.book(desk.engine).lots != 0
                           || !m_keeper.working(desk.engine).empty()
                           || (state && (state->lots != 0 || !state->orders.empty()));
        if (its && holds && flattens(halt.kind)) {
            beginClosing(desk, halt.reason);
        }
    }
    m_anyClosing = m_anyClosing || desk.closing.active();
}

} // namespace wick::core
