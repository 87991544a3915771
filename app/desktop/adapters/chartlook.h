#pragma once

#include "app/desktop/theme/theme.h"
#include "charts/paint/chartscene.h"

namespace wick::desktop {

/// What the charts draw with: the theme's colours and the application's font.
[[nodiscard]] charts::ChartStyle chartStyleOf(const Theme& theme);

} // namespace wick::desktop
