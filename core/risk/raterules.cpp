#include "core/risk/raterules.h"

namespace wick::core {

namespace {

constexpr RuleInfo kTradesPerHour{
    "trades_per_hour",
    "Trades an hour",
    RuleUnit::Count,
    {"TRADES_PER_HOUR", "The engine has made as many trades within an hour as it may."}};
constexpr RuleInfo kRejectStreak{
    "reject_streak",
    "Rejected orders",
    RuleUnit::Count,
    {"REJECT_STREAK", "Too many orders of the engine were rejected within a minute."}};
constexpr RuleInfo kOrderRate{
    "order_rate",
    "Entries a minute",
    RuleUnit::Count,
    {"ORDER_RATE", "As many orders were sent within a minute as entries may use."}};

/// A cap on how often, this one inside: equal is allowed.
RuleResult judge(const CountUse& use) noexcept
{
    return {use.limit, use.count + 1, use.count < use.limit};
}

} // namespace

const RuleInfo& TradesPerHourRule::info() const noexcept
{
    return kTradesPerHour;
}

RuleResult TradesPerHourRule::check(const OrderIntent& /*intent*/, const AccountView& account) const
{
    return judge(account.trades);
}

const RuleInfo& RejectStreakRule::info() const noexcept
{
    return kRejectStreak;
}

RuleResult RejectStreakRule::check(const OrderIntent& /*intent*/, const AccountView& account) const
{
    return {account.rejects.limit, account.rejects.count,
            account.rejects.count < account.rejects.limit};
}

const RuleInfo& OrderRateRule::info() const noexcept
{
    return kOrderRate;
}

RuleResult OrderRateRule::check(const OrderIntent& /*intent*/, const AccountView& account) const
{
    return judge(account.entriesSent);
}

} // namespace wick::core
