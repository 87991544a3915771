#pragma once

#include "charts/paint/chartpainter.h"
#include "charts/paint/chartscene.h"
#include "charts/paint/drawinglayer.h"
#include "charts/paint/viewport.h"

#include <QImage>
#include <QRegion>
#include <QTimer>
#include <QWidget>

#include <memory>
#include <optional>
#include <span>
#include <vector>

class QLineEdit;

namespace wick::charts {

/// What the pointer does on the plot. After a drawing it moves the view again.
enum class ChartTool : std::uint8_t
{
    Pointer,
    Measure,
    HorizontalLine,
    TrendLine,
    Rectangle,
    Note,
};

/// A candle chart that can be moved, zoomed and read with mouse and keyboard.
/// What does not follow the pointer is kept as an image, on which a tick paints the last bar,
/// levels and price axis anew and nothing else. Changes are collected and painted at most every 16
/// ms, only where they are, and a hidden chart does nothing. Thread: GUI.
class PriceChart final : public QWidget
{
    Q_OBJECT
public:
    explicit PriceChart(QWidget* parent = nullptr);
    ~PriceChart() override;
    PriceChart(const PriceChart&) = delete;
    PriceChart& operator=(const PriceChart&) = delete;

    void setChartStyle(const ChartStyle& style);
    void setMarket(const QString& market,
                   const QString& timeframe,
                   int priceDecimals,
                   int volumeDecimals);
    /// Replaces all bars. The view stays when they begin with the same bar, else it is reset.
    /// Indicators stay: set them again when they no longer match.
    void setCandles(std::vector<Candle> bars, std::int64_t barMs, std::vector<Hole> holes = {});
    /// Adds a bar or replaces the last one, with the value of each indicator at it, in the order
    /// they were set, those of all panes one after the other; values may be fewer.
    void updateLast(const Candle& bar,
                    std::span<const double> lineValues = {},
                    std::span<const double> paneValues = {});
    void setIndicators(std::vector<IndicatorLine> lines);
    /// Panes under the volume, from top to bottom; the last give way in a low chart.
    void setPanes(std::vector<IndicatorPane> panes);
    void setVolumePane(VolumePane shown);
    void setGaps(std::vector<GapBox> gaps);
    void setGapDisplay(const GapDisplay& display);
    void setFills(std::vector<TradeMark> fills);
    void setSignalMarks(std::vector<SignalMark> marks);
    void setLevels(std::vector<LevelLine> levels);
    void setShades(std::vector<Shade> shades);
    void setQuote(const Quote& quote);
    /// Smallest step of a price: measured ticks, and prices that are dragged, are multiples of it.
    void setTick(double tick);
    void setAxisMarks(std::vector<AxisMark> marks);
    /// What was drawn on this market before.
    void setDrawings(std::vector<Drawing> drawings);
    /// Shows a closed trade and moves to it; none ends the review and leaves the view.
    void setTrade(std::optional<TradeView> trade);
    /// Hides what came after that bar behind a veil; none shows all.
    void setKnownUntil(std::optional<std::int64_t> timeMs);
    /// A remark at the end of the second legend line.
    void setNote(const QString& note);
    /// What is said instead of a chart without bars.
    void setEmptyState(const QString& title, const QString& hint);

    void centerOn(std::int64_t timeMs);
    void resetView();
    [[nodiscard]] AutoScale autoScale() const noexcept { return m_viewport.autoScale(); }
    void setAutoScale(AutoScale mode);
    /// The next of A, F, –.
    void cycleAutoScale();
    [[nodiscard]] PriceScale priceScale() const noexcept { return m_viewport.priceScale(); }
    void setPriceScale(PriceScale scale);
    [[nodiscard]] ChartTool tool() const noexcept { return m_tool; }
    void setTool(ChartTool tool);
    /// Puts the crosshair on the bar of that time without a price, for linked charts; none takes
    /// it away. Sends no signal.
    void setCrosshairTime(std::optional<std::int64_t> timeMs);

    [[nodiscard]] const ChartScene& scene() const noexcept { return m_scene; }
    [[nodiscard]] const ChartStyle& chartStyle() const noexcept { return m_style; }
    [[nodiscard]] const Viewport& viewport() const noexcept { return m_viewport; }
    [[nodiscard]] ViewRange visibleRange() const;
    [[nodiscard]] std::optional<std::size_t> cursorBar() const;
    /// Where a bar and a price are. Units: logical pixels of this widget.
    [[nodiscard]] QPointF positionOf(std::size_t bar, double price) const;
    /// The price pane. Units: logical pixels of this widget.
    [[nodiscard]] QRectF plotArea() const;
    /// The chart as it is shown, without crosshair.
    [[nodiscard]] QImage picture() const;
    /// How often everything was painted, not the live parts or the crosshair alone.
    [[nodiscard]] int staticPaints() const noexcept { return m_staticPaints; }
    /// Paints at once what changed since the last paint.
    void repaintChanges();

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// The bar under the crosshair changed; -1 when there is none.
    void barHovered(int index);
    /// The same as time, for linked charts; -1 when there is none.
    void crosshairMoved(qint64 timeMs);
    /// A fill or signal was clicked, or chosen with Return.
    void markClicked(const QString& id);
    /// A gap was clicked.
    void gapClicked(const QString& id);
    /// A bar was clicked where nothing else is, or a gap that covers it.
    void barClicked(qint64 timeMs);
    void autoScaleChanged(wick::charts::AutoScale mode);
    void toolChanged(wick::charts::ChartTool tool);
    /// A person added, moved or removed a drawing: they are in scene().drawings.
    void drawingsChanged();
    /// A stop or target was dragged from its price to another. A wish: the level stays where it is until the
    /// session moves it. Levels can be dragged only while something is connected to this.
    void levelMoveProposed(wick::charts::LevelKind kind, double from, double to);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    enum class Region : std::uint8_t
    {
        Plot,
        PriceAxis,
        TimeAxis,
    };
    enum class CursorSource : std::uint8_t
    {
        Pointer,
        Keyboard,
        Linked,
    };
    struct Cursor
    {
        std::size_t bar{};
        std::optional<double> y; ///< logical pixels
        CursorSource source{};
        std::optional<double> price{}; ///< in place of y, by keyboard
    };
    enum class Gesture : std::uint8_t
    {
        MoveView,
        Measure,
        Draw,
        MoveDrawing,
        MoveLevel,
    };
    struct Drag
    {
        Gesture gesture{};
        Region region{};
        QPointF from;
        Viewport start;
        bool moved{};
        DrawingPart part{}; ///< MoveDrawing
        Drawing before{};   ///< MoveDrawing, as it was
    };
    /// What the static layer was painted from.
    struct LayerKey
    {
        std::uint64_t revision{};
        QSize deviceSize;
        double ratio{};
        ViewScales scales;
        friend bool operator==(const LayerKey&, const LayerKey&) = default;
    };
    /// The static layer under a live part.
    struct Patch
    {
        QPoint at;
        QImage under;
    };
    /// What changed since the last paint.
    struct Changes
    {
        bool all{};
        bool live{};
        bool overlay{};
    };
    enum class PendingView : std::uint8_t
    {
        None,
        Reset,
        Trade,
        Center,
    };

    [[nodiscard]] const ChartPainter& chart() const;
    [[nodiscard]] QSize deviceSize() const;
    [[nodiscard]] PlotRoom room() const { return chart().room(); }
    /// Moves the latest bars left when the first level or live gap comes to stand beside them.
    void makeRoom(bool hadRoom);
    [[nodiscard]] Region regionAt(QPointF position) const;
    [[nodiscard]] double anchorX(double x) const;
    [[nodiscard]] double anchorY(double y) const;
    [[nodiscard]] const Hit* hitAt(QPointF position) const;
    [[nodiscard]] const Hit* hitOfCursor() const;
    /// The crosshair on a bar, with its row when the pointer holds it.
    [[nodiscard]] Crosshair crosshairAt(std::size_t bar) const;
    [[nodiscard]] QString idOf(const Hit& hit) const;
    [[nodiscard]] QStringList tooltipOf(const Hit& hit) const;

    void sceneChanged();
    void liveChanged();
    void viewChanged(AutoScale before);
    void applyPendingView();
    void schedulePaint(const Changes& changes);
    [[nodiscard]] QRegion changedRegion();
    [[nodiscard]] QRegion overlayRegion() const;
    [[nodiscard]] LayerKey currentKey() const;
    void refreshLayer();
    void refreshLive();
    void paintOverlay(QPainter& painter);
    void paintFocusRing(QPainter& painter) const;

    void setCursorBar(std::optional<Cursor> cursor);
    void hoverAt(QPointF position);
    void dragTo(QPointF position);
    void dragView(QPointF position);
    void moveCursor(int bars);
    void moveCursorTo(std::size_t bar);
    void moveCursorPrice(int ticks);
    [[nodiscard]] bool handleKey(int key, Qt::KeyboardModifiers modifiers);
    [[nodiscard]] bool handleArrow(int key, Qt::KeyboardModifiers modifiers);
    [[nodiscard]] bool handleViewKey(int key, Qt::KeyboardModifiers modifiers);
    void zoomByKey(double factor);
    void zoomPriceByKey(double factor);
    void panByKey(double partAcross, double partUp);
    void chooseAtCursor();
    void speakCursor();
    void speak(const QString& text);
    [[nodiscard]] QString spokenBar(std::size_t bar) const;
    /// What the chart shows, in a few sentences, for someone who does not see it.
    [[nodiscard]] QString spokenSummary() const;

    // Tools: pricecharttools.cpp
    [[nodiscard]] DrawingPlane drawingPlane(const ViewTransform& view) const;
    [[nodiscard]] ChartPoint pointAt(QPointF position) const;
    [[nodiscard]] ChartPoint cursorPoint() const;
    [[nodiscard]] std::optional<DrawingHit> drawingHitAt(QPointF position) const;
    /// The stop or target under the pointer that may be dragged.
    [[nodiscard]] const LevelLine* movableLevelAt(QPointF position) const;
    [[nodiscard]] bool levelsAreMovable() const;
    /// What a press on the plot begins.
    [[nodiscard]] Drag beginGesture(QPointF position, Qt::KeyboardModifiers modifiers);
    void dragGesture(QPointF position);
    void endGesture(QPointF position);
    [[nodiscard]] bool cancelGesture();
    void beginDrawing(const ChartPoint& at);
    void endDrawing();
    void moveDrawing(QPointF position);
    void removeSelected();
    void selectNextDrawing();
    void editNote(std::size_t index);
    void endNote(std::size_t index, const QString& text);
    void measureTo(const ChartPoint& to);
    [[nodiscard]] bool useToolByKey();
    void followCursorWithTool();
    void grabNextLevel();
    void moveProposal(int ticks);
    void proposeLevel();
    void showCursorShape(QPointF position);
    void clickAt(QPointF position);
    void clickHit(const Hit& hit, QPointF position);

    ChartScene m_scene;
    ChartStyle m_style;
    Viewport m_viewport;
    PendingView m_pendingView{PendingView::Reset};
    std::int64_t m_pendingCenterMs{};
    std::uint64_t m_revision{1};
    mutable std::unique_ptr<ChartPainter> m_chart; ///< made when needed, dropped on a change
    QTimer m_paintTimer;
    Changes m_changes;
    LayerKey m_layerKey;
    QImage m_layer; ///< in device pixels, live parts included
    std::vector<Patch> m_patches;
    bool m_liveStale{true};
    QRegion m_paintedLive;    ///< device pixels
    QRegion m_paintedOverlay; ///< device pixels
    std::vector<Hit> m_hits;
    int m_staticPaints{};
    std::optional<Cursor> m_cursor;
    std::optional<Drag> m_drag;
    ChartTool m_tool{ChartTool::Pointer};
    bool m_drawingByKey{};          ///< the last drawing follows the cursor
    QLineEdit* m_noteEdit{nullptr}; ///< while a note is written
    bool m_focusRing{};
};

} // namespace wick::charts
