#pragma once

#include "app/cli/options.h"
#include "app/session/backtestjob.h"
#include "core/base/result.h"

#include <variant>

namespace wick::cli {

/// The options of `wickctl backtest`, with its help.
[[nodiscard]] OptionParser backtestParser();

/// Why options do not make a job: how they are written, or the risk file they name.
using JobOptionError = std::variant<UsageError, session::JobError>;

/// The options as a job. Nothing but risk files is read.
[[nodiscard]] core::Result<session::BacktestJob, JobOptionError> jobOf(const Options& options);

} // namespace wick::cli
