#pragma once

#include "app/desktop/models/rows.h"
#include "app/desktop/models/tablemodel.h"

namespace wick::desktop {

/// Whether a trade list belongs to the running session or to one backtest.
enum class TradeList : std::uint8_t
{
    Session,
    Backtest,
};

/// Closed trades. Key: number of the trade.
class TradesModel final : public RowsModel<TradeRow, qint64>
{
public:
    explicit TradesModel(TradeList list, QObject* parent = nullptr);
};

} // namespace wick::desktop
