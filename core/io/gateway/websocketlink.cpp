#include "core/io/gateway/websocketlink.h"

#include <QNetworkRequest>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QWebSocket>

#include <utility>

namespace wick::io {

using namespace Qt::StringLiterals;

namespace {

/// Some front doors of the venue answer 403 to an upgrade without these two.
QString originOf(const QUrl& url)
{
    const bool secure = url.scheme() == u"wss"_s;
    return (secure ? u"https://"_s : u"http://"_s) + url.authority();
}
constexpr auto kUserAgent = "Wick";

} // namespace

WebSocketLink::WebSocketLink(QUrl url, LinkBounds bounds)
    : m_url(std::move(url))
    , m_bounds(bounds)
{}

WebSocketLink::~WebSocketLink()
{
    forget();
}

void WebSocketLink::open()
{
    forget();
    m_socket = new QWebSocket{originOf(m_url), QWebSocketProtocol::VersionLatest, this};
    m_socket->setMaxAllowedIncomingFrameSize(m_bounds.frameBytes);
    m_socket->setMaxAllowedIncomingMessageSize(m_bounds.messageBytes);
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    m_socket->setSslConfiguration(tls);

    QObject::connect(m_socket, &QWebSocket::connected, this, [this] {
        m_open = true;
        Q_EMIT opened();
    });
    QObject::connect(m_socket, &QWebSocket::disconnected, this, &WebSocketLink::lose);
    QObject::connect(m_socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this,
                     &WebSocketLink::fail);
    QObject::connect(m_socket, &QWebSocket::textMessageReceived, this,
                     [this](const QString& text) { Q_EMIT textReceived(text.toUtf8()); });
    QObject::connect(m_socket, &QWebSocket::pong, this, &WebSocketLink::pongReceived);

    QNetworkRequest request{m_url};
    request.setHeader(QNetworkRequest::UserAgentHeader, QString::fromLatin1(kUserAgent));
    m_socket->open(request);
}

void WebSocketLink::sendText(const std::string& text)
{
    if (m_open) {
        m_socket->sendTextMessage(QString::fromStdString(text));
    }
}

void WebSocketLink::sendPing()
{
    if (m_open) {
        m_socket->ping();
    }
}

void WebSocketLink::abort()
{
    forget();
}

/// An error of an open socket is followed by its close, which is what is reported.
void WebSocketLink::fail()
{
    if (m_open || m_socket == nullptr) {
        return;
    }
    const QString why = m_socket->errorString();
    forget();
    // The status of a refused upgrade stands nowhere but in this sentence.
    Q_EMIT openFailed(why.contains(u"429"_s) ? LinkProblem::RateLimited : LinkProblem::Unreachable,
                      why);
}

void WebSocketLink::lose()
{
    if (!m_open) {
        fail();
        return;
    }
    const int code = m_socket->closeCode();
    const QString reason = m_socket->closeReason();
    forget();
    Q_EMIT closed(code, reason);
}

void WebSocketLink::forget()
{
    m_open = false;
    if (QWebSocket* socket = std::exchange(m_socket, nullptr)) {
        socket->disconnect(this);
        socket->abort();
        socket->deleteLater(); // it may be in the middle of telling us
    }
}

} // namespace wick::io
