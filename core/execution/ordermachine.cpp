#include "core/execution/ordermachine.h"

#include "core/base/unreachable.h"

#include <array>
#include <cstddef>

namespace wick::core {

namespace {

constexpr bool over(OrderState state) noexcept
{
    switch (state) {
    case OrderState::Created:
    case OrderState::Sent:
    case OrderState::Resting:
    case OrderState::PartlyFilled:
    case OrderState::CancelSent:
        return false;
    case OrderState::Filled:
    case OrderState::Cancelled:
    case OrderState::Expired:
    case OrderState::Rejected:
        return true;
    }
    unreachable();
}

constexpr std::optional<OrderState> next(OrderState state, OrderStep step) noexcept
{
    if (over(state)) {
        return std::nullopt;
    }
    const bool atVenue = state != OrderState::Created;
    switch (step) {
    case OrderStep::Send:
        return atVenue ? std::nullopt : std::optional{OrderState::Sent};
    case OrderStep::Accept:
        return state == OrderState::Sent ? std::optional{OrderState::Resting} : std::nullopt;
    case OrderStep::FillPart:
        if (!atVenue) {
            return std::nullopt;
        }
        return state == OrderState::CancelSent ? OrderState::CancelSent : OrderState::PartlyFilled;
    case OrderStep::FillWhole:
        return atVenue ? std::optional{OrderState::Filled} : std::nullopt;
    case OrderStep::RequestCancel:
        return atVenue ? std::optional{OrderState::CancelSent} : std::nullopt;
    case OrderStep::Cancel:
        return OrderState::Cancelled;
    case OrderStep::Expire:
        return atVenue ? std::optional{OrderState::Expired} : std::nullopt;
    case OrderStep::Reject:
        return state == OrderState::Created || state == OrderState::Sent
                   ? std::optional{OrderState::Rejected}
                   : std::nullopt;
    }
    unreachable();
}

/// next() of every state and step, made by the compiler: it is asked with every report of a venue.
constexpr auto kNext = [] {
    constexpr std::size_t states = static_cast<std::size_t>(OrderState::Rejected) + 1;
    constexpr std::size_t steps = static_cast<std::size_t>(OrderStep::Reject) + 1;
    std::array<std::array<std::optional<OrderState>, steps>, states> table;
    for (std::size_t state = 0; state < states; ++state) {
        for (std::size_t step = 0; step < steps; ++step) {
            table[state][step] = next(static_cast<OrderState>(state), static_cast<OrderStep>(step));
        }
    }
    return table;
}();

} // namespace

Result<void, IllegalStep> OrderMachine::apply(OrderStep step) noexcept
{
    const auto& state = kNext[static_cast<std::size_t>(m_state)][static_cast<std::size_t>(step)];
    if (!state) {
        return Failure{IllegalStep{m_state, step}};
    }
    m_state = *state;
    return {};
}

bool OrderMachine::isOver(OrderState state) noexcept
{
    return wick::core::over(state);
}

OrderPhase OrderMachine::phase() const noexcept
{
    switch (m_state) {
    case OrderState::Created:
    case OrderState::Cancelled:
    case OrderState::Expired:
        return OrderPhase::Idle;
    case OrderState::Sent:
    case OrderState::Resting:
    case OrderState::PartlyFilled:
    case OrderState::CancelSent:
        return OrderPhase::PendingOrder;
    case OrderState::Filled:
        return OrderPhase::OrderFilled;
    case OrderState::Rejected:
        return OrderPhase::Error;
    }
    unreachable();
}

std::string_view nameOf(OrderPhase phase) noexcept
{
    switch (phase) {
    case OrderPhase::Idle:
        return "IDLE";
    case OrderPhase::PendingOrder:
        return "PENDING_ORDER";
    case OrderPhase::OrderFilled:
        return "ORDER_FILLED";
    case OrderPhase::Error:
        return "ERROR";
    }
    unreachable();
}

std::string_view nameOf(OrderState state) noexcept
{
    switch (state) {
    case OrderState::Created:
        return "created";
    case OrderState::Sent:
        return "sent";
    case OrderState::Resting:
        return "resting";
    case OrderState::PartlyFilled:
        return "partly filled";
    case OrderState::CancelSent:
        return "cancelling";
    case OrderState::Filled:
        return "filled";
    case OrderState::Cancelled:
        return "cancelled";
    case OrderState::Expired:
        return "expired";
    case OrderState::Rejected:
        return "rejected";
    }
    unreachable();
}

std::optional<OrderStep> stepOf(OrderEventKind kind) noexcept
{
    switch (kind) {
    case OrderEventKind::Accepted:
        return OrderStep::Accept;
    case OrderEventKind::PartlyFilled:
        return OrderStep::FillPart;
    case OrderEventKind::Filled:
        return OrderStep::FillWhole;
    case OrderEventKind::Cancelled:
        return OrderStep::Cancel;
    case OrderEventKind::Expired:
        return OrderStep::Expire;
    case OrderEventKind::Rejected:
        return OrderStep::Reject;
    case OrderEventKind::Changed:
        return std::nullopt;
    }
    unreachable();
}

} // namespace wick::core
