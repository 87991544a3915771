#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace wick::lighter {

/// A number modulo the order N of the group, always fully reduced. Keys, nonces k and both halves
/// of a signature are scalars. Nothing here branches on a value; the comparison with == says only
/// whether all bits agree.
class Scalar
{
public:
    static constexpr std::size_t kLimbs = 5;
    static constexpr std::size_t kBytes = 40;
    static constexpr std::size_t kBits = 319;
    using Limbs = std::array<std::uint64_t, kLimbs>; ///< least significant first
    using Bytes = std::array<std::uint8_t, kBytes>;

    /// The order of the group, a prime just below 2^319.
    static constexpr Limbs kOrder{0xE80F'D996'948B'FFE1, 0xE888'5C39'D724'A09C,
                                  0x7FFF'FFE6'CFB8'0639, 0x7FFF'FFF1'0000'0016,
                                  0x7FFF'FFFD'8000'0007};

    constexpr Scalar() noexcept = default;
    /// Any number of 320 bits, reduced.
    [[nodiscard]] static Scalar reduced(const Limbs& limbs) noexcept;
    /// 40 bytes, least significant first, reduced: the venue does not refuse a number above N.
    [[nodiscard]] static Scalar
    reduced(std::span<const std::uint8_t, kBytes> littleEndian) noexcept;
    /// 40 bytes, most significant first, reduced.
    [[nodiscard]] static Scalar
    reducedBigEndian(std::span<const std::uint8_t, kBytes> bigEndian) noexcept;
    /// 64 bytes, least significant first, reduced: even when the bytes are.
    [[nodiscard]] static Scalar
    reducedWide(std::span<const std::uint8_t, 64> littleEndian) noexcept;

    [[nodiscard]] Bytes toBytes() const noexcept;
    [[nodiscard]] const Limbs& limbs() const noexcept { return m_limbs; }

    /// All ones for zero, else zero.
    [[nodiscard]] std::uint64_t maskOfZero() const noexcept;
    /// This, or one in the place of zero.
    [[nodiscard]] Scalar orOne() const noexcept;

    friend Scalar operator+(const Scalar& a, const Scalar& b) noexcept;
    friend Scalar operator-(const Scalar& a, const Scalar& b) noexcept;
    friend Scalar operator*(const Scalar& a, const Scalar& b) noexcept;
    friend bool operator==(const Scalar& a, const Scalar& b) noexcept;

private:
    explicit Scalar(const Limbs& limbs) noexcept
        : m_limbs(limbs)
    {}

    Limbs m_limbs{};
};

} // namespace wick::lighter
