#include "app/cli/runcommand.h"

#include "app/cli/output.h"
#include "app/cli/riskoptions.h"
#include "app/cli/runoptions.h"
#include "app/cli/verbs.h"
#include "app/session/datafolder.h"
#include "app/session/interrupt.h"
#include "app/session/replay.h"
#include "app/session/session.h"
#include "app/session/storedlimits.h"
#include "app/session/storedparameters.h"
#include "core/base/decimal.h"
#include "core/io/stores/journaldatabase.h"
#include "core/io/stores/marketdatabase.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <utility>

namespace wick::cli {

using namespace wick::core;
using session::Session;

namespace {

constexpr std::chrono::milliseconds kLookEvery{100};
constexpr std::chrono::milliseconds kJournalPatience{5'000}; ///< it tries again meanwhile

std::string moneyText(Money amount)
{
    return fixedText(amount.count() / 10'000, 2);
}

std::string summaryOf(const session::Snapshot& end)
{
    std::string text = "equity " + moneyText(end.equity) + "\n";
    text += "trades " + std::to_string(end.trades->size()) + "\n";
    for (std::size_t i = 0; i < end.engines.size(); ++i) {
        const auto id = end.engines[i].id;
        const auto trades =
            std::count_if(end.trades->begin(), end.trades->end(),
                          [id](const TradeRow& trade) { return trade.engine == id; });
        text += "engine " + end.engines[i].strategy + " " + end.engines[i].symbol + " trades "
                + std::to_string(trades) + " decisions " + end.decisionDigests[i] + "\n";
    }
    text += "signals " + std::to_string(end.signals) + " refused " + std::to_string(end.refusals)
            + "\n";
    text += "positions_open " + std::to_string(end.positions.size()) + "\n";
    text += "seconds_without_stop " + std::to_string(end.nakedTime.count() / 1'000'000'000) + "\n";
    text += "steps " + std::to_string(end.sequence.count()) + "\n";
    text += "digest " + end.sessionDigest + "\n";
    return text;
}

bool latched(const session::Snapshot& end)
{
    return std::any_of(end.halts.begin(), end.halts.end(),
                       [](const Halt& halt) { return isLatched(halt.kind); });
}

/// The session the request asks for, with the limits in force on this folder; or the sentence that
/// says which file stands in the way.
Result<session::WorkerSetup, std::string> setupOf(RunRequest request,
                                                  const session::DataFolder& folder)
{
    auto stored = session::storedLimits(folder.settings());
    if (!stored) {
        return Failure{stored.error()};
    }
    request.practice.limits = stored->limits;
    if (auto applied = session::applyRisk(request.practice.limits, request.risk); !applied) {
        return Failure{describe(applied.error())};
    }
    if (request.practice.engines.empty()) {
        auto fleet = session::withStoredParameters(session::standardFleet(), folder.settings());
        if (!fleet) {
            return Failure{fleet.error()};
        }
        request.practice.engines = std::move(*fleet);
    }
    if (auto journal = io::checkJournal(folder.journal()); !journal) {
        return Failure{journal.error().sentence.toStdString()};
    }
    auto setup = session::practiceSession(request.practice);
    if (setup) {
        const auto account =
            session::keepIn(folder, QStringLiteral(WICK_VERSION), request.account, *setup);
        if (!account) {
            return Failure{account.error() + "; --new-account needs a file that can be written"};
        }
        tell(*account);
        warnOfContradictions(setup->core.limits);
        tell(stored->version == 0
                 ? std::string{"Risk limits: the built-in ones."}
                 : "Risk limits: version " + std::to_string(stored->version) + " of settings.db.");
    }
    return setup;
}

/// Runs it until its time is up, it is told to end, or its journal cannot be written for too long.
/// False when an engine's thread had to be left behind.
bool play(Session& running)
{
    const std::atomic<bool>& interrupted = session::watchForInterrupt();
    QEventLoop loop;
    bool clean = true;
    QObject::connect(&running, &Session::finished, &loop, [&](bool joined) {
        clean = joined;
        loop.quit();
    });
    QElapsedTimer unwritten; // since the journal has a problem
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &running, [&] {
        const auto now = running.latest();
        if (!now || now->journal.healthy) {
            unwritten.invalidate();
        } else if (!unwritten.isValid()) {
            unwritten.start();
        }
        if (interrupted.load()
            || (unwritten.isValid() && unwritten.hasExpired(kJournalPatience.count()))) {
            running.stop();
        }
    });
    look.start(kLookEvery);
    running.start();
    loop.exec();
    return clean;
}

} // namespace

ExitCode runSession(std::span<const std::string> arguments)
{
    const OptionParser parser = runParser();
    auto parsed = parseOrExplain(parser, arguments);
    if (const auto* code = std::get_if<ExitCode>(&parsed)) {
        return *code;
    }
    const Options& options = std::get<Options>(parsed);
    auto request = runRequestOf(options);
    if (!request) {
        return wrongUse(request.error());
    }
    const auto path = options.value("--data-dir");
    auto folder =
        session::DataFolder::take(path ? QString::fromStdString(*path) : io::defaultDataFolder());
    if (!folder) {
        complain(folder.error().sentence);
        return folder.error().fault == session::DataFolder::Fault::InUse ? ExitCode::AlreadyRunning
                                                                         : ExitCode::Failed;
    }
    auto setup = setupOf(std::move(*request), *folder);
    if (!setup) {
        complain(setup.error());
        return ExitCode::Failed;
    }
    tell(QString{QStringLiteral("Practice market: synthetic prices, paper orders. Journal: ")
                 + folder->journal()});
    Session running{std::move(*setup)};
    const bool clean = play(running);
    const auto end = running.latest();
    if (!end->controlProblem.empty()) {
        complain(end->controlProblem);
        return ExitCode::Failed;
    }
    print(summaryOf(*end));
    if (!end->journal.problem.empty()) {
        complain("the journal could not be written: " + end->journal.problem);
        return ExitCode::Failed;
    }
    if (!clean) {
        complain("an engine's thread did not end and was left behind");
        return ExitCode::Failed;
    }
    return latched(*end) ? ExitCode::RiskHalt : ExitCode::Done;
}

ExitCode runReplay(std::span<const std::string> arguments)
{
    const OptionParser parser{
        "replay JOURNAL [--session N] [--verify]",
        {{"--session", "N", "which session of the journal (default: the last)"},
         {"--verify", "", "fail unless chain and digests agree"}}};
    auto parsed = parseOrExplain(parser, arguments);
    if (const auto* code = std::get_if<ExitCode>(&parsed)) {
        return *code;
    }
    const Options& options = std::get<Options>(parsed);
    if (options.positional().size() != 1) {
        return wrongUse("replay takes one journal");
    }
    session::ReplayRequest request;
    request.journal = QString::fromStdString(options.positional().front());
    request.cancel = &session::watchForInterrupt();
    if (const auto text = options.value("--session")) {
        const auto number = parseScaled(*text, 0);
        if (!number) {
            return wrongUse("--session: '" + *text + "' is not a whole number");
        }
        request.session = *number;
    }
    const auto report = session::replay(request);
    if (!report) {
        complain(report.error());
        return ExitCode::Failed;
    }
    print("session " + std::to_string(report->session) + "\ninputs "
          + std::to_string(report->inputs) + "\ncheckpoints " + std::to_string(report->checkpoints)
          + "\ntrades " + std::to_string(report->trades) + "\nequity " + moneyText(report->equity)
          + "\ndigest " + report->sessionDigest + "\n");
    for (const auto& difference : report->differences) {
        print("differs " + difference.what + " at input " + std::to_string(difference.seq) + "\n");
    }
    if (!options.has("--verify")) {
        return ExitCode::Done;
    }
    if (report->checkpoints == 0) {
        complain("the journal has no checkpoint to compare with");
        return ExitCode::Failed;
    }
    print(report->agrees() ? "verified\n" : "not verified\n");
    return report->agrees() ? ExitCode::Done : ExitCode::Failed;
}

} // namespace wick::cli
