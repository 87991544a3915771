#pragma once

#include "app/desktop/models/rows.h"

#include <vector>

namespace wick::test {

// A moment of a session, written down by hand, for pictures and tests of the desktop.

[[nodiscard]] desktop::AccountSummary anAccount();
[[nodiscard]] std::vector<desktop::EngineRow> theEngines();
[[nodiscard]] std::vector<desktop::PositionRow> thePositions();
[[nodiscard]] std::vector<desktop::OrderRow> theOrders();
[[nodiscard]] std::vector<desktop::TradeRow> theTrades(int count);
[[nodiscard]] std::vector<desktop::SignalRow> theSignals();
[[nodiscard]] std::vector<desktop::LogRow> theLog();
[[nodiscard]] desktop::RiskSummary theRisk();
[[nodiscard]] desktop::StatusSummary theStatus();

} // namespace wick::test
