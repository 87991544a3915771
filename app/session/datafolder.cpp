#include "app/session/datafolder.h"

#include "core/io/controlserver.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QStandardPaths>

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

QString DataFolder::socketOf(const QString& folder)
{
    constexpr qsizetype kHashLetters = 16;
    const QString path = QDir{folder}.absolutePath();
    const QByteArray hash = QCryptographicHash::hash(path.toUtf8(), QCryptographicHash::Sha256);
    const QString brief =
        QStringLiteral("wick-") % QString::fromLatin1(hash.toHex().left(kHashLetters));
#ifdef Q_OS_WIN
    return brief; // a pipe has a name, not a path
#else
    const QString usual = path % QStringLiteral("/control.sock");
    return io::fitsSocketName(usual)
               ? usual
               : QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation)
                     % QLatin1Char{'/'} % brief % QStringLiteral(".sock");
#endif
}

} // namespace wick::session
