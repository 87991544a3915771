#pragma once

#include "app/session/backtestjob.h"
#include "app/session/snapshot.h"

#include <memory>
#include <vector>

namespace wick::desktop {

/// What a run said and ordered on its way, oldest first.
struct RunStory
{
    std::vector<session::SignalStatus> signalLog; ///< with verdicts; ids count from 1
    std::vector<core::OrderEvent> orders;
};

/// Runs a finished backtest once more with this set-up, which differs from its own in nothing that
/// decides, and writes its story. False when it did not come to the same session digest.
[[nodiscard]] bool
runAgain(const session::BacktestOutcome& outcome, core::CoreSetup setup, RunStory* story);

/// Runs a finished backtest once more and writes down what a result does not keep. Null when it
/// did not come to the same session digest: then it is not the story of that run.
[[nodiscard]] std::shared_ptr<const RunStory> tellAgain(const session::BacktestOutcome& outcome);

/// What an engine held and had at work at a moment.
struct Standing
{
    std::vector<session::PositionStatus> positions; ///< without result: that needs a price
    std::vector<core::OrderEvent> resting;          ///< entries that wait, as last reported
};

/// How things stood at a moment, from what was reported up to then and nothing later.
[[nodiscard]] Standing standingAt(const RunStory& story,
                                  std::span<const core::Instrument> instruments,
                                  core::Timestamp moment);

} // namespace wick::desktop
