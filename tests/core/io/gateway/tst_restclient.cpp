#include "core/io/gateway/address.h"
#include "core/io/gateway/restclient.h"
#include "tests/core/io/gateway/rawserver.h"
#include "tests/support/testregistry.h"

#include <QElapsedTimer>

#include <optional>

using namespace wick;
using namespace Qt::StringLiterals;
using io::RestAnswer;
using io::RestBounds;
using io::RestClient;
using io::RestRequest;
using test::RawServer;

namespace {

constexpr int kPatienceMs = 20'000;

QUrl baseOf(const RawServer& server)
{
    return io::venueAddress("http://127.0.0.1:" + std::to_string(server.port()) + "/").value();
}

QByteArray reply(const QByteArray& body, const QByteArray& status = "200 OK")
{
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + QByteArray::number(body.size())
           + "\r\n\r\n" + body;
}

/// Waits for the one answer of a request.
class Waiting
{
public:
    [[nodiscard]] RestClient::Then then()
    {
        return [this](const RestAnswer& answer) {
            ++m_answers;
            m_answer = answer;
        };
    }
    [[nodiscard]] RestAnswer answer()
    {
        static_cast<void>(QTest::qWaitFor([this] { return m_answers > 0; }, kPatienceMs));
        return m_answer;
    }
    [[nodiscard]] int answers() const { return m_answers; }

private:
    RestAnswer m_answer;
    int m_answers = 0;
};

} // namespace

class RestClientTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void encodesFieldsOfAGetInFull();
    void encodesTheFormOfAPostInFull();
    void handsOutWhatIsNotSuccess();
    void followsNoRedirect();
    void aPostIsNotRepeatedWhenTheConnectionIsCut();
    void aPostIsNotRepeatedOnAConnectionUsedBefore();
    void aPartOfAnAnswerIsNoAnswer();
    void givesUpASilentServer();
    void givesUpAnEndlessAnswer();
    void tellsThatNobodyListens();
    void onlyThisMachineIsSpokenToInTheClear_data();
    void onlyThisMachineIsSpokenToInTheClear();
};

void RestClientTest::encodesFieldsOfAGetInFull()
{
    QByteArray heard;
    const RawServer server{[&heard](QTcpSocket& socket, const QByteArray& soFar) {
        heard = soFar;
        socket.write(reply("{}"));
    }};
    RestClient client{baseOf(server)};
    Waiting waiting;
    client.get({"api/v1/candles", {{"market_id", "0"}, {"cursor", "a+b/c= d"}}, "the token"},
               waiting.then());
    QCOMPARE(waiting.answer().status, 200);
    QVERIFY(heard.startsWith("GET /api/v1/candles?market_id=0&cursor=a%2Bb%2Fc%3D%20d HTTP/1.1"));
    QVERIFY(heard.contains("authorization: the token\r\n"));
}

void RestClientTest::encodesTheFormOfAPostInFull()
{
    QByteArray heard;
    const RawServer server{[&heard](QTcpSocket& socket, const QByteArray& soFar) {
        heard = soFar;
        if (soFar.contains("tx_info=")) {
            socket.write(reply(R"({"code":200})"));
        }
    }};
    RestClient client{baseOf(server)};
    Waiting waiting;
    client.post({"api/v1/sendTx", {{"tx_type", "14"}, {"tx_info", R"({"Sig":"+/="})"}}},
                waiting.then());
    QCOMPARE(waiting.answer().body, QByteArray{R"({"code":200})"});
    QVERIFY(heard.startsWith("POST /api/v1/sendTx HTTP/1.1"));
    QVERIFY(heard.endsWith("tx_type=14&tx_info=%7B%22Sig%22%3A%22%2B%2F%3D%22%7D"));
}

void RestClientTest::handsOutWhatIsNotSuccess()
{
    const RawServer server{[](QTcpSocket& socket, const QByteArray& /*soFar*/) {
        socket.write(reply(R"({"code":23000,"message":"slow down"})", "429 Too Many Requests"));
    }};
    RestClient client{baseOf(server)};
    Waiting waiting;
    client.get({"api/v1/account"}, waiting.then());
    const RestAnswer answer = waiting.answer();
    QCOMPARE(answer.status, 429);
    QCOMPARE(answer.body, QByteArray{R"({"code":23000,"message":"slow down"})"});
    QVERIFY(answer.problem.isEmpty());
}

void RestClientTest::followsNoRedirect()
{
    const RawServer server{[](QTcpSocket& socket, const QByteArray& /*soFar*/) {
        socket.write("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
    }};
    RestClient client{baseOf(server)};
    Waiting waiting;
    client.get({"api/v1/account"}, waiting.then());
    QCOMPARE(waiting.answer().status, 302);
}

void RestClientTest::aPostIsNotRepeatedWhenTheConnectionIsCut()
{
    qsizetype posts = 0;
    const RawServer server{[&posts](QTcpSocket& socket, const QByteArray& soFar) {
        posts += soFar.count("POST ");
        socket.abort();
    }};
    RestClient client{baseOf(server)};
    Waiting waiting;
    client.post({"api/v1/sendTx", {{"tx_type", "14"}}}, waiting.then());
    QVERIFY(!waiting.answer().answered());
    QVERIFY(!waiting.answer().problem.isEmpty());
    QCOMPARE(posts, qsizetype{1});
    QCOMPARE(waiting.answers(), 1);
}

void RestClientTest::aPostIsNotRepeatedOnAConnectionUsedBefore()
{
    qsizetype posts = 0;
    const RawServer server{[&posts](QTcpSocket& socket, const QByteArray& soFar) {
        if (!soFar.contains("POST ")) {
            socket.write(reply("{}"));
            return;
        }
        posts += soFar.count("POST ");
        socket.abort();
    }};
    RestClient client{baseOf(server)};
    Waiting first;
    client.get({"api/v1/account"}, first.then());
    QCOMPARE(first.answer().status, 200);
    Waiting second;
    client.post({"api/v1/sendTx", {{"tx_type", "14"}}}, second.then());
    QVERIFY(!second.answer().answered());
    QCOMPARE(posts, qsizetype{1});
}

void RestClientTest::aPartOfAnAnswerIsNoAnswer()
{
    const RawServer server{[](QTcpSocket& socket, const QByteArray& /*soFar*/) {
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"code\":200");
        socket.disconnectFromHost();
    }};
    RestClient client{baseOf(server)};
    Waiting waiting;
    client.post({"api/v1/sendTx", {{"tx_type", "14"}}}, waiting.then());
    QVERIFY(!waiting.answer().answered());
}

void RestClientTest::givesUpASilentServer()
{
    const RawServer server{[](QTcpSocket& /*socket*/, const QByteArray& /*soFar*/) {
    }};
    RestClient client{baseOf(server), RestBounds{.patience = std::chrono::milliseconds{50}}};
    Waiting waiting;
    client.get({"api/v1/account"}, waiting.then());
    QCOMPARE(waiting.answer().problem, u"no answer in time"_s);
}

void RestClientTest::givesUpAnEndlessAnswer()
{
    const RawServer server{[](QTcpSocket& socket, const QByteArray& /*soFar*/) {
        socket.write("HTTP/1.1 200 OK\r\n\r\n" + QByteArray(5'000, 'x'));
    }};
    RestClient client{baseOf(server), RestBounds{.bodyBytes = 4'000}};
    Waiting waiting;
    client.get({"api/v1/account"}, waiting.then());
    QCOMPARE(waiting.answer().problem, u"the answer is longer than 4000 bytes"_s);
}

void RestClientTest::tellsThatNobodyListens()
{
    quint16 port = 0;
    {
        const RawServer gone{[](QTcpSocket& /*socket*/, const QByteArray& /*soFar*/) {
        }};
        port = gone.port();
    }
    RestClient client{io::venueAddress("http://127.0.0.1:" + std::to_string(port) + "/").value()};
    Waiting waiting;
    client.get({"api/v1/account"}, waiting.then());
    QVERIFY(!waiting.answer().answered());
    QVERIFY(!waiting.answer().problem.isEmpty());
}

void RestClientTest::onlyThisMachineIsSpokenToInTheClear_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("taken");
    QTest::newRow("TLS elsewhere") << u"https://mainnet.zklighter.elliot.ai/"_s << true;
    QTest::newRow("stream elsewhere") << u"wss://mainnet.zklighter.elliot.ai/stream"_s << true;
    QTest::newRow("loopback") << u"http://127.0.0.1:7310/"_s << true;
    QTest::newRow("loopback, version 6") << u"ws://[::1]:7310/stream"_s << true;
    QTest::newRow("in the clear elsewhere") << u"http://mainnet.zklighter.elliot.ai/"_s << false;
    QTest::newRow("stream in the clear") << u"ws://10.0.0.1/stream"_s << false;
    QTest::newRow("a name") << u"ws://localhost:7310/stream"_s << false;
    QTest::newRow("every address of this machine") << u"http://0.0.0.0:7310/"_s << false;
    QTest::newRow("another scheme") << u"file:///etc/hostname"_s << false;
    QTest::newRow("nothing") << QString{} << false;
}

void RestClientTest::onlyThisMachineIsSpokenToInTheClear()
{
    QFETCH(const QString, address);
    QFETCH(const bool, taken);
    QCOMPARE(io::venueAddress(address.toStdString()).has_value(), taken);
}

WICK_TEST(RestClientTest)
#include "tst_restclient.moc"
