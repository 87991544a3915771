#include "charts/paint/viewtransform.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <rapidcheck.h>

using namespace wick::charts;

class ViewTransformTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void pixelsLeadBackToSlotsAndPrices();
    void edgesOfTheRangeAreEdgesOfThePlot();
    void pricesFarOutsideStayDrawable();
    void lengthsAreWholePixelsAtEveryRatio();
};

void ViewTransformTest::pixelsLeadBackToSlotsAndPrices()
{
    QVERIFY(rc::check("slot to x to slot and price to y to price are the identity", [] {
        const int width = *rc::gen::inRange(10, 4'000);
        const int height = *rc::gen::inRange(10, 2'000);
        const double first = *rc::gen::inRange(-1'000, 1'000'000) / 7.0;
        const double count = *rc::gen::inRange(1, 1'000'000) / 3.0;
        const double low = *rc::gen::inRange(1, 10'000'000) / 100.0;
        const double span = *rc::gen::inRange(1, 1'000'000) / 100.0;
        const ViewTransform view{QRect{3, 5, width, height}, {first, count, low, low + span}};
        const double slot = first + *rc::gen::inRange(0, 1'000) / 1'000.0 * count;
        RC_ASSERT(std::abs(view.slotAtX(view.xOfSlotEdge(slot)) - slot) <= 1e-9 * (1.0 + count));
        const double price = low + *rc::gen::inRange(0, 1'000) / 1'000.0 * span;
        RC_ASSERT(std::abs(view.priceAtY(view.yOfPrice(price)) - price) <= 1e-9 * (1.0 + price));
    }));
}

void ViewTransformTest::edgesOfTheRangeAreEdgesOfThePlot()
{
    const ViewTransform view{QRect{10, 20, 200, 100}, {50.0, 40.0, 1000.0, 1010.0}};
    QCOMPARE(view.xOfSlotEdge(50.0), 10.0);
    QCOMPARE(view.xOfSlotEdge(90.0), 210.0);
    QCOMPARE(view.xOfSlot(50.0), 12.5);
    QCOMPARE(view.rowOfPrice(1010.0), 20);
    QCOMPARE(view.rowOfPrice(1000.0), 120); // the first row below the plot
    QCOMPARE(view.rowOfPrice(1000.05), 119);
}

void ViewTransformTest::pricesFarOutsideStayDrawable()
{
    const ViewTransform view{QRect{0, 0, 200, 100}, {0.0, 40.0, 1000.0, 1010.0}};
    QVERIFY(view.rowOfPrice(1e18) < -1000);
    QVERIFY(view.rowOfPrice(-1e18) > 1000);
    QVERIFY(std::abs(view.rowOfPrice(1e300)) < 10'000);
    QVERIFY(view.rowOfPrice(std::numeric_limits<double>::quiet_NaN()) < 0);
    const ViewTransform flat{QRect{0, 0, 200, 100}, {0.0, 0.0, 5.0, 5.0}};
    QVERIFY(std::isfinite(flat.slotWidth()));
    QVERIFY(std::abs(flat.rowOfPrice(6.0)) < 10'000);
}

void ViewTransformTest::lengthsAreWholePixelsAtEveryRatio()
{
    QCOMPARE(PixelRatio{1.0}.line(), 1);
    QCOMPARE(PixelRatio{1.25}.line(), 1);
    QCOMPARE(PixelRatio{1.5}.line(), 2);
    QCOMPARE(PixelRatio{2.0}.line(), 2);
    QCOMPARE(PixelRatio{0.5}.line(), 1); // never nothing
    QCOMPARE(PixelRatio{1.25}.of(18.0), 23);
}

WICK_TEST(ViewTransformTest)
#include "tst_viewtransform.moc"
