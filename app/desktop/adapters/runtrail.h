#pragma once

#include "app/desktop/adapters/runstory.h"
#include "app/desktop/models/inspection.h"
#include "core/strategy/decisiontrail.h"

#include <memory>
#include <optional>
#include <vector>

namespace wick::desktop {

/// A stretch of what the first strategy of a run saw and decided, with what became of it.
struct RunTrail
{
    core::TrailRange range;
    std::vector<core::TrailStep> steps; ///< oldest first
    RunStory story;                     ///< of the whole run
};

/// Runs a finished backtest once more and keeps that stretch. Null when it did not come to the same
/// session digest.
[[nodiscard]] std::shared_ptr<const RunTrail> trailOf(const session::BacktestOutcome& outcome,
                                                      const core::TrailRange& range);

/// The step at that moment or the last one before it; none where the trail begins later.
[[nodiscard]] std::optional<std::size_t> stepAt(const RunTrail& trail, core::Timestamp moment);

/// The step in which the bar that holds that moment closed; none where the trail does not reach.
[[nodiscard]] std::optional<std::size_t>
stepOfBar(const RunTrail& trail, core::Timestamp inBar, core::Duration timeframe);

/// One step explained: the way from data to what a fill taught it, every filter, every rule, and in
/// a step without a trade why there was none. Nothing that came after `known`, if that is given.
[[nodiscard]] Inspection inspectionOf(const RunTrail& trail,
                                      std::size_t step,
                                      const core::Instrument& instrument,
                                      std::optional<core::Timestamp> known = {});

} // namespace wick::desktop
