#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <type_traits>

namespace wick::core {

/// A list of at most `Capacity` small plain values that lives where it stands: no heap, and an
/// empty one costs no more than its size. push_back on a full list is a broken invariant; ask
/// `full()` first.
template <typename T, std::size_t Capacity>
class InlineVector
{
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

public:
    using value_type = T;
    using iterator = T*;
    using const_iterator = const T*;

    // User-provided on purpose: `= default` would make `{}` clear the whole room for nothing.
    // NOLINTNEXTLINE(modernize-use-equals-default,cppcoreguidelines-pro-type-member-init)
    InlineVector() noexcept {}
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): the rest of the room stays unset.
    InlineVector(const InlineVector& other) noexcept { copy(other); }
    InlineVector& operator=(const InlineVector& other) noexcept
    {
        if (this != &other) {
            copy(other);
        }
        return *this;
    }
    ~InlineVector() = default;

    void push_back(const T& value) noexcept
    {
        assert(m_size < Capacity);
        if (m_size < Capacity) {
            std::construct_at(data() + m_size, value);
            ++m_size;
        }
    }
    /// Appends what `make` returns, made where it stays: copying what was written a moment ago
    /// waits for the writes. The list must not be full.
    template <typename Make>
    T& push_made(const Make& make)
    {
        assert(m_size < Capacity);
        T* const made = ::new (static_cast<void*>(data() + m_size)) T(make());
        ++m_size;
        return *made;
    }
    void clear() noexcept { m_size = 0; }

    [[nodiscard]] std::size_t size() const noexcept { return m_size; }
    [[nodiscard]] bool empty() const noexcept { return m_size == 0; }
    [[nodiscard]] bool full() const noexcept { return m_size == Capacity; }
    [[nodiscard]] const T& operator[](std::size_t i) const noexcept { return data()[i]; }
    [[nodiscard]] T& operator[](std::size_t i) noexcept { return data()[i]; }
    [[nodiscard]] const T& back() const noexcept { return data()[m_size - 1]; }
    [[nodiscard]] iterator begin() noexcept { return data(); }
    [[nodiscard]] iterator end() noexcept { return data() + m_size; }
    [[nodiscard]] const_iterator begin() const noexcept { return data(); }
    [[nodiscard]] const_iterator end() const noexcept { return data() + m_size; }

    friend bool operator==(const InlineVector& a, const InlineVector& b) noexcept
    {
        return std::equal(a.begin(), a.end(), b.begin(), b.end());
    }

private:
    [[nodiscard]] T* data() noexcept { return std::launder(reinterpret_cast<T*>(m_room)); }
    [[nodiscard]] const T* data() const noexcept
    {
        return std::launder(reinterpret_cast<const T*>(m_room));
    }

    void copy(const InlineVector& other) noexcept
    {
        m_size = other.m_size;
        std::uninitialized_copy(other.begin(), other.end(), data());
    }

    alignas(T) std::byte m_room[Capacity * sizeof(T)]; // only the first m_size are values
    std::uint32_t m_size = 0;
};

} // namespace wick::core
