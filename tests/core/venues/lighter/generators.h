#pragma once

#include "core/venues/lighter/crypto/ecgfp5.h"

#include <rapidcheck.h>

#include <array>
#include <cstdint>

namespace rc {

/// 64 bits, often near the places where reductions change their ways.
inline Gen<std::uint64_t> aWord()
{
    constexpr std::uint64_t kPrime = wick::lighter::Goldilocks::kPrime;
    return gen::oneOf(gen::arbitrary<std::uint64_t>(), gen::inRange<std::uint64_t>(0, ~0ULL),
                      gen::element<std::uint64_t>(0, 1, 2, 0xFFFF'FFFFU, 0x1'0000'0000U, kPrime - 2,
                                                  kPrime - 1, kPrime, kPrime + 1, ~0ULL - 1,
                                                  ~0ULL));
}

template <>
struct Arbitrary<wick::lighter::Goldilocks>
{
    static Gen<wick::lighter::Goldilocks> arbitrary()
    {
        return gen::map(aWord(),
                        [](std::uint64_t value) { return wick::lighter::Goldilocks{value}; });
    }
};

template <>
struct Arbitrary<wick::lighter::Quintic>
{
    static Gen<wick::lighter::Quintic> arbitrary()
    {
        return gen::map(gen::container<std::array<std::uint64_t, 5>>(aWord()),
                        &wick::lighter::Quintic::ofLimbs);
    }
};

template <>
struct Arbitrary<wick::lighter::Scalar>
{
    static Gen<wick::lighter::Scalar> arbitrary()
    {
        return gen::map(gen::container<wick::lighter::Scalar::Limbs>(aWord()),
                        [](const wick::lighter::Scalar::Limbs& limbs) {
                            return wick::lighter::Scalar::reduced(limbs);
                        });
    }
};

} // namespace rc
