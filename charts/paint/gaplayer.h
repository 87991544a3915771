#pragma once

#include "charts/paint/paintcontext.h"

#include <QStringList>

namespace wick::charts {

/// The word for a state of a gap.
[[nodiscard]] QString gapStateWord(GapState state);
/// What stands beside the box: its own label, or `Touched 33 % · 0.4 ATR`.
[[nodiscard]] QString gapLabel(const GapBox& gap, const QLocale& locale);
/// Bounds, height, state and visit, then the gap's own lines.
[[nodiscard]] QStringList gapTooltip(const GapBox& gap, const ChartScene& scene, const QLocale&);
/// Live gaps can still be traded or filled; ended ones only tell what was.
[[nodiscard]] bool isLive(GapState state) noexcept;

/// Where the box of a gap lies. Units: device pixels.
[[nodiscard]] QRect gapRect(const GapBox& gap, const ChartScene& scene, const ViewTransform& view);

/// Draws the boxes that are seen and worth their room; reports them as hits.
void paintGaps(const PaintContext& context);
/// Labels of live gaps, right of the box, where they collide with nothing drawn so far.
void paintGapLabels(const PaintContext& context);

} // namespace wick::charts
