#pragma once

#include "core/domain/units.h"

namespace wick::core {

/// Where the time comes from. Injected everywhere: nothing in core asks the machine.
class Clock
{
public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;

    [[nodiscard]] virtual Timestamp now() const = 0;
};

/// A clock that stands still until it is told otherwise: market time in every mode, and tests.
class ManualClock final : public Clock
{
public:
    ManualClock() = default;
    explicit ManualClock(Timestamp start) noexcept
        : m_now(start)
    {}

    [[nodiscard]] Timestamp now() const override { return m_now; }
    void set(Timestamp now) noexcept { m_now = now; }
    void advance(Duration by) noexcept { m_now = m_now + by; }

private:
    Timestamp m_now;
};

/// A clock that goes `speed` times as fast as another: it stood at `start` when that one was at
/// `since`. Market time of a practice exchange, on both of its sides. `other` must outlive it.
class FasterClock final : public Clock
{
public:
    FasterClock(const Clock& other, Timestamp since, Timestamp start, std::int64_t speed) noexcept
        : m_other(other)
        , m_since(since)
        , m_start(start)
        , m_speed(speed)
    {}

    [[nodiscard]] Timestamp now() const override
    {
        return m_start + (m_other.now() - m_since) * m_speed;
    }

private:
    const Clock& m_other;
    Timestamp m_since;
    Timestamp m_start;
    std::int64_t m_speed;
};

/// The only reader of the wall clock. For watchdogs and shells; never inside a state machine.
class SystemClock final : public Clock
{
public:
    [[nodiscard]] Timestamp now() const override;
};

} // namespace wick::core
