#pragma once

#include "app/desktop/theme/theme.h"
#include "app/desktop/theme/typescale.h"

#include <QLabel>

namespace wick::desktop {

/// A label whose font and colour follow a role of the theme, also after the theme or the font
/// changes. Text is plain unless said otherwise.
class RoleLabel final : public QLabel
{
    Q_OBJECT
public:
    explicit RoleLabel(const QString& text,
                       TypeRole type = TypeRole::Body,
                       Tone tone = Tone::Primary,
                       QWidget* parent = nullptr);

    void setTone(Tone tone);
    [[nodiscard]] Tone tone() const noexcept { return m_tone; }
    /// Lets the label be narrower than its one line, which then ends in "…"; all of it is the
    /// tooltip.
    void setElided();

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();

    TypeRole m_type;
    Tone m_tone;
    bool m_elided = false;
    bool m_refreshing = false;
};

/// A 1 px line in the colour of borders.
class Separator final : public QWidget
{
    Q_OBJECT
public:
    explicit Separator(QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
};

/// The flat ground of a dock's body or of a bar: panel, raised or window.
class Ground final : public QWidget
{
    Q_OBJECT
public:
    explicit Ground(QColor Theme::*colour, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QColor Theme::*m_colour;
};

} // namespace wick::desktop
