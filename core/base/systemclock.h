#pragma once

#include "core/base/clock.h"

namespace wick::core {

/// The only reader of the wall clock. For watchdogs and shells; never inside a state machine.
class SystemClock final : public Clock
{
public:
    [[nodiscard]] Timestamp now() const override;
};

} // namespace wick::core
