#include "app/desktop/adapters/chartlook.h"

#include "app/desktop/theme/typescale.h"

#include <QApplication>

namespace wick::desktop {

charts::ChartStyle chartStyleOf(const Theme& theme)
{
    charts::ChartStyle style;
    charts::ChartColors& colors = style.colors;
    colors = theme.isDark() ? charts::ChartColors::dark() : charts::ChartColors::light();
    colors.window = theme.window;
    colors.panel = theme.panel;
    colors.raised = theme.raised;
    colors.border = theme.border;
    colors.outline = theme.outline;
    colors.text = theme.text;
    colors.textSecondary = theme.textSecondary;
    colors.accent = theme.accent;
    colors.selection = theme.selection;
    colors.up = theme.up;
    colors.down = theme.down;
    colors.good = theme.good;
    colors.warning = theme.warning;
    colors.danger = theme.danger;
    colors.grid = theme.grid;
    colors.crosshair = theme.crosshair;
    colors.ghost = theme.ghost;
    colors.line1 = theme.line1;
    colors.line2 = theme.line2;
    colors.line3 = theme.line3;
    colors.onTag = theme.onDirection;
    style.font = numberFont(QApplication::font());
    return style;
}

} // namespace wick::desktop
