#pragma once

#include "app/cli/exitcodes.h"

#include <span>
#include <string>

namespace wick::cli {

/// `wickctl backtest`: runs strategies over candles and says what came of it.
[[nodiscard]] ExitCode runBacktestCommand(std::span<const std::string> arguments);

} // namespace wick::cli
