#pragma once

#include "app/cli/exitcodes.h"

#include <span>
#include <string>

namespace wick::cli {

/// `wickctl export trades --csv FILE`: the trade log of a session, rebuilt from its journal.
[[nodiscard]] ExitCode runExport(std::span<const std::string> arguments);

} // namespace wick::cli
