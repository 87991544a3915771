#pragma once

#include "app/desktop/theme/theme.h"

#include <QIcon>
#include <QPixmap>
#include <QRectF>
#include <QString>

class QPainter;

namespace wick::desktop {

/// A picture of our set by name ("lock", "flatten", …), drawn in one colour, `size` logical pixels
/// square at `ratio` device pixels each. An unknown name gives a null picture.
[[nodiscard]] QPixmap iconPixmap(const QString& name, const QColor& colour, int size, double ratio);

/// Draws a picture of the set into the middle of `rect`, `size` logical pixels square.
void drawIcon(QPainter& painter,
              const QRectF& rect,
              const QString& name,
              const QColor& colour,
              int size = 16);

/// An icon that takes its colour from the theme at the moment it is drawn.
[[nodiscard]] QIcon icon(const QString& name, Tone tone = Tone::Secondary);

} // namespace wick::desktop
