#pragma once

#include "core/backtest/backtestrunner.h"
#include "core/backtest/equitymeasures.h"
#include "tests/support/exampleinstruments.h"

#include <initializer_list>
#include <utility>
#include <vector>

namespace wick::test {

constexpr core::Timestamp kFirstOfMay = core::fromMilliseconds(1'777'593'600'000); // 2026, Friday

/// Points at hours after kFirstOfMay with whole USDC.
[[nodiscard]] inline std::vector<core::EquityPoint>
equityAt(std::initializer_list<std::pair<int, int>> hoursAndUsdc)
{
    std::vector<core::EquityPoint> points;
    for (const auto& [hour, equity] : hoursAndUsdc) {
        points.push_back({kFirstOfMay + core::hours(hour), core::usdc(equity)});
    }
    return points;
}

/// A curve over these points from the first one's equity, marked each hour.
[[nodiscard]] inline core::EquityCurve curveOver(const std::vector<core::EquityPoint>& points,
                                                 int hours)
{
    return {points, kFirstOfMay, kFirstOfMay + core::hours(hours), points.front().equity,
            core::hours(1)};
}

/// A closed long of one ETH at 2,000.00 that made `net` whole USDC at a risk of `risk`, an hour
/// long.
[[nodiscard]] inline core::TradeRow tradeOf(int net, int risk = 100)
{
    core::TradeRow trade;
    trade.id = 1;
    trade.side = core::Side::Buy;
    trade.quantity = core::Quantity{10'000};
    trade.closed = trade.quantity;
    trade.entryTime = kFirstOfMay;
    trade.exitTime = kFirstOfMay + core::hours(1);
    trade.entrySum = static_cast<core::Int128>(200'000) * 10'000;
    trade.exitSum = static_cast<core::Int128>(200'000 + net * 100) * 10'000;
    trade.decisionPrice = core::Price{200'000};
    trade.arrivalPrice = core::Price{200'000};
    trade.worst = core::Price{200'000};
    trade.best = core::Price{200'000};
    trade.pricePnl = core::usdc(net);
    trade.initialRisk = core::usdc(risk);
    trade.entryReason = {"IN", "In."};
    trade.exitReason = {"OUT", "Out."};
    trade.open = false;
    return trade;
}

/// Closed trades with these results.
[[nodiscard]] inline std::vector<core::TradeRow> tradesOf(std::initializer_list<int> nets)
{
    std::vector<core::TradeRow> trades;
    for (const int net : nets) {
        trades.push_back(tradeOf(net));
    }
    return trades;
}

} // namespace wick::test
