// Renders chart fixtures to PNG files, dark and light, so that a person can look at them:
//     QT_QPA_PLATFORM=offscreen chart_gallery FOLDER [FILE.csv]
// FILE.csv (time,open,high,low,close,volume; 5-minute bars) adds a picture of its last bars.
#include "charts/paint/chartpainter.h"
#include "charts/paint/equitypainter.h"
#include "tests/charts/chartfixtures.h"

#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QImage>
#include <QPainter>

#include <cstdio>
#include <optional>

namespace {

using namespace wick::charts;

/// Every state of a gap side by side, bullish above and bearish below.
ChartScene gapStates()
{
    ChartScene scene;
    std::vector<Candle> bars;
    for (int i = 0; i < 120; ++i) {
        const double base = 100.0 + 6.0 * ((i % 5) - 2) / 2.0;
        bars.push_back({wick::test::kFixtureStartMs + i * wick::test::kFixtureBarMs, base,
                        base + 0.8, base - 0.8, base + (i % 2 == 0 ? 0.4 : -0.4), 100.0 + i});
    }
    bars.back().state = BarState::Forming;
    constexpr GapState kStates[] = {
        GapState::Forming, GapState::Open,        GapState::Touched,  GapState::MidlineReached,
        GapState::Filled,  GapState::Invalidated, GapState::Inverted, GapState::Expired};
    int column = 2;
    for (const GapState state : kStates) {
        for (const Direction side : {Direction::Up, Direction::Down}) {
            GapBox gap;
            gap.direction = side;
            gap.state = state;
            gap.bottom = side == Direction::Up ? 104.0 : 92.0;
            gap.top = gap.bottom + 3.0;
            gap.sizeInAtr = 1.2;
            const double depth = state == GapState::Touched ? 1.0 : 2.0;
            if (state == GapState::Touched || state == GapState::MidlineReached) {
                gap.deepest = side == Direction::Up ? gap.top - depth : gap.bottom + depth;
            }
            gap.fromMs = bars[static_cast<std::size_t>(column)].timeMs;
            gap.toMs = bars[static_cast<std::size_t>(column + 8)].timeMs;
            scene.gaps.push_back(gap);
        }
        column += 14;
    }
    scene.gapDisplay.endedBars = 1000;
    scene.note = QStringLiteral("Gaps: mitigated at midline");
    scene.candles.assign(std::move(bars), wick::test::kFixtureBarMs, {});
    return scene;
}

ChartScene holes()
{
    ChartScene scene = wick::test::fullScene(160, 5);
    std::vector<Candle> bars{scene.candles.bars().begin(), scene.candles.bars().end()};
    const Hole hole{bars[90].timeMs, bars[104].timeMs};
    const Hole small{bars[130].timeMs, bars[132].timeMs};
    bars.erase(bars.begin() + 130, bars.begin() + 132);
    bars.erase(bars.begin() + 90, bars.begin() + 104);
    scene.lines.clear();
    scene.panes.clear();
    scene.levels.clear();
    scene.candles.assign(std::move(bars), wick::test::kFixtureBarMs, {hole, small});
    scene.knownUntilMs = scene.candles[scene.candles.size() - 20].timeMs;
    return scene;
}

ChartScene empty()
{
    ChartScene scene;
    scene.emptyTitle = QStringLiteral("No candles for XAU-PERP 5m");
    scene.emptyHint = QStringLiteral("Import a file or start the practice market.");
    return scene;
}

struct Picture
{
    QString name;
    QSize size;
    double ratio;
};

bool save(const QImage& image, const QDir& folder, const QString& name)
{
    const QString path = folder.filePath(name + QStringLiteral(".png"));
    std::fprintf(stderr, "%s\n", qPrintable(path));
    return image.save(path);
}

bool saveScene(const ChartScene& scene, const QDir& folder, const Picture& picture)
{
    bool saved = true;
    for (const bool dark : {true, false}) {
        ChartStyle style;
        style.font = QGuiApplication::font();
        style.colors = dark ? ChartColors::dark() : ChartColors::light();
        const QImage image = renderPriceChart(scene, style, picture.size, picture.ratio);
        saved = save(image, folder,
                     picture.name + (dark ? QStringLiteral("-dark") : QStringLiteral("-light")))
                && saved;
    }
    return saved;
}

/// The crosshair with its tags, and the pill of a refused signal under it.
bool saveCrosshair(const QDir& folder, double ratio)
{
    const ChartScene scene = wick::test::fullScene(300, 7);
    ChartStyle style;
    style.font = QGuiApplication::font();
    const QSize device = QSize{930, 600} * ratio;
    const ChartPainter chart{scene, style, device, PixelRatio{ratio}};
    Viewport viewport;
    viewport.reset(scene, chart.room());
    const ViewRange range = viewport.range(scene, chart.room());
    QImage image{device, QImage::Format_RGB32};
    {
        QPainter painter{&image};
        const ViewScales scales = chart.scalesOf(range);
        const std::vector<Hit> hits = chart.paintStatic(painter, scales);
        chart.paintLive(painter, scales);
        const std::size_t bar = 237;
        chart.paintLegend(painter, bar);
        chart.paintCrosshair(painter, range, {bar, static_cast<int>(240 * ratio)});
        for (const Hit& hit : hits) {
            chart.paintPillOf(painter, range, hit);
        }
    }
    return save(image, folder, QStringLiteral("crosshair-%1").arg(ratio));
}

/// The last bars of a candle file with averages and gaps; nothing when it cannot be read.
std::optional<ChartScene> sceneOf(const QString& path)
{
    QFile file{path};
    if (!file.open(QIODevice::ReadOnly)) {
        return std::nullopt;
    }
    std::vector<Candle> bars;
    file.readLine(); // names
    while (!file.atEnd()) {
        const QList<QByteArray> cells = file.readLine().trimmed().split(',');
        if (cells.size() >= 6) {
            bars.push_back({cells[0].toLongLong(), cells[1].toDouble(), cells[2].toDouble(),
                            cells[3].toDouble(), cells[4].toDouble(), cells[5].toDouble()});
        }
    }
    if (bars.empty()) {
        return std::nullopt;
    }
    ChartScene scene;
    scene.note = QStringLiteral("Gaps: mitigated at midline");
    scene.lines.emplace_back(IndicatorLine{QStringLiteral("SMA 21"), LineRole::Line1,
                                           LineStyle::Solid, wick::test::averageOf(bars, 21)});
    scene.gaps = wick::test::gapsOf(bars, 0.25);
    scene.candles.assign(std::move(bars), wick::test::kFixtureBarMs, {});
    return scene;
}

bool saveEquity(const QDir& folder)
{
    bool saved = true;
    for (const bool dark : {true, false}) {
        ChartStyle style;
        style.font = QGuiApplication::font();
        style.colors = dark ? ChartColors::dark() : ChartColors::light();
        EquityScene scene = wick::test::equityScene(185, 4);
        const QString theme = dark ? QStringLiteral("-dark") : QStringLiteral("-light");
        saved = save(renderEquity(scene, style, {364, 360}, 1.0), folder,
                     QStringLiteral("equity") + theme)
                && saved;
        scene = wick::test::equityScene(9, 6);
        scene.selectedMs.reset();
        scene.drawdown = DrawdownPane::Hidden;
        saved = save(renderEquity(scene, style, {364, 160}, 1.5), folder,
                     QStringLiteral("equity-small") + theme)
                && saved;
    }
    return saved;
}

bool saveWide(const QDir& folder)
{
    const ChartScene scene = wick::test::fullScene(20'000, 11);
    ChartStyle style;
    style.font = QGuiApplication::font();
    Viewport viewport;
    viewport.showAll(scene, {1210.0, 500.0, 48.0, 30.0});
    return save(renderPriceChart(scene, style, {1280, 720}, 1.0, viewport), folder,
                QStringLiteral("all-20000"));
}

} // namespace

int main(int argc, char* argv[])
{
    const QGuiApplication app{argc, argv};
    const QDir folder{argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral(".")};
    if (!folder.mkpath(QStringLiteral("."))) {
        std::fprintf(stderr, "cannot make %s\n", qPrintable(folder.path()));
        return 1;
    }
    const ChartScene full = wick::test::fullScene(300, 7);
    bool saved = true;
    for (const double ratio : {1.0, 1.25, 1.5, 2.0}) {
        saved =
            saveScene(full, folder, {QStringLiteral("monitor-%1").arg(ratio), {930, 600}, ratio})
            && saved;
    }
    saved =
        saveScene(wick::test::reviewScene(3), folder, {QStringLiteral("review"), {1270, 540}, 1.0})
        && saved;
    saved = saveScene(gapStates(), folder, {QStringLiteral("gaps"), {1200, 500}, 1.0}) && saved;
    saved = saveScene(holes(), folder, {QStringLiteral("holes"), {930, 500}, 1.0}) && saved;
    saved = saveScene(empty(), folder, {QStringLiteral("empty"), {640, 300}, 1.0}) && saved;
    saved = saveScene(full, folder, {QStringLiteral("small"), {640, 300}, 1.0}) && saved;
    if (argc > 2) {
        const auto scene = sceneOf(QString::fromLocal8Bit(argv[2]));
        if (!scene) {
            std::fprintf(stderr, "no candles in %s\n", argv[2]);
            return 1;
        }
        saved = saveScene(*scene, folder, {QStringLiteral("file"), {930, 600}, 1.0}) && saved;
    }
    saved = saveCrosshair(folder, 1.0) && saveCrosshair(folder, 1.5) && saved;
    return saveEquity(folder) && saveWide(folder) && saved ? 0 : 1;
}
