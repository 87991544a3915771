#pragma once

#include "charts/paint/chartscene.h"
#include "charts/paint/equitypainter.h"

#include <cstddef>
#include <cstdint>
#include <vector>

// Scenes for tests, benchmarks and the gallery: seeded, the same on every machine.
namespace wick::test {

inline constexpr std::int64_t kFixtureStartMs = 1'772'600'400'000; // 2026-03-04 05:00 UTC
inline constexpr std::int64_t kFixtureBarMs = 300'000;             // 5 min

/// A random walk with bursts, rounded to cents, one bar every five minutes.
[[nodiscard]] std::vector<charts::Candle> walkBars(std::size_t count, std::uint64_t seed);

/// The usual average of closes; NaN before the first whole window.
[[nodiscard]] std::vector<double> averageOf(const std::vector<charts::Candle>& bars,
                                            std::size_t window);

/// Three-candle gaps of the bars with the state they have at the end, in the order they formed.
[[nodiscard]] std::vector<charts::GapBox> gapsOf(const std::vector<charts::Candle>& bars,
                                                 double leastAtr);

/// A scene with everything on: lines, pane, gaps, an open position, fills, signals.
[[nodiscard]] charts::ChartScene fullScene(std::size_t count, std::uint64_t seed);

/// A scene that reviews one closed trade.
[[nodiscard]] charts::ChartScene reviewScene(std::uint64_t seed);

/// An equity curve of that many closed trades.
[[nodiscard]] charts::EquityScene equityScene(std::size_t trades, std::uint64_t seed);

} // namespace wick::test
