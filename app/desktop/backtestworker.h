#pragma once

#include "app/desktop/adapters/chartseries.h"
#include "app/desktop/adapters/runstory.h"
#include "app/desktop/adapters/runtrail.h"
#include "app/session/backtestjob.h"
#include "core/indicators/regime.h"

#include <QObject>

#include <atomic>
#include <memory>

namespace wick::desktop {

/// A backtest that was asked for, and the switch that ends it early.
struct BacktestOrder
{
    session::BacktestJob job;
    std::shared_ptr<std::atomic<bool>> cancel = std::make_shared<std::atomic<bool>>(false);
};

/// A finished run with everything its workspace shows.
struct BacktestRun
{
    session::BacktestOutcome outcome;
    std::shared_ptr<const ChartSeries> chart; ///< at the strategy's timeframe
    std::vector<core::Regime> regimes;        ///< at the entry of each trade
    double seconds = 0.0;                     ///< of the run alone
    std::int64_t missingBars = 0;             ///< base bars that open hours should have had
};

/// Runs backtests one after the other. Thread: lives on the backtest thread; slots run there.
class BacktestWorker final : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    void run(const std::shared_ptr<BacktestOrder>& order);
    /// Runs it once more for what its strategy saw and decided then.
    void follow(const std::shared_ptr<const BacktestRun>& run, core::TrailRange range);
    /// Runs it once more for what its result does not keep.
    void tell(const std::shared_ptr<const BacktestRun>& run);

Q_SIGNALS:
    /// `reading` while the file is read, in its bytes; then in bars.
    void progressed(bool reading, qint64 done, qint64 total);
    void finished(std::shared_ptr<wick::desktop::BacktestRun> run);
    void failed(const QString& sentence);
    /// The story is null when the run did not repeat itself.
    void told(const std::shared_ptr<const wick::desktop::BacktestRun>& run,
              const std::shared_ptr<const wick::desktop::RunStory>& story);
    /// The trail is null when the run did not repeat itself.
    void followed(const std::shared_ptr<const wick::desktop::BacktestRun>& run,
                  const std::shared_ptr<const wick::desktop::RunTrail>& trail);

private:
    [[nodiscard]] session::JobControl controlOf(const BacktestOrder& order);

    qint64 m_lastProgress = 0;
};

} // namespace wick::desktop
