#pragma once

#include "app/desktop/models/enginesmodel.h"
#include "app/desktop/views/tablepanel.h"

namespace wick::desktop {

/// The fleet: one row an engine, with pause, stop and kill at its end.
class FleetView final : public QWidget
{
    Q_OBJECT
public:
    explicit FleetView(QWidget* parent = nullptr);

    void setEngines(std::vector<EngineRow> engines);
    [[nodiscard]] EnginesModel& model() const noexcept { return *m_model; }
    [[nodiscard]] TablePanel& panel() const noexcept { return *m_panel; }
    /// Height that shows header and all rows.
    [[nodiscard]] int fullHeight() const;

Q_SIGNALS:
    /// Pause (or resume), stop or kill one engine.
    void engineAction(wick::desktop::CellAction action, int engine);
    void engineChosen(int engine);

private:
    EnginesModel* m_model;
    TablePanel* m_panel;
};

} // namespace wick::desktop
