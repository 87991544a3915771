#include "core/venues/lighter/crypto/goldilocks.h"

namespace wick::lighter {

// Tonelli and Shanks: p - 1 = 2^32 (2^32 - 1).
std::optional<Goldilocks> squareRoot(Goldilocks element) noexcept
{
    constexpr int kTwoAdicity = 32;
    constexpr std::uint64_t kOddPart = 0xFFFF'FFFF;
    constexpr Goldilocks kOfOrderTwoPower32{7'277'203'076'849'721'926};
    constexpr Goldilocks kOne{1};

    if (element.isZero()) {
        return Goldilocks{};
    }
    if (element.legendre() != kOne) {
        return std::nullopt;
    }
    const Goldilocks half = element.power((kOddPart - 1) / 2);
    Goldilocks root = half * element;
    Goldilocks rest = root * half; // of an order that divides 2^31
    Goldilocks generator = kOfOrderTwoPower32;
    int order = kTwoAdicity;
    while (rest != kOne) {
        int exponent = 0;
        for (Goldilocks power = rest; power != kOne; power = power.squared()) {
            ++exponent;
        }
        const Goldilocks factor = generator.squaredTimes(order - exponent - 1);
        root = root * factor;
        generator = factor.squared();
        rest = rest * generator;
        order = exponent;
    }
    return root;
}

} // namespace wick::lighter
