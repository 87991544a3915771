#include "app/cli/backtestcommand.h"

#include "app/cli/backtestoptions.h"
#include "app/cli/output.h"
#include "app/cli/verbs.h"
#include "app/session/backtestjob.h"
#include "app/session/backtestreport.h"
#include "app/session/interrupt.h"
#include "app/session/lookaheadcheck.h"
#include "core/io/csvexport.h"
#include "core/io/outputfile.h"
#include "core/io/timetext.h"

#include <array>
#include <atomic>
#include <optional>

namespace wick::cli {

using session::BacktestOutcome;
using session::JobPhase;

namespace {

/// A file that a run is asked to write, opened before the run so that a mistake shows at once.
struct WantedFile
{
    std::string_view option;
    std::string (*content)(const BacktestOutcome&);
    std::optional<io::OutputFile> file;
};

[[nodiscard]] std::string tradeLog(const BacktestOutcome& outcome)
{
    const auto names = outcome.strategyNames();
    return io::tradeCsv(
        {outcome.setup.instruments, names, outcome.result.trades, outcome.result.openTrades});
}

[[nodiscard]] std::string equityCurve(const BacktestOutcome& outcome)
{
    return io::equityCsv(outcome.result.equity);
}

using WantedFiles = std::array<WantedFile, 3>;

[[nodiscard]] WantedFiles wantedFiles()
{
    return {{{"--json", session::jsonReport, {}},
             {"--trades", tradeLog, {}},
             {"--equity", equityCurve, {}}}};
}

[[nodiscard]] bool open(WantedFiles& files, const Options& options)
{
    for (WantedFile& wanted : files) {
        const auto path = options.value(wanted.option);
        if (!path) {
            continue;
        }
        auto file = io::OutputFile::open(QString::fromStdString(*path));
        if (!file) {
            complain(file.error().sentence);
            return false;
        }
        wanted.file = std::move(file).value();
    }
    return true;
}

[[nodiscard]] bool write(WantedFiles& files, const BacktestOutcome& outcome)
{
    for (WantedFile& wanted : files) {
        if (!wanted.file) {
            continue;
        }
        if (const auto done = wanted.file->commit(wanted.content(outcome)); !done) {
            complain(done.error().sentence);
            return false;
        }
    }
    return true;
}

[[nodiscard]] ExitCode explain(const session::JobError& error)
{
    complain(describe(error));
    return session::isWrongUse(error.fault) ? ExitCode::WrongUse : ExitCode::Failed;
}

[[nodiscard]] ExitCode explain(const JobOptionError& error)
{
    if (const auto* usage = std::get_if<UsageError>(&error)) {
        return wrongUse(usage->sentence);
    }
    return explain(std::get<session::JobError>(error));
}

/// What a check for look-ahead found, line by line after the report.
[[nodiscard]] ExitCode report(const session::LookaheadReport& found)
{
    for (const session::LookaheadCut& cut : found.cuts) {
        std::string line = "lookahead " + io::isoText(cut.at) + ' ' + std::to_string(cut.decisions)
                           + " decisions before ";
        line += cut.engine ? "differ in " + *cut.engine : std::string{"stay"};
        print(line + '\n');
        if (cut.engine) {
            print("  with all data: " + (cut.whole.empty() ? std::string{"nothing"} : cut.whole)
                  + "\n  without:       " + (cut.cut.empty() ? std::string{"nothing"} : cut.cut)
                  + '\n');
        }
    }
    if (found.cancelled) {
        complain(std::string_view{"interrupted; the check is not complete"});
        return ExitCode::Failed;
    }
    if (found.decisions == 0) {
        complain(std::string_view{"nothing was decided on this data: the check proves nothing"});
        return ExitCode::Failed;
    }
    return found.agrees() ? ExitCode::Done : ExitCode::Failed;
}

enum class Lookahead : std::uint8_t
{
    NotChecked,
    Checked,
};

[[nodiscard]] ExitCode runJob(const session::BacktestJob& job,
                              WantedFiles& files,
                              Lookahead lookahead,
                              const std::atomic<bool>& interrupted)
{
    std::optional<ProgressLine> progress;
    std::optional<JobPhase> shown;
    session::JobControl control;
    control.cancel = &interrupted;
    control.progress = [&](JobPhase phase, std::int64_t done, std::int64_t total) {
        if (shown != phase) {
            shown = phase;
            progress.emplace(phase == JobPhase::Reading ? "reading candles" : "running");
        }
        progress->show(done, total);
    };
    auto prepared = session::prepareBacktest(job, control);
    if (!prepared) {
        progress.reset();
        return explain(prepared.error());
    }
    for (const session::JobWarning& warning : prepared->warnings) {
        tell("warning: " + describe(warning));
    }
    const BacktestOutcome outcome = session::runBacktest(*prepared, control);
    progress.reset();
    if (outcome.result.cancelled) {
        complain(std::string_view{"interrupted; nothing was written"});
        return ExitCode::Failed;
    }
    print(session::textReport(outcome));
    if (!write(files, outcome)) {
        return ExitCode::Failed;
    }
    return lookahead == Lookahead::Checked
               ? report(session::checkLookahead(*prepared, {{}, &interrupted}))
               : ExitCode::Done;
}

} // namespace

ExitCode runBacktestCommand(std::span<const std::string> arguments)
{
    const auto parsed = parseOrExplain(backtestParser(), arguments);
    if (const auto* code = std::get_if<ExitCode>(&parsed)) {
        return *code;
    }
    const Options& options = std::get<Options>(parsed);
    const auto job = jobOf(options);
    if (!job) {
        return explain(job.error());
    }
    const std::atomic<bool>& interrupted =
        session::watchForInterrupt(); // before any file is opened
    WantedFiles files = wantedFiles();
    if (!open(files, options)) {
        return ExitCode::Failed;
    }
    return runJob(*job, files, options.has("--check") ? Lookahead::Checked : Lookahead::NotChecked,
                  interrupted);
}

} // namespace wick::cli
