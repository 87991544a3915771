#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace wick::session {

/// One slot for the newest value: a writer replaces it, readers take what is there. Nobody waits
/// longer than a pointer copy, and nothing queues up.
template <typename T>
class LatestValue
{
public:
    void set(std::shared_ptr<const T> value)
    {
        const std::lock_guard lock{m_mutex};
        m_value.swap(value); // the old one is freed after the lock is gone
    }
    [[nodiscard]] std::shared_ptr<const T> get() const
    {
        const std::lock_guard lock{m_mutex};
        return m_value;
    }

private:
    mutable std::mutex m_mutex;
    std::shared_ptr<const T> m_value;
};

} // namespace wick::session
