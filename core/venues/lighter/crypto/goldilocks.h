#pragma once

#include "core/base/checked.h"

#include <cstdint>
#include <optional>
#include <type_traits>

// A measuring program counts the 64-bit products of a signature by defining this (tests/bench).
#ifndef WICK_COUNT_PRODUCT
#define WICK_COUNT_PRODUCT static_cast<void>(0)
#endif

namespace wick::lighter {

/// The same number, of which the compiler knows nothing any more: it cannot turn a mask made from
/// it into a branch.
[[nodiscard]] constexpr std::uint64_t concealed(std::uint64_t value) noexcept
{
#if defined(__GNUC__)
    if (!std::is_constant_evaluated()) {
        asm("" : "+r"(value)); // NOLINT(hicpp-no-assembler): empty, it only hides the value
    }
#endif
    return value;
}

/// All ones for 1, zero for 0. Any other bit is not allowed.
[[nodiscard]] constexpr std::uint64_t maskOf(std::uint64_t bit) noexcept
{
    return std::uint64_t{0} - concealed(bit);
}

/// All ones when both are equal, without a branch.
[[nodiscard]] constexpr std::uint64_t maskOfEqual(std::uint64_t a, std::uint64_t b) noexcept
{
    const std::uint64_t difference = a ^ b;
    const std::uint64_t differs = (difference | (std::uint64_t{0} - difference)) >> 63U;
    return maskOf(differs ^ 1U);
}

/// `ifSet` under a mask of ones, `ifClear` under zero.
[[nodiscard]] constexpr std::uint64_t
chosen(std::uint64_t mask, std::uint64_t ifSet, std::uint64_t ifClear) noexcept
{
    return ifClear ^ (mask & (ifSet ^ ifClear));
}

/// The full product of two 64-bit numbers.
[[nodiscard]] constexpr core::UInt128 product(std::uint64_t a, std::uint64_t b) noexcept
{
    WICK_COUNT_PRODUCT;
    return core::UInt128{a} * b;
}

/// An element of the field of p = 2^64 - 2^32 + 1 elements ("Goldilocks").
/// Any 64-bit number stands for its remainder, so results need not be fully reduced; canonical()
/// is the one below p. Nothing here branches on a value or uses it as an index, but squareRoot()
/// and the comparison. Source: p - 1 = 2^32 (2^32 - 1), so 2^64 = 2^32 - 1 and 2^96 = -1.
class Goldilocks
{
public:
    static constexpr std::uint64_t kPrime = 0xFFFF'FFFF'0000'0001;

    constexpr Goldilocks() noexcept = default;
    constexpr explicit Goldilocks(std::uint64_t representative) noexcept
        : m_value(representative)
    {}
    /// A signed number enters as its two's complement, which is what the venue hashes: -1 is
    /// 2^64 - 1 mod p, not p - 1.
    [[nodiscard]] static constexpr Goldilocks ofSigned(std::int64_t value) noexcept
    {
        return Goldilocks{static_cast<std::uint64_t>(value)};
    }

    /// Some representative, not always the smallest.
    [[nodiscard]] constexpr std::uint64_t lazy() const noexcept { return m_value; }
    /// The representative below p.
    [[nodiscard]] constexpr std::uint64_t canonical() const noexcept
    {
        const std::uint64_t lowered = m_value - kPrime;
        const std::uint64_t isBelow = static_cast<std::uint64_t>(m_value < kPrime);
        return chosen(maskOf(isBelow), m_value, lowered);
    }

    [[nodiscard]] constexpr bool isZero() const noexcept { return canonical() == 0; }
    friend constexpr bool operator==(Goldilocks a, Goldilocks b) noexcept
    {
        return a.canonical() == b.canonical();
    }

    friend constexpr Goldilocks operator+(Goldilocks a, Goldilocks b) noexcept
    {
        const std::uint64_t sum = a.m_value + b.m_value;
        const std::uint64_t once = sum + foldOf(sum < a.m_value);
        return Goldilocks{once + foldOf(once < sum)};
    }
    friend constexpr Goldilocks operator-(Goldilocks a, Goldilocks b) noexcept
    {
        const std::uint64_t difference = a.m_value - b.m_value;
        const std::uint64_t once = difference - foldOf(a.m_value < b.m_value);
        return Goldilocks{once - foldOf(once > difference)};
    }
    friend constexpr Goldilocks operator*(Goldilocks a, Goldilocks b) noexcept
    {
        return reduced(product(a.m_value, b.m_value));
    }
    constexpr Goldilocks operator-() const noexcept { return Goldilocks{} - *this; }
    [[nodiscard]] constexpr Goldilocks squared() const noexcept { return *this * *this; }

    /// This and a constant that is canonical: one correction less.
    [[nodiscard]] constexpr Goldilocks plusCanonical(std::uint64_t constant) const noexcept
    {
        const std::uint64_t sum = m_value + constant;
        return Goldilocks{sum + foldOf(sum < constant)};
    }
    /// Times a constant below 2^30.
    [[nodiscard]] constexpr Goldilocks timesSmall(std::uint32_t factor) const noexcept
    {
        const core::UInt128 wide = product(m_value, factor);
        return folded(static_cast<std::uint64_t>(wide), static_cast<std::uint64_t>(wide >> 64));
    }
    /// Times a constant below 2^30, plus `other`.
    [[nodiscard]] constexpr Goldilocks timesSmallPlus(std::uint32_t factor,
                                                      Goldilocks other) const noexcept
    {
        const core::UInt128 wide = product(m_value, factor) + other.m_value;
        return folded(static_cast<std::uint64_t>(wide), static_cast<std::uint64_t>(wide >> 64));
    }
    /// Times a constant below 2^30, less `other`.
    [[nodiscard]] constexpr Goldilocks timesSmallLess(std::uint32_t factor,
                                                      Goldilocks other) const noexcept
    {
        constexpr core::UInt128 kAbove = 2 * core::UInt128{kPrime}; // larger than any 64 bits
        const core::UInt128 wide = product(m_value, factor) + (kAbove - other.m_value);
        return folded(static_cast<std::uint64_t>(wide), static_cast<std::uint64_t>(wide >> 64));
    }

    /// Any 128-bit number as an element.
    [[nodiscard]] static constexpr Goldilocks reduced(core::UInt128 wide) noexcept
    {
        return reduced(static_cast<std::uint64_t>(wide), static_cast<std::uint64_t>(wide >> 64));
    }
    /// `low + 2^64 high`.
    [[nodiscard]] static constexpr Goldilocks reduced(std::uint64_t low,
                                                      std::uint64_t high) noexcept
    {
        return reducedParts(low, high & kFold, high >> 32U);
    }
    /// `low + 2^64 middle + 2^96 top` for a middle below 2^32 and a top below 2^63.
    [[nodiscard]] static constexpr Goldilocks
    reducedParts(std::uint64_t low, std::uint64_t middle, std::uint64_t top) noexcept
    {
        const std::uint64_t difference = low - top;
        const std::uint64_t base = difference - foldOf(low < top);
        const std::uint64_t fold = (middle << 32U) - middle;
        const std::uint64_t sum = base + fold;
        return Goldilocks{sum + foldOf(sum < fold)};
    }
    /// `low + 2^64 high` for a high below 2^31.
    [[nodiscard]] static constexpr Goldilocks folded(std::uint64_t low, std::uint64_t high) noexcept
    {
        const std::uint64_t fold = (high << 32U) - high;
        const std::uint64_t sum = low + fold;
        return Goldilocks{sum + foldOf(sum < fold)};
    }

    /// The element squared `times` times.
    [[nodiscard]] constexpr Goldilocks squaredTimes(int times) const noexcept
    {
        Goldilocks power = *this;
        for (int i = 0; i < times; ++i) {
            power = power.squared();
        }
        return power;
    }
    /// 1 divided by this; 0 for 0. The same 74 multiplications for every element.
    [[nodiscard]] constexpr Goldilocks inverse() const noexcept
    {
        const Goldilocks ones2 = squared() * *this; // exponents of that many binary ones
        const Goldilocks ones4 = ones2.squaredTimes(2) * ones2;
        const Goldilocks ones8 = ones4.squaredTimes(4) * ones4;
        const Goldilocks ones16 = ones8.squaredTimes(8) * ones8;
        const Goldilocks ones24 = ones16.squaredTimes(8) * ones8;
        const Goldilocks ones28 = ones24.squaredTimes(4) * ones4;
        const Goldilocks ones30 = ones28.squaredTimes(2) * ones2;
        const Goldilocks ones31 = ones30.squared() * *this;
        const Goldilocks ones32 = ones31.squared() * *this;
        return ones31.squaredTimes(33) * ones32; // p - 2 is 31 ones, a zero, 32 ones
    }
    /// This to the power of a number that is no secret.
    [[nodiscard]] constexpr Goldilocks power(std::uint64_t publicExponent) const noexcept
    {
        Goldilocks result{1};
        Goldilocks base = *this;
        for (std::uint64_t rest = publicExponent; rest != 0; rest >>= 1U) {
            if ((rest & 1U) != 0) {
                result = result * base;
            }
            base = base.squared();
        }
        return result;
    }
    /// 1 for a square, p - 1 for the others, 0 for 0.
    [[nodiscard]] constexpr Goldilocks legendre() const noexcept { return power((kPrime - 1) / 2); }

private:
    /// 2^64 mod p.
    static constexpr std::uint64_t kFold = 0xFFFF'FFFF;

    /// kFold for a carry or borrow, else 0. A compiler that knew the carry could branch on it.
    [[nodiscard]] static constexpr std::uint64_t foldOf(bool carry) noexcept
    {
        return static_cast<std::uint32_t>(maskOf(static_cast<std::uint64_t>(carry)));
    }

    std::uint64_t m_value = 0;
};

/// One of the two square roots, or nothing. Takes longer for some elements than for others: not for
/// secrets.
[[nodiscard]] std::optional<Goldilocks> squareRoot(Goldilocks element) noexcept;

} // namespace wick::lighter
