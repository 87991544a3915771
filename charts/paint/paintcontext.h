#pragma once

#include "charts/paint/chartscene.h"
#include "charts/paint/charttext.h"
#include "charts/paint/viewtransform.h"

#include <QRect>

#include <cstddef>
#include <vector>

class QPainter;

namespace wick::charts {

/// Room that is taken, so that labels come only where they hide nothing.
class TakenRoom
{
public:
    void add(const QRect& rect) { m_rects.push_back(rect); }
    [[nodiscard]] bool isFree(const QRect& rect) const
    {
        for (const QRect& taken : m_rects) {
            if (taken.intersects(rect)) {
                return false;
            }
        }
        return true;
    }

private:
    std::vector<QRect> m_rects;
};

enum class HitKind : std::uint8_t
{
    Gap,
    Fill,
    Signal,
};

/// Something the pointer can be over. Units: device pixels.
struct Hit
{
    QRect area;
    HitKind kind{};
    std::size_t index{}; ///< into the scene's list of that kind
};

/// What a layer needs to draw into a pane. The painter's unit is one device pixel.
struct PaintContext
{
    QPainter& painter;
    const ChartScene& scene;
    const ChartStyle& style;
    const ChartFonts& fonts;
    const ViewTransform& view;
    PixelRatio ratio;
    TakenRoom& taken;
    std::vector<Hit>& hits;
};

} // namespace wick::charts
