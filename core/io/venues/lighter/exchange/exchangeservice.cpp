#include "core/io/venues/lighter/exchange/exchangeservice.h"

#include "core/io/venues/lighter/exchange/exchangerows.h"
#include "core/io/venues/lighter/exchange/refusals.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <utility>

namespace wick::exchange {

using namespace core;
using namespace Qt::StringLiterals;

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

} // namespace wick::exchange
