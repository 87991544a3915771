#pragma once

#include "core/domain/signal.h"
#include "core/execution/ordermachine.h"

#include <array>
#include <optional>
#include <span>
#include <vector>

namespace wick::core {

/// What we believe about one order.
struct OrderRecord
{
    OrderId id;
    EngineId engine;
    InstrumentId instrument;
    OrderRole role{};
    OrderKind kind{};
    Side side{};
    Price price;
    Quantity remaining;
    Quantity filled;
    Timestamp decidedAt;
    Timestamp changedAt;
    OrderMachine machine;
    Reason reason;
};

/// All orders that are at work, at most one of each role an engine, and the rule that no second
/// entry or exit is sent while one is pending (S3.18).
class OrderKeeper
{
public:
    explicit OrderKeeper(std::size_t engines);

    /// Notes an order that is about to be sent and returns its record, for the rest of what is
    /// known of it: valid until the next report.
    OrderRecord& sent(OrderId order, EngineId engine, OrderRole role);
    /// Takes a venue's report. Returns false when the report is not legal for the order: the caller
    /// keeps the fill but treats the order as unknown. Children of an entry appear with their
    /// report.
    bool apply(const OrderEvent& event);

    /// Drops an order that the venue does not know: nothing will be reported about it any more.
    void forget(EngineId engine, OrderRole role) noexcept { slot(engine, role).reset(); }

    [[nodiscard]] const OrderRecord* at(EngineId engine, OrderRole role) const noexcept;
    [[nodiscard]] bool pending(EngineId engine, OrderRole role) const noexcept
    {
        return at(engine, role) != nullptr;
    }
    /// Unsigned lots of entries at work of one engine.
    [[nodiscard]] std::int64_t pendingEntryLots(EngineId engine) const noexcept;
    /// Everything at work for one engine, in the order entry, exit, stop, target.
    [[nodiscard]] InlineVector<OrderRecord, 4> working(EngineId engine) const;

private:
    using Slots = std::array<std::optional<OrderRecord>, 4>;
    [[nodiscard]] std::optional<OrderRecord>& slot(EngineId engine, OrderRole role) noexcept;

    std::vector<Slots> m_slots;
};

} // namespace wick::core
