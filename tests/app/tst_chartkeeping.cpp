#include "app/desktop/adapters/chartdrawings.h"
#include "app/desktop/adapters/chartpicture.h"
#include "app/desktop/charttoolbar.h"
#include "app/desktop/views/chartslot.h"
#include "charts/pricechart.h"
#include "tests/support/testregistry.h"

#include <QFile>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace wick::desktop;
using wick::charts::Drawing;
using wick::charts::DrawingKind;
using wick::charts::PriceChart;

/// What is kept of a chart: drawings, what it shows, pictures.
class ChartKeepingTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void drawingsComeBackAsTheyWere();
    void whatIsNoDrawingIsLeftOut();
    void whatIsShownComesBack();
    void picturesAreWritten_data();
    void picturesAreWritten();
    void aPictureThatCannotBeWrittenSaysSo();

private:
    QTemporaryDir m_folder;
};

namespace {

std::vector<wick::charts::Candle> someBars()
{
    std::vector<wick::charts::Candle> bars;
    for (int i = 0; i < 50; ++i) {
        bars.push_back({i * 60'000, 10.0 + i, 12.0 + i, 9.0 + i, 11.0 + i, 5.0});
    }
    return bars;
}

} // namespace

void ChartKeepingTest::drawingsComeBackAsTheyWere()
{
    const std::vector<Drawing> drawings{
        {DrawingKind::HorizontalLine, {1'772'600'400'000, 4'700.25}, {0, 0.0}, {}},
        {DrawingKind::TrendLine, {1, 0.1}, {2, -3.5}, {}},
        {DrawingKind::Rectangle, {3, 1e9}, {4, 1e-9}, {}},
        {DrawingKind::Note, {5, 6.0}, {5, 6.0}, QStringLiteral("News “noon”")}};
    QVERIFY(drawingsFromJson(toJson(drawings)) == drawings);
    QVERIFY(drawingsFromJson({}).empty());
}

void ChartKeepingTest::whatIsNoDrawingIsLeftOut()
{
    const QByteArray json = R"([{"kind":"spiral","from":[1,2],"to":[3,4]},
        {"kind":"trend","from":[1],"to":[3,4]}, 7,
        {"kind":"trend","from":[1,2],"to":[3,4]}])";
    const std::vector<Drawing> read = drawingsFromJson(json);
    QCOMPARE(read.size(), std::size_t{1});
    QVERIFY(read[0].kind == DrawingKind::TrendLine);
    QVERIFY(drawingsFromJson("{not json").empty());
}

void ChartKeepingTest::whatIsShownComesBack()
{
    QSettings settings{m_folder.filePath(QStringLiteral("a.ini")), QSettings::IniFormat};
    settings.setValue(QStringLiteral("chart0/pane0"), true);
    settings.setValue(QStringLiteral("chart0/pane1"), false);
    settings.setValue(QStringLiteral("chart0/logarithmic"), true);
    settings.setValue(QStringLiteral("chart0/gapsides"), 2);
    settings.setValue(QStringLiteral("chart0/gapsize"), 99); // of another version
    ChartSlot slot;
    auto* chart = new PriceChart;
    slot.setChart(chart);
    ChartToolbar toolbar{slot, *chart};
    toolbar.load(settings, QStringLiteral("chart0"));
    QVERIFY(toolbar.panes() == std::vector{PaneKind::Rsi});
    QVERIFY(chart->priceScale() == wick::charts::PriceScale::Logarithmic);
    QVERIFY(chart->scene().gapDisplay.sides == wick::charts::GapSides::Bearish);
    QCOMPARE(chart->scene().gapDisplay.leastAtr, 0.0);
    toolbar.save(settings, QStringLiteral("chart1"));
    QCOMPARE(settings.value(QStringLiteral("chart1/pane0")).toBool(), true);
    QCOMPARE(settings.value(QStringLiteral("chart1/gapsides")).toInt(), 2);
}

void ChartKeepingTest::picturesAreWritten_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("png") << QStringLiteral("chart.png");
    QTest::newRow("svg") << QStringLiteral("chart.svg");
}

void ChartKeepingTest::picturesAreWritten()
{
    QFETCH(const QString, name);
    PriceChart chart;
    chart.setCandles(someBars(), 60'000);
    chart.resize(400, 300);
    QVERIFY(!chart.grab().isNull());
    const QString path = m_folder.filePath(name);
    QCOMPARE(writeChartPicture(chart, path), QString{});
    if (name.endsWith(QStringLiteral(".png"))) {
        QCOMPARE(QImage{path}.size(), QSize(400, 300));
        return;
    }
    QFile file{path};
    QVERIFY(file.open(QIODevice::ReadOnly));
    QXmlStreamReader xml{&file};
    int shapes = 0;
    while (!xml.atEnd()) {
        xml.readNext();
        shapes += xml.isStartElement() ? 1 : 0;
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    QVERIFY(shapes > 50); // bars are shapes, not one image
}

void ChartKeepingTest::aPictureThatCannotBeWrittenSaysSo()
{
    PriceChart chart;
    const QString path = m_folder.filePath(QStringLiteral("missing/chart.png"));
    QVERIFY(writeChartPicture(chart, path).contains(path));
}

WICK_TEST(ChartKeepingTest)
#include "tst_chartkeeping.moc"
