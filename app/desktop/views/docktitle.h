#pragma once

#include <QDockWidget>
#include <QList>
#include <QWidget>

class QHBoxLayout;
class QMainWindow;
class QTabBar;
class QToolButton;

namespace wick::desktop {

class RoleLabel;

/// A small flat button with a picture of the set; the words are its tooltip and accessible name.
[[nodiscard]] QToolButton*
iconButton(const QString& iconName, const QString& words, QWidget* parent);

/// Title of a dock: name, a secondary word, its own buttons, float, close. While the dock shares
/// its place with others, the tab bar is the title and this one takes no room.
class DockTitle final : public QWidget
{
    Q_OBJECT
public:
    explicit DockTitle(QDockWidget* dock);

    void setNote(const QString& note);
    /// Buttons of this dock; they move to the corner of the tab bar while it is a tab.
    void addButton(QToolButton* button);
    [[nodiscard]] const QList<QToolButton*>& buttons() const noexcept { return m_buttons; }

    void setShownAsTab(bool tab);
    /// Never a title, for a dock whose header row says enough.
    void setHiddenAlways(bool hidden);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();

    QDockWidget* m_dock;
    QHBoxLayout* m_row;
    RoleLabel* m_title;
    RoleLabel* m_note;
    QList<QToolButton*> m_buttons;
    QToolButton* m_float;
    QToolButton* m_close;
    bool m_tab = false;
    bool m_hidden = false;
};

/// Puts the buttons of the dock on top at the right end of the tab bars of a main window, so that
/// a tab bar is a full dock title.
class DockTabs final : public QObject
{
    Q_OBJECT
public:
    explicit DockTabs(QMainWindow& window);

    /// Looks which docks are tabs now and dresses titles and tab bars accordingly.
    void refresh();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] bool sharesItsPlace(QDockWidget* dock) const;
    void watch(QTabBar& bar);
    void dress(QTabBar& bar);
    [[nodiscard]] QDockWidget* dockOnTop(const QTabBar& bar) const;

    QMainWindow& m_window;
    bool m_scheduled = false;
};

} // namespace wick::desktop
