#include "strategies/gaplevels.h"

#include "core/base/unreachable.h"
#include "strategies/levels.h"

#include <algorithm>
#include <cmath>

namespace wick::strategies {

using namespace wick::core;

namespace {

std::int64_t quarters(GapEntryLevel level) noexcept
{
    switch (level) {
    case GapEntryLevel::Edge:
        return 0;
    case GapEntryLevel::Quarter:
        return 1;
    case GapEntryLevel::Ce:
        return 2;
    case GapEntryLevel::ThreeQuarter:
        return 3;
    }
    unreachable();
}

/// The nearer one of two targets on a side.
Price nearer(Side side, Price a, Price b) noexcept
{
    return side == Side::Buy ? std::min(a, b) : std::max(a, b);
}

} // namespace

Side sideOf(GapDirection direction) noexcept
{
    return direction == GapDirection::Bull ? Side::Buy : Side::Sell;
}

Price entryPrice(const GapZone& zone, GapEntryLevel level, const Instrument& instrument) noexcept
{
    const std::int64_t depth = quarters(level) * zone.height().count();
    if (sideOf(zone.direction) == Side::Buy) {
        const auto down = divide(Int128{4} * zone.top.count() - depth, 4, Rounding::Down);
        return instrument.tickDown(Price{saturate(down)});
    }
    const auto up = divide(Int128{4} * zone.bottom.count() + depth, 4, Rounding::Up);
    return instrument.tickUp(Price{saturate(up)});
}

PriceDelta stopBuffer(double atr, double share, Price price, const Instrument& instrument) noexcept
{
    const auto byAtr = static_cast<std::int64_t>(std::ceil(share * atr));
    const std::int64_t byTicks = 2 * instrument.tick().count();
    const Int128 spreads = Int128{2} * price.count() * instrument.spread().count();
    const std::int64_t bySpread = saturate(divide(spreads, kPpmOne, Rounding::Up));
    return PriceDelta{std::max({byAtr, byTicks, bySpread})};
}

GapLevels levelsOf(const FairValueGap& gap,
                   Price from,
                   double atr,
                   const GapLevelRules& rules,
                   const Instrument& instrument) noexcept
{
    const Side side = sideOf(gap.direction());
    const Price far = gap.zone().farEdge();
    const PriceDelta buffer = stopBuffer(atr, rules.bufferAtr, far, instrument);
    GapLevels levels{side, from, stopAway(side, far, buffer, instrument), {}};
    const PriceDelta risk = side == Side::Buy ? from - levels.stop : levels.stop - from;
    const Price byRisk = targetAway(side, from, times(risk, rules.targetRisks), instrument);
    const Price byExtreme = targetAway(side, gap.extreme(), PriceDelta{0}, instrument);
    switch (rules.target) {
    case GapTarget::Nearer:
        levels.target = nearer(side, byRisk, byExtreme);
        break;
    case GapTarget::RiskMultiple:
        levels.target = byRisk;
        break;
    case GapTarget::Extreme:
        levels.target = byExtreme;
        break;
    }
    return levels;
}

} // namespace wick::strategies
