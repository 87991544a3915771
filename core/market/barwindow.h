#pragma once

#include "core/domain/marketdata.h"

#include <cstddef>
#include <span>
#include <vector>

namespace wick::core {

/// The last bars of a series side by side in memory. No heap after construction.
/// Shape: oldest first; at most `keep` bars.
class BarWindow
{
public:
    explicit BarWindow(std::size_t keep)
        : m_keep(keep == 0 ? 1 : keep)
    {
        m_bars.reserve(2 * m_keep + kSlack);
    }

    void push(const ClosedBar& bar)
    {
        if (m_bars.size() == m_bars.capacity()) { // move the kept ones to the front, rarely
            m_bars.erase(m_bars.begin(), m_bars.end() - static_cast<std::ptrdiff_t>(m_keep - 1));
        }
        m_bars.push_back(bar);
    }

    [[nodiscard]] std::span<const ClosedBar> bars() const noexcept
    {
        const std::size_t count = m_bars.size() < m_keep ? m_bars.size() : m_keep;
        return std::span{m_bars}.last(count);
    }

private:
    static constexpr std::size_t kSlack = 64;
    std::size_t m_keep;
    std::vector<ClosedBar> m_bars;
};

} // namespace wick::core
