#include "core/execution/errorpolicy.h"

#include "core/base/unreachable.h"

namespace wick::core {

namespace {

constexpr Duration kWindow = minutes(5);
constexpr std::size_t kMost = 3;

} // namespace

std::string_view nameOf(ErrorAction action) noexcept
{
    switch (action) {
    case ErrorAction::Retry:
        return "RETRY";
    case ErrorAction::User:
        return "USER";
    case ErrorAction::Resync:
        return "RESYNC";
    case ErrorAction::Restart:
        return "RESTART";
    case ErrorAction::Halt:
        return "HALT";
    }
    unreachable();
}

ErrorAction UnknownErrors::note(Timestamp now)
{
    while (!m_recent.empty() && now - m_recent.front() >= kWindow) {
        m_recent.pop_front();
    }
    m_recent.push_back(now);
    if (m_recent.size() < kMost) {
        return ErrorAction::Resync;
    }
    m_recent.clear();
    return ErrorAction::Restart;
}

} // namespace wick::core
