#include "charts/paint/viewport.h"

#include "charts/paint/candlelayer.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace wick::charts {

bool needsRoomPastLatest(const ChartScene& scene)
{
    return !scene.levels.empty()
           || std::any_of(scene.gaps.begin(), scene.gaps.end(),
                          [](const GapBox& gap) { return !gap.toMs.has_value(); });
}

namespace {

/// Room right of the last bar for live gaps, their labels and pills; less when there are none.
double roomPastLatest(const ChartScene& scene, const PlotRoom& room)
{
    const double wanted = needsRoomPastLatest(scene) ? std::clamp(0.20 * room.width, 60.0, 200.0)
                                                     : std::clamp(0.06 * room.width, 16.0, 56.0);
    return std::min(wanted, 0.5 * room.width);
}

double slotCountOf(const ChartScene& scene)
{
    return static_cast<double>(scene.candles.slotCount());
}

/// Levels and the trade under review belong into the picture unless they would flatten the bars.
void addLevels(Extremes& prices, const ChartScene& scene)
{
    Extremes with = prices;
    for (const LevelLine& level : scene.levels) {
        with.add(level.price);
    }
    if (scene.trade) {
        for (const double price : {scene.trade->stop, scene.trade->target, scene.trade->entry.price,
                                   scene.trade->exit.price})
        {
            with.add(price);
        }
    }
    constexpr double kMostStretch = 3.0;
    if (with.high - with.low <= kMostStretch * (prices.high - prices.low)) {
        prices = with;
    }
}

struct FittedPrices
{
    double low{};
    double high{};
};

FittedPrices fit(const ChartScene& scene, const ViewRange& slotRange, const PlotRoom& room)
{
    const BarSpan bars = visibleBars(scene.candles, slotRange);
    Extremes prices = scene.candles.priceRange(bars.first, bars.last);
    if (prices.empty()) {
        if (scene.candles.empty()) {
            return {0.0, 1.0};
        }
        prices.add(scene.candles.back().close);
    }
    addLevels(prices, scene);
    const double least = 4.0 * std::pow(10.0, -scene.priceDecimals);
    if (prices.high - prices.low < least) {
        const double middle = 0.5 * (prices.high + prices.low);
        prices = {middle - 0.5 * least, middle + 0.5 * least};
    }
    if (slotRange.scale == PriceScale::Logarithmic) {
        prices.low = std::max(prices.low, 0.1 * least);
    }
    const PriceScale scale = slotRange.scale;
    const double low = evenUnit(prices.low, scale);
    const double high = evenUnit(prices.high, scale);
    const double usable = std::max(16.0, room.height - room.above - room.below);
    const double unitPerPixel = (high - low) / usable;
    const double extra = std::max(0.0, room.height - usable);
    const double above = std::min(room.above, extra);
    return {priceOfUnit(low - (extra - above) * unitPerPixel, scale),
            priceOfUnit(high + above * unitPerPixel, scale)};
}

/// A logarithm needs prices above zero, with all that may stand beside the bars.
PriceScale possibleScale(PriceScale wanted, const ChartScene& scene)
{
    const double lowest =
        scene.candles.empty() ? 0.0 : scene.candles.priceRange(0, scene.candles.size()).low;
    const bool positive = lowest > 0.0
                          && std::none_of(scene.levels.begin(), scene.levels.end(),
                                          [](const auto& level) { return level.price <= 0.0; });
    return positive ? wanted : PriceScale::Linear;
}

} // namespace

QString autoScaleLetter(AutoScale mode)
{
    switch (mode) {
    case AutoScale::FollowLatest:
        return QStringLiteral("A");
    case AutoScale::FitVisible:
        return QStringLiteral("F");
    case AutoScale::Off:
        return QStringLiteral("–");
    }
    std::abort();
}

double Viewport::firstSlot(const PlotRoom& room) const noexcept
{
    return m_rightSlot - room.width / m_slotWidth;
}

ViewRange Viewport::range(const ChartScene& scene, const PlotRoom& room) const
{
    ViewRange shown{firstSlot(room), room.width / m_slotWidth, m_low, m_high,
                    possibleScale(m_scale, scene)};
    if (m_autoScale != AutoScale::Off) {
        const FittedPrices prices = fit(scene, shown, room);
        shown.low = prices.low;
        shown.high = prices.high;
    }
    return shown;
}

void Viewport::setPriceScale(PriceScale scale) noexcept
{
    m_scale = scale;
    if (m_autoScale == AutoScale::Off) {
        m_autoScale = AutoScale::FitVisible;
    }
}

void Viewport::reset(const ChartScene& scene, const PlotRoom& room)
{
    m_slotWidth = kDefaultSlotWidth;
    m_autoScale = AutoScale::FollowLatest;
    m_rightSlot = slotCountOf(scene) + roomPastLatest(scene, room) / m_slotWidth;
}

void Viewport::showAll(const ChartScene& scene, const PlotRoom& room)
{
    const double gap = roomPastLatest(scene, room);
    m_slotWidth = std::min(kWidestSlot, (room.width - gap) / std::max(1.0, slotCountOf(scene)));
    m_rightSlot = slotCountOf(scene) + gap / m_slotWidth;
    m_autoScale = AutoScale::FollowLatest;
}

void Viewport::setAutoScale(AutoScale mode, const ChartScene& scene, const PlotRoom& room)
{
    if (mode == AutoScale::Off) {
        takeOverPrices(scene, room);
        return;
    }
    m_autoScale = mode;
    if (mode == AutoScale::FollowLatest) {
        m_rightSlot = slotCountOf(scene) + roomPastLatest(scene, room) / m_slotWidth;
    }
}

void Viewport::widened(double byPixels, const ChartScene& scene, const PlotRoom& room)
{
    if (m_autoScale != AutoScale::FollowLatest) {
        m_rightSlot += 0.5 * byPixels / m_slotWidth;
    }
    clampTo(scene, room);
}

void Viewport::advance(double slotCountBefore, const ChartScene& scene)
{
    if (m_autoScale == AutoScale::FollowLatest) {
        m_rightSlot += slotCountOf(scene) - slotCountBefore;
    }
}

void Viewport::clampTo(const ChartScene& scene, const PlotRoom& room)
{
    const double count = std::max(1.0, slotCountOf(scene));
    const double narrowest = room.width / (count * 1.25 + 40.0);
    m_slotWidth = std::clamp(m_slotWidth, std::min(narrowest, kDefaultSlotWidth), kWidestSlot);
    const double across = room.width / m_slotWidth;
    const double keep = std::min(4.0, count);
    m_rightSlot = std::clamp(m_rightSlot, keep, count - keep + across);
}

void Viewport::leaveLatestWhenUnseen(const ChartScene& scene)
{
    if (m_autoScale == AutoScale::FollowLatest && m_rightSlot < slotCountOf(scene)) {
        m_autoScale = AutoScale::FitVisible;
    }
}

void Viewport::takeOverPrices(const ChartScene& scene, const PlotRoom& room)
{
    const ViewRange now = range(scene, room);
    m_low = now.low;
    m_high = now.high;
    m_autoScale = AutoScale::Off;
}

void Viewport::zoomTime(double factor, double anchor, const ChartScene& scene, const PlotRoom& room)
{
    const double anchored = firstSlot(room) + anchor * room.width / m_slotWidth;
    m_slotWidth *= factor;
    clampTo(scene, room);
    m_rightSlot = anchored + (1.0 - anchor) * room.width / m_slotWidth;
    clampTo(scene, room);
    leaveLatestWhenUnseen(scene);
}

void Viewport::zoomPrice(double factor,
                         double anchor,
                         const ChartScene& scene,
                         const PlotRoom& room)
{
    takeOverPrices(scene, room);
    const PriceScale scale = possibleScale(m_scale, scene);
    const double high = evenUnit(m_high, scale);
    const double low = evenUnit(m_low, scale);
    const double anchored = high - anchor * (high - low);
    const double price = std::fabs(priceOfUnit(anchored, scale));
    double least = 4.0 * std::pow(10.0, -scene.priceDecimals);
    double most = 1e6 * std::max(price, least);
    if (scale == PriceScale::Logarithmic) {
        constexpr double kMostDecades = 12.0;
        least = std::log1p(least / price);
        most = kMostDecades * std::log(10.0);
    }
    const double span = std::clamp((high - low) / factor, std::min(least, most), most);
    m_high = priceOfUnit(anchored + anchor * span, scale);
    m_low = priceOfUnit(anchored + anchor * span - span, scale);
}

void Viewport::panSlots(double slotDelta, const ChartScene& scene, const PlotRoom& room)
{
    m_rightSlot += slotDelta;
    clampTo(scene, room);
    leaveLatestWhenUnseen(scene);
}

void Viewport::panPrice(double fraction, const ChartScene& scene, const PlotRoom& room)
{
    takeOverPrices(scene, room);
    const PriceScale scale = possibleScale(m_scale, scene);
    const double high = evenUnit(m_high, scale);
    const double low = evenUnit(m_low, scale);
    const double by = fraction * (high - low);
    m_low = priceOfUnit(low + by, scale);
    m_high = priceOfUnit(high + by, scale);
}

void Viewport::center(double slot,
                      double slotsNeeded,
                      const ChartScene& scene,
                      const PlotRoom& room)
{
    if (slotsNeeded > 0.0) {
        m_slotWidth = std::min(room.width / slotsNeeded, kWidestSlot);
    }
    m_rightSlot = slot + 0.5 + 0.5 * room.width / m_slotWidth;
    m_autoScale = AutoScale::FitVisible;
    clampTo(scene, room);
}

void Viewport::reveal(double slot, const ChartScene& scene, const PlotRoom& room)
{
    const double margin = std::min(2.0, 0.25 * room.width / m_slotWidth);
    const double first = firstSlot(room);
    if (slot - margin < first) {
        panSlots(slot - margin - first, scene, room);
    } else if (slot + 1.0 + margin > m_rightSlot) {
        panSlots(slot + 1.0 + margin - m_rightSlot, scene, room);
    }
}

} // namespace wick::charts
