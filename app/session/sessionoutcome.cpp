#include "app/session/sessionoutcome.h"

#include <algorithm>
#include <utility>

namespace wick::session {

using namespace wick::core;

namespace {

/// Time in which at least one of the trades was open.
Duration timeInPosition(const BacktestResult& result)
{
    std::vector<std::pair<Timestamp, Timestamp>> stretches;
    for (const TradeRow& trade : result.trades) {
        stretches.emplace_back(trade.entryTime, trade.exitTime);
    }
    for (const TradeRow& trade : result.openTrades) {
        stretches.emplace_back(trade.entryTime, result.last);
    }
    std::sort(stretches.begin(), stretches.end());
    Duration sum{};
    Timestamp covered = result.first;
    for (const auto& [from, to] : stretches) {
        const Timestamp start = std::max(from, covered);
        if (start < to) {
            sum = sum + (to - start);
            covered = to;
        }
    }
    return sum;
}

BacktestResult resultOf(const CoreSetup& setup, const Snapshot& end)
{
    BacktestResult result;
    result.balance = end.equity;
    result.startBalance = setup.balance;
    result.trades = *end.trades;
    result.openTrades = end.openTrades;
    result.equity = *end.equityCurve;
    result.first = end.startedAt;
    result.last = end.now;
    if (result.equity.empty() || result.equity.back().time < end.now) {
        result.equity.push_back({end.now, end.equity});
    }
    for (const auto* trades : {&result.trades, &result.openTrades}) {
        for (const TradeRow& trade : *trades) {
            result.fees += trade.fees;
            result.funding += trade.funding;
        }
    }
    result.signals = end.signals;
    result.refusals = end.refusals;
    result.inPosition = timeInPosition(result);
    result.sessionDigest = end.sessionDigest;
    result.decisionDigests = end.decisionDigests;
    result.halts = end.halts;
    return result;
}

} // namespace

BacktestOutcome outcomeOf(CoreSetup setup, const Snapshot& end, const RunStatistics& statistics)
{
    constexpr std::uint64_t kBootstrapSeed = 1; // the same as a backtest's by default
    BacktestOutcome outcome;
    outcome.result = resultOf(setup, end);
    outcome.setup = std::move(setup);
    outcome.base = minutes(1);
    outcome.engines.assign(statistics.engines().begin(), statistics.engines().end());
    outcome.halts.assign(statistics.halts().begin(), statistics.halts().end());
    outcome.metrics = computeMetrics(outcome.result, outcome.setup.instruments, statistics,
                                     outcome.base, RandomSource{kBootstrapSeed});
    return outcome;
}

} // namespace wick::session
