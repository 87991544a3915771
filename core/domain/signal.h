#pragma once

#include "core/base/inlinevector.h"
#include "core/domain/orders.h"

#include <string_view>

namespace wick::core {

/// One measured condition of a signal: what it was, what it had to be, and how well it did.
struct Component
{
    std::string_view name; ///< lives as long as the program
    double value = 0.0;
    double need = 0.0;
    double score = 0.0; ///< 0..1, 0.5 at the threshold

    friend bool operator==(const Component&, const Component&) noexcept = default;
};

/// The wish to enter, before anybody has sized or judged it. Stop and target are absolute prices.
struct Signal
{
    Side side{};
    OrderKind kind = OrderKind::Market;
    Price price; ///< limit or trigger; unused for Market
    std::optional<Price> stop;
    std::optional<Price> target;
    double strength = 0.0; ///< 0..1
    Timestamp at;          ///< event time: the close that made it, never the wall clock
    Timestamp expiry;      ///< older than this it is not sent, and dies at the venue
    Reason reason;
    InlineVector<Component, 10> components;
};

/// Close the own position at market.
struct ExitRequest
{
    Reason reason;
};

/// Move the protective stop. One that widens the risk is refused.
struct StopMove
{
    Price stop;
    Reason reason;
};

/// What a strategy returns from a step: at most one entry, any exits and stop moves, often nothing.
struct Decision
{
    // Written out on purpose: without it `{}` would clear the whole room of the lists.
    // NOLINTNEXTLINE(modernize-use-equals-default)
    Decision() noexcept {}

    std::optional<Signal> entry;
    std::optional<Reason> cancelEntry; ///< take the resting entry back
    InlineVector<ExitRequest, 2> exits;
    InlineVector<StopMove, 2> stopMoves;

    [[nodiscard]] bool empty() const noexcept
    {
        return !entry && !cancelEntry && exits.empty() && stopMoves.empty();
    }
};

} // namespace wick::core
