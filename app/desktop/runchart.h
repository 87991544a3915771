#pragma once

#include "app/desktop/adapters/replayseries.h"
#include "app/desktop/adapters/runstory.h"
#include "app/desktop/backtestworker.h"
#include "app/desktop/theme/theme.h"

#include <QObject>

#include <memory>
#include <optional>

namespace wick::charts {
class PriceChart;
}

namespace wick::desktop {

class ChartSlot;

/// One chart of a finished run: all of it, one trade of it, or how it stood at a moment of its
/// replay. Thread: GUI.
class RunChart final : public QObject
{
    Q_OBJECT
public:
    /// `timeframe` is shown when it can be made of the run's bars, else that of the run; empty:
    /// that of the run.
    explicit RunChart(ChartSlot& slot, QString timeframe = {}, QObject* parent = nullptr);

    void setTheme(const Theme& theme);
    void setRun(std::shared_ptr<const BacktestRun> run);
    /// Shows the whole run, whatever was shown before.
    void showAll();
    void showTrade(const core::TradeRow& trade);
    /// Nothing that was not known at that moment.
    void showMoment(core::Timestamp moment, const RunStory& story);
    [[nodiscard]] charts::PriceChart& chart() const noexcept { return *m_chart; }

Q_SIGNALS:
    /// Another timeframe was chosen and is set: what is shown has to be shown anew.
    void timeframeChanged();

private:
    [[nodiscard]] const core::EngineSetup& engine() const;
    [[nodiscard]] const core::Instrument& instrument() const;
    void chooseTimeframe();
    void showBars();
    void showEvents(core::Timestamp moment, const RunStory& story);
    void showStanding(core::Timestamp moment, const RunStory& story);

    ChartSlot& m_slot;
    charts::PriceChart* m_chart; ///< owned by the slot
    std::shared_ptr<const BacktestRun> m_run;
    QString m_wanted;
    core::Duration m_timeframe{};
    std::shared_ptr<const ChartSeries> m_series; ///< the whole run
    std::optional<ReplaySeries> m_replay;        ///< while a moment is shown
    std::size_t m_shownBase = 0;                 ///< base bars of the moment that is shown
    std::size_t m_shownCandles = 0;
    std::size_t m_shownHoles = 0;
};

} // namespace wick::desktop
