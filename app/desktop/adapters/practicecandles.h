#pragma once

#include "app/session/jobcandles.h"
#include "app/session/snapshot.h"

#include <QString>

#include <optional>

namespace wick::desktop {

/// The one-minute bars a session holds of a market ("ETH"), as candles for a backtest; none when
/// it has no such market or no bar yet. Bars that the session made without a trade are left out:
/// in stored candles a minute without data is absent.
[[nodiscard]] std::optional<session::LoadedCandles> candlesOf(const session::Snapshot& snapshot,
                                                              const QString& market);

} // namespace wick::desktop
