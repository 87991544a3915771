#pragma once

#include "app/desktop/models/cell.h"

#include <QStyledItemDelegate>

namespace wick::desktop {

struct Theme;

/// Paints every cell of every table: text with sign colours, icons, bars, buttons, the line below
/// the row, the bar of the selection. It holds no state; the view says what is hovered.
class CellDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter,
               const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;

    /// Where the button or icon of a cell takes a click, in the coordinates of `cellRect`.
    [[nodiscard]] static QRect actionRect(const Cell& cell, const QRect& cellRect);
};

} // namespace wick::desktop
