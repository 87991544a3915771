#pragma once

#include <cstdint>

namespace wick::bench {

/// How often this program has asked for memory so far: linking heapcounter.cpp replaces every
/// operator new. Thread: counts those of all threads.
[[nodiscard]] std::uint64_t heapAllocations() noexcept;

} // namespace wick::bench
