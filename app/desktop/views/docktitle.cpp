#include "app/desktop/views/docktitle.h"

#include "app/desktop/theme/icons.h"
#include "app/desktop/theme/style.h"
#include "app/desktop/theme/typescale.h"
#include "app/desktop/views/labels.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QMainWindow>
#include <QPainter>
#include <QTabBar>
#include <QTimer>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

constexpr auto kCornerName = "dockTabCorner";

/// The float, close and own buttons of the dock on top of a group of tabs.
class TabCorner final : public QWidget
{
public:
    explicit TabCorner(QTabBar* bar)
        : QWidget(bar)
        , m_row(new QHBoxLayout{this})
    {
        setObjectName(QLatin1String{kCornerName});
        m_row->setContentsMargins(0, 0, kSpace4, 1);
        m_row->setSpacing(2);
    }

    void showFor(QDockWidget* dock)
    {
        if (dock == m_dock) {
            return;
        }
        m_dock = dock;
        while (QLayoutItem* item = m_row->takeAt(0)) {
            delete item->widget();
            delete item;
        }
        if (dock == nullptr) {
            return;
        }
        if (const auto* title = qobject_cast<DockTitle*>(dock->titleBarWidget())) {
            for (QToolButton* button : title->buttons()) {
                addTwin(*button);
            }
        }
        auto* floating =
            iconButton(u"float"_s, DockTitle::tr("Float %1").arg(dock->windowTitle()), this);
        auto* close =
            iconButton(u"close"_s, DockTitle::tr("Close %1").arg(dock->windowTitle()), this);
        QObject::connect(floating, &QToolButton::clicked, dock,
                         [dock] { dock->setFloating(true); });
        QObject::connect(close, &QToolButton::clicked, dock, &QWidget::hide);
        m_row->addWidget(floating);
        m_row->addWidget(close);
    }

private:
    /// A button of the dock's own title, shown here while that title is not.
    void addTwin(const QToolButton& button)
    {
        auto* twin = iconButton({}, button.text(), this);
        twin->setIcon(button.icon());
        twin->setToolButtonStyle(button.toolButtonStyle());
        QObject::connect(twin, &QToolButton::clicked, &button, &QAbstractButton::click);
        m_row->addWidget(twin);
    }

    QHBoxLayout* m_row;
    QDockWidget* m_dock = nullptr;
};

} // namespace

QToolButton* iconButton(const QString& iconName, const QString& words, QWidget* parent)
{
    auto* button = new QToolButton{parent};
    button->setAutoRaise(true);
    button->setText(words);
    button->setToolTip(words);
    button->setAccessibleName(words);
    button->setFocusPolicy(Qt::TabFocus);
    button->setFont(fontOf(TypeRole::Small));
    button->setIconSize({14, 14});
    if (!iconName.isEmpty()) {
        button->setIcon(icon(iconName));
    }
    button->setMinimumSize(24, 22);
    return button;
}

DockTitle::DockTitle(QDockWidget* dock)
    : QWidget(dock)
    , m_dock(dock)
    , m_row(new QHBoxLayout{this})
    , m_title(new RoleLabel{dock->windowTitle(), TypeRole::Title, Tone::Primary, this})
    , m_note(new RoleLabel{{}, TypeRole::Body, Tone::Secondary, this})
    , m_float(iconButton(u"float"_s, tr("Float %1").arg(dock->windowTitle()), this))
    , m_close(iconButton(u"close"_s, tr("Close %1").arg(dock->windowTitle()), this))
{
    m_row->setContentsMargins(kSpace8, 0, kSpace4, 0);
    m_row->setSpacing(kSpace8);
    m_row->addWidget(m_title);
    m_row->addWidget(m_note);
    m_row->addStretch(1);
    m_row->addWidget(m_float);
    m_row->addWidget(m_close);
    connect(m_float, &QToolButton::clicked, dock,
            [dock] { dock->setFloating(!dock->isFloating()); });
    connect(m_close, &QToolButton::clicked, dock, &QWidget::hide);
    connect(dock, &QDockWidget::windowTitleChanged, m_title, &QLabel::setText);
}

void DockTitle::setNote(const QString& note)
{
    m_note->setText(note);
}

void DockTitle::addButton(QToolButton* button)
{
    m_buttons.append(button);
    m_row->insertWidget(m_row->indexOf(m_float), button);
}

void DockTitle::setShownAsTab(bool tab)
{
    if (tab != m_tab) {
        m_tab = tab;
        refresh();
    }
}

void DockTitle::setHiddenAlways(bool hidden)
{
    if (hidden != m_hidden) {
        m_hidden = hidden;
        refresh();
    }
}

void DockTitle::refresh()
{
    const bool shown = !(m_tab || m_hidden) || m_dock->isFloating();
    for (QWidget* child : QList<QWidget*>{m_title, m_note, m_float, m_close}) {
        child->setVisible(shown);
    }
    for (QToolButton* button : m_buttons) {
        button->setVisible(shown);
    }
    setMaximumHeight(shown ? QWIDGETSIZE_MAX : 0);
    updateGeometry();
}

QSize DockTitle::sizeHint() const
{
    const bool shown = !(m_tab || m_hidden) || m_dock->isFloating();
    return shown ? QSize{120, metrics().dockTitle} : QSize{0, 0};
}

QSize DockTitle::minimumSizeHint() const
{
    return {0, sizeHint().height()};
}

void DockTitle::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter{this};
    const Theme& theme = currentTheme();
    painter.fillRect(rect(), theme.raised);
    painter.fillRect(QRect{0, height() - 1, width(), 1}, theme.border);
}

DockTabs::DockTabs(QMainWindow& window)
    : QObject(&window)
    , m_window(window)
{
    window.installEventFilter(this);
}

bool DockTabs::eventFilter(QObject* watched, QEvent* event)
{
    auto* bar = qobject_cast<QTabBar*>(watched);
    if (bar != nullptr && (event->type() == QEvent::Resize || event->type() == QEvent::Show)) {
        dress(*bar);
    }
    const bool changes = event->type() == QEvent::ChildAdded
                         || event->type() == QEvent::LayoutRequest
                         || event->type() == QEvent::ChildRemoved;
    if (watched == &m_window && changes && !m_scheduled) {
        m_scheduled = true;
        QTimer::singleShot(0, this, &DockTabs::refresh);
    }
    return QObject::eventFilter(watched, event);
}

void DockTabs::refresh()
{
    m_scheduled = false;
    const auto docks = m_window.findChildren<QDockWidget*>(QString{}, Qt::FindDirectChildrenOnly);
    for (QDockWidget* dock : docks) {
        if (auto* title = qobject_cast<DockTitle*>(dock->titleBarWidget())) {
            title->setShownAsTab(sharesItsPlace(dock));
        }
    }
    const auto bars = m_window.findChildren<QTabBar*>(QString{}, Qt::FindDirectChildrenOnly);
    for (QTabBar* bar : bars) {
        watch(*bar);
        dress(*bar);
    }
}

bool DockTabs::sharesItsPlace(QDockWidget* dock) const
{
    const auto others = m_window.tabifiedDockWidgets(dock);
    return !dock->isFloating()
           && std::any_of(others.begin(), others.end(),
                          [](const QDockWidget* other) { return !other->isHidden(); });
}

/// Once a bar: QMainWindow makes them as it needs them.
void DockTabs::watch(QTabBar& bar)
{
    if (!bar.property("wickDressed").toBool()) {
        bar.setProperty("wickDressed", true);
        bar.installEventFilter(this);
        connect(&bar, &QTabBar::currentChanged, this, [this, &bar] { dress(bar); });
    }
}

QDockWidget* DockTabs::dockOnTop(const QTabBar& bar) const
{
    if (bar.currentIndex() < 0) {
        return nullptr;
    }
    // QMainWindow keeps the dock's address in the tab's data.
    const auto address = bar.tabData(bar.currentIndex()).value<quintptr>();
    const auto docks = m_window.findChildren<QDockWidget*>(QString{}, Qt::FindDirectChildrenOnly);
    for (QDockWidget* dock : docks) {
        if (reinterpret_cast<quintptr>(dock) == address) {
            return dock;
        }
    }
    return nullptr;
}

void DockTabs::dress(QTabBar& bar)
{
    auto* corner = static_cast<TabCorner*>(
        bar.findChild<QWidget*>(QLatin1String{kCornerName}, Qt::FindDirectChildrenOnly));
    if (corner == nullptr) {
        corner = new TabCorner{&bar};
    }
    corner->showFor(dockOnTop(bar));
    const int tabsEnd = bar.count() == 0 ? 0 : bar.tabRect(bar.count() - 1).right() + 1;
    const QSize size = corner->sizeHint();
    corner->setGeometry(bar.width() - size.width(), 0, size.width(), bar.height());
    corner->setVisible(bar.width() - tabsEnd >= size.width());
}

} // namespace wick::desktop
