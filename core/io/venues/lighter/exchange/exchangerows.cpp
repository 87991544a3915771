#include "core/io/venues/lighter/exchange/exchangerows.h"

#include "core/base/checked.h"
#include "core/base/decimal.h"

#include <QJsonDocument>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace wick::exchange {

using namespace core;
using namespace Qt::StringLiterals;
using lighter::OrderTimeInForce;
using lighter::OrderType;
using lighter::ReduceOnly;

namespace {

constexpr int kMoneyDecimals = 6;
constexpr std::int64_t kStranger = 2; ///< the account of everybody else

QString textOf(std::int64_t scaled, int decimals)
{
    return QString::fromStdString(fixedText(scaled, decimals));
}
QString priceText(const Instrument& instrument, std::int64_t ticks)
{
    return textOf(ticks, instrument.priceDecimals());
}
QString sizeText(const Instrument& instrument, std::int64_t lots)
{
    return textOf(lots, instrument.quantityDecimals());
}
double number(std::int64_t scaled, int decimals)
{
    return static_cast<double>(scaled) / static_cast<double>(powerOfTen(decimals));
}
QString percentText(std::int64_t perBillion)
{
    return textOf(perBillion, 7);
}
qint64 ms(Timestamp time)
{
    return toMilliseconds(time);
}
qint64 us(Timestamp time)
{
    return time.count() / 1'000;
}
QString whole(std::int64_t value)
{
    return QString::number(value);
}
QString symbolOf(const ExchangeMarket& market)
{
    const std::string_view base = market.instrument().base();
    return QString::fromLatin1(base.data(), static_cast<qsizetype>(base.size()));
}

template <typename Enum, std::size_t N>
QString nameIn(const lighter::wire::Names<Enum, N>& names, Enum value)
{
    const auto found = std::find_if(names.begin(), names.end(),
                                    [value](const auto& each) { return each.second == value; });
    return found == names.end() ? QString{}
                                : QString::fromLatin1(found->first.data(),
                                                      static_cast<qsizetype>(found->first.size()));
}

QString typeText(OrderType type)
{
    constexpr std::array<QLatin1String, 7> kNames{
        QLatin1String{"limit"},       QLatin1String{"market"},
        QLatin1String{"stop-loss"},   QLatin1String{"stop-loss-limit"},
        QLatin1String{"take-profit"}, QLatin1String{"take-profit-limit"},
        QLatin1String{"twap"}};
    return kNames.at(static_cast<std::size_t>(type));
}
QString timeInForceText(OrderTimeInForce kind)
{
    constexpr std::array<QLatin1String, 3> kNames{QLatin1String{"immediate-or-cancel"},
                                                  QLatin1String{"good-till-time"},
                                                  QLatin1String{"post-only"}};
    return kNames.at(static_cast<std::size_t>(kind));
}

struct Day
{
    double base = 0.0;
    double quote = 0.0;
    std::int64_t low = 0;
    std::int64_t high = 0;
    double changePercent = 0.0;
};

Day dayOf(const ExchangeMarket& market)
{
    constexpr std::size_t kMinutes = 1'440;
    const auto& minutes = market.minutes();
    Day day;
    const std::size_t from = minutes.size() > kMinutes ? minutes.size() - kMinutes : 0;
    for (std::size_t i = from; i < minutes.size(); ++i) {
        const ClosedBar& bar = minutes[i];
        const double volume = number(bar.volume.count(), market.instrument().quantityDecimals());
        day.base += volume;
        day.quote += volume * toDouble(bar.close, market.instrument());
        day.low = i == from ? bar.low.count() : std::min(day.low, bar.low.count());
        day.high = std::max(day.high, bar.high.count());
    }
    if (from < minutes.size() && market.mark()) {
        const auto open = static_cast<double>(minutes[from].open.count());
        day.changePercent = 100.0 * (static_cast<double>(market.mark()->count()) - open) / open;
    }
    return day;
}

std::int64_t openInterest(const PracticeExchange& exchange, std::int16_t market)
{
    std::int64_t lots = 0;
    for (const auto& [index, account] : exchange.accounts()) {
        const auto found = account.positions.find(market);
        lots += found == account.positions.end() ? 0 : std::abs(found->second.lots);
    }
    return lots;
}

/// What every trade row says.
QJsonObject commonTradeRow(const ExchangeMarket& market, const MarketTrade& trade)
{
    const Instrument& instrument = market.instrument();
    return {{u"trade_id"_s, qint64{trade.id}},
            {u"trade_id_str"_s, whole(trade.id)},
            {u"market_id"_s, market.rules().id},
            {u"size"_s, sizeText(instrument, trade.quantity.count())},
            {u"price"_s, priceText(instrument, trade.price.count())},
            {u"usd_amount"_s, moneyText(instrument.notional(trade.quantity, trade.price))},
            {u"is_maker_ask"_s, trade.makerIsAsk},
            {u"block_height"_s, qint64{trade.id}},
            {u"timestamp"_s, ms(trade.time)},
            {u"transaction_time"_s, us(trade.time)},
            {u"integrator_maker_fee"_s, 0},
            {u"integrator_maker_fee_collector_index"_s, 0},
            {u"integrator_taker_fee"_s, 0},
            {u"integrator_taker_fee_collector_index"_s, 0}};
}

/// One side's ids: "ask" or "bid".
void addSide(QJsonObject& row,
             const QString& side,
             std::int64_t order,
             std::int64_t client,
             std::int64_t account,
             Money pnl)
{
    row[QString{side % u"_id"_s}] = qint64{order};
    row[QString{side % u"_id_str"_s}] = whole(order);
    row[QString{side % u"_client_id"_s}] = qint64{client};
    row[QString{side % u"_client_id_str"_s}] = whole(client);
    row[QString{side % u"_account_id"_s}] = qint64{account};
    row[QString{side % u"_account_pnl"_s}] = moneyText(pnl);
}

} // namespace

QByteArray compact(const QJsonObject& object)
{
    return QJsonDocument{object}.toJson(QJsonDocument::Compact);
}

QJsonObject refused(const ExchangeRefusal& why)
{
    return {{u"code"_s, why.code}, {u"message"_s, QString::fromStdString(why.message)}};
}

QString moneyText(Money amount)
{
    return textOf(amount.count(), kMoneyDecimals);
}

QJsonObject marketRow(const PracticeExchange& exchange, const ExchangeMarket& market)
{
    const Instrument& instrument = market.instrument();
    const MarketRules& rules = market.rules();
    const Day day = dayOf(market);
    const int sizeDecimals = instrument.quantityDecimals();
    const int priceDecimals = instrument.priceDecimals();
    const QJsonObject config{{u"market_margin_mode"_s, 0},
                             {u"insurance_fund_account_index"_s, qint64{281'474'976'710'655}},
                             {u"liquidation_mode"_s, 0},
                             {u"force_reduce_only"_s, exchange.maintenance},
                             {u"trading_hours"_s, QString{}},
                             {u"funding_fee_discounts_enabled"_s, false},
                             {u"hidden"_s, false},
                             {u"rfq_enabled"_s, false}};
    return {{u"symbol"_s, symbolOf(market)},
            {u"market_id"_s, rules.id},
            {u"market_type"_s, u"perp"_s},
            {u"base_asset_id"_s, 0},
            {u"quote_asset_id"_s, 0},
            {u"status"_s, u"active"_s},
            {u"taker_fee"_s, u"0.0000"_s},
            {u"is_taker_fee_enabled"_s, true},
            {u"maker_fee"_s, u"0.0000"_s},
            {u"is_maker_fee_enabled"_s, true},
            {u"liquidation_fee"_s, u"0.0000"_s},
            {u"min_base_amount"_s, sizeText(instrument, instrument.minimumQuantity().count())},
            {u"min_quote_amount"_s, moneyText(instrument.minimumNotional())},
            {u"order_quote_limit"_s, u"281474976.710655"_s},
            {u"supported_size_decimals"_s, sizeDecimals},
            {u"supported_price_decimals"_s, priceDecimals},
            {u"supported_quote_decimals"_s, kMoneyDecimals},
            {u"size_decimals"_s, sizeDecimals},
            {u"price_decimals"_s, priceDecimals},
            {u"quote_multiplier"_s, 1},
            {u"default_initial_margin_fraction"_s, rules.defaultInitialMargin},
            {u"min_initial_margin_fraction"_s, rules.minimumInitialMargin},
            {u"maintenance_margin_fraction"_s, rules.maintenanceMargin},
            {u"closeout_margin_fraction"_s, rules.closeOutMargin},
            {u"last_trade_price"_s, market.mark() ? toDouble(*market.mark(), instrument) : 0.0},
            {u"daily_trades_count"_s, qint64(market.trades().size())},
            {u"daily_base_token_volume"_s, day.base},
            {u"daily_quote_token_volume"_s, day.quote},
            {u"daily_price_low"_s, number(day.low, priceDecimals)},
            {u"daily_price_high"_s, number(day.high, priceDecimals)},
            {u"daily_price_change"_s, day.changePercent},
            {u"open_interest"_s, number(openInterest(exchange, rules.id), sizeDecimals)},
            {u"daily_chart"_s, QJsonObject{}},
            {u"market_config"_s, config},
            {u"strategy_index"_s, 0}};
}

QJsonObject statsRow(const PracticeExchange& exchange, const ExchangeMarket& market)
{
    const Instrument& instrument = market.instrument();
    const Day day = dayOf(market);
    const std::int64_t mark = market.mark().value_or(Price{}).count();
    return {{u"symbol"_s, symbolOf(market)},
            {u"market_id"_s, market.rules().id},
            {u"index_price"_s, priceText(instrument, mark)},
            {u"mark_price"_s, priceText(instrument, mark)},
            {u"mid_price"_s, priceText(instrument, mark)},
            {u"last_trade_price"_s, priceText(instrument, mark)},
            {u"open_interest"_s, sizeText(instrument, openInterest(exchange, market.rules().id))},
            {u"open_interest_limit"_s, u"72057594037927936.000000"_s},
            {u"base_interest_rate"_s, u"0.0100"_s},
            {u"funding_clamp_small"_s, u"0.0500"_s},
            {u"funding_clamp_big"_s, u"4.0000"_s},
            {u"current_funding_rate"_s, percentText(market.fundingRate)},
            {u"funding_rate"_s, percentText(market.fundingRate)},
            {u"funding_timestamp"_s, ms(market.fundingTime)},
            {u"daily_base_token_volume"_s, day.base},
            {u"daily_quote_token_volume"_s, day.quote},
            {u"daily_price_low"_s, number(day.low, instrument.priceDecimals())},
            {u"daily_price_high"_s, number(day.high, instrument.priceDecimals())},
            {u"daily_price_change"_s, day.changePercent}};
}

QJsonObject tradeRow(const ExchangeMarket& market, const MarketTrade& trade)
{
    QJsonObject row = commonTradeRow(market, trade);
    row[u"type"_s] = u"trade"_s;
    row[u"tx_hash"_s] = QString::number(trade.id, 16).rightJustified(16, u'0');
    addSide(row, u"ask"_s, 0, 0, kStranger, {});
    addSide(row, u"bid"_s, 0, 0, kStranger, {});
    return row;
}

QJsonObject tradeRow(const ExchangeMarket& market, const OwnTrade& own)
{
    const Instrument& instrument = market.instrument();
    QJsonObject row = commonTradeRow(market, own.trade);
    row[u"type"_s] = own.liquidation ? u"liquidation"_s : u"trade"_s;
    row[u"tx_hash"_s] = QString::number(own.trade.id, 16).rightJustified(16, u'0');
    const bool asks = own.side == Side::Sell;
    addSide(row, asks ? u"ask"_s : u"bid"_s, own.order, own.clientOrder, own.account, own.realised);
    addSide(row, asks ? u"bid"_s : u"ask"_s, 0, 0, kStranger, {});
    const QString role = own.taker ? u"taker"_s : u"maker"_s;
    if (own.rate.count() != 0) { // left out when zero
        row[QString{role % u"_fee"_s}] = qint64{own.rate.count()};
    }
    row[QString{role % u"_position_size_before"_s}] = sizeText(instrument, own.lotsBefore);
    row[QString{role % u"_entry_quote_before"_s}] = moneyText(own.costBefore);
    row[QString{role % u"_initial_margin_fraction_before"_s}] = market.rules().defaultInitialMargin;
    return row;
}

QJsonObject orderRow(const ExchangeMarket& market, const Order& order)
{
    const Instrument& instrument = market.instrument();
    const bool asks = order.side() == Side::Sell;
    const bool waitsForParent = order.parent != 0 && order.initial == 0;
    return {{u"order_index"_s, qint64{order.index}},
            {u"client_order_index"_s, qint64{order.fields.clientOrderIndex}},
            {u"order_id"_s, whole(order.index)},
            {u"client_order_id"_s, whole(order.fields.clientOrderIndex)},
            {u"market_index"_s, order.fields.market},
            {u"owner_account_index"_s, qint64{order.account}},
            {u"initial_base_amount"_s, sizeText(instrument, order.initial)},
            {u"price"_s, priceText(instrument, order.fields.price)},
            {u"nonce"_s, qint64{market.bookNumber}},
            {u"remaining_base_amount"_s, sizeText(instrument, order.remaining())},
            {u"is_ask"_s, asks},
            {u"base_size"_s, qint64{order.initial}},
            {u"base_price"_s, qint64{order.fields.price}},
            {u"filled_base_amount"_s, sizeText(instrument, order.filled)},
            {u"filled_quote_amount"_s, moneyText(order.filledQuote)},
            {u"side"_s, asks ? u"sell"_s : u"buy"_s},
            {u"type"_s, typeText(order.fields.type)},
            {u"time_in_force"_s, timeInForceText(order.fields.timeInForce)},
            {u"reduce_only"_s, order.fields.reduceOnly == ReduceOnly::Yes},
            {u"trigger_price"_s, priceText(instrument, order.fields.triggerPrice)},
            {u"order_expiry"_s, qint64{order.fields.orderExpiry}},
            {u"status"_s, nameIn(lighter::wire::namesOf(order.status), order.status)},
            {u"trigger_status"_s, waitsForParent                   ? u"parent-order"_s
                                  : order.fields.triggerPrice != 0 ? u"mark-price"_s
                                                                   : u"na"_s},
            {u"trigger_time"_s, 0},
            {u"parent_order_index"_s, qint64{order.parent}},
            {u"parent_order_id"_s, whole(order.parent)},
            {u"to_trigger_order_id_0"_s, whole(order.children.empty() ? 0 : order.children[0])},
            {u"to_trigger_order_id_1"_s, whole(order.children.size() < 2 ? 0 : order.children[1])},
            {u"to_cancel_order_id_0"_s, whole(order.other)},
            {u"integrator_fee_collector_index"_s, u"0"_s},
            {u"integrator_taker_fee"_s, u"0"_s},
            {u"integrator_maker_fee"_s, u"0"_s},
            {u"block_height"_s, qint64{order.transaction}},
            {u"timestamp"_s, ms(order.created)},
            {u"created_at"_s, ms(order.created)},
            {u"updated_at"_s, ms(order.updated)},
            {u"transaction_time"_s, us(order.created)}};
}

QJsonObject transactionRow(const TransactionRecord& record)
{
    const auto& frame = record.transaction.frame;
    const QString event = u"{\"a\":"_s + whole(frame.account) + u",\"ae\":\""_s
                          + QString::fromStdString(record.failure) + u"\"}"_s;
    return {{u"hash"_s, QString::fromStdString(record.hash)},
            {u"type"_s, record.transaction.type()},
            {u"info"_s, QString::fromStdString(record.info)},
            {u"event_info"_s, event},
            {u"status"_s, static_cast<int>(record.state)},
            {u"transaction_index"_s, qint64{record.sequence}},
            {u"l1_address"_s, u"0x0000000000000000000000000000000000000000"_s},
            {u"account_index"_s, qint64{frame.account}},
            {u"nonce"_s, qint64{frame.nonce}},
            {u"expire_at"_s, qint64{frame.expiredAt}},
            {u"block_height"_s, qint64{record.sequence}},
            {u"queued_at"_s, ms(record.queuedAt)},
            {u"executed_at"_s, ms(record.executedAt)},
            {u"sequence_index"_s, qint64{record.sequence}},
            {u"parent_hash"_s, QString{}},
            {u"api_key_index"_s, frame.apiKey},
            {u"transaction_time"_s, us(record.executedAt)}};
}

QJsonObject
positionRow(const PracticeExchange& exchange, const Account& account, const ExchangeMarket& market)
{
    const Instrument& instrument = market.instrument();
    const auto found = account.positions.find(market.rules().id);
    const Position position = found == account.positions.end() ? Position{} : found->second;
    int open = 0;
    int pending = 0;
    for (const auto& [index, order] : exchange.orders()) {
        const bool counts = order.account == account.index && order.working()
                            && order.fields.market == market.rules().id;
        open += counts && order.status == OrderStatus::Open ? 1 : 0;
        pending += counts && order.status == OrderStatus::Pending ? 1 : 0;
    }
    const std::int64_t lots = std::abs(position.lots);
    const Money worth = instrument.notional(position.lots, market.mark().value_or(Price{}));
    // Units of money per lot, back into a price of the market.
    const std::int64_t average =
        lots == 0 ? 0
                  : saturate(divide(static_cast<Int128>(std::abs(position.cost.count()))
                                        * instrument.valueDivisor(),
                                    instrument.value(lots, Price{1}), Rounding::HalfEven));
    const std::int32_t initial =
        position.initialMargin != 0 ? position.initialMargin : market.rules().defaultInitialMargin;
    const Money open_ = lots == 0 ? Money{} : worth - position.cost;
    return {{u"market_id"_s, market.rules().id},
            {u"symbol"_s, symbolOf(market)},
            {u"initial_margin_fraction"_s, textOf(initial, 2)},
            {u"open_order_count"_s, open},
            {u"pending_order_count"_s, pending},
            {u"position_tied_order_count"_s, 0},
            {u"sign"_s, position.lots > 0   ? 1
                        : position.lots < 0 ? -1
                                            : 0},
            {u"position"_s, sizeText(instrument, lots)},
            {u"avg_entry_price"_s, priceText(instrument, average)},
            {u"position_value"_s, moneyText(Money{std::abs(worth.count())})},
            {u"unrealized_pnl"_s, moneyText(open_)},
            {u"realized_pnl"_s, moneyText(position.realised)},
            {u"liquidation_price"_s, u"0"_s},
            {u"total_funding_paid_out"_s, moneyText(position.fundingPaid)},
            {u"margin_mode"_s, 0},
            {u"allocated_margin"_s, u"0.000000"_s},
            {u"total_discount"_s, u"0.000000"_s}};
}

QJsonObject accountRow(const PracticeExchange& exchange, const Account& account)
{
    int working = 0;
    int pending = 0;
    for (const auto& [index, order] : exchange.orders()) {
        working += order.account == account.index && order.working() ? 1 : 0;
        pending += order.account == account.index && order.status == OrderStatus::Pending ? 1 : 0;
    }
    QJsonArray positions;
    for (const auto& market : exchange.markets()) {
        if (account.positions.contains(market.rules().id)) {
            positions.append(positionRow(exchange, account, market));
        }
    }
    const Money value = exchange.value(account);
    const Money demand = exchange.marginOf(account, false);
    return {
        {u"code"_s, 0},
        {u"account_type"_s, 0},
        {u"account_trading_mode"_s, 0},
        {u"index"_s, qint64{account.index}},
        {u"account_index"_s, qint64{account.index}},
        {u"l1_address"_s, u"0x0000000000000000000000000000000000000000"_s},
        {u"cancel_all_time"_s,
         account.cancelAllAt.count() == 0 ? qint64{0} : ms(account.cancelAllAt)},
        {u"total_order_count"_s, working},
        {u"total_isolated_order_count"_s, 0},
        {u"pending_order_count"_s, pending},
        {u"available_balance"_s, moneyText(std::max(value - demand, Money{}))},
        {u"status"_s, 1},
        {u"collateral"_s, moneyText(account.collateral)},
        {u"name"_s, u"practice"_s},
        {u"description"_s, QString{}},
        {u"can_invite"_s, false},
        {u"can_rfq"_s, false},
        {u"referral_points_percentage"_s, QString{}},
        {u"created_at"_s, 0},
        {u"positions"_s, positions},
        {u"assets"_s, QJsonArray{assetRow(account)}},
        {u"total_asset_value"_s, moneyText(value)},
        {u"cross_asset_value"_s, moneyText(value)},
        {u"cross_initial_margin_requirement"_s, moneyText(demand)},
        {u"cross_maintenance_margin_requirement"_s, moneyText(exchange.marginOf(account, true))},
        {u"shares"_s, QJsonArray{}}};
}

QJsonObject assetRow(const Account& account)
{
    return {{u"symbol"_s, u"USDC"_s},
            {u"asset_id"_s, 3},
            {u"balance"_s, u"0.000000"_s},
            {u"locked_balance"_s, u"0.000000"_s},
            {u"margin_balance"_s, moneyText(account.collateral)},
            {u"margin_mode"_s, u"enabled"_s}};
}

QJsonObject userStats(const PracticeExchange& exchange, const Account& account)
{
    const Money value = exchange.value(account);
    const Money demand = exchange.marginOf(account, false);
    Money exposure;
    for (const auto& [id, position] : account.positions) {
        const ExchangeMarket* market = exchange.market(id);
        exposure += market->instrument().notional(std::abs(position.lots),
                                                  market->mark().value_or(Price{}));
    }
    const auto share = [&value](Money part, std::int64_t times) {
        return value.count() <= 0 ? std::int64_t{0}
                                  : saturate(divide(static_cast<Int128>(part.count()) * times,
                                                    value.count(), Rounding::HalfEven));
    };
    const QJsonObject totals{{u"available_balance"_s, moneyText(std::max(value - demand, Money{}))},
                             {u"buying_power"_s, u"0"_s},
                             {u"collateral"_s, moneyText(account.collateral)},
                             {u"leverage"_s, textOf(share(exposure, 100), 2)},
                             {u"margin_usage"_s, textOf(share(demand, 10'000), 2)},
                             {u"portfolio_value"_s, moneyText(value)}};
    QJsonObject stats = totals;
    stats[u"account_trading_mode"_s] = 0;
    stats[u"cross_stats"_s] = totals;
    stats[u"total_stats"_s] = totals;
    return stats;
}

QJsonObject paymentRow(const ExchangeMarket& market, const FundingPayment& payment)
{
    return {{u"timestamp"_s, ms(payment.time) / 1'000},
            {u"market_id"_s, payment.market},
            {u"funding_id"_s, qint64{payment.id}},
            {u"change"_s, moneyText(-payment.paid)},
            {u"discount"_s, u"0"_s},
            {u"rate"_s, percentText(payment.ratePerBillion)},
            {u"position_size"_s, sizeText(market.instrument(), std::abs(payment.lots))},
            {u"position_side"_s, payment.lots > 0 ? u"long"_s : u"short"_s}};
}

std::optional<Duration> resolutionOf(const QString& text)
{
    static const std::array<std::pair<QLatin1String, Duration>, 9> kResolutions{
        {{QLatin1String{"1m"}, minutes(1)},
         {QLatin1String{"5m"}, minutes(5)},
         {QLatin1String{"15m"}, minutes(15)},
         {QLatin1String{"30m"}, minutes(30)},
         {QLatin1String{"1h"}, hours(1)},
         {QLatin1String{"4h"}, hours(4)},
         {QLatin1String{"12h"}, hours(12)},
         {QLatin1String{"1d"}, days(1)},
         {QLatin1String{"1w"}, days(7)}}};
    for (const auto& [name, length] : kResolutions) {
        if (text == name) {
            return length;
        }
    }
    return std::nullopt;
}

QJsonArray candleRows(const ExchangeMarket& market,
                      Duration resolution,
                      Timestamp from,
                      Timestamp to,
                      std::size_t most)
{
    std::vector<BarValues> bars;
    const auto take = [&](const BarValues& minute) {
        const Timestamp start = floorTo(minute.start, resolution);
        if (start < from || start > to) {
            return;
        }
        if (bars.empty() || bars.back().start != start) {
            bars.push_back(minute);
            bars.back().start = start;
            return;
        }
        BarValues& bar = bars.back();
        bar.high = std::max(bar.high, minute.high);
        bar.low = std::min(bar.low, minute.low);
        bar.close = minute.close;
        bar.volume = bar.volume + minute.volume;
    };
    const auto first = std::lower_bound(
        market.minutes().begin(), market.minutes().end(), floorTo(from, resolution),
        [](const ClosedBar& bar, Timestamp at) { return bar.start < at; });
    for (auto bar = first; bar != market.minutes().end() && bar->start <= to + resolution; ++bar) {
        take(*bar);
    }
    if (market.forming()) {
        take(*market.forming());
    }
    const Instrument& instrument = market.instrument();
    QJsonArray rows;
    for (std::size_t i = bars.size() > most ? bars.size() - most : 0; i < bars.size(); ++i) {
        const BarValues& bar = bars[i];
        const double volume = number(bar.volume.count(), instrument.quantityDecimals());
        rows.append(QJsonObject{{u"t"_s, ms(bar.start)},
                                {u"o"_s, toDouble(bar.open, instrument)},
                                {u"h"_s, toDouble(bar.high, instrument)},
                                {u"l"_s, toDouble(bar.low, instrument)},
                                {u"c"_s, toDouble(bar.close, instrument)},
                                {u"v"_s, volume},
                                {u"V"_s, volume * toDouble(bar.close, instrument)}});
    }
    return rows;
}

QJsonObject tickerRow(const PracticeExchange& exchange, const ExchangeMarket& market)
{
    const auto best = [&](Side side) {
        const QJsonArray rows = levelRows(market, exchange.levels(market, side));
        return rows.isEmpty() ? QJsonObject{{u"price"_s, QString{}}, {u"size"_s, QString{}}}
                              : rows.first().toObject();
    };
    return {{u"s"_s, symbolOf(market)},
            {u"a"_s, best(Side::Sell)},
            {u"b"_s, best(Side::Buy)},
            {u"last_updated_at"_s, us(exchange.now())}};
}

QJsonArray levelRows(const ExchangeMarket& market, const std::vector<BookLevel>& levels)
{
    QJsonArray rows;
    for (const BookLevel& level : levels) {
        rows.append(
            QJsonObject{{u"price"_s, priceText(market.instrument(), level.price.count())},
                        {u"size"_s, sizeText(market.instrument(), level.quantity.count())}});
    }
    return rows;
}

} // namespace wick::exchange
