#pragma once

#include "app/session/backtestjob.h"
#include "core/strategy/decisionlog.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace wick::session {

/// One time after which all data was taken away.
struct LookaheadCut
{
    core::Timestamp at;
    std::size_t decisions = 0; ///< of all engines, before it
    /// The first decision that is not the same without the future; none: they all are.
    std::optional<std::string> engine;
    std::string whole; ///< what was decided with all data; empty: nothing
    std::string cut;   ///< what without
};

struct LookaheadReport
{
    std::vector<LookaheadCut> cuts;
    std::size_t decisions = 0; ///< of the whole run; without any the check proves nothing
    bool cancelled = false;

    [[nodiscard]] bool agrees() const noexcept;
};

/// Runs the backtest on all data and again on shortened data, and compares what the strategies
/// decided before the cuts: a strategy that looks ahead decides otherwise. Thread: any.
[[nodiscard]] LookaheadReport checkLookahead(const PreparedBacktest& prepared,
                                             const JobControl& control = {});

} // namespace wick::session
