#pragma once

#include "core/backtest/tradeledger.h"
#include "core/domain/instrument.h"

#include <optional>

namespace wick::core {

/// What the whole trade would have earned in price at `price`: negative is adverse.
[[nodiscard]] Money
excursionTo(Price price, const TradeRow& trade, const Instrument& instrument) noexcept;

/// Value of the entry fills, unsigned.
[[nodiscard]] Money entryNotional(const TradeRow& trade, const Instrument& instrument) noexcept;
/// Value of the exit fills, unsigned.
[[nodiscard]] Money exitNotional(const TradeRow& trade, const Instrument& instrument) noexcept;

/// Net result as a multiple of the initial risk; nothing where there was none, as with a fixed
/// quantity.
[[nodiscard]] std::optional<double> rMultiple(const TradeRow& trade) noexcept;

} // namespace wick::core
