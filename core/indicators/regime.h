#pragma once

#include "core/base/ringbuffer.h"
#include "core/indicators/ranges.h"
#include "core/indicators/strength.h"

#include <cstdint>
#include <string_view>

namespace wick::core {

/// What a market is like (definitions D.4), as far as its bars alone can tell. ILLIQUID needs a
/// book and CLOSED has no bars, so neither is here.
enum class Regime : std::uint8_t
{
    Unknown, ///< too few bars
    Neutral, ///< none of those below
    Range,
    Trend,
    HighVolatility,
};

/// "trend", "high volatility", …
[[nodiscard]] std::string_view name(Regime regime) noexcept;

/// Labels closed 15m bars. High volatility comes before trend, trend before range; a label holds
/// from the second bar in a row that says it. High volatility is judged from a whole window of
/// seven days on.
class RegimeLabel
{
public:
    RegimeLabel();

    void update(const BarPrices& bar);

    /// Of the market as the last bar has confirmed it.
    [[nodiscard]] Regime value() const noexcept { return m_value; }

private:
    [[nodiscard]] Regime judge() const;
    [[nodiscard]] bool isHighVolatility() const;

    KaufmanEfficiency m_efficiency;
    Adx m_adx;
    Choppiness m_choppiness;
    Atr m_atr;
    RingBuffer<double> m_ranges; ///< ATR of the last seven days
    Regime m_last = Regime::Unknown;
    Regime m_value = Regime::Unknown;
};

} // namespace wick::core
