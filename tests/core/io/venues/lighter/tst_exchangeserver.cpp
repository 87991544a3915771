#include "core/base/clock.h"
#include "core/io/gateway/address.h"
#include "core/io/gateway/restclient.h"
#include "core/io/gateway/websocketlink.h"
#include "core/io/venues/lighter/exchange/exchangeserver.h"
#include "core/io/venues/lighter/exchange/practicesetup.h"
#include "core/venues/lighter/network.h"
#include "tests/support/testregistry.h"

#include <QSignalSpy>
#include <QTcpSocket>

#include <memory>
#include <optional>

using namespace wick;
using namespace Qt::StringLiterals;
using exchange::ExchangeServer;

namespace {

constexpr int kPatienceMs = 20'000;

std::unique_ptr<exchange::ExchangeService> practice()
{
    exchange::PracticeRequest request;
    request.markets = {"ETH"};
    return exchange::practiceService(request);
}

/// A server on a free port whose market stands still.
struct Listening
{
    Listening()
        : server(practice(), clock)
        , port(server.listen(QHostAddress{QHostAddress::LocalHost}, 0).value())
        , network(lighter::Network::practice(port))
    {}
    core::ManualClock clock{core::kPracticeStart};
    ExchangeServer server;
    quint16 port;
    lighter::Network network;
};

} // namespace

class ExchangeServerTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listensOnThisMachineOnly();
    void answersRequestsAndStreamsOnOnePort();
    void answersSeveralRequestsInAPiece();
    void dropsWhatIsNoRequest();
};

void ExchangeServerTest::listensOnThisMachineOnly()
{
    const core::ManualClock clock{core::kPracticeStart};
    ExchangeServer server{practice(), clock};
    QVERIFY(!server.listen(QHostAddress{QHostAddress::Any}, 0));
    QVERIFY(!server.listen(QHostAddress{u"192.0.2.1"_s}, 0));
    QVERIFY(server.listen(QHostAddress{QHostAddress::LocalHost}, 0));
}

void ExchangeServerTest::answersRequestsAndStreamsOnOnePort()
{
    const Listening exchange;
    io::RestClient rest{io::venueAddress(exchange.network.rest()).value()};
    std::optional<io::RestAnswer> answer;
    rest.get({"api/v1/orderBookDetails", {{"market_id", "0"}}},
             [&answer](const io::RestAnswer& given) { answer = given; });
    QTRY_VERIFY_WITH_TIMEOUT(answer.has_value(), kPatienceMs);
    QCOMPARE(answer->status, 200);
    QVERIFY(answer->body.contains("\"symbol\":\"ETH\""));

    io::WebSocketLink link{io::venueAddress(exchange.network.stream()).value()};
    QSignalSpy frames{&link, &io::WebSocketLink::textReceived};
    link.open();
    QTRY_COMPARE_WITH_TIMEOUT(frames.count(), 1, kPatienceMs);
    QVERIFY(frames[0][0].toByteArray().contains("\"connected\""));
    link.sendText(R"({"type":"subscribe","channel":"order_book/0"})");
    QTRY_COMPARE_WITH_TIMEOUT(frames.count(), 2, kPatienceMs);
    QVERIFY(frames[1][0].toByteArray().contains("subscribed/order_book"));
}

void ExchangeServerTest::answersSeveralRequestsInAPiece()
{
    const Listening exchange;
    QTcpSocket socket;
    socket.connectToHost(QHostAddress{QHostAddress::LocalHost}, exchange.port);
    socket.write("GET / HTTP/1.1\r\n\r\nGET /api/v1/none HTTP/1.1\r\n\r\n");
    QByteArray all;
    QObject::connect(&socket, &QTcpSocket::readyRead, &socket,
                     [&socket, &all] { all += socket.readAll(); });
    QTRY_COMPARE_WITH_TIMEOUT(all.count("HTTP/1.1 404 Not Found"), qsizetype{1}, kPatienceMs);
    QCOMPARE(all.count("HTTP/1.1 200 OK"), qsizetype{1});
}

void ExchangeServerTest::dropsWhatIsNoRequest()
{
    const Listening exchange;
    QTcpSocket socket;
    QSignalSpy dropped{&socket, &QTcpSocket::disconnected};
    socket.connectToHost(QHostAddress{QHostAddress::LocalHost}, exchange.port);
    socket.write(QByteArray(20'000, 'x'));
    QTRY_COMPARE_WITH_TIMEOUT(dropped.count(), 1, kPatienceMs);
}

WICK_TEST(ExchangeServerTest)
#include "tst_exchangeserver.moc"
