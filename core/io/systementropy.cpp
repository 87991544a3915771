#include "core/io/systementropy.h"

#include <algorithm>

#ifdef _WIN32
#include <bcrypt.h>
#include <windows.h>
#else
#include <sys/random.h>
#include <unistd.h>
#endif

namespace wick::io {

namespace {

constexpr std::size_t kAtOnce = 256; // the most that getentropy() gives

bool fillChunk(std::span<std::uint8_t> bytes) noexcept
{
#ifdef _WIN32
    return BCryptGenRandom(nullptr, bytes.data(), static_cast<ULONG>(bytes.size()),
                           BCRYPT_USE_SYSTEM_PREFERRED_RNG)
           == 0;
#else
    return getentropy(bytes.data(), bytes.size()) == 0;
#endif
}

} // namespace

bool SystemEntropy::fill(std::span<std::uint8_t> bytes) noexcept
{
    for (std::size_t at = 0; at < bytes.size(); at += kAtOnce) {
        if (!fillChunk(bytes.subspan(at, std::min(kAtOnce, bytes.size() - at)))) {
            return false;
        }
    }
    return true;
}

} // namespace wick::io
