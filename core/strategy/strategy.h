#pragma once

#include "core/domain/instrument.h"
#include "core/domain/marketdata.h"
#include "core/domain/signal.h"
#include "core/strategy/memory.h"
#include "core/strategy/parameters.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wick::core {

/// How fine the steps are that a strategy looks at. It still hears its fills at once.
enum class Wake : std::uint8_t
{
    BarClose,  ///< when a bar of its timeframe closes
    BaseClose, ///< when a base bar closes: the forming bar of its timeframe has moved
    EveryStep, ///< at each path point or second
};

/// Its own position as a strategy may know it: never the quantity.
struct OwnPosition
{
    Side side{};
    Price entry; ///< average price of its entry fills, rounded to a price
    Price stop;  ///< where its protective stop rests
    std::optional<Price> target;
    Timestamp openedAt;
    Timestamp decidedAt; ///< when its entry was decided

    friend bool operator==(const OwnPosition&, const OwnPosition&) noexcept = default;
};

/// One of its orders that is still at work.
struct OwnOrder
{
    OrderRole role{};
    OrderKind kind{};
    Side side{};
    Price price;
    Timestamp decidedAt;

    friend bool operator==(const OwnOrder&, const OwnOrder&) noexcept = default;
};

/// One of its executions, without the quantity.
struct OwnFill
{
    Timestamp time;
    Side side{};
    Price price;
    OrderRole role{};
    bool whole = true; ///< nothing of the order is left

    friend bool operator==(const OwnFill&, const OwnFill&) noexcept = default;
};

/// Everything a strategy may know in a step. It owns nothing and is valid only during the call.
/// Shape: bars oldest first; `closed` holds at least Description::history bars once that many
/// exist.
struct StrategyView
{
    Timestamp now;
    const Instrument& instrument;
    bool barClosed = false; ///< a bar of its timeframe closed in this step: closed.back()
    std::span<const ClosedBar> closed{}; ///< its timeframe
    const FormingBar* forming = nullptr; ///< its timeframe; none right after a close
    bool higherClosed = false;           ///< a bar of the higher timeframe closed in this step
    std::span<const ClosedBar> higher{}; ///< the higher timeframe it declared
    const ClosedBar* base = nullptr;     ///< the base bar that closed in this step
    std::span<const Trade> trades{};     ///< of this step, where the data has trades
    const Book* book = nullptr;          ///< latest, where the data has a book
    Duration sinceOpen{};  ///< time since the session opened; days for a market without hours
    Duration untilClose{}; ///< time until the session closes, likewise
    const OwnPosition* position = nullptr; ///< none while it is flat
    std::span<const OwnOrder> working{};   ///< its orders that are still at work
};

/// What an indicator line on a chart is made of; the chart runs the same kernel.
enum class PlotKind : std::uint8_t
{
    Sma,
    Ema,
    Vwap
};

struct Plot
{
    PlotKind kind{};
    int period = 0;

    friend bool operator==(const Plot&, const Plot&) = default;
};

/// What a strategy declares about itself.
struct Description
{
    std::string name;                 ///< as on the command line
    std::string title;                ///< for people
    std::string summary;              ///< one sentence
    std::vector<std::string> markets; ///< bases it is made for ("ETH"); empty: any
    Duration timeframe = minutes(5);  ///< default timeframe
    Duration higherTimeframe{};       ///< zero: none
    Wake wake = Wake::BarClose;
    std::size_t history = 1;      ///< closed bars it looks back at
    std::size_t warmUp = 0;       ///< closed bars before it may trade
    std::size_t warmUpHigher = 0; ///< closed bars of the higher timeframe before it may trade
    Ppm risk{2'500};              ///< default fraction of equity a trade may lose
    std::vector<ParameterDeclaration> parameters;
    std::vector<Reason> reasons;
    std::vector<Plot> plots;
    bool drawsGaps = false; ///< the chart shows fair value gaps with this strategy
};

/// What a strategy is doing, from its state: a sentence with its numbers, made by values.
/// `sentence` has places %1, %2 … for the numbers; prices are formatted by the market's decimals.
struct StatusNumber
{
    enum class Kind : std::uint8_t
    {
        Level,
        Count,
        Ratio
    };
    Kind kind{};
    double value = 0.0;
};

struct Status
{
    std::string_view
        sentence; ///< lives as long as the program; looked up in the translation catalogue
    InlineVector<StatusNumber, 6> numbers;
};

/// A strategy: a pure function of what it sees and its memory. No clock, no I/O, no logging, no
/// chance. The same view and memory always give the same decision and the same memory after it.
class Strategy
{
public:
    Strategy() = default;
    Strategy(const Strategy&) = delete;
    Strategy& operator=(const Strategy&) = delete;
    virtual ~Strategy() = default;

    [[nodiscard]] virtual const Description& describe() const noexcept = 0;
    /// The memory it starts with, kernels included.
    [[nodiscard]] virtual Memory start(const Instrument& instrument) const = 0;
    [[nodiscard]] virtual Decision onStep(const StrategyView& view, Memory& memory) const = 0;
    virtual void onFill(const OwnFill& /*fill*/, Memory& /*memory*/) const {}
    /// A shortcut of onStep() for backtests. Takes from the front of these closed bars of its
    /// timeframe those it answers with nothing, whatever it holds, and returns how many; the memory
    /// is then as onStep() leaves it. Fewer is always right. Shape: oldest first, none forming.
    [[nodiscard]] virtual std::size_t passOver(std::span<const ClosedBar> /*bars*/,
                                               const Instrument& /*instrument*/,
                                               Memory& /*memory*/) const
    {
        return 0;
    }
    /// What it waits for while flat. In a position: a sentence of its own, or one in lower case
    /// that goes on after "Long since 11:45". Asked by screens only, never on the trading path.
    [[nodiscard]] virtual Status status(const Instrument& instrument,
                                        const Memory& memory) const = 0;
};

} // namespace wick::core
