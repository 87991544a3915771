#pragma once

#include "app/cli/exitcodes.h"

#include <span>
#include <string>

namespace wick::cli {

/// `wickctl envelope JOURNAL`: plays a session again and looks at every position after every input
/// with the limits of that moment. Exit: Done without a violation, Failed with one.
[[nodiscard]] ExitCode runEnvelope(std::span<const std::string> arguments);

} // namespace wick::cli
