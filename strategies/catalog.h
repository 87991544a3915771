#pragma once

#include "core/strategy/strategycatalog.h"

namespace wick::strategies {

/// Every strategy that comes with Wick.
[[nodiscard]] core::StrategyCatalog catalog();

} // namespace wick::strategies
