#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace wick::core {

/// What makes one market of the practice market what it is. The defaults of the three markets were
/// fitted to recorded candles; docs/practice-market.md shows how well they hold.
struct PracticeMarketParameters
{
    /// Weights of the 24 UTC hours around 1, in force at the middle of their hour.
    using HourlyShape = std::array<double, 24>;

    double startPrice = 0.0;      ///< USDC
    double dailyVolatility = 0.0; ///< st. dev. of a day's log return, from 5-minute returns
    double quietShare =
        1.0; ///< of the daily variance; the rest are bursts, jumps and the spread's bounce
    double factorLoading = 0.0; ///< correlation of a quiet return with the common factor
    double sharedVolatility =
        0.0; ///< share of the log-volatility's variance all markets have in common
    double sharedEvents = 0.0;    ///< part taken in common bursts and jumps, 0 to 1
    double burstsPerDay = 0.0;    ///< bursts of its own
    double jumpsPerDay = 0.0;     ///< single jumps
    double volumePerMinute = 0.0; ///< mean volume, base units
    double tradesPerSecond = 0.0; ///< usual trades a second, 1 to 5
    double spreadShare = 1.0;     ///< usual spread of the book as a share of the instrument's
    double depth = 0.0;           ///< usual USDC on one side within 10 bp of the middle
    double weekendVolume = 1.0;   ///< volume of a weekend as a share of a weekday's
    double weekendMovement = 1.0; ///< volatility of a weekend as a share of a weekday's
    HourlyShape movement{};       ///< volatility by hour
    HourlyShape volume{};         ///< volume by hour
};

[[nodiscard]] PracticeMarketParameters practiceEth();
[[nodiscard]] PracticeMarketParameters practiceBtc();
[[nodiscard]] PracticeMarketParameters practiceXau();

/// The parameters of a market by the name of its base: "ETH", "BTC" or "XAU"; nothing for another.
[[nodiscard]] std::optional<PracticeMarketParameters> practiceParametersOf(std::string_view base);

} // namespace wick::core
