#include "core/indicators/strength.h"

#include <cmath>

namespace wick::core {

namespace {

/// Length n needs n + 1 closes.
std::size_t closesFor(int length) noexcept
{
    return static_cast<std::size_t>(std::max(length, 1)) + 1;
}

} // namespace

Adx::Adx(int length) noexcept
    : m_mean(length)
    , m_length(std::max(length, 1))
    , m_factor(1.0 / static_cast<double>(m_length))
{}

void Adx::update(const BarPrices& bar) noexcept
{
    m_range.update(bar);
    const double up = bar.high - m_high;
    const double down = m_low - bar.low;
    m_high = bar.high;
    m_low = bar.low;
    ++m_count;
    if (m_count == 1) {
        return; // no bar before it
    }
    const double plus = up > 0.0 && up > down ? up : 0.0;
    const double minus = down > 0.0 && down > up ? down : 0.0;
    const double fade = m_count > m_length ? m_factor : 0.0; // plain sums before row `length`
    m_sumPlus = m_sumPlus - m_sumPlus * fade + plus;
    m_sumMinus = m_sumMinus - m_sumMinus * fade + minus;
    m_sumRange = m_sumRange - m_sumRange * fade + m_range.value();
    if (m_count <= m_length) {
        return;
    }
    const bool flat = m_sumRange == 0.0;
    m_plusDi = flat ? 0.0 : 100.0 * m_sumPlus / m_sumRange;
    m_minusDi = flat ? 0.0 : 100.0 * m_sumMinus / m_sumRange;
    const double both = m_plusDi + m_minusDi;
    m_mean.update(both == 0.0 ? 0.0 : 100.0 * std::abs(m_plusDi - m_minusDi) / both);
}

KaufmanEfficiency::KaufmanEfficiency(int length)
    : m_closes(closesFor(length))
{}

void KaufmanEfficiency::update(double close)
{
    m_closes.push(close);
}

double KaufmanEfficiency::value() const
{
    if (!ready()) {
        return kUndefined;
    }
    double way = 0.0;
    for (std::size_t i = 1; i < m_closes.size(); ++i) {
        way += std::abs(m_closes[i] - m_closes[i - 1]);
    }
    const double net = std::abs(m_closes.newest() - m_closes.oldest());
    return way == 0.0 ? 0.0 : std::min(net / way, 1.0);
}

RateOfChange::RateOfChange(int length)
    : m_closes(closesFor(length))
{}

RocZScore::RocZScore(int length, double sigmaFloor)
    : m_rows(closesFor(length))
    , m_floor(sigmaFloor)
    , m_rootLength(std::sqrt(static_cast<double>(std::max(length, 1))))
    , m_lambda(std::exp2(-1.0 / 60.0))
    , m_usableAfter(std::max<std::int64_t>(kUsableAfter, kSeedReturns + std::max(length, 1)))
{}

void RocZScore::update(double close, Continuity continuity)
{
    if (continuity == Continuity::AfterGap) {
        m_rows.clear();
    }
    if (!m_rows.empty()) {
        addReturn(std::log(close / m_rows.newest().close));
    }
    m_rows.push({close, m_variance});
}

void RocZScore::addReturn(double logReturn) noexcept
{
    const double square = logReturn * logReturn;
    ++m_returns;
    if (m_returns > kSeedReturns) {
        m_variance = m_lambda * m_variance + (1.0 - m_lambda) * square;
        return;
    }
    m_variance += square;
    if (m_returns == kSeedReturns) {
        m_variance /= static_cast<double>(kSeedReturns);
    }
}

double RocZScore::value() const
{
    if (!ready()) {
        return kUndefined;
    }
    const double sigma = std::max(std::sqrt(m_rows.oldest().variance), m_floor);
    const double move = std::log(m_rows.newest().close / m_rows.oldest().close);
    if (!(sigma > 0.0)) {
        return sigma == 0.0 && move == 0.0 ? 0.0 : kUndefined; // no usual size to measure by
    }
    return move / (sigma * m_rootLength);
}

} // namespace wick::core
