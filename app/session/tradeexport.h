#pragma once

#include "app/session/replay.h"
#include "core/base/result.h"
#include "core/domain/units.h"

#include <cstdint>
#include <string>

namespace wick::session {

/// The trades of a journalled session.
struct TradeExport
{
    std::string csv; ///< as a backtest writes it (core/io/csvexport.h)
    std::int64_t session = 0;
    std::size_t closed = 0;
    std::size_t open = 0; ///< marked at the last price, written last
    core::Money net;      ///< sum of all rows
    core::Money equity;   ///< of the account at the end
};

/// Rebuilds the trade log of a session by playing its journal again, which also works for one that
/// crashed or still runs. The error is a sentence; a journal that does not verify is refused,
/// because its trades would not be those that happened.
[[nodiscard]] core::Result<TradeExport, std::string> tradesOf(ReplayRequest request);

} // namespace wick::session
