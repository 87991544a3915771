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

} // namespace wick::cli
