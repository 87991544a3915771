#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace wick::lighter {

/// Bytes that stay where they are: pages of their own that are wiped at the end and, where the
/// system allows it, neither swapped to disk nor written into a core dump nor seen by a child
/// process. Move-only; there is no way to print them.
class SecretMemory
{
public:
    /// Zeros. Throws std::bad_alloc when the system has no page.
    explicit SecretMemory(std::size_t size);
    SecretMemory(SecretMemory&& other) noexcept;
    SecretMemory& operator=(SecretMemory&& other) noexcept;
    SecretMemory(const SecretMemory&) = delete;
    SecretMemory& operator=(const SecretMemory&) = delete;
    ~SecretMemory();

    [[nodiscard]] std::span<std::uint8_t> bytes() noexcept { return {m_pages, m_size}; }
    [[nodiscard]] std::span<const std::uint8_t> bytes() const noexcept { return {m_pages, m_size}; }
    /// Whether the system promised not to swap it.
    [[nodiscard]] bool isLocked() const noexcept { return m_locked; }

private:
    void release() noexcept;

    std::uint8_t* m_pages = nullptr;
    std::size_t m_size = 0;
    std::size_t m_reserved = 0; // whole pages
    bool m_locked = false;
};

} // namespace wick::lighter
