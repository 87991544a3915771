#pragma once

#include <QWidget>

class QPushButton;

namespace wick::desktop {

class RoleLabel;

/// What stands in a panel that has nothing to show: a picture, what is so, what to do about it.
class EmptyState final : public QWidget
{
    Q_OBJECT
public:
    explicit EmptyState(QWidget* parent = nullptr);

    /// `action` is the word on the button; without one there is no button.
    void show(const QString& iconName,
              const QString& title,
              const QString& sentence,
              const QString& action = {});

Q_SIGNALS:
    void acted();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QString m_icon;
    QWidget* m_picture;
    RoleLabel* m_title;
    RoleLabel* m_sentence;
    QPushButton* m_button;
};

} // namespace wick::desktop
