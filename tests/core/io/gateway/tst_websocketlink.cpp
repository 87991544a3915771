#include "core/io/gateway/address.h"
#include "core/io/gateway/websocketlink.h"
#include "tests/core/io/gateway/rawserver.h"
#include "tests/support/testregistry.h"

#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QSslCertificate>
#include <QSslKey>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QWebSocket>
#include <QWebSocketServer>

#include <memory>

using namespace wick;
using namespace Qt::StringLiterals;
using io::LinkBounds;
using io::LinkProblem;
using io::WebSocketLink;
using test::RawServer;

namespace {

constexpr int kPatienceMs = 20'000;

/// A WebSocket server on this machine that keeps its last connection.
class Server
{
public:
    explicit Server(QWebSocketServer::SslMode mode = QWebSocketServer::NonSecureMode)
        : m_server(u"test"_s, mode)
    {
        QObject::connect(&m_server, &QWebSocketServer::newConnection, &m_server, [this] {
            m_peer.reset(m_server.nextPendingConnection());
            QObject::connect(m_peer.get(), &QWebSocket::textMessageReceived, m_peer.get(),
                             [this](const QString& text) { m_heard << text; });
        });
        m_server.listen(QHostAddress::LocalHost);
    }
    [[nodiscard]] QUrl url(const std::string& scheme = "ws") const
    {
        return io::venueAddress(scheme + "://127.0.0.1:" + std::to_string(m_server.serverPort())
                                + "/stream")
            .value();
    }
    [[nodiscard]] QWebSocketServer& server() { return m_server; }
    [[nodiscard]] QWebSocket& peer() { return *m_peer; }
    [[nodiscard]] const QStringList& heard() const { return m_heard; }

private:
    QWebSocketServer m_server;
    std::unique_ptr<QWebSocket> m_peer;
    QStringList m_heard;
};

QUrl urlOf(const RawServer& server)
{
    return io::venueAddress("ws://127.0.0.1:" + std::to_string(server.port()) + "/stream").value();
}

} // namespace

class WebSocketLinkTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void carriesTextBothWays();
    void tellsAPong();
    void tellsWhyItWasClosed();
    void opensAgainAfterAClose();
    void anAbortedOneSaysNothingMore();
    void anAbortWhileItOpensSaysNothing();
    void tellsThatNobodyListens();
    void tellsThatItIsTooMuch();
    void tellsAnyOtherRefusal();
    void closesOnAMessageThatIsTooLong();
    void sendsNothingWithoutAConnection();
    void trustsNoCertificateOfUnknownOrigin();
};

void WebSocketLinkTest::carriesTextBothWays()
{
    Server server;
    WebSocketLink link{server.url()};
    QSignalSpy opened{&link, &WebSocketLink::opened};
    QSignalSpy received{&link, &WebSocketLink::textReceived};
    link.open();
    QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 1, kPatienceMs);
    link.sendText(R"({"type":"ping"})");
    QTRY_COMPARE_WITH_TIMEOUT(server.heard(), QStringList{u"{\"type\":\"ping\"}"_s}, kPatienceMs);
    server.peer().sendTextMessage(u"grün"_s);
    QTRY_COMPARE_WITH_TIMEOUT(received.count(), 1, kPatienceMs);
    QCOMPARE(received.first().first().toByteArray(), u"grün"_s.toUtf8());
}

void WebSocketLinkTest::tellsAPong()
{
    Server server;
    WebSocketLink link{server.url()};
    QSignalSpy pongs{&link, &WebSocketLink::pongReceived};
    QObject::connect(&link, &WebSocketLink::opened, &link, [&link] { link.sendPing(); });
    link.open();
    QTRY_COMPARE_WITH_TIMEOUT(pongs.count(), 1, kPatienceMs);
}

void WebSocketLinkTest::tellsWhyItWasClosed()
{
    Server server;
    WebSocketLink link{server.url()};
    QSignalSpy opened{&link, &WebSocketLink::opened};
    QSignalSpy closed{&link, &WebSocketLink::closed};
    link.open();
    QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 1, kPatienceMs);
    server.peer().close(QWebSocketProtocol::CloseCodePolicyViolated, u"no pong"_s);
    QTRY_COMPARE_WITH_TIMEOUT(closed.count(), 1, kPatienceMs);
    QCOMPARE(closed.first().at(0).toInt(), 1008);
    QCOMPARE(closed.first().at(1).toString(), u"no pong"_s);
}

void WebSocketLinkTest::opensAgainAfterAClose()
{
    Server server;
    WebSocketLink link{server.url()};
    QSignalSpy opened{&link, &WebSocketLink::opened};
    QSignalSpy closed{&link, &WebSocketLink::closed};
    link.open();
    QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 1, kPatienceMs);
    server.peer().abort();
    QTRY_COMPARE_WITH_TIMEOUT(closed.count(), 1, kPatienceMs);
    link.open();
    QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 2, kPatienceMs);
    QCOMPARE(closed.count(), 1);
}

void WebSocketLinkTest::anAbortedOneSaysNothingMore()
{
    Server server;
    WebSocketLink link{server.url()};
    QSignalSpy opened{&link, &WebSocketLink::opened};
    QSignalSpy closed{&link, &WebSocketLink::closed};
    link.open();
    QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 1, kPatienceMs);
    QSignalSpy gone{&server.peer(), &QWebSocket::disconnected};
    link.abort();
    QTRY_COMPARE_WITH_TIMEOUT(gone.count(), 1, kPatienceMs);
    QCOMPARE(closed.count(), 0);
}

void WebSocketLinkTest::anAbortWhileItOpensSaysNothing()
{
    const RawServer silent{[](QTcpSocket& /*socket*/, const QByteArray& /*soFar*/) {
    }};
    WebSocketLink link{urlOf(silent)};
    QSignalSpy failed{&link, &WebSocketLink::openFailed};
    link.open();
    QTRY_COMPARE_WITH_TIMEOUT(silent.connections(), 1, kPatienceMs);
    link.abort();
    link.open();
    QTRY_COMPARE_WITH_TIMEOUT(silent.connections(), 2, kPatienceMs);
    QCOMPARE(failed.count(), 0);
}

void WebSocketLinkTest::tellsThatNobodyListens()
{
    QUrl url;
    {
        const Server gone;
        url = gone.url();
    }
    WebSocketLink link{url};
    QSignalSpy failed{&link, &WebSocketLink::openFailed};
    link.open();
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, kPatienceMs);
    QCOMPARE(failed.first().first().value<LinkProblem>(), LinkProblem::Unreachable);
}

void WebSocketLinkTest::tellsThatItIsTooMuch()
{
    const RawServer server{[](QTcpSocket& socket, const QByteArray& /*soFar*/) {
        socket.write("HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n");
        socket.disconnectFromHost();
    }};
    WebSocketLink link{urlOf(server)};
    QSignalSpy failed{&link, &WebSocketLink::openFailed};
    link.open();
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, kPatienceMs);
    QCOMPARE(failed.first().first().value<LinkProblem>(), LinkProblem::RateLimited);
}

void WebSocketLinkTest::tellsAnyOtherRefusal()
{
    const RawServer server{[](QTcpSocket& socket, const QByteArray& /*soFar*/) {
        socket.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        socket.disconnectFromHost();
    }};
    WebSocketLink link{urlOf(server)};
    QSignalSpy failed{&link, &WebSocketLink::openFailed};
    link.open();
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, kPatienceMs);
    QCOMPARE(failed.first().first().value<LinkProblem>(), LinkProblem::Unreachable);
}

void WebSocketLinkTest::closesOnAMessageThatIsTooLong()
{
    Server server;
    WebSocketLink link{server.url(), LinkBounds{.frameBytes = 1'000, .messageBytes = 1'000}};
    QSignalSpy opened{&link, &WebSocketLink::opened};
    QSignalSpy received{&link, &WebSocketLink::textReceived};
    QSignalSpy closed{&link, &WebSocketLink::closed};
    link.open();
    QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 1, kPatienceMs);
    server.peer().sendTextMessage(QString{1'000, u'x'});
    QTRY_COMPARE_WITH_TIMEOUT(received.count(), 1, kPatienceMs);
    server.peer().sendTextMessage(QString{1'001, u'x'});
    QTRY_COMPARE_WITH_TIMEOUT(closed.count(), 1, kPatienceMs);
    QCOMPARE(received.count(), 1);
}

void WebSocketLinkTest::sendsNothingWithoutAConnection()
{
    Server server;
    WebSocketLink link{server.url()};
    link.sendText("lost");
    link.sendPing();
    QSignalSpy opened{&link, &WebSocketLink::opened};
    link.open();
    link.sendText("lost too");
    QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 1, kPatienceMs);
    link.sendText("heard");
    QTRY_COMPARE_WITH_TIMEOUT(server.heard(), QStringList{u"heard"_s}, kPatienceMs);
}

void WebSocketLinkTest::trustsNoCertificateOfUnknownOrigin()
{
    const QString openssl = QStandardPaths::findExecutable(u"openssl"_s);
    if (openssl.isEmpty()) {
        QSKIP("openssl, which makes the certificate, is not here");
    }
    const QTemporaryDir folder;
    const QString key = folder.filePath(u"key.pem"_s);
    const QString certificate = folder.filePath(u"certificate.pem"_s);
    QCOMPARE(
        QProcess::execute(openssl, {u"req"_s, u"-x509"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s,
                                    u"-days"_s, u"1"_s, u"-subj"_s, u"/CN=127.0.0.1"_s,
                                    u"-keyout"_s, key, u"-out"_s, certificate}),
        0);
    QFile keyFile{key};
    QVERIFY(keyFile.open(QIODevice::ReadOnly));
    Server server{QWebSocketServer::SecureMode};
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setPrivateKey(QSslKey{&keyFile, QSsl::Rsa});
    tls.setLocalCertificate(QSslCertificate::fromPath(certificate).value(0));
    server.server().setSslConfiguration(tls);

    WebSocketLink link{server.url("wss")};
    QSignalSpy opened{&link, &WebSocketLink::opened};
    QSignalSpy failed{&link, &WebSocketLink::openFailed};
    link.open();
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, kPatienceMs);
    QCOMPARE(opened.count(), 0);
    QVERIFY2(failed.first().at(1).toString().contains(u"certificate"_s),
             qPrintable(failed.first().at(1).toString()));
}

WICK_TEST(WebSocketLinkTest)
#include "tst_websocketlink.moc"
