#include "core/io/venues/lighter/exchange/exchangeservice.h"

#include "core/io/venues/lighter/exchange/exchangerows.h"
#include "core/io/venues/lighter/exchange/refusals.h"
#include "core/venues/lighter/authtoken.h"
#include "core/venues/lighter/crypto/schnorr.h"
#include "core/venues/lighter/crypto/textcodec.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <utility>

namespace wick::exchange {

using namespace core;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kAllMarkets = 255;
constexpr std::size_t kMostCandles = 500;
constexpr Duration kPingEvery = seconds(30);
constexpr Duration kSilence = minutes(2);
constexpr std::int64_t kMessagesAMinute = 200;
constexpr int kPolicyViolated = 1'008;

QByteArray compact(const QJsonObject& object)
{
    return QJsonDocument{object}.toJson(QJsonDocument::Compact);
}

HttpReply good(QJsonObject body)
{
    body[u"code"_s] = code::kTaken;
    return {200, compact(body)};
}

QJsonObject refused(const ExchangeRefusal& why)
{
    return {{u"code"_s, why.code}, {u"message"_s, QString::fromStdString(why.message)}};
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

QStringList partsOf(const QString& channel)
{
    return QString{channel}.replace(u':', u'/').split(u'/');
}

QString answered(const QString& channel)
{
    return QString{channel}.replace(u'/', u':');
}

} // namespace

bool RequestMeter::take(std::int64_t weight, std::int64_t budget, Timestamp now)
{
    while (!m_taken.empty() && m_taken.front().first <= now - minutes(1)) {
        m_sum -= m_taken.front().second;
        m_taken.pop_front();
    }
    if (now < m_blockedUntil) {
        return false;
    }
    if (m_sum + weight > budget) {
        m_blockedUntil = now + minutes(1);
        return false;
    }
    m_taken.emplace_back(now, weight);
    m_sum += weight;
    return true;
}

ExchangeService::ExchangeService(ExchangeSetup setup,
                                 std::unique_ptr<EventSource> source,
                                 std::int64_t speed)
    : m_exchange(std::move(setup))
    , m_source(std::move(source))
    , m_speed(speed)
{}

void ExchangeService::run(Timestamp now)
{
    for (;;) {
        if (!m_sourceMoved) {
            if (!m_source->next()) {
                break;
            }
            m_sourceMoved = true;
        }
        if (m_source->step().time > now) {
            break;
        }
        m_exchange.onStep(m_source->step());
        m_sourceMoved = false;
        publish();
    }
    m_exchange.advance(now);
    publish();
    keepAlive(now);
}

std::vector<Outgoing> ExchangeService::take()
{
    return std::exchange(m_outgoing, {});
}

// ── Requests ────────────────────────────────────────────────────────────────────────────────────

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
    if (market == nullptr) {
        return bad(code::kInvalidMarket);
    }
    const auto side = [&](Side which) {
        QJsonArray rows;
        for (const auto& level : levelRows(*market, m_exchange.levels(*market, which))) {
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

// ── Transactions ────────────────────────────────────────────────────────────────────────────────

QJsonObject ExchangeService::send(std::int64_t type, const QJsonObject& info)
{
    const Tier& tier = m_exchange.setup().tier;
    const std::int64_t who = info[u"AccountIndex"_s].toInteger();
    if (tier.sendBudget != 0 && !m_sendMeters[who].take(1, tier.sendBudget, m_exchange.now())) {
        return refused(refusal(code::kTooManyRequests));
    }
    const auto taken = m_exchange.send(type, info, compact(info).toStdString(), m_exchange.now());
    if (!taken) {
        return refused(taken.error());
    }
    return {{u"code"_s, code::kTaken},
            {u"message"_s, u"{\"ratelimit\": \"didn't use volume quota\"}"_s},
            {u"tx_hash"_s, QString::fromStdString(taken->hash)},
            {u"predicted_execution_time_ms"_s, qint64{toMilliseconds(taken->predictedExecution)}},
            {u"volume_quota_remaining"_s, 0}};
}

/// One code for all of them: that of the first refusal before anything was taken.
QJsonObject ExchangeService::sendAll(const QString& types, const QString& infos)
{
    constexpr qsizetype kMost = 50;
    const QJsonArray kinds = QJsonDocument::fromJson(types.toUtf8()).array();
    const QJsonArray texts = QJsonDocument::fromJson(infos.toUtf8()).array();
    if (kinds.isEmpty() || kinds.size() != texts.size()) {
        return refused(refusal(code::kLengthsDiffer));
    }
    if (kinds.size() > kMost) {
        return refused(refusal(code::kBatchTooLong));
    }
    std::vector<QJsonObject> members;
    for (const auto& text : texts) {
        members.push_back(QJsonDocument::fromJson(text.toString().toUtf8()).object());
        const QJsonObject& first = members.front();
        const QJsonObject& last = members.back();
        if (first[u"AccountIndex"_s] != last[u"AccountIndex"_s]
            || first[u"ApiKeyIndex"_s] != last[u"ApiKeyIndex"_s])
        {
            return refused(refusal(code::kSeveralOwners));
        }
        if (members.size() > 1
            && last[u"Nonce"_s].toInteger() <= members[members.size() - 2][u"Nonce"_s].toInteger())
        {
            return refused(refusal(code::kNonceNotIncreasing));
        }
    }
    QJsonArray hashes;
    QJsonObject answer;
    for (std::size_t i = 0; i < members.size(); ++i) {
        answer = send(kinds[static_cast<qsizetype>(i)].toInteger(), members[i]);
        if (answer[u"code"_s].toInt() != code::kTaken) {
            if (hashes.isEmpty()) {
                return answer;
            }
            break;
        }
        hashes.append(answer[u"tx_hash"_s]);
    }
    answer[u"code"_s] = code::kTaken;
    answer[u"tx_hash"_s] = hashes;
    return answer;
}

// ── The stream ──────────────────────────────────────────────────────────────────────────────────

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
