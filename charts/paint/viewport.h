#pragma once

#include "charts/paint/chartscene.h"
#include "charts/paint/viewtransform.h"

#include <QSize>

namespace wick::charts {

/// What keeps the view at the market: the letter on the chart's title row.
enum class AutoScale : std::uint8_t
{
    FollowLatest, ///< A: moves on with new bars and fits their prices
    FitVisible,   ///< F: stays where it is and fits the prices it shows
    Off,          ///< –: prices stay as the user put them
};

[[nodiscard]] QString autoScaleLetter(AutoScale mode);

/// The room of the price pane. Units: logical pixels.
struct PlotRoom
{
    double width{1.0};
    double height{1.0};
    double above{}; ///< kept free at the top when prices are fitted
    double below{}; ///< kept free at the bottom
};

/// Whether something stands right of the last bar: levels of a position or a live gap.
[[nodiscard]] bool needsRoomPastLatest(const ChartScene& scene);

/// Which slots and prices are shown and how the user moves them.
/// Anchors are fractions of the plot: 0 left or top, 1 right or bottom.
class Viewport
{
public:
    static constexpr double kDefaultSlotWidth = 8.0;
    static constexpr double kWidestSlot = 96.0;

    [[nodiscard]] AutoScale autoScale() const noexcept { return m_autoScale; }
    [[nodiscard]] double slotWidth() const noexcept { return m_slotWidth; }
    [[nodiscard]] PriceScale priceScale() const noexcept { return m_scale; }
    /// Prices are fitted anew. A market with prices at or below zero stays linear.
    void setPriceScale(PriceScale scale) noexcept;
    /// The part of the market shown now, prices fitted unless the user took them over.
    [[nodiscard]] ViewRange range(const ChartScene& scene, const PlotRoom& room) const;

    /// Back to the latest bars at the usual zoom.
    void reset(const ChartScene& scene, const PlotRoom& room);
    /// All bars across the plot.
    void showAll(const ChartScene& scene, const PlotRoom& room);
    void setAutoScale(AutoScale mode, const ChartScene& scene, const PlotRoom& room);
    /// The plot became that much wider: the latest bars stay at the right, other views centred.
    void widened(double byPixels, const ChartScene& scene, const PlotRoom& room);
    /// New bars came: follows them when it follows the latest.
    void advance(double slotCountBefore, const ChartScene& scene);

    /// Zooms in by `factor` (above 1) and keeps what is at the anchor there.
    void zoomTime(double factor, double anchor, const ChartScene& scene, const PlotRoom& room);
    void zoomPrice(double factor, double anchor, const ChartScene& scene, const PlotRoom& room);
    /// Moves the view right by so many slots.
    void panSlots(double slotDelta, const ChartScene& scene, const PlotRoom& room);
    /// Moves the view up by that part of its height.
    void panPrice(double fraction, const ChartScene& scene, const PlotRoom& room);
    /// Moves so that a slot is in the middle; with `slotsNeeded` above zero so many fill the width.
    void center(double slot, double slotsNeeded, const ChartScene& scene, const PlotRoom& room);
    /// Moves as little as possible so that the slot is seen.
    void reveal(double slot, const ChartScene& scene, const PlotRoom& room);

private:
    [[nodiscard]] double firstSlot(const PlotRoom& room) const noexcept;
    void clampTo(const ChartScene& scene, const PlotRoom& room);
    void leaveLatestWhenUnseen(const ChartScene& scene);
    void takeOverPrices(const ChartScene& scene, const PlotRoom& room);

    double m_rightSlot{1.0};
    double m_slotWidth{kDefaultSlotWidth};
    AutoScale m_autoScale{AutoScale::FollowLatest};
    PriceScale m_scale{PriceScale::Linear};
    double m_low{}; ///< used when prices are not fitted
    double m_high{1.0};
};

} // namespace wick::charts
