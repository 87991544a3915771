// One step of dragging a limit: a run of 60 days on three markets with five-minute base bars worked
// out again, beside the whole run and beside the time a screen leaves for it.
#include "core/backtest/practicemarket.h"
#include "core/backtest/practiceparameters.h"
#include "core/backtest/whatif.h"
#include "strategies/catalog.h"
#include "tests/bench/ratioreporter.h"
#include "tests/support/exampleinstruments.h"

#include <cstdio>
#include <ctime>

using namespace wick;
using namespace wick::core;

namespace {

constexpr std::size_t kDays = 60;
constexpr Duration kBase = minutes(5);
constexpr double kFrameSeconds = 0.033;

struct Columns
{
    std::vector<std::int64_t> time, open, high, low, close, volume;

    void add(const ClosedBar& bar)
    {
        time.push_back(toMilliseconds(bar.start));
        open.push_back(bar.open.count());
        high.push_back(bar.high.count());
        low.push_back(bar.low.count());
        close.push_back(bar.close.count());
        volume.push_back(bar.volume.count());
    }
};

/// Gold trades around the clock here, so that each of the three markets has every bar.
struct Markets
{
    CoreSetup setup;
    std::vector<Columns> columns;
    std::vector<BarSeries> series;

    Markets()
    {
        std::vector<PracticeMarketParameters> parameters;
        for (const Instrument& example : test::exampleInstruments()) {
            auto fields = example.fields();
            fields.calendar = CalendarKind::Always;
            setup.instruments.push_back(Instrument::create(fields).value());
            const bool gold = example.base() == "XAU";
            parameters.push_back(gold                      ? practiceXau()
                                 : example.base() == "BTC" ? practiceBtc()
                                                           : practiceEth());
            EngineSetup engine;
            engine.name = gold ? "fvg-retest" : "momentum";
            engine.instrument = example.id();
            engine.strategy = strategies::catalog().create(engine.name, {}).value();
            engine.base = kBase;
            setup.engines.push_back(engine);
        }
        // A fleet that was halted for good would have nothing left to do.
        setup.limits.fleet.peakDrawdown = kNoLimit;
        setup.limits.engine.peakDrawdown = kNoLimit;
        const auto made = generateBars(parameters, setup.instruments, 1, kDays * 24 * 60);
        for (const auto& bars : made) {
            BarAggregator aggregator{kBase, minutes(1)};
            Columns& market = columns.emplace_back();
            for (const ClosedBar& bar : bars) {
                for (const ClosedBar& closed : aggregator.add(bar)) {
                    market.add(closed);
                }
            }
        }
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const Columns& of = columns[i];
            series.push_back({setup.instruments[i].id(),
                              {of.time, of.open, of.high, of.low, of.close, of.volume,
                               setup.instruments[i].priceDecimals(),
                               setup.instruments[i].volumeDecimals(), kBase}});
        }
    }
};

const Markets& markets()
{
    static const Markets made;
    return made;
}

const WhatIf& kept()
{
    static const WhatIf made{markets().setup, markets().series};
    return made;
}

/// Each step of a drag asks for another value.
RiskLimits dragged(std::int64_t riskPerTrade, std::int64_t step)
{
    RiskLimits limits = markets().setup.limits;
    limits.riskPerTrade = riskPerTrade + step % 50;
    return limits;
}

/// The run as it was: no strategy is asked.
RiskLimits unchanged(std::int64_t /*step*/)
{
    return markets().setup.limits;
}

/// Sizes change, and no trade is blocked that was not.
RiskLimits resized(std::int64_t step)
{
    return dragged(2'000, step);
}

/// Some trades are blocked, and days end early.
RiskLimits tightened(std::int64_t step)
{
    RiskLimits limits = dragged(2'500, 0);
    limits.maxOpenPositions = 1;
    limits.engine.dailyLoss = 3'000 + step % 50;
    return limits;
}

void again(benchmark::State& state, RiskLimits (*limits)(std::int64_t))
{
    std::int64_t step = 0;
    for (auto _ : state) {
        const WhatIfResult result = kept().under(limits(++step));
        benchmark::DoNotOptimize(result.balance);
    }
}

void whole(benchmark::State& state, RiskLimits (*limits)(std::int64_t))
{
    std::int64_t step = 0;
    for (auto _ : state) {
        CoreSetup setup = markets().setup;
        setup.limits = limits(++step);
        const BacktestResult result = BacktestRunner{setup, markets().series}.run();
        benchmark::DoNotOptimize(result.balance);
    }
}

/// What a frame of the screen leaves, spent in vain: times are compared by processor time.
void budget(benchmark::State& state)
{
    for (auto _ : state) {
        const std::clock_t end =
            std::clock() + static_cast<std::clock_t>(kFrameSeconds * CLOCKS_PER_SEC);
        while (std::clock() < end) {
        }
    }
}

BENCHMARK_CAPTURE(again, unchanged, unchanged)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(again, resized, resized)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(again, tightened, tightened)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(whole, resized, resized)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(whole, tightened, tightened)->Unit(benchmark::kMillisecond);
BENCHMARK(budget)->Unit(benchmark::kMillisecond);

bool sameRuns()
{
    std::size_t bars = 0;
    for (const Columns& each : markets().columns) {
        bars += each.time.size();
    }
    std::printf("%zu bars, %zu trades as run\n", bars, kept().asRun().trades.size());
    for (const auto limits : {unchanged, resized, tightened}) {
        CoreSetup setup = markets().setup;
        setup.limits = limits(1);
        const BacktestResult run = BacktestRunner{setup, markets().series}.run();
        const WhatIfResult result = kept().under(limits(1));
        std::printf("again: %zu trades, strategies asked for %zu of %zu steps\n",
                    result.trades.size(), result.asked, kept().asRun().asked);
        if (run.sessionDigest != result.sessionDigest) {
            return false;
        }
    }
    return true;
}

} // namespace

int main(int argc, char* argv[])
{
    if (!sameRuns()) {
        std::fprintf(stderr, "bench_whatif: worked out again it is another run\n");
        return EXIT_FAILURE;
    }
    return bench::runWithRatios(
        argc, argv,
        {{"what-if, sizes change / 33 ms", "again/resized", {"budget"}, 1.0},
         {"what-if, trades blocked / 33 ms", "again/tightened", {"budget"}, 1.0},
         {"what-if / whole run, sizes change", "again/resized", {"whole/resized"}, 1.0},
         {"what-if / whole run, trades blocked", "again/tightened", {"whole/tightened"}, 0.0}});
}
