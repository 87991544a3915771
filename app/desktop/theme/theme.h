#pragma once

#include <QColor>
#include <QPalette>

#include <cstdint>

namespace wick::desktop {

enum class Scheme : std::uint8_t
{
    Dark,
    Light,
    HighContrastDark,
    HighContrastLight,
};

/// The pair of colours that says up and down.
enum class DirectionColours : std::uint8_t
{
    BlueOrange,
    TealRed,
};

/// What a colour says. Colour never says it alone: a sign, a glyph, a shape or a word stands beside
/// it.
enum class Tone : std::uint8_t
{
    Primary,
    Secondary,
    Disabled,
    Accent,
    OnAccent, ///< on the fill of the one main button
    Up,
    Down,
    Good,
    Warning,
    Danger,
    Ghost,
};

/// The mode of a session as its badge says it.
enum class ModeBadge : std::uint8_t
{
    Backtest,
    Paper,
    Testnet,
    Live,
};

/// Every colour of the program, as a value. The charts get the same.
struct Theme
{
    Scheme scheme = Scheme::Dark;

    QColor window;
    QColor panel;
    QColor raised;
    QColor hover;
    QColor border;
    QColor outline;
    QColor text;
    QColor textSecondary;
    QColor textDisabled;
    QColor accent;
    QColor accentFill;
    QColor onAccent;
    QColor selection;
    QColor up;
    QColor down;
    QColor onDirection; ///< text on a tag filled with up or down
    QColor good;
    QColor warning;
    QColor danger;
    QColor dangerFill;
    QColor onDanger;
    QColor grid;
    QColor crosshair;
    QColor ghost;
    QColor line1;
    QColor line2;
    QColor line3;
    QColor modeBacktest;
    QColor modePaper;
    QColor modeTestnet;
    QColor modeLive;
    QColor onMode;

    [[nodiscard]] bool isDark() const noexcept;
    [[nodiscard]] bool isHighContrast() const noexcept;
    [[nodiscard]] QColor colour(Tone tone) const noexcept;
    [[nodiscard]] QColor mode(ModeBadge badge) const noexcept;

    friend bool operator==(const Theme&, const Theme&) = default;
};

[[nodiscard]] Theme makeTheme(Scheme scheme,
                              DirectionColours direction = DirectionColours::BlueOrange);

/// The palette of Qt's Fusion style for a theme, the disabled group included.
[[nodiscard]] QPalette paletteOf(const Theme& theme);

/// Contrast of two opaque colours, 1 to 21. Source: WCAG 2.1, relative luminance of sRGB.
[[nodiscard]] double contrastRatio(const QColor& a, const QColor& b);

/// `over` at `opacity` (0 to 1) laid on `under`, as one opaque colour.
[[nodiscard]] QColor blended(const QColor& over, double opacity, const QColor& under);

} // namespace wick::desktop
