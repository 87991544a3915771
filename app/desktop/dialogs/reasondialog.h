#pragma once

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace wick::desktop {

/// Asks for a typed reason before a halt is released. Esc and the default button leave all as it
/// was.
class ReasonDialog final : public QDialog
{
    Q_OBJECT
public:
    ReasonDialog(const QString& title,
                 const QString& sentence,
                 const QString& act,
                 QWidget* parent = nullptr);

    [[nodiscard]] QString reason() const;

private:
    QLineEdit* m_reason;
    QPushButton* m_act;
};

} // namespace wick::desktop
