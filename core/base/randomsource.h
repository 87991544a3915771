#pragma once

#include <cstdint>

namespace wick::core {

/// A seeded stream of random numbers, the same on every machine and compiler.
/// It is a value: a copy goes on from the same place. Source: xoshiro256++ (Blackman, Vigna 2019),
/// seeded by splitmix64. The distributions are our own, as those of the libraries differ.
class RandomSource
{
public:
    explicit RandomSource(std::uint64_t seed) noexcept;

    /// 64 evenly distributed bits.
    [[nodiscard]] std::uint64_t next() noexcept;
    /// Evenly distributed in [0, 1), 53 bits.
    [[nodiscard]] double uniform() noexcept;
    /// Evenly distributed in [0, bound); 0 for a bound of 0.
    [[nodiscard]] std::uint64_t below(std::uint64_t bound) noexcept;
    /// Standard normal (Marsaglia's polar method; the second value is kept for the next call).
    [[nodiscard]] double normal() noexcept;
    /// A stream of its own, derived from this one's seed state and `stream`; this one does not
    /// move.
    [[nodiscard]] RandomSource split(std::uint64_t stream) const noexcept;

private:
    std::uint64_t m_state[4]{};
    double m_spare = 0.0;
    bool m_hasSpare = false;
};

} // namespace wick::core
