#pragma once

#include "app/desktop/models/backtestvalues.h"
#include "app/session/backtestjob.h"
#include "core/base/result.h"
#include "core/strategy/strategycatalog.h"

#include <vector>

namespace wick::desktop {

/// The strategies of the catalog with their parameters as form fields.
[[nodiscard]] std::vector<StrategyChoice> strategyChoices(const core::StrategyCatalog& catalog);

/// The job behind a form. The failure is a sentence.
[[nodiscard]] core::Result<session::BacktestJob, QString> jobOf(const BacktestRequest& request);

/// A finished run in words. `missingBars` are those that open hours should have had.
[[nodiscard]] ResultSummary
summaryOf(const session::BacktestOutcome& outcome, double seconds, std::int64_t missingBars);

} // namespace wick::desktop
