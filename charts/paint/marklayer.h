#pragma once

#include "charts/paint/paintcontext.h"

namespace wick::charts {

/// Hatched bands where data is missing.
void paintHoles(const PaintContext& context);
/// How long data is missing: `no data 14 min`.
void paintHoleLabels(const PaintContext& context);
/// MAE and MFE rectangles, of the scene and of the trade under review.
void paintShades(const PaintContext& context);
/// What the rectangles mean, beside them.
void paintShadeLabels(const PaintContext& context);
/// Squares at fills; an exit is joined to its entry by a dotted line.
void paintFills(const PaintContext& context);
/// Triangles of signals with their strength beside them.
void paintSignals(const PaintContext& context);
/// Entry, stop and target lines with their pills, of open positions or the trade under review.
void paintLevels(const PaintContext& context);
/// The pill of a refused signal, over its mark.
void paintSignalPill(const PaintContext& context, const SignalMark& mark, const QRect& markArea);
/// Dims everything right of the bar whose future is hidden.
void paintUnknown(const PaintContext& context);
void paintUnknownLabel(const PaintContext& context);

} // namespace wick::charts
