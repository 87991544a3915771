#include "core/io/venues/lighter/exchange/exchangerows.h"
#include "core/io/venues/lighter/exchange/exchangeservice.h"
#include "core/io/venues/lighter/exchange/refusals.h"
#include "core/venues/lighter/authtoken.h"
#include "core/venues/lighter/crypto/schnorr.h"
#include "core/venues/lighter/crypto/textcodec.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <utility>

// What is asked over HTTP.

namespace wick::exchange {

using namespace core;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kAllMarkets = 255;
constexpr std::size_t kMostCandles = 500;

HttpReply good(QJsonObject body)
{
    body[u"code"_s] = code::kTaken;
    return {200, compact(body)};
}

HttpReply bad(std::int32_t code, int status = 400)
{
    return {status, compact(refused(refusal(code)))};
}

/// A whole number of a request; nothing where there is none.
std::optional<qint64> wholeOf(const HttpRequest& request, const QString& field)
{
    bool read = false;
    const qint64 value = request.fields.value(field).toLongLong(&read);
    return read ? std::optional{value} : std::nullopt;
}

/// What a request weighs in budgets that are weighed. Source: the dossier's page on REST.
std::int64_t weightOf(const QString& path)
{
    static const QMap<QString, std::int64_t> kWeights{
        {u"sendTx"_s, 6},        {u"sendTxBatch"_s, 6},
        {u"nextNonce"_s, 6},     {u"accountInactiveOrders"_s, 100},
        {u"apikeys"_s, 150},     {u"trades"_s, 600},
        {u"recentTrades"_s, 600}};
    return kWeights.value(path, 300);
}

} // namespace

const std::map<QString, ExchangeService::Route>& ExchangeService::routes()
{
    static const std::map<QString, Route> kRoutes{
        {u""_s, &ExchangeService::status},
        {u"orderBooks"_s, &ExchangeService::orderBooks},
        {u"orderBookDetails"_s, &ExchangeService::orderBooks},
        {u"orderBookOrders"_s, &ExchangeService::orderBookOrders},
        {u"recentTrades"_s, &ExchangeService::recentTrades},
        {u"trades"_s, &ExchangeService::trades},
        {u"candles"_s, &ExchangeService::candles},
        {u"fundings"_s, &ExchangeService::fundings},
        {u"funding-rates"_s, &ExchangeService::fundingRates},
        {u"account"_s, &ExchangeService::account},
        {u"accountsByL1Address"_s, &ExchangeService::accountsOfOwner},
        {u"apikeys"_s, &ExchangeService::apiKeys},
        {u"nextNonce"_s, &ExchangeService::nextNonce},
        {u"accountActiveOrders"_s, &ExchangeService::activeOrders},
        {u"accountInactiveOrders"_s, &ExchangeService::inactiveOrders},
        {u"accountTxs"_s, &ExchangeService::accountTransactions},
        {u"tx"_s, &ExchangeService::transaction},
        {u"accountLimits"_s, &ExchangeService::accountLimits},
        {u"positionFunding"_s, &ExchangeService::positionFunding},
        {u"sendTx"_s, &ExchangeService::sendTransaction},
        {u"sendTxBatch"_s, &ExchangeService::sendBatch}};
    return kRoutes;
}

HttpReply ExchangeService::answer(const HttpRequest& request, Timestamp now)
{
    run(now);
    static const QString kBase = u"/api/v1/"_s;
    const QString path =
        request.path.startsWith(kBase) ? request.path.mid(kBase.size()) : request.path.mid(1);
    const auto route = routes().find(path);
    const bool posts = path == u"sendTx"_s || path == u"sendTxBatch"_s;
    if (route == routes().end() || posts != (request.method == "POST")) {
        return bad(code::kPathNotFound, 404);
    }
    const Tier& tier = m_exchange.setup().tier;
    const std::int64_t who = accountOf(request.token).value_or(0);
    const bool weighs = tier.sendBudget != 0;
    if (!(posts && weighs)
        && !m_meters[who].take(weighs ? weightOf(path) : 1, tier.readBudget, now)) {
        return bad(code::kTooManyRequests, 429);
    }
    HttpReply reply = (this->*route->second)(request);
    publish();
    return reply;
}

HttpReply ExchangeService::status(const HttpRequest& /*request*/)
{
    const Timestamp now = m_exchange.now();
    return {200, compact({{u"status"_s, 200},
                          {u"network_id"_s, qint64{m_exchange.setup().chain.count()}},
                          {u"timestamp"_s, qint64{toMilliseconds(now) / 1'000}},
                          {u"practice_time_ms"_s, qint64{toMilliseconds(now)}},
                          {u"practice_speed"_s, qint64{m_speed}}})};
}

HttpReply ExchangeService::orderBooks(const HttpRequest& request)
{
    const qint64 wanted = wholeOf(request, u"market_id"_s).value_or(kAllMarkets);
    QJsonArray rows;
    for (const auto& market : m_exchange.markets()) {
        if (wanted == kAllMarkets || wanted == market.rules().id) {
            rows.append(marketRow(m_exchange, market));
        }
    }
    if (rows.isEmpty()) {
        return bad(code::kInvalidMarket);
    }
    if (request.path.endsWith(u"orderBooks"_s)) {
        return good({{u"order_books"_s, rows}});
    }
    return good({{u"order_book_details"_s, rows}, {u"spot_order_book_details"_s, QJsonArray{}}});
}

HttpReply ExchangeService::orderBookOrders(const HttpRequest& request)
{
    const auto* market = m_exchange.market(wholeOf(request, u"market_id"_s).value_or(-1));
    const auto limit = wholeOf(request, u"limit"_s);
    if (market == nullptr || !limit || *limit < 1 || *limit > 250) {
        return bad(market == nullptr ? code::kInvalidMarket : code::kInvalidParameter);
    }
    const auto side = [&](Side which) {
        QJsonArray rows;
        for (const auto& level : levelRows(*market, m_exchange.levels(*market, which))) {
            if (rows.size() == *limit) {
                break;
            }
            const QJsonObject row = level.toObject();
            rows.append(QJsonObject{{u"order_index"_s, 0},
                                    {u"order_id"_s, u"0"_s},
                                    {u"owner_account_index"_s, 2},
                                    {u"initial_base_amount"_s, row[u"size"_s]},
                                    {u"remaining_base_amount"_s, row[u"size"_s]},
                                    {u"price"_s, row[u"price"_s]},
                                    {u"order_expiry"_s, 0},
                                    {u"transaction_time"_s, 0}});
        }
        return rows;
    };
    const QJsonArray asks = side(Side::Sell);
    const QJsonArray bids = side(Side::Buy);
    return good({{u"total_asks"_s, asks.size()},
                 {u"asks"_s, asks},
                 {u"total_bids"_s, bids.size()},
                 {u"bids"_s, bids}});
}

HttpReply ExchangeService::recentTrades(const HttpRequest& request)
{
    const auto* market = m_exchange.market(wholeOf(request, u"market_id"_s).value_or(-1));
    const auto limit = wholeOf(request, u"limit"_s);
    if (market == nullptr || !limit || *limit < 1 || *limit > 100) {
        return bad(market == nullptr ? code::kInvalidMarket : code::kInvalidParameter);
    }
    QJsonArray rows;
    const auto& all = market->trades();
    for (auto trade = all.rbegin(); trade != all.rend() && rows.size() < *limit; ++trade) {
        rows.append(tradeRow(*market, *trade));
    }
    return good({{u"trades"_s, rows}});
}

/// Own fills, newest first, below the trade that the cursor names.
HttpReply ExchangeService::trades(const HttpRequest& request)
{
    if (!request.fields.contains(u"account_index"_s)) {
        return recentTrades(request);
    }
    const Account* account = privateAccount(request);
    const auto limit = wholeOf(request, u"limit"_s);
    if (account == nullptr) {
        return bad(code::kInvalidParameter, 401);
    }
    if (!limit || *limit < 1 || *limit > 100) {
        return bad(code::kInvalidParameter);
    }
    const auto cursor = wholeOf(request, u"cursor"_s);
    QJsonArray rows;
    QString next;
    const auto& all = m_exchange.ownTrades();
    for (auto own = all.rbegin(); own != all.rend(); ++own) {
        if (own->account != account->index || (cursor && own->trade.id >= *cursor)) {
            continue;
        }
        if (rows.size() == *limit) {
            next = QString::number(rows.last().toObject()[u"trade_id"_s].toInteger());
            break;
        }
        rows.append(tradeRow(*m_exchange.market(own->market), *own));
    }
    return good({{u"trades"_s, rows}, {u"next_cursor"_s, next}});
}

HttpReply ExchangeService::candles(const HttpRequest& request)
{
    const auto* market = m_exchange.market(wholeOf(request, u"market_id"_s).value_or(-1));
    const QString name = request.fields.value(u"resolution"_s);
    const auto resolution = resolutionOf(name);
    const auto from = wholeOf(request, u"start_timestamp"_s);
    const auto to = wholeOf(request, u"end_timestamp"_s);
    if (market == nullptr) {
        return bad(code::kInvalidMarket);
    }
    if (!resolution) {
        return bad(code::kInvalidResolution);
    }
    if (!from || !to || *from < 0 || *to <= *from || *to > 5'000'000'000'000) {
        return bad(code::kInvalidTimestamps);
    }
    return good({{u"r"_s, name},
                 {u"c"_s, candleRows(*market, *resolution, fromMilliseconds(*from),
                                     fromMilliseconds(*to), kMostCandles)}});
}

HttpReply ExchangeService::fundings(const HttpRequest& request)
{
    const auto* market = m_exchange.market(wholeOf(request, u"market_id"_s).value_or(-1));
    if (market == nullptr) {
        return bad(code::kInvalidMarket);
    }
    // The practice market states one rate at a time; what it was before is not kept.
    const QJsonObject row{
        {u"timestamp"_s, qint64{toMilliseconds(market->fundingTime) / 1'000}},
        {u"value"_s, u"0"_s},
        {u"rate"_s, QString::fromStdString(fixedText(std::abs(market->fundingRate), 7))},
        {u"direction"_s, market->fundingRate < 0 ? u"short"_s : u"long"_s}};
    return good({{u"resolution"_s, u"1h"_s}, {u"fundings"_s, QJsonArray{row}}});
}

HttpReply ExchangeService::fundingRates(const HttpRequest& /*request*/)
{
    constexpr double kEightHours = 8e-9;
    QJsonArray rows;
    for (const auto& market : m_exchange.markets()) {
        rows.append(
            QJsonObject{{u"market_id"_s, market.rules().id},
                        {u"exchange"_s, u"lighter"_s},
                        {u"symbol"_s, statsRow(m_exchange, market)[u"symbol"_s]},
                        {u"rate"_s, kEightHours * static_cast<double>(market.fundingRate)}});
    }
    return good({{u"funding_rates"_s, rows}});
}

HttpReply ExchangeService::account(const HttpRequest& request)
{
    const Account* account = m_exchange.account(wholeOf(request, u"value"_s).value_or(-1));
    if (request.fields.value(u"by"_s) != u"index"_s) {
        return bad(code::kInvalidParameter);
    }
    if (account == nullptr) {
        return bad(code::kAccountNotFound);
    }
    return good({{u"total"_s, 1}, {u"accounts"_s, QJsonArray{accountRow(m_exchange, *account)}}});
}

HttpReply ExchangeService::accountsOfOwner(const HttpRequest& request)
{
    QJsonArray rows;
    for (const auto& [index, account] : m_exchange.accounts()) {
        rows.append(accountRow(m_exchange, account));
    }
    return good(
        {{u"l1_address"_s, request.fields.value(u"l1_address"_s)}, {u"sub_accounts"_s, rows}});
}

HttpReply ExchangeService::apiKeys(const HttpRequest& request)
{
    const Account* account = m_exchange.account(wholeOf(request, u"account_index"_s).value_or(-1));
    const qint64 wanted = wholeOf(request, u"api_key_index"_s).value_or(kAllMarkets);
    if (account == nullptr) {
        return bad(code::kAccountNotFound);
    }
    QJsonArray rows;
    for (const auto& [slot, key] : account->keys) {
        if (wanted == kAllMarkets || wanted == slot) {
            const std::string hex = lighter::toHex(key.publicKey.toBytes());
            rows.append(QJsonObject{{u"account_index"_s, qint64{account->index}},
                                    {u"api_key_index"_s, slot},
                                    {u"nonce"_s, qint64{key.nextNonce}},
                                    {u"public_key"_s, QString::fromStdString(hex)},
                                    {u"transaction_time"_s, 0}});
        }
    }
    return rows.isEmpty() ? bad(code::kKeyNotFound) : good({{u"api_keys"_s, rows}});
}

HttpReply ExchangeService::nextNonce(const HttpRequest& request)
{
    const Account* account = m_exchange.account(wholeOf(request, u"account_index"_s).value_or(-1));
    if (account == nullptr) {
        return bad(code::kAccountNotFound);
    }
    const auto slot = wholeOf(request, u"api_key_index"_s).value_or(-1);
    for (const auto& [index, key] : account->keys) {
        if (index == slot) {
            return good({{u"nonce"_s, qint64{key.nextNonce}}});
        }
    }
    return bad(code::kKeyNotFound);
}

HttpReply ExchangeService::activeOrders(const HttpRequest& request)
{
    const Account* account = privateAccount(request);
    if (account == nullptr) {
        return bad(code::kInvalidParameter, 401);
    }
    const qint64 wanted = wholeOf(request, u"market_id"_s).value_or(kAllMarkets);
    QJsonArray rows;
    for (const auto& [index, order] : m_exchange.orders()) {
        if (order.account == account->index && order.working()
            && (wanted == kAllMarkets || wanted == order.fields.market))
        {
            rows.append(orderRow(*m_exchange.market(order.fields.market), order));
        }
    }
    return good({{u"orders"_s, rows}, {u"next_cursor"_s, QString{}}});
}

HttpReply ExchangeService::inactiveOrders(const HttpRequest& request)
{
    const Account* account = privateAccount(request);
    const auto limit = wholeOf(request, u"limit"_s);
    if (account == nullptr) {
        return bad(code::kInvalidParameter, 401);
    }
    if (!limit || *limit < 1 || *limit > 100) {
        return bad(code::kInvalidParameter);
    }
    const qint64 wanted = wholeOf(request, u"market_id"_s).value_or(kAllMarkets);
    QJsonArray rows;
    const auto& all = m_exchange.orders();
    for (auto each = all.rbegin(); each != all.rend() && rows.size() < *limit; ++each) {
        const Order& order = each->second;
        if (order.account == account->index && !order.working()
            && (wanted == kAllMarkets || wanted == order.fields.market))
        {
            rows.append(orderRow(*m_exchange.market(order.fields.market), order));
        }
    }
    return good({{u"orders"_s, rows}, {u"next_cursor"_s, QString{}}});
}

HttpReply ExchangeService::accountTransactions(const HttpRequest& request)
{
    const Account* account = privateAccount(request);
    const auto limit = wholeOf(request, u"limit"_s);
    if (account == nullptr) {
        return bad(code::kInvalidParameter, 401);
    }
    QJsonArray rows;
    const auto& all = m_exchange.transactions();
    for (auto each = all.rbegin(); each != all.rend() && rows.size() < limit.value_or(100); ++each)
    {
        if (each->transaction.frame.account == account->index) {
            rows.append(transactionRow(*each));
        }
    }
    return good({{u"txs"_s, rows}});
}

HttpReply ExchangeService::transaction(const HttpRequest& request)
{
    const QString by = request.fields.value(u"by"_s);
    const QString value = request.fields.value(u"value"_s);
    for (const auto& record : m_exchange.transactions()) {
        if (by == u"hash"_s ? QString::fromStdString(record.hash) == value
                            : QString::number(record.sequence) == value)
        {
            return good(transactionRow(record));
        }
    }
    return bad(code::kNotFound);
}

HttpReply ExchangeService::accountLimits(const HttpRequest& request)
{
    if (privateAccount(request) == nullptr) {
        return bad(code::kInvalidParameter, 401);
    }
    const Tier& tier = m_exchange.setup().tier;
    return good({{u"max_llp_percentage"_s, 25},
                 {u"user_tier"_s, QString::fromStdString(tier.name)},
                 {u"can_create_public_pool"_s, false},
                 {u"max_llp_amount"_s, u"0"_s},
                 {u"current_maker_fee_tick"_s, qint64{tier.makerFee.count()}},
                 {u"current_taker_fee_tick"_s, qint64{tier.takerFee.count()}},
                 {u"effective_lit_stakes"_s, QString{}},
                 {u"leased_lit"_s, QString{}},
                 {u"user_tier_name"_s, QString::fromStdString(tier.name)},
                 {u"user_tier_last_update"_s, 0}});
}

HttpReply ExchangeService::positionFunding(const HttpRequest& request)
{
    const Account* account = privateAccount(request);
    const auto limit = wholeOf(request, u"limit"_s);
    if (account == nullptr) {
        return bad(code::kInvalidParameter, 401);
    }
    if (!limit || *limit < 1 || *limit > 100) {
        return bad(code::kInvalidParameter);
    }
    const auto cursor = wholeOf(request, u"cursor"_s);
    QJsonArray rows;
    QString next;
    const auto& all = m_exchange.payments();
    for (auto paid = all.rbegin(); paid != all.rend(); ++paid) {
        if (paid->account != account->index || (cursor && paid->id >= *cursor)) {
            continue;
        }
        if (rows.size() == *limit) {
            next = QString::number(rows.last().toObject()[u"funding_id"_s].toInteger());
            break;
        }
        rows.append(paymentRow(*m_exchange.market(paid->market), *paid));
    }
    return good({{u"position_fundings"_s, rows}, {u"next_cursor"_s, next}});
}

HttpReply ExchangeService::sendTransaction(const HttpRequest& request)
{
    const auto info = QJsonDocument::fromJson(request.fields.value(u"tx_info"_s).toUtf8());
    const QJsonObject answer = send(wholeOf(request, u"tx_type"_s).value_or(-1), info.object());
    const int status = answer[u"code"_s].toInt();
    return {status == code::kTaken             ? 200
            : status == code::kTooManyRequests ? 429
                                               : 400,
            compact(answer)};
}

HttpReply ExchangeService::sendBatch(const HttpRequest& request)
{
    const QJsonObject answer =
        sendAll(request.fields.value(u"tx_types"_s), request.fields.value(u"tx_infos"_s));
    const int status = answer[u"code"_s].toInt();
    return {status == code::kTaken             ? 200
            : status == code::kTooManyRequests ? 429
                                               : 400,
            compact(answer)};
}

/// Whose token it is, if it is a good one. Source: the dossier's signing page, section 8.
std::optional<std::int64_t> ExchangeService::accountOf(const std::string& token) const
{
    const QStringList parts = QString::fromStdString(token).split(u':');
    if (parts.size() != 4) {
        return std::nullopt;
    }
    const lighter::AuthClaim claim{parts[0].toLongLong(), parts[1].toLongLong(),
                                   parts[2].toLongLong()};
    const std::int64_t now = toMilliseconds(m_exchange.now()) / 1'000;
    constexpr std::int64_t kLongest = 8 * 3'600;
    const Account* account = m_exchange.account(claim.account);
    lighter::schnorr::Signature signature;
    if (account == nullptr || claim.deadline < now || claim.deadline > now + kLongest
        || claim.apiKey < 0 || claim.apiKey > 254
        || !lighter::fromHex(parts[3].toStdString(), signature.bytes))
    {
        return std::nullopt;
    }
    const auto key = account->keys.find(static_cast<std::uint8_t>(claim.apiKey));
    const bool signedBy =
        key != account->keys.end()
        && lighter::schnorr::verify(key->second.publicKey,
                                    lighter::hashOfText(lighter::authMessage(claim)), signature);
    return signedBy ? std::optional{claim.account} : std::nullopt;
}

/// The account that is asked about, if the request may ask.
const Account* ExchangeService::privateAccount(const HttpRequest& request) const
{
    const bool byValue = request.fields.contains(u"value"_s);
    const auto wanted = wholeOf(request, byValue ? u"value"_s : u"account_index"_s);
    const std::string token =
        request.token.empty() ? request.fields.value(u"auth"_s).toStdString() : request.token;
    const auto account = accountOf(token);
    return wanted && account == *wanted ? m_exchange.account(*account) : nullptr;
}

} // namespace wick::exchange
