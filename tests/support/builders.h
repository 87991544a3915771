#pragma once

#include "core/domain/instrument.h"
#include "core/risk/riskrule.h"

#include <cstdint>

namespace wick::test {

/// ETH-PERP as in the instrument file: price unit 0.01, lot 0.0001, so that a lot at a price unit
/// is one micro-USDC.
[[nodiscard]] inline core::Instrument eth(core::InstrumentId id = core::InstrumentId{0},
                                          core::CalendarKind calendar = core::CalendarKind::Always)
{
    return core::Instrument::create({.id = id,
                                     .symbol = "ETH-PERP",
                                     .priceDecimals = 2,
                                     .tick = core::PriceDelta{1},
                                     .quantityDecimals = 4,
                                     .volumeDecimals = 4,
                                     .minimumQuantity = core::Quantity{50},
                                     .minimumNotional = core::usdc(10),
                                     .initialMargin = core::Ppm{50'000},
                                     .maintenanceMargin = core::Ppm{12'000},
                                     .takerFee = core::Ppm{0},
                                     .makerFee = core::Ppm{0},
                                     .spread = core::Ppm{100},
                                     .normalVolatility = 0.037,
                                     .calendar = calendar})
        .value();
}

/// USDC to price units of eth().
[[nodiscard]] constexpr core::Price usd(double price)
{
    return core::Price{static_cast<std::int64_t>(price * 100.0 + (price < 0 ? -0.5 : 0.5))};
}

[[nodiscard]] inline core::ClosedBar bar(std::int64_t minute,
                                         double open,
                                         double high,
                                         double low,
                                         double close,
                                         std::int64_t volume = 0)
{
    return {{core::Timestamp{} + core::minutes(minute), usd(open), usd(high), usd(low), usd(close),
             core::Volume{volume}},
            core::BarOrigin::Traded};
}

} // namespace wick::test
