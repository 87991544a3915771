#include "core/venues/lighter/orderrules.h"

#include <algorithm>
#include <span>

namespace wick::lighter {

namespace {

using Error = TransactionError;

constexpr std::int16_t kMaxPerpetual = 254;
constexpr std::int16_t kMinSpot = 2'048;
constexpr std::int16_t kMaxSpot = 4'094;
constexpr std::int64_t kMaxClientOrderIndex = (std::int64_t{1} << 48U) - 1;
constexpr std::int64_t kMaxBaseAmount = (std::int64_t{1} << 48U) - 1;

bool isPerpetual(std::int16_t market) noexcept
{
    return market >= 0 && market <= kMaxPerpetual;
}

bool isStopLoss(OrderType type) noexcept
{
    return type == OrderType::StopLoss || type == OrderType::StopLossLimit;
}

bool isTakeProfit(OrderType type) noexcept
{
    return type == OrderType::TakeProfit || type == OrderType::TakeProfitLimit;
}

Objection objectionToClientIndex(std::int64_t index) noexcept
{
    return index < 0 ? Objection{Error::ClientOrderIndexTooLow}
                     : unless(index <= kMaxClientOrderIndex, Error::ClientOrderIndexTooHigh);
}

/// What holds of an order wherever it stands, from the client's index to the expiry.
Objection objectionToFields(const OrderFields& order) noexcept
{
    const bool reduces = order.reduceOnly == ReduceOnly::Yes;
    return firstOf(
        {objectionToClientIndex(order.clientOrderIndex),
         unless(reduces || order.baseAmount != 0, Error::BaseAmountTooLow),
         objectionToBaseAmount(order.baseAmount), unless(order.price > 0, Error::PriceTooLow),
         unless(order.side == OrderSide::Bid || order.side == OrderSide::Ask, Error::SideInvalid),
         unless(order.timeInForce <= OrderTimeInForce::PostOnly, Error::TimeInForceInvalid),
         unless((reduces && isPerpetual(order.market)) || order.reduceOnly == ReduceOnly::No,
                Error::ReduceOnlyInvalid),
         unless(order.orderExpiry >= 0, Error::OrderExpiryInvalid)});
}

Objection objectionToMarketOrder(const OrderFields& order) noexcept
{
    return firstOf({unless(order.timeInForce == OrderTimeInForce::ImmediateOrCancel,
                           Error::TimeInForceInvalid),
                    unless(order.orderExpiry == 0, Error::OrderExpiryInvalid),
                    unless(order.triggerPrice == 0, Error::TriggerPriceInvalid)});
}

Objection objectionToLimitOrder(const OrderFields& order) noexcept
{
    const bool immediate = order.timeInForce == OrderTimeInForce::ImmediateOrCancel;
    return firstOf({unless(order.triggerPrice == 0, Error::TriggerPriceInvalid),
                    unless(immediate == (order.orderExpiry == 0), Error::OrderExpiryInvalid)});
}

/// Stops and targets: with a trigger and an expiry, those at the market without a rest in the book.
Objection objectionToTriggered(const OrderFields& order) noexcept
{
    const bool atMarket = order.type == OrderType::StopLoss || order.type == OrderType::TakeProfit;
    const bool immediate = order.timeInForce == OrderTimeInForce::ImmediateOrCancel;
    return firstOf({unless(!atMarket || immediate, Error::TimeInForceInvalid),
                    unless(order.triggerPrice != 0, Error::TriggerPriceInvalid),
                    unless(order.orderExpiry != 0, Error::OrderExpiryInvalid)});
}

Objection objectionToTwap(const OrderFields& order) noexcept
{
    return firstOf(
        {unless(order.timeInForce == OrderTimeInForce::GoodTillTime, Error::TimeInForceInvalid),
         unless(order.triggerPrice == 0, Error::TriggerPriceInvalid),
         unless(order.orderExpiry != 0, Error::OrderExpiryInvalid)});
}

/// Whether type, time in force, trigger and expiry go together.
Objection objectionToKind(const OrderFields& order) noexcept
{
    switch (order.type) {
    case OrderType::Limit:
        return objectionToLimitOrder(order);
    case OrderType::Market:
        return objectionToMarketOrder(order);
    case OrderType::StopLoss:
    case OrderType::StopLossLimit:
    case OrderType::TakeProfit:
    case OrderType::TakeProfitLimit:
        return isPerpetual(order.market) ? objectionToTriggered(order)
                                         : Objection{Error::OrderTypeInvalid};
    case OrderType::Twap:
        return objectionToTwap(order);
    }
    return Error::OrderTypeInvalid; // a number from outside that names none
}

Objection objectionToParent(const OrderFields& order) noexcept
{
    const bool allowed = order.type == OrderType::Limit || order.type == OrderType::Market;
    return allowed ? objectionToKind(order) : Objection{Error::OrderTypeInvalid};
}

Objection objectionToChild(const OrderFields& order) noexcept
{
    const bool allowed = isStopLoss(order.type) || isTakeProfit(order.type);
    return allowed ? objectionToTriggered(order) : Objection{Error::OrderTypeInvalid};
}

/// One stop and one target.
Objection objectionToPair(const OrderFields& first, const OrderFields& second) noexcept
{
    const bool both = (isStopLoss(first.type) && isTakeProfit(second.type))
                      || (isTakeProfit(first.type) && isStopLoss(second.type));
    return firstOf(
        {objectionToChild(first), objectionToChild(second), unless(both, Error::OrderTypeInvalid)});
}

Objection objectionToOneCancelsOther(const OrderFields& first, const OrderFields& second) noexcept
{
    const bool reduce = first.reduceOnly == ReduceOnly::Yes && second.reduceOnly == ReduceOnly::Yes;
    return firstOf({unless(first.baseAmount == second.baseAmount, Error::BaseAmountsDiffer),
                    unless(first.side == second.side, Error::SideInvalid),
                    unless(reduce, Error::ReduceOnlyInvalid),
                    unless(first.orderExpiry == second.orderExpiry, Error::OrderExpiryInvalid),
                    objectionToPair(first, second)});
}

/// Children take their size from the parent, stand on the other side and expire with it.
Objection objectionToFamily(const OrderFields& parent,
                            std::span<const OrderFields> children) noexcept
{
    const auto all = [&](auto&& holds) {
        return std::all_of(children.begin(), children.end(), holds);
    };
    const std::int64_t expiry = children.front().orderExpiry;
    return firstOf(
        {unless(all([](const OrderFields& child) { return child.baseAmount == 0; }),
                Error::BaseAmountNotNil),
         unless(all([&](const OrderFields& child) { return child.side != parent.side; }),
                Error::SideInvalid),
         unless(all([&](const OrderFields& child) { return child.orderExpiry == expiry; }),
                Error::OrderExpiryInvalid),
         unless(parent.orderExpiry == 0 || parent.orderExpiry == expiry, Error::OrderExpiryInvalid),
         objectionToParent(parent)});
}

/// Each order is in the market of the first and has an index of its own.
Objection objectionToMember(const CreateGroupedOrders::Orders& orders, std::size_t at) noexcept
{
    const OrderFields& order = orders[at];
    if (order.market != orders[0].market) {
        return Error::MarketsDiffer;
    }
    if (const Objection objection = objectionToClientIndex(order.clientOrderIndex)) {
        return objection;
    }
    for (std::size_t before = 0; before < at; ++before) {
        if (order.clientOrderIndex != 0
            && order.clientOrderIndex == orders[before].clientOrderIndex) {
            return Error::ClientOrderIndexTwice;
        }
    }
    return objectionToFields(order);
}

} // namespace

Objection objectionToMarket(std::int16_t market) noexcept
{
    const bool isSpot = market >= kMinSpot && market <= kMaxSpot;
    return unless(isSpot || isPerpetual(market), Error::MarketInvalid);
}

Objection objectionToPerpetual(std::int16_t market) noexcept
{
    return unless(isPerpetual(market), Error::MarketInvalid);
}

Objection objectionToBaseAmount(std::int64_t baseAmount) noexcept
{
    return baseAmount < 0 ? Objection{Error::BaseAmountTooLow}
                          : unless(baseAmount <= kMaxBaseAmount, Error::BaseAmountTooHigh);
}

Objection objectionToOrder(const OrderFields& order) noexcept
{
    return firstOf(
        {objectionToMarket(order.market), objectionToFields(order), objectionToKind(order)});
}

Objection objectionToMembers(const CreateGroupedOrders& group) noexcept
{
    if (group.orders.empty()) {
        return Error::GroupSizeInvalid;
    }
    if (const Objection objection = objectionToPerpetual(group.orders[0].market)) {
        return objection;
    }
    for (std::size_t i = 0; i < group.orders.size(); ++i) {
        if (const Objection objection = objectionToMember(group.orders, i)) {
            return objection;
        }
    }
    return {};
}

Objection objectionToGrouping(const CreateGroupedOrders& group) noexcept
{
    const auto& orders = group.orders;
    switch (group.grouping) {
    case GroupingType::OneTriggersOther:
        if (orders.size() != 2) {
            return Error::GroupSizeInvalid;
        }
        return firstOf(
            {objectionToFamily(orders[0], {&orders[1], 1}), objectionToChild(orders[1])});
    case GroupingType::OneCancelsOther:
        return orders.size() == 2 ? objectionToOneCancelsOther(orders[0], orders[1])
                                  : Objection{Error::GroupSizeInvalid};
    case GroupingType::OneTriggersPair:
        if (orders.size() != 3) {
            return Error::GroupSizeInvalid;
        }
        return firstOf(
            {objectionToFamily(orders[0], {&orders[1], 2}), objectionToPair(orders[1], orders[2])});
    }
    return Error::GroupingTypeInvalid; // a number from outside that names none
}

} // namespace wick::lighter
