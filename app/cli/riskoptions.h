#pragma once

#include "app/cli/options.h"
#include "app/session/joberror.h"
#include "app/session/riskfile.h"
#include "core/base/result.h"

namespace wick::cli {

/// `--risk FILE` and `--risk KEY=VALUE`, as backtest and run take it.
[[nodiscard]] OptionSpec riskOption();

/// What the options of that name say, in order; keys and values are not looked at. Errors:
/// RiskFile.
[[nodiscard]] core::Result<session::RiskSettings, session::JobError>
riskSettings(const Options& options);

/// The risk of a trade that our strategies declare at most, ppm: for looking at limits that leave
/// it to them.
constexpr std::int64_t kUsualRisk = 5'000;

/// Says on stderr which limits contradict each other.
void warnOfContradictions(const core::RiskLimits& limits);

} // namespace wick::cli
