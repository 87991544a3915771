#include "app/desktop/backtestworker.h"

#include "app/desktop/adapters/candlechart.h"
#include "app/desktop/adapters/traderegimes.h"

#include <QElapsedTimer>

#include <utility>

namespace wick::desktop {

namespace {

constexpr qint64 kProgressMs = 50;

} // namespace

session::JobControl BacktestWorker::controlOf(const BacktestOrder& order)
{
    auto clock = std::make_shared<QElapsedTimer>();
    clock->start();
    m_lastProgress = -kProgressMs;
    session::JobControl control;
    control.cancel = order.cancel.get();
    control.progress = [this, clock](session::JobPhase phase, std::int64_t done,
                                     std::int64_t total) {
        // A queued signal is an unbounded queue: twenty a second are enough for a bar.
        if (clock->elapsed() - m_lastProgress >= kProgressMs) {
            m_lastProgress = clock->elapsed();
            Q_EMIT progressed(phase == session::JobPhase::Reading, done, total);
        }
    };
    return control;
}

void BacktestWorker::run(const std::shared_ptr<BacktestOrder>& order)
{
    const session::JobControl control = controlOf(*order);
    auto prepared = session::prepareBacktest(order->job, control);
    if (!prepared) {
        Q_EMIT failed(QString::fromStdString(session::describe(prepared.error())));
        return;
    }
    QElapsedTimer clock;
    clock.start();
    auto run = std::make_shared<BacktestRun>();
    run->outcome = session::runBacktest(std::move(*prepared), control);
    run->seconds = static_cast<double>(clock.nsecsElapsed()) / 1e9;
    if (!run->outcome.result.cancelled) {
        const core::EngineSetup& engine = run->outcome.setup.engines.front();
        const core::Instrument& instrument =
            run->outcome.setup.instruments[engine.instrument.count()];
        const session::LoadedCandles& candles =
            run->outcome.series[engine.instrument.count()].candles;
        run->missingBars =
            missingBars(candles.columns, core::TradingCalendar{instrument.calendar()});
        run->regimes = regimesAt(run->outcome.result.trades, candles, instrument);
        run->chart =
            candleChart(candles, instrument, engine.timeframe, engine.strategy->describe().plots);
    }
    Q_EMIT finished(run);
}

void BacktestWorker::follow(const std::shared_ptr<const BacktestRun>& run, core::TrailRange range)
{
    Q_EMIT followed(run, trailOf(run->outcome, range));
}

void BacktestWorker::tell(const std::shared_ptr<const BacktestRun>& run)
{
    Q_EMIT told(run, tellAgain(run->outcome));
}

} // namespace wick::desktop
