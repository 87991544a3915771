#pragma once

#include "core/strategy/inputcheck.h"
#include "core/strategy/strategy.h"

#include <optional>
#include <string_view>

namespace wick::core {

/// What a strategy looked at in a step, whatever came of it.
struct Explanation
{
    InputFault inputs = InputFault::None;
    std::optional<Side> side;  ///< it would have entered on; none: there was nothing to judge
    std::string_view obstacle; ///< the first thing against an entry, one English sentence that
                               ///< lives as long as the program; empty: nothing was
    InlineVector<Component, 12> filters; ///< all of them, not only up to the first that failed
};

/// A strategy that can say what it looked at. Asked by inspectors only, never on the trading path.
class Explaining
{
public:
    Explaining() = default;
    Explaining(const Explaining&) = delete;
    Explaining& operator=(const Explaining&) = delete;
    virtual ~Explaining() = default;

    /// `memory` is that from before the step: a copy, so that the step changes nothing.
    [[nodiscard]] virtual Explanation explain(const StrategyView& view, Memory memory) const = 0;
};

} // namespace wick::core
