#include "core/base/clock.h"

#include <chrono>

namespace wick::core {

Timestamp SystemClock::now() const
{
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return Timestamp{std::chrono::duration_cast<std::chrono::nanoseconds>(since).count()};
}

} // namespace wick::core
