#pragma once

#include "app/cli/exitcodes.h"

#include <span>
#include <string>

namespace wick::cli {

/// `wickctl scenario FILE`: plays a scripted market, venue, operator and fleet against the trading
/// core, prints what happened as lines of JSON, and checks what the file expects.
[[nodiscard]] ExitCode runScenarioCommand(std::span<const std::string> arguments);

} // namespace wick::cli
