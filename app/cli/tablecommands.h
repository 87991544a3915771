#pragma once

#include "app/cli/exitcodes.h"

#include <span>
#include <string>

namespace wick::cli {

/// `wickctl indicators FILE --timeframe 5m --out CSV`: each kernel from its first defined value.
[[nodiscard]] ExitCode runIndicators(std::span<const std::string> arguments);

/// `wickctl gaps FILE --timeframe 5m --out CSV`: every three-bar gap, unfiltered (D.2.12); with
/// `--study` what became of those of size, beside the null models.
[[nodiscard]] ExitCode runGaps(std::span<const std::string> arguments);

} // namespace wick::cli
