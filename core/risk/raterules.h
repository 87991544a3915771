#pragma once

#include "core/risk/riskrule.h"

namespace wick::core {

// How often something happens. Caps: equal is allowed. A streak that is reached has paused the
// engine already (haltstate.h).

/// Trades of the engine within an hour, this one inside.
class TradesPerHourRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

/// Orders of the engine that were rejected within a minute.
class RejectStreakRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

/// Entries of all engines within a minute, this one inside. What exits, stops and cancels send
/// beyond the room kept for them counts as well.
class OrderRateRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

} // namespace wick::core
