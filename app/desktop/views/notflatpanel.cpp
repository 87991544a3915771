#include "app/desktop/views/notflatpanel.h"

#include "app/desktop/theme/icons.h"
#include "app/desktop/theme/style.h"
#include "app/desktop/views/labels.h"

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QGridLayout>
#include <QPainter>
#include <QPushButton>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

QPushButton* linkButton(const QString& text, QWidget* parent)
{
    auto* button = new QPushButton{text, parent};
    button->setProperty("role", u"link"_s);
    button->setCursor(Qt::PointingHandCursor);
    return button;
}

} // namespace

NotFlatPanel::NotFlatPanel(QWidget* parent)
    : QWidget(parent)
    , m_title(new RoleLabel{{}, TypeRole::Title, Tone::Danger, this})
    , m_worst(new RoleLabel{{}, TypeRole::Body, Tone::Primary, this})
    , m_next(new RoleLabel{{}, TypeRole::Body, Tone::Primary, this})
    , m_page(linkButton(tr("Open web page"), this))
    , m_copy(linkButton(tr("Copy order details"), this))
{
    auto* grid = new QGridLayout{this};
    grid->setContentsMargins(40, kSpace8, kSpace12, kSpace8);
    grid->setHorizontalSpacing(kSpace8);
    grid->setVerticalSpacing(2);
    grid->addWidget(m_title, 0, 0);
    grid->addWidget(m_worst, 0, 1, 1, 3);
    grid->addWidget(m_next, 1, 0, 1, 2);
    grid->addWidget(m_page, 1, 2);
    grid->addWidget(m_copy, 1, 3);
    grid->setColumnStretch(4, 1);
    connect(m_page, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl{m_state.webPage}); });
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QApplication::clipboard()->setText(m_state.details); });
    hide();
}

void NotFlatPanel::setState(const FlattenState& state)
{
    m_state = state;
    m_title->setText(tr("NOT flat: %1 is still open.").arg(state.left));
    m_worst->setText(state.worst);
    m_next->setText(state.webPage.isEmpty()
                        ? state.nextTry
                        : tr("%1 Or close it yourself at the exchange:").arg(state.nextTry));
    m_page->setVisible(!state.webPage.isEmpty());
    m_copy->setVisible(!state.details.isEmpty());
    setAccessibleName(m_title->text() + u' ' + state.worst);
    setVisible(state.phase == FlattenPhase::NotFlat);
}

void NotFlatPanel::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter{this};
    const Theme& theme = currentTheme();
    drawBox(painter, rect(), theme.panel, theme.danger, 0.0);
    painter.fillRect(QRect{0, 0, 4, height()}, theme.danger);
    drawIcon(painter, QRectF(kSpace12, kSpace8, 16, m_title->height()), u"warn"_s, theme.danger,
             16);
}

} // namespace wick::desktop
