#include "tests/tools/seriesstatistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace wick::tools {

namespace {

constexpr std::int64_t kDay = 86'400'000;
constexpr std::int64_t kFiveMinutes = 300'000;
constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

/// One-bar log returns; NaN where the row before is not the bar before.
std::vector<double> returnsOf(const Series& s)
{
    std::vector<double> r(s.size(), kUndefined);
    for (std::size_t i = 1; i < s.size(); ++i) {
        if (s.time[i] - s.time[i - 1] == s.interval) {
            r[i] = std::log(s.close[i] / s.close[i - 1]);
        }
    }
    return r;
}

double mean(const std::vector<double>& values)
{
    double sum = 0.0;
    std::size_t n = 0;
    for (const double v : values) {
        if (!std::isnan(v)) {
            sum += v;
            ++n;
        }
    }
    return n == 0 ? 0.0 : sum / static_cast<double>(n);
}

double centralMoment(const std::vector<double>& values, int power)
{
    const double centre = mean(values);
    double sum = 0.0;
    std::size_t n = 0;
    for (const double v : values) {
        if (!std::isnan(v)) {
            const double square = (v - centre) * (v - centre);
            sum += power == 2 ? square : square * square;
            ++n;
        }
    }
    return n == 0 ? 0.0 : sum / static_cast<double>(n);
}

double kurtosisOf(const std::vector<double>& r)
{
    const double variance = centralMoment(r, 2);
    return variance > 0.0 ? centralMoment(r, 4) / (variance * variance) : 0.0;
}

double trimmedKurtosisOf(std::vector<double> r)
{
    std::erase_if(r, [](double v) { return std::isnan(v); });
    std::sort(r.begin(), r.end(), [](double a, double b) { return std::fabs(a) < std::fabs(b); });
    r.resize(r.size() - std::min<std::size_t>(r.size(), 10));
    return kurtosisOf(r);
}

double autocorrelation(const std::vector<double>& values, std::size_t lag)
{
    const double centre = mean(values);
    double product = 0.0;
    std::size_t n = 0;
    for (std::size_t i = lag; i < values.size(); ++i) {
        if (!std::isnan(values[i]) && !std::isnan(values[i - lag])) {
            product += (values[i] - centre) * (values[i - lag] - centre);
            ++n;
        }
    }
    return n == 0 ? 0.0 : product / static_cast<double>(n) / centralMoment(values, 2);
}

/// Variance of the sums of `width` neighbouring returns over `width` times the one-bar variance.
double varianceRatioOf(const std::vector<double>& r, std::size_t width)
{
    std::vector<double> sums;
    for (std::size_t i = width; i < r.size(); i += width) {
        const double sum = std::accumulate(r.begin() + static_cast<std::ptrdiff_t>(i - width),
                                           r.begin() + static_cast<std::ptrdiff_t>(i), 0.0);
        sums.push_back(sum);
    }
    return centralMoment(sums, 2) / (static_cast<double>(width) * centralMoment(r, 2));
}

/// Wilder's ATR14 as data row 14 onwards; NaN before.
std::vector<double> averageTrueRange(const Series& s)
{
    constexpr std::size_t kPeriod = 14;
    std::vector<double> atr(s.size(), kUndefined);
    double value = 0.0;
    for (std::size_t i = 1; i < s.size(); ++i) {
        const double range = std::max({s.high[i] - s.low[i], std::fabs(s.high[i] - s.close[i - 1]),
                                       std::fabs(s.low[i] - s.close[i - 1])});
        if (i <= kPeriod) {
            value += range / static_cast<double>(kPeriod);
        } else {
            value += (range - value) / static_cast<double>(kPeriod);
        }
        if (i >= kPeriod) {
            atr[i] = value;
        }
    }
    return atr;
}

/// One three-bar gap seen as if it were bullish: a bearish one is the mirror image (prices
/// negated).
class Gap
{
public:
    Gap(const Series& series, std::size_t third, double direction) noexcept
        : m_series(series)
        , m_third(third)
        , m_direction(direction)
    {}

    [[nodiscard]] double bottom() const noexcept { return high(m_third - 2); }
    [[nodiscard]] double top() const noexcept { return low(m_third); }
    [[nodiscard]] double size() const noexcept { return top() - bottom(); }
    [[nodiscard]] bool contiguous() const noexcept
    {
        return m_series.time[m_third] - m_series.time[m_third - 2] == 2 * m_series.interval;
    }
    /// The displacement filter of definitions D.2.3.
    [[nodiscard]] bool displaced(double atr) const noexcept
    {
        const std::size_t b = m_third - 1;
        const double body = m_direction * (m_series.close[b] - m_series.open[b]);
        const double range = m_series.high[b] - m_series.low[b];
        return body >= 1.2 * atr && body >= 0.6 * range
               && m_direction * m_series.close[b] > bottom();
    }
    /// Departure by half an ATR, then half filled within 36 bars.
    [[nodiscard]] bool retested(double atr) const noexcept
    {
        bool departed = false;
        const std::size_t end = std::min(m_series.size(), m_third + 37);
        for (std::size_t j = m_third + 1; j < end; ++j) {
            if (low(j) <= (top() + bottom()) / 2.0) {
                return departed;
            }
            departed = departed || high(j) >= top() + 0.5 * atr;
        }
        return false;
    }

private:
    [[nodiscard]] double high(std::size_t i) const noexcept
    {
        return m_direction > 0.0 ? m_series.high[i] : -m_series.low[i];
    }
    [[nodiscard]] double low(std::size_t i) const noexcept
    {
        return m_direction > 0.0 ? m_series.low[i] : -m_series.high[i];
    }

    const Series& m_series;
    std::size_t m_third;
    double m_direction;
};

/// The price part of the momentum entry at bar `i` (definitions D.3, column 5m).
bool momentumAt(const Series& s,
                const std::vector<double>& r,
                const std::vector<double>& atr,
                double variance,
                std::size_t i)
{
    const double move = std::log(s.close[i] / s.close[i - 3]);
    if (std::fabs(move) < 1.8 * std::sqrt(3.0 * variance)
        || std::fabs(s.close[i] - s.close[i - 3]) < 1.2 * atr[i])
    {
        return false;
    }
    double path = 0.0;
    for (std::size_t j = i - 9; j <= i; ++j) {
        if (std::isnan(r[j])) {
            return false;
        }
        path += std::fabs(s.close[j] - s.close[j - 1]);
    }
    if (std::fabs(s.close[i] - s.close[i - 10]) < 0.4 * path) {
        return false;
    }
    double ranges = 0.0;
    double top = s.high[i];
    double bottom = s.low[i];
    for (std::size_t j = i - 13; j <= i; ++j) {
        ranges += s.high[j] - s.low[j];
        top = std::max(top, s.high[j]);
        bottom = std::min(bottom, s.low[j]);
    }
    return 100.0 * std::log10(ranges / (top - bottom)) / std::log10(14.0) <= 50.0;
}

double momentumBars(const Series& s, const std::vector<double>& atr)
{
    const std::vector<double> r = returnsOf(s);
    const double lambda = std::exp2(-1.0 / 60.0);
    double found = 0.0;
    double variance = centralMoment(r, 2);
    std::array<double, 3> delayed{variance, variance, variance};
    for (std::size_t i = 30; i < s.size(); ++i) {
        found += momentumAt(s, r, atr, delayed[i % 3], i) ? 1.0 : 0.0;
        delayed[i % 3] = variance;
        if (!std::isnan(r[i])) {
            variance = lambda * variance + (1.0 - lambda) * r[i] * r[i];
        }
    }
    return found;
}

/// Counts the gap whose third bar is `i`, if there is one in this direction.
void countGap(const Series& s,
              const std::vector<double>& atr,
              std::size_t i,
              double direction,
              Opportunities& found)
{
    const Gap gap{s, i, direction};
    if (gap.size() <= 0.0 || !gap.contiguous()) {
        return;
    }
    found.gapsPer100 += gap.size() >= 0.25 * atr[i] ? 1.0 : 0.0;
    if (gap.size() >= 0.25 * atr[i - 2] && gap.displaced(atr[i - 2])) {
        found.displacedPerDay += 1.0;
        found.retestsPerDay += gap.retested(atr[i - 2]) ? 1.0 : 0.0;
    }
}

double medianAtrBp(const Series& s, const std::vector<double>& atr)
{
    std::vector<double> relative;
    for (std::size_t i = 14; i < s.size(); ++i) {
        relative.push_back(atr[i] / s.close[i] * 1e4);
    }
    if (relative.empty()) {
        return 0.0;
    }
    const auto middle = relative.begin() + static_cast<std::ptrdiff_t>(relative.size() / 2);
    std::nth_element(relative.begin(), middle, relative.end());
    return *middle;
}

Opportunities opportunitiesOf(const Series& s)
{
    Opportunities found;
    const std::vector<double> atr = averageTrueRange(s);
    for (std::size_t i = 16; i < s.size(); ++i) {
        countGap(s, atr, i, 1.0, found);
        countGap(s, atr, i, -1.0, found);
    }
    const double perDay = 288.0 / static_cast<double>(s.size());
    found.gapsPer100 *= 100.0 / static_cast<double>(s.size());
    found.displacedPerDay *= perDay;
    found.retestsPerDay *= perDay;
    found.momentumPerDay = momentumBars(s, atr) * perDay;
    found.medianAtrBp = medianAtrBp(s, atr);
    return found;
}

void normalise(std::array<double, 24>& shares)
{
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    for (double& share : shares) {
        share = sum > 0.0 ? share / sum : 0.0;
    }
}

void measureHours(const Series& s, const std::vector<double>& r, Facts& facts)
{
    for (std::size_t i = 0; i < s.size(); ++i) {
        const auto hour = static_cast<std::size_t>(s.time[i] % kDay / 3'600'000);
        facts.hourlyVolume[hour] += s.volume[i];
        facts.hourlyMovement[hour] += std::isnan(r[i]) ? 0.0 : std::fabs(r[i]);
    }
    normalise(facts.hourlyVolume);
    normalise(facts.hourlyMovement);
}

double dailyVolatilityOf(const Series& fiveMinutes)
{
    const std::vector<double> r = returnsOf(fiveMinutes);
    std::vector<bool> hours(24, false); // a market that closes an hour a day has fewer bars a day
    for (const std::int64_t at : fiveMinutes.time) {
        hours[static_cast<std::size_t>(at % kDay / 3'600'000)] = true;
    }
    const auto open = static_cast<double>(std::count(hours.begin(), hours.end(), true));
    return std::sqrt(centralMoment(r, 2) * open * 12.0);
}

/// The returns of the bars that both series have.
std::pair<std::vector<double>, std::vector<double>> commonReturns(const Series& x, const Series& y)
{
    const std::vector<double> rx = returnsOf(x);
    const std::vector<double> ry = returnsOf(y);
    std::pair<std::vector<double>, std::vector<double>> common;
    std::size_t j = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        while (j < y.size() && y.time[j] < x.time[i]) {
            ++j;
        }
        const bool both = j < y.size() && y.time[j] == x.time[i];
        if (both && !std::isnan(rx[i]) && !std::isnan(ry[j])) {
            common.first.push_back(rx[i]);
            common.second.push_back(ry[j]);
        }
    }
    return common;
}

} // namespace

void Series::append(std::int64_t at, double o, double h, double l, double c, double v)
{
    time.push_back(at);
    open.push_back(o);
    high.push_back(h);
    low.push_back(l);
    close.push_back(c);
    volume.push_back(v);
}

Series resampled(const Series& series, std::int64_t interval)
{
    Series result;
    result.interval = interval;
    for (std::size_t i = 0; i < series.size(); ++i) {
        const std::int64_t start = series.time[i] / interval * interval;
        if (result.size() == 0 || result.time.back() != start) {
            result.append(start, series.open[i], series.high[i], series.low[i], series.close[i],
                          series.volume[i]);
            continue;
        }
        result.high.back() = std::max(result.high.back(), series.high[i]);
        result.low.back() = std::min(result.low.back(), series.low[i]);
        result.close.back() = series.close[i];
        result.volume.back() += series.volume[i];
    }
    return result;
}

Facts measure(const Series& series)
{
    Facts facts;
    facts.bars = series.size();
    facts.interval = series.interval;
    const std::vector<double> r = returnsOf(series);
    facts.kurtosis = kurtosisOf(r);
    facts.trimmedKurtosis = trimmedKurtosisOf(r);
    std::vector<double> absolute = r;
    for (double& v : absolute) {
        v = std::fabs(v);
    }
    for (std::size_t i = 0; i < Facts::kLags.size(); ++i) {
        facts.absoluteAcf[i] = autocorrelation(absolute, Facts::kLags[i]);
    }
    facts.varianceRatio = varianceRatioOf(r, 15);
    double range = 0.0;
    for (std::size_t i = 0; i < series.size(); ++i) {
        range += (series.high[i] - series.low[i]) / series.close[i];
    }
    facts.rangeRatio = range / static_cast<double>(series.size()) / std::sqrt(centralMoment(r, 2));
    measureHours(series, r, facts);
    const Series five = series.interval == kFiveMinutes ? series : resampled(series, kFiveMinutes);
    facts.dailyVolatility = dailyVolatilityOf(five);
    facts.opportunities = opportunitiesOf(five);
    return facts;
}

std::optional<double> returnCorrelation(const Series& a, const Series& b, std::int64_t interval)
{
    const auto [left, right] = commonReturns(resampled(a, interval), resampled(b, interval));
    if (left.size() < 100) {
        return std::nullopt;
    }
    const double meanLeft = mean(left);
    const double meanRight = mean(right);
    double product = 0.0;
    for (std::size_t i = 0; i < left.size(); ++i) {
        product += (left[i] - meanLeft) * (right[i] - meanRight);
    }
    return product / static_cast<double>(left.size())
           / std::sqrt(centralMoment(left, 2) * centralMoment(right, 2));
}

} // namespace wick::tools
