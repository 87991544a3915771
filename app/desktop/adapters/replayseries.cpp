#include "app/desktop/adapters/replayseries.h"

#include "app/desktop/adapters/candlechart.h"

#include <algorithm>
#include <utility>

namespace wick::desktop {

namespace {

/// How far behind a step back its copy is kept: so many more steps back are cheap.
constexpr std::size_t kBehind = 2'000;

} // namespace

ReplaySeries::ReplaySeries(session::LoadedCandles candles,
                           const core::Instrument& instrument,
                           const ChartSeries::Setup& setup)
    : m_candles(std::move(candles))
    , m_instrument(instrument)
    , m_setup(setup)
    , m_series(instrument, setup)
{}

void ReplaySeries::moveTo(core::Timestamp moment)
{
    const auto& starts = m_candles.columns.time;
    const std::int64_t latest =
        core::toMilliseconds(moment) - core::toMilliseconds(m_candles.columns.interval);
    const auto count = static_cast<std::size_t>(
        std::upper_bound(starts.begin(), starts.end(), latest) - starts.begin());
    if (count < m_taken) {
        goBackBefore(count);
    }
    addUntil(count);
}

void ReplaySeries::goBackBefore(std::size_t count)
{
    if (m_copy && m_copy->taken <= count) {
        m_series = m_copy->series;
        m_taken = m_copy->taken;
    } else {
        m_series = ChartSeries{m_instrument, m_setup};
        m_taken = 0;
    }
    if (count > m_taken + kBehind) {
        addUntil(count - kBehind);
        m_copy.emplace(Copy{m_taken, m_series});
    }
}

void ReplaySeries::addUntil(std::size_t count)
{
    for (; m_taken < count; ++m_taken) {
        m_series.add(barOf(m_candles.columns, m_taken, m_instrument));
    }
}

} // namespace wick::desktop
