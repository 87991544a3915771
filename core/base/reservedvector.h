#pragma once

#include <cassert>
#include <cstddef>
#include <utility>
#include <vector>

namespace wick::core {

/// A list of at most `capacity` values whose memory is taken by the constructor and kept by a copy
/// as well, which a plain vector does not promise. Adding to a full list is a broken invariant;
/// callers ask full() first.
template <typename T>
class ReservedVector
{
public:
    using value_type = T;
    using iterator = typename std::vector<T>::iterator;
    using const_iterator = typename std::vector<T>::const_iterator;

    explicit ReservedVector(std::size_t capacity)
        : m_capacity(capacity)
    {
        m_values.reserve(capacity);
    }
    ReservedVector(const ReservedVector& other)
        : m_capacity(other.m_capacity)
    {
        m_values.reserve(m_capacity);
        m_values.assign(other.m_values.begin(), other.m_values.end());
    }
    ReservedVector& operator=(const ReservedVector& other)
    {
        if (this != &other) {
            ReservedVector copy{other};
            *this = std::move(copy);
        }
        return *this;
    }
    ReservedVector(ReservedVector&&) noexcept = default;
    ReservedVector& operator=(ReservedVector&&) noexcept = default;
    ~ReservedVector() = default;

    void append(const T& value)
    {
        assert(!full());
        m_values.push_back(value);
    }
    void insert(const_iterator before, const T& value)
    {
        assert(!full());
        m_values.insert(before, value);
    }
    iterator erase(const_iterator at) { return m_values.erase(at); }
    void clear() noexcept { m_values.clear(); }

    [[nodiscard]] std::size_t size() const noexcept { return m_values.size(); }
    [[nodiscard]] std::size_t capacity() const noexcept { return m_capacity; }
    [[nodiscard]] bool empty() const noexcept { return m_values.empty(); }
    [[nodiscard]] bool full() const noexcept { return m_values.size() >= m_capacity; }
    [[nodiscard]] const T& operator[](std::size_t i) const { return m_values[i]; }
    [[nodiscard]] T& operator[](std::size_t i) { return m_values[i]; }
    [[nodiscard]] const T* data() const noexcept { return m_values.data(); }
    [[nodiscard]] iterator begin() noexcept { return m_values.begin(); }
    [[nodiscard]] iterator end() noexcept { return m_values.end(); }
    [[nodiscard]] const_iterator begin() const noexcept { return m_values.begin(); }
    [[nodiscard]] const_iterator end() const noexcept { return m_values.end(); }

    friend bool operator==(const ReservedVector&, const ReservedVector&) noexcept = default;

private:
    std::size_t m_capacity = 0;
    std::vector<T> m_values;
};

} // namespace wick::core
