#include "core/backtest/sizingstress.h"

#include <algorithm>

namespace wick::core {

namespace {

using Day = std::span<const StressTrade>;

std::vector<Day> daysOf(std::span<const StressTrade> trades)
{
    std::vector<Day> found;
    std::size_t first = 0;
    for (std::size_t i = 1; i <= trades.size(); ++i) {
        if (i == trades.size()
            || floorTo(trades[i].closed, days(1)) != floorTo(trades[first].closed, days(1)))
        {
            found.push_back(trades.subspan(first, i - first));
            first = i;
        }
    }
    return found;
}

/// As many days as there are, in blocks that go on round the end.
std::vector<std::size_t> drawDays(std::size_t count, double blockDays, RandomSource& random)
{
    std::vector<std::size_t> drawn(count);
    for (std::size_t i = 0; i < count; ++i) {
        const bool begins = i == 0 || random.uniform() * blockDays < 1.0;
        drawn[i] = begins ? random.below(count) : (drawn[i - 1] + 1) % count;
    }
    return drawn;
}

struct Path
{
    double end = 1.0;
    double drawdown = 0.0;
    bool ruined = false;
};

Path follow(std::span<const Day> all, std::span<const std::size_t> drawn, double risk, double ruin)
{
    Path path;
    double peak = 1.0;
    for (const std::size_t day : drawn) {
        for (const StressTrade& trade : all[day]) {
            path.end = std::max(0.0, path.end * (1.0 + risk * trade.r));
            peak = std::max(peak, path.end);
            path.drawdown = std::max(path.drawdown, 1.0 - path.end / peak);
            path.ruined = path.ruined || path.end <= 1.0 - ruin;
        }
    }
    return path;
}

/// The value below which that share lies, by the nearest rank.
double quantile(std::vector<double>& values, double share)
{
    const auto at = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5);
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at),
                     values.end());
    return values[at];
}

} // namespace

std::vector<StressLine>
stressSizing(std::span<const StressTrade> trades, const StressSetup& setup, RandomSource random)
{
    if (trades.empty() || setup.samples == 0) {
        return {};
    }
    const auto all = daysOf(trades);
    std::array<std::vector<Path>, kStressMultiples.size()> paths;
    for (std::size_t sample = 0; sample < setup.samples; ++sample) {
        const auto drawn = drawDays(all.size(), setup.blockDays, random);
        for (std::size_t i = 0; i < kStressMultiples.size(); ++i) {
            paths[i].push_back(
                follow(all, drawn, setup.fraction * kStressMultiples[i], setup.ruin));
        }
    }
    std::vector<StressLine> lines;
    for (std::size_t i = 0; i < kStressMultiples.size(); ++i) {
        std::vector<double> ends;
        std::vector<double> drawdowns;
        std::size_t ruined = 0;
        for (const Path& path : paths[i]) {
            ends.push_back(path.end);
            drawdowns.push_back(path.drawdown);
            ruined += path.ruined ? 1 : 0;
        }
        StressLine& line = lines.emplace_back();
        line.multiple = kStressMultiples[i];
        line.ruinProbability = static_cast<double>(ruined) / static_cast<double>(setup.samples);
        line.drawdownMedian = quantile(drawdowns, 0.5);
        line.drawdownWorst = quantile(drawdowns, 0.95);
        line.endLow = quantile(ends, 0.05);
        line.endMedian = quantile(ends, 0.5);
        line.endHigh = quantile(ends, 0.95);
    }
    return lines;
}

} // namespace wick::core
