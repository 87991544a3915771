#pragma once

#include <cstddef>
#include <vector>

namespace wick::core {

/// The last `capacity` values of a series. All memory is taken by the constructor; a push into a
/// full buffer drops the oldest value.
/// Shape: index 0 is the oldest value kept, size() - 1 the newest.
template <typename T>
class RingBuffer
{
public:
    /// A capacity of 0 counts as 1.
    explicit RingBuffer(std::size_t capacity)
        : m_values(capacity == 0 ? 1 : capacity)
    {}

    void push(const T& value)
    {
        m_values[m_next] = value;
        m_next = m_next + 1 == m_values.size() ? 0 : m_next + 1;
        if (m_size < m_values.size()) {
            ++m_size;
        }
    }
    void clear() noexcept
    {
        m_next = 0;
        m_size = 0;
    }

    [[nodiscard]] std::size_t size() const noexcept { return m_size; }
    [[nodiscard]] std::size_t capacity() const noexcept { return m_values.size(); }
    [[nodiscard]] bool empty() const noexcept { return m_size == 0; }
    [[nodiscard]] bool full() const noexcept { return m_size == m_values.size(); }

    [[nodiscard]] const T& operator[](std::size_t index) const { return m_values[slot(index)]; }
    [[nodiscard]] T& operator[](std::size_t index) { return m_values[slot(index)]; }
    [[nodiscard]] const T& oldest() const { return (*this)[0]; }
    [[nodiscard]] const T& newest() const
    {
        return m_values[m_next == 0 ? m_values.size() - 1 : m_next - 1];
    }

    friend bool operator==(const RingBuffer&, const RingBuffer&) noexcept = default;

private:
    [[nodiscard]] std::size_t slot(std::size_t index) const noexcept
    {
        const std::size_t at = (full() ? m_next : 0) + index;
        return at < m_values.size() ? at : at - m_values.size();
    }

    std::vector<T> m_values;
    std::size_t m_next = 0;
    std::size_t m_size = 0;
};

} // namespace wick::core
