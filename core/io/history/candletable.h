#pragma once

#include "core/io/history/candlerow.h"
#include "core/market/candleseries.h"

#include <cstdint>
#include <vector>

namespace wick::io {

/// The owned columns of a candle series; columns() is the view that core works on.
/// Shape: all columns have the same length. Units: see core::CandleColumns.
class CandleSeries
{
public:
    CandleSeries() = default;
    CandleSeries(CandleScale scale, core::Duration interval) noexcept
        : m_scale(scale)
        , m_interval(interval)
    {}

    /// Valid until the series is changed or gone.
    [[nodiscard]] core::CandleColumns columns() const noexcept
    {
        return {m_time,   m_open,        m_high,         m_low,     m_close,
                m_volume, m_scale.price, m_scale.volume, m_interval};
    }
    [[nodiscard]] std::size_t size() const noexcept { return m_time.size(); }
    [[nodiscard]] CandleScale scale() const noexcept { return m_scale; }
    [[nodiscard]] core::Duration interval() const noexcept { return m_interval; }
    void setInterval(core::Duration interval) noexcept { m_interval = interval; }

    [[nodiscard]] CandleRow row(std::size_t i) const noexcept
    {
        return {m_time[i], m_open[i], m_high[i], m_low[i], m_close[i], m_volume[i]};
    }
    void append(const CandleRow& row)
    {
        m_time.push_back(row.time);
        m_open.push_back(row.open);
        m_high.push_back(row.high);
        m_low.push_back(row.low);
        m_close.push_back(row.close);
        m_volume.push_back(row.volume);
    }
    void reserve(std::size_t rows);
    void clear() noexcept;
    /// Turns the order of the rows round.
    void reverse() noexcept;
    /// Gives the series as many decimals as both have. False, and no change, when a stored number
    /// would grow beyond kLargestCandleNumber.
    [[nodiscard]] bool widen(CandleScale scale) noexcept;

private:
    std::vector<std::int64_t> m_time;
    std::vector<std::int64_t> m_open;
    std::vector<std::int64_t> m_high;
    std::vector<std::int64_t> m_low;
    std::vector<std::int64_t> m_close;
    std::vector<std::int64_t> m_volume;
    CandleScale m_scale;
    core::Duration m_interval = core::minutes(1);
};

/// A stretch without bars: D.1, "bar missing".
struct CandleGap
{
    std::int64_t from = 0;    ///< open of the first missing bar, ms
    std::int64_t to = 0;      ///< open of the bar that is there again, ms
    std::int64_t missing = 0; ///< bars that are not there

    friend constexpr bool operator==(const CandleGap&, const CandleGap&) noexcept = default;
};

/// The gaps between ascending times, in ms. A step that is not a whole number of intervals, as a
/// daylight saving change makes in daily bars, counts to the nearest.
[[nodiscard]] std::vector<CandleGap> gapsOf(std::span<const std::int64_t> time,
                                            core::Duration interval);

/// The smallest step that at least one in twenty rows takes; one minute where there is no step.
[[nodiscard]] core::Duration intervalOf(std::span<const std::int64_t> time);

} // namespace wick::io
