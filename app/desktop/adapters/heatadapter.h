#pragma once

#include "app/session/snapshot.h"
#include "charts/heatmapview.h"

namespace wick::desktop {

struct Heat
{
    charts::HeatScene scene;
    QString sentence; ///< what counts as one, and how much of it is held
};

/// How the session's markets hang together, from the bars it has. Takes some milliseconds.
[[nodiscard]] Heat heatOf(const session::Snapshot& snapshot);

} // namespace wick::desktop
