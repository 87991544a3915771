#include "app/desktop/views/tableheader.h"

#include "app/desktop/theme/style.h"
#include "app/desktop/theme/typescale.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace wick::desktop {

TableHeader::TableHeader(QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsClickable(true);
    setSectionsMovable(true);
    setHighlightSections(false);
    setSortIndicatorShown(true);
    setSortIndicatorClearable(true);
    setMinimumSectionSize(24);
    setContextMenuPolicy(Qt::CustomContextMenu);
}

QSize TableHeader::sizeHint() const
{
    return {QHeaderView::sizeHint().width(), metrics().header};
}

void TableHeader::paintEvent(QPaintEvent* event)
{
    QPainter painter{viewport()};
    const Theme& theme = currentTheme();
    painter.fillRect(rect(), theme.panel);
    painter.end();
    QHeaderView::paintEvent(event);
    painter.begin(viewport());
    painter.fillRect(QRect{0, height() - 1, width(), 1}, theme.border);
}

QRect TableHeader::titleRect(const QRect& rect, int logicalIndex) const
{
    QRect title = rect.adjusted(kSpace8, 0, -kSpace8, -1);
    const bool centred =
        model()->headerData(logicalIndex, Qt::Horizontal, Qt::TextAlignmentRole).toInt()
        & static_cast<int>(Qt::AlignHCenter);
    int visual = visualIndex(logicalIndex) - 1;
    while (centred && visual >= 0
           && model()->headerData(this->logicalIndex(visual), Qt::Horizontal).toString().isEmpty())
    {
        title.setLeft(title.left() - sectionSize(this->logicalIndex(visual)));
        --visual;
    }
    return centred ? title.adjusted(-kSpace8, 0, kSpace8, 0) : title;
}

void TableHeader::paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const
{
    const QString title = model()->headerData(logicalIndex, Qt::Horizontal).toString();
    if (!rect.isValid() || title.isEmpty()) {
        return;
    }
    const Theme& theme = currentTheme();
    QString text = title;
    const bool sorted = isSortIndicatorShown() && sortIndicatorSection() == logicalIndex;
    if (sorted) {
        text += sortIndicatorOrder() == Qt::AscendingOrder ? u" ↑"_s : u" ↓"_s;
    }
    const QRect inside = titleRect(rect, logicalIndex);
    const int alignment =
        model()->headerData(logicalIndex, Qt::Horizontal, Qt::TextAlignmentRole).toInt();
    painter->setFont(fontOf(TypeRole::Small));
    painter->setPen(sorted ? theme.text : theme.textSecondary);
    painter->drawText(inside, alignment,
                      painter->fontMetrics().elidedText(text, Qt::ElideRight, inside.width()));
}

} // namespace wick::desktop
