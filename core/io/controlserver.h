#pragma once

#include "core/base/result.h"
#include "core/io/controlrequest.h"

#include <QLocalServer>
#include <QObject>
#include <QString>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

class QLocalSocket;
class QTimer;

namespace wick::io {

/// Whether a local socket can be made at this path: systems allow about a hundred bytes.
[[nodiscard]] bool fitsSocketName(const QString& path);

/// What a control server grants its clients.
struct ControlBounds
{
    std::size_t connections = 8; ///< one more takes the place of the one that is silent longest
    std::chrono::milliseconds silence{30'000}; ///< after it a connection is closed
};

/// Answers requests on a local socket: one JSON object a line in, one a line out, in order. Only
/// processes of our user are heard; whatever a client does disturbs nobody else.
/// Thread: lives where it listens; the handler is called there.
class ControlServer final : public QObject
{
    Q_OBJECT

public:
    /// Answers one request with one JSON object, without line end.
    using Handler = std::function<std::string(const ControlRequest&)>;

    explicit ControlServer(Handler handler, ControlBounds bounds = {}, QObject* parent = nullptr);
    ~ControlServer() override;
    ControlServer(const ControlServer&) = delete;
    ControlServer& operator=(const ControlServer&) = delete;

    /// Makes the socket; one that a crashed process left at this path is replaced, so the caller
    /// must own the place. The error is a sentence that names the path.
    [[nodiscard]] core::Result<void, std::string> listen(const QString& path);
    /// Ends all connections and removes the socket.
    void close();

private:
    struct Client
    {
        QLocalSocket* socket = nullptr;
        QTimer* silence = nullptr; ///< child of the socket
    };

    void welcome();
    void makeRoom();
    void hear(QLocalSocket* socket);
    void answer(QLocalSocket* socket, std::string_view line);
    void refuse(QLocalSocket* socket, std::string_view sentence);
    void forget(const QLocalSocket* socket);

    Handler m_handler;
    ControlBounds m_bounds;
    QLocalServer m_server;
    std::vector<Client> m_clients; ///< the one that is silent longest first
};

} // namespace wick::io
