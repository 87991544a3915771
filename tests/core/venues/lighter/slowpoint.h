#pragma once

#include "core/venues/lighter/crypto/ecgfp5.h"

namespace wick::test {

/// scalar · point, bit by bit as in a textbook: the yardstick for the fast ways. It branches on the
/// scalar.
[[nodiscard]] inline lighter::Point slowMultiply(const lighter::Point& point,
                                                 const lighter::Scalar& scalar)
{
    lighter::Point sum;
    for (std::size_t bit = 320; bit-- > 0;) {
        sum = sum.doubled();
        if (((scalar.limbs()[bit / 64] >> (bit % 64)) & 1U) != 0) {
            sum = sum + point;
        }
    }
    return sum;
}

} // namespace wick::test
