#pragma once

#include "app/desktop/adapters/chartseries.h"
#include "app/session/jobcandles.h"

#include <cstddef>
#include <optional>

namespace wick::desktop {

/// The bars of a stored series as a chart showed them at a moment of the past: of what closed later
/// nothing is in it, because it has not been looked at. Forward it adds bars; back it goes on from
/// a copy a little earlier, or from the beginning.
class ReplaySeries
{
public:
    ReplaySeries(session::LoadedCandles candles,
                 const core::Instrument& instrument,
                 const ChartSeries::Setup& setup);

    /// Takes every base bar that closed at that moment or before, and no other.
    void moveTo(core::Timestamp moment);
    /// Base bars taken.
    [[nodiscard]] std::size_t taken() const noexcept { return m_taken; }
    [[nodiscard]] const ChartSeries& series() const noexcept { return m_series; }

private:
    struct Copy
    {
        std::size_t taken = 0;
        ChartSeries series;
    };

    void goBackBefore(std::size_t count);
    void addUntil(std::size_t count);

    session::LoadedCandles m_candles;
    core::Instrument m_instrument;
    ChartSeries::Setup m_setup;
    ChartSeries m_series;
    std::size_t m_taken = 0;
    std::optional<Copy> m_copy;
};

} // namespace wick::desktop
