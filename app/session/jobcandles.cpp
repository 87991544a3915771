#include "app/session/jobcandles.h"

#include "core/io/history/candlefile.h"
#include "core/io/stores/marketdatabase.h"

#include <algorithm>
#include <utility>

namespace wick::session {

using core::Failure;
using core::Result;

namespace {

[[nodiscard]] Failure<JobError>
refused(JobFault fault, const QString& file, const QString& sentence)
{
    JobError error;
    error.fault = fault;
    error.subject = file.toStdString();
    error.detail = sentence.toStdString();
    return Failure{std::move(error)};
}

} // namespace

Result<LoadedCandles, JobError> loadCandles(const QString& file, const JobControl& control)
{
    io::ReadOptions options;
    options.cancel = control.cancel;
    if (control.progress) {
        options.progress = [&control](const io::ReadProgress& progress) {
            control.progress(JobPhase::Reading, progress.bytesRead, progress.bytesTotal);
        };
    }
    auto read = io::readCandles(file, options);
    if (!read) {
        const bool cancelled = read.error().fault == io::ImportFault::Cancelled;
        return refused(cancelled ? JobFault::Cancelled : JobFault::CandleFile, file,
                       read.error().sentence);
    }
    auto reading = std::make_shared<io::CandleReading>(std::move(read).value());
    LoadedCandles loaded;
    loaded.columns = reading->series.columns();
    loaded.name = file.toStdString();
    loaded.refusedRows = reading->summary.refused;
    loaded.missingBars = reading->summary.missingBars;
    loaded.gaps = static_cast<std::int64_t>(reading->summary.gaps.size());
    loaded.owner = std::move(reading);
    return loaded;
}

Result<LoadedCandles, JobError>
loadStored(const QString& dataFolder, std::string_view market, std::string_view source)
{
    const QString folder = dataFolder.isEmpty() ? io::defaultDataFolder() : dataFolder;
    auto store = io::MarketDatabase::open(folder);
    if (!store) {
        return refused(JobFault::CandleFile, folder, store.error().sentence);
    }
    auto found = store->find(market, source);
    if (!found) {
        return refused(JobFault::CandleFile, folder, found.error().sentence);
    }
    if (found->empty()) {
        const QString name =
            QString::fromUtf8(market.data(), static_cast<qsizetype>(market.size()));
        return refused(JobFault::CandleFile, folder,
                       folder
                           % QStringLiteral(": the store has no candles of %1; see wickctl data "
                                            "list")
                                 .arg(name));
    }
    const auto finest =
        std::min_element(found->begin(), found->end(), [](const auto& a, const auto& b) {
            return a.key.interval < b.key.interval;
        }); // the first of equal ones, which has the most rows
    auto mapped = store->load(*finest);
    if (!mapped) {
        return refused(JobFault::CandleFile, folder, mapped.error().sentence);
    }
    auto file = std::make_shared<io::CandleColumnsFile>(std::move(mapped).value());
    LoadedCandles loaded;
    loaded.columns = file->columns();
    loaded.name = finest->key.market + ' ' + finest->key.source + " from the store";
    loaded.missingBars = finest->missingBars;
    loaded.gaps = finest->gaps;
    loaded.owner = std::move(file);
    return loaded;
}

} // namespace wick::session
