#include "app/desktop/delegates/celldelegate.h"

#include "app/desktop/models/tablemodel.h"
#include "app/desktop/theme/icons.h"
#include "app/desktop/theme/style.h"
#include "app/desktop/theme/typescale.h"
#include "app/desktop/views/tableview.h"
#include "core/base/unreachable.h"

#include <QPainter>

namespace wick::desktop {

namespace {

constexpr int kIcon = 16;

void paintGround(QPainter& painter,
                 const QStyleOptionViewItem& option,
                 const QModelIndex& index,
                 const TableView* view)
{
    const Theme& theme = currentTheme();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool hovered = view != nullptr && view->hoveredRow() == index.row();
    QColor ground = theme.panel;
    if (selected) {
        ground = theme.selection;
    } else if (hovered) {
        ground = theme.hover;
    }
    painter.fillRect(option.rect, ground);
    painter.fillRect(QRect{option.rect.left(), option.rect.bottom(), option.rect.width(), 1},
                     theme.grid);
    if (selected && view != nullptr && view->isFirstVisibleColumn(index.column())) {
        painter.fillRect(QRect{option.rect.left(), option.rect.top(), 2, option.rect.height()},
                         theme.accent);
    }
}

/// Text with an icon before it and a secondary suffix behind it, as one block aligned in `rect`.
void paintText(QPainter& painter,
               const QRect& rect,
               const Cell& cell,
               Qt::Alignment alignment,
               const QFont& font)
{
    const Theme& theme = currentTheme();
    const QFontMetrics metrics{font};
    const int gap = metrics.horizontalAdvance(QLatin1Char{' '});
    const int iconWidth = cell.icon.isEmpty() ? 0 : kIcon + kSpace4;
    const int suffixWidth =
        cell.suffix.isEmpty() ? 0 : gap + metrics.horizontalAdvance(cell.suffix);
    const QString text =
        metrics.elidedText(cell.text, Qt::ElideRight, rect.width() - iconWidth - suffixWidth);
    const int textWidth = metrics.horizontalAdvance(text);
    const int whole = iconWidth + textWidth + suffixWidth;
    int x = rect.left();
    if (alignment.testFlag(Qt::AlignRight)) {
        x = rect.right() + 1 - whole;
    } else if (alignment.testFlag(Qt::AlignHCenter)) {
        x = rect.left() + (rect.width() - whole) / 2;
    }
    if (iconWidth > 0) {
        drawIcon(painter, QRectF(x, rect.top(), kIcon, rect.height()), cell.icon,
                 theme.colour(cell.iconTone), kIcon);
        x += iconWidth;
    }
    painter.setFont(font);
    painter.setPen(theme.colour(cell.tone));
    painter.drawText(QRect{x, rect.top(), textWidth + 2, rect.height()},
                     static_cast<int>(Qt::AlignVCenter | Qt::AlignLeft), text);
    if (suffixWidth > 0) {
        painter.setPen(theme.textSecondary);
        painter.drawText(QRect{x + textWidth + gap, rect.top(), suffixWidth, rect.height()},
                         static_cast<int>(Qt::AlignVCenter | Qt::AlignLeft), cell.suffix);
    }
}

void paintBar(QPainter& painter, const QRect& rect, const Cell& cell, const QFont& font)
{
    const QFontMetrics metrics{font};
    const int words = metrics.horizontalAdvance(QStringLiteral("100 %"));
    const QRect bar{rect.left(), rect.top(), rect.width() - words - kSpace8, rect.height()};
    drawUseBar(painter, bar, cell.fraction.value_or(0.0), currentTheme());
    painter.setFont(font);
    painter.setPen(currentTheme().text);
    painter.drawText(rect, static_cast<int>(Qt::AlignVCenter | Qt::AlignRight), cell.text);
}

void paintButton(QPainter& painter, const QRect& rect, const Cell& cell, bool hovered)
{
    const Theme& theme = currentTheme();
    const QColor fill = hovered && cell.enabled ? theme.hover : theme.raised;
    drawBox(painter, rect, fill, cell.enabled ? theme.outline : theme.border, kRadius);
    painter.setFont(fontOf(TypeRole::Small));
    painter.setPen(cell.enabled ? theme.text : theme.textDisabled);
    painter.drawText(rect, static_cast<int>(Qt::AlignCenter), cell.text);
}

void paintIcon(QPainter& painter, const QRect& rect, const Cell& cell, bool hovered)
{
    const Theme& theme = currentTheme();
    if (hovered && cell.enabled) {
        drawBox(painter, rect, theme.hover, theme.outline, kRadius);
    }
    drawIcon(painter, rect, cell.icon, theme.colour(cell.iconTone), kIcon);
}

bool showsKeyboardFocus(const QStyleOptionViewItem& option)
{
    return option.state.testFlag(QStyle::State_HasFocus) && option.widget != nullptr
           && option.widget->window()->testAttribute(Qt::WA_KeyboardFocusChange);
}

} // namespace

QRect CellDelegate::actionRect(const Cell& cell, const QRect& cellRect)
{
    if (cell.kind == CellKind::Icon) {
        return cellRect.adjusted(1, 2, -1, -3);
    }
    const int width = QFontMetrics{fontOf(TypeRole::Small)}.horizontalAdvance(cell.text) + kSpace16;
    return {cellRect.left() + kSpace8, cellRect.top() + 3, width, cellRect.height() - 7};
}

void CellDelegate::paint(QPainter* painter,
                         const QStyleOptionViewItem& option,
                         const QModelIndex& index) const
{
    const auto* view = qobject_cast<const TableView*>(option.widget);
    const auto cell = index.data(CellRole).value<Cell>();
    const QRect inside = option.rect.adjusted(kSpace8, 0, -kSpace8, -1);
    const QFont font = numberFont(fontOf(TypeRole::Body));
    const bool hovered = view != nullptr && view->hoveredAction() == index;
    painter->save();
    paintGround(*painter, option, index, view);
    switch (cell.kind) {
    case CellKind::Text:
        paintText(*painter, inside, cell, Qt::Alignment{index.data(Qt::TextAlignmentRole).toInt()},
                  font);
        break;
    case CellKind::Bar:
        paintBar(*painter, inside, cell, font);
        break;
    case CellKind::Button:
        paintButton(*painter, actionRect(cell, option.rect), cell, hovered);
        break;
    case CellKind::Icon:
        paintIcon(*painter, actionRect(cell, option.rect), cell, hovered);
        break;
    }
    if (showsKeyboardFocus(option)) {
        drawFocusRing(*painter, option.rect, currentTheme());
    }
    painter->restore();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& index) const
{
    const auto cell = index.data(CellRole).value<Cell>();
    const int width =
        QFontMetrics{numberFont(fontOf(TypeRole::Body))}.horizontalAdvance(cell.text + cell.suffix);
    return {width + 2 * kSpace8, metrics().row};
}

} // namespace wick::desktop
