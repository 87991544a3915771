#include "core/risk/marketrules.h"

#include "core/base/checked.h"
#include "core/strategy/costgate.h"

#include <cstdlib>

namespace wick::core {

namespace {

constexpr RuleInfo kPriceCollar{"price_collar_bp",
                                "Price collar",
                                RuleUnit::PartsPerMillion,
                                {"PRICE_COLLAR", "The order's price is too far from the mark."}};
constexpr RuleInfo kStaleMarket{
    "stale_ms",
    "Market data is fresh",
    RuleUnit::Milliseconds,
    {"STALE_MARKET", "There has been no news of the market for too long."}};
constexpr RuleInfo kTradingHours{"trading_hours",
                                 "Trading hours",
                                 RuleUnit::None,
                                 {"TRADING_HOURS", "The market is closed."}};
constexpr RuleInfo kPreClose{"pre_close_min",
                             "Time before the close",
                             RuleUnit::Minutes,
                             {"PRE_CLOSE", "The market closes too soon."},
                             Bound::AtLeast};
constexpr RuleInfo kMarketStatus{
    "market_status",
    "Venue takes entries",
    RuleUnit::None,
    {"REDUCE_ONLY", "The venue only takes orders that reduce a position in this market."}};
constexpr RuleInfo kSpread{"max_spread",
                           "Widest spread",
                           RuleUnit::PartsPerMillion,
                           {"WIDE_SPREAD", "Best bid and ask are too far apart."}};
constexpr RuleInfo kDepth{"min_depth",
                          "Least depth",
                          RuleUnit::Lots,
                          {"THIN_BOOK", "There is too little in the book for the order's size."},
                          Bound::AtLeast};
constexpr RuleInfo kClockSkew{"clock_skew_ms",
                              "Clock skew",
                              RuleUnit::Milliseconds,
                              {"CLOCK_SKEW", "Our clock and the venue's differ too much."}};
constexpr RuleInfo kCost{"cost_ratio",
                         "Stop over costs",
                         RuleUnit::PartsPerMillion,
                         {"COST_GATE", "The stop is too close to pay for the costs of the trade."},
                         Bound::AtLeast};
constexpr RuleInfo kEventWindow{
    "event_window",
    "No event",
    RuleUnit::None,
    {"EVENT_WINDOW", "An event outside the market keeps entries out for a while."}};
constexpr RuleInfo kTakeOver{"take_over",
                             "Not taken over",
                             RuleUnit::None,
                             {"TAKEN_OVER", "An operator trades this market by hand."}};

/// A state that has no number: 0 when it is as it should be.
RuleResult state(bool good) noexcept
{
    return {0, good ? 0 : 1, good};
}

/// A minimum: there is none where nobody asks for one.
std::int64_t atLeast(std::int64_t limit) noexcept
{
    return limit == kNoLimit ? 0 : limit;
}

} // namespace

const RuleInfo& PriceCollarRule::info() const noexcept
{
    return kPriceCollar;
}

RuleResult PriceCollarRule::check(const OrderIntent& intent, const AccountView& account) const
{
    const std::int64_t limit = account.limits->priceCollar;
    if (!account.mark || account.mark->count() <= 0) {
        return {limit, kNoLimit, false};
    }
    const Int128 distance =
        static_cast<Int128>(std::abs((intent.price - *account.mark).count())) * kPpmOne;
    const std::int64_t actual = saturate(divide(distance, account.mark->count(), Rounding::Up));
    return {limit, actual, actual <= limit};
}

const RuleInfo& StaleMarketRule::info() const noexcept
{
    return kStaleMarket;
}

RuleResult StaleMarketRule::check(const OrderIntent& /*intent*/, const AccountView& account) const
{
    const std::int64_t limit = account.limits->staleMs;
    if (!account.mark) {
        return {limit, kNoLimit, false};
    }
    const std::int64_t age = toMilliseconds(account.now - account.markTime);
    return {limit, age, age <= limit};
}

const RuleInfo& TradingHoursRule::info() const noexcept
{
    return kTradingHours;
}

RuleResult TradingHoursRule::check(const OrderIntent& /*intent*/, const AccountView& account) const
{
    return state(account.sessionOpen || account.limits->preCloseMin == kNoLimit);
}

const RuleInfo& PreCloseRule::info() const noexcept
{
    return kPreClose;
}

RuleResult PreCloseRule::check(const OrderIntent& /*intent*/, const AccountView& account) const
{
    const std::int64_t limit = atLeast(account.limits->preCloseMin);
    const std::int64_t left = account.sessionOpen ? account.minutesToClose : 0;
    return {limit, left, limit == 0 || left > limit};
}

const RuleInfo& MarketStatusRule::info() const noexcept
{
    return kMarketStatus;
}

RuleResult MarketStatusRule::check(const OrderIntent& /*intent*/, const AccountView& account) const
{
    return state(account.status == MarketStatus::Open);
}

const RuleInfo& SpreadRule::info() const noexcept
{
    return kSpread;
}

RuleResult SpreadRule::check(const OrderIntent& intent, const AccountView& account) const
{
    const std::int64_t times = account.limits->maxSpread;
    const std::int64_t limit =
        times == kNoLimit ? kNoLimit : partDown(intent.instrument->spread().count(), times);
    if (!account.book) {
        return {limit, 0, true, false};
    }
    return {limit, account.book->spread, account.book->spread <= limit};
}

const RuleInfo& DepthRule::info() const noexcept
{
    return kDepth;
}

RuleResult DepthRule::check(const OrderIntent& intent, const AccountView& account) const
{
    const std::int64_t need = partUp(intent.quantity.count(), atLeast(account.limits->minDepth));
    if (!account.book) {
        return {need, 0, true, false};
    }
    const std::int64_t depth =
        intent.side == Side::Buy ? account.book->askDepth : account.book->bidDepth;
    return {need, depth, depth >= need};
}

const RuleInfo& ClockSkewRule::info() const noexcept
{
    return kClockSkew;
}

RuleResult ClockSkewRule::check(const OrderIntent& /*intent*/, const AccountView& account) const
{
    const std::int64_t limit = account.limits->clockSkewMs;
    if (!account.clockSkewMs) {
        return {limit, 0, true, false};
    }
    const std::int64_t skew = std::abs(*account.clockSkewMs);
    return {limit, skew, skew <= limit};
}

const RuleInfo& CostRule::info() const noexcept
{
    return kCost;
}

RuleResult CostRule::check(const OrderIntent& intent, const AccountView& account) const
{
    const Ppm ratio{atLeast(account.limits->costRatio)};
    const std::int64_t need = partUp(account.cost.count(), ratio.count());
    if (!intent.stop) {
        return {need, 0, ratio.count() == 0};
    }
    const Ppm away = stopDistance(intent.price, *intent.stop);
    const bool paysOff =
        !account.winShare || !intent.target || ratio.count() == 0
        || edgeOutweighsCost(*account.winShare, stopDistance(intent.price, *intent.target), away,
                             account.cost);
    return {need, away.count(),
            paysOff && stopOutweighsCost(intent.price, *intent.stop, account.cost, ratio)};
}

const RuleInfo& EventWindowRule::info() const noexcept
{
    return kEventWindow;
}

RuleResult EventWindowRule::check(const OrderIntent& /*intent*/, const AccountView& account) const
{
    return state(!account.inEvent);
}

const RuleInfo& TakeOverRule::info() const noexcept
{
    return kTakeOver;
}

RuleResult TakeOverRule::check(const OrderIntent& /*intent*/, const AccountView& account) const
{
    return state(!account.takenOver);
}

} // namespace wick::core
