#pragma once

#include "app/desktop/models/rows.h"
#include "app/desktop/models/tablemodel.h"

namespace wick::desktop {

/// Orders that may be alive, `unknown` included. Key: our order id.
class OrdersModel final : public RowsModel<OrderRow, qint64>
{
public:
    explicit OrdersModel(QObject* parent = nullptr);
};

} // namespace wick::desktop
