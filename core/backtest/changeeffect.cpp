#include "core/backtest/changeeffect.h"

#include <algorithm>
#include <optional>
#include <tuple>

namespace wick::core {

namespace {

auto orderOf(const SignalOutcome& signal)
{
    return std::tuple{signal.time, signal.engine};
}

std::optional<SignalChange> changeOf(const SignalOutcome& before, const SignalOutcome& now)
{
    if (before.sent() != now.sent()) {
        return before.sent() ? SignalChange::Blocked : SignalChange::Allowed;
    }
    if (!now.sent() || before.quantity == now.quantity) {
        return std::nullopt;
    }
    return now.quantity < before.quantity ? SignalChange::Smaller : SignalChange::Larger;
}

} // namespace

RunFigures& RunFigures::operator+=(const RunFigures& more) noexcept
{
    trades += more.trades;
    refused += more.refused;
    net += more.net;
    worstDay = std::min(worstDay, more.worstDay);
    worstDrawdown = std::max(worstDrawdown, more.worstDrawdown);
    days += more.days;
    daysHalted += more.daysHalted;
    return *this;
}

RunFigures figuresOf(const WhatIfResult& run)
{
    RunFigures figures;
    figures.trades = run.trades.size() + run.openTrades.size();
    figures.refused = static_cast<std::size_t>(
        std::count_if(run.signals.begin(), run.signals.end(),
                      [](const SignalOutcome& signal) { return !signal.sent(); }));
    figures.net = run.balance - run.startBalance;
    Money dayStart = run.startBalance;
    Money last = run.startBalance;
    Money peak = run.startBalance;
    Timestamp day{-1};
    for (const EquityPoint& point : run.equity) {
        // A value of midnight is the end of the day before.
        const Timestamp of = floorTo(point.time - Duration{1}, days(1));
        if (of != day) {
            ++figures.days;
            day = of;
            dayStart = last;
        }
        last = point.equity;
        peak = std::max(peak, last);
        figures.worstDay = std::min(figures.worstDay, last - dayStart);
        figures.worstDrawdown = std::max(figures.worstDrawdown, peak - last);
    }
    Timestamp halted{-1};
    for (const Halt& halt : run.halts) {
        const Timestamp of = floorTo(halt.since, days(1));
        figures.daysHalted += of != halted ? 1U : 0U;
        halted = of;
    }
    return figures;
}

ChangeEffect effectOf(const WhatIfResult& before, const WhatIfResult& now)
{
    ChangeEffect effect{figuresOf(before), figuresOf(now), {}};
    auto was = before.signals.begin();
    auto is = now.signals.begin();
    while (was != before.signals.end() || is != now.signals.end()) {
        if (is == now.signals.end()
            || (was != before.signals.end() && orderOf(*was) < orderOf(*is))) {
            effect.signals.push_back({SignalChange::Vanished, *was++, {}});
        } else if (was == before.signals.end() || orderOf(*is) < orderOf(*was)) {
            effect.signals.push_back({SignalChange::Appeared, {}, *is++});
        } else {
            if (const auto change = changeOf(*was, *is)) {
                effect.signals.push_back({*change, *was, *is});
            }
            ++was;
            ++is;
        }
    }
    return effect;
}

} // namespace wick::core
