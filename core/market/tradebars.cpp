#include "core/market/tradebars.h"

#include "core/base/checked.h"

#include <algorithm>

namespace wick::core {

TradeBars::TradeBars(Duration interval, const Instrument& instrument) noexcept
    : m_interval(interval)
    , m_calendar(TradingCalendar{instrument.calendar()})
    , m_volumeUnits(
          powerOfTen(std::max(instrument.volumeDecimals() - instrument.quantityDecimals(), 0)))
    , m_lotsPerUnit(
          powerOfTen(std::max(instrument.quantityDecimals() - instrument.volumeDecimals(), 0)))
{}

Volume TradeBars::volumeOf(std::int64_t lots) const noexcept
{
    return Volume{saturate(
        divide(static_cast<Int128>(lots) * m_volumeUnits, m_lotsPerUnit, Rounding::HalfEven))};
}

ClosedBar TradeBars::finish() noexcept
{
    m_hasForming = false;
    m_lastClose = m_forming.close;
    m_next = m_forming.start + m_interval;
    return {static_cast<const BarValues&>(m_forming), BarOrigin::Traded};
}

std::optional<ClosedBar> TradeBars::close(Timestamp now) noexcept
{
    if (m_hasForming) {
        return m_forming.start + m_interval <= now ? std::optional{finish()} : std::nullopt;
    }
    if (!m_lastClose) {
        return std::nullopt;
    }
    const Timestamp start = nextInSession();
    if (start + m_interval > now) {
        return std::nullopt;
    }
    m_next = start + m_interval;
    const Price price = *m_lastClose;
    return ClosedBar{{start, price, price, price, price, Volume{}}, BarOrigin::NoTrade};
}

Timestamp TradeBars::nextInSession() noexcept
{
    const CalendarPeriod& period = m_calendar.at(m_next);
    return period.hours == MarketHours::Open ? m_next
                                             : std::max(m_next, floorTo(period.end, m_interval));
}

TradeOutcome TradeBars::add(const Trade& trade) noexcept
{
    const Timestamp start = floorTo(trade.time, m_interval);
    if (m_hasForming ? start < m_forming.start : m_lastClose && start < m_next) {
        return TradeOutcome::Late;
    }
    if (m_hasForming && start > m_forming.start) {
        return TradeOutcome::TooEarly;
    }
    if (m_hasForming) {
        m_forming.high = std::max(m_forming.high, trade.price);
        m_forming.low = std::min(m_forming.low, trade.price);
        m_forming.close = trade.price;
        m_lots += trade.quantity.count();
    } else {
        if (m_lastClose && start > nextInSession()) {
            return TradeOutcome::TooEarly;
        }
        m_lots = trade.quantity.count();
        m_hasForming = true;
        m_forming = FormingBar{
            {start, trade.price, trade.price, trade.price, trade.price, Volume{}}, trade.time};
    }
    m_forming.volume = volumeOf(m_lots);
    m_forming.asOf = trade.time;
    return TradeOutcome::Taken;
}

void TradeBars::resume(const ClosedBar& last, Timestamp from) noexcept
{
    m_hasForming = false;
    m_lastClose = last.close;
    m_next = last.start + m_interval;
    if (nextInSession() < floorTo(from, m_interval)) {
        restart();
    }
}

void TradeBars::restart() noexcept
{
    m_hasForming = false;
    m_lastClose.reset();
}

} // namespace wick::core
