#pragma once

#include "core/io/venues/lighter/exchange/exchangeservice.h"
#include "core/io/venues/lighter/exchange/practiceaccount.h"
#include "core/io/venues/lighter/exchange/practicesetup.h"
#include "core/venues/lighter/authtoken.h"
#include "core/venues/lighter/mapper.h"
#include "core/venues/lighter/network.h"
#include "core/venues/lighter/signingkey.h"
#include "core/venues/lighter/transactionhash.h"
#include "core/venues/lighter/transactiontext.h"
#include "tests/core/venues/lighter/fixedentropy.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <deque>
#include <string>
#include <vector>

namespace wick::test {

/// A client of an exchange's service that signs whatever it is told to, good or bad.
class ExchangeClient
{
public:
    explicit ExchangeClient(exchange::ExchangeService& service)
        : m_service(service)
        , m_key(lighter::SigningKey::fromHex(exchange::kPracticeKey).value())
    {}

    lighter::ChainId chain = lighter::Network::practice().chain();
    std::int64_t account = exchange::kPracticeAccount;
    std::uint8_t slot = exchange::kPracticeSlot;
    std::int64_t nonce = 0; ///< of the next transaction
    core::Duration life = core::seconds(15);

    [[nodiscard]] core::Timestamp now() const { return m_now; }
    void wait(core::Duration time)
    {
        m_now = m_now + time;
        m_service.run(m_now);
    }

    [[nodiscard]] std::string token(core::Duration life_ = core::hours(7))
    {
        const lighter::AuthClaim claim{core::toMilliseconds(m_now + life_) / 1'000, account, slot};
        const auto hash = lighter::hashOfText(lighter::authMessage(claim));
        const lighter::AuthToken token{claim, m_key.sign(hash, m_entropy)};
        return std::string{token.text()};
    }

    /// The signed text of a transaction; its nonce counts.
    template <typename Body>
    [[nodiscard]] std::string textOf(const Body& body)
    {
        lighter::TransactionFrame frame;
        frame.account = account;
        frame.apiKey = slot;
        frame.nonce = nonce;
        frame.expiredAt = core::toMilliseconds(m_now + life);
        std::string text;
        lighter::appendText(text, frame, body,
                            m_key.sign(lighter::hashOf(chain, frame, body), m_entropy));
        return text;
    }
    template <typename Body>
    [[nodiscard]] exchange::HttpReply post(const Body& body)
    {
        const auto reply = m_service.answer(
            {"POST",
             QStringLiteral("/api/v1/sendTx"),
             {{QStringLiteral("tx_type"), QString::number(static_cast<int>(Body::kType))},
              {QStringLiteral("tx_info"), QString::fromStdString(textOf(body))}}},
            m_now);
        nonce += codeOf(reply) == 200 ? 1 : 0;
        return reply;
    }
    /// The code of the answer to a transaction.
    template <typename Body>
    [[nodiscard]] int send(const Body& body)
    {
        return codeOf(post(body));
    }

    [[nodiscard]] exchange::HttpReply get(const QString& path,
                                          const QMap<QString, QString>& fields = {},
                                          const std::string& with = {})
    {
        return m_service.answer({"GET", QStringLiteral("/api/v1/") + path, fields, with}, m_now);
    }
    /// The answer as our own reader has it; it must be able to read it.
    template <typename Answer>
    [[nodiscard]] Answer read(const QString& path,
                              const QMap<QString, QString>& fields = {},
                              const std::string& with = {})
    {
        const auto reply = get(path, fields, with);
        const auto answer = m_mapper.answer<Answer>(reply.body.toStdString());
        if (!answer) {
            qWarning("%s: %s: %s", qPrintable(path), describe(answer.error()).c_str(),
                     reply.body.constData());
        }
        return answer.value();
    }
    [[nodiscard]] lighter::wire::Account accountState()
    {
        return read<lighter::wire::Accounts>(QStringLiteral("account"),
                                             {{QStringLiteral("by"), QStringLiteral("index")},
                                              {QStringLiteral("value"), QString::number(account)}})
            .accounts.front();
    }
    [[nodiscard]] QMap<QString, QString> mine() const
    {
        return {{QStringLiteral("account_index"), QString::number(account)},
                {QStringLiteral("limit"), QStringLiteral("100")}};
    }
    [[nodiscard]] lighter::Mapper& mapper() { return m_mapper; }
    [[nodiscard]] exchange::ExchangeService& service() { return m_service; }

    [[nodiscard]] static int codeOf(const exchange::HttpReply& reply)
    {
        return QJsonDocument::fromJson(reply.body).object()[QStringLiteral("code")].toInt();
    }

private:
    exchange::ExchangeService& m_service;
    core::Timestamp m_now = core::kPracticeStart;
    FixedEntropy m_entropy{1};
    lighter::SigningKey m_key;
    lighter::Mapper m_mapper;
};

} // namespace wick::test
