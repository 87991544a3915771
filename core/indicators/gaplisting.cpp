#include "core/indicators/gaplisting.h"

#include "core/indicators/ranges.h"

#include <queue>

namespace wick::core {

namespace {

using Mark = std::optional<std::int64_t> GapListing::*;

/// A price level that some gap waits for. Bears are mirrored (negative prices), so that every wait
/// is for a price at or below the level.
struct Wait
{
    std::int64_t level = 0; ///< half units of Price
    std::size_t gap = 0;
    Mark mark = nullptr;

    friend bool operator<(const Wait& a, const Wait& b) noexcept { return a.level < b.level; }
};

/// The waits of one kind of price; the highest level is met first.
class Waits
{
public:
    void add(const Wait& wait) { m_waits.push(wait); }

    /// Marks every gap whose level a bar has reached with `price` (half units).
    void meet(std::int64_t price, std::int64_t row, std::vector<GapListing>& gaps)
    {
        while (!m_waits.empty() && price <= m_waits.top().level) {
            const Wait& wait = m_waits.top();
            gaps[wait.gap].*wait.mark = row;
            m_waits.pop();
        }
    }

private:
    std::priority_queue<Wait> m_waits;
};

/// Gaps of one direction that wait for something.
class Watch
{
public:
    explicit Watch(GapDirection direction) noexcept
        : m_bull(direction == GapDirection::Bull)
    {}

    void add(const GapZone& zone, std::size_t gap)
    {
        m_wicks.add({halves(zone.nearEdge()), gap, &GapListing::touched});
        m_wicks.add({m_bull ? zone.ceHalves() : -zone.ceHalves(), gap, &GapListing::ceReached});
        m_wicks.add({halves(zone.farEdge()), gap, &GapListing::filled});
        m_closes.add({halves(zone.farEdge()) - 1, gap, &GapListing::closedThrough});
    }

    void meet(const BarValues& bar, std::int64_t row, std::vector<GapListing>& gaps)
    {
        m_wicks.meet(halves(m_bull ? bar.low : bar.high), row, gaps);
        m_closes.meet(halves(bar.close), row, gaps);
    }

private:
    [[nodiscard]] std::int64_t halves(Price price) const noexcept
    {
        return 2 * (m_bull ? price.count() : -price.count());
    }

    bool m_bull;
    Waits m_wicks;
    Waits m_closes;
};

} // namespace

std::vector<GapListing> listGaps(std::span<const ClosedBar> bars, Duration timeframe)
{
    std::vector<GapListing> gaps;
    Watch bulls{GapDirection::Bull};
    Watch bears{GapDirection::Bear};
    Atr atr{14};
    double atrs[3] = {kUndefined, kUndefined, kUndefined}; // of the last three bars
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const ClosedBar& bar = bars[i];
        const auto row = static_cast<std::int64_t>(i);
        bulls.meet(bar, row, gaps);
        bears.meet(bar, row, gaps);
        atr.update(barPrices(bar, 1.0));
        atrs[0] = atrs[1];
        atrs[1] = atrs[2];
        atrs[2] = atr.value();
        const auto zone = i >= 2 ? gapBetween(bars[i - 2], bar) : std::nullopt;
        if (!zone) {
            continue;
        }
        GapListing gap;
        gap.index = row;
        gap.time = bar.start;
        gap.zone = *zone;
        gap.atrFirst = atrs[0];
        gap.atrThird = atrs[2];
        gap.contiguous = bar.start - bars[i - 2].start == timeframe * 2;
        (zone->direction == GapDirection::Bull ? bulls : bears).add(*zone, gaps.size());
        gaps.push_back(gap);
    }
    return gaps;
}

} // namespace wick::core
