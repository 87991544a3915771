#pragma once

#include "core/io/history/candlefile.h"

namespace wick::io {

/// Puts rows in file order into strictly ascending time and onto the interval's grid.
/// A file that is newest first is turned round. A row that repeats another is dropped and counted,
/// one that contradicts another, is earlier than its forerunner or lies off the grid is refused.
/// `refused` gets all rows refused here. Sets duplicates and reversed of the summary.
void settleOrder(CandleReading& reading, std::vector<RefusedRow>& refused);

} // namespace wick::io
