#pragma once

#include "app/desktop/adapters/chartseries.h"
#include "app/desktop/theme/theme.h"
#include "app/session/backtestjob.h"
#include "app/session/snapshot.h"
#include "charts/paint/chartscene.h"
#include "charts/paint/equitypainter.h"

#include <QByteArray>
#include <QString>

#include <cstdint>

namespace wick::desktop {

/// A picture of a report, painted once for each theme.
struct ReportPicture
{
    QString name;     ///< of its files: NAME-light.png, NAME-dark.png
    QString caption;  ///< also read out in its place
    QByteArray light; ///< PNG
    QByteArray dark;  ///< PNG

    [[nodiscard]] const QByteArray& png(Scheme scheme) const
    {
        return scheme == Scheme::Light ? light : dark;
    }
};

/// A stretch of time that a chart shows: bars that open from `fromMs` to before `toMs`.
struct ShownTime
{
    std::int64_t fromMs{};
    std::int64_t toMs{};
};

/// Everything a session did on one market, with its candles, gaps, lines and marks.
[[nodiscard]] charts::ChartScene sessionScene(const session::Snapshot& snapshot,
                                              core::InstrumentId market,
                                              core::Duration timeframe);

/// A finished backtest of one engine on its candles.
[[nodiscard]] charts::ChartScene backtestScene(const session::BacktestOutcome& outcome,
                                               const ChartSeries& series);

[[nodiscard]] charts::EquityScene equityScene(const session::BacktestOutcome& outcome);

/// The chart with all of that time in view.
[[nodiscard]] ReportPicture
overviewPicture(charts::ChartScene scene, const ShownTime& time, const QString& name);
/// The chart around one closed trade, with its stop, target and excursions; `scene` has the market.
[[nodiscard]] ReportPicture
tradePicture(charts::ChartScene scene, charts::TradeView trade, const QString& name);
[[nodiscard]] ReportPicture equityPicture(const charts::EquityScene& scene, const QString& name);

} // namespace wick::desktop
