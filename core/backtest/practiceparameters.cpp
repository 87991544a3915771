#include "core/backtest/practiceparameters.h"

namespace wick::core {

PracticeMarketParameters practiceEth()
{
    PracticeMarketParameters p = practiceBtc();
    p.startPrice = 2'200.0;
    p.dailyVolatility = 0.037;
    p.factorLoading = 0.975;
    p.volumePerMinute = 700.0;
    p.tradesPerSecond = 2.4;
    p.depth = 900'000.0;
    return p;
}

PracticeMarketParameters practiceBtc()
{
    PracticeMarketParameters p;
    p.startPrice = 70'000.0;
    p.dailyVolatility = 0.026;
    p.quietShare = 0.92;
    p.factorLoading = 0.975;
    p.sharedVolatility = 0.9;
    p.sharedEvents = 1.0;
    p.burstsPerDay = 0.8;
    p.jumpsPerDay = 0.3;
    p.volumePerMinute = 40.0;
    p.tradesPerSecond = 2.8;
    p.depth = 1'500'000.0;
    p.spreadShare = 0.9;
    p.weekendVolume = 0.65;
    p.weekendMovement = 0.75;
    p.movement = {1.08, 1.06, 0.96, 0.84, 0.77, 0.80, 0.82, 0.86, 0.87, 0.85, 0.82, 0.84,
                  0.98, 1.28, 1.48, 1.36, 1.20, 1.13, 1.02, 1.00, 0.94, 0.94, 1.10, 0.97};
    p.volume = {1.00, 0.90, 0.84, 0.76, 0.69, 0.80, 0.82, 0.98, 0.95, 0.88, 0.84, 0.87,
                1.02, 1.55, 1.85, 1.60, 1.29, 1.15, 0.92, 0.92, 0.76, 0.72, 0.95, 0.88};
    return p;
}

PracticeMarketParameters practiceXau()
{
    PracticeMarketParameters p;
    p.startPrice = 4'600.0;
    p.dailyVolatility = 0.012;
    p.quietShare = 0.71;
    p.factorLoading = 0.47;
    p.sharedVolatility = 0.2;
    p.sharedEvents = 0.15;
    p.burstsPerDay = 8.0;
    p.jumpsPerDay = 2.0;
    p.volumePerMinute = 45.0;
    p.tradesPerSecond = 1.9;
    p.spreadShare = 0.5;
    p.depth = 500'000.0;
    p.movement = {1.20, 1.40, 1.05, 0.80, 0.66, 1.00, 1.02, 1.00, 0.98, 0.91, 0.92, 1.00,
                  1.24, 1.55, 1.60, 1.26, 1.00, 0.98, 0.87, 0.83, 0.72, 0.62, 1.02, 0.90};
    p.volume = {1.05, 1.27, 1.03, 0.82, 0.66, 0.95, 1.07, 1.02, 0.98, 0.94, 0.90, 1.05,
                1.27, 1.56, 1.68, 1.40, 1.15, 1.08, 1.00, 0.95, 0.62, 0.50, 0.72, 0.72};
    return p;
}

std::optional<PracticeMarketParameters> practiceParametersOf(std::string_view base)
{
    if (base == "ETH") {
        return practiceEth();
    }
    if (base == "BTC") {
        return practiceBtc();
    }
    if (base == "XAU") {
        return practiceXau();
    }
    return std::nullopt;
}

} // namespace wick::core
