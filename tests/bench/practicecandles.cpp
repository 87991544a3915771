#include "tests/bench/practicecandles.h"

#include "core/backtest/practicemarket.h"
#include "core/backtest/practiceparameters.h"

namespace wick::bench {

namespace {

using namespace wick::core;

constexpr std::uint64_t kSeed = 1;

/// As in resources/instruments.json, with a fee.
Instrument::Fields ethFields()
{
    return {.id = InstrumentId{0},
            .symbol = "ETH-PERP",
            .priceDecimals = 2,
            .tick = PriceDelta{1},
            .quantityDecimals = 4,
            .volumeDecimals = 4,
            .minimumQuantity = Quantity{50},
            .minimumNotional = usdc(10),
            .initialMargin = Ppm{50'000},
            .maintenanceMargin = Ppm{12'000},
            .takerFee = Ppm{200},
            .makerFee = Ppm{0},
            .spread = Ppm{100},
            .normalVolatility = 0.037,
            .calendar = CalendarKind::Always};
}

Instrument::Fields xauFields()
{
    Instrument::Fields fields = ethFields();
    fields.symbol = "XAU-PERP";
    fields.minimumQuantity = Quantity{30};
    fields.initialMargin = Ppm{100'000};
    fields.maintenanceMargin = Ppm{60'000};
    fields.spread = Ppm{200};
    fields.normalVolatility = 0.012;
    fields.calendar = CalendarKind::NewYork;
    return fields;
}

PracticeCandles
candlesOf(const PracticeMarketParameters& market, const Instrument& instrument, std::size_t count)
{
    const auto bars = generateBars({market}, {instrument}, kSeed, count).front();
    PracticeCandles candles{instrument, {}, {}, {}, {}, {}, {}};
    for (auto* column : {&candles.time, &candles.open, &candles.high, &candles.low, &candles.close,
                         &candles.volume})
    {
        column->reserve(bars.size());
    }
    for (const ClosedBar& bar : bars) {
        candles.time.push_back(toMilliseconds(bar.start));
        candles.open.push_back(bar.open.count());
        candles.high.push_back(bar.high.count());
        candles.low.push_back(bar.low.count());
        candles.close.push_back(bar.close.count());
        candles.volume.push_back(bar.volume.count());
    }
    return candles;
}

} // namespace

CandleColumns PracticeCandles::columns() const
{
    return {time,
            open,
            high,
            low,
            close,
            volume,
            instrument.priceDecimals(),
            instrument.volumeDecimals(),
            minutes(1)};
}

PracticeCandles practiceEthCandles(std::size_t count)
{
    return candlesOf(practiceEth(), Instrument::create(ethFields()).value(), count);
}

PracticeCandles practiceXauCandles(std::size_t count)
{
    return candlesOf(practiceXau(), Instrument::create(xauFields()).value(), count);
}

} // namespace wick::bench
