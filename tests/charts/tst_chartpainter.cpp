#include "charts/paint/axislayer.h"
#include "charts/paint/chartpainter.h"
#include "charts/paint/gaplayer.h"
#include "tests/charts/chartfixtures.h"
#include "tests/support/testregistry.h"

#include <QPainter>
#include <QTest>

#include <algorithm>

using namespace wick::charts;

Q_DECLARE_METATYPE(wick::charts::GapState)

class ChartPainterTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void panesFillThePictureWithoutOverlap_data();
    void panesFillThePictureWithoutOverlap();
    void lowChartsGiveUpPanesFirst();
    void gapEdgesAreAtTheirExactPrices_data();
    void gapEdgesAreAtTheirExactPrices();
    void gapStatesLookDifferentWithoutColour();
    void gapLabelsSayStateVisitAndSize();
    void smallAndOldEndedGapsAreLeftOut();
    void signalsPointAtTheirBar();
    void refusedSignalsAreHollowAndNeverCarryDirectionColours();
    void fillsAreAtTheirBarAndPrice();
    void tagsNeverOverlapAndKeepPriceOrder();
    void everyTagHoldsItsText();
    void theTradeUnderReviewIsCentred();
    void whatIsNotKnownYetIsDimmed();
    void anEmptySceneSaysWhy();
    void oddDataDrawsWithoutHarm();
};

namespace {

constexpr QSize kSize{900, 600};

/// A scene drawn at one ratio, with what is needed to find things in it.
struct Drawn
{
    explicit Drawn(const ChartScene& drawnScene, double pixelRatio = 1.0, Viewport start = {})
        : scene(drawnScene)
        , device(kSize * pixelRatio)
        , chart(scene, style, device, PixelRatio{pixelRatio})
        , viewport(start)
        , image(device, QImage::Format_RGB32)
    {
        viewport.reset(scene, chart.room());
        range = viewport.range(scene, chart.room());
        QPainter painter{&image};
        const ViewScales scales = chart.scalesOf(range);
        hits = chart.paintStatic(painter, scales);
        chart.paintLive(painter, scales);
    }
    [[nodiscard]] ViewTransform view() const { return chart.priceView(range); }
    [[nodiscard]] QColor at(int x, int y) const { return image.pixelColor(x, y); }

    const ChartScene& scene;
    ChartStyle style;
    QSize device;
    ChartPainter chart;
    Viewport viewport;
    ViewRange range;
    QImage image;
    std::vector<Hit> hits;
};

/// Quiet bars around 100 with a range of 95 to 105 somewhere, so that prices are easy to place.
ChartScene quietScene()
{
    ChartScene scene;
    std::vector<Candle> bars;
    for (int i = 0; i < 60; ++i) {
        const bool wide = i < 3;
        bars.push_back({wick::test::kFixtureStartMs + i * wick::test::kFixtureBarMs, 100.0,
                        wide ? 106.0 : 100.5, wide ? 94.0 : 99.5, 100.2, 10.0});
    }
    scene.candles.assign(std::move(bars), wick::test::kFixtureBarMs, {});
    return scene;
}

GapBox gapOf(const ChartScene& scene, GapState state)
{
    GapBox gap;
    gap.direction = Direction::Up;
    gap.state = state;
    gap.top = 104.0;
    gap.bottom = 102.0;
    gap.deepest = state == GapState::Touched ? 103.4 : kMissing;
    gap.sizeInAtr = 1.0;
    gap.fromMs = scene.candles[20].timeMs;
    gap.toMs = scene.candles[40].timeMs;
    return gap;
}

int countColour(const QImage& image, const QRect& area, const QColor& colour)
{
    int count = 0;
    for (int y = area.top(); y <= area.bottom(); ++y) {
        for (int x = area.left(); x <= area.right(); ++x) {
            count += image.pixelColor(x, y) == colour ? 1 : 0;
        }
    }
    return count;
}

void addRatios()
{
    QTest::addColumn<double>("ratio");
    for (const double ratio : {1.0, 1.25, 1.5, 2.0}) {
        QTest::addRow("ratio %.2f", ratio) << ratio;
    }
}

} // namespace

void ChartPainterTest::panesFillThePictureWithoutOverlap_data()
{
    addRatios();
}

void ChartPainterTest::panesFillThePictureWithoutOverlap()
{
    QFETCH(const double, ratio);
    const ChartScene scene = wick::test::fullScene(200, 2);
    const Drawn drawn{scene, ratio};
    const ChartLayout& layout = drawn.chart.layout();
    const int line = PixelRatio{ratio}.line();
    QCOMPARE(layout.price.bottom() + 1 + line, layout.volume.top());
    QCOMPARE(layout.volume.bottom() + 1 + line, layout.panes.front().top());
    QCOMPARE(layout.panes.back().bottom() + 1 + line, layout.timeAxis.top());
    QCOMPARE(layout.timeAxis.bottom() + 1, drawn.device.height());
    QCOMPARE(layout.axis.right() + 1, drawn.device.width());
    QCOMPARE(layout.price.right() + 1 + line, layout.axis.left());
    QCOMPARE(drawn.at(layout.price.right() + 1, 5), drawn.style.colors.border);
    const QImage image = renderPriceChart(scene, drawn.style, kSize, ratio);
    QCOMPARE(image.size(), drawn.device);
    QCOMPARE(image.devicePixelRatio(), ratio);
}

void ChartPainterTest::lowChartsGiveUpPanesFirst()
{
    const ChartScene scene = wick::test::fullScene(200, 2);
    const ChartStyle style;
    const ChartLayout smallest =
        ChartPainter{scene, style, QSize{640, 300}, PixelRatio{1.0}}.layout();
    QVERIFY(smallest.panes.empty());
    QVERIFY(!smallest.volume.isNull());
    const ChartLayout tiny = ChartPainter{scene, style, QSize{200, 120}, PixelRatio{1.0}}.layout();
    QVERIFY(tiny.volume.isNull());
    QVERIFY(tiny.price.isValid());
}

void ChartPainterTest::gapEdgesAreAtTheirExactPrices_data()
{
    addRatios();
}

void ChartPainterTest::gapEdgesAreAtTheirExactPrices()
{
    QFETCH(const double, ratio);
    ChartScene scene = quietScene();
    scene.gaps = {gapOf(scene, GapState::Open)};
    const Drawn drawn{scene, ratio};
    const QRect& plot = drawn.chart.layout().price;
    // Computed here from range and plot alone, not by the transform under test.
    const auto rowOf = [&](double price) {
        return static_cast<int>(std::floor(
            plot.top()
            + (drawn.range.high - price) / (drawn.range.high - drawn.range.low) * plot.height()));
    };
    const auto columnOf = [&](double slot) {
        return static_cast<int>(std::floor(plot.left()
                                           + (slot + 0.5 - drawn.range.firstSlot)
                                                 / drawn.range.slotCount * plot.width()));
    };
    const QColor& up = drawn.style.colors.up;
    const int middle = (columnOf(20.0) + columnOf(40.0)) / 2 + 2;
    const int between = (rowOf(104.0) + rowOf(102.0)) / 2 + 6;
    QCOMPARE(drawn.at(middle, rowOf(104.0)), up);
    QVERIFY(drawn.at(middle, rowOf(104.0) - 1) != up);
    QCOMPARE(drawn.at(middle, rowOf(102.0)), up);
    QVERIFY(drawn.at(middle, rowOf(102.0) + 1) != up);
    QCOMPARE(drawn.at(columnOf(20.0), between), up); // from its third candle
    QVERIFY(drawn.at(columnOf(20.0) - 1, between) != up);
    QCOMPARE(drawn.at(columnOf(40.0), between), up); // to the bar that ended it
    QVERIFY(drawn.at(columnOf(40.0) + 1, between) != up);
}

void ChartPainterTest::gapStatesLookDifferentWithoutColour()
{
    // Brightness only: two states whose boxes have the same pixels would rely on colour.
    std::vector<QImage> boxes;
    for (const GapState state :
         {GapState::Forming, GapState::Open, GapState::Touched, GapState::MidlineReached,
          GapState::Filled, GapState::Invalidated, GapState::Inverted, GapState::Expired})
    {
        ChartScene scene = quietScene();
        scene.gapDisplay.endedAtr = 0.0;
        scene.gaps = {gapOf(scene, state)};
        if (state == GapState::MidlineReached) {
            scene.gaps[0].deepest = 102.4;
        }
        const Drawn drawn{scene};
        QCOMPARE(drawn.hits.size(), std::size_t{1});
        const QImage box =
            drawn.image.copy(drawn.hits[0].area).convertToFormat(QImage::Format_Grayscale8);
        for (const QImage& other : boxes) {
            QVERIFY2(box != other, qPrintable(gapStateWord(state)));
        }
        boxes.push_back(box);
    }
}

void ChartPainterTest::gapLabelsSayStateVisitAndSize()
{
    const ChartScene scene = quietScene();
    const QLocale english{QLocale::English};
    GapBox gap = gapOf(scene, GapState::Touched);
    QCOMPARE(gapLabel(gap, english), QStringLiteral("Touched 30 % · 1.0 ATR"));
    gap.direction = Direction::Down; // visited from below: 102 to 103.4 of 2
    gap.state = GapState::MidlineReached;
    QCOMPARE(gapLabel(gap, english), QStringLiteral("Midline 70 % · 1.0 ATR"));
    gap.label = QStringLiteral("Bearish gap, 1.9 ATR");
    QCOMPARE(gapLabel(gap, english), gap.label);
    QVERIFY(gapTooltip(gap, scene, english).first().startsWith(QStringLiteral("Bearish gap")));
}

void ChartPainterTest::smallAndOldEndedGapsAreLeftOut()
{
    ChartScene scene = quietScene();
    GapBox small = gapOf(scene, GapState::Filled);
    small.sizeInAtr = 0.3;
    GapBox old = gapOf(scene, GapState::Filled);
    old.toMs = scene.candles[22].timeMs;
    scene.gapDisplay.endedBars = 30;
    scene.gaps = {small, old, gapOf(scene, GapState::Filled)};
    const Drawn drawn{scene};
    QCOMPARE(drawn.hits.size(), std::size_t{1});
    QCOMPARE(drawn.hits[0].index, std::size_t{2});
}

void ChartPainterTest::signalsPointAtTheirBar()
{
    ChartScene scene = quietScene();
    SignalMark buy;
    buy.id = QStringLiteral("buy");
    buy.side = Direction::Up;
    buy.timeMs = scene.candles[30].timeMs;
    SignalMark sell = buy;
    sell.side = Direction::Down;
    sell.timeMs = scene.candles[40].timeMs;
    scene.signalMarks = {buy, sell};
    const Drawn drawn{scene};
    QCOMPARE(drawn.hits.size(), std::size_t{2});
    const ViewTransform view = drawn.view();
    QCOMPARE(drawn.hits[0].area.center().x(), view.columnOfSlot(30.0));
    QCOMPARE(drawn.hits[0].area.top(), view.rowOfPrice(99.5) + 10); // 10 px below the low
    QCOMPARE(drawn.hits[1].area.center().x(), view.columnOfSlot(40.0));
    QCOMPARE(drawn.hits[1].area.bottom() + 1, view.rowOfPrice(100.5) - 10); // above the high
    const QPoint inside = drawn.hits[0].area.center() + QPoint{0, 2};
    QCOMPARE(drawn.at(inside.x(), inside.y()), drawn.style.colors.up);
}

void ChartPainterTest::refusedSignalsAreHollowAndNeverCarryDirectionColours()
{
    ChartScene scene = quietScene();
    SignalMark refused;
    refused.side = Direction::Down;
    refused.state = SignalState::Refused;
    refused.timeMs = scene.candles[30].timeMs;
    scene.signalMarks = {refused};
    const Drawn drawn{scene};
    const QRect area = drawn.hits[0].area;
    QCOMPARE(countColour(drawn.image, area, drawn.style.colors.up), 0);
    QCOMPARE(countColour(drawn.image, area, drawn.style.colors.down), 0);
    QVERIFY(countColour(drawn.image, area, drawn.style.colors.panel) > area.width());
}

void ChartPainterTest::fillsAreAtTheirBarAndPrice()
{
    ChartScene scene = quietScene();
    const ChartPoint entry{scene.candles[30].timeMs, 101.5};
    const ChartPoint exit{scene.candles[36].timeMs, 103.0};
    scene.fills = {{QStringLiteral("t"), FillKind::Entry, Direction::Up, entry, std::nullopt, {}},
                   {QStringLiteral("t"), FillKind::Exit, Direction::Up, exit, entry, {}}};
    const Drawn drawn{scene};
    QCOMPARE(drawn.hits.size(), std::size_t{2});
    QCOMPARE(drawn.hits[1].area.center(),
             QPoint(drawn.view().columnOfSlot(36.0), drawn.view().rowOfPrice(103.0)));
    QCOMPARE(drawn.hits[1].area.size(), QSize(7, 7));
    QCOMPARE(drawn.at(drawn.hits[1].area.left(), drawn.hits[1].area.top()),
             drawn.style.colors.text);
}

void ChartPainterTest::tagsNeverOverlapAndKeepPriceOrder()
{
    ChartScene scene = quietScene();
    scene.levels = {{LevelKind::Stop, 100.0, std::nullopt, QStringLiteral("Stop −1.00")},
                    {LevelKind::Entry, 100.1, std::nullopt, QStringLiteral("Long 1.0")},
                    {LevelKind::Target, 100.4, std::nullopt, QStringLiteral("Target +2.00")}};
    const Drawn drawn{scene};
    const ViewTransform view = drawn.view();
    const ChartFonts fonts{drawn.style.font, PixelRatio{1.0}};
    QImage scratch{10, 10, QImage::Format_RGB32};
    QPainter painter{&scratch};
    TakenRoom taken;
    std::vector<Hit> hits;
    const MarkTimes times{scene};
    const PaintContext context{painter,
                               scene,
                               drawn.style,
                               fonts,
                               view,
                               PixelRatio{1.0},
                               timesInView(scene.candles, view.range()),
                               times,
                               taken,
                               hits};
    const std::vector<AxisTag> tags = axisTags(context);
    QCOMPARE(tags.size(), std::size_t{4}); // three levels and the last price
    const std::vector<QRect> places = placeTags(tags, context, drawn.chart.layout().priceAxis);
    for (std::size_t i = 1; i < tags.size(); ++i) {
        QVERIFY(tags[i].price < tags[i - 1].price);
        QVERIFY(places[i].top() > places[i - 1].bottom());
        QVERIFY(places[i].top() - places[i - 1].top() >= 17);
    }
}

void ChartPainterTest::everyTagHoldsItsText()
{
    ChartScene scene = wick::test::fullScene(200, 2);
    const double price = scene.candles.back().close;
    scene.quote = {price - 0.5, price + 0.5, price + 0.1};
    const Drawn drawn{scene};
    const ViewTransform view = drawn.view();
    QImage image{drawn.device, QImage::Format_RGB32};
    QPainter painter{&image};
    const MarkTimes times{scene};
    TakenRoom taken;
    std::vector<Hit> hits;
    const PaintContext context{painter,
                               scene,
                               drawn.style,
                               drawn.chart.fonts(),
                               view,
                               PixelRatio{1.0},
                               timesInView(scene.candles, drawn.range),
                               times,
                               taken,
                               hits};
    const std::vector<AxisTag> tags = axisTags(context);
    const std::vector<QRect> places = placeTags(tags, context, drawn.chart.layout().priceAxis);
    QCOMPARE(std::count_if(tags.begin(), tags.end(),
                           [](const AxisTag& tag) { return tag.text.contains(QLatin1Char(' ')); }),
             std::ptrdiff_t{3});
    for (std::size_t i = 0; i < tags.size(); ++i) {
        QVERIFY2(drawn.chart.fonts().smallBold.width(tags[i].text) + 8 <= places[i].width(),
                 qPrintable(tags[i].text));
    }
}

void ChartPainterTest::theTradeUnderReviewIsCentred()
{
    const ChartScene scene = wick::test::reviewScene(3);
    Viewport viewport;
    const PlotRoom room{800.0, 400.0, 40.0, 24.0};
    viewport.reset(scene, room);
    showTrade(viewport, scene, room);
    const ViewRange range = viewport.range(scene, room);
    const double middle = 0.5
                          * (scene.candles.slotAtTime(scene.trade->entry.timeMs)
                             + scene.candles.slotAtTime(scene.trade->exit.timeMs));
    QVERIFY(std::abs(range.firstSlot + 0.5 * range.slotCount - middle) < 1.0);
    QVERIFY(range.low < std::min(scene.trade->stop, scene.trade->target));
    QVERIFY(range.high > std::max(scene.trade->stop, scene.trade->target));
}

void ChartPainterTest::whatIsNotKnownYetIsDimmed()
{
    ChartScene scene = quietScene();
    const Drawn all{scene};
    scene.knownUntilMs = scene.candles[30].timeMs;
    const Drawn dimmed{scene};
    const int before = all.view().columnOfSlot(25.0);
    const int after = all.view().columnOfSlot(35.0);
    const int row = all.view().rowOfPrice(100.5);
    QCOMPARE(dimmed.at(before, row), all.at(before, row));
    QVERIFY(contrastRatio(dimmed.at(after, row), dimmed.style.colors.panel)
            < contrastRatio(all.at(after, row), all.style.colors.panel));
    QCOMPARE(lastKnownBar(scene), std::size_t{30});
}

void ChartPainterTest::anEmptySceneSaysWhy()
{
    ChartScene scene;
    scene.emptyTitle = QStringLiteral("No candles for XAU-PERP 5m");
    const Drawn drawn{scene};
    QVERIFY(drawn.hits.empty());
    QVERIFY(countColour(drawn.image, drawn.image.rect(), drawn.style.colors.text) > 20);
}

void ChartPainterTest::oddDataDrawsWithoutHarm()
{
    ChartScene scene = quietScene();
    std::vector<Candle> bars{scene.candles.bars().begin(), scene.candles.bars().end()};
    bars[10].close = kMissing;
    bars[11].high = 1e300;
    bars[12].low = -1e300;
    bars[13] = {bars[13].timeMs, 0.0, 0.0, 0.0, 0.0, -5.0};
    scene.candles.assign(std::move(bars), wick::test::kFixtureBarMs, {});
    scene.levels = {{LevelKind::Stop, kMissing, std::nullopt, {}}};
    GapBox turned = gapOf(scene, GapState::Open);
    std::swap(turned.top, turned.bottom);
    scene.gaps = {turned};
    scene.lines.emplace_back(
        IndicatorLine{QStringLiteral("short"), LineRole::Line1, LineStyle::Solid, {1.0, kMissing}});
    const Drawn drawn{scene};
    QVERIFY(!drawn.image.isNull());
    const Drawn wide{scene, 2.0};
    QVERIFY(!wide.image.isNull());
}

WICK_TEST(ChartPainterTest)
#include "tst_chartpainter.moc"
