#pragma once

#include <atomic>

namespace wick::session {

/// From now on SIGINT and SIGTERM only set the flag that is returned; long work looks at it, stops
/// cleanly and leaves nothing half done. A second signal ends the program at once.
[[nodiscard]] const std::atomic<bool>& watchForInterrupt();

} // namespace wick::session
