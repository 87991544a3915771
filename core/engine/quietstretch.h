#pragma once

#include "core/backtest/tradeledger.h"
#include "core/domain/instrument.h"
#include "core/domain/marketdata.h"
#include "core/engine/step.h"
#include "core/execution/costmodels.h"
#include "core/risk/haltstate.h"
#include "core/risk/riskfactors.h"

#include <span>

namespace wick::core {

/// Bars in which nothing happens to the only engine of a run but a mark: no order is reached, no
/// limit is near, no hour ends. Equity is a function of the close then, so that every bound is one
/// of the price, and such bars take a few comparisons each instead of the whole way through the
/// core. TradingCore makes a stretch and
/// takes it back; in between the core stays as it was before. Why: docs/adr/0013.
class QuietStretch
{
public:
    /// What bounds it, and what goes on in it.
    struct Fields
    {
        const Instrument* instrument = nullptr;
        EngineId engine;
        std::int64_t lots = 0; ///< signed
        Money rest;            ///< equity without the value of the lots
        Money others;          ///< equity without the result of the engine
        Price mark;            ///< before the first bar
        Price below;           ///< strictly between these two no order is reached
        Price above;
        Money floor;       ///< equity that a limit fires at, also within a bar
        Money best;        ///< equity beyond it is a new best
        Timestamp from;    ///< bars that start earlier have been seen
        Timestamp until;   ///< the next hour, or what time alone does before it
        Duration interval; ///< of a base bar
        Duration timeframe;
        const Step* step = nullptr; ///< position and orders as the engine may know them
        TradeLedger* ledger = nullptr;
        HaltState* halts = nullptr;             ///< told every five minutes that end inside
        RiskFactors* factors = nullptr;         ///< none when no limit asks for them
        MinuteVolatility* volatility = nullptr; ///< none when the fill model does not ask for it
    };

    explicit QuietStretch(const Fields& fields) noexcept;

    /// How many of the next bars, from the first on, change nothing but marks. Shape: ascending.
    [[nodiscard]] std::size_t quiet(std::span<const ClosedBar> bars) const noexcept;
    /// What the account is worth at a close of the stretch.
    [[nodiscard]] Money equity(Price close) const noexcept
    {
        return m_fields.rest + m_fields.instrument->notional(m_fields.lots, close);
    }
    /// Takes bars that are quiet.
    void pass(std::span<const ClosedBar> bars);

    [[nodiscard]] const Step& step() const noexcept { return *m_fields.step; }
    [[nodiscard]] bool held() const noexcept { return m_fields.lots != 0; }
    [[nodiscard]] std::uint64_t bars() const noexcept { return m_bars; }
    /// End and close of the last bar taken.
    [[nodiscard]] Timestamp now() const noexcept { return m_fields.from; }
    [[nodiscard]] Price last() const noexcept { return m_last; }

private:
    void lookBack(std::span<const ClosedBar> bars);
    void note(Timestamp until, Price mark);

    Fields m_fields;
    Timestamp m_until; ///< a bar that starts then or later is not quiet
    Price m_below;     ///< every price of a quiet bar is strictly between these
    Price m_above;
    Price m_lowest; ///< every close is from here to there
    Price m_highest;
    Price m_last;
    std::uint64_t m_bars = 0;
};

} // namespace wick::core
