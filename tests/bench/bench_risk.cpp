// What the gate takes for an intent that every rule allows, beside the same comparisons as a bare
// chain in the same run; and that it takes nothing from the heap.
#include "core/base/clock.h"
#include "core/base/randomsource.h"
#include "core/risk/riskgate.h"
#include "core/sizing/stopdistancesizer.h"
#include "tests/bench/heapcounter.h"
#include "tests/bench/ratioreporter.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

using namespace wick;
using namespace wick::core;

namespace {

constexpr std::size_t kMarkets = 3;

Instrument instrumentOf(std::size_t index)
{
    return Instrument::create({.id = InstrumentId{static_cast<std::uint16_t>(index)},
                               .symbol = "M" + std::to_string(index) + "-PERP",
                               .priceDecimals = 2,
                               .tick = PriceDelta{1},
                               .quantityDecimals = 4,
                               .volumeDecimals = 4,
                               .minimumQuantity = Quantity{50},
                               .minimumNotional = usdc(10),
                               .initialMargin = Ppm{50'000},
                               .maintenanceMargin = Ppm{12'000},
                               .takerFee = Ppm{0},
                               .makerFee = Ppm{0},
                               .spread = Ppm{100},
                               .normalVolatility = 0.037,
                               .calendar = CalendarKind::NewYork})
        .value();
}

/// Two markets that move together and one that does not.
PairTable pairsOf()
{
    CorrelationMatrix matrix{kMarkets};
    RandomSource random{7};
    for (int i = 0; i < 2'000; ++i) {
        const double common = random.normal();
        const std::array<double, kMarkets> returns{common + 0.3 * random.normal(),
                                                   common + 0.3 * random.normal(), random.normal()};
        matrix.add(returns);
    }
    PairTable pairs{kMarkets};
    pairs.refresh(matrix);
    return pairs;
}

/// An account of 100,000 that holds two markets and wants a third of the first.
struct Situation
{
    std::vector<Instrument> instruments;
    PairTable pairs = pairsOf();
    RiskLimits limits;
    AccountView view;
    OrderIntent intent;

    Situation()
    {
        for (std::size_t i = 0; i < kMarkets; ++i) {
            instruments.push_back(instrumentOf(i));
            view.holdings.push_back({.market = InstrumentId{static_cast<std::uint16_t>(i)},
                                     .open = i == 0 ? 0 : usdc(10'000).count(),
                                     .risk = i == 0 ? 0 : usdc(200).count(),
                                     .volatility = 37'000});
        }
        limits.stageCap = 1'000'000'000'000;
        limits.maxPosition = 1'000'000'000'000;
        view.now = Timestamp{} + hours(9);
        view.equity = usdc(100'000);
        view.limits = &limits;
        view.riskPerTrade = 5'000;
        view.grossNotional = usdc(20'000);
        view.marginUsed = usdc(1'000);
        view.otherMaintenance = usdc(99'000);
        view.openMarkets = 2;
        view.mark = Price{200'000};
        view.markTime = view.now;
        view.minutesToClose = 300;
        view.fleetDay = {usdc(2'000).count(), 0};
        view.engineDay = {usdc(1'000).count(), 0};
        view.fleetRolling = {usdc(3'000).count(), 0};
        view.engineRolling = {usdc(1'500).count(), 0};
        view.fleetPeak = {usdc(10'000).count(), 0};
        view.enginePeak = {usdc(5'000).count(), 0};
        view.lossStreak = {5, 1};
        view.slipStreak = {3, 0};
        view.rejects = {3, 0};
        view.trades = {12, 3};
        view.entriesSent = {28, 4};
        view.leverageCap = 4'000'000;
        view.stageCap = limits.stageCap;
        view.hourRange = PriceDelta{1'000};
        view.stopSlip = PriceDelta{20};
        view.cost = Ppm{300};
        view.winShare = Ppm{550'000};
        view.book = BookView{100, 1'000'000, 1'000'000};
        view.clockSkewMs = 3;
        view.pairs = &pairs;
        intent.id = OrderId{1};
        intent.instrument = &instruments[0];
        intent.side = Side::Buy;
        intent.price = Price{200'000};
        intent.quantity = Quantity{10'000};
        intent.stop = Price{199'000};
        intent.target = Price{202'000};
        intent.lossAtStop = usdc(10);
        intent.reason = {"BENCH", "A measurement."};
    }
    Situation(const Situation&) = delete;
    Situation& operator=(const Situation&) = delete;
};

/// The numbers of the situation's verdict, compared one after the other without rules around them.
struct BareChain
{
    struct Line
    {
        std::int64_t limit;
        std::int64_t actual;
        bool atLeast;
    };
    std::vector<Line> lines;

    explicit BareChain(const Verdict& verdict)
    {
        for (const auto& line : verdict.lines) {
            lines.push_back(
                {line.result.limit, line.result.actual, line.rule->bound == Bound::AtLeast});
        }
    }
    [[nodiscard]] bool passes() const noexcept
    {
        bool passed = true;
        for (const auto& line : lines) {
            passed =
                passed && (line.atLeast ? line.actual >= line.limit : line.actual <= line.limit);
        }
        return passed;
    }
};

void review(benchmark::State& state)
{
    const ManualClock clock;
    Situation one;
    RiskGate gate{clock, standardRules(), seconds(15)};
    for (auto _ : state) {
        benchmark::DoNotOptimize(one.intent.quantity);
        benchmark::DoNotOptimize(gate.review(one.intent, one.view).approved.has_value());
    }
}

void bareChain(benchmark::State& state)
{
    const ManualClock clock;
    Situation one;
    RiskGate gate{clock, standardRules(), seconds(15)};
    const BareChain chain{gate.review(one.intent, one.view).verdict};
    for (auto _ : state) {
        benchmark::DoNotOptimize(chain.lines.data());
        benchmark::DoNotOptimize(chain.passes());
    }
}

void sizing(benchmark::State& state)
{
    Situation one;
    const SizingCosts costs{PriceDelta{20}, PriceDelta{20}, Ppm{0}, Ppm{0}, Ppm{13}};
    for (auto _ : state) {
        benchmark::DoNotOptimize(one.intent.price);
        benchmark::DoNotOptimize(sizeByStopDistance(one.intent, costs, one.view).has_value());
    }
}

BENCHMARK(review);
BENCHMARK(bareChain);
BENCHMARK(sizing);

bool acceptsWithoutHeap()
{
    const ManualClock clock;
    Situation one;
    RiskGate gate{clock, standardRules(), seconds(15)};
    std::size_t approved = 0;
    const std::uint64_t before = bench::heapAllocations();
    for (int i = 0; i < 1'000; ++i) {
        approved += gate.review(one.intent, one.view).approved.has_value() ? 1U : 0U;
    }
    const std::uint64_t taken = bench::heapAllocations() - before;
    std::printf("gate: %zu rules, %zu of 1000 approved, %llu heap allocations\n",
                gate.rules().size(), approved, static_cast<unsigned long long>(taken));
    return approved == 1'000 && taken == 0;
}

} // namespace

int main(int argc, char* argv[])
{
    if (!acceptsWithoutHeap()) {
        std::fprintf(stderr, "bench_risk: an intent was refused, or the heap was used\n");
        return EXIT_FAILURE;
    }
    return bench::runWithRatios(argc, argv,
                                {{"review / bare chain", "review", {"bareChain"}, 0.0},
                                 {"sizing / review", "sizing", {"review"}, 0.0}});
}
