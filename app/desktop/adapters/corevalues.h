#pragma once

#include "app/desktop/models/rows.h"
#include "app/session/snapshot.h"

#include <QString>

#include <string_view>

namespace wick::desktop {

/// Program text as a QString.
[[nodiscard]] QString text(std::string_view words);
/// A sentence of a strategy or rule as the translation catalogue has it.
[[nodiscard]] QString translated(std::string_view sentence);
[[nodiscard]] RowSide sideOf(core::Side side) noexcept;
[[nodiscard]] Fixed
averageFixed(core::Int128 sum, core::Quantity lots, const core::Instrument& instrument);

/// One closed trade as a row: for the session's list and for a backtest's.
[[nodiscard]] TradeRow
tradeRow(const core::TradeRow& trade, const core::Instrument& instrument, const QString& engine);

/// A sentence of a strategy with its numbers; levels by the decimals of the market.
[[nodiscard]] QString statusSentence(const core::Status& status,
                                     const core::Instrument& instrument);

[[nodiscard]] Fixed fixedOf(core::Price price, const core::Instrument& instrument);
[[nodiscard]] Fixed fixedOf(core::Quantity quantity, const core::Instrument& instrument);
[[nodiscard]] Fixed fixedOf(core::Money money);
[[nodiscard]] qint64 millisecondsOf(core::Timestamp time);
/// A rule's number with its unit: "2.38", "22.89 USDC".
[[nodiscard]] QString
ruleNumber(core::RuleUnit unit, std::int64_t value, const core::Instrument& instrument);
/// "22.89 of 24.87 USDC": what a rule found, its unit once; empty for a rule that only says yes or
/// no.
[[nodiscard]] QString ruleWords(const core::VerdictLine& line, const core::Instrument& instrument);
/// "group exposure, 2.38 of 1.50"; without limits the rule's sentence.
[[nodiscard]] QString refusalWords(const session::SignalStatus& signal,
                                   const core::Instrument& instrument);

} // namespace wick::desktop
