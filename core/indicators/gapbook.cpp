#include "core/indicators/gapbook.h"

#include <algorithm>
#include <cmath>

namespace wick::core {

namespace {

constexpr int kVolumeBars = 50;
/// More changes of one gap than this in one call cannot be.
constexpr std::size_t kEventsPerGap = 4;

/// ATR times a factor in whole units of Price; a price at least this far has reached it.
PriceDelta distanceUp(double atr, double factor) noexcept
{
    return PriceDelta{static_cast<std::int64_t>(std::ceil(atr * factor))};
}
/// Likewise; a price farther than this is beyond it.
PriceDelta distanceDown(double atr, double factor) noexcept
{
    return PriceDelta{static_cast<std::int64_t>(std::floor(atr * factor))};
}

BarPrices inUnits(const BarValues& bar) noexcept
{
    return barPrices(bar, 1.0);
}

} // namespace

GapParameters gapParametersFor(Duration timeframe) noexcept
{
    GapParameters parameters;
    if (timeframe == minutes(15)) {
        parameters.minimumAtr = 0.20;
        parameters.displacementAtr = 1.0;
        parameters.lifeBars = 24;
        parameters.inversionBars = 24;
    }
    return parameters;
}

GapBook::GapBook(const GapParameters& parameters,
                 Duration timeframe,
                 TradingCalendar calendar,
                 const GapCapacity& capacity)
    : m_parameters(parameters)
    , m_timeframe(timeframe)
    , m_calendar(calendar)
    , m_live(std::max<std::size_t>(capacity.live, 1))
    , m_born(std::max<std::size_t>(capacity.live, 1))
    , m_retired(capacity.retired)
    , m_sessionGaps(capacity.sessionGaps)
    , m_events(kEventsPerGap * (m_live.capacity() + 2))
{
    if (parameters.volumeFactor > 0.0) {
        m_volume.emplace(kVolumeBars);
    }
    if (parameters.swingWidth > 0) {
        m_swings.emplace(parameters.swingWidth);
    }
}

void GapBook::onBar(const ClosedBar& bar)
{
    m_events.clear();
    expireSessions(bar.start);
    const GapPrices prices{bar.start, bar.high, bar.low, bar.close, m_bars, bar.start};
    const Timestamp end = bar.start + m_timeframe;
    const GapFeed feed = m_sawFiner ? GapFeed::FinerPrices : GapFeed::BarsOnly;
    m_sawFiner = false;
    bool ended = false;
    for (FairValueGap& gap : m_live) {
        const std::size_t before = gap.changes().size();
        if (gap.close(prices, end, feed)) {
            invert(gap, prices);
            note(gap, before);
            ended = ended || !gap.live();
        }
    }
    if (ended) {
        retireEnded();
    }
    detect(bar);
    for (const GapOrigin& origin : m_born) {
        add(origin);
    }
    m_born.clear();
    track(bar);
    ++m_bars;
}

void GapBook::onPrices(Timestamp at, Price high, Price low, Price last)
{
    m_events.clear();
    m_sawFiner = true;
    if (m_live.empty()) {
        return;
    }
    expireSessions(at);
    const GapPrices prices{at, high, low, last, m_bars, floorTo(at, m_timeframe)};
    bool ended = false;
    for (FairValueGap& gap : m_live) {
        const std::size_t before = gap.changes().size();
        if (gap.observe(prices)) {
            note(gap, before);
            ended = ended || !gap.live();
        }
    }
    if (ended) {
        retireEnded();
    }
}

const FairValueGap* GapBook::find(GapId id) const noexcept
{
    for (const FairValueGap& gap : m_live) {
        if (gap.id() == id) {
            return &gap;
        }
    }
    return nullptr;
}

std::optional<GapZone> GapBook::forming(const FormingBar& third) const
{
    if (m_bars < 2) {
        return std::nullopt;
    }
    const std::optional<GapZone> zone = gapBetween(m_rows[0].bar, third);
    const bool shown = zone && wanted(*zone, third) && !isVoid(third.start, BarOrigin::Traded);
    return shown ? zone : std::nullopt;
}

bool GapBook::contested(const FairValueGap& gap, Price level) const noexcept
{
    return std::any_of(m_live.begin(), m_live.end(), [&](const FairValueGap& other) {
        return other.direction() != gap.direction() && other.zone().bottom <= level
               && level <= other.zone().top;
    });
}

/// Size and displacement filters (D.2.2, D.2.3). While ATR may not judge, nothing is wanted.
bool GapBook::wanted(const GapZone& zone, const BarValues& third) const
{
    const double atr = m_rows[0].atr;
    const auto height = static_cast<double>(zone.height().count());
    const auto ticks = static_cast<double>((m_parameters.tick * m_parameters.minimumTicks).count());
    const double cost = m_parameters.costFactor * m_parameters.roundTripCost
                        * static_cast<double>(third.close.count());
    const bool large = height >= m_parameters.minimumAtr * atr && height >= ticks && height >= cost;
    return large && displaced(zone) && m_rows[1].busy && breaksSwing(zone, third);
}

bool GapBook::displaced(const GapZone& zone) const
{
    if (!(m_parameters.displacementAtr > 0.0)) {
        return true;
    }
    const BarValues& first = m_rows[0].bar;
    const BarValues& second = m_rows[1].bar;
    const bool bull = zone.direction == GapDirection::Bull;
    const PriceDelta way = bull ? second.close - second.open : second.open - second.close;
    const auto body = static_cast<double>(way.count());
    const auto range = static_cast<double>((second.high - second.low).count());
    const bool beyond = bull ? second.close > first.high : second.close < first.low;
    return beyond && body > 0.0 && body >= m_parameters.displacementAtr * m_rows[0].atr
           && body >= m_parameters.bodyShare * range;
}

bool GapBook::breaksSwing(const GapZone& zone, const BarValues& third) const
{
    if (!m_swings) {
        return true;
    }
    const BarValues& second = m_rows[1].bar; // swings as they were known before it
    if (zone.direction == GapDirection::Bull) {
        return m_rows[0].swingHigh && std::max(second.high, third.high) > *m_rows[0].swingHigh;
    }
    return m_rows[0].swingLow && std::min(second.low, third.low) < *m_rows[0].swingLow;
}

bool GapBook::isVoid(Timestamp third, BarOrigin origin) const
{
    const ClosedBar& first = m_rows[0].bar;
    const ClosedBar& second = m_rows[1].bar;
    const bool missing = third - first.start != m_timeframe * 2;
    const bool made = first.origin == BarOrigin::NoTrade || second.origin == BarOrigin::NoTrade
                      || origin == BarOrigin::NoTrade;
    const bool interrupted =
        m_interruption && first.start < *m_interruption && *m_interruption < third + m_timeframe;
    const CalendarPeriod period = m_calendar.periodAt(first.start);
    const bool oneSession = period.hours == MarketHours::Open && period.contains(third);
    return missing || made || interrupted || !oneSession;
}

GapOrigin GapBook::originOf(const GapZone& zone, const ClosedBar& third)
{
    const double atr = m_rows[0].atr;
    GapOrigin origin;
    origin.id = GapId{++m_lastId};
    origin.zone = zone;
    origin.start = m_rows[0].bar.start;
    origin.knownAt = third.start + m_timeframe;
    origin.barIndex = m_bars;
    origin.barStart = third.start;
    origin.extreme = zone.direction == GapDirection::Bull ? third.high : third.low;
    origin.atr = atr;
    origin.departure = distanceUp(atr, m_parameters.departureAtr);
    origin.visitEnd = distanceDown(atr, m_parameters.visitEndAtr);
    origin.lifeBars = m_parameters.lifeBars;
    origin.maxVisits = m_parameters.maxVisits;
    if (m_parameters.session == GapSession::ExpireAtEnd) {
        origin.expiresAt = m_calendar.nextClose(third.start).value_or(origin.expiresAt);
    }
    return origin;
}

void GapBook::detect(const ClosedBar& third)
{
    if (m_bars < 2) {
        return;
    }
    const std::optional<GapZone> zone = gapBetween(m_rows[0].bar, third);
    if (!zone || !wanted(*zone, third)) {
        return;
    }
    GapOrigin origin = originOf(*zone, third);
    if (isVoid(third.start, third.origin)) {
        const FairValueGap gap = FairValueGap::voided(origin);
        note(gap, 0);
        m_retired.push(gap);
        return;
    }
    add(origin);
    if (m_parameters.merging == GapMerging::Union) {
        origin.id = GapId{m_lastId + 1};
        unite(origin);
    }
}

void GapBook::add(GapOrigin origin)
{
    if (m_live.full()) {
        FairValueGap& oldest = m_live[0];
        const std::size_t before = oldest.changes().size();
        oldest.expire(m_bars, origin.barStart, oldest.zone().nearEdge());
        note(oldest, before);
        retireEnded();
    }
    FairValueGap gap{origin};
    note(gap, 0);
    if (gap.expireAt(origin.knownAt, m_bars, origin.barStart)) { // born as its session ends
        note(gap, 1);
        m_retired.push(gap);
        return;
    }
    m_live.append(gap);
}

/// A leg is a run that did not come back: only gaps still untouched may unite.
bool GapBook::joins(const FairValueGap& gap, const GapZone& zone) noexcept
{
    return gap.state() == GapState::Open && gap.direction() == zone.direction
           && gap.zone().meets(zone) && gap.origin().kind != GapKind::Inverse;
}

/// `origin` is that of the newest gap, which is among the live ones, with the id of the union.
void GapBook::unite(GapOrigin& origin)
{
    const auto joining = std::count_if(m_live.begin(), m_live.end(), [&](const FairValueGap& gap) {
        return joins(gap, origin.zone);
    });
    if (joining < 2) {
        return; // nothing but itself
    }
    while (absorb(origin)) { // what the union reaches may meet yet another one
    }
    retireEnded();
    ++m_lastId;
    origin.kind = GapKind::Union;
    add(origin);
}

/// Takes one gap that joins into the union to be. False when there is none.
bool GapBook::absorb(GapOrigin& origin)
{
    const auto found = std::find_if(m_live.begin(), m_live.end(), [&](const FairValueGap& gap) {
        return joins(gap, origin.zone);
    });
    if (found == m_live.end()) {
        return false;
    }
    FairValueGap& gap = *found;
    origin.zone.bottom = std::min(origin.zone.bottom, gap.zone().bottom);
    origin.zone.top = std::max(origin.zone.top, gap.zone().top);
    origin.start = std::min(origin.start, gap.origin().start);
    const std::size_t before = gap.changes().size();
    gap.mergeInto(origin.id, m_bars, origin.barStart);
    note(gap, before);
    return true;
}

/// A close far enough beyond the far edge turns the zone round, once (D.2.7).
void GapBook::invert(FairValueGap& gap, const GapPrices& bar)
{
    const bool asked = m_parameters.inversion == GapInversion::On
                       && gap.state() == GapState::Invalidated
                       && gap.origin().kind != GapKind::Inverse;
    const GapZone& zone = gap.zone();
    const PriceDelta beyond =
        zone.direction == GapDirection::Bull ? zone.bottom - bar.last : bar.last - zone.top;
    if (!asked || beyond < distanceUp(gap.atr(), m_parameters.inversionAtr)) {
        return;
    }
    gap.invert(bar);
    GapOrigin origin = gap.origin();
    origin.id = GapId{++m_lastId};
    origin.kind = GapKind::Inverse;
    origin.zone.direction = opposite(zone.direction);
    origin.start = bar.barStart;
    origin.knownAt = bar.barStart + m_timeframe;
    origin.barIndex = bar.barIndex;
    origin.barStart = bar.barStart;
    origin.extreme = origin.zone.direction == GapDirection::Bull ? bar.high : bar.low;
    origin.lifeBars = m_parameters.inversionBars;
    m_born.append(origin);
}

void GapBook::track(const ClosedBar& bar)
{
    if (m_bars > 0) {
        if (const auto gap = sessionGapBetween(m_rows[1].bar, bar, m_timeframe, m_calendar)) {
            m_sessionGaps.push(*gap);
        }
    }
    for (std::size_t i = 0; i < m_sessionGaps.size(); ++i) {
        m_sessionGaps[i].observe(bar);
    }
    m_atr.update(inUnits(bar));
    const bool judges = m_parameters.warmUp == GapWarmUp::Settled ? m_atr.settled() : m_atr.ready();
    Row row{bar, judges ? m_atr.value() : kUndefined, true, std::nullopt, std::nullopt};
    if (m_volume) {
        const auto volume = static_cast<double>(bar.volume.count());
        m_volume->update(volume);
        row.busy = volume >= m_parameters.volumeFactor * m_volume->median();
    }
    if (m_swings) {
        m_swings->update(bar);
        row.swingHigh = m_swings->high() ? std::optional{m_swings->high()->price} : std::nullopt;
        row.swingLow = m_swings->low() ? std::optional{m_swings->low()->price} : std::nullopt;
    }
    m_rows[0] = m_rows[1];
    m_rows[1] = row;
}

void GapBook::expireSessions(Timestamp now)
{
    bool ended = false;
    for (FairValueGap& gap : m_live) {
        const std::size_t before = gap.changes().size();
        if (gap.expireAt(now, m_bars, floorTo(now, m_timeframe))) {
            note(gap, before);
            ended = true;
        }
    }
    if (ended) {
        retireEnded();
    }
}

void GapBook::note(const FairValueGap& gap, std::size_t changesBefore)
{
    for (std::size_t i = changesBefore; i < gap.changes().size() && !m_events.full(); ++i) {
        m_events.append({gap.id(), gap.zone(), gap.changes()[i]});
    }
}

void GapBook::retireEnded()
{
    for (auto gap = m_live.begin(); gap != m_live.end();) {
        if (gap->live()) {
            ++gap;
            continue;
        }
        m_retired.push(*gap);
        gap = m_live.erase(gap);
    }
}

} // namespace wick::core
