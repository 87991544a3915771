#include "core/io/history/candletable.h"

#include "core/base/checked.h"

#include <algorithm>
#include <map>

namespace wick::io {

namespace {

constexpr std::size_t kCommonShare = 20;

/// Whether every number still fits after a multiplication.
[[nodiscard]] bool fits(const std::vector<std::int64_t>& column, std::int64_t factor) noexcept
{
    const std::int64_t largest = kLargestCandleNumber / factor;
    return std::all_of(column.begin(), column.end(),
                       [largest](std::int64_t value) { return value <= largest; });
}

void multiply(std::vector<std::int64_t>& column, std::int64_t factor) noexcept
{
    for (std::int64_t& value : column) {
        value *= factor;
    }
}

} // namespace

void CandleSeries::reserve(std::size_t rows)
{
    for (auto* const column : {&m_time, &m_open, &m_high, &m_low, &m_close, &m_volume}) {
        column->reserve(rows);
    }
}

void CandleSeries::clear() noexcept
{
    for (auto* const column : {&m_time, &m_open, &m_high, &m_low, &m_close, &m_volume}) {
        column->clear();
    }
}

void CandleSeries::reverse() noexcept
{
    for (auto* const column : {&m_time, &m_open, &m_high, &m_low, &m_close, &m_volume}) {
        std::reverse(column->begin(), column->end());
    }
}

bool CandleSeries::widen(CandleScale scale) noexcept
{
    const std::int64_t price = core::powerOfTen(std::max(0, scale.price - m_scale.price));
    const std::int64_t volume = core::powerOfTen(std::max(0, scale.volume - m_scale.volume));
    // The high is the largest price of its row.
    if ((price > 1 && !fits(m_high, price)) || (volume > 1 && !fits(m_volume, volume))) {
        return false;
    }
    if (price > 1) {
        for (auto* const column : {&m_open, &m_high, &m_low, &m_close}) {
            multiply(*column, price);
        }
        m_scale.price = scale.price;
    }
    if (volume > 1) {
        multiply(m_volume, volume);
        m_scale.volume = scale.volume;
    }
    return true;
}

std::vector<CandleGap> gapsOf(std::span<const std::int64_t> time, core::Duration interval)
{
    const std::int64_t step = core::toMilliseconds(interval);
    std::vector<CandleGap> gaps;
    for (std::size_t i = 1; i < time.size(); ++i) {
        const std::int64_t distance = time[i] - time[i - 1];
        if (distance == step) {
            continue;
        }
        const std::int64_t missing = (distance + step / 2) / step - 1;
        if (missing > 0) {
            gaps.push_back({time[i - 1] + step, time[i], missing});
        }
    }
    return gaps;
}

core::Duration intervalOf(std::span<const std::int64_t> time)
{
    std::map<std::int64_t, std::size_t> counts;
    auto last = counts.end();
    for (std::size_t i = 1; i < time.size(); ++i) {
        const std::int64_t step = time[i] - time[i - 1];
        if (last == counts.end() || last->first != step) {
            last = counts.try_emplace(step, 0).first;
        }
        ++last->second;
    }
    for (const auto& [step, count] : counts) {
        if (count * kCommonShare >= time.size() - 1) {
            return core::milliseconds(step);
        }
    }
    return counts.empty() ? core::minutes(1) : core::milliseconds(counts.begin()->first);
}

} // namespace wick::io
