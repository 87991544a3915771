#include "app/session/jobcandles.h"

#include "core/backtest/practicemarket.h"
#include "core/io/history/candlefile.h"
#include "core/io/instrumentfile.h"
#include "core/io/stores/marketdatabase.h"

#include <algorithm>
#include <utility>
#include <vector>

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

/// The columns themselves; a LoadedCandles points into them.
struct Columns
{
    std::vector<std::int64_t> time;
    std::vector<std::int64_t> open;
    std::vector<std::int64_t> high;
    std::vector<std::int64_t> low;
    std::vector<std::int64_t> close;
    std::vector<std::int64_t> volume;

    void add(const core::ClosedBar& bar)
    {
        time.push_back(core::toMilliseconds(bar.start));
        open.push_back(bar.open.count());
        high.push_back(bar.high.count());
        low.push_back(bar.low.count());
        close.push_back(bar.close.count());
        volume.push_back(bar.volume.count());
    }
};

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

Result<LoadedCandles, JobError> generateCandles(std::string_view market, int days)
{
    std::vector<core::Instrument> instruments;
    std::vector<core::PracticeMarketParameters> parameters;
    std::size_t wanted = 0;
    bool found = false;
    // Markets move together, so all are made even for one.
    for (const io::InstrumentSpec& spec : io::builtInInstruments()) {
        const core::InstrumentId id{static_cast<std::uint16_t>(instruments.size())};
        auto instrument = io::instrumentOf(spec, id);
        const auto practice = core::practiceParametersOf(core::baseOf(spec.symbol));
        if (!instrument || !practice) {
            continue;
        }
        if (instrument->base() == market) {
            wanted = instruments.size();
            found = true;
        }
        instruments.push_back(std::move(*instrument));
        parameters.push_back(*practice);
    }
    if (!found) {
        JobError error;
        error.fault = JobFault::UnknownMarket;
        error.subject = market;
        error.text = market;
        return Failure{std::move(error)};
    }
    const auto bars = core::generateBars(
        parameters, instruments, core::kPracticeSeed,
        static_cast<std::size_t>(core::days(days).count() / core::minutes(1).count()),
        core::kPracticeStart - core::days(days));
    auto columns = std::make_shared<Columns>();
    for (const core::ClosedBar& bar : bars[wanted]) {
        if (bar.start < core::kPracticeStart) {
            columns->add(bar);
        }
    }
    const core::Instrument& instrument = instruments[wanted];
    LoadedCandles loaded;
    loaded.columns = {columns->time,
                      columns->open,
                      columns->high,
                      columns->low,
                      columns->close,
                      columns->volume,
                      instrument.priceDecimals(),
                      instrument.volumeDecimals(),
                      core::minutes(1)};
    loaded.name = "practice market, synthetic";
    loaded.owner = std::move(columns);
    return loaded;
}

} // namespace wick::session
