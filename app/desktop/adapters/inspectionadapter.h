#pragma once

#include "app/desktop/models/inspection.h"
#include "app/session/snapshot.h"

namespace wick::desktop {

/// Everything a signal and its verdict say, for the inspector.
[[nodiscard]] Inspection inspectionOf(const session::Snapshot& snapshot,
                                      const session::SignalStatus& signal);

[[nodiscard]] InspectedRule ruleOf(const core::VerdictLine& line, const core::Instrument& market);
[[nodiscard]] InspectedFilter filterOf(const core::Component& component);

/// The ghost of a refused signal; null where it has none.
[[nodiscard]] const core::Ghost* ghostOf(const session::Snapshot& snapshot,
                                         const session::SignalStatus& signal);

/// It would have been held: there is a result to speak of.
[[nodiscard]] inline bool hasResult(const core::Ghost& ghost) noexcept
{
    return ghost.state == core::GhostState::Open || ghost.state == core::GhostState::Closed;
}

} // namespace wick::desktop
