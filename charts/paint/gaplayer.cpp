#include "charts/paint/gaplayer.h"

#include "charts/paint/axisticks.h"
#include "charts/paint/brushes.h"
#include "charts/paint/candlelayer.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace wick::charts {

namespace {

constexpr double kVisitedFill = 0.07;
constexpr double kInvertedFill = 0.14;
constexpr double kExpiredFill = 0.08;
constexpr double kHatchSpacing = 6.0;
constexpr double kHatchStrength = 0.38;
constexpr Dash kMidline{2.0, 4.0};

QString translate(const char* text)
{
    return QCoreApplication::translate("wick::charts", text);
}

} // namespace

QString gapStateWord(GapState state)
{
    switch (state) {
    case GapState::Forming:
        return translate("Forming");
    case GapState::Open:
        return translate("Open");
    case GapState::Touched:
        return translate("Touched");
    case GapState::MidlineReached:
        return translate("Midline");
    case GapState::Filled:
        return translate("Filled");
    case GapState::Invalidated:
        return translate("Invalidated");
    case GapState::Inverted:
        return translate("Inverted");
    case GapState::Expired:
        return translate("Expired");
    }
    std::abort();
}

bool isLive(GapState state) noexcept
{
    switch (state) {
    case GapState::Forming:
    case GapState::Open:
    case GapState::Touched:
    case GapState::MidlineReached:
    case GapState::Inverted:
        return true;
    case GapState::Filled:
    case GapState::Invalidated:
    case GapState::Expired:
        return false;
    }
    std::abort();
}

QString gapLabel(const GapBox& gap, const QLocale& locale)
{
    if (!gap.label.isEmpty()) {
        return gap.label;
    }
    QString text = gapStateWord(gap.state);
    if (gap.state == GapState::Touched || gap.state == GapState::MidlineReached) {
        text += QStringLiteral(" %1 %").arg(std::lround(100.0 * visitedFraction(gap)));
    }
    if (std::isfinite(gap.sizeInAtr)) {
        text += QStringLiteral(" · %1 ATR").arg(numberText(gap.sizeInAtr, 1, locale));
    }
    return text;
}

QStringList gapTooltip(const GapBox& gap, const ChartScene& scene, const QLocale& locale)
{
    const auto price = [&](double value) {
        return numberText(value, scene.priceDecimals, locale);
    };
    QStringList lines;
    lines << (gap.direction == Direction::Up ? translate("Bullish gap %1–%2")
                                             : translate("Bearish gap %1–%2"))
                 .arg(price(gap.bottom), price(gap.top));
    QString height = translate("Height %1").arg(price(gap.top - gap.bottom));
    if (std::isfinite(gap.sizeInAtr)) {
        height += QStringLiteral(" · %1 ATR").arg(numberText(gap.sizeInAtr, 2, locale));
    }
    lines << height;
    lines << translate("%1 since %2 UTC").arg(gapStateWord(gap.state), momentText(gap.fromMs));
    if (!std::isnan(gap.deepest)) {
        lines << translate("Visited to %1, %2 %")
                     .arg(price(gap.deepest))
                     .arg(std::lround(100.0 * visitedFraction(gap)));
    }
    return lines + gap.tooltip;
}

QRect gapRect(const GapBox& gap, const ChartScene& scene, const ViewTransform& view)
{
    const CandleSeries& series = scene.candles;
    const int left = view.columnOfSlot(series.slotAtTime(gap.fromMs));
    const double end =
        gap.toMs ? series.slotAtTime(*gap.toMs)
                 : static_cast<double>(series.slotCount()) - 1.0 + scene.gapDisplay.liveBarsPastNow;
    const int right = std::max(left, view.columnOfSlot(end));
    const int top = view.rowOfPrice(gap.top);
    const int bottom = view.rowOfPrice(gap.bottom);
    return QRect{QPoint{left, top}, QPoint{right, bottom}};
}

namespace {

/// What the user asked for, and small gaps that ended are not worth their room.
bool isWorthIt(const GapBox& gap, const GapDisplay& display)
{
    const bool side = display.sides == GapSides::Both
                      || (display.sides == GapSides::Bullish) == (gap.direction == Direction::Up);
    const bool ended = gap.toMs.has_value();
    const bool wanted =
        !ended || (display.ended == EndedGaps::Shown && !(gap.sizeInAtr < display.endedAtr));
    return side && wanted && !(gap.sizeInAtr < display.leastAtr);
}

/// The time before which ended gaps are no longer shown.
std::int64_t oldestEnd(const PaintContext& context)
{
    const ViewRange& range = context.view.range();
    const CandleSeries& series = context.scene.candles;
    const double last =
        std::min(range.firstSlot + range.slotCount, static_cast<double>(series.slotCount()));
    return std::max(context.seen.fromMs,
                    series.timeAtSlot(last - context.scene.gapDisplay.endedBars));
}

void paintMidline(const PaintContext& context, const QRect& box, const QColor& colour)
{
    dashedColumns(context.painter, {box.left(), box.center().y()}, box.right() + 1, colour,
                  kMidline, context.ratio);
}

/// The part that was visited lies at the edge price comes from: the top of a bullish gap.
void paintVisited(const PaintContext& context, const GapBox& gap, const QRect& box)
{
    const QColor& colour = context.style.colors.of(gap.direction);
    const int deepest = std::clamp(context.view.rowOfPrice(gap.deepest), box.top(), box.bottom());
    QRect visited = box;
    QRect rest = box;
    if (gap.direction == Direction::Up) {
        visited.setBottom(deepest);
        rest.setTop(deepest + 1);
    } else {
        visited.setTop(deepest);
        rest.setBottom(deepest - 1);
    }
    context.painter.fillRect(visited, withAlpha(colour, kVisitedFill));
    context.painter.fillRect(rest, withAlpha(colour, context.style.colors.gapFill));
    paintMidline(context, box, colour);
    context.painter.fillRect(box.x(), deepest, box.width(), context.ratio.line(), colour);
    solidOutline(context.painter, box, colour, context.ratio);
}

void paintHatched(const PaintContext& context, const QRect& box, const QColor& colour)
{
    context.painter.fillRect(
        box, hatchBrush(withAlpha(colour, kHatchStrength), kHatchSpacing, context.ratio));
}

void paintGap(const PaintContext& context, const GapBox& gap, const QRect& box)
{
    const ChartColors& colors = context.style.colors;
    const QColor& colour = colors.of(gap.direction);
    QPainter& painter = context.painter;
    switch (gap.state) {
    case GapState::Forming:
        dashedOutline(painter, box, colour, {4.0, 3.0}, context.ratio);
        return;
    case GapState::Open:
        painter.fillRect(box, withAlpha(colour, colors.gapFill));
        paintMidline(context, box, colour);
        solidOutline(painter, box, colour, context.ratio);
        return;
    case GapState::Touched:
    case GapState::MidlineReached:
        paintVisited(context, gap, box);
        return;
    case GapState::Filled:
        solidOutline(painter, box, blend(colors.ghost, colors.panel, colors.endedOutline),
                     context.ratio);
        return;
    case GapState::Invalidated:
        paintHatched(context, box, colors.ghost);
        solidOutline(painter, box, blend(colors.ghost, colors.panel, colors.endedOutline),
                     context.ratio);
        return;
    case GapState::Inverted:
        painter.fillRect(box, withAlpha(colour, kInvertedFill));
        paintHatched(context, box, colour);
        dashedOutline(painter, box, colour, {7.0, 3.0}, context.ratio);
        return;
    case GapState::Expired:
        painter.fillRect(box, withAlpha(colors.ghost, kExpiredFill));
        dashedOutline(painter, box, colors.ghost, {1.0, 3.0}, context.ratio);
        return;
    }
    std::abort();
}

/// The box cut to just outside the plot, so that dashes of a huge box cost nothing.
QRect cutToPlot(const QRect& box, const QRect& plot)
{
    constexpr int kBeyond = 16;
    return box.intersected(plot.adjusted(-kBeyond, -kBeyond, kBeyond, kBeyond));
}

} // namespace

void paintGaps(const PaintContext& context)
{
    const std::int64_t oldestEndMs = oldestEnd(context);
    const TimeSpan wanted{oldestEndMs, context.seen.toMs};
    for (std::size_t i = 0; i < context.times.gaps.size(); ++i) {
        const TimeSpan& lasts = context.times.gaps[i];
        if (!wanted.overlaps(lasts.fromMs, lasts.toMs)) {
            continue;
        }
        const GapBox& gap = context.scene.gaps[i];
        if (!isWorthIt(gap, context.scene.gapDisplay)) {
            continue;
        }
        const QRect box = cutToPlot(gapRect(gap, context.scene, context.view), context.view.plot());
        if (box.isEmpty()) {
            continue;
        }
        paintGap(context, gap, box);
        context.hits.push_back({box, HitKind::Gap, i});
    }
}

/// Beside its box, or above it where something else is drawn there.
void paintGapLabels(const PaintContext& context)
{
    const ChartText& font = context.fonts.small;
    const int gapToBox = context.ratio.of(6.0);
    for (const Hit& hit : context.hits) {
        if (hit.kind != HitKind::Gap || !isLive(context.scene.gaps[hit.index].state)) {
            continue;
        }
        const GapBox& gap = context.scene.gaps[hit.index];
        const QString text = gapLabel(gap, context.style.locale);
        const QRect beside{hit.area.right() + gapToBox, hit.area.center().y() - font.height() / 2,
                           font.width(text), font.height()};
        const QRect above{QPoint{hit.area.left(), hit.area.top() - font.height() - 1},
                          beside.size()};
        for (const QRect& place : {beside, above}) {
            if (context.view.plot().contains(place) && context.taken.isFree(place)
                && !context.taken.isCrossed(place) && !barsCross(context, place))
            {
                font.drawLeft(context.painter, place, text, context.style.colors.of(gap.direction));
                context.taken.add(place);
                break;
            }
        }
    }
}

} // namespace wick::charts
