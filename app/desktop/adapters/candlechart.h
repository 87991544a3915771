#pragma once

#include "app/desktop/adapters/chartseries.h"
#include "app/session/jobcandles.h"

#include <memory>
#include <vector>

namespace wick::desktop {

/// A base bar of a stored series in the units of the instrument that ran on it.
[[nodiscard]] core::ClosedBar
barOf(const core::CandleColumns& columns, std::size_t i, const core::Instrument& instrument);

/// The bars of a stored series at a timeframe, in the units of the instrument that ran on them.
[[nodiscard]] std::shared_ptr<const ChartSeries> candleChart(const session::LoadedCandles& candles,
                                                             const core::Instrument& instrument,
                                                             core::Duration timeframe,
                                                             const std::vector<core::Plot>& plots);

/// Base bars missing between the first and the last while the market was open.
[[nodiscard]] std::int64_t missingBars(const core::CandleColumns& columns,
                                       core::TradingCalendar calendar);

} // namespace wick::desktop
