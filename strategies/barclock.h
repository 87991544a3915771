#pragma once

#include "core/indicators/strength.h"
#include "core/strategy/strategy.h"

#include <algorithm>
#include <limits>
#include <span>

namespace wick::strategies {

/// Knows which closed bars of a view are new, how long a bar is, and whether one follows another.
/// A bar that closes late may close in the same step as the next one, so a step can bring two.
class BarClock
{
public:
    /// The closed bars that were not there before, oldest first.
    [[nodiscard]] std::span<const core::ClosedBar>
    takeNew(std::span<const core::ClosedBar> closed) noexcept
    {
        std::size_t first = closed.size();
        while (first > 0 && closed[first - 1].start > m_last) {
            --first;
        }
        if (first < closed.size()) {
            m_last = closed.back().start;
        }
        return closed.subspan(first);
    }

    /// Takes the next bar in order; `now` is not before its end.
    [[nodiscard]] core::Continuity add(const core::BarValues& bar, core::Timestamp now) noexcept
    {
        m_length = std::min(m_length, now - bar.start);
        const bool follows = m_bars == 0 || bar.start - m_previous <= m_length;
        m_previous = bar.start;
        ++m_bars;
        return follows ? core::Continuity::Contiguous : core::Continuity::AfterGap;
    }

    /// Whether a bar that starts here would follow the last one.
    [[nodiscard]] core::Continuity continuity(core::Timestamp start) const noexcept
    {
        return m_bars == 0 || start - m_previous <= m_length ? core::Continuity::Contiguous
                                                             : core::Continuity::AfterGap;
    }

    /// Length of a bar; known from the first one on.
    [[nodiscard]] core::Duration length() const noexcept { return m_length; }
    [[nodiscard]] std::int64_t bars() const noexcept { return m_bars; }

    friend bool operator==(const BarClock&, const BarClock&) noexcept = default;

private:
    core::Timestamp m_last{std::numeric_limits<std::int64_t>::min()};
    core::Timestamp m_previous;
    core::Duration m_length{std::numeric_limits<std::int64_t>::max()};
    std::int64_t m_bars = 0;
};

} // namespace wick::strategies
