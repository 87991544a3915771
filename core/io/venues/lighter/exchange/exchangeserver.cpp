#include "core/io/venues/lighter/exchange/exchangeserver.h"

#include <QTcpSocket>
#include <QTimer>
#include <QUrl>
#include <QUrlQuery>
#include <QWebSocket>

#include <chrono>
#include <utility>
#include <vector>

namespace wick::exchange {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds kTurnEvery{2};
constexpr qsizetype kMostHeader = qsizetype{16} << 10;
constexpr qsizetype kMostBody = qsizetype{1} << 20;
constexpr quint64 kMostMessage = quint64{1} << 20U;
constexpr qsizetype kMostSockets = 100;

/// What stands before the body of a request.
struct Header
{
    QByteArray method;
    QByteArray target;
    qsizetype length = 0; ///< with the blank line
    qsizetype body = 0;
    bool upgrades = false;
    std::string token;
};

/// Nothing while it has not come in full.
std::optional<Header> headerOf(const QByteArray& bytes)
{
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (end < 0) {
        return std::nullopt;
    }
    const QList<QByteArray> lines = bytes.left(end).split('\n');
    const QList<QByteArray> words = lines.front().trimmed().split(' ');
    Header header;
    header.method = words.value(0);
    header.target = words.value(1);
    header.length = end + 4;
    for (const QByteArray& line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        const QByteArray name = line.left(colon).trimmed().toLower();
        const QByteArray value = line.mid(colon + 1).trimmed();
        if (name == "content-length") {
            header.body = value.toLongLong();
        } else if (name == "upgrade") {
            header.upgrades = value.toLower() == "websocket";
        } else if (name == "authorization") {
            header.token = value.toStdString();
        }
    }
    return header;
}

QMap<QString, QString> fieldsOf(const QByteArray& form)
{
    QMap<QString, QString> fields;
    for (const QByteArray& pair : form.split('&')) {
        const qsizetype equals = pair.indexOf('=');
        if (equals > 0) {
            // As servers of forms do: a bare plus is a blank.
            const QByteArray value = pair.mid(equals + 1).replace('+', ' ');
            fields[QUrl::fromPercentEncoding(pair.left(equals))] = QUrl::fromPercentEncoding(value);
        }
    }
    return fields;
}

QByteArray textOf(const HttpReply& reply)
{
    const QByteArray reason = reply.status == 200   ? "OK"
                              : reply.status == 401 ? "Unauthorized"
                              : reply.status == 404 ? "Not Found"
                              : reply.status == 429 ? "Too Many Requests"
                              : reply.status >= 500 ? "Internal Server Error"
                                                    : "Bad Request";
    return QByteArray{"HTTP/1.1 "}
        .append(QByteArray::number(reply.status))
        .append(' ')
        .append(reason)
        .append("\r\nContent-Type: application/json\r\nContent-Length: ")
        .append(QByteArray::number(reply.body.size()))
        .append("\r\n\r\n")
        .append(reply.body);
}

} // namespace

ExchangeServer::ExchangeServer(std::unique_ptr<ExchangeService> service,
                               const core::Clock& clock,
                               QObject* parent)
    : QObject(parent)
    , m_service(std::move(service))
    , m_clock(clock)
    , m_server(this)
    , m_streams(u"wick practice exchange"_s, QWebSocketServer::NonSecureMode, this)
    , m_turn(new QTimer{this})
{
    QObject::connect(&m_server, &QTcpServer::newConnection, this, &ExchangeServer::welcome);
    QObject::connect(&m_streams, &QWebSocketServer::newConnection, this,
                     &ExchangeServer::openStream);
    QObject::connect(m_turn, &QTimer::timeout, this, &ExchangeServer::turn);
    m_turn->setTimerType(Qt::PreciseTimer);
}

ExchangeServer::~ExchangeServer()
{
    for (const auto& [id, socket] : m_connections) {
        socket->disconnect(this);
    }
    for (auto* socket : m_buffers.keys()) {
        socket->disconnect(this);
    }
}

core::Result<quint16, std::string> ExchangeServer::listen(const QHostAddress& address, quint16 port)
{
    if (!address.isLoopback()) {
        return core::Failure{"the practice exchange listens on this machine only, not on "
                             + address.toString().toStdString()};
    }
    if (!m_server.listen(address, port)) {
        return core::Failure{"port " + std::to_string(port)
                             + " cannot be listened on: " + m_server.errorString().toStdString()};
    }
    m_turn->start(kTurnEvery);
    return m_server.serverPort();
}

void ExchangeServer::turn()
{
    m_service->run(m_clock.now());
    flush();
}

// ── Requests ────────────────────────────────────────────────────────────────────────────────────

void ExchangeServer::welcome()
{
    while (QTcpSocket* socket = m_server.nextPendingConnection()) {
        if (m_buffers.size() >= kMostSockets) {
            socket->abort();
            socket->deleteLater();
            continue;
        }
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        m_buffers[socket] = {};
        QObject::connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        QObject::connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            m_buffers.remove(socket);
            socket->deleteLater();
        });
    }
}

void ExchangeServer::read(QTcpSocket* socket)
{
    QByteArray& buffer = m_buffers[socket];
    if (buffer.isEmpty()) { // an upgrade is left unread for who takes the socket over
        const QByteArray ahead = socket->peek(kMostHeader);
        const auto header = headerOf(ahead);
        if (header && header->upgrades) {
            if (header->target.split('?').front() == "/stream") {
                upgrade(socket);
            } else {
                socket->write(textOf({404, {}}));
                socket->disconnectFromHost();
            }
            return;
        }
        if (!header && ahead.size() < kMostHeader) {
            return; // more will come
        }
    }
    buffer += socket->readAll();
    while (answerNext(socket, buffer)) {
    }
    flush();
}

/// False when there is no whole request.
bool ExchangeServer::answerNext(QTcpSocket* socket, QByteArray& buffer)
{
    const auto header = headerOf(buffer);
    if ((!header && buffer.size() >= kMostHeader) || (header && header->body > kMostBody)
        || (header && header->body < 0))
    {
        socket->abort();
        return false;
    }
    if (!header || buffer.size() < header->length + header->body) {
        return false;
    }
    const QByteArray body = buffer.mid(header->length, header->body);
    buffer.remove(0, header->length + header->body);
    const qsizetype query = header->target.indexOf('?');
    HttpRequest request;
    request.method = header->method;
    request.path = QString::fromUtf8(query < 0 ? header->target : header->target.left(query));
    request.token = header->token;
    request.fields = fieldsOf(request.method == "POST" ? body
                              : query < 0              ? QByteArray{}
                                                       : header->target.mid(query + 1));
    socket->write(textOf(m_service->answer(request, m_clock.now())));
    return true;
}

// ── The stream ──────────────────────────────────────────────────────────────────────────────────

void ExchangeServer::upgrade(QTcpSocket* socket)
{
    socket->disconnect(this);
    m_buffers.remove(socket);
    m_streams.handleConnection(socket);
}

void ExchangeServer::openStream()
{
    while (QWebSocket* socket = m_streams.nextPendingConnection()) {
        socket->setParent(this);
        socket->setMaxAllowedIncomingMessageSize(kMostMessage);
        socket->setMaxAllowedIncomingFrameSize(kMostMessage);
        const ConnectionId id = m_service->connect(m_clock.now());
        m_connections[id] = socket;
        QObject::connect(socket, &QWebSocket::textMessageReceived, this,
                         [this, id](const QString& text) {
                             m_service->hear(id, text.toUtf8(), m_clock.now());
                             flush();
                         });
        QObject::connect(socket, &QWebSocket::pong, this,
                         [this, id] { m_service->noteLife(id, m_clock.now()); });
        QObject::connect(socket, &QWebSocket::disconnected, this, [this, id, socket] {
            m_service->disconnect(id);
            m_connections.erase(id);
            socket->deleteLater();
        });
    }
    flush();
}

void ExchangeServer::flush()
{
    for (const Outgoing& outgoing : m_service->take()) {
        const auto found = m_connections.find(outgoing.to);
        if (found == m_connections.end()) {
            continue;
        }
        if (outgoing.closeCode != 0) {
            found->second->close(static_cast<QWebSocketProtocol::CloseCode>(outgoing.closeCode),
                                 outgoing.closeReason);
        } else {
            found->second->sendTextMessage(QString::fromUtf8(outgoing.text));
        }
    }
}

} // namespace wick::exchange
