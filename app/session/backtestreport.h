#pragma once

#include "app/session/backtestjob.h"

#include <string>
#include <string_view>

namespace wick::session {

/// The report of a run as text: balance and number of trades in the first two lines, then what a
/// person needs to believe or doubt them. Stable: the same run gives the same text.
[[nodiscard]] std::string textReport(const BacktestOutcome& outcome);

/// The same run as JSON with its keys in a fixed order. Figures that are not given are null, and
/// `not_given` says why.
[[nodiscard]] std::string jsonReport(const BacktestOutcome& outcome);

/// How fills were made, with this run's numbers: definitions D.7.
[[nodiscard]] std::string fillFormula(const core::FillModel& model);

/// What the data was and what it cannot show: base bars, path, no book, no mark.
[[nodiscard]] std::string fidelityText(const BacktestOutcome& outcome);

/// Kind of a halt for people: "day loss".
[[nodiscard]] std::string_view haltName(core::HaltKind kind) noexcept;
/// Whom a halt holds: the name of the strategy, or "fleet".
[[nodiscard]] std::string scopeOf(const core::Halt& halt, const BacktestOutcome& outcome);

/// Name of a path on the command line: "near".
[[nodiscard]] std::string_view pathName(core::BarPath path) noexcept;

} // namespace wick::session
