#pragma once

#include "app/cli/exitcodes.h"

#include <span>
#include <string>

namespace wick::cli {

/// `wickctl data import | list | gaps | check | export`: the candle store from the command line.
[[nodiscard]] ExitCode runData(std::span<const std::string> arguments);

} // namespace wick::cli
