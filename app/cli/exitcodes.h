#pragma once

#include <cstdint>

namespace wick::cli {

/// How a program of Wick ends; service managers and scripts rely on the numbers.
enum class ExitCode : std::uint8_t
{
    Done = 0,
    Failed = 1,
    WrongUse = 2,  ///< the command line itself: unknown name, missing or extra argument
    Refused = 3,   ///< by risk or safety
    RiskHalt = 80, ///< do not restart
    NotFlatAtExit = 81,
    AlreadyRunning = 82, ///< another instance holds the lock
};

} // namespace wick::cli
