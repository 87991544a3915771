#include "charts/paint/axislayer.h"
#include "charts/paint/candlelayer.h"
#include "charts/paint/gaplayer.h"
#include "charts/paint/linelayer.h"
#include "charts/paint/marklayer.h"
#include "tests/charts/chartfixtures.h"
#include "tests/support/testregistry.h"

#include <QDir>
#include <QImage>
#include <QPainter>
#include <QTest>

#include <cmath>
#include <cstdlib>

using namespace wick::charts;

/// The price pane as pictures that are kept in tests/charts/goldens: candles, gaps in every state,
/// lines, fills, signals, levels, a hole and closed hours. No text, because fonts differ.
/// WICK_WRITE_GOLDENS=1 writes them anew; look at them before they are kept.
class GoldenTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theLayerLooksAsItDid_data();
    void theLayerLooksAsItDid();
    void aBoxEdgeOnePixelAwayIsSeen_data();
    void aBoxEdgeOnePixelAwayIsSeen();
};

namespace {

constexpr QSize kSize{320, 200};

/// Every gap state over quiet and wild bars, all without words.
ChartScene goldenScene()
{
    std::vector<Candle> bars = wick::test::walkBars(40, 23);
    bars.back().state = BarState::Forming;
    bars[12].state = BarState::NoTrade;
    bars[12].open = bars[12].high = bars[12].low = bars[12].close;
    ChartScene scene;
    scene.lines.emplace_back(
        IndicatorLine{{}, LineRole::Line1, LineStyle::Solid, wick::test::averageOf(bars, 7)});
    const double middle = bars[20].close;
    constexpr int kStates = 8;
    for (int i = 0; i < kStates; ++i) {
        GapBox gap;
        gap.direction = i % 2 == 0 ? Direction::Up : Direction::Down;
        gap.state = static_cast<GapState>(i);
        gap.bottom = middle - 8.0 + 2.0 * i;
        gap.top = gap.bottom + 1.5;
        gap.deepest = i == 2 || i == 3 ? gap.bottom + 0.5 : kMissing;
        gap.fromMs = bars[static_cast<std::size_t>(4 * i)].timeMs;
        gap.toMs = bars[static_cast<std::size_t>(4 * i + 5)].timeMs;
        scene.gaps.push_back(gap);
    }
    scene.fills.push_back({{},
                           FillKind::Exit,
                           Direction::Up,
                           {bars[30].timeMs, middle + 1.0},
                           ChartPoint{bars[22].timeMs, middle},
                           {}});
    SignalMark taken;
    taken.timeMs = bars[8].timeMs;
    SignalMark refused = taken;
    refused.side = Direction::Down;
    refused.state = SignalState::Refused;
    refused.timeMs = bars[16].timeMs;
    scene.signalMarks = {taken, refused};
    scene.levels = {{LevelKind::Stop, middle - 6.0, {}, {}},
                    {LevelKind::Target, middle + 6.0, {}, {}}};
    scene.axisMarks = {{AxisMarkKind::Halt, bars[5].timeMs, {}},
                       {AxisMarkKind::Operator, bars[10].timeMs, {}}};
    const Hole hole{bars[25].timeMs, bars[28].timeMs};
    bars.erase(bars.begin() + 25, bars.begin() + 28);
    scene.candles.assign(std::move(bars), wick::test::kFixtureBarMs, {hole});
    scene.gapDisplay.endedBars = 1'000;
    return scene;
}

QImage painted(const ChartScene& scene, double ratio)
{
    const QSize device = kSize * ratio;
    const ChartStyle style;
    const PixelRatio pixels{ratio};
    const ChartFonts fonts{style.font, pixels};
    const Extremes prices = scene.candles.priceRange(0, scene.candles.size());
    const ViewTransform view{QRect{QPoint{0, 0}, device},
                             {0.0, 44.0, prices.low - 2.0, prices.high + 2.0}};
    QImage image{device, QImage::Format_RGB32};
    image.fill(style.colors.panel);
    QPainter painter{&image};
    const MarkTimes times{scene};
    TakenRoom taken;
    std::vector<Hit> hits;
    const PaintContext context{
        painter, scene, style, fonts, view, pixels, timesInView(scene.candles, view.range()),
        times,   taken, hits};
    const BarSpan bars{0, scene.candles.size()};
    paintHoles(context);
    paintGaps(context);
    paintCandles(painter, scene.candles, bars, view, style.colors, pixels);
    paintLine(context, scene.lines[0], bars);
    paintFills(context);
    paintLevels(context);
    paintSignals(context);
    paintAxisMarks(context);
    return image;
}

/// Pixels whose colour differs by more than the rounding of another Qt version may make it.
int differences(const QImage& a, const QImage& b)
{
    constexpr int kRounding = 24;
    int count = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QRgb one = a.pixel(x, y);
            const QRgb two = b.pixel(x, y);
            const bool differs = std::abs(qRed(one) - qRed(two)) > kRounding
                                 || std::abs(qGreen(one) - qGreen(two)) > kRounding
                                 || std::abs(qBlue(one) - qBlue(two)) > kRounding;
            count += differs ? 1 : 0;
        }
    }
    return count;
}

constexpr int kAllowed = 12; // pixels of antialiased edges; an edge of a box has many more

void addRatios()
{
    QTest::addColumn<double>("ratio");
    QTest::newRow("1x") << 1.0;
    QTest::newRow("2x") << 2.0;
}

} // namespace

void GoldenTest::theLayerLooksAsItDid_data()
{
    addRatios();
}

void GoldenTest::theLayerLooksAsItDid()
{
    QFETCH(const double, ratio);
    const QImage image = painted(goldenScene(), ratio);
    const QDir folder{QStringLiteral(WICK_GOLDENS)};
    const QString path = folder.filePath(QStringLiteral("layer-%1x.png").arg(ratio));
    if (qEnvironmentVariableIsSet("WICK_WRITE_GOLDENS")) {
        QVERIFY(image.save(path));
    }
    const QImage golden{path};
    QCOMPARE(golden.size(), image.size());
    const int count = differences(image, golden);
    if (count > kAllowed) {
        const QString seen = QDir::temp().filePath(QStringLiteral("layer-%1x.png").arg(ratio));
        image.save(seen);
        QFAIL(qPrintable(QStringLiteral("%1 pixels differ, see %2").arg(count).arg(seen)));
    }
}

void GoldenTest::aBoxEdgeOnePixelAwayIsSeen_data()
{
    addRatios();
}

void GoldenTest::aBoxEdgeOnePixelAwayIsSeen()
{
    QFETCH(const double, ratio);
    const ChartScene scene = goldenScene();
    const Extremes prices = scene.candles.priceRange(0, scene.candles.size());
    const double row = (prices.high - prices.low + 4.0) / (kSize.height() * ratio);
    const QImage image = painted(scene, ratio);
    for (const std::size_t gap : {std::size_t{1}, std::size_t{2}, std::size_t{4}}) {
        ChartScene moved = scene;
        moved.gaps[gap].top += row;
        QVERIFY2(differences(image, painted(moved, ratio)) > kAllowed,
                 qPrintable(QString::number(gap)));
    }
}

WICK_TEST(GoldenTest)
#include "tst_golden.moc"
