#pragma once

#include "core/base/inlinevector.h"
#include "core/domain/orders.h"
#include "core/risk/approvedorder.h"

#include <optional>

namespace wick::core {

/// An order as the venue shows it when it is asked.
struct VenueOrder
{
    OrderId id;
    OrderRole role{};
    Quantity remaining;
};

/// What a venue holds for one engine when it is asked: the truth that what we believe is checked
/// against.
struct VenueState
{
    std::int64_t lots = 0; ///< signed
    InlineVector<VenueOrder, 4> orders;

    [[nodiscard]] const VenueOrder* order(OrderRole role) const noexcept
    {
        for (const auto& order : orders) {
            if (order.role == role) {
                return &order;
            }
        }
        return nullptr;
    }
};

/// Where orders go. One contract for the simulated venue and every adapter; results come back as
/// order events in the order they happened, never from these calls.
class ExecutionPort
{
public:
    ExecutionPort() = default;
    ExecutionPort(const ExecutionPort&) = delete;
    ExecutionPort& operator=(const ExecutionPort&) = delete;
    virtual ~ExecutionPort() = default;

    /// Sends an entry with its stop and target. An approval past its time is rejected, not sent.
    virtual void submit(ApprovedOrder approved) = 0;
    /// Closes, reduce-only, at market, not beyond its worst price. Never refused; more than the
    /// position is cut to it.
    virtual void reduce(const ReduceOrder& order) = 0;
    /// Moves the protective stop of an engine's position.
    virtual void modifyStop(EngineId engine, Price stop, const Reason& reason) = 0;
    /// Takes back an order that rests or waits; one that is gone is not an error.
    virtual void cancel(OrderId order, const Reason& reason) = 0;
    /// Takes back the entries of an engine; its protection stays.
    virtual void cancelEntries(EngineId engine, const Reason& reason) = 0;
    /// What the venue holds for an engine now; none while it does not answer.
    [[nodiscard]] virtual std::optional<VenueState> state(EngineId engine) const = 0;
};

} // namespace wick::core
