#include "charts/paint/candlelayer.h"
#include "tests/charts/chartfixtures.h"
#include "tests/support/testregistry.h"

#include <QImage>
#include <QPainter>
#include <QTest>

#include <rapidcheck.h>

using namespace wick::charts;

class CandleLayerTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void bodyAndWickLieAtTheirPrices();
    void theWickIsInTheMiddleOfTheBody();
    void upIsHollowAndDownIsSolid();
    void theFormingBarIsNeither();
    void aBarWithoutTradesIsAGreyDash();
    void aggregatedColumnsHoldTheExtremes();
    void volumeStandsOnTheFloor();
    void neverDrawsOutsideTheBarsOfTheView();
};

namespace {

const ChartColors kColors = ChartColors::dark();

QImage blank(int width, int height)
{
    QImage image{width, height, QImage::Format_RGB32};
    image.fill(kColors.panel);
    return image;
}

/// Ten bars of 20 pixels on 200 x 100, prices 100 to 110: a price step of 0.1 a row.
ViewTransform tenBars()
{
    return {QRect{0, 0, 200, 100}, {0.0, 10.0, 100.0, 110.0}};
}

CandleSeries seriesOf(std::vector<Candle> bars)
{
    CandleSeries series;
    series.assign(std::move(bars), wick::test::kFixtureBarMs, {});
    return series;
}

Candle bar(double open, double high, double low, double close, BarState state = BarState::Closed)
{
    return {wick::test::kFixtureStartMs, open, high, low, close, 10.0, state};
}

QImage painted(const Candle& candle)
{
    QImage image = blank(200, 100);
    QPainter painter{&image};
    paintCandles(painter, seriesOf({candle}), {0, 1}, tenBars(), kColors, PixelRatio{1.0});
    return image;
}

} // namespace

void CandleLayerTest::bodyAndWickLieAtTheirPrices()
{
    const CandleWidths widths = candleWidths(20.0, PixelRatio{1.0});
    const CandleGeometry at =
        candleGeometry(bar(104.0, 108.0, 101.0, 106.0), 3.0, tenBars(), widths);
    QCOMPARE(at.wick.x(), 70); // the middle of slot 3
    QCOMPARE(at.wick.top(), 20);
    QCOMPARE(at.wick.bottom(), 90);
    QCOMPARE(at.body.top(), 40);
    QCOMPARE(at.body.bottom(), 60);
    const CandleGeometry flat =
        candleGeometry(bar(104.0, 104.0, 104.0, 104.0), 3.0, tenBars(), widths);
    QCOMPARE(flat.body.height(), 1); // a bar that did not move is still a line
}

void CandleLayerTest::theWickIsInTheMiddleOfTheBody()
{
    QVERIFY(rc::check("left and right of the wick are equally wide", [] {
        const double slotWidth = *rc::gen::inRange(200, 9'000) / 100.0;
        const PixelRatio ratio{*rc::gen::element(1.0, 1.25, 1.5, 2.0)};
        const CandleWidths widths = candleWidths(slotWidth, ratio);
        RC_ASSERT(widths.body >= widths.wick);
        RC_ASSERT(widths.body <= static_cast<int>(slotWidth));
        RC_ASSERT((widths.body - widths.wick) % 2 == 0);
        const ViewTransform view{QRect{0, 0, 1'000, 100}, {0.0, 1'000.0 / slotWidth, 0.0, 9.0}};
        const CandleGeometry at = candleGeometry(bar(2.0, 8.0, 1.0, 6.0), 4.0, view, widths);
        RC_ASSERT(at.wick.left() - at.body.left() == at.body.right() - at.wick.right());
    }));
}

void CandleLayerTest::upIsHollowAndDownIsSolid()
{
    const QImage up = painted(bar(104.0, 108.0, 101.0, 106.0));
    QCOMPARE(up.pixelColor(10, 20), kColors.up);    // top of the wick
    QCOMPARE(up.pixelColor(10, 19), kColors.panel); // nothing above it
    QCOMPARE(up.pixelColor(10, 40), kColors.up);    // upper edge of the body
    QCOMPARE(up.pixelColor(10, 50), kColors.panel); // hollow, also where the wick would be
    QCOMPARE(up.pixelColor(10, 60), kColors.up);    // lower edge
    QCOMPARE(up.pixelColor(10, 90), kColors.up);    // foot of the wick
    QCOMPARE(up.pixelColor(10, 91), kColors.panel);
    const QImage down = painted(bar(106.0, 108.0, 101.0, 104.0));
    QCOMPARE(down.pixelColor(10, 50), kColors.down);
    QCOMPARE(down.pixelColor(7, 50), kColors.down);
}

void CandleLayerTest::theFormingBarIsNeither()
{
    const QImage forming = painted(bar(104.0, 108.0, 101.0, 106.0, BarState::Forming));
    int coloured = 0;
    int blankPixels = 0;
    for (int y = 42; y < 59; ++y) { // inside the body
        for (int x = 6; x <= 14; ++x) {
            (forming.pixelColor(x, y) == kColors.panel ? blankPixels : coloured) += 1;
        }
    }
    QVERIFY(coloured > 20);    // hatched, not hollow
    QVERIFY(blankPixels > 20); // and not solid
    int onWick = 0;
    for (int y = 20; y < 40; ++y) {
        onWick += forming.pixelColor(10, y) == kColors.up ? 1 : 0;
    }
    QCOMPARE(onWick, 10); // every other pair of pixels: dashed
}

void CandleLayerTest::aBarWithoutTradesIsAGreyDash()
{
    const QImage image = painted(bar(105.0, 105.0, 105.0, 105.0, BarState::NoTrade));
    QCOMPARE(image.pixelColor(10, 50), kColors.ghost);
    QCOMPARE(image.pixelColor(10, 49), kColors.panel);
}

void CandleLayerTest::aggregatedColumnsHoldTheExtremes()
{
    const std::vector<Candle> bars = wick::test::walkBars(5'000, 8);
    const CandleSeries series = seriesOf(bars);
    const Extremes all = series.priceRange(0, bars.size());
    const ViewTransform view{QRect{0, 0, 500, 400}, {0.0, 5'000.0, all.low - 1.0, all.high + 1.0}};
    QImage image = blank(500, 400);
    {
        QPainter painter{&image};
        paintCandles(painter, series, {0, bars.size()}, view, kColors, PixelRatio{1.0});
    }
    for (int x = 0; x < 500; ++x) { // ten bars a pixel, no rounding between
        Extremes column;
        for (std::size_t i = static_cast<std::size_t>(x) * 10;
             i < static_cast<std::size_t>(x + 1) * 10; ++i)
        {
            column.add(bars[i].low);
            column.add(bars[i].high);
        }
        for (int y = 0; y < 400; ++y) {
            const bool inside =
                y >= view.rowOfPrice(column.high) && y <= view.rowOfPrice(column.low);
            QCOMPARE(image.pixelColor(x, y) != kColors.panel, inside);
        }
    }
}

void CandleLayerTest::volumeStandsOnTheFloor()
{
    QImage image = blank(200, 50);
    {
        QPainter painter{&image};
        const ViewTransform view{QRect{0, 0, 200, 50}, {0.0, 10.0, 0.0, 20.0}};
        paintVolume(painter, seriesOf({bar(104.0, 108.0, 101.0, 106.0)}), {0, 1}, view, kColors,
                    PixelRatio{1.0});
    }
    const QColor fill = blend(kColors.up, kColors.panel, kColors.volumeFill);
    QCOMPARE(image.pixelColor(10, 49), fill);
    QCOMPARE(image.pixelColor(10, 25), fill); // 10 of 20
    QCOMPARE(image.pixelColor(10, 24), kColors.panel);
}

void CandleLayerTest::neverDrawsOutsideTheBarsOfTheView()
{
    const CandleSeries series = seriesOf(wick::test::walkBars(1'000, 8));
    const BarSpan all = visibleBars(series, {-50.0, 2'000.0, 0.0, 1.0});
    QCOMPARE(all.first, std::size_t{0});
    QCOMPARE(all.last, std::size_t{1'000});
    const BarSpan some = visibleBars(series, {100.5, 20.0, 0.0, 1.0});
    QCOMPARE(some.first, std::size_t{100});
    QCOMPARE(some.last, std::size_t{121});
    const BarSpan none = visibleBars(series, {1'500.0, 20.0, 0.0, 1.0});
    QCOMPARE(none.first, none.last);
}

WICK_TEST(CandleLayerTest)
#include "tst_candlelayer.moc"
