#include "app/session/eventlogfile.h"

namespace wick::session {

using namespace wick::core;

EventLogFile::EventLogFile(const QString& path,
                           std::span<const Instrument> instruments,
                           std::span<const EngineSetup> engines,
                           const Clock& wall,
                           qint64 rotateAt)
    : EventLog(instruments, engines, &wall)
    , m_path(path)
    , m_rotateAt(rotateAt)
{
    open();
}

void EventLogFile::open()
{
    m_file.setFileName(m_path);
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Append)) {
        fail();
    }
}

void EventLogFile::fail()
{
    m_problem = m_path.toStdString() + ": " + m_file.errorString().toStdString();
}

/// FILE.3 becomes FILE.4 and so on; the oldest goes.
void EventLogFile::rotate()
{
    m_file.close();
    const auto old = [this](int number) -> QString {
        return m_path + u'.' + QString::number(number);
    };
    QFile::remove(old(kKept));
    for (int number = kKept - 1; number > 0; --number) {
        QFile::rename(old(number), old(number + 1));
    }
    QFile::rename(m_path, old(1));
    open();
}

void EventLogFile::write(std::string_view line)
{
    if (!m_problem.empty()) {
        return;
    }
    if (m_file.write(line.data(), static_cast<qint64>(line.size())) < 0) {
        fail();
    } else if (m_file.size() + m_file.bytesToWrite() >= m_rotateAt) {
        rotate();
    }
}

void EventLogFile::flush()
{
    if (m_problem.empty() && !m_file.flush()) {
        fail();
    }
}

} // namespace wick::session
