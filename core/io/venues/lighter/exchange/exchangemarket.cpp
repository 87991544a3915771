#include "core/io/venues/lighter/exchange/exchangemarket.h"

#include <algorithm>
#include <utility>

namespace wick::exchange {

using namespace core;

namespace {

constexpr std::size_t kKeptTrades = 200;

} // namespace

ExchangeMarket::ExchangeMarket(MarketRules rules, std::vector<ClosedBar> history, Timestamp start)
    : fundingTime(floorTo(start, hours(1)))
    , m_rules(std::move(rules))
    , m_minutes(std::move(history))
{
    if (!m_minutes.empty()) {
        m_mark = m_minutes.back().close;
    }
}

void ExchangeMarket::takeTrade(const MarketTrade& trade)
{
    m_mark = trade.price;
    m_trades.push_back(trade);
    if (m_trades.size() > kKeptTrades) {
        m_trades.pop_front();
    }
    const Timestamp minute = floorTo(trade.time, core::minutes(1));
    if (m_forming && m_forming->start != minute) {
        m_minutes.push_back(ClosedBar{*m_forming, BarOrigin::Traded});
        m_forming.reset();
    }
    const Volume volume{trade.quantity.count()};
    if (!m_forming) {
        m_forming = BarValues{minute, trade.price, trade.price, trade.price, trade.price, volume};
        return;
    }
    m_forming->high = std::max(m_forming->high, trade.price);
    m_forming->low = std::min(m_forming->low, trade.price);
    m_forming->close = trade.price;
    m_forming->volume = m_forming->volume + volume;
}

std::span<const BookLevel> ExchangeMarket::levels(Side side) const noexcept
{
    return side == Side::Buy ? m_book.bidLevels() : m_book.askLevels();
}

void ExchangeMarket::use(Side side, Quantity quantity) noexcept
{
    auto& levels = side == Side::Buy ? m_book.bids : m_book.asks;
    auto& count = side == Side::Buy ? m_book.bidCount : m_book.askCount;
    levels.front().quantity = levels.front().quantity - quantity;
    if (levels.front().quantity.count() == 0) {
        std::move(levels.begin() + 1, levels.begin() + count, levels.begin());
        --count;
    }
}

} // namespace wick::exchange
