#pragma once

#include "app/cli/exitcodes.h"

#include <span>
#include <string>

namespace wick::cli {

/// `exchange`: an exchange on this machine that speaks the venue's protocol.
[[nodiscard]] ExitCode runExchange(std::span<const std::string> arguments);

} // namespace wick::cli
