#include "core/backtest/barfeed.h"

#include "core/base/checked.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace wick::core {

BarFeed::BarFeed(std::span<const Instrument> instruments,
                 std::vector<BarSeries> series,
                 std::optional<Timestamp> from,
                 std::optional<Timestamp> to)
{
    for (auto& entry : series) {
        const auto& times = entry.columns.time;
        Cursor cursor{entry.instrument, entry.columns, 0, times.size(), 1};
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
        m_cursors.push_back(cursor);
    }
    std::sort(m_cursors.begin(), m_cursors.end(),
              [](const Cursor& a, const Cursor& b) { return a.instrument < b.instrument; });
    m_bars.resize(m_cursors.size());
    m_slices.reserve(m_cursors.size());
}

bool BarFeed::next()
{
    std::int64_t start = std::numeric_limits<std::int64_t>::max();
    for (const auto& cursor : m_cursors) {
        if (cursor.at < cursor.end) {
            start = std::min(start, cursor.columns.time[cursor.at]);
        }
    }
    m_slices.clear();
    if (start == std::numeric_limits<std::int64_t>::max()) {
        return false;
    }
    m_start = fromMilliseconds(start);
    for (std::size_t i = 0; i < m_cursors.size(); ++i) {
        Cursor& cursor = m_cursors[i];
        if (cursor.at < cursor.end && cursor.columns.time[cursor.at] == start) {
            load(cursor, i);
        }
    }
    return true;
}

void BarFeed::load(Cursor& cursor, std::size_t slot)
{
    const CandleColumns& from = cursor.columns;
    const std::int64_t factor = cursor.priceFactor;
    ClosedBar& bar = m_bars[slot];
    bar.start = m_start;
    bar.open = Price{from.open[cursor.at] * factor};
    bar.high = Price{from.high[cursor.at] * factor};
    bar.low = Price{from.low[cursor.at] * factor};
    bar.close = Price{from.close[cursor.at] * factor};
    bar.volume = Volume{from.volume[cursor.at]};
    ++cursor.at;
    ++m_done;
    MarketSlice slice;
    slice.instrument = cursor.instrument;
    slice.bar = &bar;
    slice.point = BarPoint::Close;
    slice.price = bar.close;
    m_slices.push_back(slice);
}

} // namespace wick::core
