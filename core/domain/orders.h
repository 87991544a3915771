#pragma once

#include "core/base/result.h"
#include "core/domain/marketdata.h"
#include "core/domain/moneyandids.h"
#include "core/domain/reason.h"
#include "core/domain/units.h"

#include <optional>

namespace wick::core {

enum class OrderKind : std::uint8_t
{
    Market = 1,
    Limit, ///< rests at its price
    Stop,  ///< becomes a market order when its trigger is reached
};

/// What an order is for. Only an Entry adds exposure, and only an Entry needs an approval.
enum class OrderRole : std::uint8_t
{
    Entry = 1,
    Exit,           ///< reduce-only, decided by a strategy, an operator or a halt
    ProtectiveStop, ///< reduce-only, rests at the venue from the entry fill on
    Target,         ///< reduce-only limit, cancels the stop when filled and the other way round
};

enum class OrderError : std::uint8_t
{
    NoSide,
    NoKind,
    NonPositiveQuantity,
    NonPositivePrice
};

/// An entry order as we intend it, with the protection that goes with it, before any venue has seen
/// it. Immutable. Units: prices in price units, quantity in lots of `instrument`.
class Order
{
public:
    struct Fields
    {
        OrderId id;
        EngineId engine;
        InstrumentId instrument;
        Side side{}; // Buy is 1, Sell is 2: a forgotten side is neither
        OrderKind kind{};
        Price price; ///< limit price or stop trigger; for a market order the price it was judged at
        Quantity quantity;
        Price stop; ///< protective stop that rests from the fill on
        OrderId stopId;
        std::optional<Price> target;
        OrderId targetId;
        Timestamp decidedAt;
        Timestamp expiry;    ///< an entry that is not filled by then dies
        Price decisionPrice; ///< last price when it was decided
        Reason reason;
    };

    /// Errors: NoSide, NoKind, NonPositiveQuantity, NonPositivePrice (price or stop).
    static Result<Order, OrderError> create(const Fields& fields);

    [[nodiscard]] OrderId id() const noexcept { return m_fields.id; }
    [[nodiscard]] EngineId engine() const noexcept { return m_fields.engine; }
    [[nodiscard]] InstrumentId instrument() const noexcept { return m_fields.instrument; }
    [[nodiscard]] Side side() const noexcept { return m_fields.side; }
    [[nodiscard]] OrderKind kind() const noexcept { return m_fields.kind; }
    [[nodiscard]] Price price() const noexcept { return m_fields.price; }
    [[nodiscard]] Quantity quantity() const noexcept { return m_fields.quantity; }
    [[nodiscard]] Price stop() const noexcept { return m_fields.stop; }
    [[nodiscard]] OrderId stopId() const noexcept { return m_fields.stopId; }
    [[nodiscard]] const std::optional<Price>& target() const noexcept { return m_fields.target; }
    [[nodiscard]] OrderId targetId() const noexcept { return m_fields.targetId; }
    [[nodiscard]] Timestamp decidedAt() const noexcept { return m_fields.decidedAt; }
    [[nodiscard]] Timestamp expiry() const noexcept { return m_fields.expiry; }
    [[nodiscard]] Price decisionPrice() const noexcept { return m_fields.decisionPrice; }
    [[nodiscard]] const Reason& reason() const noexcept { return m_fields.reason; }

private:
    explicit Order(const Fields& fields) noexcept
        : m_fields(fields)
    {}

    Fields m_fields;
};

/// A reduce-only market order. What reduces risk is never refused, so it needs no approval.
/// What finds no price up to `worst` ends unfilled.
struct ReduceOrder
{
    OrderId id;
    EngineId engine;
    InstrumentId instrument;
    Side side{};
    Quantity quantity;
    Timestamp decidedAt;
    Price decisionPrice;
    Reason reason;
    std::optional<Price> worst{}; ///< a close never fills beyond it; none: at any price
};

enum class OrderEventKind : std::uint8_t
{
    Accepted = 1, ///< rests or waits at the venue
    PartlyFilled,
    Filled,
    Cancelled,
    Expired,
    Rejected,
    Changed, ///< its price was moved, or its quantity followed the position
};

/// One execution. Fees are paid when positive.
struct Fill
{
    // Written out on purpose, as in OrderEvent: without it `Fill()` would clear all of it first.
    // NOLINTNEXTLINE(modernize-use-equals-default)
    Fill() noexcept {}

    OrderId order;
    EngineId engine;
    InstrumentId instrument;
    Side side{};
    OrderRole role{};
    OrderKind kind{};
    Quantity quantity;
    Price price;
    Money fee;
    Timestamp time;
    Timestamp decidedAt;
    Price decisionPrice;
    Price arrivalPrice; ///< market when the order reached the venue
    bool ambiguous = false;
    Price otherPrice; ///< ambiguous only: where the other reading of the bar would have closed it
    Reason reason;
};

/// What a venue reports about an order, in the order it happened.
struct OrderEvent
{
    // Written out on purpose: without it `OrderEvent()` would clear the room of the fill.
    // NOLINTNEXTLINE(modernize-use-equals-default)
    OrderEvent() noexcept {}

    OrderEventKind kind{};
    OrderId order;
    EngineId engine;
    InstrumentId instrument;
    OrderRole role{};
    OrderKind orderKind{};
    Side side{};
    Price price;        ///< limit or trigger of the order after the event
    Quantity remaining; ///< still open after the event
    Timestamp time;
    std::optional<Fill> fill; ///< with PartlyFilled and Filled
    Reason reason;            ///< with Cancelled, Expired, Rejected
};

} // namespace wick::core
