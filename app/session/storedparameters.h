#pragma once

#include "app/session/session.h"
#include "core/base/result.h"

#include <QString>

#include <string>
#include <vector>

namespace wick::session {

/// Gives each engine of `fleet` the parameters that were saved last for its strategy and market;
/// without the file, which is not made, they stay as they are. A file or a parameter that cannot be
/// used is an error and never means the defaults: the sentence names it.
[[nodiscard]] core::Result<std::vector<EngineRequest>, std::string>
withStoredParameters(std::vector<EngineRequest> fleet, const QString& settingsFile);

} // namespace wick::session
