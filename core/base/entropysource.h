#pragma once

#include <cstdint>
#include <span>

namespace wick::core {

/// Where numbers that nobody may guess come from: the operating system, handed in from outside.
/// Not for simulations; those take a seeded RandomSource.
class EntropySource
{
public:
    EntropySource() = default;
    EntropySource(const EntropySource&) = delete;
    EntropySource& operator=(const EntropySource&) = delete;
    EntropySource(EntropySource&&) = delete;
    EntropySource& operator=(EntropySource&&) = delete;
    virtual ~EntropySource() = default;

    /// Fills all of `bytes`; false when it could not, and then their content means nothing.
    [[nodiscard]] virtual bool fill(std::span<std::uint8_t> bytes) noexcept = 0;
};

} // namespace wick::core
