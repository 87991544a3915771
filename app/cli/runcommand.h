#pragma once

#include "app/cli/exitcodes.h"

#include <span>
#include <string>

namespace wick::cli {

/// `wickctl run`: a session without a screen, until its time is up or it is told to end.
[[nodiscard]] ExitCode runSession(std::span<const std::string> arguments);

/// `wickctl replay JOURNAL [--verify]`: plays a journal again and compares.
[[nodiscard]] ExitCode runReplay(std::span<const std::string> arguments);

} // namespace wick::cli
