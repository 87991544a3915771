#pragma once

#include "app/cli/exitcodes.h"

#include <span>
#include <string>

namespace wick::cli {

/// `wickctl lighter markets|book|candles|doctor`: what the venue tells everybody. No key, no
/// orders.
[[nodiscard]] ExitCode runLighter(std::span<const std::string> arguments);

} // namespace wick::cli
