#pragma once

#include <cstdlib>

namespace wick::core {

/// Ends a switch that lists every case. Reaching it is a broken invariant: the program stops.
[[noreturn]] inline void unreachable() noexcept
{
    std::abort();
}

} // namespace wick::core
