#pragma once

#include "app/desktop/models/rows.h"
#include "app/desktop/models/tablemodel.h"

namespace wick::desktop {

/// The fleet: what every engine is and does. Key: engine id.
class EnginesModel final : public RowsModel<EngineRow, int>
{
public:
    explicit EnginesModel(QObject* parent = nullptr);

    /// In a narrow table the market stands behind the engine's name.
    void setCompact(bool compact);

protected:
    [[nodiscard]] Cell cell(int row, int column) const override;

private:
    bool m_compact = false;
};

} // namespace wick::desktop
