#pragma once

#include "core/base/entropysource.h"
#include "core/base/randomsource.h"

namespace wick::test {

/// An entropy source that is none: the same bytes for the same seed.
class FixedEntropy final : public core::EntropySource
{
public:
    explicit FixedEntropy(std::uint64_t seed) noexcept
        : m_random(seed)
    {}
    [[nodiscard]] bool fill(std::span<std::uint8_t> bytes) noexcept override
    {
        for (std::uint8_t& byte : bytes) {
            byte = static_cast<std::uint8_t>(m_random.next());
        }
        return true;
    }

private:
    core::RandomSource m_random;
};

/// An entropy source that gives nothing.
class FailingEntropy final : public core::EntropySource
{
public:
    [[nodiscard]] bool fill(std::span<std::uint8_t> /*bytes*/) noexcept override { return false; }
};

} // namespace wick::test
