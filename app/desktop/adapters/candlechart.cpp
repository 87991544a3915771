#include "app/desktop/adapters/candlechart.h"

#include <algorithm>

namespace wick::desktop {

namespace {

std::int64_t powerOfTen(int exponent)
{
    std::int64_t power = 1;
    for (int i = 0; i < exponent; ++i) {
        power *= 10;
    }
    return power;
}

} // namespace

core::ClosedBar
barOf(const core::CandleColumns& columns, std::size_t i, const core::Instrument& instrument)
{
    const std::int64_t scale =
        powerOfTen(std::max(0, instrument.priceDecimals() - columns.priceDecimals));
    const std::int64_t volume =
        powerOfTen(std::max(0, instrument.volumeDecimals() - columns.volumeDecimals));
    core::ClosedBar bar = columns.bar(i);
    bar.open = core::Price{bar.open.count() * scale};
    bar.high = core::Price{bar.high.count() * scale};
    bar.low = core::Price{bar.low.count() * scale};
    bar.close = core::Price{bar.close.count() * scale};
    bar.volume = core::Volume{bar.volume.count() * volume};
    return bar;
}

std::shared_ptr<const ChartSeries> candleChart(const session::LoadedCandles& candles,
                                               const core::Instrument& instrument,
                                               core::Duration timeframe,
                                               const std::vector<core::Plot>& plots)
{
    auto series = std::make_shared<ChartSeries>(
        instrument, ChartSeries::Setup{timeframe, candles.columns.interval, plots, 20'000});
    for (std::size_t i = 0; i < candles.columns.size(); ++i) {
        series->add(barOf(candles.columns, i, instrument));
    }
    return series;
}

std::int64_t missingBars(const core::CandleColumns& columns, core::TradingCalendar calendar)
{
    const std::int64_t interval = core::toMilliseconds(columns.interval);
    core::CalendarCursor cursor{calendar};
    std::int64_t missing = 0;
    for (std::size_t i = 1; i < columns.size(); ++i) {
        for (std::int64_t at = columns.time[i - 1] + interval; at < columns.time[i]; at += interval)
        {
            missing +=
                cursor.at(core::fromMilliseconds(at)).hours == core::MarketHours::Open ? 1 : 0;
        }
    }
    return missing;
}

} // namespace wick::desktop
