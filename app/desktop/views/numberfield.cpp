#include "app/desktop/views/numberfield.h"

#include "app/desktop/text/format.h"
#include "app/desktop/theme/style.h"
#include "app/desktop/theme/typescale.h"

#include <QPainter>

namespace wick::desktop {

NumberField::NumberField(QWidget* parent)
    : QLineEdit(parent)
{
    setMaxLength(24);
}

QString NumberField::number() const
{
    return withoutSeparators(text());
}

void NumberField::setNumber(const QString& plain)
{
    const QString shown = withSeparators(plain);
    if (shown != text()) {
        setText(shown);
    }
}

void NumberField::focusOutEvent(QFocusEvent* event)
{
    setNumber(number());
    QLineEdit::focusOutEvent(event);
}

void NumberField::setUnit(const QString& unit)
{
    m_unit = unit;
    const int room = unit.isEmpty() ? 0 : fontMetrics().horizontalAdvance(unit) + kSpace8;
    setTextMargins(0, 0, room, 0);
    update();
}

void NumberField::setInvalid(bool invalid)
{
    if (invalid != m_invalid) {
        m_invalid = invalid;
        update();
    }
}

QSize NumberField::sizeHint() const
{
    return {112, metrics().input};
}

void NumberField::paintEvent(QPaintEvent* event)
{
    QLineEdit::paintEvent(event);
    QPainter painter{this};
    const Theme& theme = currentTheme();
    painter.setPen(isEnabled() ? theme.textSecondary : theme.textDisabled);
    painter.drawText(rect().adjusted(0, 0, -kSpace8, 0), Qt::AlignRight | Qt::AlignVCenter, m_unit);
    if (m_invalid) {
        drawBox(painter, rect(), Qt::transparent, theme.danger, kRadius);
    }
}

} // namespace wick::desktop
