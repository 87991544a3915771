#pragma once

#include "app/desktop/models/rows.h"

#include <QWidget>

class QPushButton;

namespace wick::desktop {

class RoleLabel;

/// Below the strip while a flatten has not become flat: what is open, the worst money, the next
/// try, the venue's page, the details to copy.
class NotFlatPanel final : public QWidget
{
    Q_OBJECT
public:
    explicit NotFlatPanel(QWidget* parent = nullptr);

    void setState(const FlattenState& state);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    FlattenState m_state;
    RoleLabel* m_title;
    RoleLabel* m_worst;
    RoleLabel* m_next;
    QPushButton* m_page;
    QPushButton* m_copy;
};

} // namespace wick::desktop
