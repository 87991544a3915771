#pragma once

#include "core/market/baraggregator.h"
#include "core/market/tradingcalendar.h"
#include "core/strategy/strategy.h"

#include <optional>
#include <span>
#include <vector>

namespace wick::test {

/// Plays base bars into one strategy as the engine does: aggregates, wakes it as it declared, and
/// shows it exactly as much history as it asked for. Orders are filled by the test's own hand.
class StrategyPlayer
{
public:
    StrategyPlayer(const core::Strategy& strategy,
                   const core::Instrument& instrument,
                   core::Duration base = core::minutes(1),
                   std::optional<core::Duration> timeframe = {})
        : m_strategy(strategy)
        , m_instrument(instrument)
        , m_memory(strategy.start(instrument))
        , m_bars(timeframe.value_or(strategy.describe().timeframe), base)
        , m_higherBars(strategy.describe().higherTimeframe.count() > 0
                           ? strategy.describe().higherTimeframe
                           : core::days(1),
                       base)
    {}

    /// Plays one base bar to its close, with the trades and the book of its time.
    core::Decision play(const core::ClosedBar& bar,
                        std::span<const core::Trade> trades = {},
                        const core::Book* book = nullptr)
    {
        const bool closes = append(m_bars.add(bar), m_closed);
        const bool higher = hasHigher() && append(m_higherBars.add(bar), m_higher);
        m_now = bar.start + m_bars.base();
        m_trades.insert(m_trades.end(), trades.begin(), trades.end());
        if (m_strategy.describe().wake == core::Wake::BarClose && !closes) {
            return {};
        }
        const auto period =
            core::TradingCalendar{m_instrument.calendar()}.periodAt(core::Timestamp{m_now});
        core::StrategyView view{
            .now = m_now,
            .instrument = m_instrument,
            .barClosed = closes,
            .closed = tail(m_closed, m_strategy.describe().history),
            .forming = m_bars.forming(),
            .higherClosed = higher,
            .higher = tail(m_higher, 1),
            .base = &bar,
            .trades = m_trades,
            .book = book,
            .sinceOpen = always() ? core::days(4) : m_now - period.start,
            .untilClose = always() ? core::days(4) : period.end - m_now,
            .position = m_position ? &*m_position : nullptr,
            .working = m_working,
        };
        core::Decision decision = m_strategy.onStep(view, m_memory);
        m_trades.clear();
        for (const auto& move : decision.stopMoves) {
            m_position->stop = move.stop;
        }
        return decision;
    }

    /// Fills the entry of a signal at a price, at once.
    void enter(const core::Signal& signal, core::Price price)
    {
        m_working.clear();
        m_position = core::OwnPosition{.side = signal.side,
                                       .entry = price,
                                       .stop = signal.stop.value_or(core::Price{}),
                                       .target = signal.target,
                                       .openedAt = m_now,
                                       .decidedAt = signal.at};
        m_strategy.onFill({m_now, signal.side, price, core::OrderRole::Entry, true}, m_memory);
    }

    /// Fills an exit of the whole position, at once.
    void leave(core::Price price, core::OrderRole role = core::OrderRole::Exit)
    {
        const core::Side side = core::opposite(m_position->side);
        m_position.reset();
        m_strategy.onFill({m_now, side, price, role, true}, m_memory);
    }

    void rest(const core::Signal& signal)
    {
        m_working.assign(1, core::OwnOrder{.role = core::OrderRole::Entry,
                                           .kind = signal.kind,
                                           .side = signal.side,
                                           .price = signal.price,
                                           .decidedAt = signal.at});
    }
    void dropOrders() { m_working.clear(); }

    [[nodiscard]] core::Timestamp now() const noexcept { return m_now; }
    [[nodiscard]] const std::optional<core::OwnPosition>& position() const noexcept
    {
        return m_position;
    }
    [[nodiscard]] core::Status status() const { return m_strategy.status(m_instrument, m_memory); }
    [[nodiscard]] core::Memory& memory() noexcept { return m_memory; }

private:
    using Bars = std::vector<core::ClosedBar>;

    static bool append(std::span<const core::ClosedBar> closed, Bars& bars)
    {
        bars.insert(bars.end(), closed.begin(), closed.end());
        return !closed.empty();
    }
    static std::span<const core::ClosedBar> tail(const Bars& bars, std::size_t count)
    {
        const std::size_t have = bars.size() < count ? bars.size() : count;
        return std::span{bars}.subspan(bars.size() - have);
    }
    [[nodiscard]] bool hasHigher() const
    {
        return m_strategy.describe().higherTimeframe.count() > 0;
    }
    [[nodiscard]] bool always() const
    {
        return m_instrument.calendar() == core::CalendarKind::Always;
    }

    const core::Strategy& m_strategy;
    const core::Instrument& m_instrument;
    core::Memory m_memory;
    core::BarAggregator m_bars;
    core::BarAggregator m_higherBars;
    Bars m_closed;
    Bars m_higher;
    std::vector<core::Trade> m_trades;
    std::optional<core::OwnPosition> m_position;
    std::vector<core::OwnOrder> m_working;
    core::Timestamp m_now;
};

} // namespace wick::test
