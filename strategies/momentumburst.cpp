#include "strategies/momentumburst.h"

#include "core/strategy/costgate.h"
#include "core/strategy/inputcheck.h"
#include "strategies/barclock.h"
#include "strategies/declare.h"
#include "strategies/levels.h"
#include "strategies/score.h"

#include <array>
#include <cmath>
#include <tuple>

namespace wick::strategies {

using namespace wick::core;

namespace {

constexpr Reason kBurstUp{"MOMENTUM_BURST_LONG",
                          "The price burst upwards, beyond its noise and with the flow behind it."};
constexpr Reason kBurstDown{
    "MOMENTUM_BURST_SHORT",
    "The price burst downwards, beyond its noise and with the flow behind it."};
constexpr Reason kTrail{"MOMENTUM_TRAIL",
                        "The trade earned its risk once, so the stop follows the best price."};
constexpr Reason kFlowTurned{"MOMENTUM_FLOW_REVERSAL",
                             "The flow of trades turned against the position."};
constexpr Reason kTimeStop{"MOMENTUM_TIME_STOP",
                           "The burst did not reach its target in the time it was given."};

} // namespace

/// What the tape and the book said, where the data has them.
struct MomentumBurst::Flow
{
    TradeFlowImbalance trades;
    OrderFlowImbalance quotes;
    Timestamp lastBook;
    bool hasTrades = false;
    double before = 0.0; ///< at the last look of a position, or when it was decided

    [[nodiscard]] double imbalance() const noexcept { return hasTrades ? trades.value() : 0.0; }

    friend bool operator==(const Flow&, const Flow&) noexcept = default;
};

struct MomentumBurst::State
{
    /// The position as it has been followed since it was first seen.
    struct Ride
    {
        Timestamp openedAt;
        Price firstStop;
        Price best;
        int bars = 0;

        friend bool operator==(const Ride&, const Ride&) noexcept = default;
    };

    MomentumKernels kernels;
    MomentumKernels trial; ///< the kernels with the unfinished bar; kept to spare its memory
    Flow flow;
    BarClock clock;
    std::optional<Ride> ride;
    std::optional<Side> used; ///< a burst on this side has had its signal and is not over
    int coolDown = 0;         ///< bars left

    /// All but the trial, which is written anew before each use.
    friend bool operator==(const State& a, const State& b) noexcept
    {
        return std::tie(a.kernels, a.flow, a.clock, a.ride, a.used, a.coolDown)
               == std::tie(b.kernels, b.flow, b.clock, b.ride, b.used, b.coolDown);
    }
};

std::vector<ParameterDeclaration> MomentumBurst::parameters()
{
    return {
        whole({"roc_bars", "Move over"}, 3, 2, 50, "bars", "Bars the move is measured over."),
        number({"z_in", "Move needed"}, 1.8, {0.5, 6, 0.1}, "",
               "Move needed, in its usual size over those bars."),
        whole({"ema_fast", "Fast average"}, 8, 2, 100, "bars", "Fast average of the trend filter."),
        whole({"ema_slow", "Slow average"}, 21, 3, 400, "bars",
              "Slow average of the trend filter."),
        number({"volume_z", "Volume needed"}, 1.5, {0, 10, 0.1}, "",
               "Volume needed, as robust z of 50 bars."),
        whole({"tfi_window_s", "Flow window"}, 120, 5, 900, "s",
              "Window of the trade-flow imbalance."),
        number({"tfi_in", "Flow needed"}, 0.25, {0.05, 0.95, 0.05}, "",
               "Trade-flow imbalance that counts instead of volume; against it, an exit."),
        whole({"tfi_trades", "Fewest trades"}, 20, 1, 10'000, "",
              "With fewer trades in the window it counts as 0."),
        choice({"tfi_steps", "Flow looked at"},
               {{"close", "At the close"}, {"step", "At each step"}}, 0,
               "When the flow is looked at: at a bar's close, or at each step with trades."),
        whole({"er_bars", "Efficiency over"}, 10, 2, 100, "bars", "Bars of the efficiency ratio."),
        number({"er_min", "Efficiency needed"}, 0.40, {0, 1, 0.05}, "",
               "Efficiency needed, unless ADX is high enough."),
        number({"adx_min", "ADX needed"}, 22, {0, 100, 1}, "",
               "ADX (14) needed, unless efficiency is high enough."),
        number({"ci_max", "Most choppiness"}, 50, {1, 100, 1}, "",
               "Highest choppiness (14) that still counts as a move."),
        number({"noise_atr", "Noise below"}, 1.2, {0, 5, 0.1}, "ATR", "A smaller move is noise."),
        number({"stop_atr", "Stop"}, 1.2, {0.5, 5, 0.1}, "ATR", "Distance of the first stop."),
        number({"target_r", "Target"}, 1.8, {0.5, 10, 0.1}, "R",
               "Distance of the target in risks."),
        number({"trail_atr", "Trailing stop"}, 2.0, {0.5, 10, 0.1}, "ATR",
               "Distance of the trailing stop from the best price, once the trade earned 1 R."),
        whole({"time_stop", "Time stop"}, 12, 1, 500, "bars", "Longest time in a trade."),
        whole({"cool_down", "Cool-down"}, 3, 0, 100, "bars",
              "Bars without an entry after an exit."),
        flag({"short", "Short too"}, Switch::On, "Take bursts downwards too."),
        flag({"intrabar", "Within the bar"}, Switch::Off,
             "Judge the unfinished bar at each base bar too."),
        choice({"order", "Entry order"}, {{"market", "Market"}, {"limit", "Limit"}}, 0,
               "Kind of the entry order."),
        whole({"limit_timeout", "Limit expires after"}, 2, 1, 50, "bars",
              "An unfilled limit entry dies after this; the burst is not tried again."),
    };
}

MomentumBurst::MomentumBurst(const ParameterSet& parameters)
    : m_lengths{parameters.integer("roc_bars"), parameters.integer("ema_fast"),
                parameters.integer("ema_slow"), parameters.integer("er_bars")}
    , m_moveNeed(parameters.number("z_in"))
    , m_noise(parameters.number("noise_atr"))
    , m_volumeNeed(parameters.number("volume_z"))
    , m_flowWindow(seconds(parameters.integer("tfi_window_s")))
    , m_flowNeed(parameters.number("tfi_in"))
    , m_flowTrades(parameters.integer("tfi_trades"))
    , m_flowSteps(parameters.choice("tfi_steps") == 0 ? FlowSteps::AtClose : FlowSteps::EachStep)
    , m_efficiencyNeed(parameters.number("er_min"))
    , m_adxNeed(parameters.number("adx_min"))
    , m_choppinessLimit(parameters.number("ci_max"))
    , m_stopAtr(parameters.number("stop_atr"))
    , m_target(parameters.number("target_r"))
    , m_trailAtr(parameters.number("trail_atr"))
    , m_timeStop(parameters.integer("time_stop"))
    , m_coolDown(parameters.integer("cool_down"))
    , m_mayShort(parameters.flag("short"))
    , m_intrabar(parameters.flag("intrabar"))
    , m_order(parameters.choice("order") == 0 ? OrderKind::Market : OrderKind::Limit)
    , m_limitTimeout(parameters.integer("limit_timeout"))
{
    Wake wake = m_intrabar ? Wake::BaseClose : Wake::BarClose;
    if (m_flowSteps == FlowSteps::EachStep) {
        wake = Wake::EveryStep;
    }
    m_description = {
        .name = "momentum",
        .title = "Momentum",
        .summary = "Rides short bursts of directional flow and ignores noise.",
        .markets = {std::string{"ETH"}, std::string{"BTC"}},
        .timeframe = minutes(5),
        .higherTimeframe = {},
        .wake = wake,
        .history = 2,
        .warmUp = MomentumKernels::settledAfter(m_lengths),
        .warmUpHigher = 0,
        .risk = Ppm{2'500},
        .parameters = MomentumBurst::parameters(),
        .reasons = {kBurstUp, kBurstDown, kTrail, kFlowTurned, kTimeStop},
        .plots = {{PlotKind::Ema, m_lengths.emaFast},
                  {PlotKind::Ema, m_lengths.emaSlow},
                  {PlotKind::Vwap, 0}},
        .drawsGaps = false,
    };
}

Memory MomentumBurst::start(const Instrument& instrument) const
{
    const MomentumKernels kernels{m_lengths, instrument};
    const auto updates = static_cast<int>(m_flowWindow.count() / seconds(1).count());
    return Memory::of(State{.kernels = kernels,
                            .trial = kernels,
                            .flow = {.trades = TradeFlowImbalance{m_flowWindow, m_flowTrades},
                                     .quotes = OrderFlowImbalance{updates},
                                     .lastBook = {}},
                            .clock = {},
                            .ride = {},
                            .used = {}});
}

Decision MomentumBurst::onStep(const StrategyView& view, Memory& memory) const
{
    auto& state = memory.as<State>();
    hearFlow(view, state);
    if (view.barClosed) {
        takeBars(view, state);
    }
    Decision decision;
    if (view.position) {
        manage(view, state, decision);
        return decision;
    }
    state.ride.reset();
    const MomentumKernels* kernels = judged(view, state);
    if (kernels == nullptr || state.coolDown > 0 || hasWorking(view, OrderRole::Entry)) {
        return decision;
    }
    const Side side = kernels->move() > 0.0 ? Side::Buy : Side::Sell;
    if (!obstacle(view, state, *kernels, side).empty()) {
        return decision;
    }
    Signal entry = signal(view, state, side, kernels->atr());
    const Ppm cost = expectedCost(view.instrument, m_order).total();
    if (entry.stop && stopOutweighsCost(entry.price, *entry.stop, cost)) {
        measure(view, state, *kernels, entry);
        state.used = side;
        state.flow.before = with(side, state.flow.imbalance());
        decision.entry = entry;
    }
    return decision;
}

void MomentumBurst::onFill(const OwnFill& fill, Memory& memory) const
{
    if (fill.role != OrderRole::Entry) {
        memory.as<State>().coolDown = m_coolDown;
    }
}

/// Takes the step's trades and the newest quotes.
void MomentumBurst::hearFlow(const StrategyView& view, State& state) const
{
    Flow& flow = state.flow;
    for (const Trade& trade : view.trades) {
        flow.trades.add(trade);
        flow.hasTrades = true;
    }
    if (flow.hasTrades) {
        flow.trades.advance(view.now);
    }
    // Without each update of the quotes their imbalance means nothing.
    const bool listens = m_flowSteps == FlowSteps::EachStep && view.book != nullptr;
    if (listens && view.book->time != flow.lastBook) {
        flow.lastBook = view.book->time;
        flow.quotes.update(*view.book);
    }
}

/// Lets the kernels take what closed, counts down, and forgets a burst that is over.
void MomentumBurst::takeBars(const StrategyView& view, State& state) const
{
    for (const ClosedBar& bar : state.clock.takeNew(view.closed)) {
        const Continuity continuity = state.clock.add(bar, view.now);
        state.kernels.update(bar, continuity);
        state.coolDown = std::max(state.coolDown - 1, 0);
        if (state.ride) {
            ++state.ride->bars;
        }
    }
    if (state.used && !(with(*state.used, state.kernels.move()) >= m_moveNeed)) {
        state.used.reset();
    }
}

/// The kernels to judge in this step: of the closed bar, with `intrabar` of the unfinished one too.
/// None when nothing is to be judged or the inputs do not allow it.
const MomentumKernels* MomentumBurst::judged(const StrategyView& view, State& state) const
{
    const MomentumKernels* kernels = nullptr;
    if (view.barClosed) {
        kernels = &state.kernels;
    } else if (m_intrabar && view.base != nullptr && view.forming != nullptr) {
        state.trial = state.kernels;
        state.trial.update(*view.forming, state.clock.continuity(view.forming->start));
        kernels = &state.trial;
    }
    if (kernels == nullptr) {
        return nullptr;
    }
    return faultOf(view, *kernels) == InputFault::None ? kernels : nullptr;
}

InputFault MomentumBurst::faultOf(const StrategyView& view, const MomentumKernels& kernels)
{
    const Warmth warmth = kernels.settled() ? Warmth::Settled : Warmth::Cold;
    const std::array values{kernels.close(), kernels.atr(), kernels.trend()};
    return checkInputs(warmth, values, view.book, view.now);
}

/// The first thing that speaks against a burst to that side, in one sentence; empty when nothing
/// does. The cheap questions come first, the dear ones last.
std::string_view MomentumBurst::obstacle(const StrategyView& view,
                                         const State& state,
                                         const MomentumKernels& kernels,
                                         Side side) const
{
    if (state.used == side) {
        return "This burst has had its signal.";
    }
    if (side == Side::Sell && !m_mayShort) {
        return "Shorts are off.";
    }
    if (!(with(side, kernels.move()) >= m_moveNeed)) {
        return "The move is not unusual enough.";
    }
    if (!(with(side, kernels.distance()) >= m_noise)) {
        return "The move lies within the noise.";
    }
    if (!(with(side, kernels.trend()) > 0.0)) {
        return "The averages are against it.";
    }
    if (!(with(side, kernels.overVwap()) > 0.0)) {
        return "The price is on the wrong side of the VWAP.";
    }
    const bool flow = with(side, state.flow.imbalance()) >= m_flowNeed;
    if (!flow && !(kernels.volume() >= m_volumeNeed)) {
        return "Neither volume nor flow carries it.";
    }
    if (state.flow.quotes.ready() && !(with(side, state.flow.quotes.value()) > 0.0)) {
        return "The quotes are against it.";
    }
    if (!(kernels.adx() >= m_adxNeed || kernels.efficiency() >= m_efficiencyNeed)) {
        return "It is neither straight nor directed enough.";
    }
    if (!(kernels.choppiness() <= m_choppinessLimit)) {
        return "The market is too choppy.";
    }
    if (view.book != nullptr && !(spreadInUsual(*view.book, view.instrument) <= kMostUsualSpreads))
    {
        return "The spread is too wide.";
    }
    return {};
}

/// The same questions as a step asks, on a copy of its memory, and every number behind them.
Explanation MomentumBurst::explain(const StrategyView& view, Memory memory) const
{
    auto& state = memory.as<State>();
    hearFlow(view, state);
    if (view.barClosed) {
        takeBars(view, state);
    }
    Explanation explanation;
    explanation.inputs = faultOf(view, state.kernels);
    const MomentumKernels* kernels = judged(view, state);
    if (kernels == nullptr) {
        return explanation;
    }
    const Side side = kernels->move() > 0.0 ? Side::Buy : Side::Sell;
    explanation.side = side;
    Signal entry = signal(view, state, side, kernels->atr());
    measure(view, state, *kernels, entry);
    for (const Component& component : entry.components) {
        explanation.filters.push_back(component);
    }
    const auto above = [&](std::string_view name, double value) {
        explanation.filters.push_back({name, value, 0.0, value > 0.0 ? 1.0 : 0.0});
    };
    above("averages", with(side, kernels->trend()));
    above("over VWAP", with(side, kernels->overVwap()));
    const Ppm cost = expectedCost(view.instrument, m_order).total();
    if (state.coolDown > 0) {
        explanation.obstacle = "It cools down after an exit.";
    } else if (hasWorking(view, OrderRole::Entry)) {
        explanation.obstacle = "An entry is at work already.";
    } else {
        explanation.obstacle = obstacle(view, state, *kernels, side);
    }
    if (explanation.obstacle.empty()
        && !(entry.stop && stopOutweighsCost(entry.price, *entry.stop, cost)))
    {
        explanation.obstacle = "Its stop is too near for the costs.";
    }
    return explanation;
}

Signal
MomentumBurst::signal(const StrategyView& view, const State& state, Side side, double atr) const
{
    const Instrument& instrument = view.instrument;
    const bool buys = side == Side::Buy;
    const Price last = view.barClosed ? view.closed.back().close : view.forming->close;
    Signal signal;
    signal.side = side;
    signal.kind = m_order;
    signal.price = limitAt(side, last, instrument);
    const Price stop =
        stopAway(side, signal.price, deltaOf(m_stopAtr * atr, instrument), instrument);
    const PriceDelta risk = buys ? signal.price - stop : stop - signal.price;
    signal.stop = stop;
    signal.target = targetAway(side, signal.price, times(risk, m_target), instrument);
    signal.at = view.now;
    const int bars = m_order == OrderKind::Limit ? m_limitTimeout : 1;
    signal.expiry = view.now + state.clock.length() * bars;
    signal.reason = buys ? kBurstUp : kBurstDown;
    return signal;
}

/// Adds the measured conditions with their scores; their mean is the strength.
void MomentumBurst::measure(const StrategyView& view,
                            const State& state,
                            const MomentumKernels& kernels,
                            Signal& signal) const
{
    const Side side = signal.side;
    auto& components = signal.components;
    components.push_back(atLeast("move", with(side, kernels.move()), m_moveNeed));
    components.push_back(atLeast("noise", with(side, kernels.distance()), m_noise));
    components.push_back(atLeast("volume", kernels.volume(), m_volumeNeed));
    const bool trades = state.flow.hasTrades && state.flow.trades.enough();
    components.push_back(atLeast(trades ? "flow" : "flow: no trades",
                                 with(side, state.flow.imbalance()), m_flowNeed));
    components.push_back(atLeast("efficiency", kernels.efficiency(), m_efficiencyNeed));
    components.push_back(atLeast("adx", kernels.adx(), m_adxNeed));
    components.push_back(atMost("choppiness", kernels.choppiness(), m_choppinessLimit));
    if (view.book != nullptr) {
        components.push_back(
            atMost("spread", spreadInUsual(*view.book, view.instrument), kMostUsualSpreads));
    }
    const double cost = static_cast<double>(expectedCost(view.instrument, m_order).total().count());
    if (cost > 0.0 && signal.stop) {
        const Ppm away = stopDistance(signal.price, *signal.stop);
        components.push_back(atLeast("cost", static_cast<double>(away.count()) / cost,
                                     static_cast<double>(kCostRatio.count() / kPpmOne)));
    }
    signal.strength = strengthOf(components);
}

/// Exits by flow and by time, then the trailing stop.
void MomentumBurst::manage(const StrategyView& view, State& state, Decision& decision) const
{
    const OwnPosition& position = *view.position;
    if (!state.ride || state.ride->openedAt != position.openedAt) {
        // A bar that closed just now has been lived through in the position.
        const int bars = view.barClosed ? 1 : 0;
        state.ride = State::Ride{position.openedAt, position.stop, position.entry, bars};
    }
    const double flow = with(position.side, state.flow.imbalance());
    const bool turned = state.flow.before > -m_flowNeed && flow <= -m_flowNeed;
    state.flow.before = flow;
    if (hasWorking(view, OrderRole::Exit)) {
        return;
    }
    if (turned) {
        decision.exits.push_back({kFlowTurned});
    } else if (view.barClosed && state.ride->bars >= m_timeStop) {
        decision.exits.push_back({kTimeStop});
    } else if (view.barClosed) {
        trail(view, state, decision);
    }
}

/// Chandelier: the stop follows the best price at a distance, once the trade earned its risk.
void MomentumBurst::trail(const StrategyView& view, State& state, Decision& decision) const
{
    const OwnPosition& position = *view.position;
    const bool buys = position.side == Side::Buy;
    const ClosedBar& bar = view.closed.back();
    auto& ride = *state.ride;
    // Of the bar that holds the entry only the close is proved to be later than it.
    const bool whole = bar.start >= position.openedAt;
    const Price reached = !whole ? bar.close : buys ? bar.high : bar.low;
    ride.best = buys ? std::max(ride.best, reached) : std::min(ride.best, reached);
    const PriceDelta risk =
        buys ? position.entry - ride.firstStop : ride.firstStop - position.entry;
    const PriceDelta earned = buys ? ride.best - position.entry : position.entry - ride.best;
    const double atr = state.kernels.atr();
    if (earned < risk || !std::isfinite(atr)) {
        return;
    }
    const PriceDelta distance = deltaOf(m_trailAtr * atr, view.instrument);
    const Price stop = stopAway(position.side, ride.best, distance, view.instrument);
    if (buys ? stop > position.stop : stop < position.stop) {
        decision.stopMoves.push_back({stop, kTrail});
    }
}

Status MomentumBurst::status(const Instrument& /*instrument*/, const Memory& memory) const
{
    const auto& state = memory.as<State>();
    const auto count = [](double value) {
        return StatusNumber{StatusNumber::Kind::Count, value};
    };
    const auto ratio = [](double value) {
        return StatusNumber{StatusNumber::Kind::Ratio, std::isfinite(value) ? value : 0.0};
    };
    Status status;
    if (state.ride) {
        status.sentence = "on a burst. Time stop in %1 bars.";
        status.numbers.push_back(count(std::max(m_timeStop - state.ride->bars, 0)));
    } else if (!state.kernels.settled()) {
        const auto bars = static_cast<double>(state.kernels.bars());
        const auto need = static_cast<double>(m_description.warmUp);
        status.sentence = bars < need ? "Warming up: %1 of %2 bars."
                                      : "Warming up: waiting for the day to start anew.";
        if (bars < need) {
            status.numbers.push_back(count(bars));
            status.numbers.push_back(count(need));
        }
    } else if (state.coolDown > 0) {
        status.sentence = "Flat. Cooling down, %1 bars left.";
        status.numbers.push_back(count(state.coolDown));
    } else if (state.used) {
        status.sentence = "Flat. This burst has had its signal; waiting for the next one.";
    } else {
        const double move = state.kernels.move();
        const bool burst = std::fabs(move) >= m_moveNeed;
        status.sentence = burst
                              ? "Flat. Burst not confirmed: move %1 of %2, volume %3 of %4 needed."
                              : "Flat. No burst: move %1 of %2 needed, volume %3 of %4 needed.";
        status.numbers.push_back(ratio(std::fabs(move)));
        status.numbers.push_back(ratio(m_moveNeed));
        status.numbers.push_back(ratio(state.kernels.volume()));
        status.numbers.push_back(ratio(m_volumeNeed));
    }
    return status;
}

} // namespace wick::strategies
