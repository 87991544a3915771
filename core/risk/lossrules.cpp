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

} // namespace wick::core
