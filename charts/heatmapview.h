#pragma once

#include "charts/paint/chartscene.h"

#include <QString>
#include <QStringList>
#include <QWidget>

#include <cstddef>
#include <optional>
#include <vector>

namespace wick::charts {

/// How two markets move together, as a cell shows it.
struct HeatCell
{
    double rho = 0.0;
    double upTo = 0.0; ///< the bound that counts
    qint64 bars = 0;   ///< common ones
    bool known = false;
    bool grouped = false; ///< counted as one

    friend bool operator==(const HeatCell&, const HeatCell&) = default;
};

/// Markets against each other. Shape: `cells` row by row, as many as markets squared; those of the
/// diagonal are not looked at. `groups`: the number of each market's group.
struct HeatScene
{
    QStringList markets;
    std::vector<HeatCell> cells;
    std::vector<std::size_t> groups;

    friend bool operator==(const HeatScene&, const HeatScene&) = default;
};

/// Correlations as tinted cells: rho, the bound below it, an outline where two markets count as
/// one. Arrows walk the cells and speak them. Thread: GUI.
class HeatmapView final : public QWidget
{
    Q_OBJECT
public:
    explicit HeatmapView(QWidget* parent = nullptr);

    void setChartStyle(const ChartStyle& style);
    void setScene(HeatScene scene);
    [[nodiscard]] const HeatScene& scene() const noexcept { return m_scene; }
    /// All of a cell in words: "ETH and BTC: 0.88, up to 0.89, 2,016 common bars, one group".
    [[nodiscard]] QString wordsOf(std::size_t row, std::size_t column) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    struct Place
    {
        std::size_t row = 0;
        std::size_t column = 0;
    };
    [[nodiscard]] QRect rectOf(Place place) const;
    [[nodiscard]] int headWidth() const;
    [[nodiscard]] int headHeight() const;
    void paintCell(QPainter& painter, Place place) const;
    void move(int rows, int columns);
    void speak();

    HeatScene m_scene;
    ChartStyle m_style;
    Place m_at{0, 1};
};

} // namespace wick::charts
