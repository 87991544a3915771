#include "core/risk/lossrules.h"

namespace wick::core {

namespace {

constexpr RuleInfo kHalt{"halt",
                         "No halt in force",
                         RuleUnit::None,
                         {"HALTED", "Entries are blocked by a halt, a lock or a pause."}};
constexpr RuleInfo kFleetDaily{"daily_loss",
                               "Day loss",
                               RuleUnit::MicroUsdc,
                               {"DAILY_LOSS", "The account has lost what it may lose in a day."}};
constexpr RuleInfo kEngineDaily{
    "engine.daily_loss",
    "Day loss of the engine",
    RuleUnit::MicroUsdc,
    {"ENGINE_DAILY_LOSS", "The engine has lost what it may lose in a day."}};
constexpr RuleInfo kFleetPeak{
    "peak_drawdown",
    "Peak drawdown",
    RuleUnit::MicroUsdc,
    {"PEAK_DRAWDOWN", "The account has fallen from its peak as far as it may."}};
constexpr RuleInfo kEnginePeak{
    "engine.peak_drawdown",
    "Peak drawdown of the engine",
    RuleUnit::MicroUsdc,
    {"ENGINE_PEAK_DRAWDOWN", "The engine has fallen from its best result as far as it may."}};
constexpr RuleInfo kFleetRolling{
    "rolling_loss",
    "Loss in 24 hours",
    RuleUnit::MicroUsdc,
    {"ROLLING_LOSS", "The account has lost what it may lose in 24 hours."}};
constexpr RuleInfo kEngineRolling{
    "engine.rolling_loss",
    "Loss of the engine in 24 hours",
    RuleUnit::MicroUsdc,
    {"ENGINE_ROLLING_LOSS", "The engine has lost what it may lose in 24 hours."}};
constexpr RuleInfo kLossStreak{"loss_streak",
                               "Losses in a row",
                               RuleUnit::Count,
                               {"LOSS_STREAK", "The engine has lost too many trades in a row."}};
constexpr RuleInfo kSlippageStreak{
    "slippage_streak",
    "Bad fills in a row",
    RuleUnit::Count,
    {"SLIPPAGE_STREAK", "The engine's fills are worse than they should be."}};

RuleResult judge(const CountUse& use) noexcept
{
    return {use.limit, use.count, use.count < use.limit};
}

RuleResult judge(const LossUse& use) noexcept
{
    return {use.limit, use.loss, use.loss < use.limit};
}

} // namespace

const RuleInfo& HaltRule::info() const noexcept
{
    return kHalt;
}

RuleResult HaltRule::check(const OrderIntent& /*intent*/, const AccountView& account) const
{
    return {0, account.halt == nullptr ? 0 : 1, account.halt == nullptr};
}

const RuleInfo& FleetDailyLossRule::info() const noexcept
{
    return kFleetDaily;
}

RuleResult FleetDailyLossRule::check(const OrderIntent& /*intent*/,
                                     const AccountView& account) const
{
    return judge(account.fleetDay);
}

const RuleInfo& EngineDailyLossRule::info() const noexcept
{
    return kEngineDaily;
}

RuleResult EngineDailyLossRule::check(const OrderIntent& /*intent*/,
                                      const AccountView& account) const
{
    return judge(account.engineDay);
}

const RuleInfo& FleetPeakDrawdownRule::info() const noexcept
{
    return kFleetPeak;
}

RuleResult FleetPeakDrawdownRule::check(const OrderIntent& /*intent*/,
                                        const AccountView& account) const
{
    return judge(account.fleetPeak);
}

const RuleInfo& EnginePeakDrawdownRule::info() const noexcept
{
    return kEnginePeak;
}

RuleResult EnginePeakDrawdownRule::check(const OrderIntent& /*intent*/,
                                         const AccountView& account) const
{
    return judge(account.enginePeak);
}

const RuleInfo& FleetRollingLossRule::info() const noexcept
{
    return kFleetRolling;
}

RuleResult FleetRollingLossRule::check(const OrderIntent& /*intent*/,
                                       const AccountView& account) const
{
    return judge(account.fleetRolling);
}

const RuleInfo& EngineRollingLossRule::info() const noexcept
{
    return kEngineRolling;
}

RuleResult EngineRollingLossRule::check(const OrderIntent& /*intent*/,
                                        const AccountView& account) const
{
    return judge(account.engineRolling);
}

const RuleInfo& LossStreakRule::info() const noexcept
{
    return kLossStreak;
}

RuleResult LossStreakRule::check(const OrderIntent& /*intent*/, const AccountView& account) const
{
    return judge(account.lossStreak);
}

const RuleInfo& SlippageStreakRule::info() const noexcept
{
    return kSlippageStreak;
}

RuleResult SlippageStreakRule::check(const OrderIntent& /*intent*/,
                                     const AccountView& account) const
{
    return judge(account.slipStreak);
}

} // namespace wick::core
