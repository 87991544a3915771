#include "charts/paint/marklayer.h"

#include "charts/paint/axisticks.h"
#include "charts/paint/brushes.h"
#include "charts/paint/candlelayer.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>

namespace wick::charts {

namespace {

constexpr double kTriangleWidth = 13.0;
constexpr double kTriangleHeight = 10.0;
constexpr double kTriangleOffset = 10.0;
constexpr double kSquare = 7.0;
constexpr double kSmallTriangle = 0.5; // of the size, where bars share a pixel column
constexpr double kAdverseFill = 0.16;
constexpr double kFavourableFill = 0.13;
constexpr Dash kLevelDash{6.0, 3.0};
constexpr Dash kClosureDash{1.0, 5.0};

QString translate(const char* text)
{
    return QCoreApplication::translate("wick::charts", text);
}

double slotOf(const PaintContext& context, std::int64_t timeMs)
{
    return context.scene.candles.slotAtTime(timeMs);
}

bool isInView(const PaintContext& context, double slot)
{
    const ViewRange& range = context.view.range();
    return slot >= range.firstSlot - 2.0 && slot <= range.firstSlot + range.slotCount + 2.0;
}

/// Bars share pixel columns: marks of full size would hide the prices.
bool isCrowded(const PaintContext& context)
{
    return context.view.slotWidth() < kAggregateBelow;
}

/// Text standing upright, for a band narrower than its words.
void drawUpright(const PaintContext& context, const QRect& band, const QString& text)
{
    const ChartText& font = context.fonts.small;
    QPainter& painter = context.painter;
    painter.save();
    painter.translate(band.center() + QPoint{font.height() / 2, 0});
    painter.rotate(-90.0);
    font.draw(painter, -font.width(text) / 2, font.ascent() - font.height(), text,
              context.style.colors.textSecondary);
    painter.restore();
}

/// Calls `band(hole, rectangle)` for every hole in view.
template <typename Band>
void eachHole(const PaintContext& context, const Band& band)
{
    const CandleSeries& series = context.scene.candles;
    const QRect& plot = context.view.plot();
    for (std::size_t i = 0; i < series.holes().size(); ++i) {
        const BarRun& before = series.runs()[i];
        const double from = static_cast<double>(before.firstSlot + before.count);
        const double to = static_cast<double>(series.runs()[i + 1].firstSlot);
        if (isInView(context, from) || isInView(context, to)) {
            const int left = context.view.columnOfSlotEdge(from);
            const int right = context.view.columnOfSlotEdge(to);
            band(series.holes()[i],
                 QRect{left, plot.top(), std::max(1, right - left), plot.height()});
        }
    }
}

void labelHole(const PaintContext& context, const Hole& hole, const QRect& band)
{
    const ChartColors& colors = context.style.colors;
    const QString text = translate("no data %1").arg(durationText(hole.toMs - hole.fromMs));
    const ChartText& font = context.fonts.small;
    const int length = font.width(text) + 2 * context.ratio.of(4.0);
    const bool lying = band.width() >= length;
    if (!lying && band.width() < font.height()) {
        return;
    }
    const QSize size = lying ? QSize{length, font.height()} : QSize{font.height(), length};
    const QRect plate{
        QPoint{band.center().x() - size.width() / 2, band.center().y() - size.height() / 2}, size};
    context.painter.fillRect(plate, colors.panel);
    context.taken.add(plate);
    if (lying) {
        font.drawCentred(context.painter, plate, text, colors.textSecondary);
    } else {
        drawUpright(context, plate, text);
    }
}

} // namespace

void paintHoles(const PaintContext& context)
{
    eachHole(context, [&](const Hole&, const QRect& band) {
        const QColor colour = withAlpha(context.style.colors.ghost, 0.30);
        context.painter.fillRect(band, hatchBrush(colour, 6.0, context.ratio));
    });
}

void paintHoleLabels(const PaintContext& context)
{
    eachHole(context, [&](const Hole& hole, const QRect& band) { labelHole(context, hole, band); });
}

void paintClosures(const PaintContext& context)
{
    const CandleSeries& series = context.scene.candles;
    const BarSpan bars = visibleBars(series, context.view.range());
    const auto closures = series.closures();
    const auto first = std::lower_bound(closures.begin(), closures.end(), bars.first);
    const auto last = std::lower_bound(first, closures.end(), bars.last);
    const QRect& plot = context.view.plot();
    if (isCrowded(context) && last - first > plot.width() / context.ratio.of(60.0)) {
        return; // they would hide the prices
    }
    const ChartText& font = context.fonts.small;
    for (auto bar = first; bar != last; ++bar) {
        const auto slot = static_cast<double>(series.slotOfBar(*bar));
        const int column = context.view.columnOfSlotEdge(slot);
        context.painter.fillRect(
            QRect{column, plot.top(), context.ratio.line(), plot.height()},
            dashBrush(context.style.colors.outline, kClosureDash, Qt::Vertical, context.ratio));
        const std::int64_t closedMs =
            series[*bar].timeMs - series[*bar - 1].timeMs - series.barMs();
        const QString text = translate("closed %1").arg(durationText(closedMs));
        const int length = font.width(text) + context.ratio.of(8.0);
        const QRect label{column - font.height() - context.ratio.of(2.0),
                          plot.bottom() - length - context.ratio.of(4.0), font.height(), length};
        if (plot.contains(label) && !barsCross(context, label)) {
            drawUpright(context, label, text);
            context.taken.add(label);
        }
    }
}

namespace {

void paintAxisMark(const PaintContext& context, AxisMarkKind kind, const QRect& area)
{
    const ChartColors& colors = context.style.colors;
    QPainter& painter = context.painter;
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setPen(QPen{colors.panel, context.ratio.value});
    const QRectF box{area};
    switch (kind) {
    case AxisMarkKind::Funding:
        painter.setPen(QPen{colors.textSecondary, 1.5 * context.ratio.value});
        painter.setBrush(colors.panel);
        painter.drawEllipse(box);
        break;
    case AxisMarkKind::Halt:
        painter.setBrush(colors.danger);
        painter.drawRect(box);
        break;
    case AxisMarkKind::Operator:
        painter.setBrush(colors.text);
        painter.drawPolygon(QPolygonF{
            {QPointF(box.center().x(), box.top()), QPointF(box.right(), box.center().y()),
             QPointF(box.center().x(), box.bottom()), QPointF(box.left(), box.center().y())}});
        break;
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

} // namespace

void paintAxisMarks(const PaintContext& context)
{
    const int side = context.ratio.of(9.0) | 1;
    const int top = context.view.plot().bottom() - side - context.ratio.of(3.0);
    for (std::size_t i = 0; i < context.scene.axisMarks.size(); ++i) {
        const AxisMark& mark = context.scene.axisMarks[i];
        if (!context.seen.contains(mark.timeMs)) {
            continue;
        }
        const int column = context.view.columnOfSlot(slotOf(context, mark.timeMs));
        const QRect area{column - side / 2, top, side, side};
        paintAxisMark(context, mark.kind, area);
        context.hits.push_back({area, HitKind::AxisMark, i});
    }
}

namespace {

QRect shadeArea(const PaintContext& context, const Shade& shade)
{
    const int left = context.view.columnOfSlot(slotOf(context, shade.from.timeMs));
    const int right = context.view.columnOfSlot(slotOf(context, shade.to.timeMs));
    const int first = context.view.rowOfPrice(shade.from.price);
    const int second = context.view.rowOfPrice(shade.to.price);
    return {QPoint{left, std::min(first, second)},
            QPoint{std::max(left, right), std::max(first, second)}};
}

const QColor& colourOf(ShadeKind kind, const ChartColors& colors)
{
    return kind == ShadeKind::Adverse ? colors.danger : colors.good;
}

/// The shades of the scene and the two of the trade under review.
std::vector<Shade> allShades(const ChartScene& scene)
{
    std::vector<Shade> shades = scene.shades;
    if (scene.trade) {
        const TradeView& trade = *scene.trade;
        const std::int64_t until = trade.exit.timeMs;
        if (std::isfinite(trade.worst)) {
            shades.push_back(
                {ShadeKind::Adverse, trade.entry, {until, trade.worst}, trade.worstLabel});
        }
        if (std::isfinite(trade.best)) {
            shades.push_back(
                {ShadeKind::Favourable, trade.entry, {until, trade.best}, trade.bestLabel});
        }
    }
    return shades;
}

} // namespace

void paintShades(const PaintContext& context)
{
    for (const Shade& shade : allShades(context.scene)) {
        const QRect area = shadeArea(context, shade).intersected(context.view.plot());
        const double strength = shade.kind == ShadeKind::Adverse ? kAdverseFill : kFavourableFill;
        context.painter.fillRect(area,
                                 withAlpha(colourOf(shade.kind, context.style.colors), strength));
    }
}

void paintShadeLabels(const PaintContext& context)
{
    const ChartText& font = context.fonts.smallBold;
    const int margin = context.ratio.of(4.0);
    for (const Shade& shade : allShades(context.scene)) {
        const QRect area = shadeArea(context, shade);
        const bool above = shade.to.price > shade.from.price;
        const int y = above ? area.top() + margin / 2 : area.bottom() - font.height() - margin / 2;
        const QRect place{area.right() + 2 * margin, y, font.width(shade.label), font.height()};
        const QRect plate = place.adjusted(-margin / 2, 0, margin / 2, 0);
        if (!shade.label.isEmpty() && context.view.plot().contains(plate)
            && context.taken.isFree(plate)) {
            context.painter.fillRect(plate, withAlpha(context.style.colors.panel, 0.85));
            font.drawLeft(context.painter, place, shade.label,
                          colourOf(shade.kind, context.style.colors));
            context.taken.add(plate);
        }
    }
}

namespace {

QPoint placeOf(const PaintContext& context, const ChartPoint& point)
{
    return {context.view.columnOfSlot(slotOf(context, point.timeMs)),
            context.view.rowOfPrice(point.price)};
}

QRect squareAt(QPoint centre, PixelRatio ratio)
{
    const int side = ratio.of(kSquare) | 1;
    return {centre.x() - side / 2, centre.y() - side / 2, side, side};
}

void paintSquare(const PaintContext& context, const QRect& square)
{
    context.painter.fillRect(square, context.style.colors.panel);
    solidOutline(context.painter, square, context.style.colors.text, context.ratio);
}

void paintJoin(const PaintContext& context, QPoint from, QPoint to)
{
    QPen pen{context.style.colors.text, std::max(1.0, context.ratio.value)};
    pen.setDashPattern({1.0, 2.0});
    pen.setCapStyle(Qt::FlatCap);
    context.painter.setRenderHint(QPainter::Antialiasing, true);
    context.painter.setPen(pen);
    context.painter.drawLine(QPointF(from) + QPointF(0.5, 0.5), QPointF(to) + QPointF(0.5, 0.5));
    context.painter.setRenderHint(QPainter::Antialiasing, false);
}

void paintJoins(const PaintContext& context)
{
    for (std::size_t i = 0; i < context.times.fills.size(); ++i) {
        const TimeSpan& lasts = context.times.fills[i];
        if (context.seen.overlaps(lasts.fromMs, lasts.toMs) && context.scene.fills[i].entry) {
            const TradeMark& fill = context.scene.fills[i];
            paintJoin(context, placeOf(context, *fill.entry), placeOf(context, fill.at));
        }
    }
}

void paintSquares(const PaintContext& context)
{
    const auto& fills = context.scene.fills;
    for (std::size_t i = 0; i < fills.size(); ++i) {
        if (context.seen.contains(context.times.fills[i].toMs)) {
            const QRect square = squareAt(placeOf(context, fills[i].at), context.ratio);
            paintSquare(context, square);
            context.hits.push_back({square, HitKind::Fill, i});
            context.taken.add(square);
        }
    }
}

} // namespace

void paintFills(const PaintContext& context)
{
    if (!isCrowded(context)) {
        paintJoins(context);
        paintSquares(context);
    }
    if (context.scene.trade) {
        const QPoint entry = placeOf(context, context.scene.trade->entry);
        const QPoint exit = placeOf(context, context.scene.trade->exit);
        paintJoin(context, entry, exit);
        paintSquare(context, squareAt(entry, context.ratio));
        paintSquare(context, squareAt(exit, context.ratio));
    }
}

namespace {

QPolygonF triangle(const QRect& area, Direction side)
{
    const QRectF box{area};
    const double middle = box.center().x();
    if (side == Direction::Up) {
        return {{QPointF(middle, box.top()), box.bottomRight(), box.bottomLeft()}};
    }
    return {{QPointF(middle, box.bottom()), box.topLeft(), box.topRight()}};
}

QRect signalArea(const PaintContext& context, const SignalMark& mark, double slot)
{
    const CandleSeries& series = context.scene.candles;
    const auto bar = series.barAtTime(mark.timeMs);
    double anchor = mark.price;
    if (bar) {
        const Candle& candle = series[*bar];
        const double extreme = mark.side == Direction::Up ? candle.low : candle.high;
        anchor = std::isfinite(anchor) ? anchor : extreme;
        anchor = mark.side == Direction::Up ? std::min(anchor, candle.low)
                                            : std::max(anchor, candle.high);
    }
    const double scale = isCrowded(context) ? kSmallTriangle : 1.0;
    const int width = context.ratio.of(scale * kTriangleWidth) | 1;
    const int height = context.ratio.of(scale * kTriangleHeight);
    const int offset = context.ratio.of(scale * kTriangleOffset);
    const int row = context.view.rowOfPrice(anchor);
    const int top = mark.side == Direction::Up ? row + offset : row - offset - height;
    return {context.view.columnOfSlot(slot) - width / 2, top, width, height};
}

void paintTriangle(const PaintContext& context, const SignalMark& mark, const QRect& area)
{
    const ChartColors& colors = context.style.colors;
    QPainter& painter = context.painter;
    painter.setRenderHint(QPainter::Antialiasing, true);
    if (mark.state == SignalState::Taken) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.of(mark.side));
    } else {
        QPen pen{colors.ghost, std::max(1.0, 1.2 * context.ratio.value)};
        pen.setDashPattern({2.0, 2.0});
        pen.setCapStyle(Qt::FlatCap);
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
    }
    painter.drawPolygon(triangle(area, mark.side));
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void paintStrength(const PaintContext& context, const SignalMark& mark, const QRect& area)
{
    if (!std::isfinite(mark.strength)) {
        return;
    }
    const ChartText& font = context.fonts.small;
    const QString text = numberText(mark.strength, 2, context.style.locale);
    const QRect place{area.right() + context.ratio.of(4.0), area.center().y() - font.height() / 2,
                      font.width(text), font.height()};
    if (!context.view.plot().contains(place) || !context.taken.isFree(place)) {
        return;
    }
    if (!barsCross(context, place)) {
        font.drawLeft(context.painter, place, text, context.style.colors.textSecondary);
        context.taken.add(place);
    }
}

} // namespace

namespace {

/// Lets through one mark of a side per its width, so that crowded marks neither hide each other nor
/// cost more than there are pixels.
class Thinning
{
public:
    explicit Thinning(const PaintContext& context)
        : m_context(context)
    {}
    [[nodiscard]] bool lets(const SignalMark& mark, std::int64_t timeMs) const
    {
        return timeMs >= std::min(m_next[0], m_next[1]) && mark.state == SignalState::Taken
               && timeMs >= next(mark.side);
    }
    void drew(const SignalMark& mark, const QRect& area)
    {
        const double slot = m_context.view.slotAtX(area.right() + area.width() / 2.0);
        next(mark.side) = m_context.scene.candles.timeAtSlot(slot);
    }

private:
    [[nodiscard]] const std::int64_t& next(Direction side) const
    {
        return m_next[side == Direction::Up ? 0 : 1];
    }
    [[nodiscard]] std::int64_t& next(Direction side)
    {
        return m_next[side == Direction::Up ? 0 : 1];
    }

    const PaintContext& m_context;
    std::array<std::int64_t, 2> m_next{std::numeric_limits<std::int64_t>::min(),
                                       std::numeric_limits<std::int64_t>::min()};
};

} // namespace

void paintSignals(const PaintContext& context)
{
    const bool crowded = isCrowded(context);
    Thinning thinning{context};
    const auto& marks = context.scene.signalMarks;
    for (std::size_t i = 0; i < marks.size(); ++i) {
        const std::int64_t timeMs = context.times.signalMarks[i].fromMs;
        if (!context.seen.contains(timeMs) || (crowded && !thinning.lets(marks[i], timeMs))) {
            continue;
        }
        const QRect area = signalArea(context, marks[i], slotOf(context, marks[i].timeMs));
        paintTriangle(context, marks[i], area);
        context.hits.push_back({area, HitKind::Signal, i});
        if (crowded) {
            thinning.drew(marks[i], area);
        } else {
            context.taken.add(area);
            paintStrength(context, marks[i], area);
        }
    }
}

namespace {

/// A level with where its line begins.
struct LevelRow
{
    const LevelLine* level{};
    int row{};
    int left{};
};

/// The levels of the scene and those of the trade under review.
std::vector<LevelLine> allLevels(const ChartScene& scene)
{
    std::vector<LevelLine> levels = scene.levels;
    if (scene.trade) {
        const TradeView& trade = *scene.trade;
        const std::int64_t from = trade.entry.timeMs;
        levels.push_back({LevelKind::Stop, trade.stop, from, trade.stopLabel});
        levels.push_back({LevelKind::Target, trade.target, from, trade.targetLabel});
        levels.push_back({LevelKind::Entry, trade.entry.price, from, trade.entryLabel});
    }
    return levels;
}

/// Those in view, from top to bottom.
std::vector<LevelRow> levelRows(const PaintContext& context, const std::vector<LevelLine>& levels)
{
    const QRect& plot = context.view.plot();
    std::vector<LevelRow> rows;
    for (const LevelLine& level : levels) {
        if (!std::isfinite(level.price)) {
            continue;
        }
        const int row = context.view.rowOfPrice(level.price);
        if (row >= plot.top() && row <= plot.bottom()) {
            const int left = level.fromMs
                                 ? context.view.columnOfSlot(slotOf(context, *level.fromMs))
                                 : plot.left();
            rows.push_back({&level, row, std::max(plot.left(), left)});
        }
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const LevelRow& a, const LevelRow& b) { return a.row < b.row; });
    return rows;
}

int pillHeight(const PaintContext& context)
{
    return context.fonts.smallBold.height() + context.ratio.of(4.0);
}

int pillWidth(const PaintContext& context, const QString& label)
{
    return label.isEmpty() ? 0 : context.fonts.smallBold.width(label) + context.ratio.of(12.0);
}

/// The right edge of the pills: the axis, or a few bars after the exit of a trade under review.
int pillsRight(const PaintContext& context, int widest)
{
    const QRect& plot = context.view.plot();
    const int atAxis = plot.right() - context.ratio.of(4.0);
    if (!context.scene.trade) {
        return atAxis;
    }
    const double slot = slotOf(context, context.scene.trade->exit.timeMs);
    const int exit = context.view.columnOfSlot(slot);
    return std::min(atAxis, exit + context.ratio.of(96.0) + widest);
}

void paintPill(const PaintContext& context,
               const QRect& pill,
               const QString& text,
               const QColor& colour,
               const QColor& outline)
{
    context.painter.fillRect(pill, context.style.colors.panel);
    solidOutline(context.painter, pill, outline, context.ratio);
    context.fonts.smallBold.drawCentred(context.painter, pill, text, colour);
}

} // namespace

std::vector<PlacedLevel> placeLevels(const PaintContext& context)
{
    const std::vector<LevelLine> levels = allLevels(context.scene);
    const std::vector<LevelRow> rows = levelRows(context, levels);
    const int height = pillHeight(context);
    int widest = 0;
    std::vector<double> centres;
    for (const LevelRow& row : rows) {
        centres.push_back(row.row);
        widest = std::max(widest, pillWidth(context, row.level->label));
    }
    const QRect& plot = context.view.plot();
    centres = pushApart(centres, height + context.ratio.of(2.0), plot.top() + height / 2.0,
                        plot.bottom() - height / 2.0);
    const bool review = context.scene.trade.has_value();
    const int right = pillsRight(context, widest);
    const int lineRight = review ? right - widest : plot.right() + 1;
    std::vector<PlacedLevel> placed;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const LevelRow& row = rows[i];
        const int width = pillWidth(context, row.level->label);
        const int left = review ? right - widest : right - width;
        const int top = static_cast<int>(std::lround(centres[i])) - height / 2;
        placed.push_back(
            {row.level->kind, row.level->label,
             QRect{row.left, row.row, std::max(0, lineRight - row.left), context.ratio.line()},
             QRect{left, top, width, height}});
    }
    return placed;
}

void reserveLevels(const PaintContext& context)
{
    for (const PlacedLevel& level : placeLevels(context)) {
        context.taken.addLine(level.line);
        if (!level.pill.isEmpty()) {
            context.taken.add(level.pill);
        }
    }
}

void paintLevels(const PaintContext& context)
{
    const std::vector<PlacedLevel> levels = placeLevels(context);
    for (const PlacedLevel& level : levels) {
        const QColor& colour = context.style.colors.of(level.kind);
        if (level.kind == LevelKind::Entry) {
            context.painter.fillRect(level.line, colour);
        } else {
            dashedColumns(context.painter, level.line.topLeft(), level.line.right() + 1, colour,
                          kLevelDash, context.ratio);
        }
    }
    for (const PlacedLevel& level : levels) {
        const QColor& colour = context.style.colors.of(level.kind);
        if (!level.pill.isEmpty()) {
            paintPill(context, level.pill, level.label, colour,
                      level.kind == LevelKind::Entry ? context.style.colors.outline : colour);
        }
    }
}

namespace {

/// Entry less stop: above zero for a long position. Missing without both.
double entryOverStop(const ChartScene& scene)
{
    if (scene.trade) {
        return scene.trade->entry.price - scene.trade->stop;
    }
    double entry = kMissing;
    double stop = kMissing;
    for (const LevelLine& level : scene.levels) {
        entry = level.kind == LevelKind::Entry ? level.price : entry;
        stop = level.kind == LevelKind::Stop ? level.price : stop;
    }
    return entry - stop;
}

} // namespace

std::optional<double> riskDistance(const ChartScene& scene)
{
    const double distance = std::fabs(entryOverStop(scene));
    return distance > 0.0 ? std::optional{distance} : std::nullopt; // false for a missing one too
}

double winningSign(const ChartScene& scene)
{
    return entryOverStop(scene) < 0.0 ? -1.0 : 1.0;
}

void paintProposal(const PaintContext& context)
{
    if (!context.scene.proposal) {
        return;
    }
    const LevelProposal& proposal = *context.scene.proposal;
    const QRect& plot = context.view.plot();
    const int row = context.view.rowOfPrice(proposal.to);
    if (row < plot.top() || row > plot.bottom()) {
        return;
    }
    const QLocale& locale = context.style.locale;
    const int decimals = context.scene.priceDecimals;
    const QString price = numberText(proposal.to, decimals, locale);
    const QString change = signedText(proposal.to - proposal.from, decimals, locale);
    const QString text = (proposal.kind == LevelKind::Stop ? translate("Move stop to %1, %2")
                                                           : translate("Move target to %1, %2"))
                             .arg(price, change);
    const QColor& accent = context.style.colors.accent;
    context.painter.fillRect(plot.left(), row, plot.width(), context.ratio.line(), accent);
    const int width = pillWidth(context, text);
    const int height = pillHeight(context);
    const int top = std::clamp(row - height - context.ratio.of(3.0), plot.top(),
                               std::max(plot.top(), plot.bottom() - height));
    paintPill(context, QRect{plot.right() - width - context.ratio.of(4.0), top, width, height},
              text, accent, accent);
}

QRect signalPillArea(const SignalMark& mark, const QRect& markArea, const PillRoom& room)
{
    if (mark.pill.isEmpty()) {
        return {};
    }
    const int height = room.fonts.smallBold.height() + room.ratio.of(4.0);
    const int width = room.fonts.smallBold.width(mark.pill) + room.ratio.of(12.0);
    const QRect& plot = room.plot;
    const int gap = room.ratio.of(6.0);
    const int top =
        mark.side == Direction::Up ? markArea.bottom() + gap : markArea.top() - gap - height;
    const int x = std::clamp(markArea.center().x() - width / 2, plot.left(),
                             std::max(plot.left(), plot.right() - width));
    const int y = std::clamp(top, plot.top(), std::max(plot.top(), plot.bottom() - height));
    return {x, y, width, height};
}

void paintUnknown(const PaintContext& context)
{
    if (!context.scene.knownUntilMs) {
        return;
    }
    const QRect& plot = context.view.plot();
    const int left =
        std::max(plot.left(),
                 context.view.columnOfSlotEdge(slotOf(context, *context.scene.knownUntilMs) + 1.0));
    const QRect unknown{QPoint{left, plot.top()}, plot.bottomRight()};
    if (left > plot.right()) {
        return;
    }
    context.painter.fillRect(unknown, withAlpha(context.style.colors.panel, 0.72));
    dashedRows(context.painter, left, plot.top(), plot.bottom() + 1, context.style.colors.accent,
               context.ratio);
}

void paintUnknownLabel(const PaintContext& context)
{
    if (!context.scene.knownUntilMs) {
        return;
    }
    const QRect& plot = context.view.plot();
    const double slot = slotOf(context, *context.scene.knownUntilMs) + 1.0;
    const int left = std::max(plot.left(), context.view.columnOfSlotEdge(slot));
    const ChartText& font = context.fonts.small;
    const QString text = translate("Not known yet at this bar");
    const int margin = context.ratio.of(8.0);
    if (plot.right() - left > font.width(text) + 2 * margin) {
        font.draw(context.painter, left + margin, plot.bottom() - margin, text,
                  context.style.colors.textSecondary);
    }
}

} // namespace wick::charts
