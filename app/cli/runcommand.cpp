#include "app/cli/runcommand.h"

#include "app/cli/output.h"
#include "app/cli/verbs.h"
#include "app/session/interrupt.h"
#include "app/session/replay.h"
#include "app/session/session.h"
#include "core/base/decimal.h"
#include "core/io/stores/marketdatabase.h"
#include "core/market/timeframe.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <charconv>
#include <chrono>

namespace wick::cli {

using namespace wick::core;
using session::Session;

namespace {

constexpr std::chrono::milliseconds kLookEvery{100};

OptionParser runParser()
{
    return {
        "run [OPTION…]",
        {{"--venue", "NAME", "practice: paper on the practice market (default)"},
         {"--speed", "N", "1, 10, 60 or max: market seconds a second (default 1)"},
         {"--for", "TIME", "market time after which it ends: 30m, 6h, 1d"},
         {"--seed", "N", "seed of the practice market"},
         {"--balance", "USDC", "start balance (default 100000)"},
         {"--risk", "KEY=VALUE", "a risk limit, as in backtest", Occurrence::Repeatable},
         {"--data-dir", "FOLDER", "where journal and lock are (default: the user's data folder)"}}};
}

std::optional<session::Speed> speedOf(const std::string& text)
{
    if (text == "1") {
        return session::Speed::Real;
    }
    if (text == "10") {
        return session::Speed::Ten;
    }
    if (text == "60") {
        return session::Speed::Sixty;
    }
    return text == "max" ? std::optional{session::Speed::Max} : std::nullopt;
}

/// The request the options describe, or the sentence that says what is wrong with them.
Result<session::PracticeRequest, std::string> requestOf(const Options& options)
{
    session::PracticeRequest request;
    request.balance = usdc(100'000);
    const std::string venue = options.valueOr("--venue", "practice");
    if (venue != "practice") {
        return Failure{"the venue '" + venue + "' is not available in this version; practice is"};
    }
    const auto speed = speedOf(options.valueOr("--speed", "1"));
    if (!speed) {
        return Failure{std::string{"--speed is 1, 10, 60 or max"}};
    }
    request.speed = *speed;
    if (const auto text = options.value("--for")) {
        const auto time = parseTimeframe(*text);
        if (!time) {
            return Failure{"--for: '" + *text + "' " + std::string{describe(time.error())}};
        }
        request.runFor = *time;
    }
    if (const auto text = options.value("--seed")) {
        const auto [end, error] =
            std::from_chars(text->data(), text->data() + text->size(), request.seed);
        if (error != std::errc{} || end != text->data() + text->size()) {
            return Failure{"--seed: '" + *text + "' is not a whole number"};
        }
    }
    if (const auto text = options.value("--balance")) {
        const auto amount = parseScaled(*text, 6);
        if (!amount || *amount <= 0) {
            return Failure{"--balance: '" + *text + "' is not an amount above zero"};
        }
        request.balance = Money{*amount};
    }
    for (const auto& pair : options.values("--risk")) {
        const auto at = pair.find('=');
        const auto set = setLimit(request.limits, pair.substr(0, at),
                                  at == std::string::npos ? "" : pair.substr(at + 1));
        if (!set) {
            const auto& error = set.error();
            return Failure{"--risk: '" + pair + "' is not a limit"
                           + (error.nearest.empty() ? std::string{}
                                                    : "; did you mean " + error.nearest + "?")};
        }
    }
    return request;
}

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
                       [](const Halt& halt) { return halt.kind != HaltKind::Daily; });
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
    const auto request = requestOf(options);
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
    auto setup = session::practiceSession(*request);
    if (!setup) {
        complain(setup.error());
        return ExitCode::Failed;
    }
    session::keepIn(*folder, QStringLiteral(WICK_VERSION), *setup);

    const std::atomic<bool>& interrupted = session::watchForInterrupt();
    QEventLoop loop;
    bool clean = true;
    Session running{std::move(*setup)};
    QObject::connect(&running, &Session::finished, &loop, [&](bool joined) {
        clean = joined;
        loop.quit();
    });
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &running, [&] {
        if (interrupted.load()) {
            running.stop();
        }
    });
    look.start(kLookEvery);
    tell(QString{QStringLiteral("Practice market: synthetic prices, paper orders. Journal: ")
                 + folder->journal()});
    running.start();
    loop.exec();

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
