#pragma once

#include "core/base/ringbuffer.h"
#include "core/domain/marketdata.h"

#include <optional>

namespace wick::core {

/// A confirmed turning point.
struct Swing
{
    Timestamp barStart; ///< of the bar that turned
    Price price;        ///< its high or low

    friend constexpr bool operator==(const Swing&, const Swing&) noexcept = default;
};

/// Swing highs and lows of a width w: a high above the highs of w bars before it and not below
/// those of w bars after it (of equal ones the first counts); lows mirrored. Known only when the
/// last of the w bars after it has closed.
class SwingDetector
{
public:
    /// A width below 1 counts as 1.
    explicit SwingDetector(int width);

    void update(const BarValues& bar);

    /// The newest confirmed ones.
    [[nodiscard]] const std::optional<Swing>& high() const noexcept { return m_high; }
    [[nodiscard]] const std::optional<Swing>& low() const noexcept { return m_low; }
    /// The last update confirmed one.
    [[nodiscard]] bool newHigh() const noexcept { return m_newHigh; }
    [[nodiscard]] bool newLow() const noexcept { return m_newLow; }
    [[nodiscard]] bool ready() const noexcept { return m_rows.full(); }

    friend bool operator==(const SwingDetector&, const SwingDetector&) noexcept = default;

private:
    struct Row
    {
        Timestamp start;
        Price high;
        Price low;

        friend bool operator==(const Row&, const Row&) noexcept = default;
    };

    [[nodiscard]] bool turnsDown() const;
    [[nodiscard]] bool turnsUp() const;

    RingBuffer<Row> m_rows;
    std::size_t m_width = 1;
    std::optional<Swing> m_high;
    std::optional<Swing> m_low;
    bool m_newHigh = false;
    bool m_newLow = false;
};

} // namespace wick::core
