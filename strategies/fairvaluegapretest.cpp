#include "strategies/fairvaluegapretest.h"

#include "core/base/unreachable.h"
#include "core/strategy/costgate.h"
#include "core/strategy/inputcheck.h"
#include "strategies/barclock.h"
#include "strategies/declare.h"
#include "strategies/levels.h"
#include "strategies/score.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace wick::strategies {

using namespace wick::core;

namespace {

constexpr Reason kRetestLong{"GAP_RETEST_LONG",
                             "Price returns to a bullish gap that a fast move left."};
constexpr Reason kRetestShort{"GAP_RETEST_SHORT",
                              "Price returns to a bearish gap that a fast move left."};
constexpr Reason kInvalidated{"GAP_INVALIDATED", "A bar closed beyond the far edge of the gap."};
constexpr Reason kExpired{"GAP_EXPIRED", "The gap is too old, or its session is over."};
constexpr Reason kMerged{"GAP_MERGED", "The gap became part of a larger one."};
constexpr Reason kVisited{"GAP_VISITED", "The first visit to the gap ended without a fill."};
constexpr Reason kContested{"GAP_CONTESTED", "A gap of the other direction covers the entry."};
constexpr Reason kOpposite{"GAP_OPPOSITE_SIGNAL", "A newer gap calls for the other side."};
constexpr Reason kSessionEnds{"GAP_SESSION_ENDS",
                              "The session closes soon, so no entry is left at work."};
constexpr Reason kTimeStop{"GAP_TIME_STOP",
                           "The retest did not reach its target in the time it was given."};
constexpr Reason kFlatBeforeClose{"GAP_FLAT_BEFORE_CLOSE",
                                  "The position is closed before the session ends."};
constexpr Reason kBreakEven{"GAP_BREAK_EVEN",
                            "The trade earned its risk once, so the stop covers entry and costs."};

/// Gaps that can be alive at once; a gap lives 96 bars at most and needs three.
constexpr std::size_t kLiveGaps = 48;

} // namespace

struct FairValueGapRetest::State
{
    /// The position as it has been followed since it was first seen.
    struct Ride
    {
        Timestamp openedAt;
        Price firstStop;
        int bars = 0;
        GapDirection direction{}; ///< of the gap it came from, with its bounds: for people
        Price bottom;
        Price top;

        friend bool operator==(const Ride&, const Ride&) noexcept = default;
    };

    BarClock clock;
    BarClock higherClock;
    std::optional<GapBook> book;     ///< made with the first bar, which tells how long a bar is
    Ema trend;                       ///< of the higher timeframe, in units of Price
    double higherClose = kUndefined; ///< its last close: the trend is judged bar by bar
    std::int64_t higherBars = 0;
    InlineVector<GapId, 2 * kLiveGaps> used; ///< gaps that have had their order
    GapId resting;                           ///< the gap whose entry is at work
    std::optional<Ride> ride;
    Obstacle newest = Obstacle::None; ///< what keeps the newest gap from being traded

    [[nodiscard]] bool hasUsed(GapId id) const noexcept
    {
        return std::find(used.begin(), used.end(), id) != used.end();
    }
    /// Marks a gap as used and forgets those that ended.
    void use(GapId id) noexcept
    {
        InlineVector<GapId, 2 * kLiveGaps> kept;
        for (const GapId other : used) {
            if (book->find(other) != nullptr) {
                kept.push_back(other);
            }
        }
        kept.push_back(id);
        used = kept;
    }

    friend bool operator==(const State&, const State&) noexcept = default;
};

std::vector<ParameterDeclaration> FairValueGapRetest::parameters()
{
    return {
        number({"min_height_atr", "Smallest gap"}, 0.25, {0.1, 0.6, 0.05}, "ATR",
               "Smallest height of a gap."),
        whole({"min_ticks", "Gap in ticks"}, 5, 2, 20, "ticks", "Smallest height of a gap."),
        number({"min_costs", "Gap in costs"}, 1, {0, 10, 0.5}, "round trips",
               "Smallest height of a gap."),
        number({"displacement_atr", "Displacement"}, 1.2, {0.8, 2.0, 0.1}, "ATR",
               "Smallest body of the bar that leaves the gap."),
        number({"body_share", "Body of range"}, 0.6, {0.5, 0.8, 0.05}, "",
               "Its body as a share of its range."),
        number({"volume_factor", "Volume factor"}, 0, {0, 10, 0.5}, "",
               "Its volume in medians of 50 bars; 0 does not look at it."),
        whole({"swing_width", "Swing broken"}, 0, 0, 20, "bars",
              "The move must break the last swing of this width; 0 does not look at it."),
        number({"departure_atr", "Departure"}, 0.5, {0.2, 1.5, 0.1}, "ATR",
               "How far price must leave the gap before its return counts."),
        number({"max_fill", "Largest fill"}, 0.5, {0.05, 1, 0.05}, "",
               "A gap filled further is not traded."),
        flag({"first_visit_only", "First visit only"}, Switch::On,
             "Trade the first visit to a gap only."),
        whole({"max_touches", "Visits until expiry"}, 3, 1, 20, "visits",
              "A gap visited this often has expired."),
        flag({"inversion", "Inversion"}, Switch::Off,
             "A gap that was closed through works the other way round."),
        choice({"entry_level", "Entry level"},
               {{"edge", "Near edge"},
                {"quarter", "A quarter deep"},
                {"ce", "Midline"},
                {"three_quarter", "Three quarters deep"}},
               2, "How deep in the gap the entry rests; ce is its middle."),
        choice({"order", "Entry order"}, {{"limit", "Limit"}, {"confirm", "Market, confirmed"}}, 0,
               "Rest at the level, or enter at market after a bar went there and closed back."),
        number({"stop_buffer_atr", "Stop buffer"}, 0.25, {0.1, 0.6, 0.05}, "ATR",
               "Distance of the stop beyond the far edge."),
        number({"target_r", "Target"}, 1.8, {1.0, 3.0, 0.1}, "R",
               "Distance of the target in risks."),
        choice({"target", "Target at"},
               {{"nearer", "The nearer"},
                {"risk", "Multiple of risk"},
                {"extreme", "End of the move"}},
               0, "Target in risks, where the fast move ended, or the nearer of both."),
        flag({"break_even", "Break even"}, Switch::Off,
             "After 1 R the stop covers entry and costs."),
        whole({"expiry_bars", "Expires after"}, 36, 12, 96, "bars",
              "A gap older than this has expired."),
        whole({"time_stop", "Time stop"}, 18, 6, 48, "bars", "Longest time in a trade."),
        flag({"trend_filter", "Trend filter"}, Switch::On,
             "Trade with the average of the higher timeframe only."),
        whole({"trend_ema", "Trend average"}, 200, 10, 400, "bars", "Length of that average."),
        choice({"trend_frame", "Trend timeframe"}, {{"15m", "15m"}, {"1h", "1h"}}, 0,
               "The higher timeframe."),
        whole({"no_entry_after_open_min", "No entry after open"}, 15, 0, 240, "min",
              "No entry this soon after the open."),
        whole({"no_entry_before_close_min", "No entry before close"}, 45, 0, 240, "min",
              "No entry this near the close."),
        whole({"flat_before_close_min", "Flat before close"}, 10, 0, 120, "min",
              "No position this near the close."),
        flag({"short", "Short too"}, Switch::On, "Trade bearish gaps too."),
    };
}

FairValueGapRetest::FairValueGapRetest(const ParameterSet& parameters)
    : m_maxFill(parameters.number("max_fill"))
    , m_firstVisitOnly(parameters.flag("first_visit_only") ? Use::On : Use::Off)
    , m_entry(parameters.choice("order") == 0 ? Entry::Limit : Entry::Confirm)
    , m_breakEven(parameters.flag("break_even") ? Use::On : Use::Off)
    , m_timeStop(parameters.integer("time_stop"))
    , m_trendFilter(parameters.flag("trend_filter") ? Use::On : Use::Off)
    , m_trendLength(parameters.integer("trend_ema"))
    , m_afterOpen(minutes(parameters.integer("no_entry_after_open_min")))
    , m_beforeClose(minutes(parameters.integer("no_entry_before_close_min")))
    , m_flatBeforeClose(minutes(parameters.integer("flat_before_close_min")))
    , m_short(parameters.flag("short") ? Use::On : Use::Off)
{
    m_gaps.minimumAtr = parameters.number("min_height_atr");
    m_gaps.minimumTicks = parameters.integer("min_ticks");
    m_gaps.costFactor = parameters.number("min_costs");
    m_gaps.displacementAtr = parameters.number("displacement_atr");
    m_gaps.bodyShare = parameters.number("body_share");
    m_gaps.volumeFactor = parameters.number("volume_factor");
    m_gaps.swingWidth = parameters.integer("swing_width");
    m_gaps.departureAtr = parameters.number("departure_atr");
    m_gaps.lifeBars = parameters.integer("expiry_bars");
    m_gaps.maxVisits = parameters.integer("max_touches");
    m_gaps.inversion = parameters.flag("inversion") ? GapInversion::On : GapInversion::Off;
    m_gaps.inversionBars = m_gaps.lifeBars;
    m_rules = {static_cast<GapEntryLevel>(parameters.choice("entry_level")),
               static_cast<GapTarget>(parameters.choice("target")), parameters.number("target_r"),
               parameters.number("stop_buffer_atr")};
    const bool filters = m_trendFilter == Use::On;
    const Duration higher = parameters.choice("trend_frame") == 0 ? minutes(15) : hours(1);
    constexpr std::int32_t kSettledAtr = 113;
    // From then on every gap that may be alive has been seen from its birth.
    const std::int32_t inverse = m_gaps.inversion == GapInversion::On ? m_gaps.inversionBars : 0;
    const std::int32_t warmUp = kSettledAtr + 2 + m_gaps.lifeBars + inverse;
    m_description = {
        .name = "fvg-retest",
        .title = "Gap retest",
        .summary = "Trades the first return into a gap that a fast move left behind.",
        .markets = {"XAU"},
        .timeframe = minutes(5),
        .higherTimeframe = filters ? higher : Duration{},
        .wake = Wake::BaseClose,
        .history = 2,
        .warmUp = static_cast<std::size_t>(warmUp),
        .warmUpHigher =
            filters ? static_cast<std::size_t>(Ema::settledAfter(m_trendLength)) : std::size_t{0},
        .risk = Ppm{5'000},
        .parameters = FairValueGapRetest::parameters(),
        .reasons = {kRetestLong, kRetestShort, kInvalidated, kExpired, kMerged, kVisited,
                    kContested, kOpposite, kSessionEnds, kTimeStop, kFlatBeforeClose, kBreakEven},
        .plots = {},
        .drawsGaps = true,
    };
}

Memory FairValueGapRetest::start(const Instrument& /*instrument*/) const
{
    return Memory::of(State{.clock = {},
                            .higherClock = {},
                            .book = {},
                            .trend = Ema{m_trendLength},
                            .used = {},
                            .resting = {},
                            .ride = {}});
}

GapParameters FairValueGapRetest::gapParameters(const Instrument& instrument) const
{
    GapParameters parameters = m_gaps;
    parameters.tick = instrument.tick();
    const Ppm cost = expectedCost(instrument, OrderKind::Limit).total();
    parameters.roundTripCost = static_cast<double>(cost.count()) / static_cast<double>(kPpmOne);
    return parameters;
}

Decision FairValueGapRetest::onStep(const StrategyView& view, Memory& memory) const
{
    auto& state = memory.as<State>();
    listen(view, state);
    Decision decision;
    if (!state.book) {
        return decision;
    }
    const bool waiting = hasWorking(view, OrderRole::Entry);
    if (waiting) {
        guardEntry(view, state, decision);
    }
    if (view.position) {
        manage(view, state, decision);
        return decision;
    }
    state.ride.reset();
    if (!waiting && view.base != nullptr) {
        state.resting = {};
        seek(view, state, decision);
    }
    return decision;
}

/// Takes the bars and prices of the step in the order they came about.
void FairValueGapRetest::listen(const StrategyView& view, State& state) const
{
    for (const ClosedBar& bar : state.higherClock.takeNew(view.higher)) {
        state.higherClose = static_cast<double>(bar.close.count());
        state.trend.update(state.higherClose);
        ++state.higherBars;
    }
    // A base bar is part of the bar that closes with it; a bar that closed late came before it.
    bool heard = view.base == nullptr;
    const auto hear = [&] {
        if (!heard && state.book) {
            state.book->onPrices(view.base->start, view.base->high, view.base->low,
                                 view.base->close);
        }
        heard = true;
    };
    for (const ClosedBar& bar : state.clock.takeNew(view.closed)) {
        const Timestamp latest = bar.start + std::min(state.clock.length(), view.now - bar.start);
        if (view.base != nullptr && view.base->start < latest) {
            hear();
        }
        takeBar(bar, view, state);
    }
    hear();
}

void FairValueGapRetest::takeBar(const ClosedBar& bar, const StrategyView& view, State& state) const
{
    static_cast<void>(state.clock.add(bar, view.now));
    // The first bar may have closed late and looked too long; a shorter one starts the book anew.
    if (!state.book || state.book->timeframe() > state.clock.length()) {
        state.book.emplace(gapParameters(view.instrument), state.clock.length(),
                           TradingCalendar{view.instrument.calendar()},
                           GapCapacity{.live = kLiveGaps, .retired = 1, .sessionGaps = 1});
    }
    state.book->onBar(bar);
    if (state.ride) {
        ++state.ride->bars;
    }
}

/// Exits by the session's end and by time; then, if asked for, the stop at break-even.
void FairValueGapRetest::manage(const StrategyView& view, State& state, Decision& decision) const
{
    const OwnPosition& position = *view.position;
    if (!state.ride || state.ride->openedAt != position.openedAt) {
        // A bar that closed just now has been lived through in the position.
        State::Ride ride{position.openedAt, position.stop, view.barClosed ? 1 : 0, {}, {}, {}};
        if (const FairValueGap* gap = state.book->find(state.resting)) {
            ride.direction = gap->direction();
            ride.bottom = gap->zone().bottom;
            ride.top = gap->zone().top;
        }
        state.ride = ride;
    }
    if (hasWorking(view, OrderRole::Exit)) {
        return;
    }
    if (view.untilClose <= m_flatBeforeClose) {
        decision.exits.push_back({kFlatBeforeClose});
        return;
    }
    if (view.barClosed && state.ride->bars >= m_timeStop) {
        decision.exits.push_back({kTimeStop});
        return;
    }
    if (m_breakEven == Use::On && view.base != nullptr && view.base->start >= position.openedAt) {
        coverCosts(view, state.ride->firstStop, decision);
    }
}

/// Once a base bar after the entry has earned the risk, the stop moves to entry and costs.
void FairValueGapRetest::coverCosts(const StrategyView& view, Price first, Decision& decision) const
{
    const OwnPosition& position = *view.position;
    const bool buys = position.side == Side::Buy;
    const PriceDelta risk = buys ? position.entry - first : first - position.entry;
    const Price reached = buys ? view.base->high : view.base->low;
    const PriceDelta earned = buys ? reached - position.entry : position.entry - reached;
    const std::int64_t cost = expectedCost(view.instrument, OrderKind::Limit).total().count();
    const PriceDelta covers{
        saturate(divide(Int128{position.entry.count()} * cost, kPpmOne, Rounding::Up))};
    const Price stop = targetAway(position.side, position.entry, covers, view.instrument);
    if (earned >= risk && (buys ? stop > position.stop : stop < position.stop)) {
        decision.stopMoves.push_back({stop, kBreakEven});
    }
}

/// Takes the resting entry back when its gap is no longer to be traded.
void FairValueGapRetest::guardEntry(const StrategyView& view,
                                    State& state,
                                    Decision& decision) const
{
    if (const Reason* reason = whyCancel(view, state)) {
        decision.cancelEntry = *reason;
    }
}

const Reason* FairValueGapRetest::whyCancel(const StrategyView& view, const State& state) const
{
    if (view.untilClose <= m_beforeClose) {
        return &kSessionEnds;
    }
    const FairValueGap* gap = state.book->find(state.resting);
    if (gap == nullptr) {
        return &whyGone(state);
    }
    if (m_firstVisitOnly == Use::On && !gap->inFirstVisit()) {
        return &kVisited;
    }
    if (state.book->contested(*gap, entryPrice(gap->zone(), m_rules.level, view.instrument))) {
        return &kContested;
    }
    return turned(view, state, *gap) ? &kOpposite : nullptr;
}

/// How the gap of the resting entry ended.
const Reason& FairValueGapRetest::whyGone(const State& state)
{
    const auto ended = [&state](GapState as) {
        const auto events = state.book->events();
        return std::any_of(events.begin(), events.end(), [&](const GapEvent& event) {
            return event.id == state.resting && event.change.state == as;
        });
    };
    if (ended(GapState::Invalidated)) {
        return kInvalidated;
    }
    return ended(GapState::Merged) ? kMerged : kExpired;
}

/// A newer gap of the other direction would be traded now.
bool FairValueGapRetest::turned(const StrategyView& view,
                                const State& state,
                                const FairValueGap& gap) const
{
    const FairValueGap& newest = state.book->live().back();
    return newest.direction() != gap.direction() && newest.id() > gap.id() && view.base != nullptr
           && inputsAllow(view, state) && obstacle(view, state, newest) == Obstacle::None;
}

bool FairValueGapRetest::entriesAllowed(const StrategyView& view) const
{
    return view.sinceOpen >= m_afterOpen && view.untilClose > m_beforeClose;
}

InputFault FairValueGapRetest::faultOf(const StrategyView& view, const State& state) const
{
    const bool filters = m_trendFilter == Use::On;
    const bool warm = state.clock.bars() >= static_cast<std::int64_t>(m_description.warmUp)
                      && state.book->ready() && (!filters || state.trend.settled());
    const std::array values{state.book->atr(), filters ? state.trend.value() : 0.0};
    return checkInputs(warm ? Warmth::Settled : Warmth::Cold, values, view.book, view.now);
}

bool FairValueGapRetest::inputsAllow(const StrategyView& view, const State& state) const
{
    return faultOf(view, state) == InputFault::None;
}

/// Enters on the newest gap that nothing speaks against. While the inputs do not allow it the gap
/// has missed its chance: nobody enters late because a kernel was cold.
void FairValueGapRetest::seek(const StrategyView& view, State& state, Decision& decision) const
{
    state.newest = Obstacle::None;
    const auto live = state.book->live();
    for (std::size_t i = live.size(); i > 0; --i) {
        const FairValueGap& gap = live[i - 1];
        const Obstacle found = obstacle(view, state, gap);
        state.newest = i == live.size() ? found : state.newest;
        if (found != Obstacle::None) {
            continue;
        }
        state.use(gap.id());
        if (inputsAllow(view, state)) {
            decision.entry = signal(view, state, gap);
            state.resting = gap.id();
        }
        return;
    }
}

/// What speaks against trading a gap now; the cheap questions first.
FairValueGapRetest::Obstacle FairValueGapRetest::obstacle(const StrategyView& view,
                                                          const State& state,
                                                          const FairValueGap& gap) const
{
    if (state.hasUsed(gap.id())) {
        return Obstacle::Used;
    }
    if (!entriesAllowed(view)) {
        return Obstacle::Session;
    }
    const Side side = sideOf(gap.direction());
    if (side == Side::Sell && m_short == Use::Off) {
        return Obstacle::Side;
    }
    if (!gap.departed()) {
        return Obstacle::NotDeparted;
    }
    if (m_firstVisitOnly == Use::On && !gap.inFirstVisit()) {
        return Obstacle::Visited;
    }
    const Price level = entryPrice(gap.zone(), m_rules.level, view.instrument);
    if (const Obstacle found = onTheWay(view, gap, level); found != Obstacle::None) {
        return found;
    }
    if (m_trendFilter == Use::On && !(with(side, state.higherClose - state.trend.value()) > 0.0)) {
        return Obstacle::Trend;
    }
    if (state.book->contested(gap, level)) {
        return Obstacle::Contested;
    }
    const GapLevels planned = levels(view, state, gap);
    const OrderKind kind = m_entry == Entry::Limit ? OrderKind::Limit : OrderKind::Market;
    const Ppm cost = expectedCost(view.instrument, kind).total();
    const bool gains =
        side == Side::Buy ? planned.target > planned.entry : planned.target < planned.entry;
    return gains && stopOutweighsCost(planned.entry, planned.stop, cost) ? Obstacle::None
                                                                         : Obstacle::Cost;
}

/// Whether price is where an entry of the chosen kind is made from.
FairValueGapRetest::Obstacle
FairValueGapRetest::onTheWay(const StrategyView& view, const FairValueGap& gap, Price level) const
{
    const bool buys = sideOf(gap.direction()) == Side::Buy;
    const Price close = view.base->close;
    const bool before = buys ? close > level : close < level;
    if (m_entry == Entry::Limit) {
        const bool deep = gap.state() > GapState::Touched || gap.fill() > m_maxFill;
        return deep ? Obstacle::Filled : before ? Obstacle::None : Obstacle::Inside;
    }
    if (gap.state() >= GapState::Filled) {
        return Obstacle::Filled;
    }
    const Price near = gap.zone().nearEdge();
    const PriceDelta depth = buys ? near - level : level - near;
    const bool back = view.barClosed && before && gap.penetration() >= depth;
    return back ? Obstacle::None : Obstacle::NotReached;
}

GapLevels FairValueGapRetest::levels(const StrategyView& view,
                                     const State& state,
                                     const FairValueGap& gap) const
{
    const Price from = m_entry == Entry::Limit
                           ? entryPrice(gap.zone(), m_rules.level, view.instrument)
                           : limitAt(sideOf(gap.direction()), view.base->close, view.instrument);
    return levelsOf(gap, from, state.book->atr(), m_rules, view.instrument);
}

Signal FairValueGapRetest::signal(const StrategyView& view,
                                  const State& state,
                                  const FairValueGap& gap) const
{
    const GapLevels planned = levels(view, state, gap);
    const Duration bar = state.clock.length();
    Signal signal;
    signal.side = planned.side;
    signal.kind = m_entry == Entry::Limit ? OrderKind::Limit : OrderKind::Market;
    signal.price = planned.entry;
    signal.stop = planned.stop;
    signal.target = planned.target;
    signal.at = view.now;
    signal.expiry = view.now + bar;
    if (m_entry == Entry::Limit) {
        // It dies with its gap, and before the hours without entries.
        const Timestamp old = gap.origin().knownAt + bar * gap.origin().lifeBars;
        const Timestamp late = (view.now + view.untilClose) - m_beforeClose;
        signal.expiry = std::min({old, late, gap.origin().expiresAt});
    }
    signal.reason = planned.side == Side::Buy ? kRetestLong : kRetestShort;
    const double atr = gap.atr();
    auto& components = signal.components;
    components.push_back(atLeast("height", static_cast<double>(gap.zone().height().count()) / atr,
                                 m_gaps.minimumAtr));
    components.push_back(atLeast("departure", static_cast<double>(gap.departure().count()) / atr,
                                 m_gaps.departureAtr));
    components.push_back(atMost("fill", gap.fill(), m_maxFill));
    const Ppm cost = expectedCost(view.instrument, signal.kind).total();
    if (cost.count() > 0) {
        const Ppm away = stopDistance(planned.entry, planned.stop);
        components.push_back(
            atLeast("cost", static_cast<double>(away.count()) / static_cast<double>(cost.count()),
                    static_cast<double>(kCostRatio.count() / kPpmOne)));
    }
    signal.strength = strengthOf(components);
    return signal;
}

Explanation FairValueGapRetest::explain(const StrategyView& view, Memory memory) const
{
    auto& state = memory.as<State>();
    listen(view, state);
    Explanation explanation;
    if (!state.book) {
        explanation.inputs = InputFault::NotWarm;
        return explanation;
    }
    explanation.inputs = faultOf(view, state);
    const auto live = state.book->live();
    if (explanation.inputs != InputFault::None) {
        return explanation;
    }
    if (view.base == nullptr || live.empty()) {
        explanation.obstacle = live.empty() ? "There is no open gap." : "No price has come in.";
        return explanation;
    }
    const auto open = std::find_if(live.rbegin(), live.rend(), [&](const FairValueGap& each) {
        return obstacle(view, state, each) == Obstacle::None;
    });
    const FairValueGap& gap = open != live.rend() ? *open : live.back();
    const Signal planned = signal(view, state, gap);
    explanation.side = planned.side;
    for (const Component& component : planned.components) {
        explanation.filters.push_back(component);
    }
    if (m_trendFilter == Use::On) {
        const double over = with(planned.side, state.higherClose - state.trend.value());
        explanation.filters.push_back({"trend", over / gap.atr(), 0.0, over > 0.0 ? 1.0 : 0.0});
    }
    explanation.obstacle = hasWorking(view, OrderRole::Entry)
                               ? std::string_view{"An entry is at work already."}
                               : sentenceOf(obstacle(view, state, gap));
    return explanation;
}

std::string_view FairValueGapRetest::sentenceOf(Obstacle obstacle) noexcept
{
    switch (obstacle) {
    case Obstacle::None:
        return {};
    case Obstacle::Used:
        return "The newest gap has had its order.";
    case Obstacle::Side:
        return "Shorts are off.";
    case Obstacle::Filled:
        return "The newest gap is filled too far.";
    case Obstacle::NotDeparted:
        return "Price has yet to leave the newest gap.";
    case Obstacle::Visited:
        return "The first visit to the newest gap is over.";
    case Obstacle::NotReached:
        return "No bar has confirmed the newest gap.";
    case Obstacle::Inside:
        return "Price is at the level already: a limit would not rest.";
    case Obstacle::Contested:
        return "A gap of the other direction covers the level.";
    case Obstacle::Trend:
        return "The newest gap is against the trend.";
    case Obstacle::Session:
        return "No entries this near the open or the close.";
    case Obstacle::Cost:
        return "Its stop is too near for the costs.";
    }
    unreachable();
}

Status FairValueGapRetest::status(const Instrument& instrument, const Memory& memory) const
{
    const auto& state = memory.as<State>();
    const auto count = [](std::int64_t value) {
        return StatusNumber{StatusNumber::Kind::Count, static_cast<double>(value)};
    };
    const auto level = [&](Price price) {
        return StatusNumber{StatusNumber::Kind::Level, toDouble(price, instrument)};
    };
    Status status;
    if (state.ride) {
        const std::int64_t left = std::max(m_timeStop - state.ride->bars, 0);
        if (state.ride->top.count() == 0) {
            status.sentence = "on the retest of a gap. Time stop in %1 bars.";
            status.numbers.push_back(count(left));
            return status;
        }
        status.sentence = state.ride->direction == GapDirection::Bull
                              ? "on the retest of bullish gap %1–%2. Time stop in %3 bars."
                              : "on the retest of bearish gap %1–%2. Time stop in %3 bars.";
        status.numbers.push_back(level(state.ride->bottom));
        status.numbers.push_back(level(state.ride->top));
        status.numbers.push_back(count(left));
        return status;
    }
    const auto need = static_cast<std::int64_t>(m_description.warmUp);
    const auto needHigher = static_cast<std::int64_t>(m_description.warmUpHigher);
    const bool bars = state.clock.bars() < need;
    if (!state.book || bars || state.higherBars < needHigher) {
        status.sentence = bars ? "Warming up: %1 of %2 bars."
                               : "Warming up: %1 of %2 bars of the higher timeframe.";
        status.numbers.push_back(count(bars ? state.clock.bars() : state.higherBars));
        status.numbers.push_back(count(bars ? need : needHigher));
        return status;
    }
    const FairValueGap* gap = state.book->find(state.resting);
    const bool rests = gap != nullptr;
    if (gap == nullptr && !state.book->live().empty()) {
        gap = &state.book->live().back();
    }
    if (gap == nullptr) {
        status.sentence = "Flat. No open gap; waiting for a fast move that leaves one.";
        return status;
    }
    status.sentence = rests ? waitingSentence(gap->direction(), Obstacle::None)
                            : waitingSentence(gap->direction(), state.newest);
    status.numbers.push_back(level(gap->zone().bottom));
    status.numbers.push_back(level(gap->zone().top));
    status.numbers.push_back(count(std::max(gap->origin().lifeBars - gap->age(), 0)));
    return status;
}

std::string_view FairValueGapRetest::waitingSentence(GapDirection direction,
                                                     Obstacle obstacle) noexcept
{
    const bool bull = direction == GapDirection::Bull;
    switch (obstacle) {
    case Obstacle::None:
        return bull ? "Waiting for the retest of bullish gap %1–%2, %3 bars left."
                    : "Waiting for the retest of bearish gap %1–%2, %3 bars left.";
    case Obstacle::NotDeparted:
        return bull ? "Bullish gap %1–%2: price has yet to leave it, %3 bars left."
                    : "Bearish gap %1–%2: price has yet to leave it, %3 bars left.";
    case Obstacle::NotReached:
        return bull ? "Bullish gap %1–%2: no bar has confirmed it yet, %3 bars left."
                    : "Bearish gap %1–%2: no bar has confirmed it yet, %3 bars left.";
    case Obstacle::Trend:
        return bull ? "Bullish gap %1–%2 is against the trend, %3 bars left."
                    : "Bearish gap %1–%2 is against the trend, %3 bars left.";
    case Obstacle::Session:
        return bull ? "Bullish gap %1–%2: no entries this near the open or close, %3 bars left."
                    : "Bearish gap %1–%2: no entries this near the open or close, %3 bars left.";
    case Obstacle::Contested:
        return bull ? "Bullish gap %1–%2 meets a bearish one, %3 bars left."
                    : "Bearish gap %1–%2 meets a bullish one, %3 bars left.";
    case Obstacle::Cost:
        return bull ? "Bullish gap %1–%2: its stop is too near for the costs, %3 bars left."
                    : "Bearish gap %1–%2: its stop is too near for the costs, %3 bars left.";
    case Obstacle::Used:
        return "Flat. Gap %1–%2 has had its order; waiting for the next one.";
    case Obstacle::Side:
        return "Flat. Bearish gap %1–%2 is not traded: shorts are off.";
    case Obstacle::Filled:
    case Obstacle::Visited:
    case Obstacle::Inside:
        return "Flat. Price has been in gap %1–%2; waiting for the next one.";
    }
    unreachable();
}

} // namespace wick::strategies
