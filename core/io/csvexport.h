#pragma once

#include "core/backtest/backtestrunner.h"
#include "core/backtest/tradeledger.h"
#include "core/domain/instrument.h"

#include <span>
#include <string>
#include <string_view>

namespace wick::io {

/// The trades of a run and what is needed to write them. It owns nothing.
struct TradeLog
{
    std::span<const core::Instrument> instruments; ///< by InstrumentId
    std::span<const std::string> strategies;       ///< name by EngineId
    std::span<const core::TradeRow> closed;
    std::span<const core::TradeRow> open; ///< marked at the end; written last
};

/// The header of a trade log, with its line end.
[[nodiscard]] std::string_view tradeCsvHeader() noexcept;

/// One trade as a line of a trade log: the same form from a backtest and from a session.
/// Columns and units: definitions E.1. Quantity in base units, prices with the decimals of the
/// instrument (four more where an average of several fills needs them), money with six decimals.
/// slippage, mae_r and mfe_r are signed: adverse slippage is positive, an adverse excursion
/// negative; r columns are empty where the trade has no initial risk. A trade that is still open
/// has no exit columns and the exit reason OPEN.
[[nodiscard]] std::string tradeCsvLine(const core::TradeRow& trade,
                                       const core::Instrument& instrument,
                                       std::string_view strategy);

/// A whole trade log: RFC 4180, lines end with CRLF, times are ISO 8601 in UTC.
[[nodiscard]] std::string tradeCsv(const TradeLog& log);

/// An equity curve as data: `time,equity,drawdown`, epoch milliseconds, USDC, fraction of the
/// highest equity before; a row each time equity changed at the close of a base bar, lines end with
/// LF.
[[nodiscard]] std::string equityCsv(std::span<const core::EquityPoint> equity);

/// A text for a cell: one that a spreadsheet would take for a formula (= + - @ tab or return in
/// front) gets an apostrophe, and quotes are put where RFC 4180 asks for them.
[[nodiscard]] std::string csvText(std::string_view text);

} // namespace wick::io
