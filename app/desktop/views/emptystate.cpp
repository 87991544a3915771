#include "app/desktop/views/emptystate.h"

#include "app/desktop/theme/icons.h"
#include "app/desktop/theme/style.h"
#include "app/desktop/views/labels.h"

#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace wick::desktop {

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent)
    , m_picture(new QWidget{this})
    , m_title(new RoleLabel{{}, TypeRole::Title, Tone::Primary, this})
    , m_sentence(new RoleLabel{{}, TypeRole::Body, Tone::Secondary, this})
    , m_button(new QPushButton{this})
{
    m_picture->setFixedHeight(24);
    for (RoleLabel* label : {m_title, m_sentence}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
    }
    auto* column = new QVBoxLayout{this};
    column->setSpacing(kSpace4);
    column->setContentsMargins(kSpace12, kSpace4, kSpace12, kSpace4);
    column->addStretch();
    column->addWidget(m_picture);
    column->addWidget(m_title);
    column->addWidget(m_sentence);
    column->addSpacing(kSpace4);
    column->addWidget(m_button, 0, Qt::AlignHCenter);
    column->addStretch();
    m_button->hide();
    connect(m_button, &QPushButton::clicked, this, &EmptyState::acted);
}

void EmptyState::show(const QString& iconName,
                      const QString& title,
                      const QString& sentence,
                      const QString& action)
{
    m_icon = iconName;
    m_title->setText(title);
    m_sentence->setText(sentence);
    m_button->setText(action);
    m_button->setVisible(!action.isEmpty());
    setAccessibleName(title);
    setAccessibleDescription(sentence);
    update();
}

void EmptyState::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    // Where there is little height, the words matter more than the picture.
    m_picture->setVisible(height() > 4 * m_title->sizeHint().height() + kSpace24);
}

void EmptyState::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter{this};
    const Theme& theme = currentTheme();
    painter.fillRect(rect(), theme.panel);
    if (m_picture->isVisible()) {
        drawIcon(painter, m_picture->geometry(), m_icon, theme.textSecondary, 24);
    }
}

} // namespace wick::desktop
