#pragma once

#include "app/desktop/models/backtestvalues.h"
#include "app/desktop/models/rows.h"
#include "charts/paint/chartscene.h"
#include "charts/paint/equitypainter.h"

#include <QSize>

#include <functional>
#include <vector>

class QPainter;

namespace wick::desktop {

/// One page of paper: what it is, a verdict, charts, lines of figures, a note.
struct ReportSheet
{
    /// Drawn in its place on the page. Units: its size in pixels of 96 to the inch.
    struct Picture
    {
        int height = 0;
        std::function<void(QPainter&, QSize)> paint;
    };

    QString title;
    QString subtitle;
    QString headline;
    QString words;
    std::vector<Picture> pictures;
    std::vector<ResultLine> lines; ///< in two columns
    QString note;
    QString foot;
};

/// A trade with its chart; `scene` is that of its market, `trade` what the chart shows of it.
[[nodiscard]] ReportSheet
tradeSheet(const TradeRow& row, const charts::ChartScene& scene, const charts::TradeView& trade);
/// A finished backtest with its equity; `scene` has all of its candles.
[[nodiscard]] ReportSheet runSheet(const ResultSummary& summary,
                                   const charts::EquityScene& equity,
                                   const charts::ChartScene& scene);

/// Writes the page as a PDF, its charts as shapes. Returns what went wrong; empty when it is
/// written.
[[nodiscard]] QString writePdf(const ReportSheet& sheet, const QString& path);

} // namespace wick::desktop
