#pragma once

#include "core/domain/instrument.h"
#include "core/domain/marketdata.h"
#include "core/portfolio/correlation.h"

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace wick::core {

/// How wild a market is, and how wild it usually is; both of a day, as fractions.
struct DailyVolatility
{
    double current = std::numeric_limits<double>::quiet_NaN(); ///< NaN: not known yet
    double normal = 0.0;
    bool normalIsAssumed = true; ///< from the instrument file, as there are fewer than five days
};

/// Closed five-minute returns of all markets of a session, and what follows from them: correlations
/// and volatilities. A five-minute bar counts once a price of a later one is there, or time has
/// passed it.
/// Sources: definitions D.11, D.13.
class MarketMoves
{
public:
    /// `instruments` by market; only their count and their normal volatilities are kept.
    explicit MarketMoves(std::span<const Instrument> instruments);

    /// Closes before the session, oldest first, one market after the other in any order; `base` is
    /// the length of the bars. To be called before take().
    void takeHistory(InstrumentId market, std::span<const ClosedBar> bars, Duration base);
    /// The close of a base bar that ends at `end`. Shape: ends ascend over all markets.
    void take(InstrumentId market, Timestamp end, Price close)
    {
        const std::int64_t period = periodOf(end);
        if (period != m_period) {
            closePeriod(period);
        }
        Market& one = m_markets[market.count()];
        one.close = close;
        one.closePeriod = period;
    }

    /// Time has come to `now`, and every price until then was taken.
    void closeUntil(Timestamp now)
    {
        const std::int64_t next = periodOf(now + Duration{1});
        if (m_period != kNever && next > m_period) {
            closePeriod(next);
        }
    }

    [[nodiscard]] const CorrelationMatrix& correlations() const noexcept { return m_correlations; }
    [[nodiscard]] DailyVolatility volatility(InstrumentId market) const noexcept;

private:
    static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::min();

    struct Market
    {
        Price close; ///< the last one
        std::int64_t closePeriod = kNever;
        Price before; ///< the last close of `beforePeriod`
        std::int64_t beforePeriod = kNever;
        double squares = 0.0; ///< weighted sum of squared returns
        double weight = 0.0;
        std::int64_t returns = 0;
        std::int64_t countedReturns = 0; ///< at the end of the last day that had some
        std::vector<double> days;        ///< volatility at the end of each, a ring of the last ones
        std::size_t oldestDay = 0;       ///< in `days`
        double normal = 0.0;             ///< of the instrument file until there are five days
        std::vector<double> history;     ///< returns by period from `m_historyStart` on
    };

    /// Five minutes, counted from 1970; a price at a border belongs to the one that ends there.
    [[nodiscard]] static std::int64_t periodOf(Timestamp end) noexcept;
    [[nodiscard]] static double returnOf(Market& market, std::int64_t period) noexcept;
    void closePeriod(std::int64_t next);
    void replayHistory();
    void addReturns(std::int64_t period);
    static void endDay(Market& market);

    CorrelationMatrix m_correlations;
    std::vector<Market> m_markets;
    std::vector<double> m_returns; ///< of the period that closes, by market
    std::int64_t m_period = kNever;
    std::int64_t m_historyStart = kNever;
};

} // namespace wick::core
