#pragma once

#include "core/domain/instrument.h"

#include <optional>

namespace wick::core {

/// What decides when the venue closes a position, at the marks of now.
struct MarginState
{
    Money accountValue;     ///< of the margin pool, open results included
    Money otherMaintenance; ///< maintenance margin of all other positions of the pool
};

/// The mark at which `lots` (signed) at `mark` would be liquidated while nothing else moves,
/// rounded to the side where that comes sooner; none when no price above 0 does it. Source:
/// definitions D.12.
[[nodiscard]] std::optional<Price> liquidationPrice(const Instrument& instrument,
                                                    std::int64_t lots,
                                                    Price mark,
                                                    const MarginState& margin) noexcept;

} // namespace wick::core
