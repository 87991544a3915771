#pragma once

#include "core/domain/instrument.h"
#include "core/domain/marketdata.h"
#include "core/io/history/candletable.h"

#include <span>
#include <string>
#include <vector>

namespace wick::cli {

/// The bars of one timeframe, with the decimals that their integers count in.
struct TimeframeBars
{
    std::vector<core::ClosedBar> bars;
    core::Duration timeframe;
    io::CandleScale scale;
    bool unfinished = false; ///< the series ends inside a bar, which is left out
};

/// The candles built up to a timeframe that is a multiple of theirs.
[[nodiscard]] TimeframeBars barsOf(const core::CandleColumns& columns, core::Duration timeframe);

/// `time,open,high,low,close,volume,ema20,…`: a row a bar, empty before a first defined value.
/// Times in epoch ms, numbers as the shortest text that reads back as the same, LF.
[[nodiscard]] std::string indicatorCsv(const TimeframeBars& bars);

/// `i,time,direction,…`: a row for each three-bar gap, empty where an event has not come.
[[nodiscard]] std::string gapCsv(const TimeframeBars& bars);

/// How gaps are followed for `gapStudyCsv`.
struct GapStudyChoice
{
    core::CalendarKind calendar = core::CalendarKind::Always;
    std::uint64_t seed = 1; ///< of the null models
};

/// `sample,outcome,zones,share,low,high,median_bars,excess,…`: a row for each kind of zone and
/// outcome; the excess is that of the gaps over this null model, and forward returns are in ATR.
[[nodiscard]] std::string gapStudyCsv(const TimeframeBars& bars, const GapStudyChoice& choice);

} // namespace wick::cli
