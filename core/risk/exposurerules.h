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

/// Loss at all stops, this order inside, against what is left of the account's budget of the day.
class FleetOpenRiskRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

/// The same of the engine and its budget.
class EngineOpenRiskRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

/// Markets that move together, held as one position, against equity times the leverage cap. Refuses
/// only what raises it.
class GroupExposureRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

/// Loss at the stops of markets that move together, against the budget of the day.
class GroupLossRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

/// Usual size of a day's result of all positions together. Refuses only what raises it.
class PortfolioVolatilityRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

/// Value of all positions, against equity times the leverage cap of the market.
class LeverageRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

/// Distance from the stop to where the venue would close the position.
class LiquidationGapRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

/// Initial margin of the order, against the free margin less what is kept back.
class MarginBufferRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

/// Lots in one market, against a multiple of its smallest order.
class StageCapRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

/// The limit `max_position` in lots of the market; kNoLimit stays it.
[[nodiscard]] std::int64_t maxPositionLots(const RiskLimits& limits,
                                           const Instrument& instrument) noexcept;
/// The smallest order of the market at this price: both of its minimums hold.
[[nodiscard]] std::int64_t smallestLots(const Instrument& instrument, Price price) noexcept;
/// The largest size a stage allows, in lots; kNoLimit without one.
[[nodiscard]] std::int64_t stageLots(const OrderIntent& intent,
                                     const AccountView& account) noexcept;
/// What the group of the intent's market would weigh with `lots` of it, in micro-USDC.
[[nodiscard]] std::int64_t
groupValue(const OrderIntent& intent, const AccountView& account, std::int64_t lots) noexcept;
/// What a day's result of all positions usually comes to with `lots` of the intent, in micro-USDC.
[[nodiscard]] std::int64_t
dayDeviation(const OrderIntent& intent, const AccountView& account, std::int64_t lots) noexcept;
/// Money that one more order may put at risk under both open-risk rules and the group's.
[[nodiscard]] std::int64_t riskRoom(const OrderIntent& intent, const AccountView& account) noexcept;
/// The most a group may weigh; kNoLimit without a limit.
[[nodiscard]] std::int64_t groupLimit(const AccountView& account) noexcept;
/// The most a day's result may usually come to; kNoLimit without a limit.
[[nodiscard]] std::int64_t deviationLimit(const AccountView& account) noexcept;
/// The money a trade may lose: the fraction of equity, rounded down; kNoLimit without a limit.
[[nodiscard]] std::int64_t riskBudget(const AccountView& account) noexcept;

} // namespace wick::core
