#pragma once

#include "core/risk/riskrule.h"

namespace wick::core {

// What the market is like. Ages and distances: equal is still allowed.

/// Distance of the order's price from the mark.
class PriceCollarRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

/// Age of the last news of the market, in market time; no news at all is stale.
class StaleMarketRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

/// The session is open, and its close not too near.
class TradingHoursRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

} // namespace wick::core
