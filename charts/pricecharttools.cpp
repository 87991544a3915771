// Measuring, drawing, and stops and targets that are dragged.
#include "charts/paint/axisticks.h"
#include "charts/pricechart.h"

#include <QLineEdit>
#include <QMetaMethod>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace wick::charts {

namespace {

constexpr double kLevelReach = 4.0; // logical pixels around a level that still hold it

std::optional<DrawingKind> drawingOf(ChartTool tool)
{
    switch (tool) {
    case ChartTool::Pointer:
    case ChartTool::Measure:
        return std::nullopt;
    case ChartTool::HorizontalLine:
        return DrawingKind::HorizontalLine;
    case ChartTool::TrendLine:
        return DrawingKind::TrendLine;
    case ChartTool::Rectangle:
        return DrawingKind::Rectangle;
    case ChartTool::Note:
        return DrawingKind::Note;
    }
    return std::nullopt;
}

bool needsTwoPoints(DrawingKind kind)
{
    return kind == DrawingKind::TrendLine || kind == DrawingKind::Rectangle;
}

} // namespace

void PriceChart::setTool(ChartTool tool)
{
    if (tool == m_tool) {
        return;
    }
    if (m_drawingByKey) {
        (void)cancelGesture(); // the half-made drawing of the tool before
    }
    m_tool = tool;
    setCursor(tool == ChartTool::Pointer ? Qt::ArrowCursor : Qt::CrossCursor);
    Q_EMIT toolChanged(tool);
}

// ---- Places

DrawingPlane PriceChart::drawingPlane(const ViewTransform& view) const
{
    return {m_scene.candles, view, chart().fonts(), chart().ratio()};
}

ChartPoint PriceChart::pointAt(QPointF position) const
{
    const ViewTransform view = chart().priceView(visibleRange());
    const QPointF device = position * devicePixelRatioF();
    return {m_scene.candles.timeAtSlot(view.slotAtX(device.x())),
            onTick(view.priceAtY(device.y()), m_scene)};
}

ChartPoint PriceChart::cursorPoint() const
{
    const Candle& bar = m_scene.candles[cursorBar().value_or(m_scene.candles.size() - 1)];
    const auto price = m_cursor ? m_cursor->price : std::nullopt;
    return {bar.timeMs, price.value_or(bar.close)};
}

std::optional<DrawingHit> PriceChart::drawingHitAt(QPointF position) const
{
    const ViewTransform view = chart().priceView(visibleRange());
    return drawingAt(m_scene.drawings, drawingPlane(view),
                     (position * devicePixelRatioF()).toPoint());
}

bool PriceChart::levelsAreMovable() const
{
    return isSignalConnected(QMetaMethod::fromSignal(&PriceChart::levelMoveProposed));
}

const LevelLine* PriceChart::movableLevelAt(QPointF position) const
{
    if (!levelsAreMovable()) {
        return nullptr;
    }
    const ViewTransform view = chart().priceView(visibleRange());
    const QPointF device = position * devicePixelRatioF();
    const double reach = kLevelReach * devicePixelRatioF();
    const auto level =
        std::find_if(m_scene.levels.begin(), m_scene.levels.end(), [&](const LevelLine& each) {
            const double left =
                each.fromMs ? view.xOfSlot(m_scene.candles.slotAtTime(*each.fromMs)) : 0.0;
            return each.kind != LevelKind::Entry && !each.fixed && device.x() >= left
                   && std::fabs(view.yOfPrice(each.price) - device.y()) <= reach;
        });
    return level == m_scene.levels.end() ? nullptr : &*level;
}

void PriceChart::showCursorShape(QPointF position)
{
    if (m_tool != ChartTool::Pointer || m_scene.candles.empty()) {
        return;
    }
    const bool onPlot = regionAt(position) == Region::Plot;
    Qt::CursorShape shape = Qt::ArrowCursor;
    if (onPlot && movableLevelAt(position) != nullptr) {
        shape = Qt::SizeVerCursor;
    } else if (onPlot && drawingHitAt(position)) {
        shape = Qt::PointingHandCursor;
    }
    if (cursor().shape() != shape) {
        setCursor(shape);
    }
}

// ---- Gestures of the pointer

PriceChart::Drag PriceChart::beginGesture(QPointF position, Qt::KeyboardModifiers modifiers)
{
    Drag drag{Gesture::MoveView, Region::Plot, position, m_viewport};
    const bool hadMarks = m_scene.measure || m_scene.selectedDrawing;
    m_scene.measure.reset();
    m_scene.selectedDrawing.reset();
    if (m_tool == ChartTool::Measure || modifiers.testFlag(Qt::ShiftModifier)) {
        drag.gesture = Gesture::Measure;
        m_scene.measure = Measure{pointAt(position), pointAt(position)};
    } else if (drawingOf(m_tool)) {
        drag.gesture = Gesture::Draw;
        beginDrawing(pointAt(position));
    } else if (const LevelLine* level = movableLevelAt(position)) {
        drag.gesture = Gesture::MoveLevel;
        m_scene.proposal = LevelProposal{level->kind, level->price, level->price};
    } else if (const auto hit = drawingHitAt(position)) {
        drag.gesture = Gesture::MoveDrawing;
        drag.part = hit->part;
        drag.before = m_scene.drawings[hit->index];
        m_scene.selectedDrawing = hit->index;
    }
    if (hadMarks || drag.gesture != Gesture::MoveView) {
        sceneChanged();
    }
    return drag;
}

void PriceChart::dragGesture(QPointF position)
{
    switch (m_drag->gesture) {
    case Gesture::MoveView:
        return;
    case Gesture::Measure:
        measureTo(pointAt(position));
        return;
    case Gesture::Draw:
        m_scene.drawings.back().to = pointAt(position);
        break;
    case Gesture::MoveDrawing:
        moveDrawing(position);
        break;
    case Gesture::MoveLevel:
        m_scene.proposal->to = pointAt(position).price;
        break;
    }
    sceneChanged();
}

void PriceChart::endGesture(QPointF position)
{
    const Drag drag = *std::exchange(m_drag, std::nullopt);
    switch (drag.gesture) {
    case Gesture::MoveView:
        break;
    case Gesture::Measure:
        if (!drag.moved) {
            m_scene.measure.reset();
        }
        break;
    case Gesture::Draw:
        endDrawing();
        break;
    case Gesture::MoveDrawing:
        if (drag.moved) {
            Q_EMIT drawingsChanged();
        }
        break;
    case Gesture::MoveLevel:
        proposeLevel();
        break;
    }
    sceneChanged();
    showCursorShape(position);
}

/// Takes back what is under way: a gesture, a proposal, a half-made drawing, then tool, measure and
/// selection. False when there was nothing.
bool PriceChart::cancelGesture()
{
    const bool drawing = m_drawingByKey || (m_drag && m_drag->gesture == Gesture::Draw);
    const bool any = m_drag || m_drawingByKey || m_scene.proposal || m_scene.measure
                     || m_scene.selectedDrawing || m_tool != ChartTool::Pointer;
    if (!any) {
        return false;
    }
    if (drawing) {
        m_scene.drawings.pop_back();
    } else if (m_drag && m_drag->gesture == Gesture::MoveDrawing) {
        m_scene.drawings[*m_scene.selectedDrawing] = m_drag->before;
    }
    m_drag.reset();
    m_drawingByKey = false;
    m_scene.proposal.reset();
    m_scene.measure.reset();
    m_scene.selectedDrawing.reset();
    setTool(ChartTool::Pointer);
    sceneChanged();
    return true;
}

// ---- Measure

void PriceChart::measureTo(const ChartPoint& to)
{
    m_scene.measure->to = to;
    speak(measureText(*m_scene.measure, m_scene, m_style.locale));
    sceneChanged();
}

// ---- Drawings

void PriceChart::beginDrawing(const ChartPoint& at)
{
    m_scene.drawings.push_back({*drawingOf(m_tool), at, at, {}});
}

void PriceChart::endDrawing()
{
    const Drawing& made = m_scene.drawings.back();
    const DrawingKind kind = made.kind;
    const bool nothing = needsTwoPoints(kind) && made.from == made.to;
    m_drawingByKey = false;
    if (nothing) {
        m_scene.drawings.pop_back();
    }
    setTool(ChartTool::Pointer);
    if (kind == DrawingKind::Note) {
        editNote(m_scene.drawings.size() - 1);
    } else if (!nothing) {
        Q_EMIT drawingsChanged();
    }
}

void PriceChart::moveDrawing(QPointF position)
{
    const CandleSeries& series = m_scene.candles;
    const ViewTransform view = chart().priceView(visibleRange());
    const QPointF by = (position - m_drag->from) * devicePixelRatioF();
    const double slots = std::round(by.x() / view.slotWidth());
    const auto moved = [&](const ChartPoint& point) {
        const double y = view.yOfPrice(point.price) + by.y();
        return ChartPoint{series.timeAtSlot(series.slotAtTime(point.timeMs) + slots),
                          onTick(view.priceAtY(y), m_scene)};
    };
    Drawing& drawing = m_scene.drawings[*m_scene.selectedDrawing];
    drawing = m_drag->before;
    if (m_drag->part != DrawingPart::To) {
        drawing.from = moved(drawing.from);
    }
    if (m_drag->part != DrawingPart::From) {
        drawing.to = moved(drawing.to);
    }
}

void PriceChart::removeSelected()
{
    if (m_scene.selectedDrawing) {
        m_scene.drawings.erase(m_scene.drawings.begin()
                               + static_cast<std::ptrdiff_t>(*m_scene.selectedDrawing));
        m_scene.selectedDrawing.reset();
        sceneChanged();
        Q_EMIT drawingsChanged();
    }
}

void PriceChart::selectNextDrawing()
{
    if (m_scene.drawings.empty()) {
        return;
    }
    const std::size_t next = m_scene.selectedDrawing ? *m_scene.selectedDrawing + 1 : 0;
    m_scene.selectedDrawing = next % m_scene.drawings.size();
    speak(tr("Drawing %1 of %2").arg(*m_scene.selectedDrawing + 1).arg(m_scene.drawings.size()));
    sceneChanged();
}

/// Opens a line to write in where the note will stand.
void PriceChart::editNote(std::size_t index)
{
    constexpr int kWidth = 220;
    delete m_noteEdit;
    m_noteEdit = new QLineEdit{m_scene.drawings[index].text, this};
    m_noteEdit->setAccessibleName(tr("Note"));
    m_noteEdit->setPlaceholderText(tr("Note"));
    const ViewTransform view = chart().priceView(visibleRange());
    const QPointF at =
        QPointF{drawingPlane(view).placeOf(m_scene.drawings[index].from)} / devicePixelRatioF();
    const int height = m_noteEdit->sizeHint().height();
    m_noteEdit->setGeometry(std::clamp(static_cast<int>(at.x()), 0, std::max(0, width() - kWidth)),
                            std::max(0, static_cast<int>(at.y()) - height), kWidth, height);
    connect(m_noteEdit, &QLineEdit::editingFinished, this,
            [this, index] { endNote(index, m_noteEdit->text()); });
    m_noteEdit->show();
    m_noteEdit->setFocus();
}

void PriceChart::endNote(std::size_t index, const QString& text)
{
    QLineEdit* const edit = std::exchange(m_noteEdit, nullptr);
    if (edit == nullptr) {
        return; // losing the focus while it goes ends it a second time
    }
    edit->deleteLater();
    edit->hide();
    if (index >= m_scene.drawings.size()) {
        return; // another market came meanwhile
    }
    if (text.trimmed().isEmpty()) {
        m_scene.drawings.erase(m_scene.drawings.begin() + static_cast<std::ptrdiff_t>(index));
    } else {
        m_scene.drawings[index].text = text.trimmed();
    }
    setFocus();
    sceneChanged();
    Q_EMIT drawingsChanged();
}

// ---- The same by keyboard

/// Return sets the next point of the tool at the cursor. False without a tool.
bool PriceChart::useToolByKey()
{
    if (m_tool == ChartTool::Pointer) {
        return false;
    }
    if (m_tool == ChartTool::Measure) {
        m_scene.measure = Measure{cursorPoint(), cursorPoint()};
        setTool(ChartTool::Pointer);
    } else if (m_drawingByKey) {
        endDrawing();
    } else {
        const bool two = needsTwoPoints(*drawingOf(m_tool));
        beginDrawing(cursorPoint());
        m_drawingByKey = two;
        if (!two) {
            endDrawing();
        }
    }
    sceneChanged();
    return true;
}

void PriceChart::followCursorWithTool()
{
    if (m_drawingByKey) {
        m_scene.drawings.back().to = cursorPoint();
        sceneChanged();
    }
}

// ---- Stops and targets

/// The next stop or target, to be moved by the arrows.
void PriceChart::grabNextLevel()
{
    if (!levelsAreMovable()) {
        return;
    }
    const auto isMovable = [](const LevelLine& level) {
        return level.kind != LevelKind::Entry && !level.fixed;
    };
    auto from = m_scene.levels.begin();
    if (m_scene.proposal) {
        from = std::find_if(m_scene.levels.begin(), m_scene.levels.end(), [&](const auto& level) {
            return level.kind == m_scene.proposal->kind && level.price == m_scene.proposal->from;
        });
        from = from == m_scene.levels.end() ? from : std::next(from);
    }
    const auto level = std::find_if(from, m_scene.levels.end(), isMovable);
    m_scene.proposal.reset();
    if (level != m_scene.levels.end()) {
        m_scene.proposal = LevelProposal{level->kind, level->price, level->price};
        speak(level->label);
    }
    sceneChanged();
}

void PriceChart::moveProposal(int ticks)
{
    LevelProposal& proposal = *m_scene.proposal;
    proposal.to = onTick(proposal.to + ticks * tickOf(m_scene), m_scene);
    speak(numberText(proposal.to, m_scene.priceDecimals, m_style.locale));
    sceneChanged();
}

void PriceChart::proposeLevel()
{
    const LevelProposal proposal = *std::exchange(m_scene.proposal, std::nullopt);
    sceneChanged();
    if (proposal.to != proposal.from) {
        Q_EMIT levelMoveProposed(proposal.kind, proposal.from, proposal.to);
    }
}

} // namespace wick::charts
