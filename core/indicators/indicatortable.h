#pragma once

#include "core/domain/marketdata.h"
#include "core/indicators/averages.h"
#include "core/indicators/ranges.h"
#include "core/indicators/strength.h"

#include <span>
#include <vector>

namespace wick::core {

/// The indicators of one bar; kUndefined before their first defined value.
/// Units: USDC, RSI, DI and ADX 0 to 100.
struct IndicatorRow
{
    double ema20 = kUndefined;
    double trueRange = kUndefined;
    double atr14 = kUndefined;
    double rsi14 = kUndefined;
    double plusDi14 = kUndefined;
    double minusDi14 = kUndefined;
    double adx14 = kUndefined;
    double vwapUtc = kUndefined;
};

/// The kernels of the standard table, fed a bar at a time.
class IndicatorTable
{
public:
    /// `priceScale` and `volumeScale` are 10^decimals of the bars to come.
    IndicatorTable(double priceScale, double volumeScale) noexcept;

    IndicatorRow update(const ClosedBar& bar) noexcept;

private:
    double m_priceScale = 1.0;
    double m_volumeScale = 1.0;
    Ema m_ema{20};
    Atr m_atr{14};
    Rsi m_rsi{14};
    Adx m_adx{14};
    Vwap m_vwap{TradingCalendar{CalendarKind::Always}};
};

/// The table of a whole series: the streaming kernels in a loop, a row for each bar.
[[nodiscard]] std::vector<IndicatorRow>
indicatorTable(std::span<const ClosedBar> bars, double priceScale, double volumeScale);

} // namespace wick::core
