#include "core/venues/lighter/ratebudget.h"

#include <algorithm>

namespace wick::lighter {

namespace {

constexpr core::Duration kWindow = core::minutes(1);

} // namespace

bool RateBudget::spend(Spending what, core::Timestamp now)
{
    if (freeAt(what, now) > now) {
        return false;
    }
    while (!m_entries.empty() && now - m_entries.front().time >= kWindow) {
        m_entries.pop_front();
    }
    m_entries.push_back({now, what == Spending::Exit});
    return true;
}

core::Timestamp RateBudget::freeAt(Spending what, core::Timestamp now) const
{
    const bool exit = what == Spending::Exit;
    // The oldest requests leave the minute one by one until there is room in both counts.
    std::size_t all = count(now, true);
    std::size_t others = count(now, false);
    core::Timestamp at = std::max(now, m_blockedUntil);
    for (const Entry& entry : m_entries) {
        const bool room =
            all < m_limits.planned && (exit || others < m_limits.planned - m_limits.forExits);
        if (room) {
            break;
        }
        if (now - entry.time < kWindow) {
            --all;
            others -= entry.exit ? 0U : 1U;
            at = std::max(at, entry.time + kWindow);
        }
    }
    return at;
}

void RateBudget::blockUntil(core::Timestamp time) noexcept
{
    m_blockedUntil = std::max(m_blockedUntil, time);
}

std::size_t RateBudget::spent(core::Timestamp now) const
{
    return count(now, true);
}

std::size_t RateBudget::count(core::Timestamp now, bool exitsToo) const
{
    return static_cast<std::size_t>(
        std::count_if(m_entries.begin(), m_entries.end(), [&](const Entry& entry) {
            return now - entry.time < kWindow && (exitsToo || !entry.exit);
        }));
}

} // namespace wick::lighter
