#include "strategies/momentumkernels.h"

#include <algorithm>

namespace wick::strategies {

using namespace wick::core;

namespace {

/// Until then a day's own VWAP says little.
constexpr Duration kVwapStart = minutes(15);

/// Half the usual spread as a fraction of the price: no return is known better than that.
double sigmaFloor(const Instrument& instrument) noexcept
{
    return static_cast<double>(instrument.spread().count()) / (2.0 * static_cast<double>(kPpmOne));
}

} // namespace

MomentumKernels::MomentumKernels(const MomentumLengths& lengths, const Instrument& instrument)
    : m_priceScale(instrument.priceScale())
    , m_volumeScale(instrument.volumeScale())
    , m_roc(lengths.roc, sigmaFloor(instrument))
    , m_closes(static_cast<std::size_t>(lengths.roc) + 1)
    , m_fast(lengths.emaFast)
    , m_slow(lengths.emaSlow)
    , m_efficiency(lengths.efficiency)
    , m_vwap(TradingCalendar{instrument.calendar()})
    , m_rocLength(lengths.roc)
{}

void MomentumKernels::update(const BarValues& bar, Continuity continuity)
{
    const BarPrices prices = barPrices(bar, m_priceScale);
    const double volume = static_cast<double>(bar.volume.count()) / m_volumeScale;
    m_close = prices.close;
    m_closes.push(prices.close);
    m_roc.update(prices.close, continuity);
    m_atr.update(prices);
    m_fast.update(prices.close);
    m_slow.update(prices.close);
    m_adx.update(prices);
    m_choppiness.update(prices);
    m_efficiency.update(prices.close);
    m_volume.update(volume);
    updateVwap(bar, prices, volume);
    m_returns += m_bars > 0 && continuity == Continuity::Contiguous ? 1 : 0;
    ++m_bars;
}

void MomentumKernels::updateVwap(const BarValues& bar, const BarPrices& prices, double volume)
{
    const bool sameDay = m_vwap.day().contains(bar.start);
    const double last = sameDay ? kUndefined : m_vwap.value();
    m_vwap.update(bar.start, prices, volume);
    m_lastStart = bar.start;
    if (!sameDay) {
        // The first day may have begun before the data did.
        m_vwapBefore = m_wholeDay ? last : kUndefined;
        m_wholeDay = m_bars > 0 || bar.start == m_vwap.day().start;
    }
}

bool MomentumKernels::settled() const noexcept
{
    return m_wholeDay && m_returns >= kSigmaSettled + m_rocLength && m_roc.ready()
           && m_atr.settled() && m_fast.settled() && m_slow.settled() && m_adx.settled()
           && m_choppiness.settled() && m_efficiency.settled() && m_volume.settled();
}

std::size_t MomentumKernels::settledAfter(const MomentumLengths& lengths) noexcept
{
    const std::int64_t adx =
        std::int64_t{9} * kStrengthLength; // first value with bar 2 n, settled 7 n later
    const std::int64_t roc = kSigmaSettled + lengths.roc + 1; // sigma of n bars ago
    const std::int64_t slow = Ema::settledAfter(std::max(lengths.emaSlow, lengths.emaFast));
    const std::int64_t windows = std::max(kVolumeLength, lengths.efficiency + 1);
    return static_cast<std::size_t>(std::max({adx, roc, slow, windows}));
}

double MomentumKernels::distance() const
{
    return m_closes.full() ? (m_closes.newest() - m_closes.oldest()) / m_atr.value() : kUndefined;
}

double MomentumKernels::overVwap() const noexcept
{
    const bool early = m_lastStart - m_vwap.day().start < kVwapStart;
    return m_close - (early ? m_vwapBefore : m_vwap.value());
}

} // namespace wick::strategies
