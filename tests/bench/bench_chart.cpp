// Frames of the price chart at 1280 x 720 offscreen, beside a bare loop of QPainter that draws the
// same candles from a pyramid of minima and maxima. One frame of that loop with a million bars in
// view is the unit of all limits: 0.45 ms on a quiet core.
#include "charts/paint/candlelayer.h"
#include "charts/pricechart.h"
#include "core/io/stores/marketdatabase.h"
#include "tests/bench/ratioreporter.h"
#include "tests/charts/chartfixtures.h"

#include <QApplication>
#include <QDateTime>
#include <QImage>
#include <QMouseEvent>
#include <QPainter>
#include <QTemporaryDir>
#include <QWheelEvent>
#include <QtCharts/QChart>
#include <QtCharts/QChartView>
#include <QtCharts/QDateTimeAxis>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>

#include <benchmark/benchmark.h>

#include <cmath>
#include <functional>
#include <map>
#include <memory>
#include <utility>

namespace {

using namespace wick::charts;

constexpr QSize kSize{1280, 720};
constexpr std::uint64_t kSeed = 11;
constexpr std::size_t kMillion = 1'000'000;

IndicatorLine average(const std::vector<Candle>& bars, LineRole role, std::size_t window)
{
    return {QStringLiteral("Average %1").arg(window), role, LineStyle::Solid,
            wick::test::averageOf(bars, window)};
}

/// A shown chart of a million bars with volume and three lines.
std::unique_ptr<PriceChart> plainChart()
{
    const std::vector<Candle> bars = wick::test::walkBars(kMillion, kSeed);
    auto chart = std::make_unique<PriceChart>();
    chart->setCandles(bars, wick::test::kFixtureBarMs);
    chart->setIndicators({average(bars, LineRole::Line1, 21), average(bars, LineRole::Line2, 55),
                          average(bars, LineRole::Line3, 200)});
    return chart;
}

constexpr std::size_t kLoadedGaps = 1'000;
constexpr std::size_t kLoadedTrades = 2'000;
constexpr std::size_t kLoadedBars = 20'000;

/// Entry and exit of a trade every ten bars.
std::vector<TradeMark> tradesOf(const std::vector<Candle>& bars)
{
    std::vector<TradeMark> fills;
    for (std::size_t i = 0; i < kLoadedTrades; ++i) {
        const std::size_t at = i * (bars.size() - 8) / kLoadedTrades;
        const ChartPoint entry{bars[at].timeMs, bars[at].open};
        const ChartPoint exit{bars[at + 6].timeMs, bars[at + 6].close};
        fills.push_back({QString::number(i), FillKind::Entry, Direction::Up, entry, {}, {}});
        fills.push_back({QString::number(i), FillKind::Exit, Direction::Up, exit, entry, {}});
    }
    return fills;
}

/// 1,000 gaps, 2,000 trades with their fills and signals, a position, three indicator panes.
std::unique_ptr<PriceChart> loadedChart()
{
    const ChartScene scene = wick::test::fullScene(kLoadedBars, kSeed);
    const std::vector<Candle> bars{scene.candles.bars().begin(), scene.candles.bars().end()};
    auto chart = std::make_unique<PriceChart>();
    chart->setCandles(bars, wick::test::kFixtureBarMs);
    chart->setIndicators({average(bars, LineRole::Line1, 21), average(bars, LineRole::Line2, 55),
                          average(bars, LineRole::Line3, 200)});
    std::vector<IndicatorPane> panes;
    for (const std::size_t window : {std::size_t{14}, std::size_t{28}, std::size_t{42}}) {
        panes.push_back(
            {QStringLiteral("Average"), {average(bars, LineRole::Line1, window)}, {}, 1});
    }
    chart->setPanes(panes);
    std::vector<GapBox> gaps = scene.gaps;
    gaps.erase(gaps.begin(), gaps.end() - static_cast<std::ptrdiff_t>(kLoadedGaps));
    chart->setGaps(gaps);
    chart->setGapDisplay(
        {.endedBars = 1'000'000, .endedAtr = 0.0}); // all of them, however long ago they ended
    chart->setFills(tradesOf(bars));
    chart->setSignalMarks(scene.signalMarks);
    chart->setLevels(scene.levels);
    return chart;
}

/// The charts, each made when first wanted because its data take a while; one is shown at a time.
class Charts
{
public:
    PriceChart& plain() { return shown(m_plain, plainChart, m_loaded); }
    PriceChart& loaded() { return shown(m_loaded, loadedChart, m_plain); }

private:
    using Chart = std::unique_ptr<PriceChart>;
    static PriceChart& shown(Chart& chart, Chart (*make)(), const Chart& other)
    {
        if (!chart) {
            chart = make();
            chart->resize(kSize);
        }
        if (other) {
            other->hide();
        }
        chart->show();
        QCoreApplication::processEvents(); // shown: from here on repaint() paints
        chart->resetView();
        chart->repaint();
        return *chart;
    }

    Chart m_plain;
    Chart m_loaded;
};

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

/// Zooms until about so many bars are in view.
void showBars(PriceChart& chart, double bars)
{
    constexpr double kStep = 1.15; // of the wheel
    wheel(chart, static_cast<int>(120.0 * std::log(chart.visibleRange().slotCount / bars)
                                  / std::log(kStep)));
    chart.repaint();
}

/// One drag of a few pixels and its frame.
void panFrames(benchmark::State& state, PriceChart& chart)
{
    mouse(chart, QEvent::MouseButtonPress, {600.0, 300.0});
    int step = 0;
    for (auto _ : state) {
        step = (step + 1) % 60;
        mouse(chart, QEvent::MouseMove, {620.0 + 7.0 * step, 300.0});
        chart.repaintChanges();
    }
    mouse(chart, QEvent::MouseButtonRelease, {600.0, 300.0});
}

/// One step of the wheel and its frame.
void zoomFrames(benchmark::State& state, PriceChart& chart)
{
    int step = 0;
    for (auto _ : state) {
        wheel(chart, step % 2 == 0 ? 12 : -12);
        ++step;
        chart.repaintChanges();
    }
}

/// The pointer moves: no candles.
void crosshairFrames(benchmark::State& state, PriceChart& chart)
{
    const int paints = chart.staticPaints();
    int step = 0;
    for (auto _ : state) {
        step = (step + 1) % 90;
        mouse(chart, QEvent::MouseMove, {200.0 + 8.0 * step, 200.0 + step});
        chart.repaintChanges();
    }
    if (chart.staticPaints() != paints) {
        state.SkipWithError("the crosshair painted candles");
    }
}

/// A tick changes the last bar inside of its range.
void tickFrames(benchmark::State& state, PriceChart& chart)
{
    const int paints = chart.staticPaints();
    Candle bar = chart.scene().candles.back();
    const double step = 0.01 * (bar.high - bar.low);
    double at = 0.0;
    for (auto _ : state) {
        at = at < 0.9 * (bar.high - bar.low) ? at + step : 0.0;
        bar.close = bar.low + at;
        chart.updateLast(bar);
        chart.repaintChanges();
    }
    if (chart.staticPaints() != paints) {
        state.SkipWithError("a tick painted more than the last bar");
    }
}

/// A bar closes, the next one opens, and the view follows. The bars are those before, over again.
void appendFrames(benchmark::State& state, PriceChart& chart)
{
    constexpr std::size_t kBefore = 2'000;
    const auto bars = chart.scene().candles.bars().last(kBefore);
    const std::vector<Candle> before{bars.begin(), bars.end()};
    std::int64_t timeMs = before.back().timeMs;
    std::size_t at = 0;
    for (auto _ : state) {
        Candle bar = before[at];
        at = (at + 1) % kBefore;
        timeMs += wick::test::kFixtureBarMs;
        bar.timeMs = timeMs;
        chart.updateLast(bar);
        chart.repaintChanges();
    }
}

// ---- From a file to the picture

/// A column file of a million bars, made once; it is warm in the page cache.
class ColumnFile
{
public:
    ColumnFile()
    {
        wick::io::CandleSeries series{{2, 0}, wick::core::minutes(5)};
        series.reserve(kMillion);
        const auto ticks = [](double price) {
            return std::llround(price * 100.0);
        };
        for (const Candle& bar : wick::test::walkBars(kMillion, kSeed)) {
            series.append({bar.timeMs, ticks(bar.open), ticks(bar.high), ticks(bar.low),
                           ticks(bar.close), std::llround(bar.volume)});
        }
        wick::io::CandleReading reading;
        reading.series = std::move(series);
        auto database = wick::io::MarketDatabase::open(m_folder.path());
        if (!database || !database->add(std::move(reading), "XAU", "bench")) {
            std::fprintf(stderr, "the file of the benchmark cannot be written\n");
            std::exit(EXIT_FAILURE);
        }
    }
    [[nodiscard]] QString folder() const { return m_folder.path(); }

private:
    QTemporaryDir m_folder;
};

std::vector<Candle> candlesOf(const wick::core::CandleColumns& columns)
{
    const double unit = std::pow(10.0, -columns.priceDecimals);
    const auto price = [unit](std::int64_t ticks) {
        return static_cast<double>(ticks) * unit;
    };
    std::vector<Candle> bars(columns.size());
    for (std::size_t i = 0; i < bars.size(); ++i) {
        bars[i] = {columns.time[i],         price(columns.open[i]),
                   price(columns.high[i]),  price(columns.low[i]),
                   price(columns.close[i]), static_cast<double>(columns.volume[i]),
                   BarState::Closed};
    }
    return bars;
}

/// From opening the file to the first complete frame of a chart that is shown and empty.
void openFrames(benchmark::State& state)
{
    static const ColumnFile stored;
    auto database = wick::io::MarketDatabase::open(stored.folder());
    const auto found = database->find("XAU");
    PriceChart chart;
    chart.resize(kSize);
    chart.show();
    QCoreApplication::processEvents();
    for (auto _ : state) {
        state.PauseTiming();
        chart.setCandles({}, wick::test::kFixtureBarMs);
        chart.repaint();
        state.ResumeTiming();
        const auto file = database->load(found->front());
        chart.setCandles(candlesOf(file->columns()), wick::test::kFixtureBarMs);
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
        const ViewTransform view = viewOf(shown, ++step);
        painter.fillRect(QRect{QPoint{0, 0}, kSize}, colors.panel);
        paintCandles(painter, shown.series, visibleBars(shown.series, view.range()), view, colors,
                     PixelRatio{1.0});
        benchmark::DoNotOptimize(image.bits());
    }
}

/// Rectangles by colour, drawn in two calls.
struct BareRects
{
    std::vector<QRect> up;
    std::vector<QRect> down;

    void draw(QPainter& painter) const
    {
        static const ChartColors colors = ChartColors::dark();
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.up);
        painter.drawRects(up.data(), static_cast<int>(up.size()));
        painter.setBrush(colors.down);
        painter.drawRects(down.data(), static_cast<int>(down.size()));
    }
};

/// What a page of code would do for a bar: wick and body, both solid.
void bareBar(BareRects& rects, const Candle& bar, int x, int half, const ViewTransform& view)
{
    std::vector<QRect>& own = bar.close >= bar.open ? rects.up : rects.down;
    const int high = view.rowOfPrice(bar.high);
    const int top = view.rowOfPrice(std::max(bar.open, bar.close));
    const int bottom = view.rowOfPrice(std::min(bar.open, bar.close));
    own.emplace_back(x, high, 1, view.rowOfPrice(bar.low) - high + 1);
    own.emplace_back(x - half, top, 2 * half + 1, bottom - top + 1);
}

/// Minima and maxima of 4, 16, 64, … bars in arrays, as one would write them for this alone.
class BarePyramid
{
public:
    explicit BarePyramid(const CandleSeries& series)
    {
        std::vector<Node> level;
        for (const Candle& bar : series.bars()) {
            level.push_back({bar.low, bar.high});
        }
        m_levels.push_back(std::move(level));
        while (m_levels.back().size() > 4) {
            const std::vector<Node>& below = m_levels.back();
            std::vector<Node> above;
            for (std::size_t i = 0; i + 4 <= below.size(); i += 4) {
                above.push_back(
                    {std::min({below[i].low, below[i + 1].low, below[i + 2].low, below[i + 3].low}),
                     std::max({below[i].high, below[i + 1].high, below[i + 2].high,
                               below[i + 3].high})});
            }
            m_levels.push_back(std::move(above));
        }
    }

    struct Node
    {
        double low{1e300};
        double high{-1e300};
    };
    [[nodiscard]] Node range(std::size_t first, std::size_t last) const
    {
        Node sum;
        std::size_t size = 1;
        std::size_t level = 0;
        while (first < last) {
            while (level + 1 < m_levels.size() && first % (4 * size) == 0
                   && first + 4 * size <= last && first / (4 * size) < m_levels[level + 1].size())
            {
                size *= 4;
                ++level;
            }
            while (first + size > last) {
                size /= 4;
                --level;
            }
            const Node& node = m_levels[level][first / size];
            sum.low = std::min(sum.low, node.low);
            sum.high = std::max(sum.high, node.high);
            first += size;
        }
        return sum;
    }

private:
    std::vector<std::vector<Node>> m_levels;
};

/// A rectangle a column, from the lowest to the highest price of the bars under it.
void bareColumns(BareRects& rects,
                 const CandleSeries& series,
                 const BarePyramid& pyramid,
                 BarSpan bars,
                 const ViewTransform& view)
{
    std::size_t first = bars.first;
    while (first < bars.last) {
        const int x = view.columnOfSlot(static_cast<double>(first));
        const auto next =
            static_cast<std::size_t>(std::max(0.0, std::ceil(view.slotAtX(x + 1) - 0.5)));
        const std::size_t last = std::clamp(next, first + 1, bars.last);
        const BarePyramid::Node node = pyramid.range(first, last);
        const bool up = series[last - 1].close >= series[first].open;
        const int top = view.rowOfPrice(node.high);
        (up ? rects.up : rects.down).emplace_back(x, top, 1, view.rowOfPrice(node.low) - top + 1);
        first = last;
    }
}

void bare(benchmark::State& state)
{
    const LayerCase& shown = layerCase(static_cast<std::size_t>(state.range(0)),
                                       static_cast<std::size_t>(state.range(1)));
    const BarePyramid pyramid{shown.series};
    QImage image{kSize, QImage::Format_RGB32};
    QPainter painter{&image};
    int step = 0;
    for (auto _ : state) {
        const ViewTransform view = viewOf(shown, ++step);
        painter.fillRect(QRect{QPoint{0, 0}, kSize}, ChartColors::dark().panel);
        const BarSpan bars = visibleBars(shown.series, view.range());
        BareRects rects;
        if (view.slotWidth() < kAggregateBelow) {
            bareColumns(rects, shown.series, pyramid, bars, view);
        } else {
            const int half = std::max(0, static_cast<int>(view.slotWidth() * 0.68 - 1.0) / 2);
            for (std::size_t bar = bars.first; bar < bars.last; ++bar) {
                bareBar(rects, shown.series[bar], view.columnOfSlot(static_cast<double>(bar)), half,
                        view);
            }
        }
        rects.draw(painter);
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
        chart.repaintChanges();
    }
}

// The reporter knows benchmarks by name alone, so each case has its own.
void registerFrames(Charts& charts)
{
    using Frames = void (*)(benchmark::State&, PriceChart&);
    const auto add = [](const char* name, const std::function<PriceChart&()>& chart, Frames frames,
                        double bars) {
        benchmark::RegisterBenchmark(name, [chart, frames, bars](benchmark::State& state) {
            PriceChart& shown = chart();
            showBars(shown, bars);
            frames(state, shown);
        })->Unit(benchmark::kMillisecond);
    };
    const auto plain = [&charts]() -> PriceChart& {
        return charts.plain();
    };
    const auto loaded = [&charts]() -> PriceChart& {
        return charts.loaded();
    };
    add("pan 300", plain, panFrames, 300.0);
    add("pan 10k", plain, panFrames, 10'000.0);
    add("pan 100k", plain, panFrames, 100'000.0);
    add("pan 1M", plain, panFrames, 1e6);
    add("zoom 300", plain, zoomFrames, 300.0);
    add("zoom 1M", plain, zoomFrames, 1e6);
    add("loaded pan 300", loaded, panFrames, 300.0);
    add("loaded pan 20k", loaded, panFrames, 20'000.0);
    add("crosshair", loaded, crosshairFrames, 150.0);
    add("tick", loaded, tickFrames, 150.0);
    add("append", loaded, appendFrames, 150.0);
    benchmark::RegisterBenchmark("open 1M", openFrames)->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark("Qt Charts axes", qtChartsHostFrame)
        ->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark("plain frame", plainFrame)->Unit(benchmark::kMillisecond);
}

void registerLayers()
{
    const auto add = [](const char* name, auto function, std::size_t bars, std::size_t seen) {
        benchmark::RegisterBenchmark(name, function)
            ->Args({static_cast<std::int64_t>(bars), static_cast<std::int64_t>(seen)})
            ->Unit(benchmark::kMillisecond);
    };
    add("layer 150", layer, kMillion, 150);
    add("bare 150", bare, kMillion, 150);
    add("layer 500", layer, kMillion, 500);
    add("bare 500", bare, kMillion, 500);
    add("layer 10k", layer, kMillion, 10'000);
    add("bare 10k", bare, kMillion, 10'000);
    add("layer 100k", layer, kMillion, 100'000);
    add("bare 100k", bare, kMillion, 100'000);
    add("layer 1M", layer, kMillion, kMillion);
    add("bare 1M", bare, kMillion, kMillion);
}

/// What a limit in milliseconds is in frames of the bare loop, which takes 0.45 ms for a million
/// bars where the limits were written.
constexpr double bareFrames(double milliseconds)
{
    return milliseconds / 0.45;
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
        {{"pan, 300 in view / bare", "pan 300", {"bare 1M"}, bareFrames(5.0)},
         {"pan, 10k in view / bare", "pan 10k", {"bare 1M"}, bareFrames(5.0)},
         {"pan, 100k in view / bare", "pan 100k", {"bare 1M"}, bareFrames(5.0)},
         {"pan, 1M in view / bare", "pan 1M", {"bare 1M"}, bareFrames(5.0)},
         {"zoom, 300 in view / bare", "zoom 300", {"bare 1M"}, bareFrames(5.0)},
         {"zoom, 1M in view / bare", "zoom 1M", {"bare 1M"}, bareFrames(5.0)},
         {"loaded pan, 300 in view / bare", "loaded pan 300", {"bare 1M"}, bareFrames(8.0)},
         {"loaded pan, 20k in view / bare", "loaded pan 20k", {"bare 1M"}, bareFrames(8.0)},
         {"crosshair / bare", "crosshair", {"bare 1M"}, bareFrames(0.5)},
         {"tick / bare", "tick", {"bare 1M"}, bareFrames(1.0)},
         {"append / bare", "append", {"bare 1M"}, bareFrames(1.0)},
         {"open 1M / bare", "open 1M", {"bare 1M"}, bareFrames(60.0)},
         {"pan 1M / pan 300", "pan 1M", {"pan 300"}, 1.5},
         {"layer / bare, 150 bars", "layer 150", {"bare 150"}, 2.0},
         {"layer / bare, 500 bars", "layer 500", {"bare 500"}, 2.0},
         {"layer / bare, 10k bars", "layer 10k", {"bare 10k"}, 2.0},
         {"layer / bare, 100k bars", "layer 100k", {"bare 100k"}, 2.0},
         {"layer / bare, 1M bars", "layer 1M", {"bare 1M"}, 2.0},
         {"Qt Charts axes / our axes, grid and candles", "Qt Charts axes", {"plain frame"}, 0.0}});
}
