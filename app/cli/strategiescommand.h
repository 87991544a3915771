#pragma once

#include "app/cli/exitcodes.h"

#include <span>
#include <string>

namespace wick::cli {

/// `wickctl strategies`: lists every strategy with its parameters.
[[nodiscard]] ExitCode runStrategiesCommand(std::span<const std::string> arguments);

} // namespace wick::cli
