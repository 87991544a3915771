#pragma once

#include "core/domain/instrument.h"
#include "core/domain/marketdata.h"
#include "core/portfolio/correlation.h"
#include "core/portfolio/marketmoves.h"
#include "core/risk/risklimits.h"
#include "core/sizing/dynamicleverage.h"

#include <cstdint>
#include <span>
#include <vector>

namespace wick::core {

/// What the risk rules need to know of the markets beyond their prices: volatilities, correlations,
/// the range of an hour, leverage caps. It changes with five-minute bars and closed trades, never
/// with a review: everything is turned into integers once, on the side that weighs more.
class RiskFactors
{
public:
    /// `instruments` must outlive it. Leverage rises from its floor from `start` on.
    RiskFactors(std::span<const Instrument> instruments, Timestamp start);

    /// Bars before the session, of one market, oldest first. To be called before anything is taken.
    void takeHistory(InstrumentId market, std::span<const ClosedBar> bars, Duration base);
    /// A base bar that ended at `end`; or, from trades, what a step saw.
    void take(InstrumentId market, Timestamp end, Price low, Price high, Price close)
    {
        Market& one = m_markets[market.count()];
        one.low = close < one.low ? close : low < one.low ? low : one.low;
        one.high = high > one.high ? high : one.high;
        one.last = close;
        if (end >= one.hourEnd) {
            closeHour(one, end);
        }
        m_moves.take(market, end, close);
    }
    /// The result of a closed trade of this market in multiples of its risk, ppm.
    void takeTrade(InstrumentId market, std::int64_t multiple);

    /// Takes stock, at the end of every five minutes: `drawdown` is the account's fall from its
    /// peak, ppm; negative: not known.
    void refresh(Timestamp now, const RiskLimits& limits, std::int64_t drawdown);

    [[nodiscard]] const PairTable& pairs() const noexcept { return m_pairs; }
    [[nodiscard]] const MarketMoves& moves() const noexcept { return m_moves; }
    /// Of a day, ppm, rounded up: as it is, as it usually is while that is not known, and a wild
    /// market's when nobody knows.
    [[nodiscard]] std::int64_t volatility(InstrumentId market) const noexcept
    {
        return m_markets[market.count()].volatility;
    }
    /// ppm of equity; kNoLimit when leverage is not limited.
    [[nodiscard]] std::int64_t leverageCap(InstrumentId market) const noexcept
    {
        const Market& one = m_markets[market.count()];
        return one.unlimited ? kNoLimit : one.leverage.cap();
    }
    /// Mean true range of an hour, rounded up; of a usual hour until there were enough.
    [[nodiscard]] PriceDelta hourRange(InstrumentId market) const noexcept
    {
        return m_markets[market.count()].hourRange;
    }
    /// What the leverage cap was made of at the last refresh.
    [[nodiscard]] const LeverageFactors& leverageFactors(InstrumentId market) const noexcept
    {
        return m_markets[market.count()].factors;
    }
    [[nodiscard]] const LeverageInputs& leverageInputs(InstrumentId market) const noexcept
    {
        return m_markets[market.count()].inputs;
    }

    // What must outlive a restart.
    [[nodiscard]] const LeverageState& leverageState(InstrumentId market) const noexcept
    {
        return m_markets[market.count()].leverage.state();
    }
    [[nodiscard]] std::span<const std::int64_t> tradesOf(InstrumentId market) const noexcept
    {
        return m_markets[market.count()].trades;
    }
    void restore(InstrumentId market,
                 const LeverageState& leverage,
                 std::span<const std::int64_t> trades);

private:
    struct Market
    {
        const Instrument* instrument = nullptr;
        DynamicLeverage leverage;
        LeverageFactors factors;
        LeverageInputs inputs;
        bool unlimited = false;
        std::int64_t volatility = 0;
        PriceDelta hourRange;
        std::vector<std::int64_t> trades; ///< the last ones, oldest first, ppm of their risk
        Timestamp hourEnd;                ///< of the hour that is going on
        Price low;                        ///< in it
        Price high;
        Price last;
        Price before; ///< last price of the hour before; 0: none
        double range = 0.0;
        int hours = 0; ///< whose true range was taken
    };

    static void closeHour(Market& market, Timestamp end);
    static void quantise(Market& market, const DailyVolatility& found);
    static void judgeTrades(Market& market);

    std::vector<Market> m_markets;
    MarketMoves m_moves;
    PairTable m_pairs;
};

} // namespace wick::core
