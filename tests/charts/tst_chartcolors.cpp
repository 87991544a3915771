#include "charts/paint/chartcolors.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace wick::charts;

class ChartColorsTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void contrastIsThatOfTheStandard();
    void textCanBeRead_data();
    void textCanBeRead();
    void marksCanBeSeen_data();
    void marksCanBeSeen();
    void gapOutlinesStandOffTheirFill_data();
    void gapOutlinesStandOffTheirFill();
};

namespace {

void addThemes()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("dark") << true;
    QTest::newRow("light") << false;
}

ChartColors themeOf(bool dark)
{
    return dark ? ChartColors::dark() : ChartColors::light();
}

} // namespace

void ChartColorsTest::contrastIsThatOfTheStandard()
{
    QCOMPARE(contrastRatio(Qt::white, Qt::black), 21.0);
    QCOMPARE(contrastRatio(Qt::black, Qt::black), 1.0);
    QVERIFY(std::abs(contrastRatio(QColor{0x76, 0x76, 0x76}, Qt::white) - 4.54) < 0.01);
}

void ChartColorsTest::textCanBeRead_data()
{
    addThemes();
}

void ChartColorsTest::textCanBeRead()
{
    QFETCH(const bool, dark);
    const ChartColors colors = themeOf(dark);
    // Direction, level and indicator words stand on the panel; axis words on panel too.
    for (const QColor& text : {colors.text, colors.textSecondary, colors.up, colors.down,
                               colors.good, colors.warning, colors.danger, colors.accent})
    {
        QVERIFY2(contrastRatio(text, colors.panel) >= 4.5, qPrintable(text.name()));
    }
    QVERIFY(contrastRatio(colors.text, colors.raised) >= 4.5);
    QVERIFY(contrastRatio(colors.textSecondary, colors.raised) >= 4.5);
    QVERIFY(contrastRatio(colors.onTag, colors.up) >= 4.5);
    QVERIFY(contrastRatio(colors.onTag, colors.down) >= 4.5);
    QVERIFY(contrastRatio(colors.panel, colors.crosshair) >= 4.5); // its price tag
}

void ChartColorsTest::marksCanBeSeen_data()
{
    addThemes();
}

void ChartColorsTest::marksCanBeSeen()
{
    QFETCH(const bool, dark);
    const ChartColors colors = themeOf(dark);
    for (const QColor& mark :
         {colors.ghost, colors.line1, colors.line2, colors.line3, colors.outline, colors.crosshair})
    {
        QVERIFY2(contrastRatio(mark, colors.panel) >= 3.0, qPrintable(mark.name()));
    }
    const QColor ended = blend(colors.ghost, colors.panel, colors.endedOutline);
    QVERIFY2(contrastRatio(ended, colors.panel) >= 3.0, qPrintable(ended.name()));
}

void ChartColorsTest::gapOutlinesStandOffTheirFill_data()
{
    addThemes();
}

void ChartColorsTest::gapOutlinesStandOffTheirFill()
{
    QFETCH(const bool, dark);
    const ChartColors colors = themeOf(dark);
    for (const QColor& side : {colors.up, colors.down}) {
        const QColor fill = blend(side, colors.panel, colors.gapFill);
        QVERIFY(contrastRatio(side, fill) >= 3.0);
        QVERIFY(contrastRatio(colors.text, fill) >= 4.5);
    }
}

WICK_TEST(ChartColorsTest)
#include "tst_chartcolors.moc"
