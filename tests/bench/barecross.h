#pragma once

#include "core/domain/instrument.h"
#include "core/market/candleseries.h"

#include <cstddef>

namespace wick::bench {

/// What a run came to, in the terms both sides of the comparison have.
struct CrossOutcome
{
    std::size_t trades = 0; ///< closed
    core::Money balance;    ///< marked at the last close

    friend bool operator==(const CrossOutcome&, const CrossOutcome&) = default;
};

/// The EMA 12/26 cross as one would write it by hand: no orders, no checks, no records; flips at
/// the next open and pays the taker fee. It computes the very trades of `ma-cross` with next-open
/// fills and a fixed quantity, so it is what their speed is measured by.
/// Shape: prices of `candles` in the units of the instrument, whose notionals come out even.
[[nodiscard]] CrossOutcome bareCross(const core::CandleColumns& candles,
                                     const core::Instrument& instrument,
                                     core::Quantity quantity,
                                     core::Money start);

} // namespace wick::bench
