#include "charts/paint/chartcolors.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace wick::charts {

ChartColors ChartColors::dark()
{
    ChartColors colors;
    colors.window = QColor{0x0F, 0x12, 0x16};
    colors.panel = QColor{0x16, 0x1A, 0x20};
    colors.raised = QColor{0x1F, 0x25, 0x2D};
    colors.border = QColor{0x2C, 0x34, 0x3F};
    colors.outline = QColor{0x71, 0x7C, 0x8A};
    colors.text = QColor{0xE7, 0xEA, 0xEE};
    colors.textSecondary = QColor{0xA7, 0xB0, 0xBC};
    colors.accent = QColor{0xA7, 0x9B, 0xFF};
    colors.selection = QColor{0x2C, 0x28, 0x54};
    colors.up = QColor{0x56, 0xB4, 0xE9};
    colors.down = QColor{0xE6, 0x9F, 0x00};
    colors.good = QColor{0x2C, 0xC2, 0x95};
    colors.warning = QColor{0xF2, 0xD6, 0x4B};
    colors.danger = QColor{0xFF, 0x6B, 0x6B};
    colors.grid = QColor{0x21, 0x28, 0x30};
    colors.crosshair = colors.textSecondary;
    colors.ghost = QColor{0x98, 0xA2, 0xAF};
    colors.line1 = QColor{0xCB, 0xB4, 0xF0};
    colors.line2 = QColor{0x8F, 0x97, 0xC9};
    colors.line3 = QColor{0xB9, 0xA2, 0x7A};
    colors.onTag = colors.window;
    colors.gapFill = 0.26;
    colors.endedOutline = 0.60;
    colors.volumeFill = 0.60;
    return colors;
}

ChartColors ChartColors::light()
{
    ChartColors colors;
    colors.window = QColor{0xE6, 0xE9, 0xED};
    colors.panel = QColor{0xFF, 0xFF, 0xFF};
    colors.raised = QColor{0xF3, 0xF5, 0xF7};
    colors.border = QColor{0xD3, 0xD8, 0xDF};
    colors.outline = QColor{0x76, 0x80, 0x8C};
    colors.text = QColor{0x16, 0x1A, 0x20};
    colors.textSecondary = QColor{0x4C, 0x57, 0x64};
    colors.accent = QColor{0x52, 0x45, 0xB8};
    colors.selection = QColor{0xEC, 0xEA, 0xFD};
    colors.up = QColor{0x00, 0x68, 0xA6};
    colors.down = QColor{0xB0, 0x4A, 0x00};
    colors.good = QColor{0x00, 0x75, 0x5A};
    colors.warning = QColor{0x73, 0x56, 0x00};
    colors.danger = QColor{0xC2, 0x20, 0x2C};
    colors.grid = QColor{0xEC, 0xEF, 0xF2};
    colors.crosshair = colors.textSecondary;
    colors.ghost = QColor{0x64, 0x6F, 0x7C};
    colors.line1 = QColor{0x7A, 0x55, 0xB8};
    colors.line2 = QColor{0x5F, 0x6C, 0x9E};
    colors.line3 = QColor{0x86, 0x70, 0x3F};
    colors.onTag = colors.panel;
    colors.gapFill = 0.20;
    colors.endedOutline = 0.85;
    colors.volumeFill = 0.55;
    return colors;
}

const QColor& ChartColors::of(LineRole role) const noexcept
{
    switch (role) {
    case LineRole::Line1:
        return line1;
    case LineRole::Line2:
        return line2;
    case LineRole::Line3:
        return line3;
    }
    std::abort();
}

const QColor& ChartColors::of(LevelKind kind) const noexcept
{
    switch (kind) {
    case LevelKind::Entry:
        return text;
    case LevelKind::Stop:
        return danger;
    case LevelKind::Target:
        return good;
    }
    std::abort();
}

QColor blend(const QColor& colour, const QColor& ground, double strength)
{
    const auto mix = [strength](int over, int under) {
        return std::clamp(static_cast<int>(std::lround(strength * over + (1.0 - strength) * under)),
                          0, 255);
    };
    return QColor{mix(colour.red(), ground.red()), mix(colour.green(), ground.green()),
                  mix(colour.blue(), ground.blue())};
}

QColor withAlpha(QColor colour, double alpha)
{
    colour.setAlpha(static_cast<int>(std::lround(alpha * 255.0)));
    return colour;
}

namespace {

double linear(int channel)
{
    const double value = channel / 255.0;
    return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& colour)
{
    return 0.2126 * linear(colour.red()) + 0.7152 * linear(colour.green())
           + 0.0722 * linear(colour.blue());
}

} // namespace

double contrastRatio(const QColor& a, const QColor& b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

} // namespace wick::charts
