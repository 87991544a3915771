#pragma once

#include "core/base/randomsource.h"
#include "core/domain/marketdata.h"

#include <algorithm>
#include <vector>

namespace wick::test {

/// Minute bars made by hand: each part goes on where the last one ended.
/// Units: prices in units of Price, volume in units of Volume.
class MinuteTape
{
public:
    MinuteTape(core::Timestamp start, std::int64_t price)
        : m_time(start)
        , m_price(price)
    {}

    /// One minute that closes at `close`, with wicks of `wick` beyond its body.
    MinuteTape& to(std::int64_t close, std::int64_t volume, std::int64_t wick = 0)
    {
        return bar(std::max(m_price, close) + wick, std::min(m_price, close) - wick, close, volume);
    }

    /// One minute with its own extremes.
    MinuteTape& bar(std::int64_t high, std::int64_t low, std::int64_t close, std::int64_t volume)
    {
        m_bars.push_back({{m_time, core::Price{m_price}, core::Price{high}, core::Price{low},
                           core::Price{close}, core::Volume{volume}},
                          core::BarOrigin::Traded});
        m_price = close;
        m_time = m_time + core::minutes(1);
        return *this;
    }

    /// `minutes` of aimless noise around the price it starts from, with moves of up to `size`.
    MinuteTape& chop(int minutes, std::int64_t size, std::int64_t volume = 1'000)
    {
        const std::int64_t middle = m_price;
        for (int i = 0; i < minutes; ++i) {
            const std::int64_t noise = draw(size) - size / 2;
            to(i + 1 == minutes ? middle : middle + noise, volume + draw(volume / 2), size / 8);
        }
        return *this;
    }

    /// `minutes` in which each bar closes `step` further.
    MinuteTape& run(int minutes, std::int64_t step, std::int64_t volume)
    {
        for (int i = 0; i < minutes; ++i) {
            to(m_price + step, volume + draw(volume / 8), 0);
        }
        return *this;
    }

    /// `minutes` that end `total` further but go back and forth by `swing` all the time.
    MinuteTape& drift(int minutes, std::int64_t total, std::int64_t swing, std::int64_t volume)
    {
        const std::int64_t from = m_price;
        for (int i = 1; i <= minutes; ++i) {
            const std::int64_t side = i % 10 < 5 ? swing : -swing;
            to(from + total * i / minutes + (i == minutes ? 0 : side), volume + draw(volume / 2));
        }
        return *this;
    }

    /// Leaves time out.
    MinuteTape& skip(core::Duration duration)
    {
        m_time = m_time + duration;
        return *this;
    }

    [[nodiscard]] const std::vector<core::ClosedBar>& bars() const noexcept { return m_bars; }
    [[nodiscard]] core::Timestamp time() const noexcept { return m_time; }
    [[nodiscard]] std::int64_t price() const noexcept { return m_price; }

private:
    std::int64_t draw(std::int64_t bound)
    {
        return static_cast<std::int64_t>(m_random.below(static_cast<std::uint64_t>(bound)));
    }

    core::RandomSource m_random{7};
    core::Timestamp m_time;
    std::int64_t m_price;
    std::vector<core::ClosedBar> m_bars;
};

} // namespace wick::test
