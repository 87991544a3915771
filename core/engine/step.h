#pragma once

#include "core/domain/moneyandids.h"
#include "core/domain/signal.h"
#include "core/market/marketstep.h"
#include "core/strategy/strategy.h"

#include <optional>
#include <span>

namespace wick::core {

/// What the core tells one engine: its market since the last step, its own position and orders, its
/// fills. It owns nothing; the core keeps it until the answer is in.
struct Step
{
    Sequence seq;
    EngineId engine;
    Timestamp time;
    const MarketSlice* market = nullptr; ///< none when its market said nothing
    std::span<const OwnFill> fills;
    std::optional<OwnPosition> position;
    InlineVector<OwnOrder, 4> working;
    bool warmUp = false; ///< history before the session: kernels run, decisions are dropped
};

/// What an engine returns to a step: exactly one, also when it decided nothing.
struct Answer
{
    Sequence seq;
    EngineId engine;
    Decision decision;
    bool failed = false; ///< the strategy threw; the engine is to be quarantined
};

} // namespace wick::core
