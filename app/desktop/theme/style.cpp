#include "app/desktop/theme/style.h"

#include "app/desktop/theme/icons.h"
#include "app/desktop/theme/typescale.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QPainter>
#include <QPushButton>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTabBar>
#include <QToolTip>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

/// Half-pixel inset, so that a 1 px pen covers whole pixels.
QRectF inner(const QRectF& rect, double pen = 1.0)
{
    const double half = pen / 2.0;
    return rect.adjusted(half, half, -half, -half);
}

QString roleOf(const QWidget* widget)
{
    return widget == nullptr ? QString{} : widget->property("role").toString();
}

bool isDockTabBar(const QWidget* widget)
{
    return widget != nullptr && widget->inherits("QMainWindowTabBar");
}

/// Focus that came by the keyboard; a mouse click shows no ring on buttons.
bool showsKeyboardFocus(const QStyleOption& option)
{
    return option.state.testFlag(QStyle::State_HasFocus)
           && option.state.testFlag(QStyle::State_KeyboardFocusChange);
}

/// Where the handle of a scroll bar lies: as long as the page is of the whole, but not too short to
/// be caught.
QRect scrollBarHandle(const QStyleOptionSlider& bar)
{
    constexpr int kShortest = 24;
    const bool lies = bar.orientation == Qt::Horizontal;
    const QRect& room = bar.rect;
    const int length = lies ? room.width() : room.height();
    const qint64 range = qint64{bar.maximum} - bar.minimum;
    const qint64 whole = range + std::max(1, bar.pageStep);
    const int size = std::clamp(static_cast<int>(qint64{length} * bar.pageStep / whole),
                                std::min(kShortest, length), length);
    const int at = QStyle::sliderPositionFromValue(bar.minimum, bar.maximum, bar.sliderPosition,
                                                   length - size, bar.upsideDown);
    return lies ? QRect{room.left() + at, room.top(), size, room.height()}
                : QRect{room.left(), room.top() + at, room.width(), size};
}

struct ButtonColours
{
    QColor fill;
    QColor edge;
    QColor text;
};

ButtonColours buttonColours(const Theme& theme, const QString& role, QStyle::State state)
{
    const bool over = state.testFlag(QStyle::State_MouseOver)
                      || state.testFlag(QStyle::State_Sunken) || state.testFlag(QStyle::State_On);
    const QColor quiet = over ? theme.hover : theme.raised;
    if (!state.testFlag(QStyle::State_Enabled)) {
        return {theme.panel, theme.border, theme.textDisabled};
    }
    if (role == "primary"_L1) {
        return {over ? blended(theme.onAccent, 0.08, theme.accentFill) : theme.accentFill,
                theme.accentFill, theme.onAccent};
    }
    if (role == "kill"_L1) {
        return {theme.dangerFill, theme.dangerFill, theme.onDanger};
    }
    if (role == "danger"_L1) {
        return {quiet, theme.danger, theme.danger};
    }
    if (role == "quiet"_L1) {
        return {over ? theme.hover : QColor{Qt::transparent}, Qt::transparent, theme.text};
    }
    if (role == "link"_L1) {
        return {Qt::transparent, Qt::transparent, theme.accent};
    }
    return {quiet, theme.outline, theme.text};
}

} // namespace

WickStyle::WickStyle(const Theme& theme)
    : QProxyStyle(QStyleFactory::create(u"Fusion"_s))
    , m_theme(theme)
{}

void WickStyle::polish(QWidget* widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton*>(widget) != nullptr
        || qobject_cast<QComboBox*>(widget) != nullptr || qobject_cast<QTabBar*>(widget) != nullptr)
    {
        widget->setAttribute(Qt::WA_Hover);
    }
    if (isDockTabBar(widget)) {
        // The bar is the title of its docks: it fills the whole width of the area.
        auto& bar = static_cast<QTabBar&>(*widget);
        bar.setExpanding(false);
        bar.setDrawBase(true);
        bar.setDocumentMode(true);
        bar.setElideMode(Qt::ElideNone);
    }
}

void WickStyle::drawPrimitive(PrimitiveElement element,
                              const QStyleOption* option,
                              QPainter* painter,
                              const QWidget* widget) const
{
    switch (static_cast<int>(element)) {
    case PE_PanelButtonCommand:
    case PE_PanelButtonTool:
        drawButton(*option, *painter, widget);
        return;
    case PE_FrameFocusRect:
        if (showsKeyboardFocus(*option)) {
            drawFocusRing(*painter, option->rect, m_theme);
        }
        return;
    case PE_PanelLineEdit:
    case PE_FrameLineEdit:
        drawInput(*option, *painter);
        return;
    case PE_FrameTabBarBase: {
        const QRect bar = widget == nullptr ? option->rect : widget->rect();
        painter->fillRect(bar, m_theme.raised);
        painter->fillRect(QRect{0, bar.bottom(), bar.width(), 1}, m_theme.border);
        return;
    }
    case PE_IndicatorDockWidgetResizeHandle:
        painter->fillRect(option->rect, m_theme.window);
        return;
    case PE_FrameStatusBarItem:
    case PE_FrameDockWidget:
    case PE_PanelStatusBar:
    case PE_FrameMenu:
        return;
    case PE_PanelMenu:
    case PE_PanelTipLabel:
        drawBox(*painter, option->rect, m_theme.raised, m_theme.outline, 0.0);
        return;
    case PE_PanelMenuBar:
    case PE_PanelToolBar:
        painter->fillRect(option->rect, m_theme.window);
        return;
    case PE_IndicatorCheckBox:
        drawCheck(*option, *painter);
        return;
    case PE_PanelItemViewItem:
    case PE_PanelItemViewRow:
        if (option->state.testFlag(State_Selected)) {
            painter->fillRect(option->rect, m_theme.selection);
        } else if (option->state.testFlag(State_MouseOver)) {
            painter->fillRect(option->rect, m_theme.hover);
        }
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        return;
    }
}

void WickStyle::drawButton(const QStyleOption& option,
                           QPainter& painter,
                           const QWidget* widget) const
{
    const ButtonColours colours = buttonColours(m_theme, roleOf(widget), option.state);
    const bool tool = qobject_cast<const QPushButton*>(widget) == nullptr;
    const bool active = option.state.testFlag(State_MouseOver) || option.state.testFlag(State_On)
                        || option.state.testFlag(State_Sunken);
    if (!tool || (active && option.state.testFlag(State_Enabled))) {
        drawBox(painter, option.rect, tool ? m_theme.hover : colours.fill,
                tool ? QColor{Qt::transparent} : colours.edge, kRadius);
    }
    if (showsKeyboardFocus(option)) {
        drawFocusRing(painter, option.rect, m_theme);
    }
}

void WickStyle::drawInput(const QStyleOption& option, QPainter& painter) const
{
    const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(&option);
    if (frame != nullptr && frame->lineWidth <= 0) {
        return; // the editor inside another control
    }
    const bool enabled = option.state.testFlag(State_Enabled);
    drawBox(painter, option.rect, m_theme.panel, enabled ? m_theme.outline : m_theme.border,
            kRadius);
    if (option.state.testFlag(State_HasFocus)) {
        drawFocusRing(painter, option.rect, m_theme);
    }
}

void WickStyle::drawCheck(const QStyleOption& option, QPainter& painter) const
{
    const bool on = option.state.testFlag(State_On);
    const bool enabled = option.state.testFlag(State_Enabled);
    const QColor edge = enabled ? m_theme.outline : m_theme.border;
    drawBox(painter, option.rect, on && enabled ? m_theme.accentFill : m_theme.panel,
            on && enabled ? m_theme.accentFill : edge, 2.0);
    if (on) {
        drawIcon(painter, option.rect, u"check"_s,
                 enabled ? m_theme.onAccent : m_theme.textDisabled, option.rect.height());
    }
}

void WickStyle::drawControl(ControlElement element,
                            const QStyleOption* option,
                            QPainter* painter,
                            const QWidget* widget) const
{
    switch (static_cast<int>(element)) {
    case CE_TabBarTabShape:
        return; // with its label
    case CE_TabBarTabLabel:
        drawTab(*option, *painter, widget);
        return;
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, m_theme.panel);
        return;
    case CE_Splitter:
        painter->fillRect(option->rect, m_theme.window);
        return;
    case CE_MenuBarItem:
        drawMenuBarItem(*option, *painter);
        return;
    case CE_MenuBarEmptyArea:
        painter->fillRect(option->rect, m_theme.window);
        return;
    case CE_ProgressBar:
        drawProgress(*option, *painter);
        return;
    case CE_PushButtonLabel:
        drawButtonLabel(*option, *painter, widget);
        return;
    case CE_ComboBoxLabel:
        drawComboBoxLabel(*option, *painter, widget);
        return;
    default:
        QProxyStyle::drawControl(element, option, painter, widget);
        return;
    }
}

void WickStyle::drawButtonLabel(const QStyleOption& option,
                                QPainter& painter,
                                const QWidget* widget) const
{
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(&option);
    if (button == nullptr) {
        return;
    }
    QStyleOptionButton copy = *button;
    copy.palette.setColor(QPalette::ButtonText,
                          buttonColours(m_theme, roleOf(widget), option.state).text);
    QProxyStyle::drawControl(CE_PushButtonLabel, &copy, &painter, widget);
}

void WickStyle::drawComboBoxLabel(const QStyleOption& option,
                                  QPainter& painter,
                                  const QWidget* widget) const
{
    const auto* box = qstyleoption_cast<const QStyleOptionComboBox*>(&option);
    if (box == nullptr) {
        return;
    }
    const QRect field = proxy()->subControlRect(CC_ComboBox, box, SC_ComboBoxEditField, widget);
    painter.setPen(box->state.testFlag(State_Enabled) ? m_theme.text : m_theme.textDisabled);
    painter.drawText(field, static_cast<int>(Qt::AlignVCenter | Qt::AlignLeft),
                     box->fontMetrics.elidedText(box->currentText, Qt::ElideRight, field.width()));
}

void WickStyle::drawTab(const QStyleOption& option, QPainter& painter, const QWidget* widget) const
{
    const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(&option);
    if (tab == nullptr) {
        return;
    }
    const bool selected = option.state.testFlag(State_Selected);
    const bool over =
        option.state.testFlag(State_MouseOver) && option.state.testFlag(State_Enabled);
    painter.save();
    painter.setFont(fontOf(selected ? TypeRole::Title : TypeRole::Body));
    painter.setPen(selected || over ? m_theme.text : m_theme.textSecondary);
    painter.drawText(option.rect, Qt::AlignCenter | Qt::TextShowMnemonic, tab->text);
    if (selected) {
        const QRect line{option.rect.left(), option.rect.bottom() - 1, option.rect.width(), 2};
        painter.fillRect(line, m_theme.accent);
    }
    const bool keyboard = widget != nullptr && widget->hasFocus()
                          && widget->window()->testAttribute(Qt::WA_KeyboardFocusChange);
    if (selected && keyboard) {
        drawFocusRing(painter, option.rect, m_theme);
    }
    painter.restore();
}

void WickStyle::drawMenuBarItem(const QStyleOption& option, QPainter& painter) const
{
    const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(&option);
    if (item == nullptr) {
        return;
    }
    const bool open = option.state.testFlag(State_Selected) && option.state.testFlag(State_Enabled);
    painter.fillRect(option.rect, open ? m_theme.hover : m_theme.window);
    painter.save();
    const bool first = option.rect.left() <= item->menuRect.left() + kSpace12;
    painter.setFont(fontOf(first ? TypeRole::Title : TypeRole::Body));
    painter.setPen(m_theme.text);
    painter.drawText(option.rect, Qt::AlignCenter | Qt::TextHideMnemonic, item->text);
    painter.restore();
}

void WickStyle::drawProgress(const QStyleOption& option, QPainter& painter) const
{
    const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(&option);
    if (bar == nullptr) {
        return;
    }
    const int range = bar->maximum - bar->minimum;
    const double fraction =
        range <= 0 ? 0.0 : static_cast<double>(bar->progress - bar->minimum) / range;
    const QRectF groove{option.rect.left() + 0.0, option.rect.center().y() - 3.0,
                        option.rect.width() + 0.0, 7.0};
    drawBox(painter, groove, m_theme.raised, m_theme.border, 0.0);
    QRectF done = groove;
    done.setWidth(groove.width() * std::clamp(fraction, 0.0, 1.0));
    painter.fillRect(done, m_theme.accent);
}

void WickStyle::drawComplexControl(ComplexControl control,
                                   const QStyleOptionComplex* option,
                                   QPainter* painter,
                                   const QWidget* widget) const
{
    switch (static_cast<int>(control)) {
    case CC_ComboBox:
        drawComboBox(*option, *painter);
        return;
    case CC_ScrollBar:
        drawScrollBar(*option, *painter, widget);
        return;
    default:
        QProxyStyle::drawComplexControl(control, option, painter, widget);
        return;
    }
}

void WickStyle::drawComboBox(const QStyleOptionComplex& option, QPainter& painter) const
{
    const bool enabled = option.state.testFlag(State_Enabled);
    const bool over = enabled && option.state.testFlag(State_MouseOver);
    drawBox(painter, option.rect, over ? m_theme.hover : m_theme.panel,
            enabled ? m_theme.outline : m_theme.border, kRadius);
    if (option.state.testFlag(State_HasFocus)) {
        drawFocusRing(painter, option.rect, m_theme);
    }
    const QRectF arrow{option.rect.right() - 22.0, option.rect.top() + 0.0, 18.0,
                       option.rect.height() + 0.0};
    drawIcon(painter, arrow, u"down"_s, enabled ? m_theme.textSecondary : m_theme.textDisabled, 12);
}

void WickStyle::drawScrollBar(const QStyleOptionComplex& option,
                              QPainter& painter,
                              const QWidget* widget) const
{
    const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(&option);
    if (slider == nullptr) {
        return;
    }
    painter.fillRect(option.rect, m_theme.panel);
    if (slider->maximum <= slider->minimum) {
        return;
    }
    const QRect handle = proxy()->subControlRect(CC_ScrollBar, slider, SC_ScrollBarSlider, widget);
    const bool over = option.activeSubControls.testFlag(SC_ScrollBarSlider);
    painter.fillRect(handle.adjusted(2, 2, -2, -2),
                     over ? m_theme.outline : blended(m_theme.outline, 0.6, m_theme.panel));
}

QRect WickStyle::subControlRect(ComplexControl control,
                                const QStyleOptionComplex* option,
                                SubControl subControl,
                                const QWidget* widget) const
{
    if (control == CC_ComboBox && subControl == SC_ComboBoxEditField) {
        return option->rect.adjusted(kSpace8, 1, -22, -1);
    }
    const auto* bar =
        control == CC_ScrollBar ? qstyleoption_cast<const QStyleOptionSlider*>(option) : nullptr;
    if (bar != nullptr) {
        switch (static_cast<int>(subControl)) {
        case SC_ScrollBarAddLine:
        case SC_ScrollBarSubLine:
            return {};
        case SC_ScrollBarGroove:
            return option->rect;
        case SC_ScrollBarSlider:
            return scrollBarHandle(*bar);
        default:
            break;
        }
    }
    return QProxyStyle::subControlRect(control, option, subControl, widget);
}

QRect WickStyle::subElementRect(SubElement element,
                                const QStyleOption* option,
                                const QWidget* widget) const
{
    if (element == SE_LineEditContents && option != nullptr) {
        const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
        if (frame != nullptr && frame->lineWidth > 0) {
            return option->rect.adjusted(kSpace8 - 2, 1, -kSpace8 + 2, -1);
        }
    }
    return QProxyStyle::subElementRect(element, option, widget);
}

QSize WickStyle::sizeFromContents(ContentsType type,
                                  const QStyleOption* option,
                                  const QSize& size,
                                  const QWidget* widget) const
{
    const Metrics heights = metrics();
    switch (static_cast<int>(type)) {
    case CT_TabBarTab: {
        const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option);
        const QString text = tab == nullptr ? QString{} : tab->text;
        const int width =
            QFontMetrics{fontOf(TypeRole::Title)}.size(Qt::TextShowMnemonic, text).width();
        return {width + 2 * kSpace12, isDockTabBar(widget) ? heights.dockTitle : heights.menuBar};
    }
    case CT_MenuBarItem: {
        const QSize hint = QProxyStyle::sizeFromContents(type, option, size, widget);
        return {std::max(hint.width(), size.width() + 2 * kSpace12), heights.menuBar};
    }
    case CT_PushButton: {
        const int height = roleOf(widget) == "link"_L1 ? size.height() : heights.input;
        return {size.width() + 2 * kSpace12, std::max(height, size.height() + kSpace4)};
    }
    case CT_LineEdit:
        return {size.width() + kSpace16, heights.input};
    case CT_ComboBox:
        return {size.width() + 40, heights.input};
    default:
        return QProxyStyle::sizeFromContents(type, option, size, widget);
    }
}

int WickStyle::pixelMetric(PixelMetric metric,
                           const QStyleOption* option,
                           const QWidget* widget) const
{
    switch (static_cast<int>(metric)) {
    case PM_SplitterWidth:
    case PM_DockWidgetSeparatorExtent:
        return 4;
    case PM_DockWidgetFrameWidth:
    case PM_MenuBarPanelWidth:
    case PM_MenuBarHMargin:
    case PM_MenuBarVMargin:
    case PM_ToolBarFrameWidth:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabShiftHorizontal:
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_TabBarBaseOverlap:
        return 0;
    case PM_TabBarBaseHeight:
    case PM_MenuPanelWidth:
        return 1;
    case PM_ScrollBarExtent:
        return 10;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_TabBarScrollButtonWidth:
        return 16;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int WickStyle::styleHint(StyleHint hint,
                         const QStyleOption* option,
                         const QWidget* widget,
                         QStyleHintReturn* data) const
{
    switch (static_cast<int>(hint)) {
    case SH_ToolTip_WakeUpDelay:
        return 500;
    case SH_TabBar_Alignment:
        return static_cast<int>(Qt::AlignLeft);
    case SH_ItemView_ShowDecorationSelected:
        return 1;
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_ScrollBar_ContextMenu:
    case SH_ComboBox_Popup:
    case SH_Widget_Animation_Duration:
        return 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

const Theme& currentTheme()
{
    static const Theme fallback = makeTheme(Scheme::Dark);
    const auto* style = qobject_cast<const WickStyle*>(QApplication::style());
    return style == nullptr ? fallback : style->theme();
}

void applyTheme(QApplication& application, const Theme& theme)
{
    Q_UNUSED(application)
    auto* style = qobject_cast<WickStyle*>(QApplication::style());
    if (style == nullptr) {
        QApplication::setStyle(new WickStyle{theme});
    } else {
        style->setTheme(theme);
    }
    QApplication::setPalette(paletteOf(theme));
    QToolTip::setPalette(paletteOf(theme));
    const QWidgetList widgets = QApplication::allWidgets();
    for (QWidget* widget : widgets) {
        widget->update();
    }
}

void drawFocusRing(QPainter& painter, const QRectF& rect, const Theme& theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen{theme.accent, 2.0});
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(inner(rect, 2.0), kRadius, kRadius);
    painter.restore();
}

void drawBox(QPainter& painter,
             const QRectF& rect,
             const QColor& fill,
             const QColor& edge,
             double radius)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, radius > 0.0);
    painter.setBrush(fill);
    painter.setPen(edge.alpha() == 0 ? QPen{Qt::NoPen} : QPen{edge, 1.0});
    const QRectF box = edge.alpha() == 0 ? rect : inner(rect);
    if (radius > 0.0) {
        painter.drawRoundedRect(box, radius, radius);
    } else {
        painter.drawRect(box);
    }
    painter.restore();
}

void drawUseBar(QPainter& painter, const QRectF& rect, double fraction, const Theme& theme)
{
    constexpr double kNear = 0.75;
    constexpr double kAt = 0.95;
    constexpr double kHeight = 6.0;
    const QRectF groove{rect.left(), rect.center().y() - kHeight / 2.0, rect.width(), kHeight};
    drawBox(painter, groove, theme.raised, theme.border, 0.0);
    QColor fill = theme.textSecondary;
    if (fraction >= kAt) {
        fill = theme.danger;
    } else if (fraction >= kNear) {
        fill = theme.warning;
    }
    QRectF used = groove;
    used.setWidth(groove.width() * std::clamp(fraction, 0.0, 1.0));
    painter.fillRect(used, fill);
}

} // namespace wick::desktop
