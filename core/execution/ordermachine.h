#pragma once

#include "core/base/result.h"
#include "core/domain/orders.h"

#include <cstdint>
#include <string_view>

namespace wick::core {

/// Where one order stands. People see the four names of `OrderPhase`.
enum class OrderState : std::uint8_t
{
    Created, ///< decided, not sent
    Sent,    ///< on its way; it may or may not be at the venue
    Resting, ///< at the venue
    PartlyFilled,
    CancelSent, ///< a cancel is on its way; it still counts as exposure
    Filled,
    Cancelled,
    Expired,
    Rejected,
};

enum class OrderPhase : std::uint8_t
{
    Idle,
    PendingOrder,
    OrderFilled,
    Error
};

enum class OrderStep : std::uint8_t
{
    Send,
    Accept,
    FillPart,
    FillWhole,
    RequestCancel,
    Cancel,
    Expire,
    Reject
};

/// A step that is not legal in the state the order is in.
struct IllegalStep
{
    OrderState state{};
    OrderStep step{};
};

/// The life of one order as a finite state machine: legal steps move it, all others are refused and
/// leave it as it is. A fill after a cancel was requested is legal: position follows the fill.
class OrderMachine
{
public:
    [[nodiscard]] OrderState state() const noexcept { return m_state; }
    Result<void, IllegalStep> apply(OrderStep step) noexcept;

    /// Nothing can happen to it any more.
    [[nodiscard]] bool over() const noexcept { return isOver(m_state); }
    [[nodiscard]] OrderPhase phase() const noexcept;
    [[nodiscard]] static bool isOver(OrderState state) noexcept;

private:
    OrderState m_state = OrderState::Created;
};

/// The name people and journals see: IDLE, PENDING_ORDER, ORDER_FILLED, ERROR.
[[nodiscard]] std::string_view nameOf(OrderPhase phase) noexcept;
[[nodiscard]] std::string_view nameOf(OrderState state) noexcept;

/// What a venue's report means for the order.
[[nodiscard]] std::optional<OrderStep> stepOf(OrderEventKind kind) noexcept;

} // namespace wick::core
