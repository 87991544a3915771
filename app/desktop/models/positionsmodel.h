#pragma once

#include "app/desktop/models/rows.h"
#include "app/desktop/models/tablemodel.h"

namespace wick::desktop {

/// Open positions. Key: engine id; an engine holds one market. A position without a live stop
/// stands first.
class PositionsModel final : public RowsModel<PositionRow, int>
{
public:
    explicit PositionsModel(QObject* parent = nullptr);

    void show(std::vector<PositionRow> rows);

    /// "2 positions · open P&L +27.51 · at risk 45.53 USDC · every position has a stop at the
    /// venue".
    [[nodiscard]] QString summary() const;
};

} // namespace wick::desktop
