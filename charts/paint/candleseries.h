#pragma once

#include "charts/paint/decimator.h"
#include "charts/paint/viewvalues.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace wick::charts {

/// Bars without a hole between them, placed in neighbouring slots.
struct BarRun
{
    std::size_t firstBar{};
    std::size_t count{};
    std::size_t firstSlot{};
};

/// The bars of one chart, in slots from left to right.
/// A bar takes one slot, hours in which the market was closed take none, and a data hole takes a
/// few, so that it can be seen without emptying the screen.
/// Shape: bars ascend strictly in time.
class CandleSeries
{
public:
    /// Replaces everything. `barMs` is the length of a bar. Bars out of order are left out.
    void assign(std::vector<Candle> bars, std::int64_t barMs, std::vector<Hole> holes);
    /// Adds a bar; one with the time of the last replaces it, an older one is left out.
    void append(const Candle& bar);

    [[nodiscard]] std::size_t size() const noexcept { return m_bars.size(); }
    [[nodiscard]] bool empty() const noexcept { return m_bars.empty(); }
    [[nodiscard]] const Candle& operator[](std::size_t bar) const noexcept { return m_bars[bar]; }
    [[nodiscard]] const Candle& back() const noexcept { return m_bars.back(); }
    [[nodiscard]] std::span<const Candle> bars() const noexcept { return m_bars; }
    [[nodiscard]] std::int64_t barMs() const noexcept { return m_barMs; }
    [[nodiscard]] std::span<const BarRun> runs() const noexcept { return m_runs; }
    /// The holes that lie between two bars; hole i is between run i and run i+1.
    [[nodiscard]] std::span<const Hole> holes() const noexcept { return m_holes; }

    /// Bars before which the market was closed, ascending.
    [[nodiscard]] std::span<const std::size_t> closures() const noexcept { return m_closures; }
    [[nodiscard]] bool isAfterClosure(std::size_t bar) const noexcept;

    [[nodiscard]] std::size_t slotCount() const noexcept;
    [[nodiscard]] std::size_t slotOfBar(std::size_t bar) const noexcept;
    /// The bar in that slot; in a hole the last bar before it. None when there are no bars.
    [[nodiscard]] std::optional<std::size_t> barNearSlot(double slot) const noexcept;
    /// The first bar at or right of the slot; size() when there is none.
    [[nodiscard]] std::size_t firstBarFromSlot(double slot) const noexcept;
    /// The last bar that opened at or before that time.
    [[nodiscard]] std::optional<std::size_t> barAtTime(std::int64_t timeMs) const noexcept;
    /// Slot of the bar that holds the time; past the ends it goes on by the length of a bar.
    [[nodiscard]] double slotAtTime(std::int64_t timeMs) const noexcept;
    /// Time of the bar in that slot; past the ends it goes on by the length of a bar.
    [[nodiscard]] std::int64_t timeAtSlot(double slot) const noexcept;

    /// Lowest low and highest high of bars [first, last).
    [[nodiscard]] Extremes priceRange(std::size_t first, std::size_t last) const;
    /// Largest volume of bars [first, last), 0 when there is none.
    [[nodiscard]] double largestVolume(std::size_t first, std::size_t last) const;

private:
    void layOut(std::vector<Hole> holes);
    void noteClosures(std::size_t firstBar);
    [[nodiscard]] const BarRun& runOfBar(std::size_t bar) const noexcept;

    std::vector<Candle> m_bars;
    std::int64_t m_barMs{60'000};
    std::vector<BarRun> m_runs;
    std::vector<Hole> m_holes;
    std::vector<std::size_t> m_closures;
    MinMaxPyramid m_prices;
    MinMaxPyramid m_volumes;
};

/// Slots a hole takes: its missing bars, within bounds that keep it visible and small.
[[nodiscard]] std::size_t slotsOfHole(const Hole& hole, std::int64_t barMs) noexcept;

} // namespace wick::charts
