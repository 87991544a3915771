#pragma once

#include "app/desktop/theme/theme.h"

#include <QProxyStyle>

class QApplication;

namespace wick::desktop {

/// Fusion with our lines: flat fills, 1 px edges, a 2 px focus ring, dock titles as tabs.
/// It holds the theme, so that every widget paints with the same one. Buttons take a role by the
/// dynamic property "role": "primary", "danger", "kill", "quiet" (no edge until hovered).
class WickStyle final : public QProxyStyle
{
    Q_OBJECT
public:
    explicit WickStyle(const Theme& theme);

    [[nodiscard]] const Theme& theme() const noexcept { return m_theme; }
    void setTheme(const Theme& theme) { m_theme = theme; }

    using QProxyStyle::polish;
    void polish(QWidget* widget) override;
    void drawPrimitive(PrimitiveElement element,
                       const QStyleOption* option,
                       QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element,
                     const QStyleOption* option,
                     QPainter* painter,
                     const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control,
                            const QStyleOptionComplex* option,
                            QPainter* painter,
                            const QWidget* widget) const override;
    [[nodiscard]] QRect subControlRect(ComplexControl control,
                                       const QStyleOptionComplex* option,
                                       SubControl subControl,
                                       const QWidget* widget) const override;
    [[nodiscard]] QRect subElementRect(SubElement element,
                                       const QStyleOption* option,
                                       const QWidget* widget) const override;
    [[nodiscard]] QSize sizeFromContents(ContentsType type,
                                         const QStyleOption* option,
                                         const QSize& size,
                                         const QWidget* widget) const override;
    [[nodiscard]] int pixelMetric(PixelMetric metric,
                                  const QStyleOption* option,
                                  const QWidget* widget) const override;
    [[nodiscard]] int styleHint(StyleHint hint,
                                const QStyleOption* option,
                                const QWidget* widget,
                                QStyleHintReturn* data) const override;

private:
    void drawButton(const QStyleOption& option, QPainter& painter, const QWidget* widget) const;
    void
    drawButtonLabel(const QStyleOption& option, QPainter& painter, const QWidget* widget) const;
    void drawInput(const QStyleOption& option, QPainter& painter) const;
    void drawTab(const QStyleOption& option, QPainter& painter, const QWidget* widget) const;
    void drawMenuBarItem(const QStyleOption& option, QPainter& painter) const;
    void
    drawComboBoxLabel(const QStyleOption& option, QPainter& painter, const QWidget* widget) const;
    void drawComboBox(const QStyleOptionComplex& option, QPainter& painter) const;
    void drawScrollBar(const QStyleOptionComplex& option,
                       QPainter& painter,
                       const QWidget* widget) const;
    void drawProgress(const QStyleOption& option, QPainter& painter) const;
    void drawCheck(const QStyleOption& option, QPainter& painter) const;

    Theme m_theme;
};

/// The theme of the application's style; the dark one where no style of ours is set.
[[nodiscard]] const Theme& currentTheme();

/// Puts style, palette and tooltips of a theme in force; widgets repaint.
void applyTheme(QApplication& application, const Theme& theme);

/// A 2 px ring just inside `rect`: where the keyboard is.
void drawFocusRing(QPainter& painter, const QRectF& rect, const Theme& theme);

/// A rectangle filled and edged with sharp 1 px lines; radius 0 for anything but controls.
void drawBox(QPainter& painter,
             const QRectF& rect,
             const QColor& fill,
             const QColor& edge,
             double radius);

/// A bar of use, 6 px high in the middle of `rect`: grey, warning from 75 %, danger from 95 %.
void drawUseBar(QPainter& painter, const QRectF& rect, double fraction, const Theme& theme);

} // namespace wick::desktop
