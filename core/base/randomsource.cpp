#include "core/base/randomsource.h"

#include "core/base/checked.h"

#include <bit>
#include <cmath>

namespace wick::core {

namespace {

std::uint64_t splitMix(std::uint64_t& state) noexcept
{
    state += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
}

} // namespace

RandomSource::RandomSource(std::uint64_t seed) noexcept
{
    for (auto& word : m_state) {
        word = splitMix(seed);
    }
}

std::uint64_t RandomSource::next() noexcept
{
    const std::uint64_t result = std::rotl(m_state[0] + m_state[3], 23) + m_state[0];
    const std::uint64_t carried = m_state[1] << 17U;
    m_state[2] ^= m_state[0];
    m_state[3] ^= m_state[1];
    m_state[1] ^= m_state[2];
    m_state[0] ^= m_state[3];
    m_state[2] ^= carried;
    m_state[3] = std::rotl(m_state[3], 45);
    return result;
}

double RandomSource::uniform() noexcept
{
    return static_cast<double>(next() >> 11U) * 0x1.0p-53;
}

std::uint64_t RandomSource::below(std::uint64_t bound) noexcept
{
    return static_cast<std::uint64_t>((static_cast<UInt128>(next()) * bound) >> 64U);
}

double RandomSource::normal() noexcept
{
    if (m_hasSpare) {
        m_hasSpare = false;
        return m_spare;
    }
    while (true) {
        const double u = 2.0 * uniform() - 1.0;
        const double v = 2.0 * uniform() - 1.0;
        const double s = u * u + v * v;
        if (s > 0.0 && s < 1.0) {
            const double scale = std::sqrt(-2.0 * std::log(s) / s);
            m_spare = v * scale;
            m_hasSpare = true;
            return u * scale;
        }
    }
}

RandomSource RandomSource::split(std::uint64_t stream) const noexcept
{
    std::uint64_t seed = m_state[0] ^ std::rotl(m_state[2], 32) ^ (stream * 0xD1342543DE82EF95U);
    return RandomSource{splitMix(seed)};
}

} // namespace wick::core
