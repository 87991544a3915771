#pragma once

#include <cstdint>

namespace wick::bench {

/// How many 64-bit multiplications each takes.
struct ProductCount
{
    std::uint64_t generator = 0;
    std::uint64_t signature = 0; ///< with the nonce k given
    std::uint64_t orderHash = 0;
    std::uint64_t slowSignature = 0; ///< bit by bit
};

/// Counts them in a second copy of the cryptography, compiled for that.
[[nodiscard]] ProductCount countProducts();

} // namespace wick::bench
