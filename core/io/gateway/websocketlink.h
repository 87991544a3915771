#pragma once

#include "core/io/workerthread.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

#include <string>

class QWebSocket;

namespace wick::io {

/// Why a WebSocket could not be opened.
enum class LinkProblem : std::uint8_t
{
    Unreachable, ///< or not to be trusted, or refused
    RateLimited, ///< 429 on the upgrade
};

/// What a WebSocket takes from the other side.
struct LinkBounds
{
    quint64 frameBytes = quint64{16} << 20U;
    quint64 messageBytes = quint64{16} << 20U;
};

/// One WebSocket after another to the same address, of text frames. It opens, closes and reports;
/// when to do so is decided elsewhere. TLS certificates are always verified. Thread: lives on the
/// network's WorkerThread; slots run there.
class WebSocketLink final : public Receiver
{
    Q_OBJECT

public:
    /// `url` comes from venueAddress().
    explicit WebSocketLink(QUrl url, LinkBounds bounds = {});
    ~WebSocketLink() override;

    /// Begins to open; opened() or openFailed() follows, unless abort() comes first.
    void open();
    /// Without a connection it is lost.
    void sendText(const std::string& text);
    void sendPing();
    /// Drops the connection at once; nothing more is reported of it.
    void abort();

Q_SIGNALS:
    void opened();
    void openFailed(wick::io::LinkProblem problem, const QString& why);
    void closed(int code, const QString& reason);
    void textReceived(const QByteArray& text);
    void pongReceived();

private:
    void fail();
    void lose();
    void forget();

    QUrl m_url;
    LinkBounds m_bounds;
    QWebSocket* m_socket = nullptr; ///< child; null while there is no connection
    bool m_open = false;
};

} // namespace wick::io
