#include "core/io/venues/lighter/exchange/practiceexchange.h"

#include "core/base/checked.h"
#include "core/execution/costmodels.h"
#include "core/io/venues/lighter/exchange/refusals.h"
#include "core/venues/lighter/crypto/schnorr.h"
#include "core/venues/lighter/crypto/textcodec.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <utility>

namespace wick::exchange {

using namespace core;
using namespace lighter;
using core::Side;

namespace {

constexpr std::int64_t kFirstOrder =
    (std::int64_t{1} << 48) + 1'000; ///< the venue's own start there
constexpr std::int64_t kTenThousand = 10'000;
constexpr Duration kLeastExpiry = minutes(5);
constexpr Duration kMostExpiry = days(30);

bool isTriggered(OrderType type) noexcept
{
    return type == OrderType::StopLoss || type == OrderType::StopLossLimit
           || type == OrderType::TakeProfit || type == OrderType::TakeProfitLimit;
}

bool rests(const OrderFields& fields) noexcept
{
    return fields.type != OrderType::Market
           && fields.timeInForce != OrderTimeInForce::ImmediateOrCancel
           && fields.type != OrderType::StopLoss && fields.type != OrderType::TakeProfit;
}

/// Whether a price at which this side trades is within the order's limit.
bool within(const OrderFields& fields, Price price) noexcept
{
    return fields.side == OrderSide::Bid ? price.count() <= fields.price
                                         : price.count() >= fields.price;
}

bool triggers(const OrderFields& fields, Price mark) noexcept
{
    const bool stops =
        fields.type == OrderType::StopLoss || fields.type == OrderType::StopLossLimit;
    const bool buys = fields.side == OrderSide::Bid;
    return stops == buys ? mark.count() >= fields.triggerPrice
                         : mark.count() <= fields.triggerPrice;
}

std::string hexOf(const Quintic& hash)
{
    return toHex(hash.toBytes());
}

} // namespace

Tier standardTier()
{
    return {"standard", Ppm{0}, Ppm{0}, milliseconds(300), milliseconds(200), 60, 0};
}
Tier premiumTier()
{
    return {"premium", Ppm{280}, Ppm{40}, milliseconds(200), Duration{}, 24'000, 4'000};
}
Tier plusTier()
{
    return {"plus", Ppm{50}, Ppm{50}, milliseconds(300), milliseconds(200), 120'000, 8'000};
}

PracticeExchange::PracticeExchange(ExchangeSetup setup)
    : m_setup(std::move(setup))
    , m_now(m_setup.start)
    , m_nextOrder(kFirstOrder)
{
    for (std::size_t i = 0; i < m_setup.markets.size(); ++i) {
        m_markets.emplace_back(m_setup.markets[i],
                               i < m_setup.history.size() ? m_setup.history[i]
                                                          : std::vector<ClosedBar>{},
                               m_setup.start);
    }
    m_setup.history.clear();
}

void PracticeExchange::open(std::int64_t account, Money collateral)
{
    m_accounts[account].index = account;
    m_accounts[account].deposited = collateral;
    m_accounts[account].collateral = collateral;
}

void PracticeExchange::addKey(std::int64_t account, std::uint8_t slot, const Quintic& publicKey)
{
    m_accounts.at(account).keys[slot] = {publicKey, 0};
}

const ExchangeMarket* PracticeExchange::market(std::int64_t id) const noexcept
{
    const auto found = std::find_if(m_markets.begin(), m_markets.end(),
                                    [id](const auto& market) { return market.rules().id == id; });
    return found == m_markets.end() ? nullptr : &*found;
}

const Account* PracticeExchange::account(std::int64_t index) const noexcept
{
    const auto found = m_accounts.find(index);
    return found == m_accounts.end() ? nullptr : &found->second;
}

ExchangeMarket& PracticeExchange::marketOf(const Order& order)
{
    return *std::find_if(m_markets.begin(), m_markets.end(), [&](const auto& market) {
        return market.rules().id == order.fields.market;
    });
}

Happenings PracticeExchange::take()
{
    return std::exchange(m_happenings, {});
}

std::int64_t PracticeExchange::countBook(std::int16_t market)
{
    for (ExchangeMarket& each : m_markets) {
        if (each.rules().id == market) {
            return ++each.bookNumber;
        }
    }
    return 0;
}

// ── What a client sends ─────────────────────────────────────────────────────────────────────────

Result<Acceptance, ExchangeRefusal> PracticeExchange::send(std::int64_t type,
                                                           const QJsonObject& info,
                                                           const std::string& text,
                                                           Timestamp now)
{
    advance(now);
    const auto read = readTransaction(type, info);
    if (auto refusal = refusalOf(type, read)) {
        return Failure{std::move(*refusal)};
    }
    const auto& frame = read->frame;
    m_accounts.at(frame.account).keys.at(frame.apiKey).nextNonce = frame.nonce + 1;
    TransactionRecord record;
    record.sequence = static_cast<std::int64_t>(m_transactions.size()) + 1;
    record.hash = hexOf(read->hash(m_setup.chain));
    record.transaction = *read;
    record.info = text;
    record.queuedAt = now;
    const Timestamp due = now + delayOf(*read);
    m_due.emplace(due, m_transactions.size());
    m_happenings.transactions.push_back(record.sequence);
    m_transactions.push_back(record);
    return Acceptance{record.hash, due};
}

PracticeExchange::Check
PracticeExchange::refusalOf(std::int64_t type,
                            const std::optional<ReceivedTransaction>& transaction) const
{
    if (!knowsTransaction(type)) {
        return refusal(code::kUnsupportedType);
    }
    if (!transaction) {
        return refusal(code::kInvalidInfo);
    }
    if (auto wrong = refusalOfKey(*transaction)) {
        return wrong;
    }
    if (const auto objection = transaction->objection()) {
        return ExchangeRefusal{codeOf(*objection), std::string{describe(*objection)}};
    }
    return refusalOfBody(*transaction);
}

PracticeExchange::Check PracticeExchange::refusalOfKey(const ReceivedTransaction& transaction) const
{
    const TransactionFrame& frame = transaction.frame;
    const Account* owner = account(frame.account);
    if (owner == nullptr) {
        return refusal(code::kAccountNotFound);
    }
    const auto key = owner->keys.find(frame.apiKey);
    if (key == owner->keys.end()) {
        return refusal(code::kKeyNotFound);
    }
    if (fromMilliseconds(frame.expiredAt) <= m_now) {
        return ExchangeRefusal{code::kInvalidInfo, "the transaction has expired"};
    }
    if (!schnorr::verify(key->second.publicKey, transaction.hash(m_setup.chain),
                         transaction.signature)) {
        return refusal(code::kInvalidSignature);
    }
    const bool skips = frame.attributes.get(AttributeType::SkipNonce) == 1;
    const std::int64_t next = key->second.nextNonce;
    if (skips ? frame.nonce < next : frame.nonce != next) {
        return refusal(code::kInvalidNonce);
    }
    return std::nullopt;
}

PracticeExchange::Check
PracticeExchange::refusalOfBody(const ReceivedTransaction& transaction) const
{
    const std::int64_t owner = transaction.frame.account;
    if (const auto* create = std::get_if<CreateOrder>(&transaction.body)) {
        return refusalOfOrder(create->order, owner);
    }
    if (const auto* group = std::get_if<CreateGroupedOrders>(&transaction.body)) {
        for (const OrderFields& order : group->orders) {
            if (auto wrong = refusalOfOrder(order, owner)) {
                return wrong;
            }
        }
    }
    if (const auto* all = std::get_if<CancelAllOrders>(&transaction.body)) {
        const bool queued = account(owner)->cancelAllAt.count() != 0;
        if (all->timeInForce == CancelAllTimeInForce::Scheduled && queued) {
            return refusal(code::kCancelAllQueued);
        }
    }
    return std::nullopt;
}

PracticeExchange::Check PracticeExchange::refusalOfOrder(const OrderFields& order,
                                                         std::int64_t account) const
{
    const ExchangeMarket* market = this->market(order.market);
    if (market == nullptr) {
        return refusal(code::kInvalidMarket);
    }
    if (order.type == OrderType::Twap) {
        return refusal(code::kUnsupportedOrder);
    }
    if (maintenance && order.reduceOnly == ReduceOnly::No) {
        return refusal(code::kInvalidMarketStatus);
    }
    const Instrument& instrument = market->instrument();
    const auto lots = order.baseAmount;
    if (order.reduceOnly == ReduceOnly::No
        && (Quantity{lots} < instrument.minimumQuantity()
            || instrument.notional(lots, Price{order.price}) < instrument.minimumNotional()))
    {
        return refusal(code::kInvalidAmount);
    }
    const Timestamp expiry = fromMilliseconds(order.orderExpiry);
    if (order.orderExpiry != 0 && (expiry < m_now + kLeastExpiry || expiry > m_now + kMostExpiry)) {
        return refusal(code::kInvalidExpiry);
    }
    if (order.clientOrderIndex != 0) {
        for (const std::int64_t index : m_working) {
            const Order& other = m_orders.at(index);
            if (other.account == account && other.fields.clientOrderIndex == order.clientOrderIndex)
            {
                return refusal(code::kClientIndexExists);
            }
        }
    }
    return std::nullopt;
}

/// What takes waits longest; what only rests or cancels waits less.
Duration PracticeExchange::delayOf(const ReceivedTransaction& transaction) const
{
    const auto takes = [](const OrderFields& order) {
        return order.type == OrderType::Market || order.type == OrderType::Limit;
    };
    const auto* create = std::get_if<CreateOrder>(&transaction.body);
    const auto* group = std::get_if<CreateGroupedOrders>(&transaction.body);
    const bool taker = (create != nullptr && takes(create->order)
                        && create->order.timeInForce != OrderTimeInForce::PostOnly)
                       || (group != nullptr && takes(*group->orders.begin()));
    return taker ? m_setup.tier.takerDelay : m_setup.tier.makerDelay;
}

// ── What is carried out ─────────────────────────────────────────────────────────────────────────

void PracticeExchange::advance(Timestamp now)
{
    while (!m_due.empty() && m_due.begin()->first <= now) {
        const auto [due, which] = *m_due.begin();
        m_due.erase(m_due.begin());
        m_now = std::max(m_now, due);
        execute(m_transactions[which]);
    }
    m_now = std::max(m_now, now);
    for (auto& [index, account] : m_accounts) {
        if (account.cancelAllAt.count() != 0 && account.cancelAllAt <= m_now) {
            account.cancelAllAt = {};
            cancelAll(index, std::nullopt);
        }
    }
    expire();
}

void PracticeExchange::execute(TransactionRecord& record)
{
    record.executedAt = m_now;
    if (fromMilliseconds(record.transaction.frame.expiredAt) < m_now) {
        record.failure = "transaction expired";
    } else {
        record.failure = std::visit([&](const auto& body) { return carryOut(body, record); },
                                    record.transaction.body);
    }
    record.state = record.failure.empty() ? TransactionState::Executed : TransactionState::Failed;
    m_happenings.transactions.push_back(record.sequence);
}

std::string PracticeExchange::carryOut(const CreateOrder& body, const TransactionRecord& record)
{
    begin(place(body.order, record));
    return {};
}

std::string PracticeExchange::carryOut(const CancelOrder& body, const TransactionRecord& record)
{
    Order* order = findOrder(record.transaction.frame.account, body.market, body.index);
    if (order == nullptr) {
        return refusal(code::kInactiveOrder).message;
    }
    end(*order, OrderStatus::Canceled);
    return {};
}

std::string PracticeExchange::carryOut(const CancelAllOrders& body, const TransactionRecord& record)
{
    Account& account = m_accounts.at(record.transaction.frame.account);
    switch (body.timeInForce) {
    case CancelAllTimeInForce::Immediate: {
        const auto market = record.transaction.frame.attributes.get(AttributeType::CancelAllMarket);
        cancelAll(account.index,
                  market && *market != Attributes::nilOf(AttributeType::CancelAllMarket)
                      ? std::optional{static_cast<std::int16_t>(*market)}
                      : std::nullopt);
        return {};
    }
    case CancelAllTimeInForce::Scheduled:
        account.cancelAllAt = fromMilliseconds(body.time);
        break;
    case CancelAllTimeInForce::AbortScheduled:
        account.cancelAllAt = {};
        break;
    }
    m_happenings.accounts.insert(account.index);
    return {};
}

std::string PracticeExchange::carryOut(const ModifyOrder& body, const TransactionRecord& record)
{
    Order* order = findOrder(record.transaction.frame.account, body.market, body.index);
    if (order == nullptr) {
        return refusal(code::kInactiveOrder).message;
    }
    if ((order->fields.triggerPrice == 0) != (body.triggerPrice == 0)) {
        return refusal(code::kInvalidTrigger).message;
    }
    if (body.baseAmount != 0 && body.baseAmount <= order->filled) {
        return refusal(code::kInvalidAmount).message;
    }
    order->fields.price = body.price;
    order->fields.triggerPrice = body.triggerPrice;
    if (body.baseAmount != 0) {
        order->fields.baseAmount = body.baseAmount;
        order->initial = body.baseAmount;
    }
    touch(*order);
    if (order->status == OrderStatus::Open) {
        take(*order, marketOf(*order));
    }
    return {};
}

std::string PracticeExchange::carryOut(const CreateGroupedOrders& body,
                                       const TransactionRecord& record)
{
    std::vector<std::int64_t> made;
    for (const OrderFields& fields : body.orders) {
        made.push_back(place(fields, record).index);
    }
    const bool hasParent = body.grouping != GroupingType::OneCancelsOther;
    if (made.size() - (hasParent ? 1U : 0U) == 2) {
        m_orders.at(made[made.size() - 2]).other = made.back();
        m_orders.at(made.back()).other = made[made.size() - 2];
    }
    if (!hasParent) {
        for (const std::int64_t index : made) {
            begin(m_orders.at(index));
        }
        return {};
    }
    Order& parent = m_orders.at(made.front());
    for (std::size_t i = 1; i < made.size(); ++i) {
        Order& child = m_orders.at(made[i]);
        child.parent = parent.index;
        child.status = OrderStatus::Pending;
        parent.children.push_back(child.index);
        touch(child);
    }
    begin(parent);
    return {};
}

std::string PracticeExchange::carryOut(const UpdateLeverage& body, const TransactionRecord& record)
{
    const ExchangeMarket* market = this->market(body.market);
    if (market == nullptr) {
        return refusal(code::kInvalidMarket).message;
    }
    if (body.initialMarginFraction < market->rules().minimumInitialMargin) {
        return refusal(code::kInvalidInitialMargin).message;
    }
    if (body.marginMode != MarginMode::Cross) {
        return refusal(code::kInvalidMarginMode).message;
    }
    Account& account = m_accounts.at(record.transaction.frame.account);
    account.positions[body.market].initialMargin = body.initialMarginFraction;
    m_happenings.accounts.insert(account.index);
    return {};
}

/// Margin is shared by all positions here: there is no isolated one to add to.
std::string PracticeExchange::carryOut(const UpdateMargin& /*body*/,
                                       const TransactionRecord& /*record*/)
{
    return refusal(code::kInvalidMarginMode).message;
}

// ── Orders ──────────────────────────────────────────────────────────────────────────────────────

Order& PracticeExchange::place(const OrderFields& fields, const TransactionRecord& record)
{
    Order order;
    order.index = m_nextOrder++;
    order.account = record.transaction.frame.account;
    order.fields = fields;
    order.status = OrderStatus::InProgress;
    order.initial = fields.baseAmount;
    order.created = m_now;
    order.updated = m_now;
    order.transaction = record.sequence;
    m_working.insert(order.index);
    return m_orders.emplace(order.index, std::move(order)).first->second;
}

/// From here on it works.
void PracticeExchange::begin(Order& order)
{
    if (isTriggered(order.fields.type)) {
        order.status = OrderStatus::Pending;
        touch(order);
        return;
    }
    order.status = OrderStatus::Open;
    take(order, marketOf(order));
}

void PracticeExchange::trigger(Order& order)
{
    order.status = OrderStatus::Open;
    take(order, marketOf(order));
}

/// Takes what there is up to its price; the rest rests or ends.
void PracticeExchange::take(Order& order, ExchangeMarket& market)
{
    const Side from = opposite(order.side());
    const auto best = market.levels(from);
    const bool crosses = !best.empty() && within(order.fields, best.front().price);
    if (order.fields.timeInForce == OrderTimeInForce::PostOnly && crosses
        && order.fields.type == OrderType::Limit)
    {
        end(order, OrderStatus::CanceledPostOnly);
        return;
    }
    if (order.fields.reduceOnly == ReduceOnly::Yes) {
        if (!reduces(order)) {
            if (dropsReduceOnlySilently) {
                m_working.erase(order.index);
                m_orders.erase(order.index);
            } else {
                end(order, OrderStatus::CanceledReduceOnly);
            }
            return;
        }
    } else if (!hasMargin(order, market)) {
        end(order, OrderStatus::CanceledMarginNotAllowed);
        return;
    }
    while (order.working() && order.remaining() > 0) {
        const auto levels = market.levels(from);
        if (levels.empty() || !within(order.fields, levels.front().price)) {
            break;
        }
        const Price price = levels.front().price;
        const std::int64_t lots = std::min(order.remaining(), levels.front().quantity.count());
        market.use(from, Quantity{lots});
        fill(order, market, price, lots, true);
    }
    if (!order.working()) {
        return;
    }
    if (rests(order.fields)) {
        touch(order);
        m_happenings.books.insert(order.fields.market);
    } else {
        end(order, order.filled == 0 ? OrderStatus::CanceledTooMuchSlippage
                                     : OrderStatus::CanceledNotEnoughLiquidity);
    }
}

/// Cuts it to the position; false when there is none to reduce.
bool PracticeExchange::reduces(Order& order)
{
    const auto& positions = m_accounts.at(order.account).positions;
    const auto found = positions.find(order.fields.market);
    const std::int64_t lots = found == positions.end() ? 0 : found->second.lots;
    const std::int64_t against = -sign(order.side()) * lots;
    if (against <= 0) {
        return false;
    }
    if (order.fields.baseAmount == 0 && order.parent == 0) {
        order.initial = order.filled + against; // the whole position
    }
    order.initial = std::min(order.initial, order.filled + against);
    return order.remaining() > 0;
}

bool PracticeExchange::hasMargin(const Order& order, const ExchangeMarket& market) const
{
    const Account& account = m_accounts.at(order.account);
    const auto found = account.positions.find(order.fields.market);
    const Position position = found == account.positions.end() ? Position{} : found->second;
    const std::int64_t after = position.lots + sign(order.side()) * order.remaining();
    const std::int32_t fraction =
        position.initialMargin != 0 ? position.initialMargin : market.rules().defaultInitialMargin;
    const auto demand = [&](std::int64_t lots) {
        const Money notional =
            market.instrument().notional(std::abs(lots), Price{order.fields.price});
        return Money{saturate(
            divide(static_cast<Int128>(notional.count()) * fraction, kTenThousand, Rounding::Up))};
    };
    if (std::abs(after) <= std::abs(position.lots)) {
        return true;
    }
    return value(account) >= marginOf(account, false) - demand(position.lots) + demand(after);
}

void PracticeExchange::fill(Order& order,
                            ExchangeMarket& market,
                            Price price,
                            std::int64_t lots,
                            bool taker)
{
    OwnTrade own;
    own.trade = {m_nextTrade++, m_now, price, Quantity{lots},
                 (order.side() == Side::Sell) != taker};
    own.market = market.rules().id;
    own.account = order.account;
    own.order = order.index;
    own.clientOrder = order.fields.clientOrderIndex;
    own.taker = taker;
    own.side = order.side();
    own.rate = taker ? m_setup.tier.takerFee : m_setup.tier.makerFee;
    book(order, market, own);
    order.filled += lots;
    order.filledQuote += market.instrument().notional(lots, price);
    m_happenings.ownTrades.push_back(m_ownTrades.size());
    m_happenings.trades[own.market].push_back(own.trade.id);
    m_happenings.books.insert(own.market);
    m_ownTrades.push_back(own);
    market.takeTrade(own.trade);
    if (order.remaining() == 0) {
        order.status = OrderStatus::Filled;
        m_working.erase(order.index);
    }
    touch(order);
    afterFill(order);
}

/// Into position and collateral.
void PracticeExchange::book(const Order& order, const ExchangeMarket& market, OwnTrade& trade)
{
    Account& account = m_accounts.at(order.account);
    Position& position = account.positions[trade.market];
    const Instrument& instrument = market.instrument();
    const std::int64_t lots = sign(trade.side) * trade.trade.quantity.count();
    trade.lotsBefore = position.lots;
    trade.costBefore = position.cost;
    trade.fee = feeOn(instrument.notional(std::abs(lots), trade.trade.price), trade.rate);
    std::int64_t closed = 0; // signed as the fill
    if (position.lots != 0 && (position.lots > 0) != (lots > 0)) {
        closed = lots > 0 ? std::min(lots, -position.lots) : std::max(lots, -position.lots);
        const Money cost =
            closed == -position.lots
                ? position.cost
                : Money{saturate(divide(static_cast<Int128>(position.cost.count()) * -closed,
                                        position.lots, Rounding::HalfEven))};
        trade.realised = -instrument.notional(closed, trade.trade.price) - cost;
        position.cost -= cost;
        position.lots += closed;
    }
    const std::int64_t opened = lots - closed;
    position.lots += opened;
    position.cost += instrument.notional(opened, trade.trade.price);
    position.realised += trade.realised;
    account.collateral += trade.realised - trade.fee;
    account.fees += trade.fee;
    m_happenings.accounts.insert(account.index);
}

/// Children grow with what their parent has executed; of a pair one takes from the other.
void PracticeExchange::afterFill(Order& order)
{
    for (const std::int64_t index : order.children) {
        Order& child = m_orders.at(index);
        if (child.working()) {
            child.initial = order.filled;
            touch(child);
        }
    }
    const auto other = m_orders.find(order.other);
    if (other != m_orders.end() && other->second.working()) {
        if (order.remaining() == 0) {
            end(other->second, OrderStatus::CanceledOneCancelsOther);
        } else {
            other->second.initial = std::min(other->second.initial, order.remaining());
            touch(other->second);
        }
    }
}

void PracticeExchange::end(Order& order, OrderStatus status)
{
    order.status = status;
    m_working.erase(order.index);
    m_happenings.books.insert(order.fields.market);
    touch(order);
    for (const std::int64_t index : order.children) {
        Order& child = m_orders.at(index);
        if (child.working() && order.filled == 0) {
            end(child, OrderStatus::CanceledChild);
        }
    }
}

void PracticeExchange::touch(Order& order)
{
    order.updated = m_now;
    m_happenings.orders.push_back(order.index);
}

void PracticeExchange::cancelAll(std::int64_t account, std::optional<std::int16_t> market)
{
    const std::vector<std::int64_t> working{m_working.begin(), m_working.end()};
    for (const std::int64_t index : working) {
        Order& order = m_orders.at(index);
        if (order.account == account && order.working()
            && (!market || order.fields.market == *market)) {
            end(order, OrderStatus::Canceled);
        }
    }
}

Order* PracticeExchange::findOrder(std::int64_t account, std::int16_t market, std::int64_t index)
{
    for (const std::int64_t each : m_working) {
        Order& order = m_orders.at(each);
        if (order.account == account && order.fields.market == market && order.working()
            && (order.index == index || order.fields.clientOrderIndex == index))
        {
            return &order;
        }
    }
    return nullptr;
}

std::vector<std::int64_t> PracticeExchange::workingIn(std::int16_t market) const
{
    std::vector<std::int64_t> found;
    for (const std::int64_t index : m_working) {
        if (m_orders.at(index).fields.market == market) {
            found.push_back(index);
        }
    }
    return found;
}

// ── The market moves ────────────────────────────────────────────────────────────────────────────

void PracticeExchange::onStep(const MarketStep& step)
{
    advance(step.time);
    for (const MarketSlice& slice : step.slices) {
        ExchangeMarket& market = m_markets[slice.instrument.count()];
        if (slice.book != nullptr) {
            market.takeBook(*slice.book);
            m_happenings.books.insert(market.rules().id);
        }
        for (const Trade& trade : slice.trades) {
            meetTrade(market, trade);
        }
        meetBook(market);
        if (slice.funding) {
            payFunding(market, *slice.funding);
        }
    }
    for (auto& [index, account] : m_accounts) {
        liquidate(account);
    }
}

void PracticeExchange::meetTrade(ExchangeMarket& market, const Trade& trade)
{
    const MarketTrade happened{m_nextTrade++, trade.time, trade.price, trade.quantity,
                               trade.aggressor == Side::Buy};
    market.takeTrade(happened);
    m_happenings.trades[market.rules().id].push_back(happened.id);
    for (const std::int64_t index : workingIn(market.rules().id)) {
        Order& order = m_orders.at(index);
        if (order.status != OrderStatus::Open || !within(order.fields, trade.price)
            || trade.price.count() == order.fields.price)
        {
            continue; // a limit fills when the market trades through it
        }
        if (order.fields.reduceOnly == ReduceOnly::Yes && !reduces(order)) {
            end(order, OrderStatus::CanceledReduceOnly);
            continue;
        }
        fill(order, market, Price{order.fields.price},
             std::min(order.remaining(), trade.quantity.count()), false);
    }
    checkTriggers(market);
}

/// What a new book crosses fills at its own price.
void PracticeExchange::meetBook(ExchangeMarket& market)
{
    for (const std::int64_t index : workingIn(market.rules().id)) {
        Order& order = m_orders.at(index);
        if (order.status != OrderStatus::Open) {
            continue;
        }
        const Side from = opposite(order.side());
        while (order.working() && !market.levels(from).empty()
               && within(order.fields, market.levels(from).front().price))
        {
            if (order.fields.reduceOnly == ReduceOnly::Yes && !reduces(order)) {
                end(order, OrderStatus::CanceledReduceOnly);
                break;
            }
            const std::int64_t lots =
                std::min(order.remaining(), market.levels(from).front().quantity.count());
            market.use(from, Quantity{lots});
            fill(order, market, Price{order.fields.price}, lots, false);
        }
    }
}

void PracticeExchange::checkTriggers(ExchangeMarket& market)
{
    const auto mark = market.mark();
    for (const std::int64_t index : workingIn(market.rules().id)) {
        const auto found = m_orders.find(index);
        if (found == m_orders.end() || found->second.status != OrderStatus::Pending) {
            continue;
        }
        Order& order = found->second;
        const bool alive = order.parent == 0 || m_orders.at(order.parent).filled > 0;
        if (mark && alive && triggers(order.fields, *mark)) {
            trigger(order);
        }
    }
}

void PracticeExchange::expire()
{
    const std::vector<std::int64_t> working{m_working.begin(), m_working.end()};
    for (const std::int64_t index : working) {
        Order& order = m_orders.at(index);
        if (order.working() && order.fields.orderExpiry != 0
            && fromMilliseconds(order.fields.orderExpiry) <= m_now)
        {
            end(order, OrderStatus::CanceledExpired);
        }
    }
}

void PracticeExchange::payFunding(ExchangeMarket& market, const FundingRate& rate)
{
    market.fundingRate = rate.perBillion;
    market.fundingTime = rate.time;
    m_happenings.fundings.insert(market.rules().id);
    for (auto& [index, account] : m_accounts) {
        const auto found = account.positions.find(market.rules().id);
        if (found == account.positions.end() || found->second.lots == 0 || !market.mark()) {
            continue;
        }
        Position& position = found->second;
        const Money paid =
            fundingOn(market.instrument(), position.lots, *market.mark(), rate.perBillion);
        position.fundingPaid += paid;
        account.funding += paid;
        account.collateral -= paid;
        m_payments.push_back({static_cast<std::int64_t>(m_payments.size()) + 1, rate.time,
                              market.rules().id, index, paid, rate.perBillion, position.lots});
        m_happenings.accounts.insert(index);
    }
}

// ── Margin ──────────────────────────────────────────────────────────────────────────────────────

Money PracticeExchange::unrealised(const Account& account) const
{
    Money sum;
    for (const auto& [id, position] : account.positions) {
        const ExchangeMarket* market = this->market(id);
        if (position.lots != 0 && market->mark()) {
            sum += market->instrument().notional(position.lots, *market->mark()) - position.cost;
        }
    }
    return sum;
}

Money PracticeExchange::marginOf(const Account& account, bool forMaintenance) const
{
    Money sum;
    for (const auto& [id, position] : account.positions) {
        const ExchangeMarket* market = this->market(id);
        if (position.lots == 0 || !market->mark()) {
            continue;
        }
        const MarketRules& rules = market->rules();
        const std::int32_t initial =
            position.initialMargin != 0 ? position.initialMargin : rules.defaultInitialMargin;
        const Money notional =
            market->instrument().notional(std::abs(position.lots), *market->mark());
        sum += Money{saturate(divide(static_cast<Int128>(notional.count())
                                         * (forMaintenance ? rules.maintenanceMargin : initial),
                                     kTenThousand, Rounding::Up))};
    }
    return sum;
}

/// Below its maintenance margin an account loses its orders and its positions.
void PracticeExchange::liquidate(Account& account)
{
    const Money demand = marginOf(account, true);
    if (demand == Money{} || value(account) >= demand) {
        return;
    }
    const std::vector<std::int64_t> working{m_working.begin(), m_working.end()};
    for (const std::int64_t index : working) {
        Order& order = m_orders.at(index);
        if (order.account == account.index && order.working()) {
            end(order, OrderStatus::CanceledLiquidation);
        }
    }
    for (auto& [id, position] : account.positions) {
        if (position.lots == 0) {
            continue;
        }
        TransactionRecord none;
        none.transaction.frame.account = account.index;
        OrderFields fields;
        fields.market = id;
        fields.side = position.lots > 0 ? OrderSide::Ask : OrderSide::Bid;
        fields.type = OrderType::Market;
        fields.reduceOnly = ReduceOnly::Yes;
        fields.price = position.lots > 0 ? 1 : std::numeric_limits<std::uint32_t>::max();
        const std::size_t before = m_ownTrades.size();
        begin(place(fields, none));
        for (std::size_t i = before; i < m_ownTrades.size(); ++i) {
            m_ownTrades[i].liquidation = true;
        }
    }
}

std::vector<BookLevel> PracticeExchange::levels(const ExchangeMarket& market, Side side) const
{
    std::map<Price, Quantity> sum;
    for (const BookLevel& level : market.levels(side)) {
        sum[level.price] = level.quantity;
    }
    for (const std::int64_t index : m_working) {
        const Order& order = m_orders.at(index);
        if (order.fields.market == market.rules().id && order.status == OrderStatus::Open
            && order.side() == side)
        {
            Quantity& at = sum[Price{order.fields.price}];
            at = at + Quantity{order.remaining()};
        }
    }
    std::vector<BookLevel> levels;
    for (const auto& [price, quantity] : sum) {
        levels.push_back({price, quantity});
    }
    if (side == Side::Buy) {
        std::reverse(levels.begin(), levels.end());
    }
    return levels;
}

} // namespace wick::exchange
