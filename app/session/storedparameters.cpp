#include "app/session/storedparameters.h"

#include "app/session/joberror.h"
#include "core/io/stores/settingsdatabase.h"
#include "strategies/catalog.h"

#include <QFileInfo>

namespace wick::session {

using core::Failure;

core::Result<std::vector<EngineRequest>, std::string>
withStoredParameters(std::vector<EngineRequest> fleet, const QString& settingsFile)
{
    const QFileInfo info{settingsFile};
    if (!info.exists() && !info.isSymLink()) {
        return fleet;
    }
    auto settings = io::SettingsDatabase::open(settingsFile);
    if (!settings) {
        return Failure{settings.error().sentence.toStdString()};
    }
    const core::StrategyCatalog catalog = strategies::catalog();
    for (EngineRequest& engine : fleet) {
        auto stored = settings->newestParameters({engine.strategy, engine.market});
        if (!stored) {
            return Failure{stored.error().sentence.toStdString()};
        }
        engine.parameters = stored->value_or(engine.parameters);
        if (auto made = catalog.create(engine.strategy, engine.parameters); !made) {
            return Failure{settingsFile.toStdString() + ": " + describe(jobErrorOf(made.error()))};
        }
    }
    return fleet;
}

} // namespace wick::session
