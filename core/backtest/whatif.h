#pragma once

#include "core/backtest/backtestrunner.h"
#include "core/backtest/enginerecord.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace wick::core {

/// One entry signal of a run and what became of it.
struct SignalOutcome
{
    Timestamp time;
    EngineId engine;
    InstrumentId instrument;
    Side side{};
    Quantity quantity; ///< as sized; 0 when it could not be
    Reason refusal;    ///< empty token when sent

    [[nodiscard]] bool sent() const noexcept { return refusal.token.empty(); }
};

/// What a run came to under some limits.
struct WhatIfResult
{
    Money startBalance;
    Money balance; ///< marked equity at the end
    std::vector<TradeRow> trades;
    std::vector<TradeRow> openTrades; ///< marked, reason OPEN
    std::vector<EquityPoint> equity;  ///< at every base close at which it changed, first and last
    std::vector<SignalOutcome> signals;
    std::vector<Halt> halts; ///< every one that fired
    std::string sessionDigest;
    std::size_t asked = 0; ///< steps a strategy had to be asked for
};

class CandleRun;
class WhatIfRun;

/// A run of candles kept so that it can be worked out again under other limits. What an engine
/// decides depends on its market and on what it is told of itself, never on a limit or a size
/// (definitions D.15), so its decisions are looked up for as long as it is told the same. An engine
/// one of whose trades is blocked, or no longer blocked, is asked for real until its memory is the
/// recorded one again. Sizing, gate, venue and account are the real ones: trades and session digest
/// are those of a whole run.
class WhatIf
{
public:
    /// Runs once under the limits of `setup`. The columns of `series` must outlive this.
    WhatIf(CoreSetup setup,
           std::vector<BarSeries> series,
           std::optional<Timestamp> from = {},
           std::optional<Timestamp> to = {});
    WhatIf(const WhatIf&) = delete;
    WhatIf& operator=(const WhatIf&) = delete;
    ~WhatIf() = default;

    /// What the run came to under its own limits.
    [[nodiscard]] const WhatIfResult& asRun() const noexcept { return m_asRun; }
    [[nodiscard]] const CoreSetup& setup() const noexcept { return m_setup; }
    /// Works the whole run out again. Thread: any; several at a time.
    [[nodiscard]] WhatIfResult under(const RiskLimits& limits) const;

private:
    friend class WhatIfRun;

    CoreSetup m_setup;
    std::vector<BarSeries> m_series;
    std::optional<Timestamp> m_from;
    std::optional<Timestamp> m_to;
    std::vector<EngineRecord> m_records; ///< by engine
    WhatIfResult m_asRun;
};

/// A run that is being worked out again, a part at a time: a screen shows what there is and gives
/// it up when it is asked for something newer.
class WhatIfRun
{
public:
    /// `whole` must outlive it.
    WhatIfRun(const WhatIf& whole, const RiskLimits& limits);
    ~WhatIfRun();
    WhatIfRun(const WhatIfRun&) = delete;
    WhatIfRun& operator=(const WhatIfRun&) = delete;

    /// Goes on for so many groups of bars; false when there are no more.
    bool advance(std::size_t groups);
    [[nodiscard]] std::size_t done() const noexcept; ///< base bars
    [[nodiscard]] std::size_t total() const noexcept;
    /// What it has come to so far.
    [[nodiscard]] WhatIfResult result() const;

private:
    std::unique_ptr<CandleRun> m_run;
    std::vector<FollowingEngine> m_engines; ///< by engine
};

} // namespace wick::core
