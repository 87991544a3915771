#pragma once

#include "core/base/inlinevector.h"
#include "core/domain/units.h"
#include "core/venues/lighter/attributes.h"

#include <cstdint>

namespace wick::lighter {

/// The chain a transaction is signed for: 304 mainnet, 300 testnet. It belongs to a host.
using ChainId = core::Strong<struct ChainIdTag, std::uint32_t>;

/// Every transaction this program can sign. There are no others on purpose: nothing here can move
/// money out of an account or change its keys.
enum class TransactionType : std::uint8_t
{
    CreateOrder = 14,
    CancelOrder = 15,
    CancelAllOrders = 16,
    ModifyOrder = 17,
    UpdateLeverage = 20,
    CreateGroupedOrders = 28,
    UpdateMargin = 29,
};

enum class OrderSide : std::uint8_t
{
    Bid = 0,
    Ask = 1,
};

enum class OrderType : std::uint8_t
{
    Limit = 0,
    Market = 1,
    StopLoss = 2,
    StopLossLimit = 3,
    TakeProfit = 4,
    TakeProfitLimit = 5,
    Twap = 6,
};

enum class OrderTimeInForce : std::uint8_t
{
    ImmediateOrCancel = 0,
    GoodTillTime = 1,
    PostOnly = 2,
};

enum class ReduceOnly : std::uint8_t
{
    No = 0,
    Yes = 1,
};

enum class CancelAllTimeInForce : std::uint8_t
{
    Immediate = 0,
    Scheduled = 1,
    AbortScheduled = 2,
};

enum class GroupingType : std::uint8_t
{
    OneTriggersOther = 1,
    OneCancelsOther = 2,
    OneTriggersPair = 3, ///< an entry whose execution brings a stop and a target to life
};

enum class MarginMode : std::uint8_t
{
    Cross = 0,
    Isolated = 1,
};

enum class MarginDirection : std::uint8_t
{
    Remove = 0,
    Add = 1,
};

/// What every transaction has besides its body. Numbers are those of the wire; validate() says
/// which of them the venue takes.
struct TransactionFrame
{
    std::int64_t account = 0;
    std::uint8_t apiKey = 0;
    std::int64_t expiredAt =
        0; ///< ms since the Unix epoch: after it the venue drops the transaction
    std::int64_t nonce = 0;
    Attributes attributes;
};

// Each body names its fields once, in the order in which they are hashed and written:
//     visitor.number(name, field)
//     visitor.amount(name, field)    64 bits that are hashed as two halves
//     visitor.orders(name, field)    hashed one after the other, then into one

/// One order, as it stands in CreateOrder and in a group.
struct OrderFields
{
    std::int16_t market = 0;
    std::int64_t clientOrderIndex = 0; ///< 0 is none
    std::int64_t baseAmount = 0;       ///< lots; 0 with reduce-only is the whole position
    std::uint32_t price = 0;           ///< ticks; of a market order the worst one
    OrderSide side = OrderSide::Bid;
    OrderType type = OrderType::Limit;
    OrderTimeInForce timeInForce = OrderTimeInForce::ImmediateOrCancel;
    ReduceOnly reduceOnly = ReduceOnly::No;
    std::uint32_t triggerPrice = 0; ///< ticks; 0 is none
    std::int64_t orderExpiry = 0;   ///< ms since the Unix epoch; 0 is none

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.number("MarketIndex", self.market);
        visitor.number("ClientOrderIndex", self.clientOrderIndex);
        visitor.number("BaseAmount", self.baseAmount);
        visitor.number("Price", self.price);
        visitor.number("IsAsk", self.side);
        visitor.number("Type", self.type);
        visitor.number("TimeInForce", self.timeInForce);
        visitor.number("ReduceOnly", self.reduceOnly);
        visitor.number("TriggerPrice", self.triggerPrice);
        visitor.number("OrderExpiry", self.orderExpiry);
    }
};

struct CreateOrder
{
    static constexpr TransactionType kType = TransactionType::CreateOrder;

    OrderFields order;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        OrderFields::visit(self.order, visitor);
    }
};

struct CancelOrder
{
    static constexpr TransactionType kType = TransactionType::CancelOrder;

    std::int16_t market = 0;
    std::int64_t index = 0; ///< below 2^48 the client's, from there on the venue's

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.number("MarketIndex", self.market);
        visitor.number("Index", self.index);
    }
};

struct CancelAllOrders
{
    static constexpr TransactionType kType = TransactionType::CancelAllOrders;

    CancelAllTimeInForce timeInForce = CancelAllTimeInForce::Immediate;
    std::int64_t time = 0; ///< ms since the Unix epoch when scheduled, else 0

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.number("TimeInForce", self.timeInForce);
        visitor.number("Time", self.time);
    }
};

struct ModifyOrder
{
    static constexpr TransactionType kType = TransactionType::ModifyOrder;

    std::int16_t market = 0;
    std::int64_t index = 0;      ///< below 2^48 the client's, from there on the venue's
    std::int64_t baseAmount = 0; ///< lots, the new total
    std::uint32_t price = 0;
    std::uint32_t triggerPrice = 0; ///< 0 for an order without a trigger

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.number("MarketIndex", self.market);
        visitor.number("Index", self.index);
        visitor.number("BaseAmount", self.baseAmount);
        visitor.number("Price", self.price);
        visitor.number("TriggerPrice", self.triggerPrice);
    }
};

/// Two or three orders of one market that depend on each other.
struct CreateGroupedOrders
{
    static constexpr TransactionType kType = TransactionType::CreateGroupedOrders;
    static constexpr std::size_t kMost = 3;
    using Orders = core::InlineVector<OrderFields, kMost>;

    GroupingType grouping = GroupingType::OneTriggersPair;
    Orders orders;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.number("GroupingType", self.grouping);
        visitor.orders("Orders", self.orders);
    }
};

struct UpdateLeverage
{
    static constexpr TransactionType kType = TransactionType::UpdateLeverage;

    std::int16_t market = 0;
    std::uint16_t initialMarginFraction = 0; ///< 1/10000: leverage is 10000 / fraction
    MarginMode marginMode = MarginMode::Cross;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.number("MarketIndex", self.market);
        visitor.number("InitialMarginFraction", self.initialMarginFraction);
        visitor.number("MarginMode", self.marginMode);
    }
};

struct UpdateMargin
{
    static constexpr TransactionType kType = TransactionType::UpdateMargin;

    std::int16_t market = 0;
    std::int64_t usdcAmount = 0; ///< micro-USDC
    MarginDirection direction = MarginDirection::Add;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.number("MarketIndex", self.market);
        visitor.amount("USDCAmount", self.usdcAmount);
        visitor.number("Direction", self.direction);
    }
};

} // namespace wick::lighter
