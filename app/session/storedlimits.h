#pragma once

#include "core/base/result.h"
#include "core/risk/risklimits.h"

#include <QString>

#include <cstdint>
#include <string>

namespace wick::session {

/// The risk limits that are in force where nobody says otherwise.
struct StoredLimits
{
    core::RiskLimits limits;  ///< the built-in ones, while none were saved
    std::int64_t version = 0; ///< of settings.db; 0: none were saved
};

/// Reads the newest limits of a settings.db; without the file, which is not made, the built-in
/// ones. A file that cannot be used is an error and never means the built-in limits: the sentence
/// names it.
[[nodiscard]] core::Result<StoredLimits, std::string> storedLimits(const QString& settingsFile);

} // namespace wick::session
