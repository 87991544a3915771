#pragma once

#include "core/domain/marketdata.h"

#include <algorithm>
#include <optional>

namespace wick::core {

/// Builds base bars from trades as time goes by. A minute of an open session without a trade
/// becomes a NO-TRADE bar at the last close, flagged; before the first trade and while closed there
/// is no bar. Units: bar volume is in lots (an instrument of trade data has volumeDecimals =
/// quantityDecimals).
class TradeBars
{
public:
    explicit TradeBars(Duration interval) noexcept
        : m_interval(interval)
    {}

    /// Goes on from the last bar of a history.
    void resume(const ClosedBar& last) noexcept
    {
        m_lastClose = last.close;
        m_next = last.start + m_interval;
    }

    /// Takes a trade. Trades come in order of time, and advance() has been called up to their
    /// minute.
    void add(const Trade& trade) noexcept
    {
        if (!m_forming) {
            const Timestamp start = floorTo(trade.time, m_interval);
            m_forming =
                ClosedBar{{start, trade.price, trade.price, trade.price, trade.price, Volume{}},
                          BarOrigin::Traded};
        }
        m_forming->high = std::max(m_forming->high, trade.price);
        m_forming->low = std::min(m_forming->low, trade.price);
        m_forming->close = trade.price;
        m_forming->volume = m_forming->volume + Volume{trade.quantity.count()};
    }

    /// Time has come to `now`: hands out the bar that is over, or none. Called at least once an
    /// interval.
    [[nodiscard]] std::optional<ClosedBar> advance(Timestamp now, bool open) noexcept
    {
        if (m_next.count() == 0) {
            m_next = floorTo(now, m_interval);
        }
        if (now < m_next + m_interval) {
            return std::nullopt;
        }
        std::optional<ClosedBar> bar = m_forming;
        m_forming.reset();
        const Timestamp over = floorTo(now, m_interval) - m_interval;
        if (!bar && open && m_lastClose) {
            bar =
                ClosedBar{{over, *m_lastClose, *m_lastClose, *m_lastClose, *m_lastClose, Volume{}},
                          BarOrigin::NoTrade};
        }
        m_next = over + m_interval;
        if (bar) {
            m_lastClose = bar->close;
        }
        return bar;
    }

    /// The bar of trades so far, or none when the minute has had no trade.
    [[nodiscard]] const std::optional<ClosedBar>& forming() const noexcept { return m_forming; }

private:
    Duration m_interval;
    Timestamp m_next; ///< start of the bar that is being built
    std::optional<ClosedBar> m_forming;
    std::optional<Price> m_lastClose;
};

} // namespace wick::core
