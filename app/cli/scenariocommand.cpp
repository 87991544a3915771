#include "app/cli/scenariocommand.h"

#include "app/cli/output.h"
#include "app/cli/verbs.h"
#include "app/session/scenariorunner.h"

#include <QFile>
#include <QSaveFile>

#include <string>

namespace wick::cli {

namespace {

[[nodiscard]] OptionParser parser()
{
    return OptionParser{"scenario FILE [OPTION…]",
                        {{"--journal", "OUT", "write the lines to this file as well"},
                         {"--strict", "", "a failed expectation ends with code 1"}}};
}

[[nodiscard]] std::string lineOf(const std::string& file, int line)
{
    return file + ':' + std::to_string(line);
}

} // namespace

ExitCode runScenarioCommand(std::span<const std::string> arguments)
{
    auto parsed = parseOrExplain(parser(), arguments);
    if (const auto* code = std::get_if<ExitCode>(&parsed)) {
        return *code;
    }
    const Options& options = std::get<Options>(parsed);
    if (options.positional().size() != 1) {
        return wrongUse("scenario needs the name of one file");
    }
    const std::string& name = options.positional().front();
    QFile file{QString::fromStdString(name)};
    if (!file.open(QIODevice::ReadOnly)) {
        complain(name + ": " + file.errorString().toStdString());
        return ExitCode::Failed;
    }
    const auto scenario = session::parseScenario(file.readAll().toStdString());
    if (!scenario) {
        complain(lineOf(name, scenario.error().line) + ": the line " + scenario.error().sentence);
        return ExitCode::Failed;
    }
    std::string journal;
    const auto outcome = session::runScenario(*scenario, [&](std::string_view line) {
        print(line);
        if (options.has("--journal")) {
            journal += line;
        }
    });
    if (const auto path = options.value("--journal")) {
        QSaveFile out{QString::fromStdString(*path)};
        const auto size = static_cast<qint64>(journal.size());
        if (!out.open(QIODevice::WriteOnly) || out.write(journal.data(), size) != size
            || !out.commit()) {
            complain(*path + ": " + out.errorString().toStdString());
            return ExitCode::Failed;
        }
    }
    for (const auto& failed : outcome.failed) {
        complain(lineOf(name, failed.line) + ": " + failed.text + " (found: " + failed.found + ')');
    }
    return options.has("--strict") && !outcome.failed.empty() ? ExitCode::Failed : ExitCode::Done;
}

} // namespace wick::cli
