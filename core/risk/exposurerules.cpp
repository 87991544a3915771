#include "core/risk/exposurerules.h"

#include "core/base/checked.h"
#include "core/risk/liquidation.h"

#include <algorithm>
#include <utility>

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
constexpr RuleInfo kFleetOpenRisk{
    "open_risk",
    "Risk open at once",
    RuleUnit::MicroUsdc,
    {"OPEN_RISK", "All stops together would lose more than is left of the day's budget."}};
constexpr RuleInfo kEngineOpenRisk{
    "engine.open_risk",
    "Risk of the engine",
    RuleUnit::MicroUsdc,
    {"ENGINE_OPEN_RISK", "The engine's stops would lose more than is left of its day's budget."}};
constexpr RuleInfo kGroupExposure{
    "group_exposure",
    "Exposure of a group",
    RuleUnit::MicroUsdc,
    {"GROUP_EXPOSURE", "Markets that move together would weigh more than a group may."}};
constexpr RuleInfo kGroupLoss{
    "group_loss",
    "Risk of a group",
    RuleUnit::MicroUsdc,
    {"GROUP_LOSS", "The stops of markets that move together would lose more than a group may."}};
constexpr RuleInfo kPortfolioVolatility{
    "portfolio_vol",
    "Swing of a day",
    RuleUnit::MicroUsdc,
    {"PORTFOLIO_VOLATILITY", "All positions together would swing more in a day than they may."}};
constexpr RuleInfo kLeverage{
    "max_leverage",
    "Gross leverage",
    RuleUnit::MicroUsdc,
    {"MAX_LEVERAGE", "All positions together would be worth more than the leverage cap allows."}};
constexpr RuleInfo kLiquidationGap{
    "liquidation_gap",
    "Stop before liquidation",
    RuleUnit::PriceUnits,
    {"NEAR_LIQUIDATION", "The stop is too close to where the venue would close the position."},
    Bound::AtLeast};
constexpr RuleInfo kMarginBuffer{
    "margin_buffer",
    "Margin kept back",
    RuleUnit::MicroUsdc,
    {"MARGIN_BUFFER", "The order would use margin that is kept back."}};
constexpr RuleInfo kStageCap{
    "stage_cap",
    "Size of a stage",
    RuleUnit::Lots,
    {"STAGE_CAP", "Open and pending size would exceed what the stage allows."}};

constexpr std::int64_t kWildVolatility = 100'000; ///< of a day, ppm

using Exposures = InlineVector<Exposure, kMostMarkets + 1>; ///< one may be new

/// What is held in every market when the worse side of its pending entries fills and `lots` of the
/// intent as well.
Exposures exposuresWith(const OrderIntent& intent, const AccountView& account, std::int64_t lots)
{
    const Instrument& instrument = *intent.instrument;
    std::int64_t more =
        instrument.notional(lots, account.mark.value_or(intent.price), Rounding::Up).count();
    Exposures exposures;
    for (const auto& holding : account.holdings) {
        std::int64_t buys = holding.pendingBuy;
        std::int64_t sells = holding.pendingSell;
        if (holding.market == instrument.id()) {
            (intent.side == Side::Buy ? buys : sells) += std::exchange(more, 0);
        }
        const std::int64_t up = holding.open + buys;
        const std::int64_t down = holding.open - sells;
        exposures.push_back({holding.market, up >= -down ? up : down, holding.volatility});
    }
    if (more != 0) { // a market that nobody has looked at counts as wild
        exposures.push_back({instrument.id(), sign(intent.side) * more, kWildVolatility});
    }
    return exposures;
}

std::int64_t groupOf(const OrderIntent& intent, const AccountView& account) noexcept
{
    return static_cast<std::int64_t>(account.pairs->groupOf(intent.instrument->id()));
}

/// Loss at the stops of the intent's group as it stands.
std::int64_t groupRisk(const OrderIntent& intent, const AccountView& account) noexcept
{
    std::int64_t risk = 0;
    for (const auto& holding : account.holdings) {
        if (static_cast<std::int64_t>(account.pairs->groupOf(holding.market))
            == groupOf(intent, account)) {
            risk += holding.risk;
        }
    }
    return risk;
}

std::int64_t allRisk(const AccountView& account) noexcept
{
    std::int64_t risk = 0;
    for (const auto& holding : account.holdings) {
        risk += holding.risk;
    }
    return risk;
}

/// What the stops of a scope may lose together: a share of what its day may still lose.
std::int64_t openRiskLimit(const AccountView& account, const LossUse& day) noexcept
{
    if (day.limit == kNoLimit || account.limits->openRisk == kNoLimit) {
        return kNoLimit;
    }
    return partDown(std::max<std::int64_t>(0, day.limit - day.loss), account.limits->openRisk);
}

std::int64_t groupLossLimit(const AccountView& account) noexcept
{
    if (account.fleetDay.limit == kNoLimit || account.limits->groupLoss == kNoLimit) {
        return kNoLimit;
    }
    return partDown(account.fleetDay.limit, account.limits->groupLoss);
}

} // namespace

std::int64_t smallestLots(const Instrument& instrument, Price price) noexcept
{
    const Int128 one = instrument.value(1, price);
    if (one <= 0) {
        return kNoLimit;
    }
    const Int128 floor =
        static_cast<Int128>(instrument.minimumNotional().count()) * instrument.valueDivisor();
    const std::int64_t lots = saturate(divide(floor, one, Rounding::Up));
    return std::max(lots, instrument.minimumQuantity().count());
}

std::int64_t stageLots(const OrderIntent& intent, const AccountView& account) noexcept
{
    return account.stageCap == kNoLimit
               ? kNoLimit
               : partDown(smallestLots(*intent.instrument, intent.price), account.stageCap);
}

std::int64_t
groupValue(const OrderIntent& intent, const AccountView& account, std::int64_t lots) noexcept
{
    const Exposures exposures = exposuresWith(intent, account, lots);
    return groupExposure(*account.pairs, {exposures.begin(), exposures.end()},
                         account.pairs->groupOf(intent.instrument->id()));
}

std::int64_t
dayDeviation(const OrderIntent& intent, const AccountView& account, std::int64_t lots) noexcept
{
    const Exposures exposures = exposuresWith(intent, account, lots);
    return portfolioDeviation(*account.pairs, {exposures.begin(), exposures.end()});
}

std::int64_t groupLimit(const AccountView& account) noexcept
{
    if (account.limits->groupExposure == kNoLimit || account.leverageCap == kNoLimit) {
        return kNoLimit;
    }
    const std::int64_t gross =
        partDown(std::max<std::int64_t>(0, account.equity.count()), account.leverageCap);
    return partDown(gross, account.limits->groupExposure);
}

std::int64_t deviationLimit(const AccountView& account) noexcept
{
    return account.limits->portfolioVol == kNoLimit
               ? kNoLimit
               : partDown(std::max<std::int64_t>(0, account.equity.count()),
                          account.limits->portfolioVol);
}

std::int64_t riskRoom(const OrderIntent& intent, const AccountView& account) noexcept
{
    const auto room = [](std::int64_t limit, std::int64_t used) {
        return limit == kNoLimit ? kNoLimit : limit - used;
    };
    return std::min({room(openRiskLimit(account, account.fleetDay), allRisk(account)),
                     room(openRiskLimit(account, account.engineDay), account.engineRisk.count()),
                     room(groupLossLimit(account), groupRisk(intent, account))});
}

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
    return partDown(std::max<std::int64_t>(0, account.equity.count()), account.riskPerTrade);
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

const RuleInfo& FleetOpenRiskRule::info() const noexcept
{
    return kFleetOpenRisk;
}

RuleResult FleetOpenRiskRule::check(const OrderIntent& intent, const AccountView& account) const
{
    const std::int64_t limit = openRiskLimit(account, account.fleetDay);
    const std::int64_t risk = allRisk(account) + intent.lossAtStop.count();
    return {limit, risk, risk <= limit};
}

const RuleInfo& EngineOpenRiskRule::info() const noexcept
{
    return kEngineOpenRisk;
}

RuleResult EngineOpenRiskRule::check(const OrderIntent& intent, const AccountView& account) const
{
    const std::int64_t limit = openRiskLimit(account, account.engineDay);
    const std::int64_t risk = account.engineRisk.count() + intent.lossAtStop.count();
    return {limit, risk, risk <= limit};
}

const RuleInfo& GroupExposureRule::info() const noexcept
{
    return kGroupExposure;
}

RuleResult GroupExposureRule::check(const OrderIntent& intent, const AccountView& account) const
{
    const std::int64_t limit = groupLimit(account);
    const std::int64_t value = groupValue(intent, account, intent.quantity.count());
    return {limit, value, value <= limit || value <= groupValue(intent, account, 0)};
}

const RuleInfo& GroupLossRule::info() const noexcept
{
    return kGroupLoss;
}

RuleResult GroupLossRule::check(const OrderIntent& intent, const AccountView& account) const
{
    const std::int64_t limit = groupLossLimit(account);
    const std::int64_t risk = groupRisk(intent, account) + intent.lossAtStop.count();
    return {limit, risk, risk <= limit};
}

const RuleInfo& PortfolioVolatilityRule::info() const noexcept
{
    return kPortfolioVolatility;
}

RuleResult PortfolioVolatilityRule::check(const OrderIntent& intent,
                                          const AccountView& account) const
{
    const std::int64_t limit = deviationLimit(account);
    const std::int64_t swing = dayDeviation(intent, account, intent.quantity.count());
    return {limit, swing, swing <= limit || swing <= dayDeviation(intent, account, 0)};
}

const RuleInfo& LeverageRule::info() const noexcept
{
    return kLeverage;
}

RuleResult LeverageRule::check(const OrderIntent& intent, const AccountView& account) const
{
    const std::int64_t limit =
        account.leverageCap == kNoLimit
            ? kNoLimit
            : partDown(std::max<std::int64_t>(0, account.equity.count()), account.leverageCap);
    const Price mark = account.mark.value_or(intent.price);
    const std::int64_t value =
        account.grossNotional.count()
        + intent.instrument->notional(intent.quantity.count(), mark, Rounding::Up).count();
    return {limit, value, value <= limit};
}

const RuleInfo& LiquidationGapRule::info() const noexcept
{
    return kLiquidationGap;
}

RuleResult LiquidationGapRule::check(const OrderIntent& intent, const AccountView& account) const
{
    const Instrument& instrument = *intent.instrument;
    const Price mark = account.mark.value_or(intent.price);
    // An order against the position has nothing to be liquidated until it turns it round.
    const std::int64_t lots =
        sign(intent.side)
        * std::max<std::int64_t>(0, sign(intent.side) * account.openLots + account.pendingLots
                                        + intent.quantity.count());
    const bool limited = account.limits->liquidationGap != kNoLimit;
    const std::int64_t gap = limited && instrument.calendar() != CalendarKind::Always
                                 ? partUp(mark.count(), account.limits->liquidationGap)
                                 : 0;
    const std::int64_t range = (account.hourRange.count() * 3 + 1) / 2;
    const std::int64_t need = limited ? std::max({range, account.stopSlip.count() * 3, gap}) : 0;
    const auto liquidation =
        liquidationPrice(instrument, lots, mark, {account.equity, account.otherMaintenance});
    if (!liquidation || !intent.stop) {
        return {need, kNoLimit, !limited || intent.stop.has_value()};
    }
    const std::int64_t away = sign(intent.side) * (*intent.stop - *liquidation).count();
    return {need, away, !limited || away >= need};
}

const RuleInfo& MarginBufferRule::info() const noexcept
{
    return kMarginBuffer;
}

RuleResult MarginBufferRule::check(const OrderIntent& intent, const AccountView& account) const
{
    const std::int64_t buffer = account.limits->marginBuffer;
    const std::int64_t free =
        std::max<std::int64_t>(0, (account.equity - account.marginUsed).count());
    const std::int64_t limit = buffer == kNoLimit ? kNoLimit : partDown(free, kPpmOne - buffer);
    const Price mark = account.mark.value_or(intent.price);
    const std::int64_t margin =
        partUp(intent.instrument->notional(intent.quantity.count(), mark, Rounding::Up).count(),
               intent.instrument->initialMargin().count());
    return {limit, margin, margin <= limit};
}

const RuleInfo& StageCapRule::info() const noexcept
{
    return kStageCap;
}

RuleResult StageCapRule::check(const OrderIntent& intent, const AccountView& account) const
{
    const std::int64_t limit = stageLots(intent, account);
    const std::int64_t lots = worstLots(intent, account);
    return {limit, lots, lots <= limit};
}

} // namespace wick::core
