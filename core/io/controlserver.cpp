#include "core/io/controlserver.h"

#include <QFile>
#include <QLocalSocket>
#include <QLoggingCategory>
#include <QTimer>

#include <algorithm>
#include <utility>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace wick::io {

using core::Failure;
using core::Result;

Q_LOGGING_CATEGORY(lcControl, "wick.io.control", QtInfoMsg)

namespace {

/// sun_path has 104 bytes on macOS and 108 on Linux, less what QLocalServer adds for the folder in
/// which it makes the socket before it moves it to its place.
constexpr qsizetype kLongestName = 90;
constexpr qint64 kMostUnread = 1 << 20; ///< bytes of replies that a client does not fetch

/// Whether the process at the other end of a connected local socket belongs to our user. An answer
/// that cannot be had is a no. On Windows always yes: there the pipe's access list already keeps
/// everybody else out.
[[nodiscard]] bool peerIsOurUser(qintptr descriptor)
{
#if defined(Q_OS_LINUX)
    ucred peer{};
    socklen_t size = sizeof peer;
    const int socket = static_cast<int>(descriptor);
    return getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && size == sizeof peer
           && peer.uid == geteuid();
#elif defined(Q_OS_UNIX)
    uid_t user{};
    gid_t group{};
    return getpeereid(static_cast<int>(descriptor), &user, &group) == 0 && user == geteuid();
#else
    Q_UNUSED(descriptor);
    return true;
#endif
}

} // namespace

bool fitsSocketName(const QString& path)
{
#ifdef Q_OS_WIN
    return !path.isEmpty();
#else
    return !path.isEmpty() && QFile::encodeName(path).size() <= kLongestName;
#endif
}

ControlServer::ControlServer(Handler handler, ControlBounds bounds, QObject* parent)
    : QObject(parent)
    , m_handler(std::move(handler))
    , m_bounds(bounds)
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    QObject::connect(&m_server, &QLocalServer::newConnection, this, &ControlServer::welcome);
}

ControlServer::~ControlServer()
{
    close();
}

Result<void, std::string> ControlServer::listen(const QString& path)
{
    if (!fitsSocketName(path)) {
        return Failure{"The control socket " + path.toStdString()
                       + " cannot be made: its path is longer than " + std::to_string(kLongestName)
                       + " bytes."};
    }
    QLocalServer::removeServer(path);
    if (!m_server.listen(path)) {
        return Failure{"The control socket " + path.toStdString()
                       + " cannot be made: " + m_server.errorString().toStdString() + '.'};
    }
    return {};
}

void ControlServer::close()
{
    m_server.close();
    for (const Client& client : std::exchange(m_clients, {})) {
        client.socket->disconnect(this);
        client.socket->flush();
        client.socket->deleteLater();
    }
}

void ControlServer::welcome()
{
    while (QLocalSocket* socket = m_server.nextPendingConnection()) {
        if (!peerIsOurUser(socket->socketDescriptor())) {
            qCWarning(lcControl) << "refused a connection of another user";
            socket->abort();
            socket->deleteLater();
            continue;
        }
        makeRoom();
        socket->setReadBufferSize(static_cast<qint64>(kLongestControlLine) + 1);
        auto* silence = new QTimer{socket};
        silence->setSingleShot(true);
        QObject::connect(silence, &QTimer::timeout, this,
                         [this, socket] { refuse(socket, "nothing was asked for too long"); });
        QObject::connect(socket, &QLocalSocket::readyRead, this, [this, socket] { hear(socket); });
        QObject::connect(socket, &QLocalSocket::disconnected, this,
                         [this, socket] { forget(socket); });
        silence->start(m_bounds.silence);
        m_clients.push_back({socket, silence});
        hear(socket);
    }
}

/// A kill must get through: whoever holds all connections and says nothing loses one.
void ControlServer::makeRoom()
{
    while (m_clients.size() >= std::max<std::size_t>(1, m_bounds.connections)) {
        refuse(m_clients.front().socket, "too many connections");
    }
}

void ControlServer::hear(QLocalSocket* socket)
{
    const auto heard = [socket](const Client& client) {
        return client.socket == socket;
    };
    while (socket->canReadLine()) {
        const auto client = std::find_if(m_clients.begin(), m_clients.end(), heard);
        if (client == m_clients.end()) {
            return; // it was refused
        }
        client->silence->start(m_bounds.silence);
        std::rotate(client, client + 1, m_clients.end());
        QByteArray line = socket->readLine();
        line.chop(1);
        if (line.endsWith('\r')) {
            line.chop(1);
        }
        answer(socket, {line.constData(), static_cast<std::size_t>(line.size())});
    }
    if (socket->bytesAvailable() > static_cast<qint64>(kLongestControlLine)) {
        refuse(socket, "the line is longer than " + std::to_string(kLongestControlLine) + " bytes");
    }
}

void ControlServer::answer(QLocalSocket* socket, std::string_view line)
{
    const auto request = parseControlRequest(line);
    const std::string reply =
        request ? m_handler(*request) : controlRefusal(request.error().sentence);
    socket->write(reply.data(), static_cast<qint64>(reply.size()));
    socket->write("\n", 1);
    if (socket->bytesToWrite() > kMostUnread) {
        forget(socket);
        socket->abort();
    }
}

/// The last line to a client.
void ControlServer::refuse(QLocalSocket* socket, std::string_view sentence)
{
    const std::string reply = controlRefusal(sentence) + '\n';
    forget(socket);
    socket->write(reply.data(), static_cast<qint64>(reply.size()));
    socket->flush(); // what does not fit by now is lost with the connection
    socket->disconnectFromServer();
}

void ControlServer::forget(const QLocalSocket* socket)
{
    const auto client =
        std::find_if(m_clients.begin(), m_clients.end(),
                     [socket](const Client& each) { return each.socket == socket; });
    if (client == m_clients.end()) {
        return;
    }
    client->socket->disconnect(this);
    client->silence->stop();
    client->socket->deleteLater();
    m_clients.erase(client);
}

} // namespace wick::io
