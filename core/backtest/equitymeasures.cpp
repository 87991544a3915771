#include "core/backtest/equitymeasures.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace wick::core {

namespace {

constexpr double kFewestDays = 90.0;
constexpr std::size_t kFewestDays95 = 20;
constexpr std::size_t kFewestDays99 = 100;

[[nodiscard]] double asDays(Duration duration) noexcept
{
    return static_cast<double>(duration.count()) / static_cast<double>(days(1).count());
}

[[nodiscard]] double mean(std::span<const double> values) noexcept
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Sum of squared deviations from the mean.
[[nodiscard]] double deviations(std::span<const double> values, double centre) noexcept
{
    return std::accumulate(values.begin(), values.end(), 0.0, [centre](double sum, double value) {
        return sum + (value - centre) * (value - centre);
    });
}

[[nodiscard]] bool isWeekend(Timestamp dayStart) noexcept
{
    const std::int64_t day = dayStart.count() / days(1).count(); // 1970-01-01 was a Thursday
    const std::int64_t weekday = ((day + 3) % 7 + 7) % 7;        // 0 is Monday
    return weekday >= 5;
}

/// What the Sharpe ratio is scaled by in place of sqrt(q), from the autocorrelations of the
/// returns; nothing when they leave no positive variance.
[[nodiscard]] std::optional<double>
adjustedScale(std::span<const double> daily, double centre, int perYear)
{
    const auto n = static_cast<double>(daily.size());
    const auto lags = static_cast<std::size_t>(4.0 * std::pow(n / 100.0, 2.0 / 9.0));
    const double variance = deviations(daily, centre);
    double sum = 0.0;
    for (std::size_t lag = 1; lag <= std::min(lags, daily.size() - 1); ++lag) {
        double covariance = 0.0;
        for (std::size_t i = lag; i < daily.size(); ++i) {
            covariance += (daily[i] - centre) * (daily[i - lag] - centre);
        }
        sum += (perYear - static_cast<double>(lag)) * covariance / variance;
    }
    const double inner = perYear + 2.0 * sum;
    return inner > 0.0 ? std::optional{perYear / std::sqrt(inner)} : std::nullopt;
}

[[nodiscard]] double change(Money from, Money to) noexcept
{
    return static_cast<double>((to - from).count()) / static_cast<double>(from.count());
}

/// Lowest change over 24 hours. Between points nothing changes, so it lies at a point, or 24 hours
/// after one.
[[nodiscard]] Figure worstDayLong(const EquityCurve& curve)
{
    double worst = 0.0;
    const auto look = [&](Timestamp end) {
        if (end - days(1) < curve.start || end > curve.end) {
            return true;
        }
        const Money before = curve.at(end - days(1));
        if (before.count() <= 0) {
            return false;
        }
        worst = std::min(worst, change(before, curve.at(end)));
        return true;
    };
    if (curve.end - curve.start < days(1)) {
        return Missing::TooFewDays;
    }
    for (const EquityPoint& point : curve.points) {
        if (!look(point.time) || !look(point.time + days(1))) {
            return Missing::NotPositive;
        }
    }
    return worst;
}

/// The worst `share` of the days, at least one: its best day, and its mean.
struct TailOf
{
    Figure value;
    Figure beyond;
};

[[nodiscard]] TailOf tailOf(std::span<const double> sorted, double share, std::size_t fewest)
{
    if (sorted.size() < fewest) {
        return {Missing::TooFewDays, Missing::TooFewDays};
    }
    const auto count =
        static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size()) - 1e-9));
    const double lost =
        std::accumulate(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(count), 0.0,
                        [](double sum, double value) { return sum - std::expm1(value); });
    return {-std::expm1(sorted[count - 1]), lost / static_cast<double>(count)};
}

} // namespace

int daysAYear(DayCount count) noexcept
{
    return count == DayCount::EveryDay ? 365 : 260;
}

double EquityCurve::days() const noexcept
{
    return asDays(end - start);
}

Money EquityCurve::at(Timestamp when) const noexcept
{
    const auto after = std::upper_bound(
        points.begin(), points.end(), when,
        [](Timestamp time, const EquityPoint& point) { return time < point.time; });
    return after == points.begin() ? first : std::prev(after)->equity;
}

std::vector<double> dailyReturns(const EquityCurve& curve, DayCount count)
{
    std::vector<double> returns;
    Money before = curve.first;
    Timestamp dayStart = floorTo(curve.start, days(1));
    while (dayStart < curve.end) {
        const Timestamp dayEnd = std::min(dayStart + days(1), curve.end);
        const bool counts =
            count == DayCount::EveryDay || !isWeekend(dayStart) || dayEnd == curve.end;
        dayStart = dayStart + days(1);
        if (!counts) {
            continue;
        }
        const Money after = curve.at(dayEnd);
        if (before.count() <= 0 || after.count() <= 0) {
            return {};
        }
        returns.push_back(
            std::log(static_cast<double>(after.count()) / static_cast<double>(before.count())));
        before = after;
    }
    return returns;
}

ReturnFigures
returnFigures(const EquityCurve& curve, DayCount count, std::span<const double> daily, double worst)
{
    ReturnFigures figures;
    figures.days = curve.days();
    figures.dayReturns = daily.size();
    figures.daysAYear = daysAYear(count);
    const Money last = curve.at(curve.end);
    figures.total = change(curve.first, last);
    const bool shortRun = figures.days < kFewestDays;
    const Missing why = daily.empty() ? Missing::NotPositive : Missing::TooShort;
    if (shortRun || daily.empty()) {
        figures.cagr = figures.sharpe = figures.sharpeAdjusted = why;
        figures.sortino = figures.calmar = why;
    }
    if (daily.size() < 2) {
        figures.volatility = daily.empty() ? why : Missing::TooFewDays;
        return figures;
    }
    const double perYear = figures.daysAYear;
    const double centre = mean(daily);
    const double deviation =
        std::sqrt(deviations(daily, centre) / static_cast<double>(daily.size() - 1));
    figures.volatility = deviation * std::sqrt(perYear);
    if (shortRun) {
        return figures;
    }
    const double cagr = std::pow(1.0 + figures.total, 365.0 / figures.days) - 1.0;
    figures.cagr = cagr;
    figures.calmar = worst > 0.0 ? Figure{cagr / worst} : Figure{Missing::NoDrawdown};
    if (deviation > 0.0) {
        const double ratio = centre / deviation;
        const auto scale = adjustedScale(daily, centre, figures.daysAYear);
        figures.sharpe = ratio * std::sqrt(perYear);
        figures.sharpeAdjusted = scale ? Figure{ratio * *scale} : Figure{Missing::NotDefined};
    } else {
        figures.sharpe = figures.sharpeAdjusted = Missing::NoVariation;
    }
    const double below =
        std::accumulate(daily.begin(), daily.end(), 0.0, [](double sum, double value) {
            return sum + std::min(0.0, value) * std::min(0.0, value);
        });
    figures.sortino = below > 0.0
                          ? Figure{centre / std::sqrt(below / static_cast<double>(daily.size()))
                                   * std::sqrt(perYear)}
                          : Figure{Missing::NoLosses};
    return figures;
}

DrawdownFigures drawdownFigures(const EquityCurve& curve)
{
    DrawdownFigures figures;
    Money peak = curve.first;
    bool below = false;
    Timestamp since; ///< when the peak was left
    Timestamp before = curve.start;
    double squares = 0.0;
    double under = 0.0;
    const auto ended = [&](Timestamp at, bool open) {
        if (below && at - since > figures.longest) {
            figures.longest = at - since;
            figures.longestOpen = open;
        }
    };
    for (std::size_t i = 0; i < curve.points.size(); ++i) {
        const EquityPoint& point = curve.points[i];
        const Timestamp until = i + 1 < curve.points.size() ? curve.points[i + 1].time : curve.end;
        if (point.equity >= peak) {
            ended(point.time, false);
            below = false;
            peak = point.equity;
        } else {
            since = below ? since : std::max(before, point.time - curve.base);
            below = true;
            const double fall = -change(peak, point.equity);
            const double length = asDays(until - point.time);
            squares += fall * fall * length;
            under += length;
            figures.worst = std::max(figures.worst, fall);
            figures.worstMoney = std::max(figures.worstMoney, peak - point.equity);
        }
        before = point.time;
    }
    ended(curve.end, true);
    if (const double whole = curve.days(); whole > 0.0) {
        figures.ulcer = std::sqrt(squares / whole);
        figures.underWater = under / whole;
    }
    return figures;
}

TailFigures tailFigures(const EquityCurve& curve, std::span<const double> daily)
{
    TailFigures figures;
    if (daily.empty()) {
        const Figure none{Missing::NotPositive};
        return {none, none, none, none, none, none};
    }
    std::vector<double> sorted{daily.begin(), daily.end()};
    std::sort(sorted.begin(), sorted.end());
    const TailOf five = tailOf(sorted, 0.05, kFewestDays95);
    const TailOf one = tailOf(sorted, 0.01, kFewestDays99);
    figures.var95 = five.value;
    figures.cvar95 = five.beyond;
    figures.var99 = one.value;
    figures.cvar99 = one.beyond;
    figures.worstDay = std::expm1(sorted.front());
    figures.worst24h = worstDayLong(curve);
    return figures;
}

} // namespace wick::core
