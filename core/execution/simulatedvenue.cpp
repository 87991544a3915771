#include "core/execution/simulatedvenue.h"

#include "core/base/unreachable.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <limits>

namespace wick::core {

namespace {

constexpr Reason kApprovalExpired{"APPROVAL_EXPIRED",
                                  "The approval was older than it may be; the order was not sent."};
constexpr Reason kEntryExpired{"ENTRY_EXPIRED", "The entry was not filled in time."};
constexpr Reason kOtherFilled{"OTHER_FILLED",
                              "Its counterpart was filled, so it is no longer needed."};
constexpr Reason kPositionClosed{"POSITION_CLOSED", "The position it belonged to is closed."};
constexpr Reason kBeyondCollar{"BEYOND_COLLAR",
                               "The market was further away than the close may pay."};
constexpr Reason kStopHit{"STOP_HIT", "The protective stop was reached."};
constexpr Reason kTargetHit{"TARGET_HIT", "The target was reached."};

Timestamp timeOf(const ClosedBar& bar, Duration interval, BarPoint point) noexcept
{
    return bar.start + Duration{interval.count() / 4 * static_cast<std::int64_t>(point)};
}

} // namespace

SimulatedVenue::SimulatedVenue(const Clock& clock,
                               std::span<const Instrument> instruments,
                               std::span<const InstrumentId> engines,
                               FillModel model,
                               BarPath path)
    : m_clock(clock)
    , m_instruments(instruments)
    , m_model(model)
    , m_path(path)
    , m_slots(engines.size())
    , m_sigma(instruments.size(), 0.0)
    , m_script(instruments.size())
    , m_bars(instruments.size())
    , m_intervals(instruments.size())
{
    for (std::size_t i = 0; i < engines.size(); ++i) {
        m_slots[i].engine = EngineId{static_cast<std::uint16_t>(i)};
        m_slots[i].instrument = engines[i];
    }
    constexpr std::size_t eventsAnEngine =
        8; // more in one step is possible and only costs an allocation
    m_events.reserve(engines.size() * eventsAnEngine);
    for (auto& script : m_script) {
        script.reserve(engines.size() * 4);
    }
}

void SimulatedVenue::submit(ApprovedOrder approved)
{
    const Order& order = approved.order();
    Slot& slot = m_slots[order.engine().count()];
    Working entry{order.id(),        OrderRole::Entry,      order.kind(),  order.side(),
                  order.price(),     order.quantity(),      m_clock.now(), order.expiry(),
                  order.decidedAt(), order.decisionPrice(), order.reason()};
    if (m_clock.now() > approved.validUntil() || slot.entry.alive()) {
        end(slot, entry, OrderEventKind::Rejected, kApprovalExpired);
        return;
    }
    entry.activeFrom =
        m_clock.now()
        + (order.kind() == OrderKind::Market ? m_model.takerDelay : m_model.makerDelay);
    slot.entry = entry;
    slot.childStop = order.stop();
    slot.childStopId = order.stopId();
    slot.childTarget = order.target();
    slot.childTargetId = order.targetId();
    report(slot, slot.entry, OrderEventKind::Accepted, m_clock.now());
}

void SimulatedVenue::reduce(const ReduceOrder& order)
{
    Slot& slot = m_slots[order.engine.count()];
    if (slot.lots == 0 || slot.exit.alive()) {
        return; // nothing to close, or a close for all of it is already on its way
    }
    slot.exit = {order.id,
                 OrderRole::Exit,
                 OrderKind::Market,
                 order.side,
                 order.decisionPrice,
                 Quantity{std::min(order.quantity.count(), std::abs(slot.lots))},
                 m_clock.now() + m_model.takerDelay,
                 Timestamp{},
                 order.decidedAt,
                 order.decisionPrice,
                 order.reason,
                 order.worst};
    report(slot, slot.exit, OrderEventKind::Accepted, m_clock.now());
}

void SimulatedVenue::modifyStop(EngineId engine, Price stop, const Reason& reason)
{
    Slot& slot = m_slots[engine.count()];
    if (!slot.stop.alive()) {
        return;
    }
    slot.stop.price = stop;
    slot.stop.decidedAt = m_clock.now();
    slot.stop.decisionPrice = stop; // what it slips is counted from where it rests now
    slot.stop.reason = reason;
    report(slot, slot.stop, OrderEventKind::Changed, m_clock.now());
}

void SimulatedVenue::cancel(OrderId order, const Reason& reason)
{
    for (auto& slot : m_slots) {
        for (Working* working : {&slot.entry, &slot.exit, &slot.stop, &slot.target}) {
            if (working->alive() && working->id == order) {
                end(slot, *working, OrderEventKind::Cancelled, reason);
            }
        }
    }
}

void SimulatedVenue::cancelEntries(EngineId engine, const Reason& reason)
{
    Slot& slot = m_slots[engine.count()];
    if (slot.entry.alive()) {
        end(slot, slot.entry, OrderEventKind::Cancelled, reason);
    }
}

std::optional<VenueState> SimulatedVenue::state(EngineId engine) const
{
    const Slot& slot = m_slots[engine.count()];
    VenueState state;
    state.lots = slot.lots;
    for (const Working* order : {&slot.entry, &slot.exit, &slot.stop, &slot.target}) {
        if (order->alive()) {
            state.orders.push_back({order->id, order->role, order->remaining});
        }
    }
    return state;
}

void SimulatedVenue::takeOver(SimulatedVenue& other)
{
    m_slots.swap(other.m_slots);
    m_sigma.swap(other.m_sigma);
    m_script.swap(other.m_script);
    m_bars.swap(other.m_bars);
    m_intervals.swap(other.m_intervals);
    m_events.swap(other.m_events);
}

void SimulatedVenue::fillInParts(OrderId order, Quantity first)
{
    for (auto& slot : m_slots) {
        for (Working* working : {&slot.entry, &slot.exit}) {
            if (working->alive() && working->id == order) {
                working->part = first;
            }
        }
    }
}

bool SimulatedVenue::beginBar(InstrumentId instrument, const ClosedBar& bar, Duration interval)
{
    auto& script = m_script[instrument.count()];
    script.clear();
    bool working = false;
    for (auto& slot : m_slots) {
        if (slot.instrument != instrument || !slot.working()) {
            continue;
        }
        expireEntry(slot, bar.start);
        if (touches(slot, bar)) {
            judge(slot, bar);
        }
        working = working || slot.working();
    }
    if (!script.empty()) {
        m_bars[instrument.count()] = bar;
        m_intervals[instrument.count()] = interval;
        sortByPoint(script);
    }
    return working;
}

/// What happens at the same point stays in order of engine. Sorted in place, as it is a handful:
/// std::stable_sort would ask the heap for room at every fill.
void SimulatedVenue::sortByPoint(std::vector<Scripted>& script)
{
    for (auto next = script.begin(); next != script.end(); ++next) {
        const auto place =
            std::upper_bound(script.begin(), next, *next, [](const Scripted& a, const Scripted& b) {
                return a.point < b.point;
            });
        std::rotate(place, next, std::next(next));
    }
}

/// Whether anything of the slot could be reached in the bar: the cheap question before the exact
/// one.
bool SimulatedVenue::touches(const Slot& slot, const ClosedBar& bar) noexcept
{
    const auto within = [&bar](const Working& order) {
        return order.alive()
               && (reachedFromBelow(order) ? bar.high >= order.price : bar.low <= order.price);
    };
    if (slot.entry.alive() || slot.exit.alive()) {
        return true;
    }
    return slot.lots != 0 && (within(slot.stop) || within(slot.target));
}

std::optional<SimulatedVenue::Untouched>
SimulatedVenue::untouched(InstrumentId instrument) const noexcept
{
    Untouched between{Price{std::numeric_limits<std::int64_t>::min()},
                      Price{std::numeric_limits<std::int64_t>::max()}};
    if (!m_events.empty() || !m_script[instrument.count()].empty()) {
        return std::nullopt;
    }
    for (const auto& slot : m_slots) {
        if (slot.instrument != instrument || !slot.working()) {
            continue;
        }
        if (slot.entry.alive() || slot.exit.alive()) {
            return std::nullopt;
        }
        for (const Working* order : {&slot.stop, &slot.target}) {
            if (!order->alive()) {
                continue;
            }
            if (reachedFromBelow(*order)) {
                between.above = std::min(between.above, order->price);
            } else {
                between.below = std::max(between.below, order->price);
            }
        }
    }
    return between;
}

void SimulatedVenue::expireEntry(Slot& slot, Timestamp now)
{
    if (slot.entry.alive() && slot.entry.expiry <= now) {
        end(slot, slot.entry, OrderEventKind::Expired, kEntryExpired);
    }
}

void SimulatedVenue::judge(Slot& slot, const ClosedBar& bar)
{
    auto& script = m_script[slot.instrument.count()];
    std::int64_t lots = slot.lots;
    if (slot.exit.alive()) {
        lots += judgeExit(slot, bar);
    }
    HeldFrom from = HeldFrom::Open;
    BarPoint since = BarPoint::Open;
    if (slot.entry.alive()) {
        const std::size_t before = script.size();
        judgeEntry(slot, bar, from, lots);
        since = script.size() > before ? script.back().point : since;
    }
    if (lots != 0) {
        judgeProtection(slot, bar, from, lots, since);
    }
}

/// Returns the signed lots that its fill will add, so that the rest of the bar is judged with them.
std::int64_t SimulatedVenue::judgeExit(Slot& slot, const ClosedBar& bar)
{
    const Instrument& instrument = m_instruments[slot.instrument.count()];
    Working& exit = slot.exit;
    const PriceDelta slip =
        marketSlip(m_model, instrument, bar.open, m_sigma[slot.instrument.count()]);
    const Price price = exit.side == Side::Buy ? bar.open + slip : bar.open - slip;
    if (!exit.takes(price)) {
        end(slot, exit, OrderEventKind::Expired, kBeyondCollar);
        return 0;
    }
    m_script[slot.instrument.count()].push_back(
        {slot.engine, OrderRole::Exit, BarPoint::Open, exit.next(), price, bar.open, false, {}});
    return sign(exit.side) * exit.next().count();
}

void SimulatedVenue::judgeEntry(Slot& slot,
                                const ClosedBar& bar,
                                HeldFrom& from,
                                std::int64_t& lots)
{
    const Instrument& instrument = m_instruments[slot.instrument.count()];
    Working& entry = slot.entry;
    const auto outcome =
        entryOutcome(m_model, instrument, entry.side, entry.kind, entry.price, bar);
    if (!outcome) {
        return;
    }
    Quantity quantity = entry.next();
    Price price = outcome->price;
    if (entry.kind == OrderKind::Market) {
        const PriceDelta slip =
            marketSlip(m_model, instrument, bar.open, m_sigma[slot.instrument.count()]);
        price = entry.side == Side::Buy ? price + slip : price - slip;
    } else if (entry.kind == OrderKind::Limit) {
        const auto most = limitVolume(m_model, instrument, entry.side, entry.price, bar);
        quantity = Quantity{std::min(quantity.count(), most.value_or(quantity.count()))};
    }
    if (quantity.count() <= 0) {
        return;
    }
    const BarPoint point = outcome->from == HeldFrom::Open
                               ? BarPoint::Open
                               : reachedAt(pathOf(bar, m_path), entry.price);
    m_script[slot.instrument.count()].push_back(
        {slot.engine, OrderRole::Entry, point, quantity, price, bar.open, false, {}});
    from = outcome->from;
    lots += sign(entry.side) * quantity.count();
}

void SimulatedVenue::judgeProtection(Slot& slot,
                                     const ClosedBar& bar,
                                     HeldFrom from,
                                     std::int64_t lots,
                                     BarPoint since)
{
    const Instrument& instrument = m_instruments[slot.instrument.count()];
    const Side side = lots > 0 ? Side::Buy : Side::Sell;
    // A position that comes alive in this bar has the protection its entry carries.
    const bool kept = slot.stop.alive() && slot.stop.side == opposite(side);
    const Price stop = kept ? slot.stop.price : slot.childStop;
    const std::optional<Price> target = !kept                 ? slot.childTarget
                                        : slot.target.alive() ? std::optional{slot.target.price}
                                                              : std::nullopt;
    const auto outcome = protectionOutcome(m_model, instrument, side, stop, target, bar, from);
    if (!outcome) {
        return;
    }
    Quantity quantity{std::abs(lots)};
    const Price level = outcome->role == OrderRole::Target ? outcome->price : stop;
    if (outcome->role == OrderRole::Target) {
        const auto most = limitVolume(m_model, instrument, opposite(side), level, bar);
        quantity = Quantity{std::min(quantity.count(), most.value_or(quantity.count()))};
        if (quantity.count() <= 0) {
            return;
        }
    }
    const BarPoint point =
        outcome->atOpen ? BarPoint::Open : std::max(since, reachedAt(pathOf(bar, m_path), level));
    m_script[slot.instrument.count()].push_back({slot.engine, outcome->role, point, quantity,
                                                 outcome->price, outcome->atOpen ? bar.open : level,
                                                 outcome->ambiguous, outcome->otherPrice});
}

void SimulatedVenue::fillScript(InstrumentId instrument, BarPoint point)
{
    auto& script = m_script[instrument.count()];
    const ClosedBar& bar = m_bars[instrument.count()];
    const Duration interval = m_intervals[instrument.count()];
    std::size_t done = 0;
    for (; done < script.size() && script[done].point <= point; ++done) {
        const Scripted how = script[done];
        Slot& slot = m_slots[how.engine.count()];
        Working& order = orderOf(slot, how.role);
        if (order.alive()) { // it may have been cancelled since the bar was judged
            fill(slot, order, how, timeOf(bar, interval, how.point));
        }
    }
    script.erase(script.begin(), script.begin() + static_cast<std::ptrdiff_t>(done));
}

SimulatedVenue::Working& SimulatedVenue::orderOf(Slot& slot, OrderRole role) noexcept
{
    switch (role) {
    case OrderRole::Entry:
        return slot.entry;
    case OrderRole::Exit:
        return slot.exit;
    case OrderRole::ProtectiveStop:
        return slot.stop;
    case OrderRole::Target:
        return slot.target;
    }
    unreachable();
}

void SimulatedVenue::fill(Slot& slot, Working& order, const Scripted& how, Timestamp at)
{
    const Instrument& instrument = m_instruments[slot.instrument.count()];
    const bool reducing = order.role != OrderRole::Entry;
    const std::int64_t most =
        reducing ? std::min(order.remaining.count(), std::abs(slot.lots)) : order.remaining.count();
    const Quantity quantity{std::min(how.quantity.count(), most)};
    if (quantity.count() <= 0) {
        return;
    }
    order.remaining = order.remaining - quantity;
    order.part = Quantity{0};
    order.begun = true;
    slot.lots += sign(order.side) * quantity.count();

    const bool taker = order.kind != OrderKind::Limit;
    OrderEvent& event = report(
        slot, order, order.alive() ? OrderEventKind::PartlyFilled : OrderEventKind::Filled, at);
    Fill& fill = event.fill.emplace();
    fill.order = order.id;
    fill.engine = slot.engine;
    fill.instrument = slot.instrument;
    fill.side = order.side;
    fill.role = order.role;
    fill.kind = order.kind;
    fill.quantity = quantity;
    fill.price = how.price;
    fill.fee = feeOn(instrument.notional(quantity, how.price),
                     taker ? instrument.takerFee() : instrument.makerFee());
    fill.time = at;
    fill.decidedAt = order.decidedAt;
    fill.decisionPrice = order.decisionPrice;
    fill.arrivalPrice = how.arrival;
    fill.ambiguous = how.ambiguous;
    fill.otherPrice = how.otherPrice;
    fill.reason = order.reason;
    protect(slot, at);
}

/// Brings stop and target in line with the position after any fill.
void SimulatedVenue::protect(Slot& slot, Timestamp at)
{
    if (slot.lots == 0) {
        for (Working* order : {&slot.stop, &slot.target}) {
            if (order->alive()) {
                end(slot, *order, OrderEventKind::Cancelled,
                    order->role == OrderRole::Target ? kOtherFilled : kPositionClosed);
            }
        }
        if (slot.exit.alive()) {
            end(slot, slot.exit, OrderEventKind::Cancelled, kPositionClosed);
        }
        if (slot.entry.alive() && slot.entry.begun) { // the rest of an entry whose position is over
            end(slot, slot.entry, OrderEventKind::Cancelled, kPositionClosed);
        }
        return;
    }
    const Side closing = slot.lots > 0 ? Side::Sell : Side::Buy;
    const Quantity whole{std::abs(slot.lots)};
    if (!slot.stop.alive() || slot.stop.side != closing) {
        slot.stop = {slot.childStopId,
                     OrderRole::ProtectiveStop,
                     OrderKind::Stop,
                     closing,
                     slot.childStop,
                     whole,
                     at,
                     Timestamp{},
                     at,
                     slot.childStop,
                     kStopHit};
        report(slot, slot.stop, OrderEventKind::Accepted, at);
        slot.target.remaining = Quantity{0};
        if (slot.childTarget) {
            slot.target = {slot.childTargetId,
                           OrderRole::Target,
                           OrderKind::Limit,
                           closing,
                           *slot.childTarget,
                           whole,
                           at,
                           Timestamp{},
                           at,
                           *slot.childTarget,
                           kTargetHit};
            report(slot, slot.target, OrderEventKind::Accepted, at);
        }
        return;
    }
    for (Working* order : {&slot.stop, &slot.target}) {
        if (order->alive() && order->remaining != whole) {
            order->remaining = whole;
            report(slot, *order, OrderEventKind::Changed, at);
        }
    }
}

void SimulatedVenue::end(Slot& slot, Working& order, OrderEventKind kind, const Reason& reason)
{
    order.reason = reason;
    report(slot, order, kind, m_clock.now());
    order.remaining = Quantity{0};
}

/// Appends an event and returns it, valid until the next one. Built where it stays: a copy of
/// something that was written a moment ago has to wait for it.
OrderEvent&
SimulatedVenue::report(const Slot& slot, const Working& order, OrderEventKind kind, Timestamp at)
{
    OrderEvent& event = m_events.emplace_back();
    event.kind = kind;
    event.order = order.id;
    event.engine = slot.engine;
    event.instrument = slot.instrument;
    event.role = order.role;
    event.orderKind = order.kind;
    event.side = order.side;
    event.price = order.price;
    event.remaining = order.remaining;
    event.time = at;
    event.reason = order.reason;
    return event;
}

void SimulatedVenue::onTrades(InstrumentId instrument,
                              std::span<const Trade> trades,
                              const Book* book)
{
    for (auto& slot : m_slots) {
        if (slot.instrument != instrument) {
            continue;
        }
        for (const auto& trade : trades) {
            expireEntry(slot, trade.time);
            if (slot.lots == 0 && !slot.entry.alive()) {
                break;
            }
            tradeSlot(slot, trade, book);
        }
    }
}

Price SimulatedVenue::bookPrice(const Slot& slot,
                                Side side,
                                Quantity quantity,
                                Price reference,
                                const Book* book) const
{
    const Instrument& instrument = m_instruments[slot.instrument.count()];
    const PriceDelta slip =
        marketSlip(m_model, instrument, reference, m_sigma[slot.instrument.count()]);
    const Price modelled = side == Side::Buy ? reference + slip : reference - slip;
    if (book == nullptr) {
        return modelled;
    }
    const auto levels = side == Side::Buy ? book->askLevels() : book->bidLevels();
    std::int64_t left = quantity.count();
    Price last = modelled;
    for (const auto& level : levels) {
        last = level.price;
        left -= level.quantity.count();
        if (left <= 0) {
            break;
        }
    }
    // The last level reached stands for the whole fill: never better than what the book could give.
    const PriceDelta floor{(reference.count() * m_model.marketFloor + 999'999) / 1'000'000};
    return side == Side::Buy ? std::max(last, reference + floor)
                             : std::min(last, reference - floor);
}

void SimulatedVenue::tradeSlot(Slot& slot, const Trade& trade, const Book* book)
{
    const Instrument& instrument = m_instruments[slot.instrument.count()];
    const std::int64_t through = m_model.throughTicks * instrument.tick().count();
    const auto share = [&] {
        return Quantity{
            std::max<std::int64_t>(1, trade.quantity.count() * m_model.volumeShare / 1'000'000)};
    };
    const auto market = [&](Working& order) {
        const Price price = bookPrice(slot, order.side, order.remaining, trade.price, book);
        if (!order.takes(price)) {
            end(slot, order, OrderEventKind::Expired, kBeyondCollar);
            return;
        }
        fill(
            slot, order,
            {slot.engine, order.role, BarPoint::Close, order.next(), price, trade.price, false, {}},
            trade.time);
    };
    if (slot.exit.alive() && trade.time >= slot.exit.activeFrom) {
        market(slot.exit);
    }
    if (slot.stop.alive() && trade.time >= slot.stop.activeFrom
        && sign(slot.stop.side) * (trade.price - slot.stop.price).count() >= 0)
    {
        market(slot.stop);
    }
    if (slot.target.alive() && trade.time > slot.target.activeFrom
        && sign(slot.target.side) * (slot.target.price - trade.price).count() >= through)
    {
        fill(slot, slot.target,
             {slot.engine,
              OrderRole::Target,
              BarPoint::Close,
              share(),
              slot.target.price,
              trade.price,
              false,
              {}},
             trade.time);
    }
    if (!slot.entry.alive() || trade.time < slot.entry.activeFrom) {
        return;
    }
    switch (slot.entry.kind) {
    case OrderKind::Market:
        market(slot.entry);
        return;
    case OrderKind::Stop:
        if (sign(slot.entry.side) * (trade.price - slot.entry.price).count() >= 0) {
            market(slot.entry);
        }
        return;
    case OrderKind::Limit:
        if (sign(slot.entry.side) * (slot.entry.price - trade.price).count() >= through) {
            fill(slot, slot.entry,
                 {slot.engine,
                  OrderRole::Entry,
                  BarPoint::Close,
                  share(),
                  slot.entry.price,
                  trade.price,
                  false,
                  {}},
                 trade.time);
        }
        return;
    }
    unreachable();
}

} // namespace wick::core
