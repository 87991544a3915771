#include "core/engine/strategyengine.h"

#include <algorithm>
#include <utility>

namespace wick::core {

namespace {

constexpr Duration kNoHours = days(365); ///< what a market without hours shows as time to its close

void merge(Decision& into, const Decision& more)
{
    if (more.empty()) {
        return;
    }
    if (more.entry) {
        into.entry = more.entry; // of two bars that close together the later one knows more
    }
    if (more.cancelEntry) {
        into.cancelEntry = more.cancelEntry;
    }
    for (const auto& exit : more.exits) {
        if (!into.exits.full()) {
            into.exits.push_back(exit);
        }
    }
    for (const auto& move : more.stopMoves) {
        if (!into.stopMoves.full()) {
            into.stopMoves.push_back(move);
        }
    }
}

} // namespace

StrategyEngine::StrategyEngine(const Setup& setup,
                               const Instrument& instrument,
                               const Strategy& strategy)
    : m_setup(setup)
    , m_instrument(instrument)
    , m_strategy(strategy)
    , m_wake(strategy.describe().wake)
    , m_calendar(TradingCalendar{instrument.calendar()})
    , m_hasHours(instrument.calendar() != CalendarKind::Always)
    , m_bars(setup.timeframe, setup.base)
    , m_higher(strategy.describe().higherTimeframe.count() > 0 ? strategy.describe().higherTimeframe
                                                               : setup.timeframe,
               setup.base)
    , m_hasHigher(strategy.describe().higherTimeframe.count() > 0)
    , m_closed(strategy.describe().history)
    , m_higherBars(strategy.describe().history)
    , m_tradeBars(setup.base, instrument)
    , m_memory(strategy.start(instrument))
    , m_view{.now = {}, .instrument = instrument, .sinceOpen = kNoHours, .untilClose = kNoHours}
{
    constexpr std::size_t tradesBetweenCalls = 4'096;
    m_trades.reserve(tradesBetweenCalls);
}

Decision
StrategyEngine::closeBars(const Step& step, std::span<const ClosedBar> bars, std::size_t& taken)
{
    look(step);
    for (taken = passOver(bars); taken < bars.size();) {
        const ClosedBar& bar = bars[taken];
        ++taken;
        Decision decision = closeBase(bar, bar.start + m_setup.base);
        if (!decision.empty()) {
            return decision;
        }
    }
    return {};
}

/// What the strategy says it has no answer to, where each base bar is a bar of its timeframe and
/// nothing else is made of it.
std::size_t StrategyEngine::passOver(std::span<const ClosedBar> bars)
{
    if (m_setup.timeframe != m_setup.base || m_hasHigher || m_setup.keepsBars
        || m_bars.forming() != nullptr)
    {
        return 0;
    }
    const std::size_t count = m_strategy.passOver(bars, m_instrument, m_memory);
    const std::size_t seen = std::min(count, m_strategy.describe().history);
    for (const ClosedBar& bar : bars.subspan(count - seen, seen)) {
        m_closed.push(bar);
    }
    return count;
}

// These two are on the way of every bar, and inline for it.

inline Decision StrategyEngine::call(Timestamp now, const ClosedBar* base, bool barClosed)
{
    m_view.now = now;
    m_view.barClosed = barClosed;
    m_view.closed = m_closed.bars();
    m_view.forming = m_bars.forming();
    m_view.base = base;
    if (m_hasHours) {
        lookAtHours(now);
    }
    if (!m_trades.empty()) {
        m_view.trades = m_trades;
    }
    Decision made = m_strategy.onStep(m_view, m_memory);
    if (!m_trades.empty()) {
        m_trades.clear();
        m_view.trades = {};
    }
    m_view.higherClosed = false;
    return made;
}

inline Decision StrategyEngine::closeBase(const ClosedBar& bar, Timestamp now)
{
    if (m_setup.keepsBars) {
        keep(bar);
    }
    if (m_hasHigher) {
        addHigher(bar);
    }
    const auto closed = m_bars.add(bar);
    if (closed.size() != 1) {
        return closeNoneOrTwo(closed, bar, now);
    }
    m_closed.push(closed.front());
    return call(now, &bar, true);
}

Decision StrategyEngine::step(const Step& step)
{
    for (const auto& fill : step.fills) {
        m_strategy.onFill(fill, m_memory);
    }
    look(step);
    if (step.market == nullptr) {
        return wants(false, false) ? call(step.time, nullptr, false) : Decision{};
    }
    const MarketSlice& market = *step.market;
    if (market.bar == nullptr) {
        return takeTrades(step);
    }
    if (market.point != BarPoint::Close) {
        return takePoint(step);
    }
    if (step.warmUp) {
        m_history = *market.bar;
    }
    return closeBase(*market.bar, step.time);
}

/// What stays the same in all calls of one step.
void StrategyEngine::look(const Step& step)
{
    m_view.book = step.market != nullptr ? step.market->book : nullptr;
    m_view.position = step.position ? &*step.position : nullptr;
    m_view.working = {step.working.begin(), step.working.end()};
}

void StrategyEngine::lookAtHours(Timestamp now)
{
    const CalendarPeriod& period = m_calendar.at(now - Duration{1});
    const bool open = period.hours == MarketHours::Open;
    m_view.sinceOpen = open ? now - period.start : Duration{0};
    m_view.untilClose = open ? period.end - now : Duration{0};
}

bool StrategyEngine::wants(bool barClosed, bool baseClosed) const noexcept
{
    switch (m_wake) {
    case Wake::BarClose:
        return barClosed;
    case Wake::BaseClose:
        return barClosed || baseClosed;
    case Wake::EveryStep:
        return true;
    }
    return true;
}

void StrategyEngine::addHigher(const ClosedBar& bar)
{
    for (const auto& closed : m_higher.add(bar)) {
        m_higherBars.push(closed);
        m_view.higher = m_higherBars.bars();
        m_view.higherClosed = true;
    }
}

/// The base bar closed no bar of the timeframe, or two.
Decision StrategyEngine::closeNoneOrTwo(std::span<const ClosedBar> closed,
                                        const ClosedBar& bar,
                                        Timestamp now)
{
    if (closed.empty()) {
        return wants(false, true) ? call(now, &bar, false) : Decision{};
    }
    // Only the last of two is of this base bar; the first one closed late, before it.
    m_closed.push(closed.front());
    Decision decision = call(now, nullptr, true);
    m_closed.push(closed.back());
    merge(decision, call(now, &bar, true));
    return decision;
}

/// A price of a base bar that is not over.
Decision StrategyEngine::takePoint(const Step& step)
{
    Decision decision;
    for (const auto& late : m_bars.addPrice(step.time, step.market->price)) {
        m_closed.push(late);
        merge(decision, call(step.time, nullptr, true));
    }
    if (wants(false, false)) {
        merge(decision, call(step.time, nullptr, false));
    }
    return decision;
}

void StrategyEngine::keep(const ClosedBar& bar)
{
    constexpr std::size_t most = 60'000; // six weeks of minutes: more than any warm-up asks for
    if (m_kept.size() == most) {
        m_kept.erase(m_kept.begin(), m_kept.begin() + most / 2);
    }
    m_kept.push_back(bar);
}

std::unique_ptr<StrategyEngine> StrategyEngine::tuned(const Strategy& strategy) const
{
    auto next = std::make_unique<StrategyEngine>(m_setup, m_instrument, strategy);
    for (const auto& bar : m_kept) {
        next->warmUp(bar);
    }
    if (m_history) {
        return next; // the session has not begun: it is as if it had been this one all along
    }
    next->m_history.reset();
    next->m_tradeBars = m_tradeBars;
    next->m_trades = m_trades;
    if (const FormingBar* seen = m_tradeBars.forming()) {
        for (const Price price : {seen->open, seen->high, seen->low, seen->close}) {
            for (const auto& late : next->m_bars.addPrice(seen->asOf, price)) {
                next->m_closed.push(late);
            }
        }
    }
    return next;
}

void StrategyEngine::warmUp(const ClosedBar& bar)
{
    MarketSlice slice;
    slice.instrument = m_instrument.id();
    slice.bar = &bar;
    slice.price = bar.close;
    Step step;
    step.engine = m_setup.id;
    step.time = bar.start + m_setup.base;
    step.market = &slice;
    step.warmUp = true;
    static_cast<void>(this->step(step));
}

Decision StrategyEngine::takeTrades(const Step& step)
{
    if (m_history) {
        resume(step);
    }
    Decision decision;
    bool closed = false;
    for (const auto& trade : step.market->trades) {
        // A step may span the end of a bar: what came before it closes it.
        closed = closeUntil(trade.time, step.time, decision) || closed;
        static_cast<void>(m_tradeBars.add(trade));
        m_trades.push_back(trade);
        for (const auto& late : m_bars.addPrice(trade.time, trade.price)) {
            m_closed.push(late);
            merge(decision, call(step.time, nullptr, true));
        }
    }
    closed = closeUntil(step.time, step.time, decision) || closed;
    if (!closed && wants(false, false)) {
        merge(decision, call(step.time, nullptr, false));
    }
    return decision;
}

/// Closes the base bars that are over at `until`, in a step at `now`; whether there were any.
bool StrategyEngine::closeUntil(Timestamp until, Timestamp now, Decision& decision)
{
    bool closed = false;
    while (const auto bar = m_tradeBars.close(until)) {
        merge(decision, closeBase(*bar, now));
        closed = true;
    }
    return closed;
}

/// The first step of the session: its bars go on from the history.
void StrategyEngine::resume(const Step& step)
{
    const auto trades = step.market->trades;
    const Timestamp before = step.time - Duration{1}; // the step ends at its time
    m_tradeBars.resume(*m_history, trades.empty() ? before : trades.front().time);
    m_history.reset();
}

} // namespace wick::core
