#include "core/io/venues/lighter/exchange/exchangerows.h"
#include "core/io/venues/lighter/exchange/exchangeservice.h"
#include "core/io/venues/lighter/exchange/refusals.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <utility>

// What is said over the stream.

namespace wick::exchange {

using namespace core;
using namespace Qt::StringLiterals;

namespace {

constexpr Duration kPingEvery = seconds(30);
constexpr Duration kSilence = minutes(2);
constexpr std::int64_t kMessagesAMinute = 200;
constexpr int kPolicyViolated = 1'008;

QStringList partsOf(const QString& channel)
{
    return QString{channel}.replace(u':', u'/').split(u'/');
}

QString answered(const QString& channel)
{
    return QString{channel}.replace(u'/', u':');
}

} // namespace

ConnectionId ExchangeService::connect(Timestamp now)
{
    const ConnectionId id{++m_lastConnection};
    Connection& connection = m_connections[id];
    connection.lastHeard = now;
    connection.nextPing = now + kPingEvery;
    say(id, {{u"type"_s, u"connected"_s},
             {u"session_id"_s, QString{u"practice-"_s % QString::number(id.count())}}});
    return id;
}

void ExchangeService::disconnect(ConnectionId connection)
{
    m_connections.erase(connection);
}

void ExchangeService::noteLife(ConnectionId connection, Timestamp now)
{
    if (const auto found = m_connections.find(connection); found != m_connections.end()) {
        found->second.lastHeard = now;
    }
}

void ExchangeService::hear(ConnectionId id, const QByteArray& text, Timestamp now)
{
    const auto found = m_connections.find(id);
    if (found == m_connections.end()) {
        return;
    }
    run(now);
    Connection& connection = found->second;
    connection.lastHeard = now;
    const QJsonObject frame = QJsonDocument::fromJson(text).object();
    const QString type = frame[u"type"_s].toString();
    const bool sends = type.startsWith(u"jsonapi/"_s);
    if (frame.isEmpty()) {
        refuse(id, code::kInvalidJson);
    } else if (!sends && !connection.messages.take(1, kMessagesAMinute, now)) {
        refuse(id, code::kTooManyMessages);
    } else if (type == u"ping"_s) {
        say(id, {{u"type"_s, u"pong"_s}});
    } else if (type == u"pong"_s) {
        connection.awaitsPong = false;
    } else if (type == u"subscribe"_s) {
        subscribe(id, connection, frame);
    } else if (type == u"unsubscribe"_s) {
        unsubscribe(id, connection, frame[u"channel"_s].toString());
    } else if (type == u"jsonapi/sendtx"_s || type == u"jsonapi/sendtxbatch"_s) {
        const QJsonObject data = frame[u"data"_s].toObject();
        const Tier& tier = m_exchange.setup().tier;
        const std::int64_t who = data[u"tx_info"_s].toObject()[u"AccountIndex"_s].toInteger();
        QJsonObject answer;
        if (tier.sendBudget == 0 && !m_meters[who].take(1, tier.readBudget, now)) {
            answer = refused(refusal(code::kTooManyRequests));
        } else if (type == u"jsonapi/sendtx"_s) {
            answer = send(data[u"tx_type"_s].toInteger(), data[u"tx_info"_s].toObject());
        } else {
            answer = sendAll(data[u"tx_types"_s].toString(), data[u"tx_infos"_s].toString());
        }
        answer[u"type"_s] = QJsonValue{type};
        if (data.contains(u"id"_s)) {
            answer[u"id"_s] = data[u"id"_s];
        }
        say(id, answer);
        publish();
    } else {
        refuse(id, code::kInvalidMessage);
    }
}

void ExchangeService::subscribe(ConnectionId id, Connection& connection, const QJsonObject& frame)
{
    const QString channel = frame[u"channel"_s].toString();
    const QStringList parts = partsOf(channel);
    const QString name = parts.join(u'/');
    if (connection.channels.contains(name)) {
        refuse(id, code::kAlreadySubscribed, u"Already Subscribed to : "_s + channel);
        return;
    }
    if (!mayHear(parts, frame[u"auth"_s].toString().toStdString())) {
        refuse(id, code::kInvalidParameter, u"auth field is required: "_s + answered(channel));
        return;
    }
    auto first = snapshot(parts);
    if (!first) {
        refuse(id, code::kInvalidChannel, u"Invalid Channel: "_s + channel);
        return;
    }
    connection.channels[name] = 0;
    (*first)[u"type"_s] = QString{u"subscribed/"_s % parts.front()};
    (*first)[u"channel"_s] = answered(name);
    (*first)[u"timestamp"_s] = qint64{toMilliseconds(m_exchange.now())};
    say(id, *first, parts.front());
}

void ExchangeService::unsubscribe(ConnectionId id, Connection& connection, const QString& channel)
{
    const QString name = partsOf(channel).join(u'/');
    if (connection.channels.erase(name) == 0) {
        refuse(id, code::kNotSubscribed, u"Not Subscribed to : "_s + channel);
        return;
    }
    say(id, {{u"type"_s, u"unsubscribed"_s}, {u"channel"_s, answered(name)}});
}

/// Private channels want a token of the account that they are about.
bool ExchangeService::mayHear(const QStringList& parts, const std::string& token) const
{
    const QString& family = parts.front();
    const bool asks = (family.startsWith(u"account_"_s) && family != u"account_all"_s)
                      || family == u"notification"_s;
    if (!asks || parts.size() < 2) {
        return true;
    }
    return accountOf(token) == parts.last().toLongLong();
}

std::optional<QJsonObject> ExchangeService::snapshot(const QStringList& parts)
{
    const QString& family = parts.front();
    if (family == u"height"_s && parts.size() == 1) {
        return QJsonObject{{u"height"_s, qint64(m_exchange.transactions().size())}};
    }
    if (family == u"market_stats"_s && parts.size() == 2 && parts[1] == u"all"_s) {
        QJsonObject rows;
        for (const auto& market : m_exchange.markets()) {
            rows[QString::number(market.rules().id)] = statsRow(m_exchange, market);
        }
        return QJsonObject{{u"market_stats"_s, rows}};
    }
    if (family.startsWith(u"account_"_s) || family == u"user_stats"_s
        || family == u"notification"_s) {
        return privateSnapshot(parts);
    }
    bool read = false;
    const auto* market = parts.size() < 2 ? nullptr : m_exchange.market(parts[1].toLongLong(&read));
    if (market == nullptr || !read) {
        return std::nullopt;
    }
    if (family == u"order_book"_s && parts.size() == 2) {
        const auto asks = m_exchange.levels(*market, Side::Sell);
        const auto bids = m_exchange.levels(*market, Side::Buy);
        publishBook(*market); // so that the next change begins here
        return QJsonObject{{u"offset"_s, qint64{market->bookNumber}},
                           {u"order_book"_s, QJsonObject{{u"code"_s, 0},
                                                         {u"asks"_s, levelRows(*market, asks)},
                                                         {u"bids"_s, levelRows(*market, bids)},
                                                         {u"offset"_s, qint64{market->bookNumber}},
                                                         {u"nonce"_s, qint64{market->bookNumber}},
                                                         {u"begin_nonce"_s, 0}}}};
    }
    if (family == u"ticker"_s && parts.size() == 2) {
        return QJsonObject{{u"ticker"_s, tickerRow(m_exchange, *market)},
                           {u"nonce"_s, qint64{market->bookNumber}}};
    }
    if (family == u"trade"_s && parts.size() == 2) {
        QJsonArray rows;
        const auto& all = market->trades();
        constexpr qsizetype kShown = 50;
        for (auto trade = all.rbegin(); trade != all.rend() && rows.size() < kShown; ++trade) {
            rows.append(tradeRow(*market, *trade));
        }
        return QJsonObject{{u"trades"_s, rows},
                           {u"liquidation_trades"_s, QJsonArray{}},
                           {u"nonce"_s, qint64{market->bookNumber}}};
    }
    if (family == u"market_stats"_s && parts.size() == 2) {
        return QJsonObject{{u"market_stats"_s, statsRow(m_exchange, *market)}};
    }
    if (family == u"candle"_s && parts.size() == 3) {
        if (const auto resolution = resolutionOf(parts[2])) {
            const Timestamp now = m_exchange.now();
            return QJsonObject{{u"candles"_s, candleRows(*market, *resolution,
                                                         floorTo(now, *resolution), now, 1)}};
        }
    }
    return std::nullopt;
}

std::optional<QJsonObject> ExchangeService::privateSnapshot(const QStringList& parts) const
{
    const Account* account =
        parts.size() < 2 ? nullptr : m_exchange.account(parts.last().toLongLong());
    if (account == nullptr) {
        return std::nullopt;
    }
    const QString& family = parts.front();
    QJsonObject positions;
    for (const auto& [id, position] : account->positions) {
        positions[QString::number(id)] = positionRow(m_exchange, *account, *m_exchange.market(id));
    }
    if (family == u"account_all_orders"_s || family == u"account_orders"_s) {
        std::map<std::int16_t, QJsonArray> rows;
        for (const auto& [index, order] : m_exchange.orders()) {
            if (order.account == account->index && order.working()) {
                rows[order.fields.market].append(
                    orderRow(*m_exchange.market(order.fields.market), order));
            }
        }
        QJsonObject byMarket;
        for (const auto& [market, list] : rows) {
            byMarket[QString::number(market)] = list;
        }
        return QJsonObject{{u"orders"_s, byMarket}};
    }
    if (family == u"account_all_trades"_s) {
        return QJsonObject{{u"trades"_s, QJsonArray{}}};
    }
    if (family == u"account_all_positions"_s) {
        return QJsonObject{{u"positions"_s, positions}, {u"shares"_s, QJsonArray{}}};
    }
    if (family == u"account_all_assets"_s) {
        return QJsonObject{{u"assets"_s, QJsonObject{{u"3"_s, assetRow(*account)}}}};
    }
    if (family == u"account_all"_s) {
        return QJsonObject{{u"account"_s, qint64{account->index}},
                           {u"positions"_s, positions},
                           {u"trades"_s, QJsonObject{}},
                           {u"shares"_s, QJsonArray{}},
                           {u"funding_histories"_s, QJsonObject{}}};
    }
    if (family == u"user_stats"_s) {
        return QJsonObject{{u"stats"_s, userStats(m_exchange, *account)}};
    }
    if (family == u"account_tx"_s) {
        return QJsonObject{{u"txs"_s, QJsonArray{}}};
    }
    if (family == u"notification"_s) {
        return QJsonObject{{u"notifs"_s, QJsonArray{}}};
    }
    return std::nullopt;
}

void ExchangeService::keepAlive(Timestamp now)
{
    for (auto& [id, connection] : m_connections) {
        if (now - connection.lastHeard >= kSilence) {
            m_outgoing.push_back({id, {}, {}, kPolicyViolated, u"no frame for two minutes"_s});
            connection.lastHeard = now;
        }
        if (now < connection.nextPing) {
            continue;
        }
        connection.nextPing = now + kPingEvery;
        if (std::exchange(connection.awaitsPong, true)) {
            m_outgoing.push_back({id, {}, {}, kPolicyViolated, u"no pong"_s});
        } else {
            say(id, {{u"type"_s, u"ping"_s}});
        }
    }
}

void ExchangeService::publish()
{
    const Happenings happenings = m_exchange.take();
    if (m_connections.empty()) {
        return; // nobody listens; whoever comes begins with what is
    }
    for (const std::int16_t id : happenings.books) {
        publishBook(*m_exchange.market(id));
    }
    for (const auto& [id, trades] : happenings.trades) {
        publishTrades(*m_exchange.market(id), trades, happenings);
        publishMarket(*m_exchange.market(id));
    }
    for (const auto& [index, account] : m_exchange.accounts()) {
        publishAccount(account, happenings);
    }
}

/// What has changed since it was told last, numbered on from there.
void ExchangeService::publishBook(const ExchangeMarket& market)
{
    PublishedBook& known = m_published[market.rules().id];
    bool changed = false;
    const auto changes = [&](Side side, std::map<Price, Quantity>& before) {
        std::map<Price, Quantity> after;
        for (const BookLevel& level : m_exchange.levels(market, side)) {
            after[level.price] = level.quantity;
        }
        std::vector<BookLevel> rows;
        for (const auto& [price, quantity] : before) {
            if (!after.contains(price)) {
                rows.push_back({price, Quantity{}});
            }
        }
        for (const auto& [price, quantity] : after) {
            const auto found = before.find(price);
            if (found == before.end() || found->second != quantity) {
                rows.push_back({price, quantity});
            }
        }
        before = std::move(after);
        changed = changed || !rows.empty();
        return levelRows(market, rows);
    };
    const QJsonArray asks = changes(Side::Sell, known.asks);
    const QJsonArray bids = changes(Side::Buy, known.bids);
    if (!changed) {
        return;
    }
    const std::int64_t begin = market.bookNumber;
    const std::int64_t number = m_exchange.countBook(market.rules().id);
    const QString id = QString::number(market.rules().id);
    broadcast(u"order_book/"_s + id,
              {{u"offset"_s, qint64{number}},
               {u"order_book"_s, QJsonObject{{u"code"_s, 0},
                                             {u"asks"_s, asks},
                                             {u"bids"_s, bids},
                                             {u"offset"_s, qint64{number}},
                                             {u"nonce"_s, qint64{number}},
                                             {u"begin_nonce"_s, qint64{begin}}}}});
    broadcast(u"ticker/"_s + id,
              {{u"ticker"_s, tickerRow(m_exchange, market)}, {u"nonce"_s, qint64{number}}});
}

void ExchangeService::publishTrades(const ExchangeMarket& market,
                                    const std::vector<std::int64_t>& ids,
                                    const Happenings& happenings)
{
    QJsonArray rows;
    for (const MarketTrade& trade : market.trades()) {
        if (std::find(ids.begin(), ids.end(), trade.id) == ids.end()) {
            continue;
        }
        const auto own = std::find_if(
            happenings.ownTrades.begin(), happenings.ownTrades.end(),
            [&](std::size_t which) { return m_exchange.ownTrades()[which].trade.id == trade.id; });
        rows.append(own == happenings.ownTrades.end()
                        ? tradeRow(market, trade)
                        : tradeRow(market, m_exchange.ownTrades()[*own]));
    }
    broadcast(u"trade/"_s + QString::number(market.rules().id),
              {{u"trades"_s, rows},
               {u"liquidation_trades"_s, QJsonArray{}},
               {u"nonce"_s, qint64{market.bookNumber}}});
}

/// Figures and running candles, for whoever listens to them.
void ExchangeService::publishMarket(const ExchangeMarket& market)
{
    const QString id = QString::number(market.rules().id);
    std::map<QString, Duration> resolutions;
    bool stats = false;
    for (const auto& [connection, state] : m_connections) {
        for (const auto& [channel, account] : state.channels) {
            const QStringList parts = partsOf(channel);
            stats = stats || parts.front() == u"market_stats"_s;
            if (parts.front() == u"candle"_s && parts[1] == id) {
                resolutions[channel] = *resolutionOf(parts[2]);
            }
        }
    }
    if (stats) {
        const QJsonObject row = statsRow(m_exchange, market);
        broadcast(u"market_stats/"_s + id, {{u"market_stats"_s, row}});
        broadcast(u"market_stats/all"_s, {{u"market_stats"_s, QJsonObject{{id, row}}}});
    }
    const Timestamp now = m_exchange.now();
    for (const auto& [channel, resolution] : resolutions) {
        broadcast(channel,
                  {{u"candles"_s, candleRows(market, resolution,
                                             floorTo(now - seconds(1), resolution), now, 2)}});
    }
}

void ExchangeService::publishAccount(const Account& account, const Happenings& happenings)
{
    const QString index = QString::number(account.index);
    QJsonArray transactions;
    for (const std::int64_t sequence : happenings.transactions) {
        const auto& record = m_exchange.transactions()[static_cast<std::size_t>(sequence - 1)];
        if (record.transaction.frame.account == account.index) {
            transactions.append(transactionRow(record));
        }
    }
    if (!transactions.isEmpty()) {
        broadcast(u"account_tx/"_s + index, {{u"txs"_s, transactions}});
    }
    std::map<std::int16_t, QJsonArray> orders;
    std::set<std::int64_t> told; // an order that changed twice is told once, as it is now
    for (const std::int64_t which : happenings.orders) {
        const auto found = m_exchange.orders().find(which);
        if (found != m_exchange.orders().end() && found->second.account == account.index
            && told.insert(which).second)
        {
            const Order& order = found->second;
            orders[order.fields.market].append(
                orderRow(*m_exchange.market(order.fields.market), order));
        }
    }
    QJsonObject ordersByMarket;
    for (const auto& [market, rows] : orders) {
        ordersByMarket[QString::number(market)] = rows;
        broadcast(u"account_orders/"_s + QString::number(market) + u'/' + index,
                  {{u"account"_s, qint64{account.index}},
                   {u"nonce"_s, qint64{m_exchange.market(market)->bookNumber}},
                   {u"orders"_s, QJsonObject{{QString::number(market), rows}}}});
    }
    if (!orders.empty()) {
        broadcast(u"account_all_orders/"_s + index, {{u"orders"_s, ordersByMarket}});
    }
    std::map<std::int16_t, QJsonArray> trades;
    for (const std::size_t which : happenings.ownTrades) {
        const OwnTrade& own = m_exchange.ownTrades()[which];
        if (own.account == account.index) {
            trades[own.market].append(tradeRow(*m_exchange.market(own.market), own));
        }
    }
    QJsonObject tradesByMarket;
    for (const auto& [market, rows] : trades) {
        tradesByMarket[QString::number(market)] = rows;
    }
    if (!trades.empty()) {
        broadcast(u"account_all_trades/"_s + index, {{u"trades"_s, tradesByMarket}});
    }
    if (!happenings.accounts.contains(account.index)) {
        return;
    }
    QJsonObject positions;
    for (const auto& [id, position] : account.positions) {
        positions[QString::number(id)] = positionRow(m_exchange, account, *m_exchange.market(id));
    }
    broadcast(u"account_all_positions/"_s + index,
              {{u"positions"_s, positions},
               {u"shares"_s, QJsonArray{}},
               {u"last_funding_round"_s, QJsonValue::Null},
               {u"last_funding_discount"_s, QJsonValue::Null}});
    broadcast(u"account_all_assets/"_s + index,
              {{u"assets"_s, QJsonObject{{u"3"_s, assetRow(account)}}}});
    broadcast(u"user_stats/"_s + index, {{u"stats"_s, userStats(m_exchange, account)}});
    broadcast(u"account_all/"_s + index, {{u"account"_s, qint64{account.index}},
                                          {u"positions"_s, positions},
                                          {u"trades"_s, tradesByMarket},
                                          {u"shares"_s, QJsonArray{}},
                                          {u"funding_histories"_s, QJsonObject{}}});
}

void ExchangeService::broadcast(const QString& channel, QJsonObject frame)
{
    const QString family = partsOf(channel).front();
    QByteArray text;
    for (const auto& [id, connection] : m_connections) {
        if (!connection.channels.contains(channel)) {
            continue;
        }
        if (text.isEmpty()) {
            frame[u"type"_s] = QString{u"update/"_s % family};
            frame[u"channel"_s] = answered(channel);
            frame[u"timestamp"_s] = qint64{toMilliseconds(m_exchange.now())};
            text = compact(frame);
        }
        m_outgoing.push_back({id, family, text});
    }
}

void ExchangeService::say(ConnectionId to, const QJsonObject& frame, const QString& channel)
{
    m_outgoing.push_back({to, channel, compact(frame)});
}

void ExchangeService::refuse(ConnectionId to, std::int32_t code, const QString& about)
{
    QJsonObject error = refused(refusal(code));
    if (!about.isEmpty()) {
        error[u"message"_s] = about;
    }
    say(to, {{u"error"_s, error}});
}

} // namespace wick::exchange
