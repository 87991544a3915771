#include "core/indicators/volume.h"

#include <algorithm>
#include <cmath>

namespace wick::core {

RollingMedian::RollingMedian(int length)
    : m_window(static_cast<std::size_t>(std::max(length, 1)))
    , m_sorted(m_window.capacity())
{}

void RollingMedian::update(double value)
{
    if (std::isnan(value)) {
        return;
    }
    if (m_window.full()) {
        m_sorted.erase(std::lower_bound(m_sorted.begin(), m_sorted.end(), m_window.oldest()));
    }
    m_window.push(value);
    m_sorted.insert(std::upper_bound(m_sorted.begin(), m_sorted.end(), value), value);
}

double RollingMedian::median() const noexcept
{
    if (!ready()) {
        return kUndefined;
    }
    const std::size_t size = m_sorted.size();
    const double upper = m_sorted[size / 2];
    return size % 2 == 1 ? upper : (m_sorted[size / 2 - 1] + upper) / 2.0;
}

double RollingMedian::absoluteDeviation() const noexcept
{
    if (!ready()) {
        return kUndefined;
    }
    // Distances grow from the middle to both ends: merge the two arms until half of them is seen.
    const double middle = median();
    const std::size_t size = m_sorted.size();
    std::size_t right = size / 2;
    std::size_t left = right;
    double before = 0.0;
    double distance = 0.0;
    for (std::size_t taken = 0; taken <= size / 2; ++taken) {
        before = distance;
        const bool hasLeft = left > 0;
        const bool hasRight = right < size;
        const bool takeLeft =
            hasLeft && (!hasRight || middle - m_sorted[left - 1] <= m_sorted[right] - middle);
        distance = takeLeft ? middle - m_sorted[--left] : m_sorted[right++] - middle;
    }
    return size % 2 == 1 ? distance : (before + distance) / 2.0;
}

double VolumeZScore::value() const
{
    if (!ready()) {
        return kUndefined;
    }
    const double spread = 1.4826 * m_window.absoluteDeviation();
    return spread > 0.0 ? (m_window.newest() - m_window.median()) / spread : kUndefined;
}

TradeFlowImbalance::TradeFlowImbalance(Duration window, int minimumTrades)
    : m_seconds(
        static_cast<std::size_t>(std::max<std::int64_t>(window.count() / seconds(1).count(), 1)))
    , m_minimum(std::max(minimumTrades, 1))
{}

TradeFlowImbalance::Second& TradeFlowImbalance::slot(std::int64_t second)
{
    const auto size = static_cast<std::int64_t>(m_seconds.size());
    const std::int64_t rest = second % size;
    return m_seconds[static_cast<std::size_t>(rest < 0 ? rest + size : rest)];
}

void TradeFlowImbalance::advance(Timestamp now)
{
    const std::int64_t second = floorTo(now, seconds(1)).count() / seconds(1).count();
    if (!m_started) {
        m_now = second;
        m_started = true;
        return;
    }
    const auto size = static_cast<std::int64_t>(m_seconds.size());
    const std::int64_t from = std::max(m_now + 1, second - size + 1);
    for (std::int64_t s = from; s <= second; ++s) {
        Second& old = slot(s);
        m_buy -= old.buy;
        m_sell -= old.sell;
        m_trades -= old.trades;
        old = {};
    }
    m_now = std::max(m_now, second);
}

void TradeFlowImbalance::add(const Trade& trade)
{
    advance(trade.time);
    const std::int64_t second = floorTo(trade.time, seconds(1)).count() / seconds(1).count();
    if (second <= m_now - static_cast<std::int64_t>(m_seconds.size())) {
        return;
    }
    Second& current = slot(second);
    const bool buy = trade.aggressor == Side::Buy;
    (buy ? current.buy : current.sell) += trade.quantity.count();
    (buy ? m_buy : m_sell) += trade.quantity.count();
    ++current.trades;
    ++m_trades;
}

double TradeFlowImbalance::value() const noexcept
{
    const std::int64_t both = m_buy + m_sell;
    if (!enough() || both == 0) {
        return 0.0;
    }
    return static_cast<double>(m_buy - m_sell) / static_cast<double>(both);
}

OrderFlowImbalance::OrderFlowImbalance(int updates)
    : m_rows(static_cast<std::size_t>(std::max(updates, 1)))
{}

void OrderFlowImbalance::reset() noexcept
{
    m_rows.clear();
    m_bid.reset();
    m_ask.reset();
}

void OrderFlowImbalance::update(const Book& book)
{
    if (book.bidCount == 0 || book.askCount == 0) {
        reset();
        return;
    }
    const BookLevel bid = book.bids[0];
    const BookLevel ask = book.asks[0];
    if (m_bid && m_ask) {
        std::int64_t flow = 0; // lots
        flow += bid.price >= m_bid->price ? bid.quantity.count() : 0;
        flow -= bid.price <= m_bid->price ? m_bid->quantity.count() : 0;
        flow -= ask.price <= m_ask->price ? ask.quantity.count() : 0;
        flow += ask.price >= m_ask->price ? m_ask->quantity.count() : 0;
        const double depth = static_cast<double>(bid.quantity.count() + ask.quantity.count()) / 2.0;
        m_rows.push({static_cast<double>(flow), depth});
    }
    m_bid = bid;
    m_ask = ask;
}

double OrderFlowImbalance::value() const
{
    if (!ready()) {
        return kUndefined;
    }
    double flow = 0.0;
    double depth = 0.0;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        flow += m_rows[i].flow;
        depth += m_rows[i].depth;
    }
    return depth > 0.0 ? flow * static_cast<double>(m_rows.size()) / depth : kUndefined;
}

std::optional<double> microPrice(const Book& book) noexcept
{
    if (book.bidCount == 0 || book.askCount == 0) {
        return std::nullopt;
    }
    const auto bidSize = static_cast<double>(book.bids[0].quantity.count());
    const auto askSize = static_cast<double>(book.asks[0].quantity.count());
    if (!(bidSize + askSize > 0.0)) {
        return std::nullopt;
    }
    return (static_cast<double>(book.bids[0].price.count()) * askSize
            + static_cast<double>(book.asks[0].price.count()) * bidSize)
           / (bidSize + askSize);
}

} // namespace wick::core
