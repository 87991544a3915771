#include "app/cli/lightermarkets.h"

#include "app/cli/output.h"
#include "core/base/checked.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <utility>

namespace wick::cli {

using core::Decimal;
using core::Failure;
using core::Result;
using lighter::wire::Market;

namespace {

constexpr int kMarginDecimals = 4;

std::string textOf(const Decimal& value)
{
    return core::shortestText(value.mantissa, value.decimals);
}

std::string marketLine(const Market& market)
{
    const auto fraction = [](std::int32_t margin) {
        return core::shortestText(margin, kMarginDecimals);
    };
    const bool active = market.status == lighter::wire::MarketStatus::Active;
    return tableRow({market.symbol, std::to_string(market.id),
                     !active                         ? "inactive"
                     : market.config.forceReduceOnly ? "reduce-only"
                                                     : "active",
                     std::to_string(market.priceDecimals), std::to_string(market.sizeDecimals),
                     textOf(market.minimumBase), textOf(market.minimumQuote),
                     textOf(market.quoteLimit), fraction(market.defaultInitialMargin),
                     fraction(market.minimumInitialMargin), fraction(market.maintenanceMargin),
                     fraction(market.closeOutMargin), textOf(market.makerFeePercent),
                     textOf(market.takerFeePercent),
                     market.config.tradingHours.empty() ? "always" : market.config.tradingHours});
}

struct RestingLots
{
    std::int64_t lots = 0;
    std::int64_t orders = 0;
};

/// Orders of one side by price in ticks.
using Levels = std::map<std::int64_t, RestingLots>;

Result<Levels, std::string> levelsOf(const std::vector<lighter::wire::RestingOrder>& orders,
                                     const Market& market)
{
    Levels levels;
    core::Int128 all = 0;
    for (const auto& order : orders) {
        const auto price =
            core::rescale(order.price.mantissa, order.price.decimals, market.priceDecimals);
        const auto size =
            core::rescale(order.remaining.mantissa, order.remaining.decimals, market.sizeDecimals);
        all += size ? *size : 0;
        if (!price || !size || !core::narrow(all)) {
            return Failure{"an order of " + textOf(order.remaining) + " at " + textOf(order.price)
                           + " is beyond the market's decimals"};
        }
        levels[*price].lots += *size;
        levels[*price].orders += 1;
    }
    return levels;
}

template <typename Side>
std::string sideLines(const std::string& name, const Side& levels, const Market& market)
{
    std::string lines;
    std::int64_t total = 0;
    for (const auto& [price, resting] : levels) {
        total += resting.lots;
        lines +=
            tableRow({name, core::fixedText(price, market.priceDecimals),
                      core::fixedText(resting.lots, market.sizeDecimals),
                      std::to_string(resting.orders), core::fixedText(total, market.sizeDecimals)});
    }
    return lines;
}

} // namespace

std::string tableRow(std::initializer_list<std::string> cells)
{
    std::string line;
    for (const std::string& cell : cells) {
        line += (line.empty() ? "" : "\t") + cell;
    }
    return line + '\n';
}

Result<std::vector<Market>, std::string> allMarkets(VenueRequests& venue)
{
    auto markets =
        venue.ask<lighter::wire::Markets>({"api/v1/orderBookDetails", {{"market_id", "255"}}});
    if (!markets) {
        return Failure{markets.error().sentence};
    }
    if (const auto& rows = venue.leftOut(); !rows.empty()) {
        tell(std::to_string(rows.size())
             + " markets cannot be read, the first: " + describe(rows.front()));
    }
    return std::move(markets).value().perpetuals;
}

Result<Market, std::string> marketNamed(VenueRequests& venue, const std::string& name)
{
    auto markets = allMarkets(venue);
    if (!markets) {
        return Failure{markets.error()};
    }
    const auto market = std::find_if(markets->begin(), markets->end(),
                                     [&](const Market& each) { return each.symbol == name; });
    if (market == markets->end()) {
        return Failure{venue.network().rest() + " has no market " + name};
    }
    return *market;
}

std::string marketTable(const std::vector<Market>& markets)
{
    std::string table =
        tableRow({"market", "id", "status", "price_decimals", "size_decimals", "minimum_base",
                  "minimum_quote", "order_quote_limit", "initial_margin", "minimum_initial_margin",
                  "maintenance_margin", "close_out_margin", "maker_fee_percent",
                  "taker_fee_percent", "hours"});
    for (const Market& market : markets) {
        table += marketLine(market);
    }
    return table;
}

Result<std::string, std::string> bookTable(const lighter::wire::BookOrders& book,
                                           const Market& market)
{
    const auto asks = levelsOf(book.asks, market);
    const auto bids = levelsOf(book.bids, market);
    if (!asks || !bids) {
        return Failure{asks ? bids.error() : asks.error()};
    }
    if (!asks->empty() && !bids->empty() && bids->rbegin()->first >= asks->begin()->first) {
        tell("the book is crossed: its best bid is not below its best ask");
    }
    const std::map<std::int64_t, RestingLots, std::greater<>> bestBidFirst{bids->begin(),
                                                                           bids->end()};
    return tableRow({"side", "price", "size", "orders", "total"}) + sideLines("ask", *asks, market)
           + sideLines("bid", bestBidFirst, market);
}

} // namespace wick::cli
