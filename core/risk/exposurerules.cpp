#include "core/risk/exposurerules.h"

#include "core/base/checked.h"

namespace wick::core {

namespace {

constexpr RuleInfo kWellFormed{
    "well_formed",
    "Smallest size",
    RuleUnit::Lots,
    {"TOO_SMALL", "The order is smaller than the market allows, or not complete."}};
constexpr RuleInfo kStopRequired{
    "stop_required",
    "Stop on the right side",
    RuleUnit::PriceUnits,
    {"NO_STOP", "The order has no stop, or it is on the wrong side of the entry."}};
constexpr RuleInfo kRiskPerTrade{
    "risk_per_trade",
    "Risk per trade",
    RuleUnit::MicroUsdc,
    {"RISK_PER_TRADE", "A stop-out would lose more than one trade may."}};
constexpr RuleInfo kMaxPosition{
    "max_position",
    "Largest size",
    RuleUnit::Lots,
    {"MAX_POSITION", "Open and pending size would exceed the largest size."}};
constexpr RuleInfo kMaxNotional{
    "max_notional",
    "Largest position",
    RuleUnit::MicroUsdc,
    {"MAX_NOTIONAL", "Open and pending value would exceed the largest position."}};
constexpr RuleInfo kMaxOpenPositions{
    "max_open_positions",
    "Open positions",
    RuleUnit::Count,
    {"MAX_OPEN_POSITIONS", "As many markets are held as may be held."}};

} // namespace

std::int64_t maxPositionLots(const RiskLimits& limits, const Instrument& instrument) noexcept
{
    constexpr int kBaseUnitDecimals = 9;
    if (limits.maxPosition == kNoLimit) {
        return kNoLimit;
    }
    return limits.maxPosition / powerOfTen(kBaseUnitDecimals - instrument.quantityDecimals());
}

std::int64_t riskBudget(const AccountView& account) noexcept
{
    if (account.riskPerTrade == kNoLimit) {
        return kNoLimit;
    }
    if (account.equity.count() <= 0) {
        return 0;
    }
    return saturate(static_cast<Int128>(account.equity.count()) * account.riskPerTrade / kPpmOne);
}

const RuleInfo& WellFormedRule::info() const noexcept
{
    return kWellFormed;
}

RuleResult WellFormedRule::check(const OrderIntent& intent, const AccountView& /*account*/) const
{
    const Instrument& instrument = *intent.instrument;
    const bool complete = (intent.side == Side::Buy || intent.side == Side::Sell)
                          && intent.price.count() > 0 && intent.quantity.count() > 0;
    const bool large =
        complete && intent.quantity >= instrument.minimumQuantity()
        && instrument.notional(intent.quantity, intent.price) >= instrument.minimumNotional();
    return {instrument.minimumQuantity().count(), intent.quantity.count(), large};
}

const RuleInfo& StopRequiredRule::info() const noexcept
{
    return kStopRequired;
}

RuleResult StopRequiredRule::check(const OrderIntent& intent, const AccountView& /*account*/) const
{
    if (!intent.stop || intent.stop->count() <= 0) {
        return {intent.price.count(), 0, false};
    }
    const std::int64_t distance = sign(intent.side) * (intent.price - *intent.stop).count();
    return {intent.price.count(), intent.stop->count(), distance > 0};
}

const RuleInfo& RiskPerTradeRule::info() const noexcept
{
    return kRiskPerTrade;
}

RuleResult RiskPerTradeRule::check(const OrderIntent& intent, const AccountView& account) const
{
    const std::int64_t budget = riskBudget(account);
    const std::int64_t loss = intent.lossAtStop.count();
    return {budget, loss, loss <= budget};
}

const RuleInfo& MaxPositionRule::info() const noexcept
{
    return kMaxPosition;
}

RuleResult MaxPositionRule::check(const OrderIntent& intent, const AccountView& account) const
{
    const std::int64_t limit = maxPositionLots(*account.limits, *intent.instrument);
    const std::int64_t lots = worstLots(intent, account);
    return {limit, lots, lots <= limit};
}

const RuleInfo& MaxNotionalRule::info() const noexcept
{
    return kMaxNotional;
}

RuleResult MaxNotionalRule::check(const OrderIntent& intent, const AccountView& account) const
{
    const std::int64_t limit = account.limits->maxNotional;
    // Without a mark there is no value to compare; the stale rule refuses such an intent anyway.
    const Price mark = account.mark.value_or(intent.price);
    const std::int64_t value =
        intent.instrument->notional(worstLots(intent, account), mark, Rounding::Up).count();
    return {limit, value, value <= limit};
}

const RuleInfo& MaxOpenPositionsRule::info() const noexcept
{
    return kMaxOpenPositions;
}

RuleResult MaxOpenPositionsRule::check(const OrderIntent& /*intent*/,
                                       const AccountView& account) const
{
    const std::int64_t after = account.openMarkets + (account.marketHeld ? 0 : 1);
    return {account.limits->maxOpenPositions, after,
            account.marketHeld || after <= account.limits->maxOpenPositions};
}

} // namespace wick::core
