#pragma once

#include "app/session/eventlog.h"

#include <QFile>
#include <QString>

#include <string>

namespace wick::session {

/// The event log in a file. At kRotateAt bytes the file becomes FILE.1 and so on; kKept old ones
/// are kept. Thread: the trading core's.
class EventLogFile final : public EventLog
{
public:
    static constexpr qint64 kRotateAt = qint64{16} * 1024 * 1024;
    static constexpr int kKept = 4;

    EventLogFile(const QString& path,
                 std::span<const core::Instrument> instruments,
                 std::span<const core::EngineSetup> engines,
                 const core::Clock& wall,
                 qint64 rotateAt = kRotateAt);

    /// Hands what has gathered to the system.
    void flush();
    /// Why nothing can be written, for people; empty while all is well.
    [[nodiscard]] const std::string& problem() const noexcept { return m_problem; }

protected:
    void write(std::string_view line) override;

private:
    void rotate();
    void open();
    void fail();

    QString m_path;
    qint64 m_rotateAt;
    QFile m_file;
    std::string m_problem;
};

} // namespace wick::session
