#include "core/backtest/barfeed.h"

#include "core/base/checked.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace wick::core {

namespace {

constexpr std::size_t kBlock = 64; // bars; they stay in the fastest cache

} // namespace

BarFeed::BarFeed(std::span<const Instrument> instruments,
                 std::vector<BarSeries> series,
                 std::optional<Timestamp> from,
                 std::optional<Timestamp> to)
{
    for (auto& entry : series) {
        const auto& times = entry.columns.time;
        Cursor cursor;
        cursor.instrument = entry.instrument;
        cursor.columns = entry.columns;
        cursor.end = times.size();
        cursor.block.resize(kBlock);
        if (from) {
            cursor.at = static_cast<std::size_t>(
                std::lower_bound(times.begin(), times.end(), toMilliseconds(*from))
                - times.begin());
        }
        if (to) {
            cursor.end = static_cast<std::size_t>(
                std::lower_bound(times.begin(), times.end(), toMilliseconds(*to)) - times.begin());
        }
        cursor.end = std::max(cursor.at, cursor.end);
        const int finer =
            instruments[entry.instrument.count()].priceDecimals() - entry.columns.priceDecimals;
        cursor.priceFactor = powerOfTen(std::max(0, finer));
        m_total += cursor.end - cursor.at;
        m_interval = entry.columns.interval;
        if (cursor.end > cursor.at) {
            const Timestamp first = fromMilliseconds(times[cursor.at]);
            const Timestamp last = fromMilliseconds(times[cursor.end - 1]);
            m_first = m_first ? std::min(*m_first, first) : first;
            m_last = m_last ? std::max(*m_last, last) : last;
        }
        m_cursors.push_back(std::move(cursor));
    }
    std::sort(m_cursors.begin(), m_cursors.end(),
              [](const Cursor& a, const Cursor& b) { return a.instrument < b.instrument; });
    m_slices.resize(m_cursors.size());
}

bool BarFeed::next()
{
    constexpr Timestamp never{std::numeric_limits<std::int64_t>::max()};
    Timestamp start = never;
    for (auto& cursor : m_cursors) {
        if (cursor.next != cursor.stop || refill(cursor)) {
            start = std::min(start, cursor.next->start);
        }
    }
    m_count = 0;
    if (start == never) {
        return false;
    }
    m_start = start;
    for (auto& cursor : m_cursors) {
        if (cursor.next != cursor.stop && cursor.next->start == start) {
            take(cursor);
        }
    }
    return true;
}

/// Makes the next bars; false when there are none. A copy of a bar that was written a moment ago
/// waits until the writes are through, so bars are made some time before they are used.
bool BarFeed::refill(Cursor& cursor)
{
    const CandleColumns& from = cursor.columns;
    const std::int64_t factor = cursor.priceFactor;
    const std::size_t count = std::min(cursor.end - cursor.at, kBlock);
    std::size_t at = cursor.at;
    for (auto& bar : std::span{cursor.block}.first(count)) {
        bar.start = fromMilliseconds(from.time[at]);
        bar.open = Price{from.open[at] * factor};
        bar.high = Price{from.high[at] * factor};
        bar.low = Price{from.low[at] * factor};
        bar.close = Price{from.close[at] * factor};
        bar.volume = Volume{from.volume[at]};
        ++at;
    }
    cursor.at = at;
    cursor.next = cursor.block.data();
    cursor.stop = cursor.next + count;
    return count != 0;
}

void BarFeed::take(Cursor& cursor)
{
    MarketSlice& slice = m_slices[m_count];
    slice.instrument = cursor.instrument;
    slice.bar = cursor.next;
    slice.point = BarPoint::Close;
    slice.price = cursor.next->close;
    ++cursor.next;
    ++m_count;
    ++m_done;
}

} // namespace wick::core
