#include "core/venues/lighter/lighterordersession.h"

#include "core/base/checked.h"
#include "core/base/decimal.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace wick::lighter {

namespace {

using core::Failure;
using core::Price;
using core::Side;
using core::Timestamp;

constexpr std::int64_t kLargestIndex = std::numeric_limits<std::int32_t>::max();

OrderSide sideOf(Side side) noexcept
{
    return side == Side::Buy ? OrderSide::Bid : OrderSide::Ask;
}

/// In the venue's ticks; nothing when it lies between two of them or is none the venue can count.
std::optional<std::uint32_t> ticksOf(Price price, const TradedMarket& market)
{
    const auto ticks =
        core::rescale(price.count(), market.instrument.priceDecimals(), market.priceDecimals);
    if (!ticks || *ticks <= 0 || *ticks > std::numeric_limits<std::uint32_t>::max()) {
        return std::nullopt;
    }
    return static_cast<std::uint32_t>(*ticks);
}

std::optional<std::int64_t> lotsOf(core::Quantity quantity, const TradedMarket& market)
{
    const auto lots =
        core::rescale(quantity.count(), market.instrument.quantityDecimals(), market.sizeDecimals);
    return lots && *lots > 0 ? std::optional{*lots} : std::nullopt;
}

/// The last price at which `side` still trades: `slippage` beyond `from`, on a tick of the venue
/// that is not beyond it.
std::optional<std::uint32_t>
worstPrice(Price from, Side side, core::Ppm slippage, const TradedMarket& market)
{
    const bool buys = side == Side::Buy;
    const int finer = std::max(market.instrument.priceDecimals() - market.priceDecimals, 0);
    const core::Int128 exact = static_cast<core::Int128>(from.count())
                               * (core::kPpmOne + core::sign(side) * slippage.count());
    const core::Int128 ticks =
        core::divide(exact, static_cast<core::Int128>(core::kPpmOne) * core::powerOfTen(finer),
                     buys ? core::Rounding::Down : core::Rounding::Up);
    const auto narrowed = core::narrow(ticks);
    if (!narrowed || *narrowed <= 0) {
        return std::nullopt;
    }
    const int decimals = market.instrument.priceDecimals() - finer;
    const auto scaled = core::rescale(*narrowed, decimals, market.priceDecimals);
    if (!scaled || *scaled > std::numeric_limits<std::uint32_t>::max()) {
        return std::nullopt;
    }
    return static_cast<std::uint32_t>(*scaled);
}

/// A reduce-only stop at the market for all that its parent or the position is.
OrderFields stopFields(const TradedMarket& market,
                       Side side,
                       std::uint32_t trigger,
                       std::uint32_t worst,
                       std::int64_t expiry)
{
    OrderFields fields;
    fields.market = market.market;
    fields.price = worst;
    fields.side = sideOf(side);
    fields.type = OrderType::StopLoss;
    fields.reduceOnly = ReduceOnly::Yes;
    fields.triggerPrice = trigger;
    fields.orderExpiry = expiry;
    return fields;
}

} // namespace

LighterOrderSession::LighterOrderSession(std::vector<TradedMarket> markets,
                                         const OrderSettings& settings,
                                         const Signer& signer,
                                         RateBudget& budget,
                                         std::int64_t firstClientIndex)
    : m_markets(std::move(markets))
    , m_settings(settings)
    , m_signer(signer)
    , m_sender(budget)
    , m_nextIndex(std::max<std::int64_t>(firstClientIndex, 1))
{}

LighterOrderSession::Outcome LighterOrderSession::submit(core::ApprovedOrder&& approved,
                                                         Timestamp now)
{
    const core::ApprovedOrder spent = std::move(approved);
    const core::Order& order = spent.order();
    if (now > spent.validUntil()) {
        return Failure{OrderRefusal::ApprovalExpired};
    }
    const TradedMarket* market = find(order.instrument());
    if (market == nullptr) {
        return Failure{OrderRefusal::UnknownMarket};
    }
    const Timestamp notAfter = std::min(spent.validUntil(), order.expiry());
    return order.kind() == core::OrderKind::Stop ? submitStopEntry(order, *market, notAfter, now)
                                                 : submitGroup(order, *market, notAfter, now);
}

LighterOrderSession::Outcome LighterOrderSession::submitGroup(const core::Order& order,
                                                              const TradedMarket& market,
                                                              Timestamp notAfter,
                                                              Timestamp now)
{
    const Side out = core::opposite(order.side());
    const bool rests = order.kind() == core::OrderKind::Limit;
    const auto lots = lotsOf(order.quantity(), market);
    const auto price =
        rests ? ticksOf(order.price(), market)
              : worstPrice(order.price(), order.side(), m_settings.entrySlippage, market);
    const auto trigger = ticksOf(order.stop(), market);
    const auto worst = worstPrice(order.stop(), out, m_settings.exitSlippage, market);
    const bool aims = order.target().has_value();
    const std::uint32_t target =
        aims ? ticksOf(*order.target(), market).value_or(0) : 0; // none is 0
    if (!lots || !price || !trigger || !worst || aims != (target != 0)) {
        return Failure{OrderRefusal::NotInUnits};
    }
    // The venue wants one expiry for the whole group, and none for a parent that does not rest.
    const std::int64_t expiry = expiryAfter(m_settings.protectionLife, now);
    OrderFields parent;
    parent.market = market.market;
    parent.baseAmount = *lots;
    parent.price = *price;
    parent.side = sideOf(order.side());
    parent.type = rests ? OrderType::Limit : OrderType::Market;
    parent.timeInForce =
        rests ? OrderTimeInForce::GoodTillTime : OrderTimeInForce::ImmediateOrCancel;
    parent.orderExpiry = rests ? expiry : 0;
    OrderFields stop = stopFields(market, out, *trigger, *worst, expiry);

    const auto parentIndex = takeIndex();
    const auto stopIndex = takeIndex();
    const auto targetIndex = aims ? takeIndex() : std::optional<std::int64_t>{0};
    if (!parentIndex || !stopIndex || !targetIndex) {
        return Failure{OrderRefusal::NoIndexLeft};
    }
    parent.clientOrderIndex = *parentIndex;
    stop.clientOrderIndex = *stopIndex;
    CreateGroupedOrders group;
    group.grouping = aims ? GroupingType::OneTriggersPair : GroupingType::OneTriggersOther;
    group.orders.push_back(parent);
    group.orders.push_back(stop);
    remember(order.id(), parent);
    remember(order.stopId(), stop);
    if (aims) {
        OrderFields limit = stop;
        limit.clientOrderIndex = *targetIndex;
        limit.type = OrderType::TakeProfitLimit;
        limit.timeInForce = OrderTimeInForce::GoodTillTime;
        limit.price = target;
        limit.triggerPrice = target;
        group.orders.push_back(limit);
        remember(order.targetId(), limit);
    }
    send({OrderAction::Place, order.id()}, Spending::Entry, notAfter,
         [this, group](const SignatureTerms& terms) {
             return m_signer.sign(group, terms, OrderPermission{});
         });
    return {};
}

/// The venue triggers it by the mark price; its stop follows when it has filled.
LighterOrderSession::Outcome LighterOrderSession::submitStopEntry(const core::Order& order,
                                                                  const TradedMarket& market,
                                                                  Timestamp notAfter,
                                                                  Timestamp now)
{
    const auto lots = lotsOf(order.quantity(), market);
    const auto trigger = ticksOf(order.price(), market);
    const auto worst = worstPrice(order.price(), order.side(), m_settings.entrySlippage, market);
    if (!lots || !trigger || !worst) {
        return Failure{OrderRefusal::NotInUnits};
    }
    const auto index = takeIndex();
    if (!index) {
        return Failure{OrderRefusal::NoIndexLeft};
    }
    const core::Duration life = std::max(order.expiry() - now, m_settings.stopEntryLife);
    OrderFields fields = stopFields(market, order.side(), *trigger, *worst,
                                    expiryAfter(std::min(life, m_settings.protectionLife), now));
    fields.reduceOnly = ReduceOnly::No;
    fields.baseAmount = *lots;
    fields.clientOrderIndex = *index;
    remember(order.id(), fields);
    send({OrderAction::Place, order.id()}, Spending::Entry, notAfter,
         [this, fields](const SignatureTerms& terms) {
             return m_signer.sign(CreateOrder{fields}, terms, OrderPermission{});
         });
    return {};
}

LighterOrderSession::Outcome LighterOrderSession::reduce(const core::ReduceOrder& order)
{
    const TradedMarket* market = find(order.instrument);
    if (market == nullptr) {
        return Failure{OrderRefusal::UnknownMarket};
    }
    const auto lots = lotsOf(order.quantity, *market);
    const auto worst =
        order.worst ? worstPrice(*order.worst, order.side, core::Ppm{0}, *market)
                    : worstPrice(order.decisionPrice, order.side, m_settings.exitSlippage, *market);
    if (!lots || !worst) {
        return Failure{OrderRefusal::NotInUnits};
    }
    OrderFields fields;
    fields.market = market->market;
    fields.baseAmount = *lots;
    fields.price = *worst;
    fields.side = sideOf(order.side);
    fields.type = OrderType::Market;
    return sendReducing(order.id, fields);
}

LighterOrderSession::Outcome LighterOrderSession::placeStop(const StopOrder& order, Timestamp now)
{
    const TradedMarket* market = find(order.instrument);
    if (market == nullptr) {
        return Failure{OrderRefusal::UnknownMarket};
    }
    const bool whole = order.quantity == core::Quantity{};
    const auto lots = whole ? std::optional<std::int64_t>{0} : lotsOf(order.quantity, *market);
    const auto trigger = ticksOf(order.trigger, *market);
    const auto worst = worstPrice(order.trigger, order.side, m_settings.exitSlippage, *market);
    if (!lots || !trigger || !worst) {
        return Failure{OrderRefusal::NotInUnits};
    }
    OrderFields fields = stopFields(*market, order.side, *trigger, *worst,
                                    expiryAfter(m_settings.protectionLife, now));
    fields.baseAmount = *lots;
    return sendReducing(order.id, fields);
}

LighterOrderSession::Outcome LighterOrderSession::sendReducing(core::OrderId id, OrderFields fields)
{
    const auto index = takeIndex();
    if (!index) {
        return Failure{OrderRefusal::NoIndexLeft};
    }
    fields.reduceOnly = ReduceOnly::Yes;
    fields.clientOrderIndex = *index;
    remember(id, fields);
    send({OrderAction::Place, id}, Spending::Exit, {}, [this, fields](const SignatureTerms& terms) {
        return m_signer.sign(CreateOrder{fields}, terms, OrderPermission{});
    });
    return {};
}

LighterOrderSession::Outcome LighterOrderSession::moveStop(core::OrderId order, Price trigger)
{
    const auto found = m_orders.find(order);
    if (found == m_orders.end() || found->second.reduceOnly != ReduceOnly::Yes
        || found->second.type != OrderType::StopLoss)
    {
        return Failure{OrderRefusal::UnknownOrder};
    }
    OrderFields& fields = found->second;
    const auto market =
        std::find_if(m_markets.begin(), m_markets.end(),
                     [&](const TradedMarket& one) { return one.market == fields.market; });
    const Side side = fields.side == OrderSide::Bid ? Side::Buy : Side::Sell;
    const auto ticks = ticksOf(trigger, *market);
    const auto worst = worstPrice(trigger, side, m_settings.exitSlippage, *market);
    if (!ticks || !worst) {
        return Failure{OrderRefusal::NotInUnits};
    }
    fields.triggerPrice = *ticks;
    fields.price = *worst;
    const ModifyOrder body{fields.market, fields.clientOrderIndex, fields.baseAmount, *worst,
                           *ticks};
    send({OrderAction::Move, order}, Spending::Exit, {}, [this, body](const SignatureTerms& terms) {
        return m_signer.sign(body, terms, OrderPermission{});
    });
    return {};
}

LighterOrderSession::Outcome LighterOrderSession::cancel(core::OrderId order)
{
    const auto found = m_orders.find(order);
    if (found == m_orders.end()) {
        return Failure{OrderRefusal::UnknownOrder};
    }
    const CancelOrder body{found->second.market, found->second.clientOrderIndex};
    send({OrderAction::Cancel, order}, Spending::Exit, {},
         [this, body](const SignatureTerms& terms) { return m_signer.sign(body, terms); });
    return {};
}

void LighterOrderSession::setClockOffset(core::Duration offset) noexcept
{
    m_offset = offset;
    m_sender.setClockOffset(offset);
}

std::vector<OrderAnswer> LighterOrderSession::takeAnswers()
{
    std::vector<OrderAnswer> answers;
    for (TicketResult& one : m_sender.takeResults()) {
        const auto sending = m_sendings.find(one.ticket);
        if (sending != m_sendings.end()) {
            answers.push_back(
                {sending->second.action, sending->second.order, std::move(one.result)});
            m_sendings.erase(sending);
        }
    }
    return answers;
}

std::optional<std::int64_t> LighterOrderSession::clientIndexOf(core::OrderId order) const
{
    const auto found = m_orders.find(order);
    return found == m_orders.end() ? std::nullopt : std::optional{found->second.clientOrderIndex};
}

std::optional<core::OrderId> LighterOrderSession::orderOf(std::int64_t clientIndex) const
{
    const auto found = m_byIndex.find(clientIndex);
    return found == m_byIndex.end() ? std::nullopt : std::optional{found->second};
}

const TradedMarket* LighterOrderSession::find(core::InstrumentId instrument) const noexcept
{
    const auto found =
        std::find_if(m_markets.begin(), m_markets.end(), [&](const TradedMarket& market) {
            return market.instrument.id() == instrument;
        });
    return found == m_markets.end() ? nullptr : &*found;
}

std::optional<std::int64_t> LighterOrderSession::takeIndex() noexcept
{
    return m_nextIndex <= kLargestIndex ? std::optional{m_nextIndex++} : std::nullopt;
}

std::int64_t LighterOrderSession::expiryAfter(core::Duration life, Timestamp now) const noexcept
{
    return core::toMilliseconds(now + m_offset + life);
}

void LighterOrderSession::remember(core::OrderId id, const OrderFields& fields)
{
    m_orders[id] = fields;
    m_byIndex[fields.clientOrderIndex] = id;
}

void LighterOrderSession::send(const Sending& what, Spending purpose, Timestamp notAfter, Sign sign)
{
    const Ticket ticket{++m_tickets};
    m_sendings[ticket] = what;
    m_sender.enqueue(ticket, purpose, notAfter, std::move(sign));
}

} // namespace wick::lighter
