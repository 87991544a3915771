#pragma once

#include <QtGlobal>

#include <optional>

namespace wick::desktop {

/// When holding a button, or pressing a chord twice, counts as meant. Pure: time is handed in,
/// milliseconds of any steady clock.
class HoldGesture
{
public:
    static constexpr qint64 kHoldMs = 1000;
    static constexpr qint64 kChordMs = 1000;

    void press(qint64 now) noexcept;
    /// Release, Esc or loss of focus: nothing happens.
    void cancel() noexcept { m_pressedAt.reset(); }
    [[nodiscard]] bool isArmed() const noexcept { return m_pressedAt.has_value(); }
    /// True once, when the hold has lasted long enough.
    [[nodiscard]] bool advance(qint64 now) noexcept;
    [[nodiscard]] double progress(qint64 now) const noexcept;
    [[nodiscard]] qint64 leftMs(qint64 now) const noexcept;

    /// True at the second chord within a second of the first.
    [[nodiscard]] bool chord(qint64 now) noexcept;

private:
    std::optional<qint64> m_pressedAt;
    std::optional<qint64> m_chordAt;
};

} // namespace wick::desktop
