#include "app/desktop/theme/theme.h"

#include "core/base/unreachable.h"

#include <algorithm>
#include <cmath>

namespace wick::desktop {

namespace {

QColor rgb(unsigned value)
{
    return QColor::fromRgb(QRgb{0xFF000000U | value});
}

Theme darkTheme()
{
    Theme theme;
    theme.scheme = Scheme::Dark;
    theme.window = rgb(0x0F1216);
    theme.panel = rgb(0x161A20);
    theme.raised = rgb(0x1F252D);
    theme.hover = rgb(0x28303A);
    theme.border = rgb(0x2C343F);
    theme.outline = rgb(0x717C8A);
    theme.text = rgb(0xE7EAEE);
    theme.textSecondary = rgb(0xA7B0BC);
    theme.textDisabled = rgb(0x737D8A);
    theme.accent = rgb(0xA79BFF);
    theme.accentFill = rgb(0x5B4FC7);
    theme.onAccent = rgb(0xFFFFFF);
    theme.selection = rgb(0x2C2854);
    theme.up = rgb(0x56B4E9);
    theme.down = rgb(0xE69F00);
    theme.onDirection = rgb(0x0F1216);
    theme.good = rgb(0x2CC295);
    theme.warning = rgb(0xF2D64B);
    theme.danger = rgb(0xFF6B6B);
    theme.dangerFill = rgb(0xD5303E);
    theme.onDanger = rgb(0xFFFFFF);
    theme.grid = rgb(0x212830);
    theme.crosshair = rgb(0xA7B0BC);
    theme.ghost = rgb(0x98A2AF);
    theme.line1 = rgb(0xCBB4F0);
    theme.line2 = rgb(0x8F97C9);
    theme.line3 = rgb(0xB9A27A);
    theme.modeBacktest = rgb(0x98A2AF);
    theme.modePaper = rgb(0x2CC295);
    theme.modeTestnet = rgb(0xF2D64B);
    theme.modeLive = rgb(0xF06AAE);
    theme.onMode = rgb(0x0F1216);
    return theme;
}

Theme lightTheme()
{
    Theme theme;
    theme.scheme = Scheme::Light;
    theme.window = rgb(0xE6E9ED);
    theme.panel = rgb(0xFFFFFF);
    theme.raised = rgb(0xF3F5F7);
    theme.hover = rgb(0xE9ECF1);
    theme.border = rgb(0xD3D8DF);
    theme.outline = rgb(0x76808C);
    theme.text = rgb(0x161A20);
    theme.textSecondary = rgb(0x4C5764);
    theme.textDisabled = rgb(0x717B87);
    theme.accent = rgb(0x5245B8);
    theme.accentFill = rgb(0x5245B8);
    theme.onAccent = rgb(0xFFFFFF);
    theme.selection = rgb(0xECEAFD);
    theme.up = rgb(0x0068A6);
    theme.down = rgb(0xB04A00);
    theme.onDirection = rgb(0xFFFFFF);
    theme.good = rgb(0x00755A);
    theme.warning = rgb(0x735600);
    theme.danger = rgb(0xC2202C);
    theme.dangerFill = rgb(0xC2202C);
    theme.onDanger = rgb(0xFFFFFF);
    theme.grid = rgb(0xECEFF2);
    theme.crosshair = rgb(0x4C5764);
    theme.ghost = rgb(0x646F7C);
    theme.line1 = rgb(0x7A55B8);
    theme.line2 = rgb(0x5F6C9E);
    theme.line3 = rgb(0x86703F);
    theme.modeBacktest = rgb(0x5A6572);
    theme.modePaper = rgb(0x00755A);
    theme.modeTestnet = rgb(0x7A5B00);
    theme.modeLive = rgb(0xB81F74);
    theme.onMode = rgb(0xFFFFFF);
    return theme;
}

/// Window and panel black or white, edges in the colour of the text, no tints.
Theme highContrast(Theme theme, Scheme scheme)
{
    const QColor ground = theme.isDark() ? rgb(0x000000) : rgb(0xFFFFFF);
    const QColor ink = theme.isDark() ? rgb(0xFFFFFF) : rgb(0x000000);
    theme.scheme = scheme;
    theme.window = ground;
    theme.panel = ground;
    theme.raised = ground;
    theme.hover = ground;
    theme.selection = ground;
    theme.text = ink;
    theme.textSecondary = ink;
    theme.border = ink;
    theme.outline = ink;
    return theme;
}

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& colour)
{
    const QRgb value = colour.rgb();
    return 0.2126 * linear(qRed(value) / 255.0) + 0.7152 * linear(qGreen(value) / 255.0)
           + 0.0722 * linear(qBlue(value) / 255.0);
}

} // namespace

bool Theme::isDark() const noexcept
{
    return scheme == Scheme::Dark || scheme == Scheme::HighContrastDark;
}

bool Theme::isHighContrast() const noexcept
{
    return scheme == Scheme::HighContrastDark || scheme == Scheme::HighContrastLight;
}

QColor Theme::colour(Tone tone) const noexcept
{
    switch (tone) {
    case Tone::Primary:
        return text;
    case Tone::Secondary:
        return textSecondary;
    case Tone::Disabled:
        return textDisabled;
    case Tone::Accent:
        return accent;
    case Tone::OnAccent:
        return onAccent;
    case Tone::Up:
        return up;
    case Tone::Down:
        return down;
    case Tone::Good:
        return good;
    case Tone::Warning:
        return warning;
    case Tone::Danger:
        return danger;
    case Tone::Ghost:
        return ghost;
    }
    core::unreachable();
}

QColor Theme::mode(ModeBadge badge) const noexcept
{
    switch (badge) {
    case ModeBadge::Backtest:
        return modeBacktest;
    case ModeBadge::Paper:
        return modePaper;
    case ModeBadge::Testnet:
        return modeTestnet;
    case ModeBadge::Live:
        return modeLive;
    }
    core::unreachable();
}

Theme makeTheme(Scheme scheme, DirectionColours direction)
{
    const bool dark = scheme == Scheme::Dark || scheme == Scheme::HighContrastDark;
    Theme theme = dark ? darkTheme() : lightTheme();
    if (direction == DirectionColours::TealRed) {
        theme.up = dark ? rgb(0x2EC4A6) : rgb(0x007A63);
        theme.down = dark ? rgb(0xFF7A70) : rgb(0xC62F2F);
    }
    if (scheme == Scheme::HighContrastDark || scheme == Scheme::HighContrastLight) {
        theme = highContrast(theme, scheme);
    }
    return theme;
}

QPalette paletteOf(const Theme& theme)
{
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, const QColor& colour) {
        palette.setColor(QPalette::All, role, colour);
    };
    set(QPalette::Window, theme.window);
    set(QPalette::Base, theme.panel);
    set(QPalette::AlternateBase, theme.panel);
    set(QPalette::Button, theme.raised);
    set(QPalette::WindowText, theme.text);
    set(QPalette::Text, theme.text);
    set(QPalette::ButtonText, theme.text);
    set(QPalette::BrightText, theme.text);
    set(QPalette::PlaceholderText, theme.textSecondary);
    set(QPalette::Highlight, theme.selection);
    set(QPalette::HighlightedText, theme.text);
    set(QPalette::Link, theme.accent);
    set(QPalette::LinkVisited, theme.accent);
    set(QPalette::Light, theme.border);
    set(QPalette::Midlight, theme.border);
    set(QPalette::Mid, theme.border);
    set(QPalette::Dark, theme.border);
    set(QPalette::Shadow, theme.border);
    set(QPalette::ToolTipBase, theme.raised);
    set(QPalette::ToolTipText, theme.text);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText,
                            QPalette::HighlightedText, QPalette::PlaceholderText})
    {
        palette.setColor(QPalette::Disabled, role, theme.textDisabled);
    }
    palette.setColor(QPalette::Disabled, QPalette::Highlight, theme.hover);
    return palette;
}

double contrastRatio(const QColor& a, const QColor& b)
{
    const auto [darker, lighter] = std::minmax({luminance(a), luminance(b)});
    return (lighter + 0.05) / (darker + 0.05);
}

QColor blended(const QColor& over, double opacity, const QColor& under)
{
    const auto mix = [opacity](int top, int bottom) {
        return static_cast<int>(std::lround(opacity * top + (1.0 - opacity) * bottom));
    };
    return {mix(over.red(), under.red()), mix(over.green(), under.green()),
            mix(over.blue(), under.blue())};
}

} // namespace wick::desktop
