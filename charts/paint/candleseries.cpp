#include "charts/paint/candleseries.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace wick::charts {

namespace {

constexpr std::int64_t kLeastHoleSlots = 2;
constexpr std::int64_t kMostHoleSlots = 14;

auto priceLeaf(const std::vector<Candle>& bars)
{
    return [&bars](std::size_t i) {
        return Extremes{bars[i].low, bars[i].high};
    };
}

auto volumeLeaf(const std::vector<Candle>& bars)
{
    return [&bars](std::size_t i) {
        return Extremes{bars[i].volume, bars[i].volume};
    };
}

} // namespace

std::size_t slotsOfHole(const Hole& hole, std::int64_t barMs) noexcept
{
    const std::int64_t missing = (hole.toMs - hole.fromMs) / std::max<std::int64_t>(1, barMs);
    return static_cast<std::size_t>(std::clamp(missing, kLeastHoleSlots, kMostHoleSlots));
}

void CandleSeries::assign(std::vector<Candle> bars, std::int64_t barMs, std::vector<Hole> holes)
{
    m_bars = std::move(bars);
    m_barMs = std::max<std::int64_t>(1, barMs);
    std::int64_t last = std::numeric_limits<std::int64_t>::min();
    std::erase_if(m_bars, [&last](const Candle& bar) {
        const bool outOfOrder = bar.timeMs <= last;
        last = std::max(last, bar.timeMs);
        return outOfOrder;
    });
    layOut(std::move(holes));
    m_prices.rebuild(m_bars.size(), priceLeaf(m_bars));
    m_volumes.rebuild(m_bars.size(), volumeLeaf(m_bars));
}

void CandleSeries::append(const Candle& bar)
{
    if (!m_bars.empty() && bar.timeMs < m_bars.back().timeMs) {
        return;
    }
    if (!m_bars.empty() && bar.timeMs == m_bars.back().timeMs) {
        m_bars.back() = bar;
    } else {
        m_bars.push_back(bar);
        if (m_runs.empty()) {
            m_runs.push_back({});
        }
        ++m_runs.back().count;
        noteClosures(m_bars.size() - 1);
    }
    m_prices.update(m_bars.size(), m_bars.size() - 1, priceLeaf(m_bars));
    m_volumes.update(m_bars.size(), m_bars.size() - 1, volumeLeaf(m_bars));
}

void CandleSeries::layOut(std::vector<Hole> holes)
{
    m_runs.clear();
    m_holes.clear();
    m_closures.clear();
    if (m_bars.empty()) {
        return;
    }
    std::sort(holes.begin(), holes.end(),
              [](const Hole& a, const Hole& b) { return a.fromMs < b.fromMs; });
    BarRun run;
    for (const Hole& hole : holes) {
        const auto next = std::lower_bound(
            m_bars.begin(), m_bars.end(), hole.toMs,
            [](const Candle& bar, std::int64_t timeMs) { return bar.timeMs < timeMs; });
        const auto nextBar = static_cast<std::size_t>(next - m_bars.begin());
        if (hole.toMs <= hole.fromMs || nextBar <= run.firstBar || next == m_bars.end()) {
            continue; // it does not lie between two bars
        }
        run.count = nextBar - run.firstBar;
        m_runs.push_back(run);
        m_holes.push_back(hole);
        run = {nextBar, 0, run.firstSlot + run.count + slotsOfHole(hole, m_barMs)};
    }
    run.count = m_bars.size() - run.firstBar;
    m_runs.push_back(run);
    noteClosures(1);
}

/// Neighbouring slots that are further apart in time than a bar is long.
void CandleSeries::noteClosures(std::size_t firstBar)
{
    for (std::size_t bar = std::max<std::size_t>(1, firstBar); bar < m_bars.size(); ++bar) {
        const bool apart = m_bars[bar].timeMs - m_bars[bar - 1].timeMs > m_barMs;
        if (apart && runOfBar(bar).firstBar != bar) { // else it is a hole
            m_closures.push_back(bar);
        }
    }
}

bool CandleSeries::isAfterClosure(std::size_t bar) const noexcept
{
    return std::binary_search(m_closures.begin(), m_closures.end(), bar);
}

std::size_t CandleSeries::slotCount() const noexcept
{
    return m_runs.empty() ? 0 : m_runs.back().firstSlot + m_runs.back().count;
}

const BarRun& CandleSeries::runOfBar(std::size_t bar) const noexcept
{
    const auto after = std::upper_bound(
        m_runs.begin(), m_runs.end(), bar,
        [](std::size_t wanted, const BarRun& run) { return wanted < run.firstBar; });
    return *std::prev(after);
}

std::size_t CandleSeries::slotOfBar(std::size_t bar) const noexcept
{
    if (m_runs.size() == 1) {
        return bar;
    }
    const BarRun& run = runOfBar(bar);
    return run.firstSlot + (bar - run.firstBar);
}

std::optional<std::size_t> CandleSeries::barNearSlot(double slot) const noexcept
{
    if (m_bars.empty()) {
        return std::nullopt;
    }
    const auto wanted = static_cast<std::size_t>(std::max(0.0, std::floor(slot)));
    const auto after = std::upper_bound(
        m_runs.begin(), m_runs.end(), wanted,
        [](std::size_t value, const BarRun& run) { return value < run.firstSlot; });
    const BarRun& run = *std::prev(after);
    return run.firstBar + std::min(run.count - 1, wanted - run.firstSlot);
}

std::size_t CandleSeries::firstBarFromSlot(double slot) const noexcept
{
    const auto wanted = static_cast<std::size_t>(std::max(0.0, std::ceil(slot)));
    const auto run = std::upper_bound(
        m_runs.begin(), m_runs.end(), wanted,
        [](std::size_t value, const BarRun& each) { return value < each.firstSlot + each.count; });
    return run == m_runs.end()
               ? m_bars.size()
               : run->firstBar + (wanted > run->firstSlot ? wanted - run->firstSlot : 0);
}

std::optional<std::size_t> CandleSeries::barAtTime(std::int64_t timeMs) const noexcept
{
    const auto after = std::upper_bound(
        m_bars.begin(), m_bars.end(), timeMs,
        [](std::int64_t wanted, const Candle& bar) { return wanted < bar.timeMs; });
    if (after == m_bars.begin()) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(after - m_bars.begin()) - 1;
}

double CandleSeries::slotAtTime(std::int64_t timeMs) const noexcept
{
    if (m_bars.empty()) {
        return 0.0;
    }
    const auto bar = barAtTime(timeMs);
    if (!bar) {
        return std::floor(static_cast<double>(timeMs - m_bars.front().timeMs)
                          / static_cast<double>(m_barMs));
    }
    if (*bar + 1 == m_bars.size()) {
        const auto past = (timeMs - m_bars.back().timeMs) / m_barMs;
        return static_cast<double>(slotCount() - 1) + static_cast<double>(past);
    }
    return static_cast<double>(slotOfBar(*bar));
}

std::int64_t CandleSeries::timeAtSlot(double slot) const noexcept
{
    if (m_bars.empty()) {
        return 0;
    }
    const double whole = std::floor(slot);
    if (whole < 0.0) {
        return m_bars.front().timeMs + static_cast<std::int64_t>(whole) * m_barMs;
    }
    const auto last = static_cast<double>(slotCount() - 1);
    if (whole > last) {
        return m_bars.back().timeMs + static_cast<std::int64_t>(whole - last) * m_barMs;
    }
    return m_bars[*barNearSlot(whole)].timeMs;
}

Extremes CandleSeries::priceRange(std::size_t first, std::size_t last) const
{
    last = std::min(last, m_bars.size());
    return m_prices.range(std::min(first, last), last, priceLeaf(m_bars));
}

double CandleSeries::largestVolume(std::size_t first, std::size_t last) const
{
    last = std::min(last, m_bars.size());
    const Extremes found = m_volumes.range(std::min(first, last), last, volumeLeaf(m_bars));
    return found.empty() ? 0.0 : std::max(0.0, found.high);
}

} // namespace wick::charts
