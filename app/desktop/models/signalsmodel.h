#pragma once

#include "app/desktop/models/rows.h"
#include "app/desktop/models/tablemodel.h"

namespace wick::desktop {

/// Signals with what became of them. Key: number of the signal.
class SignalsModel final : public RowsModel<SignalRow, qint64>
{
public:
    explicit SignalsModel(QObject* parent = nullptr);
};

} // namespace wick::desktop
