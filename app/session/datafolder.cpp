#include "app/session/datafolder.h"

#include <QDir>
#include <QFile>

#include <utility>

namespace wick::session {

DataFolder::DataFolder(QString path, std::unique_ptr<QLockFile> lock)
    : m_path(std::move(path))
    , m_lock(std::move(lock))
{}

core::Result<DataFolder, DataFolder::Error> DataFolder::take(const QString& path)
{
    const QString folder = QDir{path}.absolutePath();
    if (!QDir{}.mkpath(folder)) {
        return core::Failure{
            Error{Fault::CannotMake, "The folder " + folder.toStdString() + " cannot be made."}};
    }
    // Journal, limits and the control socket are nobody else's business.
    QFile::setPermissions(folder,
                          QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    auto lock = std::make_unique<QLockFile>(folder + QStringLiteral("/lock"));
    lock->setStaleLockTime(0); // only a process that is gone loses it, however long it runs
    if (!lock->tryLock(0)) {
        if (lock->error() == QLockFile::LockFailedError) {
            return core::Failure{
                Error{Fault::InUse, "Another Wick uses the folder " + folder.toStdString() + "."}};
        }
        return core::Failure{Error{Fault::CannotMake, "The folder " + folder.toStdString()
                                                          + " cannot be written to."}};
    }
    return DataFolder{folder, std::move(lock)};
}

} // namespace wick::session
