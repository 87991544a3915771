#include "charts/paint/axislayer.h"

#include "charts/paint/brushes.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace wick::charts {

namespace {

constexpr double kTagGap = 18.0;
constexpr double kTextInset = 8.0;

/// Whether the market as it is now may be told: not while a past bar is looked at as of then.
bool hasLastPrice(const ChartScene& scene)
{
    return !scene.knownUntilMs && !scene.trade;
}

bool isShown(const PaintContext& context, double price)
{
    const ViewRange& range = context.view.range();
    return std::isfinite(price) && price >= range.low && price <= range.high;
}

} // namespace

int tagHeight(const ChartFonts& fonts, PixelRatio ratio)
{
    return std::max(ratio.of(kTagGap) - ratio.of(1.0), fonts.small.height() + ratio.of(1.0));
}

std::vector<AxisTag> axisTags(const PaintContext& context)
{
    const ChartScene& scene = context.scene;
    const ChartColors& colors = context.style.colors;
    std::vector<AxisTag> tags;
    const auto text = [&](double price) {
        return numberText(price, scene.priceDecimals, context.style.locale);
    };
    const auto addLevel = [&](LevelKind kind, double price) {
        if (isShown(context, price)) {
            const QColor outline = kind == LevelKind::Entry ? colors.outline : colors.of(kind);
            tags.push_back({price, TagStyle::Outlined, outline, colors.of(kind), text(price)});
        }
    };
    for (const LevelLine& level : scene.levels) {
        addLevel(level.kind, level.price);
    }
    if (scene.trade) {
        addLevel(LevelKind::Stop, scene.trade->stop);
        addLevel(LevelKind::Target, scene.trade->target);
        addLevel(LevelKind::Entry, scene.trade->entry.price);
    }
    const auto addQuote = [&](const QString& word, double price) {
        if (isShown(context, price)) {
            tags.push_back({price, TagStyle::Outlined, colors.outline, colors.textSecondary,
                            word + QLatin1Char(' ') + text(price)});
        }
    };
    if (hasLastPrice(scene)) {
        addQuote(QCoreApplication::translate("wick::charts", "M"), scene.quote.mark);
        addQuote(QCoreApplication::translate("wick::charts", "A"), scene.quote.ask);
        addQuote(QCoreApplication::translate("wick::charts", "B"), scene.quote.bid);
    }
    const Candle last = scene.candles.empty() ? Candle{} : scene.candles[lastKnownBar(scene)];
    if (!scene.candles.empty() && isShown(context, last.close)) {
        tags.push_back({last.close, TagStyle::Solid, colors.of(last.direction()), colors.onTag,
                        text(last.close)});
    }
    std::stable_sort(tags.begin(), tags.end(),
                     [](const AxisTag& a, const AxisTag& b) { return a.price > b.price; });
    return tags;
}

std::vector<QRect>
placeTags(std::span<const AxisTag> tags, const PaintContext& context, const QRect& axis)
{
    std::vector<double> wanted;
    wanted.reserve(tags.size());
    for (const AxisTag& tag : tags) {
        wanted.push_back(context.view.rowOfPrice(tag.price));
    }
    const int height = tagHeight(context.fonts, context.ratio);
    const double gap = std::max<double>(context.ratio.of(kTagGap), height + context.ratio.line());
    const std::vector<double> centres =
        pushApart(wanted, gap, axis.top() + height / 2.0, axis.bottom() - height / 2.0);
    std::vector<QRect> places;
    places.reserve(tags.size());
    const int inset = context.ratio.of(1.0);
    for (const double centre : centres) {
        const int top = static_cast<int>(std::lround(centre)) - height / 2;
        places.emplace_back(axis.x() + inset, top, axis.width() - 2 * inset, height);
    }
    return places;
}

void paintTag(QPainter& painter,
              const AxisTag& tag,
              const QRect& place,
              const PaintContext& context)
{
    if (tag.style == TagStyle::Solid) {
        painter.fillRect(place, tag.colour);
    } else {
        painter.fillRect(place, context.style.colors.panel);
        solidOutline(painter, place, tag.colour, context.ratio);
    }
    const QRect inner =
        place.adjusted(context.ratio.of(kTextInset) - context.ratio.of(1.0), 0, 0, 0);
    context.fonts.smallBold.drawLeft(painter, inner, tag.text, tag.textColour);
}

std::vector<double> priceTicksOf(const PaintContext& context)
{
    constexpr double kTickRoom = 56.0;
    const int wanted = std::max(2, context.view.plot().height() / context.ratio.of(kTickRoom));
    return priceTicks(context.view.range(), context.scene.priceDecimals, wanted);
}

void paintPriceGrid(const PaintContext& context, std::span<const double> ticks)
{
    const QRect& plot = context.view.plot();
    for (const double price : ticks) {
        const int row = context.view.rowOfPrice(price);
        if (row >= plot.top() && row <= plot.bottom()) {
            context.painter.fillRect(plot.x(), row, plot.width(), context.ratio.line(),
                                     context.style.colors.grid);
        }
    }
}

void paintTimeGrid(const PaintContext& context, std::span<const TimeTick> ticks)
{
    const QRect& plot = context.view.plot();
    for (const TimeTick& tick : ticks) {
        const int column = context.view.columnOfSlot(tick.slot);
        if (column >= plot.left() && column <= plot.right()) {
            context.painter.fillRect(column, plot.y(), context.ratio.line(), plot.height(),
                                     context.style.colors.grid);
        }
    }
}

void paintPriceAxis(const PaintContext& context, const QRect& axis)
{
    const std::vector<AxisTag> tags = axisTags(context);
    const std::vector<QRect> places = placeTags(tags, context, axis);
    const ChartText& font = context.fonts.small;
    for (const double price : priceTicksOf(context)) {
        const int row = context.view.rowOfPrice(price);
        const QRect place{axis.x() + context.ratio.of(kTextInset), row - font.height() / 2,
                          axis.width() - context.ratio.of(kTextInset), font.height()};
        const bool covered = std::any_of(places.begin(), places.end(),
                                         [&](const QRect& tag) { return tag.intersects(place); });
        if (!covered && axis.contains(place)) {
            font.drawLeft(context.painter, place,
                          numberText(price, context.scene.priceDecimals, context.style.locale),
                          context.style.colors.textSecondary);
        }
    }
    for (std::size_t i = 0; i < tags.size(); ++i) {
        paintTag(context.painter, tags[i], places[i], context);
    }
}

void paintTimeAxis(const PaintContext& context, const QRect& axis, std::span<const TimeTick> ticks)
{
    const ChartColors& colors = context.style.colors;
    int freeFrom = axis.left();
    for (const TimeTick& tick : ticks) {
        const bool day = tick.kind != TimeTickKind::Clock;
        const ChartText& font = day ? context.fonts.smallBold : context.fonts.small;
        const int width = font.width(tick.label);
        const int left = context.view.columnOfSlot(tick.slot) - width / 2;
        if (left < freeFrom || left + width > axis.right()) {
            continue;
        }
        font.drawLeft(context.painter, QRect{left, axis.y(), width, axis.height()}, tick.label,
                      day ? colors.text : colors.textSecondary);
        freeFrom = left + width + context.ratio.of(8.0);
    }
}

} // namespace wick::charts
