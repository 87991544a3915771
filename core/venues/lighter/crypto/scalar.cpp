#include "core/venues/lighter/crypto/scalar.h"

#include "core/venues/lighter/crypto/goldilocks.h"
#include "core/venues/lighter/crypto/littleendian.h"

#include <algorithm>

namespace wick::lighter {

namespace {

using Limbs = Scalar::Limbs;
constexpr std::size_t kLimbs = Scalar::kLimbs;

/// a + b and the carry out.
constexpr std::uint64_t addWithCarry(Limbs& sum, const Limbs& a, const Limbs& b) noexcept
{
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < kLimbs; ++i) {
        const core::UInt128 wide = core::UInt128{a[i]} + b[i] + carry;
        sum[i] = static_cast<std::uint64_t>(wide);
        carry = static_cast<std::uint64_t>(wide >> 64);
    }
    return carry;
}

/// a - b and the borrow out, which is 0 or 1.
constexpr std::uint64_t
subtractWithBorrow(Limbs& difference, const Limbs& a, const Limbs& b) noexcept
{
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < kLimbs; ++i) {
        const core::UInt128 wide = core::UInt128{a[i]} - b[i] - borrow;
        difference[i] = static_cast<std::uint64_t>(wide);
        borrow = static_cast<std::uint64_t>(wide >> 64) & 1U;
    }
    return borrow;
}

constexpr Limbs select(std::uint64_t mask, const Limbs& ifSet, const Limbs& ifClear) noexcept
{
    Limbs result{};
    for (std::size_t i = 0; i < kLimbs; ++i) {
        result[i] = chosen(mask, ifSet[i], ifClear[i]);
    }
    return result;
}

/// Less N, unless that is negative.
constexpr Limbs loweredOnce(const Limbs& limbs) noexcept
{
    Limbs lowered{};
    const std::uint64_t borrow = subtractWithBorrow(lowered, limbs, Scalar::kOrder);
    return select(maskOf(borrow), limbs, lowered);
}

/// 2^320 is below 3 N.
constexpr Limbs loweredFully(const Limbs& limbs) noexcept
{
    return loweredOnce(loweredOnce(limbs));
}

/// -1 / N mod 2^64, by Newton's iteration.
constexpr std::uint64_t negatedInverseOfOrder() noexcept
{
    std::uint64_t inverse = 1;
    for (int i = 0; i < 6; ++i) {
        inverse *= 2 - Scalar::kOrder[0] * inverse;
    }
    return 0 - inverse;
}

/// 2^exponent mod N.
constexpr Limbs powerOfTwo(int exponent) noexcept
{
    Limbs power{1};
    for (int i = 0; i < exponent; ++i) {
        Limbs twice{};
        addWithCarry(twice, power, power); // below 2 N, which fits
        power = loweredOnce(twice);
    }
    return power;
}

constexpr std::uint64_t kMontgomeryFactor = negatedInverseOfOrder();
constexpr Limbs kSquareOfRadix = powerOfTwo(640);

/// row += a * factor; returns what does not fit the limbs.
std::uint64_t multiplyAdd(std::uint64_t* row, const Limbs& a, std::uint64_t factor) noexcept
{
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < kLimbs; ++i) {
        const core::UInt128 wide = product(a[i], factor) + row[i] + carry;
        row[i] = static_cast<std::uint64_t>(wide);
        carry = static_cast<std::uint64_t>(wide >> 64);
    }
    return carry;
}

/// a b / 2^320 mod N for a below 2^320 and b below N (Montgomery).
Limbs montgomeryProduct(const Limbs& a, const Limbs& b) noexcept
{
    std::array<std::uint64_t, 2 * kLimbs> rows{};
    for (std::size_t i = 0; i < kLimbs; ++i) {
        std::uint64_t* row = rows.data() + i; // below 2 N, which is five limbs, at each start
        row[kLimbs] = multiplyAdd(row, b, a[i]);
        row[kLimbs] += multiplyAdd(row, Scalar::kOrder, row[0] * kMontgomeryFactor);
    }
    Limbs result{};
    std::copy_n(rows.begin() + kLimbs, kLimbs, result.begin());
    return loweredOnce(result);
}

Limbs load(std::span<const std::uint8_t, Scalar::kBytes> bytes) noexcept
{
    Limbs limbs{};
    for (std::size_t i = 0; i < kLimbs; ++i) {
        limbs[i] = loadLittleEndian(bytes.subspan(8 * i).first<8>());
    }
    return limbs;
}

} // namespace

Scalar Scalar::reduced(const Limbs& limbs) noexcept
{
    return Scalar{loweredFully(limbs)};
}

Scalar Scalar::reduced(std::span<const std::uint8_t, kBytes> littleEndian) noexcept
{
    return reduced(load(littleEndian));
}

Scalar Scalar::reducedBigEndian(std::span<const std::uint8_t, kBytes> bigEndian) noexcept
{
    Bytes reversed{};
    std::reverse_copy(bigEndian.begin(), bigEndian.end(), reversed.begin());
    const Scalar scalar = reduced(reversed);
    return scalar;
}

Scalar Scalar::reducedWide(std::span<const std::uint8_t, 64> littleEndian) noexcept
{
    const Scalar low = reduced(littleEndian.first<kBytes>());
    Limbs high{};
    for (std::size_t i = 0; i < 3; ++i) {
        high[i] = loadLittleEndian(littleEndian.subspan(kBytes + 8 * i).first<8>());
    }
    return low + Scalar{montgomeryProduct(high, kSquareOfRadix)};
}

Scalar::Bytes Scalar::toBytes() const noexcept
{
    Bytes bytes{};
    for (std::size_t i = 0; i < kLimbs; ++i) {
        storeLittleEndian(m_limbs[i], std::span{bytes}.subspan(8 * i).first<8>());
    }
    return bytes;
}

std::uint64_t Scalar::maskOfZero() const noexcept
{
    std::uint64_t bits = 0;
    for (const std::uint64_t limb : m_limbs) {
        bits |= limb;
    }
    return maskOfEqual(bits, 0);
}

Scalar Scalar::orOne() const noexcept
{
    return Scalar{select(maskOfZero(), Limbs{1}, m_limbs)};
}

Scalar operator+(const Scalar& a, const Scalar& b) noexcept
{
    Limbs sum{};
    addWithCarry(sum, a.m_limbs, b.m_limbs);
    return Scalar{loweredOnce(sum)};
}

Scalar operator-(const Scalar& a, const Scalar& b) noexcept
{
    Limbs difference{};
    const std::uint64_t borrow = subtractWithBorrow(difference, a.m_limbs, b.m_limbs);
    Limbs raised{};
    addWithCarry(raised, difference, Scalar::kOrder);
    return Scalar{select(maskOf(borrow), raised, difference)};
}

Scalar operator*(const Scalar& a, const Scalar& b) noexcept
{
    return Scalar{montgomeryProduct(montgomeryProduct(a.m_limbs, kSquareOfRadix), b.m_limbs)};
}

bool operator==(const Scalar& a, const Scalar& b) noexcept
{
    return (a - b).maskOfZero() != 0;
}

} // namespace wick::lighter
