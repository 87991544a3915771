#pragma once

#include "core/domain/moneyandids.h"
#include "core/domain/units.h"

#include <QString>
#include <QStringList>

#include <cstdint>

namespace wick::desktop {

struct HeadlessOptions
{
    QString reportFolder;
    core::Duration runFor = core::hours(24); ///< market time
    std::uint64_t seed = 0;                  ///< of the practice market; 0 is the default
    core::Money balance = core::usdc(100'000);
    QStringList candleFiles; ///< each is backtested too
};

/// Runs the three engines on the practice market without a window, then each candle file, and
/// leaves a report: index.html with pictures, trades.csv, journal.db. Progress goes to stderr, the
/// summary and the place of the report to stdout. An interrupt ends it early with what there is.
/// Returns the exit code: 0, or 1 when something failed, which is said on stderr.
/// Thread: GUI, as charts are painted; no screen is needed.
[[nodiscard]] int runHeadless(const HeadlessOptions& options);

} // namespace wick::desktop
