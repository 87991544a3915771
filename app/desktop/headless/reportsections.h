#pragma once

#include "app/desktop/headless/candletest.h"
#include "app/desktop/headless/practiceday.h"
#include "app/desktop/headless/reportpage.h"

namespace wick::desktop {

/// What was asked of a practice day.
struct DayFacts
{
    std::uint64_t seed = 0;
    core::Duration asked;
    QString journal; ///< name of its file beside the report
    QString trades;  ///< name of its trade log
};

/// The session as a part of a report, with a chart of each market and its last trade.
[[nodiscard]] ReportSection sessionSection(const PracticeDay& day, const DayFacts& facts);

/// The backtest of one candle file; `name` begins the names of its pictures.
[[nodiscard]] ReportSection
candleSection(const QString& file, const CandleTest& test, const QString& name, const QString& log);

} // namespace wick::desktop
