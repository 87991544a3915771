#pragma once

#include "core/domain/marketdata.h"
#include "core/market/marketstep.h"

#include <span>
#include <vector>

namespace wick::core {

/// Where market steps come from. A mode is a choice of source, clock and execution port.
class EventSource
{
public:
    EventSource() = default;
    EventSource(const EventSource&) = delete;
    EventSource& operator=(const EventSource&) = delete;
    virtual ~EventSource() = default;

    /// Bars before the first step, one list an instrument, for warming up.
    [[nodiscard]] virtual const std::vector<std::vector<ClosedBar>>& history() const = 0;
    /// Moves to the next step; false when there is none.
    virtual bool next() = 0;
    /// Valid until the next call of next().
    [[nodiscard]] virtual const MarketStep& step() const = 0;
};

} // namespace wick::core
