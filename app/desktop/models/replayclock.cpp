#include "app/desktop/models/replayclock.h"

#include <algorithm>
#include <cmath>

namespace wick::desktop {

ReplayClock::ReplayClock(std::span<const std::int64_t> starts,
                         core::Duration base,
                         core::Duration bar)
    : m_starts(starts)
    , m_base(base)
    , m_bar(bar)
{}

core::Timestamp ReplayClock::moment() const noexcept
{
    return startOf(m_known - 1) + m_base;
}

std::size_t ReplayClock::before(core::Timestamp moment) const noexcept
{
    const auto found =
        std::lower_bound(m_starts.begin(), m_starts.end(), core::toMilliseconds(moment));
    return static_cast<std::size_t>(found - m_starts.begin());
}

void ReplayClock::moveTo(std::size_t known) noexcept
{
    m_known = std::clamp<std::size_t>(known, 1, size());
    m_owed = 0.0;
}

void ReplayClock::jumpTo(core::Timestamp moment) noexcept
{
    const auto after =
        std::upper_bound(m_starts.begin(), m_starts.end(), core::toMilliseconds(moment - m_base));
    moveTo(static_cast<std::size_t>(after - m_starts.begin()));
}

void ReplayClock::step(int bars) noexcept
{
    for (; bars > 0 && !atEnd(); --bars) {
        moveTo(before(core::floorTo(startOf(m_known), m_bar) + m_bar));
    }
    for (; bars < 0; ++bars) {
        moveTo(before(core::floorTo(startOf(m_known - 1), m_bar)));
    }
}

void ReplayClock::play(std::int64_t milliseconds, double barsPerSecond) noexcept
{
    const double perBar = static_cast<double>(m_bar.count()) / static_cast<double>(m_base.count());
    m_owed += static_cast<double>(milliseconds) / 1000.0 * barsPerSecond * perBar;
    const double whole = std::min(std::floor(m_owed), static_cast<double>(size() - m_known));
    const double rest = m_owed - std::floor(m_owed);
    moveTo(m_known + static_cast<std::size_t>(whole));
    m_owed = rest;
}

} // namespace wick::desktop
