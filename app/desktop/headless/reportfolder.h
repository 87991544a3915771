#pragma once

#include "app/session/datafolder.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <memory>

namespace wick::desktop {

/// A folder whose files appear at the end, each whole: until publish() they lie in a folder
/// `.unfinished` inside it, and an older report stays as it is. What is not published is removed,
/// the folder itself too where it was made for this. One process at a time.
class ReportFolder
{
public:
    /// Makes the folder and what is above it. Errors: one sentence that names it.
    [[nodiscard]] static core::Result<ReportFolder, QString> open(const QString& path);

    ReportFolder(ReportFolder&&) noexcept = default;
    ReportFolder& operator=(ReportFolder&&) = delete;
    ReportFolder(const ReportFolder&) = delete;
    ReportFolder& operator=(const ReportFolder&) = delete;
    ~ReportFolder();

    /// Absolute.
    [[nodiscard]] QString path() const { return m_path; }
    /// Where files lie before they are published.
    [[nodiscard]] const session::DataFolder& unfinished() const noexcept { return *m_staging; }

    [[nodiscard]] core::Result<void, QString> write(const QString& name, const QByteArray& content);
    /// Puts every file in its place, `last` after all others.
    [[nodiscard]] core::Result<void, QString> publish(const QString& last);

private:
    ReportFolder(QString path, QString made, session::DataFolder staging);

    [[nodiscard]] core::Result<void, QString> place(const QString& name);

    QString m_path;
    QString m_made; ///< the folder when it was made for this; else empty
    std::unique_ptr<session::DataFolder> m_staging;
};

} // namespace wick::desktop
