// Frames of the price chart at 1280 x 720 offscreen, and the candle layer against a bare loop.
#include "charts/paint/candlelayer.h"
#include "charts/pricechart.h"
#include "tests/bench/ratioreporter.h"
#include "tests/charts/chartfixtures.h"

#include <QApplication>
#include <QDateTime>
#include <QImage>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <QtCharts/QChart>
#include <QtCharts/QChartView>
#include <QtCharts/QDateTimeAxis>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>

#include <benchmark/benchmark.h>

#include <ctime>
#include <map>
#include <memory>
#include <utility>

namespace {

using namespace wick::charts;

constexpr QSize kSize{1280, 720};
constexpr std::uint64_t kSeed = 11;

std::vector<Candle> barsOf(const ChartScene& scene)
{
    return {scene.candles.bars().begin(), scene.candles.bars().end()};
}

using Charts = std::map<std::size_t, std::unique_ptr<PriceChart>>;

/// A shown chart with everything on, made once a size because its data take a while.
PriceChart& chartOf(Charts& charts, std::size_t bars)
{
    std::unique_ptr<PriceChart>& chart = charts[bars];
    if (!chart) {
        const ChartScene scene = wick::test::fullScene(bars, kSeed);
        const std::vector<Candle> candles = barsOf(scene);
        chart = std::make_unique<PriceChart>();
        chart->setCandles(candles, wick::test::kFixtureBarMs);
        chart->setIndicators({{QStringLiteral("EMA 21"), LineRole::Line1, LineStyle::Solid,
                               wick::test::averageOf(candles, 21)},
                              {QStringLiteral("EMA 55"), LineRole::Line2, LineStyle::Solid,
                               wick::test::averageOf(candles, 55)},
                              {QStringLiteral("VWAP"), LineRole::Line3, LineStyle::Dashed,
                               wick::test::averageOf(candles, 200)}});
        chart->setPane(IndicatorPane{
            QStringLiteral("ADX 14"),
            {{QString{}, LineRole::Line1, LineStyle::Solid, wick::test::averageOf(candles, 14)}},
            {22.0},
            1});
        chart->setGaps(scene.gaps);
        chart->setFills(scene.fills);
        chart->setSignalMarks(scene.signalMarks);
        chart->setLevels(scene.levels);
        chart->resize(kSize);
    }
    for (const auto& [size, other] : charts) {
        other->setVisible(size == bars);
    }
    QCoreApplication::processEvents(); // shown: from here on repaint() paints
    chart->resetView();
    chart->repaint();
    return *chart;
}

void wheel(PriceChart& chart, int delta)
{
    const QPointF at{600.0, 300.0};
    QWheelEvent event{at,
                      chart.mapToGlobal(at),
                      {},
                      QPoint{0, delta},
                      Qt::NoButton,
                      Qt::NoModifier,
                      Qt::NoScrollPhase,
                      false};
    QApplication::sendEvent(&chart, &event);
}

void mouse(PriceChart& chart, QEvent::Type type, QPointF at)
{
    const bool move = type == QEvent::MouseMove;
    QMouseEvent event{type,
                      at,
                      chart.mapToGlobal(at),
                      move ? Qt::NoButton : Qt::LeftButton,
                      Qt::LeftButton,
                      Qt::NoModifier};
    QApplication::sendEvent(&chart, &event);
}

/// One drag of a few pixels and its frame.
void panFrame(benchmark::State& state, Charts& charts)
{
    PriceChart& chart = chartOf(charts, static_cast<std::size_t>(state.range(0)));
    mouse(chart, QEvent::MouseButtonPress, {600.0, 300.0});
    int step = 0;
    for (auto _ : state) {
        step = (step + 1) % 60;
        mouse(chart, QEvent::MouseMove, {620.0 + 7.0 * step, 300.0});
        chart.repaint();
    }
    mouse(chart, QEvent::MouseButtonRelease, {600.0, 300.0});
}

/// One step of the wheel and its frame.
void zoomFrame(benchmark::State& state, Charts& charts)
{
    PriceChart& chart = chartOf(charts, static_cast<std::size_t>(state.range(0)));
    int step = 0;
    for (auto _ : state) {
        wheel(chart, (step / 8) % 2 == 0 ? -120 : 120);
        ++step;
        chart.repaint();
    }
}

/// All bars in view, a little zoom and its frame.
void allFrame(benchmark::State& state, Charts& charts)
{
    PriceChart& chart = chartOf(charts, static_cast<std::size_t>(state.range(0)));
    wheel(chart, -120 * 100);
    int step = 0;
    for (auto _ : state) {
        wheel(chart, step % 2 == 0 ? 12 : -12);
        ++step;
        chart.repaint();
    }
}

/// The pointer moves: no candles.
void crosshairFrame(benchmark::State& state, Charts& charts)
{
    PriceChart& chart = chartOf(charts, static_cast<std::size_t>(state.range(0)));
    int step = 0;
    for (auto _ : state) {
        step = (step + 1) % 90;
        mouse(chart, QEvent::MouseMove, {200.0 + 8.0 * step, 200.0 + step});
        chart.repaint();
    }
}

/// A tick changes the last bar.
void tickFrame(benchmark::State& state, Charts& charts)
{
    PriceChart& chart = chartOf(charts, static_cast<std::size_t>(state.range(0)));
    Candle bar = chart.scene().candles.back();
    int step = 0;
    for (auto _ : state) {
        bar.close += (step % 2 == 0) ? 0.01 : -0.01;
        ++step;
        chart.updateLast(bar);
        chart.repaint();
    }
}

// ---- The layer alone

/// A series and the part of it that is in view.
struct LayerCase
{
    CandleSeries series;
    ViewRange range;
};

const LayerCase& layerCase(std::size_t bars, std::size_t visible)
{
    static std::map<std::pair<std::size_t, std::size_t>, LayerCase> cases;
    LayerCase& found = cases[{bars, visible}];
    if (found.series.empty()) {
        found.series.assign(wick::test::walkBars(bars, kSeed), wick::test::kFixtureBarMs, {});
        const Extremes prices = found.series.priceRange(bars - visible, bars);
        found.range = {static_cast<double>(bars - visible), static_cast<double>(visible),
                       prices.low, prices.high};
    }
    return found;
}

/// The same part, moved by a fraction of a bar each frame.
ViewTransform viewOf(const LayerCase& shown, int step)
{
    ViewRange range = shown.range;
    range.firstSlot += 0.37 * (step % 7);
    return {QRect{QPoint{0, 0}, kSize}, range};
}

void layer(benchmark::State& state)
{
    const LayerCase& shown = layerCase(static_cast<std::size_t>(state.range(0)),
                                       static_cast<std::size_t>(state.range(1)));
    const ChartColors colors = ChartColors::dark();
    QImage image{kSize, QImage::Format_RGB32};
    QPainter painter{&image};
    int step = 0;
    for (auto _ : state) {
        paintCandles(painter, shown.series, viewOf(shown, ++step), colors, PixelRatio{1.0});
        benchmark::DoNotOptimize(image.bits());
    }
}

/// What a page of code would do for a bar: wick, body, outline.
void bareBar(QPainter& painter, const Candle& bar, int x, int half, const ViewTransform& view)
{
    const ChartColors& colors = ChartColors::dark();
    const bool up = bar.close >= bar.open;
    const QColor& colour = up ? colors.up : colors.down;
    const int high = view.rowOfPrice(bar.high);
    const int top = view.rowOfPrice(std::max(bar.open, bar.close));
    const int bottom = view.rowOfPrice(std::min(bar.open, bar.close));
    painter.fillRect(x, high, 1, view.rowOfPrice(bar.low) - high + 1, colour);
    const QRect body{x - half, top, 2 * half + 1, bottom - top + 1};
    painter.fillRect(body, up ? colors.panel : colour);
    if (up) {
        painter.setPen(colour);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(body.adjusted(0, 0, -1, -1));
    }
}

/// All bars under a pixel scanned one by one, a rectangle a column.
void bareColumns(QPainter& painter,
                 const CandleSeries& series,
                 BarSpan bars,
                 const ViewTransform& view)
{
    const ChartColors colors = ChartColors::dark();
    std::size_t bar = bars.first;
    while (bar < bars.last) {
        const int x = view.columnOfSlot(static_cast<double>(bar));
        const std::size_t first = bar;
        double low = series[bar].low;
        double high = series[bar].high;
        while (bar < bars.last && view.columnOfSlot(static_cast<double>(bar)) == x) {
            low = std::min(low, series[bar].low);
            high = std::max(high, series[bar].high);
            ++bar;
        }
        const bool up = series[bar - 1].close >= series[first].open;
        const int top = view.rowOfPrice(high);
        painter.fillRect(x, top, 1, view.rowOfPrice(low) - top + 1, up ? colors.up : colors.down);
    }
}

void bare(benchmark::State& state)
{
    const LayerCase& shown = layerCase(static_cast<std::size_t>(state.range(0)),
                                       static_cast<std::size_t>(state.range(1)));
    QImage image{kSize, QImage::Format_RGB32};
    QPainter painter{&image};
    int step = 0;
    for (auto _ : state) {
        const ViewTransform view = viewOf(shown, ++step);
        const BarSpan bars = visibleBars(shown.series, view.range());
        if (view.slotWidth() < kAggregateBelow) {
            bareColumns(painter, shown.series, bars, view);
        } else {
            const int half = std::max(0, static_cast<int>(view.slotWidth() * 0.68 - 1.0) / 2);
            for (std::size_t bar = bars.first; bar < bars.last; ++bar) {
                bareBar(painter, shown.series[bar], view.columnOfSlot(static_cast<double>(bar)),
                        half, view);
            }
        }
        benchmark::DoNotOptimize(image.bits());
    }
}

// ---- What a Qt Charts host would cost, for docs/adr/0010-chart-host.md

/// Axes and grid alone of a Qt Charts view, moved by a bar a frame.
void qtChartsHostFrame(benchmark::State& state)
{
    auto* chart = new QChart; // owned by the view
    chart->legend()->hide();
    auto* times = new QDateTimeAxis;
    times->setFormat(QStringLiteral("HH:mm"));
    auto* prices = new QValueAxis;
    chart->addAxis(times, Qt::AlignBottom);
    chart->addAxis(prices, Qt::AlignRight);
    auto* series = new QLineSeries; // without a series the axes are not laid out
    chart->addSeries(series);
    series->attachAxis(times);
    series->attachAxis(prices);
    QChartView view{chart};
    view.resize(kSize);
    view.show();
    QCoreApplication::processEvents();
    prices->setRange(4'600.0, 4'700.0);
    int step = 0;
    for (auto _ : state) {
        step = (step + 1) % 100;
        const std::int64_t from = wick::test::kFixtureStartMs + step * wick::test::kFixtureBarMs;
        times->setRange(
            QDateTime::fromMSecsSinceEpoch(from, Qt::UTC),
            QDateTime::fromMSecsSinceEpoch(from + 150 * wick::test::kFixtureBarMs, Qt::UTC));
        prices->setRange(4'600.0 + step, 4'700.0 + step);
        view.viewport()->repaint();
    }
}

/// The same window of our chart with no overlay: axes, grid and candles.
void plainFrame(benchmark::State& state)
{
    PriceChart chart;
    chart.setCandles(wick::test::walkBars(20'000, kSeed), wick::test::kFixtureBarMs);
    chart.setVolumePane(VolumePane::Hidden);
    chart.resize(kSize);
    chart.show();
    QCoreApplication::processEvents();
    chart.repaint();
    mouse(chart, QEvent::MouseButtonPress, {600.0, 300.0});
    int step = 0;
    for (auto _ : state) {
        step = (step + 1) % 60;
        mouse(chart, QEvent::MouseMove, {620.0 + 8.0 * step, 300.0});
        chart.repaint();
    }
}

/// What the requirements allow for a frame, spent in vain: times are compared by processor time.
void frameBudget(benchmark::State& state)
{
    constexpr std::clock_t kBudget = CLOCKS_PER_SEC * 8 / 1'000;
    for (auto _ : state) {
        const std::clock_t start = std::clock();
        while (std::clock() - start < kBudget) {
        }
    }
}

// The reporter knows benchmarks by name alone, so each size has its own.
void registerFrames(Charts& charts)
{
    const auto add = [&charts](const char* name, auto function, std::int64_t bars) {
        const auto frame = [&charts, function](benchmark::State& state) {
            function(state, charts);
        };
        benchmark::RegisterBenchmark(name, frame)->Arg(bars)->Unit(benchmark::kMillisecond);
    };
    add("pan 1k", panFrame, 1'000);
    add("pan 20k", panFrame, 20'000);
    add("pan 1M", panFrame, 1'000'000);
    add("zoom 20k", zoomFrame, 20'000);
    add("zoom 1M", zoomFrame, 1'000'000);
    add("all 1k", allFrame, 1'000);
    add("all 20k", allFrame, 20'000);
    add("all 1M", allFrame, 1'000'000);
    add("crosshair 20k", crosshairFrame, 20'000);
    add("tick 20k", tickFrame, 20'000);
    benchmark::RegisterBenchmark("Qt Charts axes", qtChartsHostFrame)
        ->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark("plain frame", plainFrame)->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark("frame budget", frameBudget)
        ->Iterations(1)
        ->Unit(benchmark::kMillisecond);
}

void registerLayers()
{
    const auto add = [](const char* name, auto function, std::int64_t bars, std::int64_t seen) {
        benchmark::RegisterBenchmark(name, function)
            ->Args({bars, seen})
            ->Unit(benchmark::kMillisecond);
    };
    add("layer 150", layer, 20'000, 150);
    add("bare 150", bare, 20'000, 150);
    add("layer 500", layer, 20'000, 500);
    add("bare 500", bare, 20'000, 500);
    add("layer all 20k", layer, 20'000, 20'000);
    add("bare all 20k", bare, 20'000, 20'000);
    add("layer all 100k", layer, 100'000, 100'000);
    add("bare all 100k", bare, 100'000, 100'000);
    add("layer all 1M", layer, 1'000'000, 1'000'000);
    add("bare all 1M", bare, 1'000'000, 1'000'000);
}

} // namespace

int main(int argc, char* argv[])
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    int count = 1; // the arguments are the benchmark's
    const QApplication app{count, argv};
    Charts charts; // gone before the application is
    registerFrames(charts);
    registerLayers();
    return wick::bench::runWithRatios(
        argc, argv,
        {{"pan 20k / 8 ms", "pan 20k", {"frame budget"}, 1.0},
         {"zoom 20k / 8 ms", "zoom 20k", {"frame budget"}, 1.0},
         {"all 20k / 8 ms", "all 20k", {"frame budget"}, 1.0},
         {"pan 1M / 8 ms", "pan 1M", {"frame budget"}, 1.0},
         {"all 1M / 8 ms", "all 1M", {"frame budget"}, 1.0},
         {"crosshair / 8 ms", "crosshair 20k", {"frame budget"}, 1.0},
         {"tick / 8 ms", "tick 20k", {"frame budget"}, 1.0},
         {"Qt Charts axes / our axes, grid and candles", "Qt Charts axes", {"plain frame"}, 0.0},
         {"pan 1M / pan 1k", "pan 1M", {"pan 1k"}, 1.5},
         {"layer / bare loop, 150 bars", "layer 150", {"bare 150"}, 2.0},
         {"layer / bare loop, 500 bars", "layer 500", {"bare 500"}, 2.0},
         {"layer / bare loop, all of 20k", "layer all 20k", {"bare all 20k"}, 2.0},
         {"layer / bare loop, all of 100k", "layer all 100k", {"bare all 100k"}, 2.0},
         {"layer / bare loop, all of 1M", "layer all 1M", {"bare all 1M"}, 2.0}});
}
