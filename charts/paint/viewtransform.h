#pragma once

#include <QRect>

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace wick::charts {

/// Turns logical pixels of the layout into whole device pixels, so that lines stay sharp at a
/// ratio of 1, 1.25, 1.5 or 2.
struct PixelRatio
{
    double value{1.0};

    [[nodiscard]] int of(double logical) const noexcept
    {
        return static_cast<int>(std::lround(logical * value));
    }
    /// Width of a one-pixel line.
    [[nodiscard]] int line() const noexcept { return std::max(1, of(1.0)); }
    friend bool operator==(const PixelRatio&, const PixelRatio&) = default;
};

/// How prices stand above each other.
enum class PriceScale : std::uint8_t
{
    Linear,
    Logarithmic, ///< the same height for the same percentage; prices must be positive
};

/// A price in the unit that runs evenly up the scale, and back.
[[nodiscard]] inline double evenUnit(double price, PriceScale scale) noexcept
{
    return scale == PriceScale::Linear ? price : std::log(price);
}
[[nodiscard]] inline double priceOfUnit(double unit, PriceScale scale) noexcept
{
    return scale == PriceScale::Linear ? unit : std::exp(unit);
}

/// What part of the market a chart shows: slots across, prices up.
struct ViewRange
{
    double firstSlot{};    ///< slot at the left edge
    double slotCount{1.0}; ///< slots across the plot
    double low{};          ///< price at the lower edge
    double high{1.0};      ///< price at the upper edge
    PriceScale scale{PriceScale::Linear};
    friend bool operator==(const ViewRange&, const ViewRange&) = default;
};

/// Slots and prices of one pane to device pixels and back.
/// Units: x and y in device pixels; a slot is the room of one bar, its centre at slot + 0.5.
class ViewTransform
{
public:
    ViewTransform(const QRect& plot, const ViewRange& range) noexcept
        : m_plot(plot)
        , m_range(range)
        , m_slotWidth(plot.width() / std::max(1e-9, range.slotCount))
        , m_top(evenUnit(range.high, range.scale))
        , m_rowsPerUnit(plot.height() / std::max(1e-300, m_top - evenUnit(range.low, range.scale)))
    {}

    [[nodiscard]] const QRect& plot() const noexcept { return m_plot; }
    [[nodiscard]] const ViewRange& range() const noexcept { return m_range; }
    [[nodiscard]] double slotWidth() const noexcept { return m_slotWidth; }

    /// x of the left edge of a slot.
    [[nodiscard]] double xOfSlotEdge(double slot) const noexcept
    {
        return m_plot.left() + (slot - m_range.firstSlot) * m_slotWidth;
    }
    /// x of the middle of a slot.
    [[nodiscard]] double xOfSlot(double slot) const noexcept { return xOfSlotEdge(slot + 0.5); }
    /// Slot under x, with its fraction: 3.5 is the middle of slot 3.
    [[nodiscard]] double slotAtX(double x) const noexcept
    {
        return m_range.firstSlot + (x - m_plot.left()) / m_slotWidth;
    }
    [[nodiscard]] double yOfPrice(double price) const noexcept
    {
        return m_plot.top() + (m_top - evenUnit(price, m_range.scale)) * m_rowsPerUnit;
    }
    [[nodiscard]] double priceAtY(double y) const noexcept
    {
        return priceOfUnit(m_top - (y - m_plot.top()) / m_rowsPerUnit, m_range.scale);
    }

    /// The pixel column of the middle of a slot.
    [[nodiscard]] int columnOfSlot(double slot) const noexcept { return whole(xOfSlot(slot)); }
    /// The pixel column of the left edge of a slot.
    [[nodiscard]] int columnOfSlotEdge(double slot) const noexcept
    {
        return whole(xOfSlotEdge(slot));
    }
    /// The pixel row of a price. Prices far outside the plot give a row just outside of it.
    [[nodiscard]] int rowOfPrice(double price) const noexcept
    {
        const double y = yOfPrice(price);
        const double above = m_plot.top() - kBeyond;
        const double below = m_plot.top() + m_plot.height() + kBeyond;
        return whole(y >= above ? std::min(y, below) : above); // not-a-number ends above
    }

private:
    static constexpr double kBeyond = 4096.0;

    [[nodiscard]] static int whole(double pixels) noexcept
    {
        return static_cast<int>(std::floor(std::clamp(pixels, -1e6, 1e6)));
    }

    QRect m_plot;
    ViewRange m_range;
    double m_slotWidth;
    double m_top;
    double m_rowsPerUnit;
};

} // namespace wick::charts
