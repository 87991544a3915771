#include "core/venues/lighter/crypto/quintic.h"

#include "core/venues/lighter/crypto/littleendian.h"

namespace wick::lighter {

namespace {

constexpr Goldilocks kFifthRoot{1'041'288'259'238'279'555}; // 3^((p-1)/5)

/// Powers 0 to 4 of `root`.
constexpr std::array<Goldilocks, Quintic::kLimbs> powersOf(Goldilocks root) noexcept
{
    std::array<Goldilocks, Quintic::kLimbs> powers{Goldilocks{1}};
    for (std::size_t i = 1; i < powers.size(); ++i) {
        powers[i] = powers[i - 1] * root;
    }
    return powers;
}

constexpr auto kFrobenius = powersOf(kFifthRoot);
constexpr auto kFrobenius2 = powersOf(kFifthRoot.squared());

Quintic limbwise(const Quintic& element,
                 const std::array<Goldilocks, Quintic::kLimbs>& factors) noexcept
{
    std::array<Goldilocks, Quintic::kLimbs> limbs = element.limbs();
    for (std::size_t i = 1; i < limbs.size(); ++i) {
        limbs[i] = limbs[i] * factors[i];
    }
    return Quintic{limbs};
}

} // namespace

std::optional<Quintic> Quintic::fromBytes(std::span<const std::uint8_t, kBytes> bytes) noexcept
{
    Quintic element;
    for (std::size_t i = 0; i < kLimbs; ++i) {
        const std::uint64_t limb = loadLittleEndian(bytes.subspan(8 * i).first<8>());
        if (limb >= Goldilocks::kPrime) {
            return std::nullopt;
        }
        element.m_limbs[i] = Goldilocks{limb};
    }
    return element;
}

Quintic::Bytes Quintic::toBytes() const noexcept
{
    Bytes bytes{};
    for (std::size_t i = 0; i < kLimbs; ++i) {
        storeLittleEndian(m_limbs[i].canonical(), std::span{bytes}.subspan(8 * i).first<8>());
    }
    return bytes;
}

Quintic Quintic::frobenius() const noexcept
{
    return limbwise(*this, kFrobenius);
}

Quintic Quintic::frobenius2() const noexcept
{
    return limbwise(*this, kFrobenius2);
}

// The product of the other four conjugates: a^(p + p^2 + p^3 + p^4) (Itoh and Tsujii).
Quintic Quintic::conjugates() const noexcept
{
    const Quintic first = frobenius();
    const Quintic two = first * first.frobenius();
    return two * two.frobenius2();
}

// A product with the conjugates lies in the smaller field: only its constant limb is computed.
Goldilocks Quintic::normWith(const Quintic& conjugates) const noexcept
{
    detail::ProductSum wrapped;
    for (std::size_t i = 1; i < kLimbs; ++i) {
        wrapped.add(m_limbs[i], conjugates.m_limbs[kLimbs - i]);
    }
    return m_limbs[0] * conjugates.m_limbs[0] + wrapped.reduced().timesSmall(3);
}

Quintic Quintic::inverse() const noexcept
{
    const Quintic others = conjugates();
    return others.scaled(normWith(others).inverse());
}

Goldilocks Quintic::legendre() const noexcept
{
    return normWith(conjugates()).legendre();
}

std::optional<Quintic> squareRoot(const Quintic& element) noexcept
{
    // element^((p+1)/2), whose exponent is 2^63 - 2^31 + 1 = (2^32 - 1) 2^31 + 1
    Quintic ones = element;
    for (int i = 1; i < 32; ++i) {
        ones = ones.squared() * element;
    }
    const Quintic half = ones.squaredTimes(31) * element;
    const Quintic factor = (half * half.frobenius2()).frobenius();
    const Quintic inSmallField = element * factor.squared();
    const std::optional<Goldilocks> root = squareRoot(inSmallField[0]);
    if (!root) {
        return std::nullopt;
    }
    return factor.inverse().scaled(*root);
}

} // namespace wick::lighter
