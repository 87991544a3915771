#pragma once

#include "core/backtest/backtestrunner.h"
#include "core/backtest/figure.h"

#include <span>
#include <vector>

namespace wick::core {

/// Which days returns are counted on: a portfolio trades around the clock; gold alone has its open
/// days, Monday to Friday, the Sunday evening counted with Monday.
enum class DayCount : std::uint8_t
{
    EveryDay,
    Weekdays
};

/// Days a year that a day's figures are scaled by: 365, or 260 of a market with hours.
[[nodiscard]] int daysAYear(DayCount count) noexcept;

/// An equity curve: constant from one point to the next, the last one until `end`.
/// Shape: at least one point, ascending in time.
struct EquityCurve
{
    std::span<const EquityPoint> points;
    Timestamp start;
    Timestamp end;
    Money first;     ///< equity at the start
    Duration base{}; ///< how often it is marked

    [[nodiscard]] double days() const noexcept;
    /// Equity at a moment: of the last point at or before it.
    [[nodiscard]] Money at(Timestamp when) const noexcept;
};

/// ln(E_d / E_(d-1)) over UTC days, a day cut at either end included. Empty when equity was not
/// positive at the end of any of them.
[[nodiscard]] std::vector<double> dailyReturns(const EquityCurve& curve, DayCount count);

struct ReturnFigures
{
    double days = 0.0;          ///< calendar days of the data
    std::size_t dayReturns = 0; ///< that volatility and Sharpe are made of
    int daysAYear = 365;
    double total = 0.0;    ///< E_end / E_0 - 1
    Figure cagr;           ///< hidden below 90 days, as all but volatility are
    Figure volatility;     ///< standard deviation (n - 1) of daily returns, a year
    Figure sharpe;         ///< from daily returns, a year, no risk-free rate
    Figure sharpeAdjusted; ///< for autocorrelation (Lo 2002)
    Figure sortino;        ///< the denominator over all days
    Figure calmar;         ///< CAGR / largest drawdown, over the whole run
};

struct DrawdownFigures
{
    double worst = 0.0;       ///< fraction of the highest equity before
    Money worstMoney;         ///< largest fall in money
    Duration longest{};       ///< from a peak to its recovery
    bool longestOpen = false; ///< it had not recovered at the end
    double ulcer = 0.0;       ///< root mean square of the drawdown over time
    double underWater = 0.0;  ///< share of the time below the peak
};

struct TailFigures
{
    Figure var95; ///< loss of a day that 5 % of the days exceed or equal; positive is a loss
    Figure var99;
    Figure cvar95; ///< mean of those days
    Figure cvar99;
    Figure worstDay; ///< lowest return of a UTC day
    Figure worst24h; ///< lowest change of equity over any 24 hours
};

/// Source: definitions E.1; Lo, "The Statistics of Sharpe Ratios", 2002.
[[nodiscard]] ReturnFigures returnFigures(const EquityCurve& curve,
                                          DayCount count,
                                          std::span<const double> daily,
                                          double worst);
[[nodiscard]] DrawdownFigures drawdownFigures(const EquityCurve& curve);
[[nodiscard]] TailFigures tailFigures(const EquityCurve& curve, std::span<const double> daily);

} // namespace wick::core
