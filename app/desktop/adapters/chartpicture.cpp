#include "app/desktop/adapters/chartpicture.h"

#include "charts/pricechart.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Chart)
};

QByteArray svgOf(const charts::PriceChart& chart)
{
    QBuffer buffer;
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(chart.size());
    generator.setViewBox(QRect{QPoint{0, 0}, chart.size()});
    generator.setTitle(chart.accessibleName());
    QPainter painter{&generator};
    charts::paintPriceChart(painter, chart.scene(), chart.chartStyle(), chart.size(),
                            chart.viewport());
    painter.end();
    return buffer.data();
}

QByteArray pngOf(const charts::PriceChart& chart)
{
    QBuffer buffer;
    chart.picture().save(&buffer, "PNG");
    return buffer.data();
}

} // namespace

QString writeChartPicture(const charts::PriceChart& chart, const QString& path)
{
    const bool vector = path.endsWith(u".svg"_s, Qt::CaseInsensitive);
    const QByteArray bytes = vector ? svgOf(chart) : pngOf(chart);
    QSaveFile file{path};
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        return Words::tr("%1 could not be written: %2").arg(path, file.errorString());
    }
    return {};
}

} // namespace wick::desktop
