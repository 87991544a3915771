#include "app/desktop/views/modeline.h"

#include "app/desktop/theme/style.h"

#include <QPainter>

namespace wick::desktop {

ModeLine::ModeLine(QWidget* parent)
    : QWidget(parent)
{
    setFixedHeight(kThickness);
}

void ModeLine::setBadge(ModeBadge badge)
{
    m_badge = badge;
    update();
}

void ModeLine::paintEvent(QPaintEvent* /*event*/)
{
    QPainter{this}.fillRect(rect(), currentTheme().mode(m_badge));
}

} // namespace wick::desktop
