#pragma once

#include "app/session/snapshot.h"
#include "core/base/result.h"
#include "core/engine/commands.h"
#include "core/io/controlserver.h"

#include <QString>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace wick::session {

/// What the control socket may see and do of a session.
struct ControlSeat
{
    std::function<std::shared_ptr<const Snapshot>()> look; ///< the state of now; never null
    /// Takes a command and returns its number, which `Snapshot::commandsApplied` reaches when it
    /// has been applied; 0: not taken.
    std::function<std::uint64_t(const core::Command&)> submit;
};

/// Answers the requests of the control socket with what a session is and does: its protocol is
/// docs/control-socket.md. Thread: the trading core's, which never runs strategy code, so that
/// flatten and kill work while strategies hang.
class ControlDesk final
{
public:
    explicit ControlDesk(ControlSeat seat);

    /// The error is a sentence that names the path.
    [[nodiscard]] core::Result<void, std::string> listen(const QString& path)
    {
        return m_server.listen(path);
    }
    /// The reply, one JSON object in one line.
    [[nodiscard]] std::string answer(const io::ControlRequest& request) const;

private:
    [[nodiscard]] std::string status() const;
    [[nodiscard]] std::string flatten(const io::ControlRequest& request) const;
    [[nodiscard]] std::string kill() const;
    [[nodiscard]] std::string release(const io::ControlRequest& request) const;
    [[nodiscard]] std::string operate(const io::ControlRequest& request) const;

    ControlSeat m_seat;
    io::ControlServer m_server;
};

} // namespace wick::session
