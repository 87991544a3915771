#pragma once

#include "app/desktop/models/rows.h"
#include "app/desktop/models/tablemodel.h"

namespace wick::desktop {

/// What happened, a line each; at most `kLogCap` lines are kept. Key: number of the line.
class LogModel final : public RowsModel<LogRow, qint64>
{
public:
    explicit LogModel(QObject* parent = nullptr);

    void add(std::vector<LogRow> rows);

    static constexpr int kLogCap = 20'000;
};

} // namespace wick::desktop
