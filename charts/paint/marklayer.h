#pragma once

#include "charts/paint/paintcontext.h"

#include <optional>

namespace wick::charts {

/// Hatched bands where data is missing.
void paintHoles(const PaintContext& context);
/// How long data is missing: `no data 14 min`.
void paintHoleLabels(const PaintContext& context);
/// Dotted lines where closed hours were left out, and how long they lasted.
void paintClosures(const PaintContext& context);
/// Funding, halts and what an operator did, at the foot of the pane.
void paintAxisMarks(const PaintContext& context);
/// MAE and MFE rectangles, of the scene and of the trade under review.
void paintShades(const PaintContext& context);
/// What the rectangles mean, beside them.
void paintShadeLabels(const PaintContext& context);
/// Squares at fills; an exit is joined to its entry by a dotted line.
void paintFills(const PaintContext& context);
/// Triangles of signals with their strength beside them.
void paintSignals(const PaintContext& context);
/// A level in view: its line and, when it has a label, its pill. Units: device pixels.
struct PlacedLevel
{
    LevelKind kind{};
    QString label;
    QRect line;
    QRect pill;
};
/// Entry, stop and target of open positions and of the trade under review, from top to bottom.
[[nodiscard]] std::vector<PlacedLevel> placeLevels(const PaintContext& context);
/// Keeps the room of levels free of labels.
void reserveLevels(const PaintContext& context);
void paintLevels(const PaintContext& context);
/// Where a dragged stop or target would go and what that would change.
void paintProposal(const PaintContext& context);
/// Price distance of one R: from entry to stop of the open position or of the trade under review.
[[nodiscard]] std::optional<double> riskDistance(const ChartScene& scene);
/// 1 where rising prices win for that position, -1 where they lose.
[[nodiscard]] double winningSign(const ChartScene& scene);
/// Where pills may go and how their words are drawn.
struct PillRoom
{
    const ChartFonts& fonts;
    QRect plot;
    PixelRatio ratio;
};
/// Where the pill of a refused signal goes, beside its mark; null when it has none.
[[nodiscard]] QRect
signalPillArea(const SignalMark& mark, const QRect& markArea, const PillRoom& room);
/// Dims everything right of the bar whose future is hidden.
void paintUnknown(const PaintContext& context);
void paintUnknownLabel(const PaintContext& context);

} // namespace wick::charts
