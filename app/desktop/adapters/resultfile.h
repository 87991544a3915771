#pragma once

#include "app/desktop/models/backtestvalues.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace wick::desktop {

/// Keeps a result in DATA/results: the summary for comparing, and the whole report beside it.
/// Returns what went wrong in words; empty when it is written. Nothing is left half-written.
[[nodiscard]] QString
saveResult(const QString& dataFolder, const ResultSummary& summary, const QByteArray& report);

/// The newest saved results, newest first. Files that cannot be read are left out.
[[nodiscard]] std::vector<ResultSummary> savedResults(const QString& dataFolder, std::size_t most);

} // namespace wick::desktop
