#pragma once

#include "app/session/backtestjob.h"
#include "app/session/snapshot.h"

namespace wick::session {

/// What a finished session came to, in the form of a backtest's outcome, so that one report shows
/// both. `statistics` heard all of the session; the outcome has no series, as the market made its
/// candles itself. Equity is that of every market minute.
[[nodiscard]] BacktestOutcome
outcomeOf(core::CoreSetup setup, const Snapshot& end, const core::RunStatistics& statistics);

} // namespace wick::session
