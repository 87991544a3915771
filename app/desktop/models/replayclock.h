#pragma once

#include "core/domain/units.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace wick::desktop {

/// Where a replay stands: how many base bars of its series have closed. It walks bars, not hours,
/// so that a closed market takes no time.
class ReplayClock
{
public:
    /// Shape: `starts` ascend, in ms since the epoch, and outlive the clock; at least one.
    /// `bar` is a whole number of `base`.
    ReplayClock(std::span<const std::int64_t> starts, core::Duration base, core::Duration bar);

    [[nodiscard]] std::size_t known() const noexcept { return m_known; }
    [[nodiscard]] std::size_t size() const noexcept { return m_starts.size(); }
    [[nodiscard]] bool atEnd() const noexcept { return m_known == size(); }
    /// Close of the last base bar that is known.
    [[nodiscard]] core::Timestamp moment() const noexcept;

    /// At least one base bar is always known, and never more than there are.
    void moveTo(std::size_t known) noexcept;
    /// To the last base bar that had closed by then.
    void jumpTo(core::Timestamp moment) noexcept;
    /// To the end of the bar that is open now, of the next one …, or back as far.
    void step(int bars) noexcept;
    /// Goes on for so long at so many bars a second; what is less than a base bar is kept.
    void play(std::int64_t milliseconds, double barsPerSecond) noexcept;

private:
    [[nodiscard]] core::Timestamp startOf(std::size_t index) const noexcept
    {
        return core::fromMilliseconds(m_starts[index]);
    }
    /// Base bars that start before this moment.
    [[nodiscard]] std::size_t before(core::Timestamp moment) const noexcept;

    std::span<const std::int64_t> m_starts;
    core::Duration m_base;
    core::Duration m_bar;
    std::size_t m_known = 1;
    double m_owed = 0.0; ///< base bars, less than one
};

} // namespace wick::desktop
