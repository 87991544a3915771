#pragma once

#include "core/domain/instrument.h"

#include <string>
#include <utility>
#include <vector>

namespace wick::test {

/// ETH-PERP, BTC-PERP and XAU-PERP with ids 0 to 2, as the example table of definitions D.12 has
/// them; volumes count in lots.
[[nodiscard]] inline std::vector<core::Instrument> exampleInstruments()
{
    using namespace core;
    const auto make = [](std::uint16_t id, std::string symbol, int priceDecimals,
                         int quantityDecimals, Quantity minimum, Ppm initial, Ppm maintenance,
                         Ppm spread, double volatility, CalendarKind calendar) {
        Instrument::Fields fields;
        fields.id = InstrumentId{id};
        fields.symbol = std::move(symbol);
        fields.priceDecimals = priceDecimals;
        fields.quantityDecimals = quantityDecimals;
        fields.volumeDecimals = quantityDecimals;
        fields.minimumQuantity = minimum;
        fields.minimumNotional = usdc(10);
        fields.initialMargin = initial;
        fields.maintenanceMargin = maintenance;
        fields.spread = spread;
        fields.normalVolatility = volatility;
        fields.calendar = calendar;
        return Instrument::create(std::move(fields)).value();
    };
    return {make(0, "ETH-PERP", 2, 4, Quantity{50}, Ppm{50'000}, Ppm{12'000}, Ppm{100}, 0.037,
                 CalendarKind::Always),
            make(1, "BTC-PERP", 1, 5, Quantity{20}, Ppm{50'000}, Ppm{12'000}, Ppm{50}, 0.026,
                 CalendarKind::Always),
            make(2, "XAU-PERP", 2, 4, Quantity{30}, Ppm{100'000}, Ppm{60'000}, Ppm{200}, 0.012,
                 CalendarKind::NewYork)};
}

} // namespace wick::test
