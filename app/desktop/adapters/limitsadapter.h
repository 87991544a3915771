#pragma once

#include "app/desktop/models/limitrows.h"
#include "app/session/snapshot.h"
#include "core/base/result.h"
#include "core/io/stores/settingsdatabase.h"

#include <vector>

namespace wick::desktop {

/// Every limit as the editor shows it, generated from the table of keys. Without a snapshot there
/// is no use and no money.
[[nodiscard]] std::vector<LimitRow> limitRows(const core::RiskLimits& limits,
                                              const session::Snapshot* snapshot);

/// `limits` with the changes applied. The failure is a sentence that names the limit; nothing is
/// changed then.
[[nodiscard]] core::Result<core::RiskLimits, QString>
withChanges(const core::RiskLimits& limits, const std::vector<LimitChange>& changes);

/// Stored versions as the editor lists them; what changed stands in the note.
[[nodiscard]] std::vector<LimitVersion>
limitVersions(const std::vector<io::LimitsVersion>& versions);

/// The last order that came to a review of the running session.
[[nodiscard]] VerdictPreview verdictPreview(const session::Snapshot& snapshot);

} // namespace wick::desktop
