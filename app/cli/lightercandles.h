#pragma once

#include "app/cli/venuerequests.h"
#include "core/io/history/candletable.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace wick::cli {

/// The lengths of bars that the venue has and the store can hold.
[[nodiscard]] std::vector<std::string> venueTimeframes();

/// Bars of a market that open from `from` on and before `to`, both multiples of the timeframe.
struct CandleRange
{
    lighter::wire::Market market;
    core::Duration timeframe = core::minutes(1);
    core::Timestamp from;
    core::Timestamp to;
};

/// One answer of the venue as rows at the market's decimals. Volumes are sums that the venue made
/// in double, so they are rounded to its decimals; a price that is finer is an error. Bars that do
/// not open within the range are left out, and so are repeated ones.
/// Errors: a sentence that names the bar.
[[nodiscard]] core::Result<io::CandleSeries, std::string>
seriesOf(const lighter::wire::Candles& candles, const CandleRange& range);

/// Asks for a range piece by piece, oldest first, and hands on each piece that has bars; `take`
/// returns why it cannot go on, or nothing. The error is a sentence.
using TakeCandles = std::function<std::string(io::CandleSeries)>;
[[nodiscard]] core::Result<void, std::string>
downloadCandles(VenueRequests& venue, const CandleRange& range, const TakeCandles& take);

} // namespace wick::cli
