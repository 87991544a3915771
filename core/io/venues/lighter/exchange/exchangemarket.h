#pragma once

#include "core/domain/instrument.h"
#include "core/domain/marketdata.h"
#include "core/market/marketstep.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <vector>

namespace wick::exchange {

/// A market as the exchange offers it. Price and lot are those of the instrument.
struct MarketRules
{
    core::Instrument instrument;
    std::int16_t id = 0;
    std::int32_t defaultInitialMargin = 500; ///< 1/10000
    std::int32_t minimumInitialMargin = 200;
    std::int32_t maintenanceMargin = 120;
    std::int32_t closeOutMargin = 80;
};

/// A trade of the market. Nobody's orders have the number 0.
struct MarketTrade
{
    std::int64_t id = 0;
    core::Timestamp time;
    core::Price price;
    core::Quantity quantity;
    bool makerIsAsk = false;
};

/// The outside world of one market: its book, whose liquidity our orders may use up until the next
/// one comes, its trades, prices and bars.
class ExchangeMarket
{
public:
    ExchangeMarket(MarketRules rules, std::vector<core::ClosedBar> history, core::Timestamp start);

    [[nodiscard]] const MarketRules& rules() const noexcept { return m_rules; }
    [[nodiscard]] const core::Instrument& instrument() const noexcept { return m_rules.instrument; }

    /// The book of the step is in force from here on.
    void takeBook(const core::Book& book) noexcept { m_book = book; }
    void takeTrade(const MarketTrade& trade);
    /// What is left of the book, best first.
    [[nodiscard]] std::span<const core::BookLevel> levels(core::Side side) const noexcept;
    /// Uses up liquidity of the best level of this side.
    void use(core::Side side, core::Quantity quantity) noexcept;

    /// The last trade's price; funding, margin and triggers go by it.
    [[nodiscard]] std::optional<core::Price> mark() const noexcept { return m_mark; }
    [[nodiscard]] const std::deque<MarketTrade>& trades() const noexcept { return m_trades; }
    /// Closed minutes, oldest first.
    [[nodiscard]] const std::vector<core::ClosedBar>& minutes() const noexcept { return m_minutes; }
    /// The minute that runs.
    [[nodiscard]] const std::optional<core::BarValues>& forming() const noexcept
    {
        return m_forming;
    }

    /// Per billion an hour, as settled last.
    std::int64_t fundingRate = 0;
    core::Timestamp fundingTime{};
    std::int64_t bookNumber = 1; ///< of the matching engine

private:
    MarketRules m_rules;
    core::Book m_book;
    std::optional<core::Price> m_mark;
    std::deque<MarketTrade> m_trades;
    std::vector<core::ClosedBar> m_minutes;
    std::optional<core::BarValues> m_forming;
};

} // namespace wick::exchange
