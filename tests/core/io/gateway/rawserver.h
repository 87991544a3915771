#pragma once

#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>

namespace wick::test {

/// A TCP server on this machine that gives each connection's bytes to `hear`, all that has come so
/// far, whenever there are more.
class RawServer
{
public:
    using Hear = std::function<void(QTcpSocket& socket, const QByteArray& soFar)>;

    explicit RawServer(Hear hear)
        : m_hear(std::move(hear))
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            QTcpSocket* socket = m_server.nextPendingConnection();
            ++m_connections;
            QObject::connect(socket, &QTcpSocket::readyRead, socket,
                             [this, socket, soFar = QByteArray{}]() mutable {
                                 soFar += socket->readAll();
                                 m_hear(*socket, soFar);
                             });
        });
        m_server.listen(QHostAddress::LocalHost);
    }

    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }
    [[nodiscard]] int connections() const { return m_connections; }

private:
    Hear m_hear;
    QTcpServer m_server;
    int m_connections = 0;
};

} // namespace wick::test
