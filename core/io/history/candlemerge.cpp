#include "core/io/history/candlemerge.h"

#include "core/base/checked.h"

#include <algorithm>

namespace wick::io {

namespace {

[[nodiscard]] bool fits(std::span<const std::int64_t> column, std::int64_t factor)
{
    return factor == 1 || std::all_of(column.begin(), column.end(), [factor](std::int64_t value) {
               return value <= kLargestCandleNumber / factor;
           });
}

} // namespace

std::optional<CandleMerger> CandleMerger::create(const core::CandleColumns& stored,
                                                 CandleSeries& incoming)
{
    if (!incoming.widen({stored.priceDecimals, stored.volumeDecimals})) {
        return std::nullopt;
    }
    CandleMerger merger{stored, incoming};
    const CandleScale scale = incoming.scale();
    merger.m_priceFactor = core::powerOfTen(scale.price - stored.priceDecimals);
    merger.m_volumeFactor = core::powerOfTen(scale.volume - stored.volumeDecimals);
    if (!fits(stored.high, merger.m_priceFactor) || !fits(stored.volume, merger.m_volumeFactor)) {
        return std::nullopt;
    }
    merger.compare();
    return merger;
}

CandleRow CandleMerger::storedRow(std::size_t i) const noexcept
{
    return {m_stored->time[i],
            m_stored->open[i] * m_priceFactor,
            m_stored->high[i] * m_priceFactor,
            m_stored->low[i] * m_priceFactor,
            m_stored->close[i] * m_priceFactor,
            m_stored->volume[i] * m_volumeFactor};
}

void CandleMerger::compare()
{
    const auto times = m_stored->time;
    auto at = times.begin();
    for (std::size_t i = 0; i < m_incoming->size(); ++i) {
        const CandleRow row = m_incoming->row(i);
        at = std::lower_bound(at, times.end(), row.time);
        if (at == times.end() || *at != row.time) {
            m_merge.added.push_back(i);
        } else if (storedRow(static_cast<std::size_t>(at - times.begin())) == row) {
            ++m_merge.alreadyThere;
        } else {
            m_merge.conflicts.push_back(i);
        }
    }
    const bool later =
        m_merge.added.empty() || m_incoming->row(m_merge.added.front()).time > times.back();
    m_merge.onlyAtTheEnd = later && m_priceFactor == 1 && m_volumeFactor == 1;
}

CandleSeries CandleMerger::addedRows() const
{
    CandleSeries rows{m_incoming->scale(), m_stored->interval};
    rows.reserve(m_merge.added.size());
    for (const std::size_t i : m_merge.added) {
        rows.append(m_incoming->row(i));
    }
    return rows;
}

CandleSeries CandleMerger::allRows() const
{
    CandleSeries rows{m_incoming->scale(), m_stored->interval};
    rows.reserve(m_stored->size() + m_merge.added.size());
    auto next = m_merge.added.begin();
    for (std::size_t i = 0; i < m_stored->size(); ++i) {
        const CandleRow row = storedRow(i);
        for (; next != m_merge.added.end() && m_incoming->row(*next).time < row.time; ++next) {
            rows.append(m_incoming->row(*next));
        }
        rows.append(row);
    }
    for (; next != m_merge.added.end(); ++next) {
        rows.append(m_incoming->row(*next));
    }
    return rows;
}

} // namespace wick::io
