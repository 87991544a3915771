#pragma once

#include "core/engine/step.h"
#include "core/market/baraggregator.h"
#include "core/market/tradebars.h"
#include "core/market/tradingcalendar.h"

#include <memory>
#include <optional>
#include <vector>

namespace wick::core {

/// Runs one strategy: builds its bars from steps, calls it when it wants to be called, keeps its
/// memory. Its state is a pure function of configuration and steps; it has no threads and does no
/// I/O.
class StrategyEngine
{
public:
    struct Setup
    {
        EngineId id;
        Duration timeframe;
        Duration base = minutes(1);
        bool keepsBars = false; ///< its base bars, so that another strategy may take over
    };

    /// Instrument and strategy must outlive the engine.
    StrategyEngine(const Setup& setup, const Instrument& instrument, const Strategy& strategy);

    /// Takes one step and returns the decision. What the strategy throws passes through.
    [[nodiscard]] Decision step(const Step& step);
    /// What step() does with each of these base bars as it closes, when nothing is filled and
    /// position and orders stay as in `step`. Stops after the first bar that the strategy answers
    /// to; `taken` counts it, also when the strategy throws.
    [[nodiscard]] Decision
    closeBars(const Step& step, std::span<const ClosedBar> bars, std::size_t& taken);

    /// Takes a base bar from before the session: kernels run, what is decided is dropped.
    void warmUp(const ClosedBar& bar);

    /// An engine that goes on from here with another strategy: warm over the bars this one has kept
    /// (Setup::keepsBars), and with a memory that begins there. Both strategies must outlive it.
    [[nodiscard]] std::unique_ptr<StrategyEngine> tuned(const Strategy& strategy) const;

    [[nodiscard]] const Strategy& strategy() const noexcept { return m_strategy; }
    [[nodiscard]] const Instrument& instrument() const noexcept { return m_instrument; }
    [[nodiscard]] const Memory& memory() const noexcept { return m_memory; }
    [[nodiscard]] const BarAggregator& bars() const noexcept { return m_bars; }
    [[nodiscard]] Status status() const { return m_strategy.status(m_instrument, m_memory); }

private:
    // Each returns what the strategy decided on the way, built where the caller wants it.
    [[nodiscard]] Decision closeBase(const ClosedBar& bar, Timestamp now);
    [[nodiscard]] Decision
    closeNoneOrTwo(std::span<const ClosedBar> closed, const ClosedBar& bar, Timestamp now);
    [[nodiscard]] Decision takePoint(const Step& step);
    [[nodiscard]] Decision takeTrades(const Step& step);
    [[nodiscard]] Decision call(Timestamp now, const ClosedBar* base, bool barClosed);
    [[nodiscard]] std::size_t passOver(std::span<const ClosedBar> bars);
    void look(const Step& step);
    void lookAtHours(Timestamp now);
    void addHigher(const ClosedBar& bar);
    void keep(const ClosedBar& bar);
    [[nodiscard]] bool closeUntil(Timestamp until, Timestamp now, Decision& decision);
    void resume(const Step& step);
    [[nodiscard]] bool wants(bool barClosed, bool baseClosed) const noexcept;

    Setup m_setup;
    const Instrument& m_instrument;
    const Strategy& m_strategy;
    Wake m_wake;
    CalendarCursor m_calendar;
    bool m_hasHours = false;
    BarAggregator m_bars;
    BarAggregator m_higher;
    bool m_hasHigher = false;
    BarWindow m_closed;
    BarWindow m_higherBars;
    TradeBars m_tradeBars;
    std::optional<ClosedBar> m_history; ///< last base bar before the session, until it begins
    std::vector<Trade> m_trades;        ///< since the last call
    std::vector<ClosedBar> m_kept;      ///< base bars, when they are kept
    Memory m_memory;
    StrategyView m_view; ///< kept, as most of it stays the same; valid during a call only
};

} // namespace wick::core
