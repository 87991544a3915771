#include "app/desktop/views/holdgesture.h"

#include <algorithm>

namespace wick::desktop {

void HoldGesture::press(qint64 now) noexcept
{
    if (!m_pressedAt.has_value()) {
        m_pressedAt = now;
    }
}

bool HoldGesture::advance(qint64 now) noexcept
{
    if (!m_pressedAt.has_value() || now - *m_pressedAt < kHoldMs) {
        return false;
    }
    m_pressedAt.reset();
    return true;
}

double HoldGesture::progress(qint64 now) const noexcept
{
    if (!m_pressedAt.has_value()) {
        return 0.0;
    }
    return std::clamp(static_cast<double>(now - *m_pressedAt) / static_cast<double>(kHoldMs), 0.0,
                      1.0);
}

qint64 HoldGesture::leftMs(qint64 now) const noexcept
{
    return m_pressedAt.has_value() ? std::max<qint64>(0, kHoldMs - (now - *m_pressedAt)) : kHoldMs;
}

bool HoldGesture::chord(qint64 now) noexcept
{
    const bool second = m_chordAt.has_value() && now - *m_chordAt <= kChordMs;
    if (second) {
        m_chordAt.reset();
    } else {
        m_chordAt = now;
    }
    return second;
}

} // namespace wick::desktop
