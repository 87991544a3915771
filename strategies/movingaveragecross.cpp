#include "strategies/movingaveragecross.h"

#include "core/base/checked.h"
#include "core/base/unreachable.h"
#include "core/indicators/averages.h"

#include <cmath>
#include <utility>

namespace wick::strategies {

using namespace wick::core;

namespace {

constexpr Reason kCrossedUp{"MA_CROSS_BUY", "The fast average closed above the slow one."};
constexpr Reason kCrossedDown{"MA_CROSS_SELL", "The fast average closed below the slow one."};

enum class Cross : std::uint8_t
{
    None,
    Up,
    Down
};

/// The two averages it owns and how they stood at the last close.
template <typename Average>
struct State
{
    Average fast;
    Average slow;
    double difference = 0.0; ///< fast less slow at the last close
    bool ready = false;      ///< both existed at the last close

    /// Takes the next close. Equality is not a cross; touching and then leaving counts once.
    Cross take(double close)
    {
        fast.update(close);
        slow.update(close);
        if (!slow.ready() || !fast.ready()) {
            return Cross::None;
        }
        const bool wasReady = std::exchange(ready, true);
        const double before = std::exchange(difference, fast.value() - slow.value());
        return !wasReady                           ? Cross::None
               : before <= 0.0 && difference > 0.0 ? Cross::Up
               : before >= 0.0 && difference < 0.0 ? Cross::Down
                                                   : Cross::None;
    }

    friend bool operator==(const State&, const State&) noexcept = default;
};

} // namespace

std::vector<ParameterDeclaration> MovingAverageCross::parameters()
{
    return {
        {.name = "fast",
         .label = "Fast average",
         .kind = ParameterKind::Integer,
         .standard = 10,
         .low = 1,
         .high = 1'000,
         .step = 1,
         .unit = "bars",
         .help = "Length of the fast average."},
        {.name = "slow",
         .label = "Slow average",
         .kind = ParameterKind::Integer,
         .standard = 30,
         .low = 2,
         .high = 5'000,
         .step = 1,
         .unit = "bars",
         .help = "Length of the slow average."},
        {.name = "kind",
         .label = "Kind of average",
         .kind = ParameterKind::Choice,
         .standard = 0,
         .low = 0,
         .high = 1,
         .step = 1,
         .unit = "",
         .help = "Simple or exponential averages.",
         .choices = {{"sma", "Simple"}, {"ema", "Exponential"}}},
        {.name = "short",
         .label = "Short too",
         .kind = ParameterKind::Flag,
         .standard = 1,
         .low = 0,
         .high = 1,
         .step = 1,
         .unit = "",
         .help = "Turn short on a cross below; off goes flat."},
        {.name = "stop_pct",
         .label = "Stop",
         .kind = ParameterKind::Number,
         .standard = 50,
         .low = 0.1,
         .high = 90,
         .step = 0.1,
         .unit = "%",
         .help = "Distance of the protective stop from the price."},
    };
}

MovingAverageCross::MovingAverageCross(const ParameterSet& parameters)
    : m_fast(parameters.integer("fast"))
    , m_slow(parameters.integer("slow"))
    , m_kind(parameters.choice("kind") == 0 ? Kind::Simple : Kind::Exponential)
    , m_mayShort(parameters.flag("short"))
    , m_stopPpm(std::llround(parameters.number("stop_pct") * 10'000.0))
{
    const PlotKind plot = m_kind == Kind::Simple ? PlotKind::Sma : PlotKind::Ema;
    m_description = {
        .name = "ma-cross",
        .title = "Average cross",
        .summary = "Long while the fast average is above the slow one, short below.",
        .markets = {},
        .timeframe = minutes(5),
        .higherTimeframe = {},
        .wake = Wake::BarClose,
        .history = 1,
        .warmUp = static_cast<std::size_t>(m_slow),
        .warmUpHigher = 0,
        .risk = Ppm{5'000},
        .parameters = MovingAverageCross::parameters(),
        .reasons = {kCrossedUp, kCrossedDown},
        .plots = {{plot, m_fast}, {plot, m_slow}},
        .drawsGaps = false,
    };
}

Memory MovingAverageCross::start(const Instrument& /*instrument*/) const
{
    switch (m_kind) {
    case Kind::Simple:
        return Memory::of(State<Sma>{Sma{m_fast}, Sma{m_slow}});
    case Kind::Exponential:
        return Memory::of(State<Ema>{Ema{m_fast}, Ema{m_slow}});
    }
    unreachable();
}

Decision MovingAverageCross::onStep(const StrategyView& view, Memory& memory) const
{
    if (!view.barClosed) {
        return {};
    }
    switch (m_kind) {
    case Kind::Simple:
        return step<Sma>(view, memory);
    case Kind::Exponential:
        return step<Ema>(view, memory);
    }
    unreachable();
}

template <typename Average>
Decision MovingAverageCross::step(const StrategyView& view, Memory& memory) const
{
    switch (memory.as<State<Average>>().take(toDouble(view.closed.back().close, view.instrument))) {
    case Cross::Up:
        return turn(view, Side::Buy);
    case Cross::Down:
        return turn(view, Side::Sell);
    case Cross::None:
        return {};
    }
    unreachable();
}

/// Not for simple averages: they cannot be asked without being moved, and moving back is dear.
std::size_t MovingAverageCross::passOver(std::span<const ClosedBar> bars,
                                         const Instrument& instrument,
                                         Memory& memory) const
{
    if (m_kind != Kind::Exponential) {
        return 0;
    }
    auto& kept = memory.as<State<Ema>>();
    State<Ema> state = kept; // in registers
    std::size_t count = 0;
    for (const ClosedBar& bar : bars) {
        State<Ema> next = state;
        if (next.take(toDouble(bar.close, instrument)) != Cross::None) {
            break;
        }
        state = next;
        ++count;
    }
    kept = state;
    return count;
}

Decision MovingAverageCross::turn(const StrategyView& view, Side side) const
{
    const Reason& reason = side == Side::Buy ? kCrossedUp : kCrossedDown;
    Decision decision;
    if (view.position && view.position->side == side) {
        return decision;
    }
    if (view.position) {
        decision.exits.push_back({reason});
    }
    if (side == Side::Sell && !m_mayShort) {
        return decision;
    }
    const Price price = view.closed.back().close;
    const PriceDelta distance{saturate(
        divide(static_cast<Int128>(price.count()) * m_stopPpm, kPpmOne, Rounding::HalfEven))};
    Signal signal;
    signal.side = side;
    signal.kind = OrderKind::Market;
    signal.price = price;
    signal.stop = side == Side::Buy ? view.instrument.tickDown(price - distance)
                                    : view.instrument.tickUp(price + distance);
    signal.strength = 1.0;
    signal.at = view.now;
    signal.expiry = view.now + days(4); // over any break of the data: the next open is its price
    signal.reason = reason;
    decision.entry = signal;
    return decision;
}

Explanation MovingAverageCross::explain(const StrategyView& view, Memory memory) const
{
    switch (m_kind) {
    case Kind::Simple:
        return measure<Sma>(view, memory);
    case Kind::Exponential:
        return measure<Ema>(view, memory);
    }
    unreachable();
}

template <typename Average>
Explanation MovingAverageCross::measure(const StrategyView& view, Memory& memory) const
{
    Explanation explanation;
    if (!view.barClosed) {
        explanation.obstacle = "No bar has closed.";
        return explanation;
    }
    auto& state = memory.as<State<Average>>();
    const bool wasReady = state.ready;
    const double before = state.difference;
    const Cross cross = state.take(toDouble(view.closed.back().close, view.instrument));
    if (!wasReady) {
        explanation.inputs = InputFault::NotWarm;
        return explanation;
    }
    const Side side = state.difference < 0.0 ? Side::Sell : Side::Buy;
    const double sign = side == Side::Buy ? 1.0 : -1.0;
    const double lead = sign * before;
    explanation.side = side;
    explanation.filters.push_back({"lead before", lead, 0.0, lead <= 0.0 ? 1.0 : 0.0});
    explanation.filters.push_back(
        {"lead now", sign * state.difference, 0.0, sign * state.difference > 0.0 ? 1.0 : 0.0});
    if (cross == Cross::None) {
        explanation.obstacle = "The averages have not crossed.";
    } else if (view.position != nullptr && view.position->side == side) {
        explanation.obstacle = "It holds that side already.";
    } else if (side == Side::Sell && !m_mayShort) {
        explanation.obstacle = "Shorts are off.";
    }
    return explanation;
}

Status MovingAverageCross::status(const Instrument& /*instrument*/, const Memory& memory) const
{
    const auto words = [](double difference, bool ready) {
        Status status{"Warming up: both averages are not there yet.", {}};
        if (ready) {
            status.sentence = difference > 0.0 ? "The fast average is above the slow one by %1."
                                               : "The fast average is below the slow one by %1.";
            status.numbers.push_back({StatusNumber::Kind::Level, std::fabs(difference)});
        }
        return status;
    };
    if (m_kind == Kind::Simple) {
        const auto& state = memory.as<State<Sma>>();
        return words(state.difference, state.ready);
    }
    const auto& state = memory.as<State<Ema>>();
    return words(state.difference, state.ready);
}

} // namespace wick::strategies
