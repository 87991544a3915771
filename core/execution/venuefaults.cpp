#include "core/execution/venuefaults.h"

#include "core/base/unreachable.h"

#include <algorithm>
#include <utility>

namespace wick::core {

namespace {

constexpr Reason kVenueRefused{"VENUE_REFUSED", "The venue refused the order."};

OrderId idOf(const ApprovedOrder& approved) noexcept
{
    return approved.order().id();
}
OrderId idOf(const ReduceOrder& order) noexcept
{
    return order.id;
}

} // namespace

FaultyVenue::FaultyVenue(const Clock& clock, SimulatedVenue& venue, VenueScript script)
    : m_clock(clock)
    , m_venue(venue)
    , m_script(std::move(script))
{}

void FaultyVenue::add(const VenueScript& more)
{
    m_script.faults.insert(m_script.faults.end(), more.faults.begin(), more.faults.end());
    m_script.outages.insert(m_script.outages.end(), more.outages.begin(), more.outages.end());
}

void FaultyVenue::takeOver(FaultyVenue& other)
{
    std::swap(m_script, other.m_script);
    m_late.swap(other.m_late);
    m_reports.swap(other.m_reports);
    m_unheard.swap(other.m_unheard);
    m_rejectedStops.swap(other.m_rejectedStops);
}

std::optional<VenueFault> FaultyVenue::faultOf(VenueFault::To to, std::optional<EngineId> engine)
{
    for (auto& fault : m_script.faults) {
        const bool meant = fault.to == to && fault.times > 0 && fault.from <= m_clock.now()
                           && (!fault.engine || fault.engine == engine);
        if (!meant) {
            continue;
        }
        if (fault.after > 0) {
            --fault.after;
            continue;
        }
        --fault.times;
        return fault;
    }
    return std::nullopt;
}

const VenueOutage* FaultyVenue::outage() const noexcept
{
    const Timestamp now = m_clock.now();
    const auto found =
        std::find_if(m_script.outages.begin(), m_script.outages.end(),
                     [now](const auto& each) { return each.from <= now && now < each.until; });
    return found == m_script.outages.end() ? nullptr : &*found;
}

bool FaultyVenue::silent() const noexcept
{
    const VenueOutage* now = outage();
    return now != nullptr && !now->lag;
}

void FaultyVenue::submit(ApprovedOrder approved)
{
    const EngineId engine = approved.order().engine();
    send(VenueFault::To::Entry, engine, std::move(approved));
}

void FaultyVenue::reduce(const ReduceOrder& order)
{
    send(VenueFault::To::Close, order.engine, order);
}

void FaultyVenue::cancel(OrderId order, const Reason& reason)
{
    send(VenueFault::To::Cancel, std::nullopt, CancelOrder{order, reason});
}

void FaultyVenue::cancelEntries(EngineId engine, const Reason& reason)
{
    const auto held = m_venue.state(engine);
    const bool late = std::any_of(m_late.begin(), m_late.end(), [engine](const Late& each) {
        const auto* entry = std::get_if<ApprovedOrder>(&each.message);
        return entry != nullptr && entry->order().engine() == engine;
    });
    if (late || (held && held->order(OrderRole::Entry) != nullptr)) {
        send(VenueFault::To::Cancel, engine, CancelEntries{engine, reason});
    }
}

void FaultyVenue::modifyStop(EngineId engine, Price stop, const Reason& reason)
{
    if (!silent()) {
        m_venue.modifyStop(engine, stop, reason);
    }
}

std::optional<VenueState> FaultyVenue::state(EngineId engine) const
{
    return silent() ? std::nullopt : m_venue.state(engine);
}

void FaultyVenue::send(VenueFault::To to, std::optional<EngineId> engine, Message message)
{
    if (silent()) {
        return;
    }
    const auto fault = faultOf(to, engine);
    if (!fault) {
        deliver(message);
        return;
    }
    switch (fault->what) {
    case VenueFault::What::Late:
        m_late.push_back({m_clock.now() + fault->by, std::move(message)});
        return;
    case VenueFault::What::Lost:
        return;
    case VenueFault::What::Rejected:
        reject(message, fault->reason.token.empty() ? kVenueRefused : fault->reason);
        return;
    case VenueFault::What::Unheard:
    case VenueFault::What::Part:
        break;
    }
    std::optional<OrderId> order;
    if (const auto* entry = std::get_if<ApprovedOrder>(&message)) {
        order = idOf(*entry);
    } else if (const auto* close = std::get_if<ReduceOrder>(&message)) {
        order = idOf(*close);
    }
    if (order && fault->what == VenueFault::What::Unheard) {
        m_unheard.insert(*order);
    }
    deliver(message);
    if (order && fault->what == VenueFault::What::Part) {
        m_venue.fillInParts(*order, fault->part);
    }
}

void FaultyVenue::deliver(Message& message)
{
    if (auto* entry = std::get_if<ApprovedOrder>(&message)) {
        m_venue.submit(std::move(*entry));
    } else if (const auto* close = std::get_if<ReduceOrder>(&message)) {
        m_venue.reduce(*close);
    } else if (const auto* one = std::get_if<CancelOrder>(&message)) {
        m_venue.cancel(one->order, one->reason);
    } else if (const auto* entries = std::get_if<CancelEntries>(&message)) {
        m_venue.cancelEntries(entries->engine, entries->reason);
    }
    collect();
}

void FaultyVenue::reject(const Message& message, const Reason& reason)
{
    OrderEvent event;
    event.kind = OrderEventKind::Rejected;
    event.time = m_clock.now();
    event.reason = reason;
    if (const auto* entry = std::get_if<ApprovedOrder>(&message)) {
        const Order& order = entry->order();
        event.order = order.id();
        event.engine = order.engine();
        event.instrument = order.instrument();
        event.role = OrderRole::Entry;
        event.orderKind = order.kind();
        event.side = order.side();
        event.price = order.price();
        event.remaining = order.quantity();
    } else if (const auto* close = std::get_if<ReduceOrder>(&message)) {
        event.order = close->id;
        event.engine = close->engine;
        event.instrument = close->instrument;
        event.role = OrderRole::Exit;
        event.orderKind = OrderKind::Market;
        event.side = close->side;
        event.price = close->decisionPrice;
        event.remaining = close->quantity;
    } else {
        return;
    }
    queue(event);
}

void FaultyVenue::wake()
{
    if (silent()) {
        return;
    }
    for (std::size_t i = 0; i < m_late.size();) {
        if (m_late[i].at > m_clock.now()) {
            ++i;
            continue;
        }
        Message message = std::move(m_late[i].message);
        m_late.erase(m_late.begin() + static_cast<std::ptrdiff_t>(i));
        deliver(message);
    }
}

void FaultyVenue::collect()
{
    m_venue.takeEvents(m_taken);
    for (const auto& event : m_taken) {
        if (m_rejectedStops.count(event.order) != 0) {
            continue; // that it is gone was told
        }
        if (event.kind == OrderEventKind::Accepted && event.role == OrderRole::ProtectiveStop) {
            if (const auto fault = faultOf(VenueFault::To::Stop, event.engine)) {
                rejectStop(event, *fault);
                continue;
            }
        }
        const bool unheard = event.kind == OrderEventKind::Accepted && m_unheard.count(event.order);
        if (!unheard) {
            queue(event);
        }
    }
}

void FaultyVenue::rejectStop(const OrderEvent& made, const VenueFault& fault)
{
    m_rejectedStops.insert(made.order);
    OrderEvent event = made;
    event.kind = OrderEventKind::Rejected;
    event.reason = fault.reason.token.empty() ? kVenueRefused : fault.reason;
    m_venue.cancel(made.order, event.reason);
    queue(event);
}

void FaultyVenue::queue(const OrderEvent& event)
{
    Timestamp at = m_clock.now();
    if (const VenueOutage* now = outage()) {
        at = now->lag ? at + *now->lag : now->until;
    }
    if (!m_reports.empty()) {
        at = std::max(at, m_reports.back().at); // in order, whatever was late before
    }
    m_reports.push_back({at, event});
}

bool FaultyVenue::reports()
{
    collect();
    return !m_reports.empty() && m_reports.front().at <= m_clock.now();
}

void FaultyVenue::takeEvents(std::vector<OrderEvent>& into)
{
    into.clear();
    collect();
    while (!m_reports.empty() && m_reports.front().at <= m_clock.now()) {
        into.push_back(m_reports.front().event);
        m_reports.pop_front();
    }
}

} // namespace wick::core
