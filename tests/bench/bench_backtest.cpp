// What a bar costs the event-driven engine, beside a bare loop that computes the same trades in the
// same run; and that it takes nothing from the heap between two trades.
#include "core/backtest/backtestrunner.h"
#include "strategies/catalog.h"
#include "tests/bench/barecross.h"
#include "tests/bench/heapcounter.h"
#include "tests/bench/practicecandles.h"
#include "tests/bench/processmemory.h"
#include "tests/bench/ratioreporter.h"

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace wick;
using namespace wick::core;

namespace {

constexpr std::size_t kBars = 1'000'000;
constexpr std::size_t kMostTrades = 50'000;
constexpr Money kBalance = usdc(100'000);
constexpr Quantity kOne{10'000};
/// 400 ns a bar, where the bare loop takes 2.5.
constexpr double kFourHundredNanoseconds = 160.0;

const bench::PracticeCandles& eth()
{
    static const bench::PracticeCandles made = bench::practiceEthCandles(kBars);
    return made;
}

const bench::PracticeCandles& xau()
{
    static const bench::PracticeCandles made = bench::practiceXauCandles(kBars);
    return made;
}

/// Notes how much the heap was asked for from the first closed trade to the last.
class HeapBetweenTrades final : public CoreListener
{
public:
    void onTrade(const TradeRow& /*trade*/) override
    {
        m_last = bench::heapAllocations();
        m_first = m_trades++ == 0 ? m_last : m_first;
    }
    [[nodiscard]] std::uint64_t allocations() const noexcept { return m_last - m_first; }
    [[nodiscard]] std::size_t trades() const noexcept { return m_trades; }

private:
    std::uint64_t m_first = 0;
    std::uint64_t m_last = 0;
    std::size_t m_trades = 0;
};

/// A backtest to be run many times.
struct Scenario
{
    const char* strategy;
    std::vector<std::pair<std::string, std::string>> parameters;
    const bench::PracticeCandles& candles;
    Duration timeframe;
    FillModel::Kind fills;
    std::optional<Quantity> quantity; ///< none: sized by the distance of the stop
};

Scenario crossScenario()
{
    return {"ma-cross",
            {{"fast", "12"}, {"slow", "26"}, {"kind", "ema"}},
            eth(),
            minutes(1),
            FillModel::Kind::NextOpen,
            kOne};
}

Scenario retestScenario()
{
    return {"fvg-retest", {}, xau(), minutes(5), FillModel::Kind::Model, {}};
}

Scenario momentumScenario()
{
    return {"momentum", {}, eth(), minutes(5), FillModel::Kind::Model, {}};
}

BacktestRunner runnerOf(const Scenario& scenario, CoreListener* listener = nullptr)
{
    CoreSetup setup;
    setup.instruments = {scenario.candles.instrument};
    EngineSetup engine;
    engine.name = scenario.strategy;
    engine.strategy = strategies::catalog().create(scenario.strategy, scenario.parameters).value();
    engine.timeframe = scenario.timeframe;
    engine.fixedQuantity = scenario.quantity;
    setup.engines = {engine};
    setup.limits = scenario.quantity ? RiskLimits::open() : RiskLimits{};
    // A strategy that has been halted for good costs less: it goes on to the end of the data.
    setup.limits.fleet.peakDrawdown = kNoLimit;
    setup.limits.engine.peakDrawdown = kNoLimit;
    setup.fill.kind = scenario.fills;
    setup.balance = kBalance;
    // Nor has the bare loop any funding.
    setup.funding = {FundingTable{{FundingRate{Timestamp{}, 0}}}};
    BacktestRunner runner{
        std::move(setup), {{InstrumentId{0}, scenario.candles.columns()}}, {}, {}, listener};
    runner.reserve(kMostTrades);
    return runner;
}

void bareLoop(benchmark::State& state)
{
    const auto columns = eth().columns();
    for (auto _ : state) {
        benchmark::DoNotOptimize(bench::bareCross(columns, eth().instrument, kOne, kBalance));
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kBars));
}

void backtest(benchmark::State& state, Scenario (*scenario)())
{
    for (auto _ : state) {
        state.PauseTiming();
        {
            BacktestRunner runner = runnerOf(scenario());
            state.ResumeTiming();
            const BacktestResult result = runner.run();
            benchmark::DoNotOptimize(result.balance);
            state.PauseTiming();
        }
        state.ResumeTiming();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kBars));
}

BENCHMARK(bareLoop)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(backtest, cross, crossScenario)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(backtest, retest, retestScenario)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(backtest, momentum, momentumScenario)->Unit(benchmark::kMillisecond);

/// Engine and bare loop must have done the same work, or their times say nothing.
bool sameTrades()
{
    const auto bare = bench::bareCross(eth().columns(), eth().instrument, kOne, kBalance);
    const BacktestResult result = runnerOf(crossScenario()).run();
    std::printf("engine: %zu trades, %.6f USDC; bare loop: %zu trades, %.6f USDC\n",
                result.trades.size(), static_cast<double>(result.balance.count()) / 1e6,
                bare.trades, static_cast<double>(bare.balance.count()) / 1e6);
    return bare == bench::CrossOutcome{result.trades.size(), result.balance};
}

bool noHeapBetweenTrades()
{
    bool none = true;
    for (const auto scenario : {crossScenario, retestScenario, momentumScenario}) {
        HeapBetweenTrades heap;
        static_cast<void>(runnerOf(scenario(), &heap).run());
        std::printf("%s: %zu trades, %llu heap allocations between the first and the last\n",
                    scenario().strategy, heap.trades(),
                    static_cast<unsigned long long>(heap.allocations()));
        none = none && heap.allocations() == 0 && heap.trades() > 1;
    }
    return none;
}

/// What candles, engine and result of one run need beyond the program itself.
void reportMemory(std::int64_t startBytes)
{
    static_cast<void>(eth()); // making them takes more than keeping them
    bench::restartPeak();
    const BacktestResult result = runnerOf(crossScenario()).run();
    const std::int64_t peak = bench::peakBytes();
    if (peak == 0 || startBytes == 0) {
        std::printf("memory: this system does not say\n");
        return;
    }
    std::printf(
        "memory: %.0f MiB at most above the start for %zu bars and %zu trades (limit 150)\n",
        static_cast<double>(peak - startBytes) / (1024.0 * 1024.0), result.bars,
        result.trades.size());
}

} // namespace

int main(int argc, char* argv[])
{
    reportMemory(bench::residentBytes());
    if (!sameTrades() || !noHeapBetweenTrades()) {
        std::fprintf(stderr, "bench_backtest: engine and bare loop differ, or the heap was used\n");
        return EXIT_FAILURE;
    }
    return bench::runWithRatios(
        argc, argv,
        {{"ma-cross / bare loop", "backtest/cross", {"bareLoop"}, 15.0},
         {"fvg-retest / bare loop", "backtest/retest", {"bareLoop"}, kFourHundredNanoseconds},
         {"momentum / bare loop", "backtest/momentum", {"bareLoop"}, kFourHundredNanoseconds}});
}
