#include "app/session/backtestjob.h"

#include "core/base/unreachable.h"

#include <utility>

namespace wick::session {

namespace {

[[nodiscard]] core::RunControl runControlOf(const JobControl& control)
{
    core::RunControl run;
    run.cancel = control.cancel;
    if (control.progress) {
        run.progress = [&control](std::size_t done, std::size_t total) {
            control.progress(JobPhase::Running, static_cast<std::int64_t>(done),
                             static_cast<std::int64_t>(total));
        };
    }
    return run;
}

} // namespace

std::string describe(const JobWarning& warning)
{
    switch (warning.kind) {
    case WarningKind::NotMadeForMarket:
        return warning.subject + " is not made for " + warning.detail;
    case WarningKind::RowsRefused:
        return warning.subject + ": " + warning.detail + " rows were refused and left out";
    case WarningKind::PartialFunding:
        return "the funding file does not cover the whole run of " + warning.subject
               + "; the standard rate is used outside it";
    case WarningKind::ExampleInstrument:
        return "ticks, lots, margins and spread of " + warning.subject
               + " are examples, not read from the venue";
    }
    core::unreachable();
}

std::vector<std::string> BacktestOutcome::strategyNames() const
{
    std::vector<std::string> names;
    for (const auto& engine : setup.engines) {
        names.push_back(engine.name);
    }
    return names;
}

BacktestOutcome runBacktest(PreparedBacktest prepared, const JobControl& control)
{
    BacktestOutcome outcome;
    outcome.setup = prepared.setup;
    outcome.warnings = std::move(prepared.warnings);
    outcome.fundingName = std::move(prepared.fundingName);
    std::vector<core::BarSeries> series;
    for (const auto& each : prepared.series) {
        series.push_back({each.instrument, each.candles.columns});
    }
    outcome.base = prepared.series.front().candles.columns.interval;
    core::RunStatistics statistics{outcome.setup.instruments, outcome.setup.engines.size(),
                                   outcome.setup.fill.kind};
    core::BacktestRunner runner{std::move(prepared.setup), std::move(series), prepared.from,
                                prepared.to, &statistics};
    outcome.result = runner.run(runControlOf(control));
    outcome.engines.assign(statistics.engines().begin(), statistics.engines().end());
    outcome.halts.assign(statistics.halts().begin(), statistics.halts().end());
    outcome.metrics = core::computeMetrics(outcome.result, outcome.setup.instruments, statistics,
                                           outcome.base, core::RandomSource{prepared.seed});
    outcome.series = std::move(prepared.series);
    return outcome;
}

} // namespace wick::session
