#include "app/cli/controlcommands.h"

#include "app/cli/controlclient.h"
#include "app/cli/output.h"
#include "app/cli/verbs.h"
#include "core/base/decimal.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QThread>

#include <optional>

namespace wick::cli {

using core::Failure;
using core::Result;

namespace {

constexpr unsigned long kAskEveryMs = 100;
constexpr std::int64_t kDefaultTimeout = 30; ///< seconds
constexpr std::int64_t kLongestTimeout = 86'400;

[[nodiscard]] OptionSpec folderOption()
{
    return {"--data-dir", "FOLDER", "the session's folder (default: the user's data folder)"};
}

[[nodiscard]] OptionSpec timeoutOption()
{
    return {"--timeout", "SECONDS", "how long to wait until flat is verified (default 30)"};
}

[[nodiscard]] QString folderOf(const Options& options)
{
    return QString::fromStdString(options.valueOr("--data-dir", ""));
}

[[nodiscard]] std::string text(const QJsonValue& value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return value.toBool() ? "yes" : "no";
    case QJsonValue::Double:
        return QString::number(value.toDouble(), 'f', QLocale::FloatingPointShortest).toStdString();
    case QJsonValue::String:
        return value.toString().isEmpty() ? "-" : value.toString().toStdString();
    case QJsonValue::Null:
    case QJsonValue::Undefined:
    case QJsonValue::Array:
    case QJsonValue::Object:
        return "-";
    }
    return "-";
}

[[nodiscard]] std::string money(const QJsonValue& value)
{
    return QString::number(value.toDouble(), 'f', 2).toStdString();
}

[[nodiscard]] std::string engineLine(const QJsonObject& engine)
{
    const auto field = [&engine](const char* key) {
        return text(engine[QLatin1String{key}]);
    };
    return "engine " + field("engine") + ' ' + field("strategy") + ' ' + field("market") + ' '
           + field("timeframe") + ' ' + field("control") + " position " + field("position")
           + " orders " + field("working_orders") + " flattening " + field("flattening")
           + " answering " + field("answering") + " day_result "
           + money(engine[QLatin1String{"day_result"}]) + " halt " + field("halt") + '\n';
}

/// A line a field: the name, a blank, the value; an engine or a halt is a line of its own.
[[nodiscard]] std::string linesOf(const QJsonObject& status)
{
    std::string lines;
    for (const char* key : {"mode", "speed", "market_paused", "time", "started"}) {
        lines += std::string{key} + ' ' + text(status[QLatin1String{key}]) + '\n';
    }
    for (const char* key : {"equity", "balance", "day_result", "open_risk"}) {
        lines += std::string{key} + ' ' + money(status[QLatin1String{key}]) + '\n';
    }
    for (const char* key : {"entries_locked", "positions_open", "working_orders", "flat", "trades",
                            "signals", "refused", "steps"})
    {
        lines += std::string{key} + ' ' + text(status[QLatin1String{key}]) + '\n';
    }
    for (const QJsonValue engine : status[QLatin1String{"engines"}].toArray()) {
        lines += engineLine(engine.toObject());
    }
    for (const QJsonValue halt : status[QLatin1String{"halts"}].toArray()) {
        lines += "halt " + text(halt[QLatin1String{"reason"}]) + " engine "
                 + text(halt[QLatin1String{"engine"}]) + " since "
                 + text(halt[QLatin1String{"since"}]) + '\n';
    }
    const QJsonValue journal = status[QLatin1String{"journal"}];
    lines += "journal " + std::string{journal[QLatin1String{"healthy"}].toBool() ? "good " : "bad "}
             + text(journal[QLatin1String{"problem"}]) + '\n';
    return lines + "digest " + text(status[QLatin1String{"digest"}]) + '\n';
}

/// What is known of a command on its way.
struct Progress
{
    bool flat = false;
    std::string open; ///< the markets that are not flat yet
};

[[nodiscard]] Progress progressOf(const QJsonObject& status, const QJsonObject& accepted)
{
    Progress progress;
    const bool applied = status[QLatin1String{"commands"}][QLatin1String{"applied"}].toInteger()
                         >= accepted[QLatin1String{"command"}].toInteger();
    const QJsonArray concerned = accepted[QLatin1String{"engines"}].toArray();
    for (const QJsonValue engine : status[QLatin1String{"engines"}].toArray()) {
        const bool flat = engine[QLatin1String{"flat"}].toBool();
        if (concerned.contains(engine[QLatin1String{"engine"}]) && !flat) {
            progress.open += ' ' + text(engine[QLatin1String{"market"}]);
        }
    }
    progress.flat = applied && progress.open.empty();
    return progress;
}

/// How long the close took that is over now: lines "word value".
[[nodiscard]] std::string timesOf(const QJsonObject& status)
{
    std::string lines;
    const QJsonObject flatten = status[QLatin1String{"flatten"}].toObject();
    for (const char* key : {"took_ms", "last_cancel_ms", "wall_took_ms", "wall_last_cancel_ms"}) {
        lines += std::string{key} + ' ' + text(flatten[QLatin1String{key}]) + '\n';
    }
    return lines;
}

/// Asks until everything the command concerns is verified flat, or until time is up.
[[nodiscard]] ExitCode
awaitFlat(ControlClient& client, const QJsonObject& accepted, std::int64_t seconds)
{
    QElapsedTimer clock;
    clock.start();
    Progress progress;
    while (true) {
        const auto status = client.ask({{QStringLiteral("request"), QStringLiteral("status")}});
        if (!status) {
            print("flat no\n");
            complain(status.error() + " before it was seen flat");
            return ExitCode::NotFlatAtExit;
        }
        progress = progressOf(status->object, accepted);
        if (progress.flat) {
            print("flat yes\n" + timesOf(status->object));
            return ExitCode::Done;
        }
        if (clock.elapsed() >= seconds * 1'000) {
            break;
        }
        QThread::msleep(kAskEveryMs);
    }
    print("flat no\n");
    complain("not flat after " + std::to_string(seconds) + " s:" + progress.open
             + "; the session goes on closing, see wickctl status");
    return ExitCode::NotFlatAtExit;
}

/// Asks until the command was applied; the status of then.
[[nodiscard]] Result<QJsonObject, std::string> awaitApplied(ControlClient& client,
                                                            const QJsonObject& accepted)
{
    const qint64 number = accepted[QLatin1String{"command"}].toInteger();
    while (true) {
        auto status = client.ask({{QStringLiteral("request"), QStringLiteral("status")}});
        if (!status) {
            return Failure{status.error()};
        }
        if (status->object[QLatin1String{"commands"}][QLatin1String{"applied"}].toInteger()
            >= number) {
            return std::move(status->object);
        }
        QThread::msleep(kAskEveryMs);
    }
}

/// Waits for a release, and tells whether the halt is still in force then.
[[nodiscard]] ExitCode
awaitRelease(ControlClient& client, const QJsonObject& accepted, const QJsonObject& request)
{
    const auto status = awaitApplied(client, accepted);
    if (!status) {
        complain(status.error());
        return ExitCode::Failed;
    }
    for (const QJsonValue halt : (*status)[QLatin1String{"halts"}].toArray()) {
        const QJsonValue engine = request[QLatin1String{"engine"}];
        if (halt[QLatin1String{"kind"}] == request[QLatin1String{"halt"}]
            && (engine.isUndefined() ? halt[QLatin1String{"engine"}].isNull()
                                     : halt[QLatin1String{"engine"}] == engine))
        {
            print("released no\n");
            complain("the halt stays in force: a drawdown halt can be released 24 hours of "
                     "market time after it fired");
            return ExitCode::Refused;
        }
    }
    print("released yes\n");
    return ExitCode::Done;
}

[[nodiscard]] Result<std::int64_t, std::string> timeoutOf(const Options& options)
{
    const auto given = options.value("--timeout");
    if (!given) {
        return kDefaultTimeout;
    }
    const auto seconds = core::parseScaled(*given, 0);
    if (!seconds || *seconds < 0 || *seconds > kLongestTimeout) {
        return Failure{"--timeout: '" + *given + "' is not a number of seconds from 0 to 86400"};
    }
    return *seconds;
}

/// Puts --market or --engine into a request; why it cannot, empty when it can.
[[nodiscard]] std::string aim(const Options& options, QJsonObject& request)
{
    if (const auto market = options.value("--market")) {
        request.insert(QStringLiteral("market"), QString::fromStdString(*market));
    }
    if (const auto engine = options.value("--engine")) {
        const auto number = core::parseScaled(*engine, 0);
        if (!number || *number < 0) {
            return "--engine: '" + *engine + "' is not the number of an engine";
        }
        if (options.has("--market")) {
            return "--market and --engine exclude each other";
        }
        request.insert(QStringLiteral("engine"), qint64{*number});
    }
    return {};
}

[[nodiscard]] ExitCode send(const Options& options, const QJsonObject& request)
{
    const auto seconds = timeoutOf(options);
    if (!seconds) {
        return wrongUse(seconds.error());
    }
    auto client = ControlClient::open(folderOf(options));
    if (!client) {
        complain(client.error());
        return ExitCode::Failed;
    }
    const auto accepted = client->ask(request);
    if (!accepted) {
        complain(accepted.error());
        return ExitCode::Failed;
    }
    tell("accepted; waiting until flat is verified");
    return awaitFlat(*client, accepted->object, *seconds);
}

} // namespace

ExitCode runStatus(std::span<const std::string> arguments)
{
    const OptionParser parser{"status [OPTION…]",
                              {folderOption(), {"--json", "", "the session's answer as JSON"}}};
    auto parsed = parseOrExplain(parser, arguments);
    if (const auto* code = std::get_if<ExitCode>(&parsed)) {
        return *code;
    }
    const Options& options = std::get<Options>(parsed);
    if (!options.positional().empty()) {
        return wrongUse("status takes no argument");
    }
    auto client = ControlClient::open(folderOf(options));
    if (!client) {
        complain(client.error());
        return ExitCode::Failed;
    }
    const auto status = client->ask({{QStringLiteral("request"), QStringLiteral("status")}});
    if (!status) {
        complain(status.error());
        return ExitCode::Failed;
    }
    print(options.has("--json") ? status->line.toStdString() : linesOf(status->object));
    return ExitCode::Done;
}

ExitCode runFlatten(std::span<const std::string> arguments)
{
    const OptionParser parser{
        "flatten [--market M | --engine N] [OPTION…]",
        {{"--market", "M", "only the engines on this market: ETH"},
         {"--engine", "N", "only this engine, by its number in wickctl status"},
         timeoutOption(),
         folderOption()}};
    auto parsed = parseOrExplain(parser, arguments);
    if (const auto* code = std::get_if<ExitCode>(&parsed)) {
        return *code;
    }
    const Options& options = std::get<Options>(parsed);
    if (!options.positional().empty()) {
        return wrongUse("flatten takes no argument; --market or --engine choose");
    }
    QJsonObject request{{QStringLiteral("request"), QStringLiteral("flatten")}};
    if (const std::string sentence = aim(options, request); !sentence.empty()) {
        return wrongUse(sentence);
    }
    return send(options, request);
}

ExitCode runRelease(std::span<const std::string> arguments)
{
    const OptionParser parser{
        "release --halt KIND --why TEXT [OPTION…]",
        {{"--halt", "KIND", "as in wickctl status: kill, drawdown, mismatch, state_lost, daily …"},
         {"--why", "TEXT", "what was looked at; it is kept with the release"},
         {"--engine", "N", "for a halt of one engine, by its number in wickctl status"},
         folderOption()}};
    auto parsed = parseOrExplain(parser, arguments);
    if (const auto* code = std::get_if<ExitCode>(&parsed)) {
        return *code;
    }
    const Options& options = std::get<Options>(parsed);
    const auto halt = options.value("--halt");
    const auto why = options.value("--why");
    if (!options.positional().empty() || !halt || !why) {
        return wrongUse("release takes --halt KIND and --why TEXT");
    }
    QJsonObject request{{QStringLiteral("request"), QStringLiteral("release")},
                        {QStringLiteral("halt"), QString::fromStdString(*halt)},
                        {QStringLiteral("why"), QString::fromStdString(*why)}};
    if (const auto engine = options.value("--engine")) {
        const auto number = core::parseScaled(*engine, 0);
        if (!number || *number < 0) {
            return wrongUse("--engine: '" + *engine + "' is not the number of an engine");
        }
        request.insert(QStringLiteral("engine"), qint64{*number});
    }
    auto client = ControlClient::open(folderOf(options));
    if (!client) {
        complain(client.error());
        return ExitCode::Failed;
    }
    const auto accepted = client->ask(request);
    if (!accepted) {
        complain(accepted.error());
        return ExitCode::Failed;
    }
    return awaitRelease(*client, accepted->object, request);
}

ExitCode runOperator(std::span<const std::string> arguments)
{
    const OptionParser parser{
        "operator COMMAND [--market M | --engine N] [OPTION…]\n"
        "COMMAND is pause, resume or stop (engines), take_over or hand_back (a market is traded "
        "by hand),\nadd_event or clear_events (entries are kept out for a while), lock_entries or "
        "unlock_entries.",
        {{"--market", "M", "only this market: ETH"},
         {"--engine", "N", "only this engine, by its number in wickctl status"},
         {"--minutes", "N", "add_event: how long it keeps entries out, from now on"},
         {"--why", "TEXT", "kept with the command"},
         folderOption()}};
    auto parsed = parseOrExplain(parser, arguments);
    if (const auto* code = std::get_if<ExitCode>(&parsed)) {
        return *code;
    }
    const Options& options = std::get<Options>(parsed);
    if (options.positional().size() != 1) {
        return wrongUse("operator takes one command");
    }
    QJsonObject request{
        {QStringLiteral("request"), QStringLiteral("operator")},
        {QStringLiteral("command"), QString::fromStdString(options.positional().front())}};
    if (const std::string sentence = aim(options, request); !sentence.empty()) {
        return wrongUse(sentence);
    }
    if (const auto minutes = options.value("--minutes")) {
        const auto number = core::parseScaled(*minutes, 0);
        if (!number) {
            return wrongUse("--minutes: '" + *minutes + "' is not a whole number");
        }
        request.insert(QStringLiteral("minutes"), qint64{*number});
    }
    if (const auto why = options.value("--why")) {
        request.insert(QStringLiteral("why"), QString::fromStdString(*why));
    }
    auto client = ControlClient::open(folderOf(options));
    if (!client) {
        complain(client.error());
        return ExitCode::Failed;
    }
    const auto accepted = client->ask(request);
    const auto status = accepted ? awaitApplied(*client, accepted->object)
                                 : Result<QJsonObject, std::string>{Failure{accepted.error()}};
    if (!status) {
        complain(status.error());
        return ExitCode::Failed;
    }
    print("done yes\n");
    return ExitCode::Done;
}

ExitCode runKill(std::span<const std::string> arguments)
{
    const OptionParser parser{"kill [OPTION…]", {timeoutOption(), folderOption()}};
    auto parsed = parseOrExplain(parser, arguments);
    if (const auto* code = std::get_if<ExitCode>(&parsed)) {
        return *code;
    }
    const Options& options = std::get<Options>(parsed);
    if (!options.positional().empty()) {
        return wrongUse("kill takes no argument: it stops everything");
    }
    return send(options, {{QStringLiteral("request"), QStringLiteral("kill")}});
}

} // namespace wick::cli
