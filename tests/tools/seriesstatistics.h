#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace wick::tools {

/// A candle series in plain doubles, for statistics only.
/// Shape: all columns have the same length; rows ascend strictly in time. Units: ms, USDC, base
/// units.
struct Series
{
    std::int64_t interval = 60'000; ///< length of one bar, ms
    std::vector<std::int64_t> time; ///< of the open
    std::vector<double> open;
    std::vector<double> high;
    std::vector<double> low;
    std::vector<double> close;
    std::vector<double> volume;

    [[nodiscard]] std::size_t size() const noexcept { return time.size(); }
    void append(std::int64_t at, double o, double h, double l, double c, double v);
};

/// `series` in longer bars; a bucket without rows does not exist.
[[nodiscard]] Series resampled(const Series& series, std::int64_t interval);

/// Counts of what the strategies look for, on 5-minute bars.
struct Opportunities
{
    double gapsPer100 =
        0.0; ///< three-bar gaps with size >= 0.25 ATR14 of the third bar, per 100 bars
    double displacedPerDay =
        0.0; ///< of a body >= 1.2 ATR14(A) and >= 0.6 of its range, a day of 288 bars
    double retestsPerDay = 0.0; ///< of those: departed by 0.5 ATR, then half filled within 36 bars
    double momentumPerDay =
        0.0; ///< bars that pass the price part of the momentum entry (z, ATR, ER, CI)
    double medianAtrBp = 0.0; ///< median of ATR14 in bp of the close
};

/// The stylised facts of one market.
struct Facts
{
    std::size_t bars = 0;
    std::int64_t interval = 0;
    double dailyVolatility = 0.0;            ///< from 5-minute log returns, open days only
    double kurtosis = 0.0;                   ///< of one-bar log returns; 3 for a normal
    double trimmedKurtosis = 0.0;            ///< the same without the 10 largest absolute returns
    std::array<double, 3> absoluteAcf{};     ///< of |r| at kLags
    double varianceRatio = 0.0;              ///< Var(15 bars) / (15 Var(1 bar))
    double rangeRatio = 0.0;                 ///< mean of (H-L)/C over the st. dev. of returns
    std::array<double, 24> hourlyVolume{};   ///< shares by UTC hour
    std::array<double, 24> hourlyMovement{}; ///< shares of the sum of |r| by UTC hour
    Opportunities opportunities;

    static constexpr std::array<std::size_t, 3> kLags{1, 10, 60};
};

[[nodiscard]] Facts measure(const Series& series);

/// Correlation of log returns over `interval` on the common bars; nothing with fewer than 100 of
/// them.
[[nodiscard]] std::optional<double>
returnCorrelation(const Series& a, const Series& b, std::int64_t interval);

} // namespace wick::tools
