#include "core/venues/lighter/crypto/wipe.h"

#include <array>
#include <cstdint>
#include <cstring>

namespace wick::lighter {

void wipeMemory(void* memory, std::size_t size) noexcept
{
#if defined(__GNUC__)
    std::memset(memory, 0, size);
    asm volatile("" : : "r"(memory) : "memory"); // NOLINT(hicpp-no-assembler): says it is read
#else
    auto* bytes = static_cast<volatile std::uint8_t*>(memory);
    for (std::size_t i = 0; i < size; ++i) {
        bytes[i] = 0;
    }
#endif
}

WICK_OWN_FRAME void wipeStackBelow() noexcept
{
    constexpr std::size_t kDepth = 16'384; // a signature uses less than half of it
    std::array<std::uint8_t, kDepth> room; // NOLINT(cppcoreguidelines-pro-type-member-init)
    wipeMemory(room.data(), room.size());
}

} // namespace wick::lighter
