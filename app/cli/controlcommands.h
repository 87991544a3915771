#pragma once

#include "app/cli/exitcodes.h"

#include <span>
#include <string>

namespace wick::cli {

/// `wickctl status`: what the session of a data folder is and does.
[[nodiscard]] ExitCode runStatus(std::span<const std::string> arguments);

/// `wickctl flatten`: closes positions and waits until that is verified.
[[nodiscard]] ExitCode runFlatten(std::span<const std::string> arguments);

/// `wickctl kill`: flattens everything, leaves a latched halt, and waits until flat is verified.
[[nodiscard]] ExitCode runKill(std::span<const std::string> arguments);

/// `wickctl release`: ends a halt, with a reason.
[[nodiscard]] ExitCode runRelease(std::span<const std::string> arguments);

/// `wickctl operator`: what an operator keeps from trading, and lets trade again.
[[nodiscard]] ExitCode runOperator(std::span<const std::string> arguments);

} // namespace wick::cli
