#include "core/indicators/indicatortable.h"

namespace wick::core {

IndicatorTable::IndicatorTable(double priceScale, double volumeScale) noexcept
    : m_priceScale(priceScale)
    , m_volumeScale(volumeScale)
{}

IndicatorRow IndicatorTable::update(const ClosedBar& bar) noexcept
{
    const BarPrices prices = barPrices(bar, m_priceScale);
    m_ema.update(prices.close);
    m_atr.update(prices);
    m_rsi.update(prices.close);
    m_adx.update(prices);
    m_vwap.update(bar.start, prices, static_cast<double>(bar.volume.count()) / m_volumeScale);
    return {m_ema.value(),  m_atr.trueRange(), m_atr.value(), m_rsi.value(),
            m_adx.plusDi(), m_adx.minusDi(),   m_adx.value(), m_vwap.value()};
}

std::vector<IndicatorRow>
indicatorTable(std::span<const ClosedBar> bars, double priceScale, double volumeScale)
{
    IndicatorTable table{priceScale, volumeScale};
    std::vector<IndicatorRow> rows;
    rows.reserve(bars.size());
    for (const ClosedBar& bar : bars) {
        rows.push_back(table.update(bar));
    }
    return rows;
}

} // namespace wick::core
