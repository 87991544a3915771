#pragma once

#include "core/domain/instrument.h"
#include "core/market/candleseries.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace wick::bench {

/// Minute candles of the practice market in columns, as the candle store maps them.
struct PracticeCandles
{
    core::Instrument instrument;
    std::vector<std::int64_t> time;
    std::vector<std::int64_t> open;
    std::vector<std::int64_t> high;
    std::vector<std::int64_t> low;
    std::vector<std::int64_t> close;
    std::vector<std::int64_t> volume;

    [[nodiscard]] core::CandleColumns columns() const;
};

/// `count` candles of ETH, around the clock.
[[nodiscard]] PracticeCandles practiceEthCandles(std::size_t count);
/// `count` candles of XAU, in New York hours.
[[nodiscard]] PracticeCandles practiceXauCandles(std::size_t count);

} // namespace wick::bench
