#pragma once

#include "app/cli/exitcodes.h"

#include <span>
#include <string>

namespace wick::cli {

/// `wickctl risk`: every limit with its value, range and help, the presets, and what contradicts.
[[nodiscard]] ExitCode runRiskCommand(std::span<const std::string> arguments);

} // namespace wick::cli
