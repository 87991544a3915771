#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>

namespace wick::core {

/// A list of at most `Capacity` small values that lives where it stands: no heap, cheap to copy.
/// push_back on a full list is a broken invariant; callers that may overflow ask `full()` first.
template <typename T, std::size_t Capacity>
class InlineVector
{
public:
    using value_type = T;
    using iterator = typename std::array<T, Capacity>::iterator;
    using const_iterator = typename std::array<T, Capacity>::const_iterator;

    void push_back(const T& value) noexcept
    {
        assert(m_size < Capacity);
        if (m_size < Capacity) {
            m_items[m_size++] = value;
        }
    }
    void clear() noexcept { m_size = 0; }

    [[nodiscard]] std::size_t size() const noexcept { return m_size; }
    [[nodiscard]] bool empty() const noexcept { return m_size == 0; }
    [[nodiscard]] bool full() const noexcept { return m_size == Capacity; }
    [[nodiscard]] const T& operator[](std::size_t i) const noexcept { return m_items[i]; }
    [[nodiscard]] T& operator[](std::size_t i) noexcept { return m_items[i]; }
    [[nodiscard]] const T& back() const noexcept { return m_items[m_size - 1]; }
    [[nodiscard]] iterator begin() noexcept { return m_items.begin(); }
    [[nodiscard]] iterator end() noexcept { return m_items.begin() + m_size; }
    [[nodiscard]] const_iterator begin() const noexcept { return m_items.begin(); }
    [[nodiscard]] const_iterator end() const noexcept { return m_items.begin() + m_size; }

    friend bool operator==(const InlineVector& a, const InlineVector& b) noexcept
    {
        if (a.m_size != b.m_size) {
            return false;
        }
        for (std::size_t i = 0; i < a.m_size; ++i) {
            if (!(a.m_items[i] == b.m_items[i])) {
                return false;
            }
        }
        return true;
    }

private:
    std::array<T, Capacity> m_items; // only the first m_size are values
    std::uint32_t m_size = 0;
};

} // namespace wick::core
