#include "core/execution/costmodels.h"

#include "core/base/checked.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace wick::core {

PriceDelta
marketSlip(const FillModel& model, const Instrument& instrument, Price reference, double sigma)
{
    if (model.kind == FillModel::Kind::NextOpen) {
        return PriceDelta{0};
    }
    constexpr double minute = 60e9;
    const double wait = static_cast<double>(model.takerDelay.count()) / minute;
    const double fraction = static_cast<double>(instrument.spread().count()) / 2e6
                            + model.delayVolatility * sigma * std::sqrt(wait);
    const double floor = static_cast<double>(model.marketFloor) / 1e6;
    return PriceDelta{static_cast<std::int64_t>(
        std::ceil(std::max(fraction, floor) * static_cast<double>(reference.count())))};
}

PriceDelta slipCeiling(const FillModel& model,
                       const Instrument& instrument,
                       OrderKind kind,
                       Price reference,
                       double sigma)
{
    if (model.kind == FillModel::Kind::NextOpen) {
        return PriceDelta{std::numeric_limits<std::int64_t>::max()};
    }
    constexpr double kNinetyNine = 2.33; ///< standard deviations, one-sided
    constexpr double minute = 60e9;
    const double wait =
        kind == OrderKind::Stop ? 1.0 : static_cast<double>(model.takerDelay.count()) / minute;
    const double fraction = static_cast<double>(instrument.spread().count()) / 2e6
                            + kNinetyNine * sigma * std::sqrt(wait);
    const PriceDelta far{
        static_cast<std::int64_t>(fraction * static_cast<double>(reference.count()))};
    return std::max(far, marketSlip(model, instrument, reference, sigma));
}

PriceDelta stopSlip(const FillModel& model, const Instrument& instrument, PriceDelta range)
{
    if (model.kind == FillModel::Kind::NextOpen) {
        return PriceDelta{0};
    }
    const Int128 share = static_cast<Int128>(range.count()) * model.stopRange;
    return std::max(instrument.tick(), PriceDelta{saturate(divide(share, kPpmOne, Rounding::Up))});
}

Money feeOn(Money notional, Ppm rate)
{
    if (rate.count() == 0) {
        return Money{};
    }
    const Int128 exact = static_cast<Int128>(std::abs(notional.count())) * rate.count();
    return Money{saturate(divide(exact, kPpmOne, Rounding::Up))};
}

Money fundingOn(const Instrument& instrument,
                std::int64_t lots,
                Price mark,
                std::int64_t ratePerBillion)
{
    constexpr std::int64_t billion = 1'000'000'000;
    const Int128 exact = instrument.value(lots, mark) * ratePerBillion;
    return Money{saturate(
        divide(exact, static_cast<Int128>(instrument.valueDivisor()) * billion, Rounding::Up))};
}

FundingTable::FundingTable(std::vector<FundingRate> rates)
    : m_rates(std::move(rates))
{}

std::int64_t FundingTable::rateAt(Timestamp hour) const
{
    const auto after =
        std::upper_bound(m_rates.begin(), m_rates.end(), hour,
                         [](Timestamp at, const FundingRate& rate) { return at < rate.time; });
    return after == m_rates.begin() ? kStandardRate : std::prev(after)->perBillion;
}

void MinuteVolatility::update(double close)
{
    constexpr int seed = 60;
    static const double lambda = std::exp2(-1.0 / 60.0);
    if (m_last > 0.0 && close > 0.0) {
        const double change = std::log(close / m_last);
        const double square = change * change;
        ++m_count;
        if (m_count <= seed) {
            m_variance += square / seed;
        } else {
            m_variance = lambda * m_variance + (1.0 - lambda) * square;
        }
        m_sigma = m_count >= seed ? std::sqrt(m_variance) : 0.0;
    }
    m_last = close;
}

} // namespace wick::core
