#include "app/desktop/headless/reportpictures.h"

#include "app/desktop/adapters/chartlook.h"
#include "app/desktop/adapters/chartmarks.h"
#include "charts/paint/chartpainter.h"
#include "core/market/timeframe.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QImage>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Report)
};

constexpr QSize kChartSize{1200, 520};
constexpr QSize kEquitySize{1200, 260};
constexpr double kRatio = 1.0;

QByteArray pngOf(const QImage& image)
{
    QByteArray png;
    QBuffer buffer{&png};
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return png;
}

/// Paints the same picture for both themes; `paint` takes a charts::ChartStyle.
template <typename Paint>
ReportPicture pictureOf(const QString& name, const QString& caption, const Paint& paint)
{
    ReportPicture picture;
    picture.name = name;
    picture.caption = caption;
    picture.light = pngOf(paint(chartStyleOf(makeTheme(Scheme::Light))));
    picture.dark = pngOf(paint(chartStyleOf(makeTheme(Scheme::Dark))));
    return picture;
}

void setMarket(charts::ChartScene& scene,
               const core::Instrument& instrument,
               core::Duration timeframe)
{
    scene.market = QString::fromStdString(instrument.symbol());
    scene.timeframe = QString::fromStdString(core::timeframeText(timeframe));
    scene.priceDecimals = instrument.priceDecimals();
    scene.volumeDecimals = std::min(2, instrument.volumeDecimals());
}

void setSeries(charts::ChartScene& scene, const ChartSeries& series, core::Duration timeframe)
{
    scene.candles.assign(series.candles(), core::toMilliseconds(timeframe), series.holes());
    for (charts::IndicatorLine& line : series.lines()) {
        scene.lines.emplace_back(std::move(line));
    }
}

void setGaps(charts::ChartScene& scene, std::vector<charts::GapBox> gaps)
{
    scene.gaps = std::move(gaps);
    scene.note = Words::tr("Gaps: mitigated at midline");
}

} // namespace

charts::ChartScene
sessionScene(const session::Snapshot& snapshot, core::InstrumentId market, core::Duration timeframe)
{
    const core::Instrument& instrument = (*snapshot.instruments)[market.count()];
    const session::BarsView& bars = snapshot.markets[market.count()].bars;
    ChartSeries series{instrument, {timeframe, core::minutes(1), plotsOn(snapshot, market), 400}};
    for (const core::ClosedBar& bar : *bars.old) {
        series.add(bar);
    }
    for (const core::ClosedBar& bar : bars.recent) {
        series.add(bar);
    }
    charts::ChartScene scene;
    setMarket(scene, instrument, timeframe);
    setSeries(scene, series, timeframe);
    setGaps(scene, series.gaps(bars.forming));
    scene.fills = fillMarks(snapshot, market);
    scene.signalMarks = signalMarks(snapshot, market, timeframe);
    scene.levels = positionLevels(snapshot, market);
    return scene;
}

charts::ChartScene backtestScene(const session::BacktestOutcome& outcome, const ChartSeries& series)
{
    const core::EngineSetup& engine = outcome.setup.engines.front();
    const core::Instrument& instrument = outcome.setup.instruments[engine.instrument.count()];
    charts::ChartScene scene;
    setMarket(scene, instrument, engine.timeframe);
    setSeries(scene, series, engine.timeframe);
    if (engine.strategy->describe().drawsGaps) {
        setGaps(scene, series.gaps({}));
    }
    scene.fills = fillMarks(outcome.result.trades, instrument);
    return scene;
}

charts::EquityScene equityScene(const session::BacktestOutcome& outcome)
{
    charts::EquityScene scene;
    for (const core::EquityPoint& point : outcome.result.equity) {
        scene.points.push_back(
            {core::toMilliseconds(point.time), static_cast<double>(point.equity.count()) / 1e6});
    }
    scene.start = static_cast<double>(outcome.result.startBalance.count()) / 1e6;
    scene.emptyTitle = Words::tr("No equity yet");
    return scene;
}

ReportPicture overviewPicture(charts::ChartScene scene, const ShownTime& time, const QString& name)
{
    // On paper nobody scrolls back: every gap of the stretch stays, not only the newest.
    scene.gapDisplay.endedBars = static_cast<int>(scene.candles.size());
    const QString caption =
        Words::tr("%1 %2: candles, entries and exits").arg(scene.market, scene.timeframe);
    return pictureOf(name, caption, [&](const charts::ChartStyle& style) {
        const charts::ChartPainter layout{scene, style, kChartSize, charts::PixelRatio{kRatio}};
        const double from = scene.candles.slotAtTime(time.fromMs);
        const double to = scene.candles.slotAtTime(time.toMs);
        charts::Viewport viewport;
        viewport.reset(scene, layout.room());
        viewport.center(0.5 * (from + to), to - from + 2.0, scene, layout.room());
        return charts::renderPriceChart(scene, style, kChartSize, kRatio, viewport);
    });
}

ReportPicture tradePicture(charts::ChartScene scene, charts::TradeView trade, const QString& name)
{
    const QString caption = u"%1. %2"_s.arg(trade.title, trade.detail);
    scene.trade = std::move(trade);
    scene.levels.clear();
    return pictureOf(name, caption, [&](const charts::ChartStyle& style) {
        return charts::renderPriceChart(scene, style, kChartSize, kRatio);
    });
}

ReportPicture equityPicture(const charts::EquityScene& scene, const QString& name)
{
    return pictureOf(name, Words::tr("Equity, and how far it is below its highest"),
                     [&](const charts::ChartStyle& style) {
                         return charts::renderEquity(scene, style, kEquitySize, kRatio);
                     });
}

} // namespace wick::desktop
