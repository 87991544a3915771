#pragma once

#include "core/domain/instrument.h"
#include "core/market/candleseries.h"
#include "core/market/marketstep.h"

#include <optional>
#include <span>
#include <vector>

namespace wick::core {

/// One instrument's candles for a run.
struct BarSeries
{
    InstrumentId instrument;
    CandleColumns columns;
};

/// Hands out the base bars of several series in order of time, those that start together as one
/// group. Prices are brought to the units of the instrument. It owns no candles: the columns must
/// outlive it.
class BarFeed
{
public:
    /// Shape: one entry an instrument, all of the same interval. `from` and `to` bound the open
    /// times.
    BarFeed(std::span<const Instrument> instruments,
            std::vector<BarSeries> series,
            std::optional<Timestamp> from = {},
            std::optional<Timestamp> to = {});

    /// Moves to the next group; false when there is none.
    bool next();
    /// Some of the bars of the only series that come next, oldest first; none at its end.
    [[nodiscard]] std::span<const ClosedBar> ahead()
    {
        Cursor& only = m_cursors.front();
        if (only.next == only.stop) {
            refill(only);
        }
        return {only.next, only.stop};
    }
    /// Passes over the first of what ahead() shows.
    void skip(std::size_t bars) noexcept
    {
        m_cursors.front().next += bars;
        m_done += bars;
    }
    /// The bars of the group, in order of instrument, at their close.
    [[nodiscard]] std::span<MarketSlice> slices() noexcept
    {
        return std::span{m_slices}.first(m_count);
    }
    [[nodiscard]] std::size_t series() const noexcept { return m_cursors.size(); }
    [[nodiscard]] Timestamp start() const noexcept { return m_start; }
    [[nodiscard]] Duration interval() const noexcept { return m_interval; }
    [[nodiscard]] std::size_t done() const noexcept { return m_done; }
    /// Bars of all series within the bounds.
    [[nodiscard]] std::size_t total() const noexcept { return m_total; }
    /// First and last open time within the bounds; nothing without bars.
    [[nodiscard]] std::optional<Timestamp> first() const noexcept { return m_first; }
    [[nodiscard]] std::optional<Timestamp> last() const noexcept { return m_last; }

private:
    struct Cursor
    {
        InstrumentId instrument;
        CandleColumns columns;
        std::size_t at = 0;
        std::size_t end = 0;
        std::int64_t priceFactor = 1;
        std::vector<ClosedBar> block;    ///< bars made ahead, so that they are settled in memory
        const ClosedBar* next = nullptr; ///< in `block`
        const ClosedBar* stop = nullptr; ///< end of what `block` holds
    };

    static bool refill(Cursor& cursor);
    void take(Cursor& cursor);

    std::vector<Cursor> m_cursors;
    std::vector<MarketSlice> m_slices; ///< the first m_count are of this group
    std::size_t m_count = 0;
    Duration m_interval = minutes(1);
    Timestamp m_start;
    std::size_t m_done = 0;
    std::size_t m_total = 0;
    std::optional<Timestamp> m_first;
    std::optional<Timestamp> m_last;
};

} // namespace wick::core
