#include "app/desktop/adapters/whatifadapter.h"

#include "app/desktop/adapters/corevalues.h"
#include "app/desktop/text/describe.h"
#include "core/base/unreachable.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(DryRun)
};

constexpr int kMostTrades = 200;

std::size_t barsOf(const WhatIfSource& source)
{
    std::size_t bars = 0;
    for (const KeptCandles& candles : source.candles) {
        bars += candles.time.size();
    }
    return bars;
}

QString spanWords(const WhatIfSource& source)
{
    std::int64_t first = 0;
    std::int64_t last = 0;
    for (const KeptCandles& candles : source.candles) {
        if (!candles.time.empty()) {
            first = first == 0 ? candles.time.front() : std::min(first, candles.time.front());
            last = std::max(last, candles.time.back());
        }
    }
    constexpr std::int64_t kDayMs = 86'400'000;
    return number(static_cast<double>((last - first + kDayMs - 1) / kDayMs), 0);
}

QString changeWord(core::SignalChange change)
{
    switch (change) {
    case core::SignalChange::Blocked:
        return Words::tr("blocked");
    case core::SignalChange::Allowed:
        return Words::tr("let through");
    case core::SignalChange::Smaller:
        return Words::tr("smaller");
    case core::SignalChange::Larger:
        return Words::tr("larger");
    case core::SignalChange::Appeared:
        return Words::tr("new");
    case core::SignalChange::Vanished:
        return Words::tr("gone");
    }
    core::unreachable();
}

QString tradeLine(const core::ChangedSignal& changed, const WhatIfSource& source)
{
    const bool had = changed.change != core::SignalChange::Appeared;
    const core::SignalOutcome& any = had ? changed.before : changed.now;
    const core::Instrument& market = source.setup.instruments[any.instrument.count()];
    QString line = u"%1  %2 %3  %4"_s.arg(
        dayAndClockText(millisecondsOf(any.time)), shortMarket(text(market.symbol())),
        describe(any.side == core::Side::Buy ? RowSide::Long : RowSide::Short),
        changeWord(changed.change));
    if (changed.change == core::SignalChange::Smaller
        || changed.change == core::SignalChange::Larger) {
        line += u": "_s
                + Words::tr("%1 to %2")
                      .arg(number(fixedOf(changed.before.quantity, market)),
                           number(fixedOf(changed.now.quantity, market)));
    } else if (changed.change == core::SignalChange::Blocked) {
        line += u": "_s + translated(changed.now.refusal.sentence);
    }
    return line;
}

QString changesWords(const core::ChangeEffect& effect)
{
    using core::SignalChange;
    QStringList parts;
    for (const SignalChange change :
         {SignalChange::Blocked, SignalChange::Allowed, SignalChange::Smaller, SignalChange::Larger,
          SignalChange::Appeared, SignalChange::Vanished})
    {
        const auto count = std::count_if(
            effect.signals.begin(), effect.signals.end(),
            [change](const core::ChangedSignal& signal) { return signal.change == change; });
        if (count > 0) {
            parts.append(u"%1 %2"_s.arg(number(static_cast<double>(count), 0), changeWord(change)));
        }
    }
    return parts.isEmpty() ? Words::tr("No signal would have had another fate.")
                           : Words::tr("Signals: %1.").arg(parts.join(u", "_s));
}

std::vector<DryRunPoint> pointsOf(const std::vector<core::EquityPoint>& equity)
{
    std::vector<DryRunPoint> points;
    points.reserve(equity.size());
    for (const core::EquityPoint& point : equity) {
        points.push_back(
            {millisecondsOf(point.time), static_cast<double>(point.equity.count()) / 1e6});
    }
    return points;
}

DryRunLine countLine(const QString& name, std::size_t now, std::size_t with)
{
    return {name, number(static_cast<double>(now), 0), number(static_cast<double>(with), 0)};
}

DryRunLine moneyLine(const QString& name, core::Money now, core::Money with)
{
    return {name, signedMoney(fixedOf(now)), signedMoney(fixedOf(with)), toneOfMoney(fixedOf(now)),
            toneOfMoney(fixedOf(with))};
}

} // namespace

std::shared_ptr<const WhatIfSource> sourceOf(const core::CoreSetup& setup,
                                             const session::Snapshot& snapshot)
{
    auto source = std::make_shared<WhatIfSource>();
    source->setup = setup;
    for (const session::MarketStatus& market : snapshot.markets) {
        const core::Instrument& instrument = setup.instruments[market.instrument.count()];
        KeptCandles& candles = source->candles.emplace_back();
        candles.instrument = market.instrument;
        candles.priceDecimals = instrument.priceDecimals();
        candles.volumeDecimals = instrument.volumeDecimals();
        for (const auto& engine : setup.engines) {
            if (engine.instrument == market.instrument) {
                candles.interval = engine.base;
            }
        }
        const auto take = [&candles](const std::vector<core::ClosedBar>& bars) {
            for (const core::ClosedBar& bar : bars) {
                if (candles.time.empty() || core::toMilliseconds(bar.start) > candles.time.back()) {
                    candles.add(bar);
                }
            }
        };
        take(*market.bars.old);
        take(market.bars.recent);
    }
    if (barsOf(*source) == 0) {
        return nullptr;
    }
    source->words =
        Words::tr("the last %1 days, %2 engines").arg(spanWords(*source)).arg(setup.engines.size());
    return source;
}

std::shared_ptr<const WhatIfSource> sourceOf(const session::BacktestOutcome& outcome)
{
    auto source = std::make_shared<WhatIfSource>();
    source->setup = outcome.setup;
    for (const session::PreparedSeries& series : outcome.series) {
        const core::CandleColumns& columns = series.candles.columns;
        KeptCandles& candles = source->candles.emplace_back();
        candles.instrument = series.instrument;
        candles.priceDecimals = columns.priceDecimals;
        candles.volumeDecimals = columns.volumeDecimals;
        candles.interval = columns.interval;
        const auto from = core::toMilliseconds(outcome.result.first);
        const auto to = core::toMilliseconds(outcome.result.last);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (columns.time[i] >= from && columns.time[i] < to) {
                candles.add(columns.bar(i));
            }
        }
    }
    source->words = Words::tr("the backtest shown, %1 days").arg(spanWords(*source));
    return source;
}

DryRunSummary dryRunOf(const WhatIfAnswer& answer, const WhatIfSource& source)
{
    const core::RunFigures& now = answer.effect.before;
    const core::RunFigures& with = answer.effect.now;
    DryRunSummary summary;
    summary.over = source.words;
    summary.now = pointsOf(answer.before);
    summary.with = pointsOf(answer.after);
    const QString bars = number(static_cast<double>(barsOf(source)), 0);
    if (!answer.complete()) {
        summary.took = Words::tr("%1 of %2 bars").arg(percent(answer.share * 100.0, 0), bars);
    } else {
        summary.took = Words::tr("%1 bars in %2 ms").arg(bars, number(answer.milliseconds, 0));
    }
    summary.differs = !answer.effect.signals.empty() || now.net != with.net;
    summary.lines = {
        countLine(Words::tr("Trades"), now.trades, with.trades),
        countLine(Words::tr("Refused"), now.refused, with.refused),
        moneyLine(Words::tr("Net, USDC"), now.net, with.net),
        moneyLine(Words::tr("Worst day"), now.worstDay, with.worstDay),
        moneyLine(Words::tr("Worst drawdown"), -now.worstDrawdown, -with.worstDrawdown),
        countLine(Words::tr("Days halted"), now.daysHalted, with.daysHalted)};
    if (!answer.complete()) { // half a run beside a whole one says nothing
        for (DryRunLine& line : summary.lines) {
            line.with = missingText();
            line.withTone = Tone::Secondary;
        }
        return summary;
    }
    summary.changes = changesWords(answer.effect);
    // What is blocked comes first: a smaller trade is still a trade.
    std::vector<core::ChangedSignal> changes = answer.effect.signals;
    std::stable_partition(changes.begin(), changes.end(), [](const core::ChangedSignal& changed) {
        return changed.change == core::SignalChange::Blocked;
    });
    for (const core::ChangedSignal& changed : changes) {
        if (summary.trades.size() == kMostTrades) {
            break;
        }
        summary.trades.append(tradeLine(changed, source));
    }
    return summary;
}

} // namespace wick::desktop
