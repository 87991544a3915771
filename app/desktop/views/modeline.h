#pragma once

#include "app/desktop/theme/theme.h"

#include <QWidget>

namespace wick::desktop {

/// The 3 px line in the colour of the mode, on top of the window.
class ModeLine final : public QWidget
{
    Q_OBJECT
public:
    explicit ModeLine(QWidget* parent = nullptr);

    void setBadge(ModeBadge badge);

    static constexpr int kThickness = 3;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ModeBadge m_badge = ModeBadge::Paper;
};

} // namespace wick::desktop
