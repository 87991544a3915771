#pragma once

#include "app/cli/venuerequests.h"

#include <initializer_list>
#include <string>
#include <vector>

namespace wick::cli {

/// Cells as a line of a table for machines.
[[nodiscard]] std::string tableRow(std::initializer_list<std::string> cells);

/// Every perpetual market of the venue that can be read; the others are told. The error is a
/// sentence.
[[nodiscard]] core::Result<std::vector<lighter::wire::Market>, std::string>
allMarkets(VenueRequests& venue);
/// The one named like "ETH".
[[nodiscard]] core::Result<lighter::wire::Market, std::string> marketNamed(VenueRequests& venue,
                                                                           const std::string& name);

/// A table of markets: units, limits, margins as fractions, fees in percent, hours.
[[nodiscard]] std::string marketTable(const std::vector<lighter::wire::Market>& markets);

/// A table of a book, each side from its best price on, orders at one price added up. The error is
/// a sentence about an order beyond the market's decimals.
[[nodiscard]] core::Result<std::string, std::string>
bookTable(const lighter::wire::BookOrders& book, const lighter::wire::Market& market);

} // namespace wick::cli
