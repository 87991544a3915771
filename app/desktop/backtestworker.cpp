#include "app/desktop/backtestworker.h"

#include <QElapsedTimer>

#include <utility>

namespace wick::desktop {

namespace {

constexpr qint64 kProgressMs = 50;

std::int64_t powerOfTen(int exponent)
{
    std::int64_t power = 1;
    for (int i = 0; i < exponent; ++i) {
        power *= 10;
    }
    return power;
}

/// The bars of a stored series in the units of the instrument that ran on them.
std::shared_ptr<const ChartSeries> chartOf(const session::LoadedCandles& candles,
                                           const core::Instrument& instrument,
                                           core::Duration timeframe,
                                           const std::vector<core::Plot>& plots)
{
    auto series = std::make_shared<ChartSeries>(
        instrument, ChartSeries::Setup{timeframe, candles.columns.interval, plots, 20'000});
    const std::int64_t scale =
        powerOfTen(std::max(0, instrument.priceDecimals() - candles.columns.priceDecimals));
    const std::int64_t volume =
        powerOfTen(std::max(0, instrument.volumeDecimals() - candles.columns.volumeDecimals));
    for (std::size_t i = 0; i < candles.columns.size(); ++i) {
        core::ClosedBar bar = candles.columns.bar(i);
        bar.open = core::Price{bar.open.count() * scale};
        bar.high = core::Price{bar.high.count() * scale};
        bar.low = core::Price{bar.low.count() * scale};
        bar.close = core::Price{bar.close.count() * scale};
        bar.volume = core::Volume{bar.volume.count() * volume};
        series->add(bar);
    }
    return series;
}

/// Base bars missing between the first and the last while the market was open.
std::int64_t missingIn(const core::CandleColumns& columns, core::TradingCalendar calendar)
{
    const std::int64_t interval = core::toMilliseconds(columns.interval);
    core::CalendarCursor cursor{calendar};
    std::int64_t missing = 0;
    for (std::size_t i = 1; i < columns.size(); ++i) {
        for (std::int64_t at = columns.time[i - 1] + interval; at < columns.time[i]; at += interval)
        {
            missing +=
                cursor.at(core::fromMilliseconds(at)).hours == core::MarketHours::Open ? 1 : 0;
        }
    }
    return missing;
}

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
        run->missingBars = missingIn(candles.columns, core::TradingCalendar{instrument.calendar()});
        run->chart =
            chartOf(candles, instrument, engine.timeframe, engine.strategy->describe().plots);
    }
    Q_EMIT finished(run);
}

} // namespace wick::desktop
