#pragma once

#include "charts/paint/viewvalues.h"

#include <QColor>

namespace wick::charts {

/// The colour tokens a chart draws with; a front end fills them from its theme.
struct ChartColors
{
    QColor window;
    QColor panel;
    QColor raised;
    QColor border;
    QColor outline;
    QColor text;
    QColor textSecondary;
    QColor accent;
    QColor selection;
    QColor up;
    QColor down;
    QColor good;
    QColor warning;
    QColor danger;
    QColor grid;
    QColor crosshair;
    QColor ghost;
    QColor line1;
    QColor line2;
    QColor line3;
    QColor onTag;          ///< text on a tag filled with up or down
    double gapFill{};      ///< strength of the fill of an open gap over the panel, 0 to 1
    double endedOutline{}; ///< strength of the outline of a filled gap
    double volumeFill{};   ///< strength of volume bars

    [[nodiscard]] static ChartColors dark();
    [[nodiscard]] static ChartColors light();

    [[nodiscard]] const QColor& of(Direction direction) const noexcept
    {
        return direction == Direction::Up ? up : down;
    }
    [[nodiscard]] const QColor& of(LineRole role) const noexcept;
    [[nodiscard]] const QColor& of(LevelKind kind) const noexcept;
};

/// `colour` laid over `ground` with the given strength (0 to 1), as an opaque colour.
[[nodiscard]] QColor blend(const QColor& colour, const QColor& ground, double strength);

/// The same colour with that opacity (0 to 1).
[[nodiscard]] QColor withAlpha(QColor colour, double alpha);

/// Contrast of two opaque colours, 1 to 21.
/// Source: WCAG 2.1, relative luminance and contrast ratio.
[[nodiscard]] double contrastRatio(const QColor& a, const QColor& b);

} // namespace wick::charts
