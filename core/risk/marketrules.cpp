#include "core/risk/marketrules.h"

#include "core/base/checked.h"

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
constexpr RuleInfo kTradingHours{"pre_close_min",
                                 "Trading hours",
                                 RuleUnit::Minutes,
                                 {"TRADING_HOURS", "The market is closed, or closes too soon."}};

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
    const std::int64_t difference = (intent.price - *account.mark).count();
    const Int128 distance =
        static_cast<Int128>(difference < 0 ? -difference : difference) * kPpmOne;
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
    // Here the limit is a minimum: minutes that must be left. Shown as such, judged the other way
    // round.
    const std::int64_t limit = account.limits->preCloseMin;
    const bool open = account.sessionOpen && account.minutesToClose > limit;
    return {limit, account.sessionOpen ? account.minutesToClose : 0,
            open || (limit == 0 && account.sessionOpen)};
}

} // namespace wick::core
