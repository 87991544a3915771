#pragma once

#include <QDialog>

namespace wick::desktop {

struct StopMove;

/// Asked before a stop that was dragged on a chart is moved. Esc and the default button leave it
/// where it is; where something speaks against the move it says so and cannot be accepted.
class StopMoveDialog final : public QDialog
{
    Q_OBJECT
public:
    explicit StopMoveDialog(const StopMove& move, QWidget* parent = nullptr);
};

} // namespace wick::desktop
