#pragma once

#include "core/domain/instrument.h"
#include "core/indicators/fairvaluegap.h"

#include <cstdint>

namespace wick::strategies {

/// How deep in the zone the entry rests, in quarters of its height from the near edge.
enum class GapEntryLevel : std::uint8_t
{
    Edge,
    Quarter,
    Ce,
    ThreeQuarter
};

enum class GapTarget : std::uint8_t
{
    Nearer, ///< of the two below
    RiskMultiple,
    Extreme ///< where the move that left the gap ended
};

/// Where a retest of a gap enters, gives up and takes profit. All on ticks away from the trade.
struct GapLevels
{
    core::Side side{};
    core::Price entry;
    core::Price stop;
    core::Price target;
};

/// What the levels depend on beside the gap.
struct GapLevelRules
{
    GapEntryLevel level = GapEntryLevel::Ce;
    GapTarget target = GapTarget::Nearer;
    double targetRisks = 1.8;
    double bufferAtr = 0.25;
};

/// The side a gap is traded on: with the move that left it.
[[nodiscard]] core::Side sideOf(core::GapDirection direction) noexcept;

/// Price of the entry, from exact quarters of a unit: a buy limit down, a sell limit up.
[[nodiscard]] core::Price entryPrice(const core::GapZone& zone,
                                     GapEntryLevel level,
                                     const core::Instrument& instrument) noexcept;

/// Distance of the stop beyond the far edge: the largest of a share of ATR, two ticks and twice the
/// usual spread. `atr` is ATR14 of the last closed bar in units of Price.
[[nodiscard]] core::PriceDelta stopBuffer(double atr,
                                          double share,
                                          core::Price price,
                                          const core::Instrument& instrument) noexcept;

/// Levels of a retest that fills at `from`: the entry price for a resting limit, the last price for
/// a market order. Risk counts from there. Source: definitions D.2.
[[nodiscard]] GapLevels levelsOf(const core::FairValueGap& gap,
                                 core::Price from,
                                 double atr,
                                 const GapLevelRules& rules,
                                 const core::Instrument& instrument) noexcept;

} // namespace wick::strategies
