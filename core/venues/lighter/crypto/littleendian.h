#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace wick::lighter {

/// Eight bytes, least significant first, as a number.
[[nodiscard]] constexpr std::uint64_t
loadLittleEndian(std::span<const std::uint8_t, 8> bytes) noexcept
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        value |= std::uint64_t{bytes[i]} << (8U * i);
    }
    return value;
}

constexpr void storeLittleEndian(std::uint64_t value, std::span<std::uint8_t, 8> bytes) noexcept
{
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<std::uint8_t>(value >> (8U * i));
    }
}

} // namespace wick::lighter
