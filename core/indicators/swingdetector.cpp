#include "core/indicators/swingdetector.h"

#include <algorithm>

namespace wick::core {

SwingDetector::SwingDetector(int width)
    : m_rows(2 * static_cast<std::size_t>(std::max(width, 1)) + 1)
    , m_width(static_cast<std::size_t>(std::max(width, 1)))
{}

void SwingDetector::update(const BarValues& bar)
{
    m_rows.push({bar.start, bar.high, bar.low});
    m_newHigh = ready() && turnsDown();
    m_newLow = ready() && turnsUp();
    if (m_newHigh) {
        m_high = Swing{m_rows[m_width].start, m_rows[m_width].high};
    }
    if (m_newLow) {
        m_low = Swing{m_rows[m_width].start, m_rows[m_width].low};
    }
}

bool SwingDetector::turnsDown() const
{
    const Price top = m_rows[m_width].high;
    for (std::size_t i = 0; i < m_width; ++i) {
        if (m_rows[i].high >= top || m_rows[m_width + 1 + i].high > top) {
            return false;
        }
    }
    return true;
}

bool SwingDetector::turnsUp() const
{
    const Price bottom = m_rows[m_width].low;
    for (std::size_t i = 0; i < m_width; ++i) {
        if (m_rows[i].low <= bottom || m_rows[m_width + 1 + i].low < bottom) {
            return false;
        }
    }
    return true;
}

} // namespace wick::core
