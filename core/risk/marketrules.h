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

/// The session is open.
class TradingHoursRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

/// The session's close is not too near.
class PreCloseRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

/// The venue takes orders that open a position.
class MarketStatusRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

/// Distance of best bid and ask. Without a book it passes and says so.
class SpreadRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

/// Size near the best price on the side the order takes. Without a book it passes and says so.
class DepthRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

/// Difference of our clock and the venue's. With one clock only it passes and says so.
class ClockSkewRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

/// The stop is far enough away to pay for the round trip, and the expected edge is too once it is
/// known (definitions D.5).
class CostRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

/// No event outside the market keeps entries out.
class EventWindowRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

/// No operator trades the market by hand.
class TakeOverRule final : public RiskRule
{
public:
    [[nodiscard]] const RuleInfo& info() const noexcept override;
    [[nodiscard]] RuleResult check(const OrderIntent& intent,
                                   const AccountView& account) const override;
};

} // namespace wick::core
