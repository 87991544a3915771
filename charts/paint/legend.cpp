#include "charts/paint/legend.h"

#include "charts/paint/axisticks.h"

#include <QCoreApplication>
#include <QPainter>

#include <cmath>

namespace wick::charts {

namespace {

constexpr double kInset = 8.0;
constexpr double kTop = 6.0;

QString translate(const char* text)
{
    return QCoreApplication::translate("wick::charts", text);
}

/// A piece of a legend line that is drawn whole or not at all.
struct LegendItem
{
    QString label;
    QString value;
    QColor labelColour;
    QColor valueColour;
    TextWeight labelWeight{TextWeight::Regular};
};

/// Draws items from left to right until one does not fit.
void paintItems(QPainter& painter,
                const std::vector<LegendItem>& items,
                const QRect& line,
                const LegendSource& source)
{
    const ChartFonts& fonts = source.fonts;
    const PixelRatio ratio = source.ratio;
    int x = line.x();
    const int space = ratio.of(4.0);
    const int between = ratio.of(12.0);
    for (const LegendItem& item : items) {
        const ChartText& labelFont =
            item.labelWeight == TextWeight::Bold ? fonts.bodyBold : fonts.body;
        const int label = item.label.isEmpty() ? 0 : labelFont.width(item.label) + space;
        const int value = fonts.body.width(item.value);
        if (x + label + value > line.right()) {
            return;
        }
        painter.fillRect(QRect{x - space / 2, line.y(), label + value + space, line.height()},
                         withAlpha(source.style.colors.panel, 0.90));
        labelFont.drawLeft(painter, QRect{x, line.y(), label, line.height()}, item.label,
                           item.labelColour);
        fonts.body.drawLeft(painter, QRect{x + label, line.y(), value, line.height()}, item.value,
                            item.valueColour);
        x += label + value + between;
    }
}

std::vector<LegendItem>
priceItems(const ChartScene& scene, const ChartStyle& style, std::size_t bar)
{
    const ChartColors& colors = style.colors;
    const Candle& candle = scene.candles[bar];
    const QColor colour = colors.of(candle.direction());
    const auto price = [&](double value) {
        return numberText(value, scene.priceDecimals, style.locale);
    };
    std::vector<LegendItem> items;
    const auto add = [&](const QString& label, double value) {
        items.push_back({label, price(value), colors.textSecondary, colour});
    };
    add(translate("O"), candle.open);
    add(translate("H"), candle.high);
    add(translate("L"), candle.low);
    add(translate("C"), candle.close);
    const double before = bar > 0 ? scene.candles[bar - 1].close : candle.open;
    if (before > 0.0) {
        const double change = 100.0 * (candle.close - before) / before;
        const QColor ofChange = change >= 0.0 ? colors.up : colors.down;
        items.push_back({QString{}, signedText(change, 2, style.locale) + QStringLiteral(" %"),
                         colors.textSecondary, ofChange});
    }
    items.push_back({translate("Vol"),
                     numberText(candle.volume, scene.volumeDecimals, style.locale),
                     colors.textSecondary, colors.text});
    if (candle.state == BarState::Forming) {
        items.push_back(
            {QString{}, translate("forming"), colors.textSecondary, colors.textSecondary});
    } else if (candle.state == BarState::NoTrade) {
        items.push_back(
            {QString{}, translate("no trades"), colors.textSecondary, colors.textSecondary});
    }
    return items;
}

LegendItem lineItem(const ChartLine& line, std::size_t bar, int decimals, const ChartStyle& style)
{
    const double value = bar < line.values.size() ? line.values[bar] : kMissing;
    const QColor colour = style.colors.of(line.role);
    return {line.name, numberText(value, decimals, style.locale), colour, colour};
}

std::vector<LegendItem>
secondItems(const ChartScene& scene, const ChartStyle& style, std::size_t bar)
{
    const ChartColors& colors = style.colors;
    std::vector<LegendItem> items;
    if (scene.trade) {
        items.push_back({scene.trade->title, scene.trade->detail, colors.text, colors.textSecondary,
                         TextWeight::Bold});
        return items;
    }
    for (const ChartLine& line : scene.lines) {
        items.push_back(lineItem(line, bar, scene.priceDecimals, style));
    }
    if (!scene.note.isEmpty()) {
        items.push_back({QString{}, scene.note, colors.textSecondary, colors.textSecondary});
    }
    return items;
}

std::size_t barOf(const LegendSource& source)
{
    return source.bar && *source.bar < source.scene.candles.size() ? *source.bar
                                                                   : lastKnownBar(source.scene);
}

} // namespace

int legendHeight(const ChartFonts& fonts, PixelRatio ratio)
{
    return ratio.of(kTop) + 2 * (fonts.body.height() + ratio.of(2.0));
}

void paintPriceLegend(QPainter& painter, const LegendSource& source, const QRect& plot)
{
    const std::size_t shown = barOf(source);
    const PixelRatio ratio = source.ratio;
    const int height = source.fonts.body.height() + ratio.of(2.0);
    const QRect first{plot.x() + ratio.of(kInset), plot.y() + ratio.of(kTop),
                      plot.width() - ratio.of(2.0 * kInset), height};
    paintItems(painter, priceItems(source.scene, source.style, shown), first, source);
    paintItems(painter, secondItems(source.scene, source.style, shown), first.translated(0, height),
               source);
}

void paintPaneLegend(QPainter& painter,
                     const LegendSource& source,
                     const ChartPane& pane,
                     const QRect& area)
{
    const std::size_t shown = barOf(source);
    const ChartText& font = source.fonts.small;
    int x = area.x() + source.ratio.of(kInset);
    const auto put = [&](const QString& text, const QColor& colour) {
        const QRect place{x, area.y() + source.ratio.of(2.0), font.width(text), font.height()};
        font.drawLeft(painter, place, text, colour);
        x += place.width() + source.ratio.of(kInset);
    };
    put(pane.name, source.style.colors.textSecondary);
    for (const ChartLine& line : pane.lines) {
        const double value = shown < line.values.size() ? line.values[shown] : kMissing;
        put(numberText(value, pane.decimals, source.style.locale),
            source.style.colors.of(line.role));
    }
}

} // namespace wick::charts
