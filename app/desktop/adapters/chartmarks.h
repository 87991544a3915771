#pragma once

#include "app/session/snapshot.h"
#include "charts/paint/viewvalues.h"

#include <span>
#include <vector>

namespace wick::desktop {

/// The indicator lines that the engines on a market ask for, each once.
[[nodiscard]] std::vector<core::Plot> plotsOn(const session::Snapshot& snapshot,
                                              core::InstrumentId market);

/// Entries and exits of a session on one market, the entries of open positions among them. Their
/// ids are "trade 12" and "position".
[[nodiscard]] std::vector<charts::TradeMark> fillMarks(const session::Snapshot& snapshot,
                                                       core::InstrumentId market);
/// Entries and exits of closed trades; those of other instruments are left out. Their ids are the
/// numbers of the trades.
[[nodiscard]] std::vector<charts::TradeMark> fillMarks(std::span<const core::TradeRow> trades,
                                                       const core::Instrument& instrument);

/// What a session remembers of the signals on one market.
[[nodiscard]] std::vector<charts::SignalMark>
signalMarks(const session::Snapshot& snapshot, core::InstrumentId market, core::Duration timeframe);

/// Entry, stop and target of the open positions on one market.
[[nodiscard]] std::vector<charts::LevelLine> positionLevels(const session::Snapshot& snapshot,
                                                            core::InstrumentId market);

/// Mark prices of the open positions on one market; missing without one.
[[nodiscard]] charts::Quote positionQuote(const session::Snapshot& snapshot,
                                          core::InstrumentId market);

/// Worst and best price of each open position on one market, from its entry to `untilMs`.
[[nodiscard]] std::vector<charts::Shade>
excursions(const session::Snapshot& snapshot, core::InstrumentId market, std::int64_t untilMs);

/// Halts and commands of the session's log that concern one market.
[[nodiscard]] std::vector<charts::AxisMark> axisMarks(const session::Snapshot& snapshot,
                                                      core::InstrumentId market);

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
