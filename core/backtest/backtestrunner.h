#pragma once

#include "core/backtest/barfeed.h"
#include "core/engine/strategyengine.h"
#include "core/engine/tradingcore.h"

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace wick::core {

/// Equity at the close of a base bar.
struct EquityPoint
{
    Timestamp time;
    Money equity;
};

/// What a run came to. Owns everything it shows.
struct BacktestResult
{
    Money balance;                    ///< marked equity at the end
    std::vector<TradeRow> trades;     ///< closed
    std::vector<TradeRow> openTrades; ///< marked at the end, reason OPEN
    std::vector<EquityPoint> equity;  ///< at every base close at which it changed, first and last
    Money startBalance;
    Money fees;
    Money funding;
    std::uint64_t signals = 0;
    std::uint64_t refusals = 0;
    std::size_t bars = 0; ///< base bars of all series
    Timestamp first;      ///< first and last moment of the data
    Timestamp last;
    Duration inPosition{}; ///< time with any position at a close
    std::string sessionDigest;
    std::vector<std::string> decisionDigests; ///< by engine
    std::vector<Halt> halts;                  ///< in force at the end
    bool cancelled = false;
};

/// What a run may be told while it goes on. Both may be empty. Thread: called on the runner's.
struct RunControl
{
    std::function<void(std::size_t done, std::size_t total)> progress;
    const std::atomic<bool>* cancel = nullptr;
};

/// Drives engines and core over candles, inline and in order of engine: the same code as paper and
/// live.
class BacktestRunner
{
public:
    /// The columns of `series` must outlive the runner.
    BacktestRunner(CoreSetup setup,
                   std::vector<BarSeries> series,
                   std::optional<Timestamp> from = {},
                   std::optional<Timestamp> to = {},
                   CoreListener* listener = nullptr);

    /// Room for equity points and trades, so that nothing is taken from the heap on the way.
    void reserve(std::size_t trades);
    [[nodiscard]] BacktestResult run(const RunControl& control = {});

    [[nodiscard]] const TradingCore& core() const noexcept { return *m_core; }

private:
    void walk();
    [[nodiscard]] bool glide();
    void exchange(std::span<const Step> steps);
    void note(EngineId engine, bool failed);
    template <typename Ask>
    void answer(EngineId engine, const Ask& ask);
    void record(Timestamp at, Money equity)
    {
        if (m_equity.empty() || m_equity.back().equity != equity) {
            m_equity.push_back({at, equity});
        }
    }
    void record(std::span<const ClosedBar> bars, const QuietStretch& stretch);
    [[nodiscard]] BacktestResult result();

    std::unique_ptr<TradingCore> m_core;
    BarFeed m_feed;
    std::vector<std::unique_ptr<StrategyEngine>> m_engines;
    std::vector<Answer> m_answers; ///< room for one an engine, of which the first m_answered are
    std::size_t m_answered = 0;
    std::vector<EquityPoint> m_equity;
    Duration m_inPosition{};
    bool m_cancelled = false;
};

} // namespace wick::core
