#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <memory>
#include <string>

class QLocalSocket;

namespace wick::cli {

/// A reply of a session, as it came and as an object.
struct ControlReply
{
    QByteArray line;
    QJsonObject object;
};

/// A connection to the session that runs on a data folder. Its calls block.
class ControlClient
{
public:
    /// `folder` empty: the user's data folder. The error is a sentence: no session runs there.
    [[nodiscard]] static core::Result<ControlClient, std::string> open(const QString& folder);

    ControlClient(ControlClient&&) noexcept;
    ControlClient& operator=(ControlClient&&) noexcept;
    ControlClient(const ControlClient&) = delete;
    ControlClient& operator=(const ControlClient&) = delete;
    ~ControlClient();

    /// Sends one request and waits for its reply. Errors: the session has gone, or it refuses;
    /// the text is what it said.
    [[nodiscard]] core::Result<ControlReply, std::string> ask(const QJsonObject& request);

private:
    explicit ControlClient(std::unique_ptr<QLocalSocket> socket);

    std::unique_ptr<QLocalSocket> m_socket;
};

} // namespace wick::cli
