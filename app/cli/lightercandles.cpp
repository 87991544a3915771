#include "app/cli/lightercandles.h"

#include "app/cli/output.h"
#include "core/base/checked.h"
#include "core/io/timetext.h"
#include "core/market/timeframe.h"

#include <algorithm>
#include <optional>

namespace wick::cli {

using core::Decimal;
using core::Failure;
using core::Result;
using core::Timestamp;

namespace {

constexpr std::int64_t kMostBars = 500; // of one answer

std::optional<std::int64_t> exact(const Decimal& value, int decimals)
{
    const auto scaled = core::rescale(value.mantissa, value.decimals, decimals);
    return scaled ? std::optional{*scaled} : std::nullopt;
}

std::optional<std::int64_t> rounded(const Decimal& value, int decimals)
{
    const int excess = value.decimals - decimals;
    return excess <= 0 ? exact(value, decimals)
                       : core::narrow(core::divide(value.mantissa, core::powerOfTen(excess),
                                                   core::Rounding::HalfEven));
}

/// The bar as a row, or what is wrong with it.
Result<io::CandleRow, std::string> rowOf(const lighter::wire::Candle& candle,
                                         const CandleRange& range)
{
    const int prices = range.market.priceDecimals;
    const auto open = exact(candle.open, prices);
    const auto high = exact(candle.high, prices);
    const auto low = exact(candle.low, prices);
    const auto close = exact(candle.close, prices);
    const auto volume = rounded(candle.baseVolume, range.market.sizeDecimals);
    if (!open || !high || !low || !close || !volume) {
        return Failure{"has a number beyond the market's decimals"};
    }
    if (floorTo(candle.start, range.timeframe) != candle.start) {
        return Failure{"does not open at a multiple of " + core::timeframeText(range.timeframe)};
    }
    const io::CandleRow row{toMilliseconds(candle.start), *open, *high, *low, *close, *volume};
    if (const io::RowCheck check = io::checkRow(row); !check.fine()) {
        return Failure{std::string{io::describe(check.fault)}};
    }
    return row;
}

/// One answer, of at most kMostBars.
Result<io::CandleSeries, std::string> ask(VenueRequests& venue, const CandleRange& piece)
{
    const std::int64_t bars = (piece.to - piece.from).count() / piece.timeframe.count();
    const auto answer = venue.ask<lighter::wire::Candles>(
        {"api/v1/candles",
         {{"market_id", std::to_string(piece.market.id)},
          {"resolution", core::timeframeText(piece.timeframe)},
          {"start_timestamp", std::to_string(toMilliseconds(piece.from))},
          // Whether the end belongs to the range is not documented: it lies between two bars.
          {"end_timestamp", std::to_string(toMilliseconds(piece.to) - 1)},
          {"count_back", std::to_string(bars)}}});
    if (!answer) {
        return Failure{answer.error().sentence};
    }
    auto series = seriesOf(*answer, piece);
    return series ? std::move(series)
                  : Failure{venue.network().rest() + "api/v1/candles: " + series.error()};
}

/// Where a long range begins to have bars: its days are asked for first, so that the years before a
/// market was opened cost a request or two. The end of the range when it has none.
Result<Timestamp, std::string> beginOf(VenueRequests& venue, const CandleRange& range)
{
    constexpr core::Duration kDay = core::days(1);
    if (range.to - range.from <= range.timeframe * kMostBars || range.timeframe == kDay) {
        return range.from;
    }
    CandleRange days = range;
    days.timeframe = kDay;
    days.from = floorTo(range.from, kDay);
    const Timestamp end = floorTo(range.to, kDay) + kDay;
    while (days.from < end) {
        days.to = std::min(end, days.from + kDay * kMostBars);
        const auto series = ask(venue, days);
        if (!series) {
            return Failure{series.error()};
        }
        if (series->size() > 0) {
            return std::max(range.from, core::fromMilliseconds(series->row(0).time));
        }
        days.from = days.to;
    }
    return range.to;
}

} // namespace

std::vector<std::string> venueTimeframes()
{
    return {"1m", "5m", "15m", "30m", "1h", "4h", "12h", "1d"};
}

Result<io::CandleSeries, std::string> seriesOf(const lighter::wire::Candles& candles,
                                               const CandleRange& range)
{
    if (const std::string asked = core::timeframeText(range.timeframe); candles.resolution != asked)
    {
        return Failure{"bars of " + candles.resolution + " came where " + asked
                       + " were asked for"};
    }
    io::CandleSeries series{{range.market.priceDecimals, range.market.sizeDecimals},
                            range.timeframe};
    std::optional<Timestamp> last;
    for (const lighter::wire::Candle& candle : candles.candles) {
        if (candle.start < range.from || candle.start >= range.to || candle.start == last) {
            continue;
        }
        const auto row = rowOf(candle, range);
        const bool ascends = !last || candle.start > *last;
        if (!row || !ascends) {
            return Failure{"the bar of " + io::isoText(candle.start) + " "
                           + (row ? "comes after a later one" : row.error())};
        }
        series.append(*row);
        last = candle.start;
    }
    return series;
}

Result<void, std::string>
downloadCandles(VenueRequests& venue, const CandleRange& range, const TakeCandles& take)
{
    ProgressLine progress{"downloading " + range.market.symbol};
    const auto begin = beginOf(venue, range);
    if (!begin) {
        return Failure{begin.error()};
    }
    CandleRange piece = range;
    piece.from = *begin;
    while (piece.from < range.to) {
        piece.to = std::min(range.to, piece.from + range.timeframe * kMostBars);
        auto series = ask(venue, piece);
        if (!series) {
            return Failure{series.error()};
        }
        if (series->size() > 0) {
            if (std::string problem = take(std::move(*series)); !problem.empty()) {
                return Failure{std::move(problem)};
            }
        }
        piece.from = piece.to;
        progress.show((piece.to - range.from).count(), (range.to - range.from).count());
    }
    return {};
}

} // namespace wick::cli
