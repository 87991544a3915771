#pragma once

#include "app/desktop/adapters/chartseries.h"
#include "app/desktop/theme/theme.h"
#include "app/session/snapshot.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>

class QSettings;

namespace wick::charts {
class PriceChart;
}

namespace wick::desktop {

class ChartSlot;
class ChartToolbar;

/// Keeps one chart of the running session: its market and timeframe, its bars as they come, and
/// what the session did on it. Thread: GUI.
class ChartController final : public QObject
{
    Q_OBJECT
public:
    /// What the chart shows, its market and its timeframe are kept in `settings` under `name`,
    /// drawings under their market.
    ChartController(ChartSlot& slot,
                    QSettings& settings,
                    const QString& name,
                    std::size_t firstMarket,
                    QObject* parent = nullptr);

    void setTheme(const Theme& theme);
    /// Shows the newest snapshot; does nothing while the slot is hidden.
    void follow(const std::shared_ptr<const session::Snapshot>& snapshot);
    void showMarket(const QString& symbol);
    void showTimeframe(const QString& timeframe);
    void centerOn(qint64 timeMs);
    [[nodiscard]] charts::PriceChart& chart() const noexcept { return *m_chart; }

Q_SIGNALS:
    /// A person chose them on this chart.
    void marketChosen(const QString& symbol);
    void timeframeChosen(const QString& timeframe);
    /// A stop was dragged on the chart. Units: prices.
    void stopDragged(wick::core::InstrumentId market, double from, double to);
    /// A trade or signal mark was clicked: "trade 12", "signal 7".
    void markChosen(const QString& id);

private:
    void connectSlot();
    void connectSettings();
    void rebuild();
    void takeStoredMarket(const session::Snapshot& snapshot);
    [[nodiscard]] QString drawingsKey() const;
    void takeLog();
    void takeExcursions();
    void takeBars(const session::MarketStatus& status);
    void takeSession();
    void takeTrades();
    void takeSignals();
    void takeLevels();
    [[nodiscard]] const session::MarketStatus* market() const;
    [[nodiscard]] const core::Instrument* instrument() const;
    [[nodiscard]] core::InstrumentId marketId() const;

    ChartSlot& m_slot;
    QSettings& m_settings;
    QString m_name;
    charts::PriceChart* m_chart; ///< owned by the slot
    ChartToolbar* m_toolbar;     ///< child of the slot
    std::shared_ptr<const session::Snapshot> m_snapshot;
    std::optional<ChartSeries> m_series;
    std::size_t m_market;
    core::Duration m_timeframe = core::minutes(5);
    std::size_t m_shownCandles = 0;
    int m_shownGapRevision = -1;
    const void* m_shownTrades = nullptr;
    const void* m_shownSignals = nullptr;
    const void* m_shownLog = nullptr;
    std::vector<core::EngineId> m_shownEntries;
};

} // namespace wick::desktop
