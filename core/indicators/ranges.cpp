#include "core/indicators/ranges.h"

namespace wick::core {

Choppiness::Choppiness(int length)
    : m_window(static_cast<std::size_t>(std::max(length, 2)))
    , m_scale(100.0 / std::log10(static_cast<double>(std::max(length, 2))))
{}

void Choppiness::update(const BarPrices& bar)
{
    m_range.update(bar);
    if (m_started) {
        m_window.push({m_range.value(), bar.high, bar.low});
    }
    m_started = true;
}

double Choppiness::value() const
{
    if (!ready()) {
        return kUndefined;
    }
    double sum = 0.0;
    double high = m_window[0].high;
    double low = m_window[0].low;
    for (std::size_t i = 0; i < m_window.size(); ++i) {
        const Row& row = m_window[i];
        sum += row.range;
        high = std::max(high, row.high);
        low = std::min(low, row.low);
    }
    if (std::isnan(sum)) {
        return kUndefined;
    }
    const double range = high - low;
    if (!(range > 0.0)) {
        return 100.0;
    }
    return std::min(100.0, m_scale * std::log10(sum / range));
}

} // namespace wick::core
