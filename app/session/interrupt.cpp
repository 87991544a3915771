#include "app/session/interrupt.h"

#include <csignal>

namespace wick::session {

namespace {

// A signal handler can reach nothing but what is global.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void onSignal(int signal)
{
    interrupted.store(true);
    std::signal(signal, SIG_DFL);
}

} // namespace

const std::atomic<bool>& watchForInterrupt()
{
    std::signal(SIGINT, onSignal);
    std::signal(SIGTERM, onSignal);
    return interrupted;
}

} // namespace wick::session
