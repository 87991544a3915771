#pragma once

#include "app/desktop/models/rows.h"

#include <QWidget>

#include <vector>

class QHBoxLayout;

namespace wick::desktop {

class StatusButton;

/// The line at the bottom: state of data, link, journal and engines; the time in UTC at the right.
/// Each cell opens its detail.
class StatusStrip final : public QWidget
{
    Q_OBJECT
public:
    explicit StatusStrip(QWidget* parent = nullptr);

    void setStatus(const StatusSummary& status);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fit();

    StatusSummary m_status;
    QHBoxLayout* m_row;
    std::vector<StatusButton*> m_cells;
    StatusButton* m_clock;
};

} // namespace wick::desktop
