#pragma once

#include <QString>

namespace wick::charts {
class PriceChart;
}

namespace wick::desktop {

/// Writes what a chart shows as SVG or PNG, by the file's ending. Returns what went wrong, for
/// people, or nothing.
[[nodiscard]] QString writeChartPicture(const charts::PriceChart& chart, const QString& path);

} // namespace wick::desktop
