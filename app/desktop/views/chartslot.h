#pragma once

#include <QWidget>

#include <cstdint>
#include <vector>

class QStackedLayout;
class QToolButton;
class QHBoxLayout;
class QButtonGroup;

namespace wick::desktop {

class EmptyState;

/// When a tool is seen in the title row.
enum class ToolRoom : std::uint8_t
{
    Always,
    WhereThereIsSome, ///< only in a wide chart
};

/// Whether a chart of a result may show another timeframe than that of the run.
enum class ResultTimeframe : std::uint8_t
{
    OfTheRun,
    Chosen,
};

/// The frame around one chart: title row with market and timeframes, and the chart below, or the
/// words for having no candles.
class ChartSlot final : public QWidget
{
    Q_OBJECT
public:
    explicit ChartSlot(QWidget* parent = nullptr);

    /// Markets to choose from; the first is shown until another is chosen.
    void setMarkets(const QStringList& markets);
    void setMarket(const QString& market);
    void setTimeframe(const QString& timeframe);
    [[nodiscard]] const QString& market() const noexcept { return m_market; }
    [[nodiscard]] const QString& timeframe() const noexcept { return m_timeframe; }

    /// Takes the chart; the slot owns it from now on.
    void setChart(QWidget* chart);
    void showChart();
    void showEmpty();
    /// That candles are on their way.
    void showLoading();
    /// A button of the chart's own at the right of the title row.
    void addTool(QToolButton* button, ToolRoom room = ToolRoom::Always);
    /// Shows a result in place of a running market: chip and slate line, and no market can be
    /// chosen, because it is the run's.
    void showResults(ResultTimeframe timeframe);

    static QStringList timeframes();

Q_SIGNALS:
    void marketChosen(const QString& market);
    void timeframeChosen(const QString& timeframe);
    void importRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void offerMarkets();
    void refresh();

    QHBoxLayout* m_title;
    QToolButton* m_marketButton;
    QButtonGroup* m_timeframes;
    QStackedLayout* m_stack;
    EmptyState* m_empty;
    QWidget* m_chart = nullptr;
    std::vector<QToolButton*> m_roomyTools; ///< seen where there is room
    QStringList m_markets;
    QString m_market;
    QString m_timeframe;
    bool m_backtest = false;
    bool m_fixedTimeframe = false;
};

} // namespace wick::desktop
