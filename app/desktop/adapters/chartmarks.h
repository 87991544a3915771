#pragma once

#include "app/session/snapshot.h"
#include "charts/paint/viewvalues.h"

#include <vector>

namespace wick::desktop {

/// A signal as a triangle at the bar that made it: with every component it was made of, and its
/// verdict. `timeframe` places a signal decided at a close on the bar that closed.
[[nodiscard]] charts::SignalMark signalMark(const session::SignalStatus& signal,
                                            const core::Instrument& instrument,
                                            core::Duration timeframe);

/// Entry, stop and target of an open position with their money.
void addLevels(std::vector<charts::LevelLine>& levels,
               const session::PositionStatus& position,
               const core::Instrument& instrument);

/// A closed trade under review, with its excursions.
[[nodiscard]] charts::TradeView tradeView(const core::TradeRow& trade,
                                          const core::Instrument& instrument,
                                          std::size_t number,
                                          std::size_t count);

} // namespace wick::desktop
