#include "tests/bench/heapcounter.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::uint64_t> allocations{0}; // a replaced operator new has nowhere else to count

void* take(std::size_t size)
{
    allocations.fetch_add(1, std::memory_order_relaxed);
    if (void* const room = std::malloc(size != 0 ? size : 1)) {
        return room;
    }
    throw std::bad_alloc{};
}

void* take(std::size_t size, std::align_val_t alignment)
{
    allocations.fetch_add(1, std::memory_order_relaxed);
    const auto step = static_cast<std::size_t>(alignment);
    if (void* const room = std::aligned_alloc(step, (size + step - 1) / step * step)) {
        return room;
    }
    throw std::bad_alloc{};
}

} // namespace

namespace wick::bench {

std::uint64_t heapAllocations() noexcept
{
    return allocations.load(std::memory_order_relaxed);
}

} // namespace wick::bench

// The array and nothrow forms of the standard library call these.
void* operator new(std::size_t size)
{
    return take(size);
}
void* operator new(std::size_t size, std::align_val_t alignment)
{
    return take(size, alignment);
}
void operator delete(void* room) noexcept
{
    std::free(room);
}
void operator delete(void* room, std::size_t /*size*/) noexcept
{
    std::free(room);
}
void operator delete(void* room, std::align_val_t /*alignment*/) noexcept
{
    std::free(room);
}
void operator delete(void* room, std::size_t /*size*/, std::align_val_t /*alignment*/) noexcept
{
    std::free(room);
}
