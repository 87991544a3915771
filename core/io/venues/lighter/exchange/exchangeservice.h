#pragma once

#include "core/backtest/eventsource.h"
#include "core/io/venues/lighter/exchange/practiceexchange.h"

#include <QByteArray>
#include <QJsonObject>
#include <QMap>
#include <QString>

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace wick::exchange {

/// A request as it came, percent-decoded: of a POST the fields are those of its form.
struct HttpRequest
{
    QByteArray method;
    QString path;
    QMap<QString, QString> fields{};
    std::string token{};
};
struct HttpReply
{
    int status = 200;
    QByteArray body{};
};

/// Names a connection of the stream.
using ConnectionId = core::Strong<struct ConnectionTag, std::int32_t>;

/// What is to be done with a connection: a text is sent, or a code closes it.
struct Outgoing
{
    ConnectionId to;
    QString channel; ///< family it belongs to; empty: an answer
    QByteArray text{};
    int closeCode = 0;
    QString closeReason{};
};

/// Requests of the last minute of one client, and until when it is shut out.
class RequestMeter
{
public:
    /// False: too many, and shut out for a minute.
    [[nodiscard]] bool take(std::int64_t weight, std::int64_t budget, core::Timestamp now);

private:
    std::deque<std::pair<core::Timestamp, std::int64_t>> m_taken;
    std::int64_t m_sum = 0;
    core::Timestamp m_blockedUntil;
};

/// The venue's requests and stream over a practice exchange, without sockets: what clients say and
/// the time go in, what they are told comes out. Times are market times and never go back.
class ExchangeService
{
public:
    /// The market is fed from `source`; its clock stands at the exchange's start. `speed` is only
    /// told, for clients that keep the market's time.
    ExchangeService(ExchangeSetup setup,
                    std::unique_ptr<core::EventSource> source,
                    std::int64_t speed);

    [[nodiscard]] PracticeExchange& exchange() noexcept { return m_exchange; }
    [[nodiscard]] const PracticeExchange& exchange() const noexcept { return m_exchange; }

    /// Moves the market and carries out what is due.
    void run(core::Timestamp now);
    [[nodiscard]] HttpReply answer(const HttpRequest& request, core::Timestamp now);

    [[nodiscard]] ConnectionId connect(core::Timestamp now);
    void disconnect(ConnectionId connection);
    void hear(ConnectionId connection, const QByteArray& text, core::Timestamp now);
    /// Any frame, a protocol ping too, shows that the client lives.
    void noteLife(ConnectionId connection, core::Timestamp now);
    [[nodiscard]] std::vector<Outgoing> take();

private:
    struct Connection
    {
        std::map<QString, std::int64_t> channels; ///< with the account of private ones
        core::Timestamp lastHeard;
        core::Timestamp nextPing;
        bool awaitsPong = false;
        RequestMeter messages;
    };
    struct PublishedBook
    {
        std::map<core::Price, core::Quantity> bids;
        std::map<core::Price, core::Quantity> asks;
    };
    using Route = HttpReply (ExchangeService::*)(const HttpRequest&);

    [[nodiscard]] static const std::map<QString, Route>& routes();
    [[nodiscard]] HttpReply status(const HttpRequest& request);
    [[nodiscard]] HttpReply orderBooks(const HttpRequest& request);
    [[nodiscard]] HttpReply orderBookOrders(const HttpRequest& request);
    [[nodiscard]] HttpReply recentTrades(const HttpRequest& request);
    [[nodiscard]] HttpReply trades(const HttpRequest& request);
    [[nodiscard]] HttpReply candles(const HttpRequest& request);
    [[nodiscard]] HttpReply fundings(const HttpRequest& request);
    [[nodiscard]] HttpReply fundingRates(const HttpRequest& request);
    [[nodiscard]] HttpReply account(const HttpRequest& request);
    [[nodiscard]] HttpReply accountsOfOwner(const HttpRequest& request);
    [[nodiscard]] HttpReply apiKeys(const HttpRequest& request);
    [[nodiscard]] HttpReply nextNonce(const HttpRequest& request);
    [[nodiscard]] HttpReply activeOrders(const HttpRequest& request);
    [[nodiscard]] HttpReply inactiveOrders(const HttpRequest& request);
    [[nodiscard]] HttpReply accountTransactions(const HttpRequest& request);
    [[nodiscard]] HttpReply transaction(const HttpRequest& request);
    [[nodiscard]] HttpReply accountLimits(const HttpRequest& request);
    [[nodiscard]] HttpReply positionFunding(const HttpRequest& request);
    [[nodiscard]] HttpReply sendTransaction(const HttpRequest& request);
    [[nodiscard]] HttpReply sendBatch(const HttpRequest& request);

    [[nodiscard]] std::optional<std::int64_t> accountOf(const std::string& token) const;
    [[nodiscard]] const Account* privateAccount(const HttpRequest& request) const;
    [[nodiscard]] QJsonObject send(std::int64_t type, const QJsonObject& info);
    [[nodiscard]] QJsonObject sendAll(const QString& types, const QString& infos);

    void subscribe(ConnectionId id, Connection& connection, const QJsonObject& frame);
    void unsubscribe(ConnectionId id, Connection& connection, const QString& channel);
    [[nodiscard]] std::optional<QJsonObject> snapshot(const QStringList& parts);
    [[nodiscard]] std::optional<QJsonObject> privateSnapshot(const QStringList& parts) const;
    [[nodiscard]] bool mayHear(const QStringList& parts, const std::string& token) const;

    void keepAlive(core::Timestamp now);
    void publish();
    void publishBook(const ExchangeMarket& market);
    void publishTrades(const ExchangeMarket& market,
                       const std::vector<std::int64_t>& ids,
                       const Happenings& happenings);
    void publishMarket(const ExchangeMarket& market);
    void publishAccount(const Account& account, const Happenings& happenings);
    void broadcast(const QString& channel, QJsonObject frame);
    void say(ConnectionId to, const QJsonObject& frame, const QString& channel = {});
    void refuse(ConnectionId to, std::int32_t code, const QString& about = {});

    PracticeExchange m_exchange;
    std::unique_ptr<core::EventSource> m_source;
    bool m_sourceMoved = false;
    std::int64_t m_speed;
    std::map<ConnectionId, Connection> m_connections;
    std::int32_t m_lastConnection = 0;
    std::map<std::int64_t, RequestMeter> m_meters; ///< by account; 0: who does not say
    std::map<std::int64_t, RequestMeter> m_sendMeters;
    std::map<std::int16_t, PublishedBook> m_published;
    std::vector<Outgoing> m_outgoing;
};

} // namespace wick::exchange
