#pragma once

#include "app/session/jobcandles.h"
#include "core/backtest/tradeledger.h"
#include "core/indicators/regime.h"

#include <span>
#include <vector>

namespace wick::desktop {

/// What the market was like when each trade was entered, by the 15m bars that had closed then.
/// Unknown where the candles are longer than 15m.
/// Shape: one a trade, in the same order; trades of one market, ascending in entry.
[[nodiscard]] std::vector<core::Regime> regimesAt(std::span<const core::TradeRow> trades,
                                                  const session::LoadedCandles& candles,
                                                  const core::Instrument& instrument);

} // namespace wick::desktop
