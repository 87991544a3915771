#pragma once

#include "app/session/snapshot.h"

#include <QString>

#include <optional>

namespace wick::desktop {

/// A stop that somebody wants to move, and what speaks against it.
struct StopMove
{
    core::EngineId engine;
    core::Price to;
    QString title;     ///< "Move the stop of Momentum ETH from 2,095.92 to 2,094.00?"
    QString meaning;   ///< what is at risk now and then
    QString objection; ///< a sentence; empty when nothing speaks against it
};

/// The move of the stop of this market that stands nearest to `from`; none when no stop rests
/// there. Units: prices.
[[nodiscard]] std::optional<StopMove>
stopMoveOf(const session::Snapshot& snapshot, core::InstrumentId market, double from, double to);

} // namespace wick::desktop
