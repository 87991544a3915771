#include "app/cli/controlclient.h"

#include "app/session/datafolder.h"
#include "core/io/stores/marketdatabase.h"

#include <QDeadlineTimer>
#include <QJsonDocument>
#include <QLocalSocket>

#include <utility>

namespace wick::cli {

using core::Failure;
using core::Result;

namespace {

constexpr int kPatienceMs = 10'000; ///< warming up, a session does not answer yet

} // namespace

ControlClient::ControlClient(std::unique_ptr<QLocalSocket> socket)
    : m_socket(std::move(socket))
{}

ControlClient::ControlClient(ControlClient&&) noexcept = default;
ControlClient& ControlClient::operator=(ControlClient&&) noexcept = default;
ControlClient::~ControlClient() = default;

Result<ControlClient, std::string> ControlClient::open(const QString& folder)
{
    const QString place = folder.isEmpty() ? io::defaultDataFolder() : folder;
    auto socket = std::make_unique<QLocalSocket>();
    socket->connectToServer(session::DataFolder::socketOf(place));
    if (!socket->waitForConnected(kPatienceMs)) {
        const bool denied = socket->error() == QLocalSocket::SocketAccessError;
        return Failure{denied ? "the session on " + place.toStdString() + " belongs to another user"
                              : "no session runs on " + place.toStdString()};
    }
    return ControlClient{std::move(socket)};
}

Result<ControlReply, std::string> ControlClient::ask(const QJsonObject& request)
{
    m_socket->write(QJsonDocument{request}.toJson(QJsonDocument::Compact) + '\n');
    const QDeadlineTimer deadline{kPatienceMs};
    while (!m_socket->canReadLine()) {
        if (m_socket->state() != QLocalSocket::ConnectedState) {
            return Failure{std::string{"the session has ended"}};
        }
        if (deadline.hasExpired()) {
            return Failure{std::string{"the session does not answer"}};
        }
        m_socket->waitForReadyRead(static_cast<int>(deadline.remainingTime()));
    }
    ControlReply reply;
    reply.line = m_socket->readLine();
    reply.object = QJsonDocument::fromJson(reply.line).object();
    if (!reply.object.value(QLatin1String{"ok"}).toBool()) {
        const QString why = reply.object.value(QLatin1String{"error"}).toString();
        return Failure{why.isEmpty() ? std::string{"the session's answer cannot be understood"}
                                     : why.toStdString()};
    }
    return reply;
}

} // namespace wick::cli
