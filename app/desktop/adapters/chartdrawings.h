#pragma once

#include "charts/paint/viewvalues.h"

#include <QByteArray>

#include <vector>

namespace wick::desktop {

/// Drawings as text to keep, and back. What cannot be read is left out: a drawing is never worth a
/// start that fails.
[[nodiscard]] QByteArray toJson(const std::vector<charts::Drawing>& drawings);
[[nodiscard]] std::vector<charts::Drawing> drawingsFromJson(const QByteArray& json);

} // namespace wick::desktop
