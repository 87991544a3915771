#pragma once

#include "core/venues/lighter/crypto/ecgfp5.h"

#include <array>
#include <memory>

namespace wick::lighter {

/// Multiples of the generator: j · 32^i · G for j of 1 to 16 and i of 0 to 63, 80 KiB. Making it
/// takes about as long as 25 signatures.
class GeneratorTable
{
public:
    GeneratorTable();

    /// scalar · G by 64 additions. Every entry of a row is read whatever the digit.
    [[nodiscard]] Point multiply(const Scalar& scalar) const noexcept;

private:
    static constexpr std::size_t kEntry = 2 * Quintic::kLimbs;
    using Entry = std::array<std::uint64_t, kEntry>; // x, then u
    using Row = std::array<Entry, SignedDigits::kLargest>;
    using Rows = std::array<Row, SignedDigits::kCount>;

    [[nodiscard]] static AffinePoint
    lookUp(const Row& row, std::uint64_t magnitude, std::uint64_t negative) noexcept;

    std::unique_ptr<Rows> m_rows;
};

} // namespace wick::lighter
