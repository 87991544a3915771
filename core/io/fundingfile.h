#pragma once

#include "core/base/result.h"
#include "core/execution/costmodels.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wick::io {

/// The funding of one market. Hours that the file says nothing about pay the standard rate.
struct FundingSeries
{
    std::string symbol; ///< as the file names the market; empty when it has no such column
    std::vector<core::FundingRate> rates; ///< for core::FundingTable
    core::Timestamp first;                ///< first and last hour that the file covers
    core::Timestamp last;
    std::int64_t hours = 0; ///< covered by the file
};

/// Why a funding file was refused; `sentence` is for people and names file and line.
struct FundingFileError
{
    QString file;
    std::int64_t line = 0; ///< 0 where the whole file is meant
    QString sentence;
};

using FundingSeriesResult = core::Result<std::vector<FundingSeries>, FundingFileError>;

/// Reads funding from CSV with a header. `time` is the settlement, epoch milliseconds UTC; `symbol`
/// names the market and may be left out. The unit is told by the name of the column of rates:
/// `funding_rate_pct_1h` percent an hour, `funding_rate_1h` fraction an hour, `funding_rate_8h`
/// fraction for eight hours; a bare `funding_rate` is the fraction for eight hours, and taken only
/// where settlements lie eight hours apart. Eight hours are spread evenly over the eight hours that
/// end at the settlement, since a run settles each hour.
/// Errors: no such column, a number that is none, a rate beyond 5 % an hour (a unit mistaken), two
/// rates for one hour.
[[nodiscard]] FundingSeriesResult parseFunding(const QByteArray& csv, const QString& file);
[[nodiscard]] FundingSeriesResult readFundingFile(const QString& path);

/// The series of a market by base or symbol, whatever the case; the only one of a file without
/// symbols. Null when there is none.
[[nodiscard]] const FundingSeries* findFunding(std::span<const FundingSeries> all,
                                               std::string_view market);

} // namespace wick::io
