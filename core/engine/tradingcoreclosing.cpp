// The part of the trading core that gets out of positions: exits of strategies, and the closing
// sequence behind flatten, halts, kill and quarantine.

#include "core/engine/tradingcore.h"

#include <cstdlib>

namespace wick::core {

namespace {

constexpr Reason kUnprotected{"UNPROTECTED",
                              "No protective stop rests for the position; it is closed."};

} // namespace

/// A position whose stop the venue did not take within the protection bound is none to keep.
void TradingCore::closeUnprotected()
{
    for (auto& desk : m_desks) {
        if (desk.naked && !desk.closing.active()
            && m_clock.now() - desk.nakedSince >= closing::kProtectWithin)
        {
            beginClosing(desk, kUnprotected);
        }
    }
}

void TradingCore::beginClosing(Desk& desk, const Reason& reason)
{
    desk.closing.begin(desk.engine, reason, m_clock.now());
    m_anyClosing = true;
}

void TradingCore::startClosing(EngineId engine, const Reason& reason)
{
    Desk& desk = m_desks[engine.count()];
    beginClosing(desk, reason);
    pursue(desk);
}

void TradingCore::pursueClosings()
{
    m_anyClosing = false;
    for (auto& desk : m_desks) {
        pursue(desk);
        m_anyClosing = m_anyClosing || desk.closing.active();
    }
}

/// Makes the moves of the sequence, with what the venue reports to each, until there are none now.
void TradingCore::pursue(Desk& desk)
{
    while (desk.closing.active()) {
        const auto working = m_keeper.working(desk.engine);
        const InstrumentId instrument = m_account.book(desk.engine).instrument;
        const Market& market = m_markets[instrument.count()];
        const ClosingMoves moves = desk.closing.step({.now = m_clock.now(),
                                                      .lots = m_account.book(desk.engine).lots,
                                                      .working = {working.begin(), working.end()},
                                                      .venue = port().state(desk.engine),
                                                      .last = market.last,
                                                      .lastNews = market.lastNews});
        if (moves.none()) {
            return;
        }
        make(moves, desk);
        drain();
    }
}

void TradingCore::make(const ClosingMoves& moves, Desk& desk)
{
    const Reason reason = desk.closing.report().reason;
    if (moves.cancelEntries) {
        cancelEntries(desk.engine, reason);
    }
    if (moves.close) {
        sendClose(desk.engine, *moves.close, reason);
    }
    for (const OrderId order : moves.cancel) {
        m_othersSent.push(m_clock.now());
        port().cancel(order, reason);
    }
    for (const OrderRole role : moves.forget) {
        m_keeper.forget(desk.engine, role);
        noteChange(desk);
    }
    if (m_listener != nullptr) {
        if (moves.done) {
            m_listener->onFlat(desk.closing.report());
        } else {
            m_listener->onClosing(desk.closing.report());
        }
    }
}

void TradingCore::disturb(const VenueScript& more)
{
    if (m_faults == nullptr) {
        m_faults = std::make_unique<FaultyVenue>(m_clock, m_venue, VenueScript{});
    }
    m_faults->add(more);
}

/// What a strategy asked for. A close that the venue does not take at once is pursued until it is
/// flat; meanwhile the engine opens nothing.
void TradingCore::leave(EngineId engine, const Reason& reason)
{
    const EngineBook& book = m_account.book(engine);
    if (book.lots == 0 || m_keeper.pending(engine, OrderRole::Exit)
        || m_desks[engine.count()].closing.active())
    {
        return;
    }
    sendClose(engine,
              {book.lots > 0 ? Side::Sell : Side::Buy, Quantity{std::abs(book.lots)}, std::nullopt},
              reason);
    drain();
    const OrderRecord* exit = m_keeper.at(engine, OrderRole::Exit);
    if (exit == nullptr || exit->machine.state() == OrderState::Sent) {
        startClosing(engine, reason);
    }
}

void TradingCore::sendClose(EngineId engine, const ClosingMoves::Close& close, const Reason& reason)
{
    const InstrumentId instrument = m_account.book(engine).instrument;
    const ReduceOrder order{.id = OrderId{++m_orders},
                            .engine = engine,
                            .instrument = instrument,
                            .side = close.side,
                            .quantity = close.quantity,
                            .decidedAt = m_clock.now(),
                            .decisionPrice = lastPrice(instrument).value_or(Price{}),
                            .reason = reason,
                            .worst = close.worst};
    OrderRecord& record = m_keeper.sent(order.id, engine, OrderRole::Exit);
    record.instrument = instrument;
    record.kind = OrderKind::Market;
    record.side = order.side;
    record.price = order.decisionPrice;
    record.remaining = order.quantity;
    record.decidedAt = order.decidedAt;
    record.changedAt = order.decidedAt;
    record.reason = reason;
    m_othersSent.push(m_clock.now());
    port().reduce(order);
}

} // namespace wick::core
