#include "core/indicators/fairvaluegap.h"

#include "core/base/unreachable.h"

#include <algorithm>

namespace wick::core {

std::string_view name(GapState state) noexcept
{
    switch (state) {
    case GapState::Forming:
        return "FORMING";
    case GapState::Open:
        return "OPEN";
    case GapState::Touched:
        return "TOUCHED";
    case GapState::CeReached:
        return "CE_REACHED";
    case GapState::Filled:
        return "FILLED";
    case GapState::Invalidated:
        return "INVALIDATED";
    case GapState::Inverted:
        return "INVERTED";
    case GapState::Expired:
        return "EXPIRED";
    case GapState::Merged:
        return "MERGED";
    case GapState::Void:
        return "VOID";
    }
    unreachable();
}

std::string_view name(GapDirection direction) noexcept
{
    switch (direction) {
    case GapDirection::Bull:
        return "bull";
    case GapDirection::Bear:
        return "bear";
    }
    unreachable();
}

FairValueGap::FairValueGap(const GapOrigin& origin) noexcept
    : m_origin(origin)
    , m_extreme(origin.extreme)
{
    moveTo(GapState::Open, origin.barIndex, origin.barStart, origin.zone.nearEdge());
}

FairValueGap FairValueGap::voided(const GapOrigin& origin) noexcept
{
    FairValueGap gap{origin};
    gap.m_changes.clear();
    gap.moveTo(GapState::Void, origin.barIndex, origin.barStart, origin.zone.nearEdge());
    return gap;
}

void FairValueGap::moveTo(GapState state,
                          std::int32_t barIndex,
                          Timestamp barStart,
                          Price price) noexcept
{
    m_state = state;
    m_changes.push_back({state, barIndex, barStart, price});
}

GapState FairValueGap::reached() const noexcept
{
    const std::int64_t height = m_origin.zone.height().count();
    if (m_penetration >= height) {
        return GapState::Filled;
    }
    if (2 * m_penetration >= height) {
        return GapState::CeReached;
    }
    return m_penetration >= 0 ? GapState::Touched : GapState::Open;
}

void FairValueGap::track(const GapPrices& seen) noexcept
{
    const bool bull = direction() == GapDirection::Bull;
    const std::int64_t edge = m_origin.zone.nearEdge().count();
    const std::int64_t in = bull ? edge - seen.low.count() : seen.high.count() - edge;
    const std::int64_t out = bull ? seen.high.count() - edge : edge - seen.low.count();
    const std::int64_t lastOut = bull ? seen.last.count() - edge : edge - seen.last.count();
    const std::int64_t visitEnd = m_origin.visitEnd.count();

    m_extreme = bull ? std::max(m_extreme, seen.high) : std::min(m_extreme, seen.low);
    m_departure = std::max(m_departure, out);
    m_penetration = std::max(m_penetration, in);
    if (in >= 0 && !m_inVisit) {
        m_inVisit = true;
        ++m_visits;
    } else if (in < 0 && out > visitEnd) {
        m_inVisit = false;
    }
    m_inVisit = m_inVisit && lastOut <= visitEnd; // the last price comes after all others
}

bool FairValueGap::moveAsReached(const GapPrices& seen) noexcept
{
    bool moved = false;
    if (const GapState state = reached(); state > m_state) {
        const Price deepest = direction() == GapDirection::Bull ? seen.low : seen.high;
        moveTo(state, seen.barIndex, seen.barStart, deepest);
        moved = true;
    }
    if (m_origin.maxVisits > 0 && m_visits >= m_origin.maxVisits && !m_inVisit) {
        expire(seen.barIndex, seen.barStart, seen.last);
        moved = true;
    }
    return moved;
}

bool FairValueGap::observe(const GapPrices& seen) noexcept
{
    if (!live() || seen.at < m_origin.knownAt) {
        return false;
    }
    track(seen);
    return moveAsReached(seen);
}

bool FairValueGap::close(const GapPrices& bar, Timestamp end, GapFeed feed) noexcept
{
    if (!live() || bar.at < m_origin.knownAt) {
        return false;
    }
    ++m_age;
    if (feed == GapFeed::BarsOnly) {
        track(bar);
    }
    const GapZone& zone = m_origin.zone;
    const bool through =
        direction() == GapDirection::Bull ? bar.last < zone.bottom : bar.last > zone.top;
    if (through) {
        moveTo(GapState::Invalidated, bar.barIndex, bar.barStart, bar.last);
        return true;
    }
    const bool moved = feed == GapFeed::BarsOnly && moveAsReached(bar);
    const bool old = m_origin.lifeBars > 0 && m_age >= m_origin.lifeBars;
    if (live() && (old || end >= m_origin.expiresAt)) {
        expire(bar.barIndex, bar.barStart, bar.last);
        return true;
    }
    return moved;
}

bool FairValueGap::expireAt(Timestamp now, std::int32_t barIndex, Timestamp barStart) noexcept
{
    if (!live() || now < m_origin.expiresAt) {
        return false;
    }
    expire(barIndex, barStart, m_origin.zone.nearEdge());
    return true;
}

void FairValueGap::expire(std::int32_t barIndex, Timestamp barStart, Price price) noexcept
{
    if (live()) {
        moveTo(GapState::Expired, barIndex, barStart, price);
    }
}

void FairValueGap::mergeInto(GapId parent, std::int32_t barIndex, Timestamp barStart) noexcept
{
    if (live()) {
        m_parent = parent;
        moveTo(GapState::Merged, barIndex, barStart, m_origin.zone.nearEdge());
    }
}

void FairValueGap::invert(const GapPrices& bar) noexcept
{
    if (m_state == GapState::Invalidated) {
        moveTo(GapState::Inverted, bar.barIndex, bar.barStart, bar.last);
    }
}

double FairValueGap::fill() const noexcept
{
    const std::int64_t height = m_origin.zone.height().count();
    const std::int64_t deep = std::clamp<std::int64_t>(m_penetration, 0, height);
    return static_cast<double>(deep) / static_cast<double>(height);
}

bool mitigated(const FairValueGap& gap, GapMitigation by) noexcept
{
    const std::int64_t deep = gap.penetration().count();
    const std::int64_t height = gap.zone().height().count();
    switch (by) {
    case GapMitigation::Touch:
        return deep >= 0;
    case GapMitigation::Ce:
        return deep >= 0 && 2 * deep >= height;
    case GapMitigation::Full:
        return deep >= height;
    case GapMitigation::CloseThrough:
        return gap.state() == GapState::Invalidated || gap.state() == GapState::Inverted;
    }
    unreachable();
}

} // namespace wick::core
