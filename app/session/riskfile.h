#pragma once

#include "app/session/joberror.h"
#include "core/base/result.h"
#include "core/risk/risklimits.h"

#include <QByteArray>
#include <QString>

#include <string>
#include <utility>
#include <vector>

namespace wick::session {

/// Keys and values of risk limits as text, in the order they are to be applied.
using RiskSettings = std::vector<std::pair<std::string, std::string>>;

/// Reads a risk file: a JSON object of keys and values, `{"daily_loss": 0.02}`; values are numbers,
/// texts or null for no limit. Errors: RiskFile.
[[nodiscard]] core::Result<RiskSettings, JobError> readRiskFile(const QString& path);

/// Reads what such a file holds; `path` is its name in messages.
[[nodiscard]] core::Result<RiskSettings, JobError> parseRiskFile(const QByteArray& text,
                                                                 const QString& path);

/// Applies settings to limits, in order; on an error nothing is changed.
/// Errors: UnknownRiskKey, RiskNotANumber, RiskNotAChoice, RiskOutOfRange, RiskNoScope.
[[nodiscard]] core::Result<void, JobError> applyRisk(core::RiskLimits& limits,
                                                     const RiskSettings& settings);

} // namespace wick::session
