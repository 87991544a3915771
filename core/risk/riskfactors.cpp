#include "core/risk/riskfactors.h"

#include "core/base/checked.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace wick::core {

namespace {

constexpr Price kNoLow{std::numeric_limits<std::int64_t>::max()};
constexpr Price kNoHigh{std::numeric_limits<std::int64_t>::min()};
constexpr int kHours = 14;        ///< of the mean true range
constexpr double kWildest = 0.10; ///< a day's volatility of a market nobody knows
constexpr std::size_t kMostTrades = 100;

/// Usual range of an hour as a share of a day's volatility: 1.6 standard deviations of a 24th.
constexpr double kHourOfDay = 0.327;

std::int64_t ppmUp(double fraction) noexcept
{
    return static_cast<std::int64_t>(std::ceil(fraction * static_cast<double>(kPpmOne)));
}

} // namespace

RiskFactors::RiskFactors(std::span<const Instrument> instruments, Timestamp start)
    : m_markets(instruments.size())
    , m_moves(instruments)
    , m_pairs(instruments.size())
{
    for (std::size_t i = 0; i < instruments.size(); ++i) {
        Market& market = m_markets[i];
        market.instrument = &instruments[i];
        market.leverage = DynamicLeverage{{.cap = DynamicLeverage::kFloor, .tier = 0, .at = start}};
        market.low = kNoLow;
        market.high = kNoHigh;
        market.trades.reserve(kMostTrades);
        quantise(market, m_moves.volatility(instruments[i].id()));
    }
}

void RiskFactors::takeHistory(InstrumentId market, std::span<const ClosedBar> bars, Duration base)
{
    m_moves.takeHistory(market, bars, base);
    Market& one = m_markets[market.count()];
    for (const auto& bar : bars) {
        one.low = std::min(one.low, bar.low);
        one.high = std::max(one.high, bar.high);
        one.last = bar.close;
        if (bar.start + base >= one.hourEnd) {
            closeHour(one, bar.start + base);
        }
    }
}

/// Takes the true range of the hour that ended at or before `end` into the mean: the plain one of
/// the first hours, Wilder's from then on.
void RiskFactors::closeHour(Market& market, Timestamp end)
{
    const bool first = market.hourEnd == Timestamp{};
    market.hourEnd = floorTo(end, hours(1)) + hours(1);
    if (first) {
        return; // the hour the data begins in is not whole
    }
    if (market.before.count() > 0) {
        const Price low = std::min(market.low, market.before);
        const Price high = std::max(market.high, market.before);
        const auto range = static_cast<double>((high - low).count());
        ++market.hours;
        market.range += (range - market.range) / std::min(market.hours, kHours);
    }
    market.before = market.last;
    market.low = kNoLow;
    market.high = kNoHigh;
}

void RiskFactors::takeTrade(InstrumentId market, std::int64_t multiple)
{
    auto& trades = m_markets[market.count()].trades;
    if (trades.size() == kMostTrades) {
        trades.erase(trades.begin());
    }
    trades.push_back(multiple);
    judgeTrades(m_markets[market.count()]);
}

/// Win share, payoff and a lower bound of the mean from the last trades.
void RiskFactors::judgeTrades(Market& market)
{
    constexpr double kConfidence = 1.64; ///< one-sided, 95 %
    LeverageInputs& inputs = market.inputs;
    double won = 0.0;
    double lost = 0.0;
    double squares = 0.0;
    int wins = 0;
    for (const std::int64_t multiple : market.trades) {
        const double result = static_cast<double>(multiple) / static_cast<double>(kPpmOne);
        wins += multiple > 0 ? 1 : 0;
        (multiple > 0 ? won : lost) += std::abs(result);
        squares += result * result;
    }
    const auto count = static_cast<double>(market.trades.size());
    const double losses = count - wins;
    inputs.trades = static_cast<std::int64_t>(market.trades.size());
    if (market.trades.empty()) {
        return;
    }
    const double mean = (won - lost) / count;
    const double variance = std::max(0.0, squares / count - mean * mean);
    inputs.winShare = wins / count;
    inputs.payoff = wins == 0                    ? 0.0
                    : losses == 0 || lost == 0.0 ? std::numeric_limits<double>::max()
                                                 : (won / wins) / (lost / losses);
    inputs.expectancyLow = mean - kConfidence * std::sqrt(variance / count);
}

void RiskFactors::quantise(Market& market, const DailyVolatility& found)
{
    const double usual = found.normal > 0.0 ? found.normal : kWildest;
    const double day = found.current > 0.0 ? found.current : usual; // NaN is not above
    market.volatility = ppmUp(day);
    const double price = static_cast<double>(market.last.count());
    const double range = market.hours >= kHours ? market.range : price * usual * kHourOfDay;
    market.hourRange = PriceDelta{static_cast<std::int64_t>(std::ceil(range))};
}

void RiskFactors::refresh(Timestamp now, const RiskLimits& limits, std::int64_t drawdown)
{
    m_moves.closeUntil(now);
    if (m_markets.size() > 1) {
        m_pairs.refresh(m_moves.correlations());
    }
    for (auto& market : m_markets) {
        const DailyVolatility found = m_moves.volatility(market.instrument->id());
        quantise(market, found);
        market.unlimited = limits.maxLeverage == kNoLimit;
        if (market.unlimited) {
            continue;
        }
        market.inputs.currentVolatility = found.current;
        market.inputs.normalVolatility = found.normal;
        market.inputs.normalIsAssumed = found.normalIsAssumed;
        market.inputs.drawdown = drawdown;
        market.factors = market.leverage.update(limits.maxLeverage, market.inputs, now);
    }
}

void RiskFactors::restore(InstrumentId market,
                          const LeverageState& leverage,
                          std::span<const std::int64_t> trades)
{
    Market& one = m_markets[market.count()];
    one.leverage = DynamicLeverage{leverage};
    one.trades.assign(trades.begin(), trades.end());
    one.trades.reserve(kMostTrades);
    judgeTrades(one);
}

} // namespace wick::core
