#pragma once

#include "core/venues/lighter/crypto/goldilocks.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace wick::lighter {

/// An element of the field of p^5 elements: a0 + a1 z + … + a4 z^4 with z^5 = 3.
/// Hashes, encoded points and public keys are elements of it. Nothing here branches on a value, but
/// squareRoot() and the comparison.
class Quintic
{
public:
    static constexpr std::size_t kLimbs = 5;
    static constexpr std::size_t kBytes = 40;
    using Bytes = std::array<std::uint8_t, kBytes>;

    constexpr Quintic() noexcept = default;
    constexpr explicit Quintic(Goldilocks constant) noexcept
        : m_limbs{constant, {}, {}, {}, {}}
    {}
    constexpr explicit Quintic(const std::array<Goldilocks, kLimbs>& limbs) noexcept
        : m_limbs(limbs)
    {}
    [[nodiscard]] static constexpr Quintic ofLimbs(const std::array<std::uint64_t, kLimbs>& limbs)
    {
        Quintic element;
        for (std::size_t i = 0; i < kLimbs; ++i) {
            element.m_limbs[i] = Goldilocks{limbs[i]};
        }
        return element;
    }
    /// Reads five little-endian limbs; nothing when one of them is not below p.
    [[nodiscard]] static std::optional<Quintic>
    fromBytes(std::span<const std::uint8_t, kBytes> bytes) noexcept;
    /// The five canonical limbs, little-endian.
    [[nodiscard]] Bytes toBytes() const noexcept;

    [[nodiscard]] constexpr Goldilocks operator[](std::size_t i) const noexcept
    {
        return m_limbs[i];
    }
    [[nodiscard]] constexpr const std::array<Goldilocks, kLimbs>& limbs() const noexcept
    {
        return m_limbs;
    }

    [[nodiscard]] constexpr bool isZero() const noexcept { return *this == Quintic{}; }
    friend constexpr bool operator==(const Quintic& a, const Quintic& b) noexcept
    {
        std::uint64_t difference = 0;
        for (std::size_t i = 0; i < kLimbs; ++i) {
            difference |= a.m_limbs[i].canonical() ^ b.m_limbs[i].canonical();
        }
        return difference == 0;
    }

    friend constexpr Quintic operator+(const Quintic& a, const Quintic& b) noexcept
    {
        Quintic sum;
        for (std::size_t i = 0; i < kLimbs; ++i) {
            sum.m_limbs[i] = a.m_limbs[i] + b.m_limbs[i];
        }
        return sum;
    }
    friend constexpr Quintic operator-(const Quintic& a, const Quintic& b) noexcept
    {
        Quintic difference;
        for (std::size_t i = 0; i < kLimbs; ++i) {
            difference.m_limbs[i] = a.m_limbs[i] - b.m_limbs[i];
        }
        return difference;
    }
    constexpr Quintic operator-() const noexcept { return Quintic{} - *this; }
    [[nodiscard]] constexpr Quintic doubled() const noexcept { return *this + *this; }

    friend constexpr Quintic operator*(const Quintic& a, const Quintic& b) noexcept;
    /// a b + c for the price of a product.
    [[nodiscard]] static constexpr Quintic
    productPlus(const Quintic& a, const Quintic& b, const Quintic& c) noexcept;
    [[nodiscard]] constexpr Quintic squared() const noexcept;
    /// Times a constant of the smaller field.
    [[nodiscard]] constexpr Quintic scaled(Goldilocks factor) const noexcept
    {
        Quintic result;
        for (std::size_t i = 0; i < kLimbs; ++i) {
            result.m_limbs[i] = m_limbs[i] * factor;
        }
        return result;
    }
    /// Times a constant below 2^31.
    [[nodiscard]] constexpr Quintic timesSmall(std::uint32_t factor) const noexcept
    {
        Quintic result;
        for (std::size_t i = 0; i < kLimbs; ++i) {
            result.m_limbs[i] = m_limbs[i].timesSmall(factor);
        }
        return result;
    }
    [[nodiscard]] constexpr Quintic squaredTimes(int times) const noexcept
    {
        Quintic power = *this;
        for (int i = 0; i < times; ++i) {
            power = power.squared();
        }
        return power;
    }

    /// The element to the power of p (Frobenius), and of p^2.
    [[nodiscard]] Quintic frobenius() const noexcept;
    [[nodiscard]] Quintic frobenius2() const noexcept;
    /// 1 divided by this; 0 for 0. The same work for every element.
    [[nodiscard]] Quintic inverse() const noexcept;
    /// 1 for a square, p - 1 for the others, 0 for 0.
    [[nodiscard]] Goldilocks legendre() const noexcept;

    /// `ifSet` under a mask of ones, `ifClear` under zero.
    [[nodiscard]] static constexpr Quintic
    select(std::uint64_t mask, const Quintic& ifSet, const Quintic& ifClear) noexcept
    {
        Quintic result;
        for (std::size_t i = 0; i < kLimbs; ++i) {
            result.m_limbs[i] =
                Goldilocks{chosen(mask, ifSet.m_limbs[i].lazy(), ifClear.m_limbs[i].lazy())};
        }
        return result;
    }

private:
    [[nodiscard]] Quintic conjugates() const noexcept;
    [[nodiscard]] Goldilocks normWith(const Quintic& conjugates) const noexcept;

    std::array<Goldilocks, kLimbs> m_limbs{};
};

/// One of the two square roots, or nothing. Not for secrets.
[[nodiscard]] std::optional<Quintic> squareRoot(const Quintic& element) noexcept;

namespace detail {

/// A sum of an element and a few products that is reduced once.
class ProductSum
{
public:
    constexpr ProductSum() noexcept = default;
    constexpr explicit ProductSum(Goldilocks start) noexcept
        : m_sum(start.lazy())
    {}
    constexpr void add(Goldilocks a, Goldilocks b) noexcept
    {
        const core::UInt128 wide = product(a.lazy(), b.lazy());
        m_sum += wide;
        m_carries += static_cast<std::uint64_t>(m_sum < wide);
    }
    [[nodiscard]] constexpr Goldilocks reduced() const noexcept
    {
        const auto high = static_cast<std::uint64_t>(m_sum >> 64);
        return Goldilocks::reducedParts(static_cast<std::uint64_t>(m_sum), high & 0xFFFF'FFFFU,
                                        (high >> 32U) + (m_carries << 32U));
    }

private:
    core::UInt128 m_sum = 0;
    std::uint64_t m_carries = 0; // of 2^128 each
};

} // namespace detail

constexpr Quintic operator*(const Quintic& a, const Quintic& b) noexcept
{
    return Quintic::productPlus(a, b, Quintic{});
}

// Written out: a loop over the limbs takes half as long again.
constexpr Quintic
Quintic::productPlus(const Quintic& a, const Quintic& b, const Quintic& c) noexcept
{
    const auto& x = b.m_limbs;
    const Goldilocks w1 = x[1].timesSmall(3); // what wraps around: z^5 = 3
    const Goldilocks w2 = x[2].timesSmall(3);
    const Goldilocks w3 = x[3].timesSmall(3);
    const Goldilocks w4 = x[4].timesSmall(3);
    const auto limb = [&a](Goldilocks start, Goldilocks x0, Goldilocks x1, Goldilocks x2,
                           Goldilocks x3, Goldilocks x4) {
        detail::ProductSum sum{start};
        sum.add(a.m_limbs[0], x0);
        sum.add(a.m_limbs[1], x1);
        sum.add(a.m_limbs[2], x2);
        sum.add(a.m_limbs[3], x3);
        sum.add(a.m_limbs[4], x4);
        return sum.reduced();
    };
    return Quintic{{limb(c.m_limbs[0], x[0], w4, w3, w2, w1),
                    limb(c.m_limbs[1], x[1], x[0], w4, w3, w2),
                    limb(c.m_limbs[2], x[2], x[1], x[0], w4, w3),
                    limb(c.m_limbs[3], x[3], x[2], x[1], x[0], w4),
                    limb(c.m_limbs[4], x[4], x[3], x[2], x[1], x[0])}};
}

constexpr Quintic Quintic::squared() const noexcept
{
    const auto& a = m_limbs;
    const Goldilocks twice0 = a[0] + a[0];
    const Goldilocks twice1 = a[1] + a[1];
    const Goldilocks thrice3 = a[3].timesSmall(3);
    const Goldilocks thrice4 = a[4].timesSmall(3);
    const Goldilocks six3 = a[3].timesSmall(6);
    const Goldilocks six4 = a[4].timesSmall(6);
    const auto sumOf = [](Goldilocks a1, Goldilocks b1, Goldilocks a2, Goldilocks b2, Goldilocks a3,
                          Goldilocks b3) {
        detail::ProductSum sum;
        sum.add(a1, b1);
        sum.add(a2, b2);
        sum.add(a3, b3);
        return sum.reduced();
    };
    return Quintic{{sumOf(a[0], a[0], a[1], six4, a[2], six3),
                    sumOf(twice0, a[1], a[2], six4, a[3], thrice3),
                    sumOf(twice0, a[2], a[1], a[1], a[3], six4),
                    sumOf(twice0, a[3], twice1, a[2], a[4], thrice4),
                    sumOf(twice0, a[4], twice1, a[3], a[2], a[2])}};
}

} // namespace wick::lighter
