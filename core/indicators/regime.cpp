#include "core/indicators/regime.h"

#include "core/base/unreachable.h"

namespace wick::core {

namespace {

constexpr std::size_t kSevenDays = 7 * 24 * 4; ///< bars of 15m
constexpr double kStraight = 0.4;
constexpr double kDirected = 22.0;
constexpr double kChoppy = 60.0;
constexpr double kHighPart = 0.9;

} // namespace

std::string_view name(Regime regime) noexcept
{
    switch (regime) {
    case Regime::Unknown:
        return "unknown";
    case Regime::Neutral:
        return "neutral";
    case Regime::Range:
        return "range";
    case Regime::Trend:
        return "trend";
    case Regime::HighVolatility:
        return "high volatility";
    }
    unreachable();
}

RegimeLabel::RegimeLabel()
    : m_efficiency(20)
    , m_adx(14)
    , m_choppiness(14)
    , m_atr(14)
    , m_ranges(kSevenDays)
{}

void RegimeLabel::update(const BarPrices& bar)
{
    m_efficiency.update(bar.close);
    m_adx.update(bar);
    m_choppiness.update(bar);
    m_atr.update(bar);
    if (m_atr.ready()) {
        m_ranges.push(m_atr.value());
    }
    const Regime now = judge();
    if (now == m_last) {
        m_value = now;
    }
    m_last = now;
}

Regime RegimeLabel::judge() const
{
    if (!m_efficiency.ready() || !m_adx.ready() || !m_choppiness.ready()) {
        return Regime::Unknown;
    }
    if (isHighVolatility()) {
        return Regime::HighVolatility;
    }
    if (m_efficiency.value() >= kStraight && m_adx.value() >= kDirected) {
        return Regime::Trend;
    }
    return m_choppiness.value() >= kChoppy ? Regime::Range : Regime::Neutral;
}

/// At or above nine tenths of the window, itself among them.
bool RegimeLabel::isHighVolatility() const
{
    if (!m_ranges.full()) {
        return false;
    }
    std::size_t below = 0;
    for (std::size_t i = 0; i < m_ranges.size(); ++i) {
        below += m_ranges[i] < m_ranges.newest() ? 1U : 0U;
    }
    return static_cast<double>(below) >= kHighPart * static_cast<double>(m_ranges.size());
}

} // namespace wick::core
