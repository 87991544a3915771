#pragma once

#include "core/base/result.h"

#include <QLockFile>
#include <QString>

#include <memory>
#include <string>

namespace wick::session {

/// The folder a session keeps its journal, settings and control socket in, held by one process at a
/// time.
class DataFolder
{
public:
    enum class Fault : std::uint8_t
    {
        CannotMake,
        InUse, ///< another Wick holds it
    };
    struct Error
    {
        Fault fault{};
        std::string sentence;
    };

    /// Makes the folder, private to the user, and takes its lock.
    [[nodiscard]] static core::Result<DataFolder, Error> take(const QString& path);

    [[nodiscard]] QString path() const { return m_path; }
    [[nodiscard]] QString journal() const { return m_path + QStringLiteral("/journal.db"); }
    [[nodiscard]] QString eventLog() const { return m_path + QStringLiteral("/events.jsonl"); }
    [[nodiscard]] QString settings() const { return m_path + QStringLiteral("/settings.db"); }
    [[nodiscard]] QString account() const { return m_path + QStringLiteral("/account.db"); }
    [[nodiscard]] QString killFile() const { return m_path + QStringLiteral("/KILL"); }
    [[nodiscard]] QString socket() const { return socketOf(m_path); }

    /// Where the control socket of a folder is: `control.sock` in it, or, where that path is too
    /// long for a socket, a short name made from it in the user's runtime folder.
    [[nodiscard]] static QString socketOf(const QString& folder);

private:
    DataFolder(QString path, std::unique_ptr<QLockFile> lock);

    QString m_path;
    std::unique_ptr<QLockFile> m_lock;
};

} // namespace wick::session
