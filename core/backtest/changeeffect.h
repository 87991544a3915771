#pragma once

#include "core/backtest/whatif.h"

#include <cstddef>
#include <span>
#include <vector>

namespace wick::core {

/// What a run comes to, in the figures a change of limits is judged by.
struct RunFigures
{
    std::size_t trades = 0;
    std::size_t refused = 0; ///< signals
    Money net;
    Money worstDay;       ///< the worst change of equity within a UTC day; never above 0
    Money worstDrawdown;  ///< from the highest equity; never below 0
    std::size_t days = 0; ///< UTC days with equity
    std::size_t daysHalted = 0;

    RunFigures& operator+=(const RunFigures& more) noexcept; ///< of another session
};

enum class SignalChange : std::uint8_t
{
    Blocked,  ///< sent before, refused now
    Allowed,  ///< refused before, sent now
    Smaller,  ///< sent both times
    Larger,   ///< sent both times
    Appeared, ///< only now: its engine was free to decide it
    Vanished, ///< only before
};

/// One signal with another fate.
struct ChangedSignal
{
    SignalChange change{};
    SignalOutcome before;
    SignalOutcome now;
};

/// What a change of limits does to a run: both sides of it, and every signal whose fate differs.
struct ChangeEffect
{
    RunFigures before;
    RunFigures now;
    std::vector<ChangedSignal> signals; ///< in order of time
};

[[nodiscard]] RunFigures figuresOf(const WhatIfResult& run);
[[nodiscard]] ChangeEffect effectOf(const WhatIfResult& before, const WhatIfResult& now);

} // namespace wick::core
