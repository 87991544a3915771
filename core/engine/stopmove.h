#pragma once

#include "core/domain/instrument.h"
#include "core/domain/units.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace wick::core {

/// Why the stop of a position is not moved where an operator wants it.
enum class StopMoveRefusal : std::uint8_t
{
    NoStop,    ///< the engine holds nothing, or its stop does not rest yet
    Closing,   ///< the position is being closed
    OffTick,   ///< not a price of the market
    WrongSide, ///< the market has reached it already
    Wider,     ///< no nearer to the market: a stop only ever moves with the position
};

/// A sentence without its end, for people.
[[nodiscard]] std::string_view describe(StopMoveRefusal refusal) noexcept;

/// What speaks against moving a stop from `from` to `to`, while `lots` are held and the market is
/// at `mark`. A screen asks before it sends; the core asks again when the command arrives.
[[nodiscard]] std::optional<StopMoveRefusal> objectionToStop(const Instrument& instrument,
                                                             std::int64_t lots,
                                                             Price mark,
                                                             Price from,
                                                             Price to) noexcept;

} // namespace wick::core
