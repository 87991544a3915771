#pragma once

#include "core/risk/riskrule.h"

namespace wick::core {

// What an order would add. Caps: equal is allowed, one unit more is refused.

/// A side, a positive price and quantity, and at least the market's smallest order.
class WellFormedRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

/// A stop, and on the losing side of the entry.
class StopRequiredRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

/// Loss at the stop, costs inside, against a fraction of equity.
class RiskPerTradeRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

/// Lots in one market, open and pending.
class MaxPositionRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

/// Value in one market, open and pending, at the mark of the review.
class MaxNotionalRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

/// Markets with a position or an entry at work; adding to one that is held is allowed.
class MaxOpenPositionsRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

/// The limit `max_position` in lots of the market; kNoLimit stays it.
[[nodiscard]] std::int64_t maxPositionLots(const RiskLimits& limits,
                                           const Instrument& instrument) noexcept;
/// The money a trade may lose: the fraction of equity, rounded down; kNoLimit without a limit.
[[nodiscard]] std::int64_t riskBudget(const AccountView& account) noexcept;

} // namespace wick::core
