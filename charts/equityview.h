#pragma once

#include "charts/paint/equitypainter.h"

#include <QPixmap>
#include <QTimer>
#include <QWidget>

#include <optional>

namespace wick::charts {

/// Equity with its drawdown below, a marker at the selected trade and a read-out under the pointer.
/// Thread: GUI.
class EquityView final : public QWidget
{
    Q_OBJECT
public:
    explicit EquityView(QWidget* parent = nullptr);

    void setChartStyle(const ChartStyle& style);
    void setPoints(std::vector<EquityPoint> points, double start);
    void setDrawdownPane(DrawdownPane shown);
    /// A dashed line at each: risk limits were changed there.
    void setChanges(std::vector<std::int64_t> timesMs);
    void setSelectedTime(std::optional<std::int64_t> timeMs);
    void setDecimals(int decimals);
    void setEmptyState(const QString& title, const QString& hint);

    [[nodiscard]] const EquityScene& scene() const noexcept { return m_scene; }
    /// The view as it is shown, without read-out.
    [[nodiscard]] QImage picture() const;
    [[nodiscard]] int staticPaints() const noexcept { return m_staticPaints; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// A place on the curve was clicked, or chosen with Return.
    void timeClicked(qint64 timeMs);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void sceneChanged();
    void schedulePaint();
    void setReadout(std::optional<std::size_t> point);
    void speak();
    [[nodiscard]] QSize deviceSize() const;
    [[nodiscard]] EquityPainter chart() const;

    EquityScene m_scene;
    ChartStyle m_style;
    QTimer m_paintTimer;
    QPixmap m_layer;
    bool m_stale{true};
    bool m_focusRing{};
    int m_staticPaints{};
    std::optional<std::size_t> m_readout;
};

} // namespace wick::charts
