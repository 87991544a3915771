#include "core/portfolio/marketmoves.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace wick::core {

namespace {

constexpr double kNoReturn = std::numeric_limits<double>::quiet_NaN();
constexpr Duration kPeriod = minutes(5);
constexpr std::int64_t kPeriodsADay = 288;
constexpr std::int64_t kNeededReturns = 12; ///< an hour
constexpr std::size_t kMostDays = 60;
constexpr std::size_t kNeededDays = 5;
const double kDecay = std::exp2(-1.0 / static_cast<double>(kPeriodsADay)); ///< half-life a day

double medianOf(std::span<const double> values)
{
    std::array<double, kMostDays> sorted{}; // no heap in a running session
    const auto end = std::copy(values.begin(), values.end(), sorted.begin());
    std::sort(sorted.begin(), end);
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 != 0 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle]);
}

} // namespace

MarketMoves::MarketMoves(std::span<const Instrument> instruments)
    : m_correlations(instruments.size())
    , m_markets(instruments.size())
    , m_returns(instruments.size(), kNoReturn)
{
    for (std::size_t i = 0; i < instruments.size(); ++i) {
        m_markets[i].normal = instruments[i].normalVolatility();
        m_markets[i].days.reserve(kMostDays);
    }
}

std::int64_t MarketMoves::periodOf(Timestamp end) noexcept
{
    const Timestamp last = end - Duration{1};
    return floorTo(last, kPeriod).count() / kPeriod.count();
}

/// The return of the period, when it and the one before it have a close.
double MarketMoves::returnOf(Market& market, std::int64_t period) noexcept
{
    if (market.closePeriod != period) {
        return kNoReturn;
    }
    const bool follows = market.beforePeriod == period - 1;
    const double moved = follows ? std::log(static_cast<double>(market.close.count())
                                            / static_cast<double>(market.before.count()))
                                 : kNoReturn;
    market.before = market.close;
    market.beforePeriod = period;
    return moved;
}

void MarketMoves::takeHistory(InstrumentId market, std::span<const ClosedBar> bars, Duration base)
{
    Market& one = m_markets[market.count()];
    const auto keep = [&](std::int64_t period) {
        const double moved = returnOf(one, period);
        if (m_historyStart == kNever) {
            m_historyStart = period;
        }
        if (period < m_historyStart) { // a market whose history goes back further
            for (Market& other : m_markets) {
                other.history.insert(other.history.begin(),
                                     static_cast<std::size_t>(m_historyStart - period), kNoReturn);
            }
            m_historyStart = period;
        }
        const auto at = static_cast<std::size_t>(period - m_historyStart);
        one.history.resize(std::max(one.history.size(), at + 1), kNoReturn);
        one.history[at] = moved;
    };
    for (const ClosedBar& bar : bars) {
        const std::int64_t period = periodOf(bar.start + base);
        if (period != one.closePeriod && one.closePeriod != kNever) {
            keep(one.closePeriod);
        }
        one.close = bar.close;
        one.closePeriod = period;
    }
}

/// The periods of the history, once it is complete: in order, all markets at a time.
void MarketMoves::replayHistory()
{
    std::size_t longest = 0;
    for (const Market& market : m_markets) {
        longest = std::max(longest, market.history.size());
    }
    for (std::size_t at = 0; at < longest; ++at) {
        for (std::size_t i = 0; i < m_markets.size(); ++i) {
            const auto& history = m_markets[i].history;
            m_returns[i] = at < history.size() ? history[at] : kNoReturn;
        }
        addReturns(m_historyStart + static_cast<std::int64_t>(at));
    }
    for (Market& market : m_markets) {
        market.history = {};
    }
}

void MarketMoves::closePeriod(std::int64_t next)
{
    if (m_period == kNever) {
        replayHistory();
        for (const Market& market : m_markets) {
            m_period = std::max(m_period, market.closePeriod);
        }
    }
    if (m_period != kNever && m_period != next) {
        for (std::size_t i = 0; i < m_markets.size(); ++i) {
            m_returns[i] = returnOf(m_markets[i], m_period);
        }
        addReturns(m_period);
    }
    m_period = next;
}

void MarketMoves::addReturns(std::int64_t period)
{
    m_correlations.add(m_returns);
    for (std::size_t i = 0; i < m_markets.size(); ++i) {
        Market& market = m_markets[i];
        if (std::isnan(m_returns[i])) {
            continue;
        }
        market.squares = kDecay * market.squares + m_returns[i] * m_returns[i];
        market.weight = kDecay * market.weight + 1.0;
        ++market.returns;
    }
    if ((period + 1) % kPeriodsADay == 0) {
        std::for_each(m_markets.begin(), m_markets.end(), endDay);
    }
}

void MarketMoves::endDay(Market& market)
{
    if (market.returns < kNeededReturns || market.returns == market.countedReturns) {
        return;
    }
    market.countedReturns = market.returns;
    const double day =
        std::sqrt(market.squares / market.weight * static_cast<double>(kPeriodsADay));
    if (market.days.size() < kMostDays) {
        market.days.push_back(day);
    } else {
        market.days[market.oldestDay] = day;
        market.oldestDay = (market.oldestDay + 1) % kMostDays;
    }
    if (market.days.size() >= kNeededDays) {
        market.normal = medianOf(market.days);
    }
}

DailyVolatility MarketMoves::volatility(InstrumentId market) const noexcept
{
    const Market& one = m_markets[market.count()];
    DailyVolatility found;
    found.normal = one.normal;
    found.normalIsAssumed = one.days.size() < kNeededDays;
    if (one.returns >= kNeededReturns) {
        found.current = std::sqrt(one.squares / one.weight * static_cast<double>(kPeriodsADay));
    }
    return found;
}

} // namespace wick::core
