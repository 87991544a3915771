#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/io/venues/lighter/exchange/exchangeservice.h"

#include <QHash>
#include <QHostAddress>
#include <QObject>
#include <QTcpServer>
#include <QWebSocketServer>

#include <map>
#include <memory>
#include <string>

class QTcpSocket;
class QTimer;
class QWebSocket;

namespace wick::exchange {

/// The sockets of a practice exchange: requests and the stream on one port, of this machine only.
/// Thread: lives where it listens.
class ExchangeServer final : public QObject
{
    Q_OBJECT

public:
    /// `clock` tells the market's time and must outlive it.
    ExchangeServer(std::unique_ptr<ExchangeService> service,
                   const core::Clock& clock,
                   QObject* parent = nullptr);
    ~ExchangeServer() override;

    /// Port 0 takes any that is free. Another address than a loopback one is refused; the error is
    /// a sentence.
    [[nodiscard]] core::Result<quint16, std::string> listen(const QHostAddress& address,
                                                            quint16 port);
    [[nodiscard]] ExchangeService& service() noexcept { return *m_service; }

private:
    void welcome();
    void read(QTcpSocket* socket);
    [[nodiscard]] bool answerNext(QTcpSocket* socket, QByteArray& buffer);
    void upgrade(QTcpSocket* socket);
    void openStream();
    void turn();
    void flush();

    std::unique_ptr<ExchangeService> m_service;
    const core::Clock& m_clock;
    QTcpServer m_server;
    QWebSocketServer m_streams;
    QTimer* m_turn;
    QHash<QTcpSocket*, QByteArray> m_buffers; ///< requests that have not come in full
    std::map<ConnectionId, QWebSocket*> m_connections;
};

} // namespace wick::exchange
