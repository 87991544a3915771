#pragma once

#include "app/desktop/models/dryrun.h"
#include "app/desktop/whatifworker.h"
#include "app/session/backtestjob.h"
#include "app/session/snapshot.h"

#include <memory>

namespace wick::desktop {

/// The session's engines over the bars it has: its history and what it has seen since. Null while
/// there are none.
[[nodiscard]] std::shared_ptr<const WhatIfSource> sourceOf(const core::CoreSetup& setup,
                                                           const session::Snapshot& snapshot);
/// A finished backtest.
[[nodiscard]] std::shared_ptr<const WhatIfSource> sourceOf(const session::BacktestOutcome& outcome);

/// An answer in words and figures.
[[nodiscard]] DryRunSummary dryRunOf(const WhatIfAnswer& answer, const WhatIfSource& source);

} // namespace wick::desktop
