#pragma once

#include "app/desktop/closing.h"

#include <QDialog>

namespace wick::desktop {

/// Asked when the window is closed while something runs. Esc and the default button stay.
class CloseDialog final : public QDialog
{
    Q_OBJECT
public:
    CloseDialog(const RunningFacts& facts, bool canKeepRunning, QWidget* parent = nullptr);

    [[nodiscard]] CloseChoice choice() const noexcept { return m_choice; }

private:
    CloseChoice m_choice = CloseChoice::Stay;
};

} // namespace wick::desktop
