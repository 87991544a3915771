#include "tests/charts/chartfixtures.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <random>
#include <span>
#include <utility>

namespace wick::test {

using namespace wick::charts;

namespace {

double uniform(std::mt19937_64& engine)
{
    return static_cast<double>(engine() >> 11) * 0x1.0p-53;
}

double bell(std::mt19937_64& engine)
{
    double sum = 0.0;
    for (int i = 0; i < 12; ++i) {
        sum += uniform(engine);
    }
    return sum - 6.0;
}

double cents(double value)
{
    return std::round(value * 100.0) / 100.0;
}

double rangeAt(const std::vector<Candle>& bars, std::size_t at)
{
    const std::size_t first = at > 14 ? at - 14 : 0;
    double sum = 0.0;
    for (std::size_t i = first; i <= at; ++i) {
        sum += bars[i].high - bars[i].low;
    }
    return sum / static_cast<double>(at - first + 1);
}

/// Lets one later bar act on a gap; true when the gap ended.
bool visit(GapBox& gap, const Candle& bar)
{
    const bool up = gap.direction == Direction::Up;
    const double reach = up ? bar.low : bar.high;
    const bool inside = up ? reach <= gap.top : reach >= gap.bottom;
    if (inside) {
        const double kept = std::isnan(gap.deepest) ? reach : gap.deepest;
        gap.deepest = up ? std::min(kept, reach) : std::max(kept, reach);
    }
    const double visited = visitedFraction(gap);
    if (up ? bar.close < gap.bottom : bar.close > gap.top) {
        gap.state = GapState::Invalidated;
    } else if (visited >= 1.0) {
        gap.state = GapState::Filled;
    } else if (visited >= 0.5) {
        gap.state = GapState::MidlineReached;
    } else if (inside) {
        gap.state = GapState::Touched;
    }
    return gap.state == GapState::Invalidated || gap.state == GapState::Filled;
}

} // namespace

std::vector<Candle> walkBars(std::size_t count, std::uint64_t seed)
{
    std::mt19937_64 engine{seed};
    std::vector<Candle> bars;
    bars.reserve(count);
    double price = 4'690.0;
    double calm = 1.0;
    double drift = 0.0;
    for (std::size_t i = 0; i < count; ++i) {
        calm = std::clamp(0.92 * calm + 0.08 * (0.5 + uniform(engine)), 0.3, 3.0);
        const bool burst = uniform(engine) < 0.025;
        calm = burst ? 2.6 : calm;
        drift = burst ? 4.5 * (uniform(engine) < 0.5 ? -1.0 : 1.0) : 0.6 * drift;
        const double move = calm * 2.2 * bell(engine) + drift;
        Candle bar;
        bar.timeMs = kFixtureStartMs + static_cast<std::int64_t>(i) * kFixtureBarMs;
        bar.open = cents(price);
        price = std::max(200.0, price + move);
        bar.close = cents(price);
        bar.high = cents(std::max(bar.open, bar.close) + calm * 1.4 * std::fabs(bell(engine)));
        bar.low = cents(std::min(bar.open, bar.close) - calm * 1.4 * std::fabs(bell(engine)));
        bar.volume = std::round(400.0 * calm * calm * (0.6 + uniform(engine)));
        bars.push_back(bar);
    }
    return bars;
}

std::vector<double> averageOf(const std::vector<Candle>& bars, std::size_t window)
{
    std::vector<double> values(bars.size(), kMissing);
    double sum = 0.0;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        sum += bars[i].close;
        if (i >= window) {
            sum -= bars[i - window].close;
        }
        if (i + 1 >= window) {
            values[i] = sum / static_cast<double>(window);
        }
    }
    return values;
}

namespace {

/// The gap whose third candle is `third`, as it is when it opens.
std::optional<GapBox> gapAt(const std::vector<Candle>& bars, std::size_t third)
{
    const Candle& a = bars[third - 2];
    const Candle& c = bars[third];
    const bool up = c.low > a.high;
    if (!up && c.high >= a.low) {
        return std::nullopt;
    }
    GapBox gap;
    gap.id = QStringLiteral("gap-%1").arg(third);
    gap.direction = up ? Direction::Up : Direction::Down;
    gap.state = GapState::Open;
    gap.bottom = up ? a.high : c.high;
    gap.top = up ? c.low : a.low;
    gap.fromMs = c.timeMs;
    gap.sizeInAtr = (gap.top - gap.bottom) / rangeAt(bars, third - 2);
    return gap;
}

/// Follows a gap through the bars after its third candle until it ends.
void live(GapBox& gap, std::span<const Candle> later)
{
    constexpr std::size_t kExpiry = 80;
    for (std::size_t age = 0; age < later.size(); ++age) {
        const bool expired = age >= kExpiry;
        gap.state = expired ? GapState::Expired : gap.state;
        if (expired || visit(gap, later[age])) {
            gap.toMs = later[age].timeMs;
            return;
        }
    }
}

} // namespace

std::vector<GapBox> gapsOf(const std::vector<Candle>& bars, double leastAtr)
{
    std::vector<GapBox> gaps;
    for (std::size_t third = 2; third < bars.size(); ++third) {
        auto gap = gapAt(bars, third);
        if (gap && gap->sizeInAtr >= leastAtr) {
            live(*gap, std::span{bars}.subspan(third + 1));
            gaps.push_back(*gap);
        }
    }
    return gaps;
}

namespace {

void addSignalsAndFills(ChartScene& scene, const std::vector<Candle>& bars)
{
    for (std::size_t i = 20; i + 12 < bars.size(); i += 31) {
        SignalMark mark;
        mark.id = QStringLiteral("signal-%1").arg(i);
        mark.side = bars[i].direction();
        mark.state = i % 3 == 0 ? SignalState::Refused : SignalState::Taken;
        mark.timeMs = bars[i].timeMs;
        mark.strength = 0.5 + 0.01 * static_cast<double>(i % 40);
        if (mark.state == SignalState::Refused) {
            mark.pill = QStringLiteral("Refused: group exposure 2.38 of 1.50");
        }
        mark.tooltip = QStringList{QStringLiteral("Burst, strength %1").arg(mark.strength),
                                   QStringLiteral("Move 2.1 of 1.8 needed"),
                                   QStringLiteral("Volume 1.9 of 1.5 needed")};
        scene.signalMarks.push_back(mark);
        if (mark.state == SignalState::Taken) {
            const ChartPoint entry{bars[i + 1].timeMs, bars[i + 1].open};
            const ChartPoint exit{bars[i + 9].timeMs, bars[i + 9].close};
            const QString id = QStringLiteral("trade-%1").arg(i);
            scene.fills.push_back({id, FillKind::Entry, mark.side, entry, std::nullopt, {}});
            scene.fills.push_back({id, FillKind::Exit, mark.side, exit, entry, {}});
        }
    }
}

} // namespace

ChartScene fullScene(std::size_t count, std::uint64_t seed)
{
    std::vector<Candle> bars = walkBars(count, seed);
    bars.back().state = BarState::Forming;
    ChartScene scene;
    scene.market = QStringLiteral("XAU-PERP");
    scene.timeframe = QStringLiteral("5m");
    scene.note = QStringLiteral("Gaps: mitigated at midline");
    scene.lines.emplace_back(IndicatorLine{QStringLiteral("EMA 21"), LineRole::Line1,
                                           LineStyle::Solid, averageOf(bars, 21)});
    scene.lines.emplace_back(IndicatorLine{QStringLiteral("EMA 55"), LineRole::Line2,
                                           LineStyle::Solid, averageOf(bars, 55)});
    scene.lines.emplace_back(IndicatorLine{QStringLiteral("VWAP"), LineRole::Line3,
                                           LineStyle::Dashed, averageOf(bars, 200)});
    std::vector<double> strength(bars.size());
    for (std::size_t i = 0; i < bars.size(); ++i) {
        strength[i] = 24.0 + 9.0 * std::sin(static_cast<double>(i) / 17.0);
    }
    scene.panes.emplace_back(IndicatorPane{QStringLiteral("ADX 14"),
                                     {{QString{}, LineRole::Line1, LineStyle::Solid, strength}},
                                     {22.0},
                                     1});
    scene.gaps = gapsOf(bars, 0.25);
    addSignalsAndFills(scene, bars);
    const std::size_t entry = bars.size() - 6;
    const double from = bars[entry].open;
    const double risk = 1.3 * rangeAt(bars, entry);
    scene.levels = {
        {LevelKind::Target, cents(from + 1.8 * risk), bars[entry].timeMs,
         QStringLiteral("Target +40.75")},
        {LevelKind::Entry, from, bars[entry].timeMs, QStringLiteral("Long 5.012 +0.75 R")},
        {LevelKind::Stop, cents(from - risk), bars[entry].timeMs, QStringLiteral("Stop −22.64")}};
    scene.candles.assign(std::move(bars), kFixtureBarMs, {});
    return scene;
}

ChartScene reviewScene(std::uint64_t seed)
{
    std::vector<Candle> bars = walkBars(400, seed);
    ChartScene scene;
    scene.market = QStringLiteral("XAU-PERP");
    scene.timeframe = QStringLiteral("5m");
    scene.lines.emplace_back(IndicatorLine{QStringLiteral("EMA 21"), LineRole::Line1,
                                           LineStyle::Solid, averageOf(bars, 21)});
    scene.gaps = gapsOf(bars, 0.4);
    const std::size_t entry = 200;
    const std::size_t exit = 212;
    TradeView trade;
    trade.id = QStringLiteral("trade-13");
    trade.title = QStringLiteral("Trade 13 of 185");
    trade.detail = QStringLiteral("Wed 04 Mar 2026 13:10 to 13:55, 9 bars, +40.84 USDC, +1.74 R");
    const bool up = bars[exit].close >= bars[entry].open;
    trade.side = up ? Direction::Up : Direction::Down;
    trade.entry = {bars[entry].timeMs, bars[entry].open};
    trade.exit = {bars[exit].timeMs, bars[exit].close};
    double low = bars[entry].low;
    double high = bars[entry].high;
    for (std::size_t i = entry; i <= exit; ++i) {
        low = std::min(low, bars[i].low);
        high = std::max(high, bars[i].high);
    }
    trade.worst = up ? low : high;
    trade.best = trade.exit.price;
    trade.target = trade.exit.price;
    trade.stop = up ? cents(low - 3.0) : cents(high + 3.0);
    trade.entryLabel = QStringLiteral("%1 2.859 at 5,190.02")
                           .arg(up ? QLatin1String("Long") : QLatin1String("Short"));
    trade.stopLabel = QStringLiteral("Stop −1.00 R");
    trade.targetLabel = QStringLiteral("Target 1.80 R · filled 13:55");
    trade.worstLabel = QStringLiteral("Worst −0.61 R");
    trade.bestLabel = QStringLiteral("Best +1.80 R");
    scene.trade = trade;
    scene.candles.assign(std::move(bars), kFixtureBarMs, {});
    return scene;
}

EquityScene equityScene(std::size_t trades, std::uint64_t seed)
{
    std::mt19937_64 engine{seed};
    EquityScene scene;
    scene.start = 10'000.0;
    double equity = scene.start;
    std::int64_t timeMs = kFixtureStartMs;
    for (std::size_t i = 0; i <= trades; ++i) {
        scene.points.push_back({timeMs, cents(equity)});
        equity += uniform(engine) < 0.37 ? 39.0 : -25.0;
        timeMs += static_cast<std::int64_t>(uniform(engine) * 16.0 * 3'600'000.0);
    }
    scene.selectedMs = scene.points[trades / 8].timeMs;
    return scene;
}

} // namespace wick::test
