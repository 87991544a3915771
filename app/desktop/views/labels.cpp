#include "app/desktop/views/labels.h"

#include "app/desktop/theme/style.h"

#include <QEvent>
#include <QPainter>

namespace wick::desktop {

RoleLabel::RoleLabel(const QString& text, TypeRole type, Tone tone, QWidget* parent)
    : QLabel(text, parent)
    , m_type(type)
    , m_tone(tone)
{
    setTextFormat(Qt::PlainText);
    refresh();
}

void RoleLabel::setTone(Tone tone)
{
    if (tone != m_tone) {
        m_tone = tone;
        refresh();
    }
}

void RoleLabel::setElided()
{
    m_elided = true;
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    setToolTip(text());
}

void RoleLabel::paintEvent(QPaintEvent* event)
{
    if (!m_elided || fontMetrics().horizontalAdvance(text()) <= contentsRect().width()) {
        QLabel::paintEvent(event);
        return;
    }
    QPainter painter{this};
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(contentsRect(), static_cast<int>(alignment()),
                     fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width()));
}

void RoleLabel::changeEvent(QEvent* event)
{
    QLabel::changeEvent(event);
    const bool touches = event->type() == QEvent::ApplicationPaletteChange
                         || event->type() == QEvent::ApplicationFontChange
                         || event->type() == QEvent::PaletteChange
                         || event->type() == QEvent::StyleChange;
    if (touches && !m_refreshing) {
        refresh();
    }
}

void RoleLabel::refresh()
{
    m_refreshing = true;
    setFont(numberFont(fontOf(m_type)));
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, currentTheme().colour(m_tone));
    setPalette(colours);
    m_refreshing = false;
}

Separator::Separator(QWidget* parent)
    : QWidget(parent)
{
    setFixedHeight(1);
}

void Separator::paintEvent(QPaintEvent* /*event*/)
{
    QPainter{this}.fillRect(rect(), currentTheme().border);
}

Ground::Ground(QColor Theme::*colour, QWidget* parent)
    : QWidget(parent)
    , m_colour(colour)
{}

void Ground::paintEvent(QPaintEvent* /*event*/)
{
    QPainter{this}.fillRect(rect(), currentTheme().*m_colour);
}

} // namespace wick::desktop
