#pragma once

#include <cstdint>

namespace wick::bench {

/// Memory of this process that is in RAM now, and the most since restartPeak(), in bytes; 0 where
/// the system does not say.
[[nodiscard]] std::int64_t residentBytes();
[[nodiscard]] std::int64_t peakBytes();

/// Gives freed memory back and begins a new peak from what is in use.
void restartPeak();

} // namespace wick::bench
