#include "core/execution/orderkeeper.h"

namespace wick::core {

namespace {

std::size_t indexOf(OrderRole role) noexcept
{
    return static_cast<std::size_t>(role) - 1;
}

} // namespace

OrderKeeper::OrderKeeper(std::size_t engines)
    : m_slots(engines)
{}

std::optional<OrderRecord>& OrderKeeper::slot(EngineId engine, OrderRole role) noexcept
{
    return m_slots[engine.count()][indexOf(role)];
}

OrderRecord& OrderKeeper::sent(OrderId order, EngineId engine, OrderRole role)
{
    OrderRecord& record = slot(engine, role).emplace();
    record.id = order;
    record.engine = engine;
    record.role = role;
    static_cast<void>(record.machine.apply(OrderStep::Send).has_value());
    return record;
}

bool OrderKeeper::apply(const OrderEvent& event)
{
    auto& record = slot(event.engine, event.role);
    if (!record || record->id != event.order) {
        const bool child =
            event.role == OrderRole::ProtectiveStop || event.role == OrderRole::Target;
        if (!child || event.kind != OrderEventKind::Accepted) {
            return false;
        }
        OrderRecord& order = sent(event.order, event.engine, event.role);
        order.instrument = event.instrument;
        order.kind = event.orderKind;
        order.side = event.side;
        order.decidedAt = event.time;
    }
    record->price = event.price;
    record->remaining = event.remaining;
    record->changedAt = event.time;
    record->reason = event.reason;
    if (event.fill) {
        record->filled = record->filled + event.fill->quantity;
    }
    const auto step = stepOf(event.kind);
    const bool legal = !step || record->machine.apply(*step).has_value();
    if (record->machine.over()) {
        record.reset();
    }
    return legal;
}

const OrderRecord* OrderKeeper::at(EngineId engine, OrderRole role) const noexcept
{
    const auto& record = m_slots[engine.count()][indexOf(role)];
    return record ? &*record : nullptr;
}

std::int64_t OrderKeeper::pendingEntryLots(EngineId engine) const noexcept
{
    const OrderRecord* entry = at(engine, OrderRole::Entry);
    return entry == nullptr ? 0 : entry->remaining.count();
}

InlineVector<OrderRecord, 4> OrderKeeper::working(EngineId engine) const
{
    InlineVector<OrderRecord, 4> orders;
    for (const auto& record : m_slots[engine.count()]) {
        if (record) {
            orders.push_back(*record);
        }
    }
    return orders;
}

} // namespace wick::core
