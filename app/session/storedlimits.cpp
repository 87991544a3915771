#include "app/session/storedlimits.h"

#include "core/io/stores/settingsdatabase.h"

#include <QFileInfo>

namespace wick::session {

using core::Failure;

core::Result<StoredLimits, std::string> storedLimits(const QString& settingsFile)
{
    const QFileInfo info{settingsFile};
    if (!info.exists() && !info.isSymLink()) {
        return StoredLimits{};
    }
    auto settings = io::SettingsDatabase::open(settingsFile);
    if (!settings) {
        return Failure{settings.error().sentence.toStdString()};
    }
    auto newest = settings->newestLimits();
    if (!newest) {
        return Failure{newest.error().sentence.toStdString()};
    }
    if (!*newest) {
        return StoredLimits{};
    }
    return StoredLimits{(*newest)->limits, (*newest)->version.number};
}

} // namespace wick::session
