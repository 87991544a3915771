#include "core/backtest/propevaluation.h"

#include <algorithm>
#include <set>

namespace wick::core {

namespace {

constexpr double kBlockDays = 5.0;
constexpr std::size_t kLongestEvaluation = 365; ///< days, where the rules name none

double fraction(std::int64_t ppm) noexcept
{
    return static_cast<double>(ppm) / 1e6;
}

} // namespace

std::vector<PropDay> propDaysOf(std::span<const EquityPoint> equity,
                                std::span<const TradeRow> trades)
{
    std::set<Timestamp> entered;
    for (const TradeRow& trade : trades) {
        entered.insert(floorTo(trade.entryTime, days(1)));
    }
    std::vector<PropDay> found;
    Timestamp day{-1};
    double start = 0.0;
    double last = equity.empty() ? 0.0 : static_cast<double>(equity.front().equity.count());
    double balance = last;
    auto closed = trades.begin(); // in order of their exits
    for (const EquityPoint& point : equity) {
        // A value of midnight is the end of the day before.
        const Timestamp of = std::max(floorTo(point.time - Duration{1}, days(1)), Timestamp{});
        if (of != day) {
            day = of;
            start = last;
            for (; closed != trades.end() && closed->exitTime <= day; ++closed) {
                balance += static_cast<double>(closed->net().count());
            }
            found.push_back({});
            found.back().traded = entered.contains(day);
            found.back().open = start > 0.0 ? 1.0 - balance / start : 0.0;
        }
        last = static_cast<double>(point.equity.count());
        PropDay& now = found.back();
        now.close = start > 0.0 ? last / start - 1.0 : 0.0;
        now.low = std::min(now.low, now.close);
        now.high = std::max(now.high, now.close);
    }
    return found;
}

PropRun playEvaluation(std::span<const PropDay> days, const PropRules& rules)
{
    double equity = 1.0;
    double highest = 1.0;
    int traded = 0;
    PropRun run;
    for (const PropDay& day : days) {
        ++run.days;
        traded += day.traded ? 1 : 0;
        const double reference =
            rules.dayReference == PropReference::Equity ? equity : equity * (1.0 - day.open);
        const double low = equity * (1.0 + day.low);
        const double floor =
            (rules.drawdown == PropDrawdown::Static ? 1.0 : highest) - fraction(rules.maxDrawdown);
        if (low <= reference - fraction(rules.dayLoss)) {
            run.outcome = PropOutcome::DayLoss;
            return run;
        }
        if (low <= floor) {
            run.outcome = PropOutcome::Drawdown;
            return run;
        }
        highest = std::max(highest, equity * (1.0 + day.high));
        equity *= 1.0 + day.close;
        if (equity >= 1.0 + fraction(rules.target) && traded >= rules.minimumDays) {
            run.outcome = PropOutcome::Passed;
            return run;
        }
        if (rules.mostDays > 0 && run.days >= rules.mostDays) {
            run.outcome = PropOutcome::TimeOut;
            return run;
        }
    }
    return run;
}

PropOdds evaluationOdds(std::span<const PropDay> days,
                        const PropRules& rules,
                        std::size_t samples,
                        RandomSource random)
{
    PropOdds odds;
    if (days.empty() || samples == 0) {
        return odds;
    }
    const std::size_t length =
        rules.mostDays > 0 ? static_cast<std::size_t>(rules.mostDays) : kLongestEvaluation;
    std::vector<int> passed;
    std::vector<PropDay> drawn(length);
    const double each = 1.0 / static_cast<double>(samples);
    for (std::size_t sample = 0; sample < samples; ++sample) {
        std::size_t at = 0;
        for (std::size_t i = 0; i < length; ++i) {
            const bool begins = i == 0 || random.uniform() * kBlockDays < 1.0;
            at = begins ? random.below(days.size()) : (at + 1) % days.size();
            drawn[i] = days[at];
        }
        const PropRun run = playEvaluation(drawn, rules);
        switch (run.outcome) {
        case PropOutcome::Passed:
            odds.passed += each;
            passed.push_back(run.days);
            break;
        case PropOutcome::DayLoss:
            odds.dayLoss += each;
            break;
        case PropOutcome::Drawdown:
            odds.drawdown += each;
            break;
        case PropOutcome::TimeOut:
        case PropOutcome::Unfinished:
            odds.undecided += each;
            break;
        }
    }
    if (!passed.empty()) {
        const auto middle = passed.begin() + static_cast<std::ptrdiff_t>(passed.size() / 2);
        std::nth_element(passed.begin(), middle, passed.end());
        odds.medianDays = *middle;
    }
    return odds;
}

} // namespace wick::core
