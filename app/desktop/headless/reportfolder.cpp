#include "app/desktop/headless/reportfolder.h"

#include "core/io/outputfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <filesystem>
#include <system_error>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(ReportFolder)
};

constexpr QLatin1String kLock{"lock"};

/// The first part of a path that is something else than a folder; empty when there is none.
QString inTheWay(const QString& path)
{
    for (QString part = path; !part.isEmpty(); part = QFileInfo{part}.path()) {
        const QFileInfo info{part};
        if (info.exists()) {
            return info.isDir() ? QString{} : part;
        }
        if (part == info.path()) {
            break;
        }
    }
    return {};
}

} // namespace

ReportFolder::ReportFolder(QString path, QString made, session::DataFolder staging)
    : m_path(std::move(path))
    , m_made(std::move(made))
    , m_staging(std::make_unique<session::DataFolder>(std::move(staging)))
{}

ReportFolder::~ReportFolder()
{
    if (m_staging == nullptr) {
        return;
    }
    const QString staging = m_staging->path();
    m_staging.reset(); // lets the lock go
    QDir{staging}.removeRecursively();
    if (!m_made.isEmpty()) {
        QDir{}.rmdir(m_made); // only where it is empty
    }
}

core::Result<ReportFolder, QString> ReportFolder::open(const QString& path)
{
    const QString folder = QDir::cleanPath(QDir{path}.absolutePath());
    if (const QString file = inTheWay(folder); !file.isEmpty()) {
        return core::Failure{Words::tr("%1 is a file; the report needs a folder.").arg(file)};
    }
    const bool existed = QFileInfo::exists(folder);
    if (!QDir{}.mkpath(folder)) {
        return core::Failure{Words::tr("The folder %1 cannot be made.").arg(folder)};
    }
    auto staging = session::DataFolder::take(folder + u"/.unfinished"_s);
    if (!staging) {
        const bool inUse = staging.error().fault == session::DataFolder::Fault::InUse;
        if (!existed) {
            QDir{}.rmdir(folder);
        }
        return core::Failure{
            inUse ? Words::tr("Another Wick is writing a report into the folder %1.").arg(folder)
                  : Words::tr("The folder %1 cannot be written to.").arg(folder)};
    }
    // What a program that was ended by force left behind.
    const QDir old{staging->path()};
    for (const QString& name : old.entryList(QDir::Files | QDir::Hidden)) {
        if (name != kLock) {
            QFile::remove(old.filePath(name));
        }
    }
    return ReportFolder{folder, existed ? QString{} : folder, std::move(*staging)};
}

core::Result<void, QString> ReportFolder::write(const QString& name, const QByteArray& content)
{
    auto file = io::OutputFile::open(QDir{m_staging->path()}.filePath(name));
    if (!file) {
        return core::Failure{file.error().sentence};
    }
    const auto written =
        file->commit({content.constData(), static_cast<std::size_t>(content.size())});
    return written ? core::Result<void, QString>{}
                   : core::Result<void, QString>{core::Failure{written.error().sentence}};
}

core::Result<void, QString> ReportFolder::place(const QString& name)
{
    const QString to = QDir{m_path}.filePath(name);
    if (QFileInfo{to}.isDir()) {
        return core::Failure{
            Words::tr("%1 is a folder; the report has a file of that name.").arg(to)};
    }
    if (name.endsWith(u".db"_s)) {
        // Leftovers of an older journal would be taken for part of this one.
        QFile::remove(to + u"-wal"_s);
        QFile::remove(to + u"-shm"_s);
    }
    std::error_code problem;
    const QString from = QDir{m_staging->path()}.filePath(name);
    std::filesystem::rename(from.toStdU16String(), to.toStdU16String(), problem);
    if (problem) {
        return core::Failure{Words::tr("%1 cannot be written: %2")
                                 .arg(to, QString::fromStdString(problem.message()))};
    }
    return {};
}

core::Result<void, QString> ReportFolder::publish(const QString& last)
{
    QStringList names = QDir{m_staging->path()}.entryList(QDir::Files | QDir::Hidden, QDir::Name);
    names.removeAll(QString{kLock});
    names.removeAll(last);
    names.append(last);
    for (const QString& name : names) {
        auto placed = place(name);
        if (!placed) {
            return placed;
        }
    }
    return {};
}

} // namespace wick::desktop
