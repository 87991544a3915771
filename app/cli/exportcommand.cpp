#include "app/cli/exportcommand.h"

#include "app/cli/output.h"
#include "app/cli/verbs.h"
#include "app/session/interrupt.h"
#include "app/session/replay.h"
#include "app/session/tradeexport.h"
#include "core/base/decimal.h"
#include "core/io/outputfile.h"
#include "core/io/stores/marketdatabase.h"

namespace wick::cli {

using namespace wick::core;

namespace {

OptionParser exportParser()
{
    return {"export trades --csv FILE [OPTION…]",
            {{"--csv", "FILE", "where the trade log goes; needed"},
             {"--session", "N", "which session of the journal (default: the last)"},
             {"--data-dir", "FOLDER", "where the journal is (default: the user's data folder)"}}};
}

[[nodiscard]] ExitCode exportTrades(const Options& options)
{
    const auto csv = options.value("--csv");
    if (!csv) {
        return wrongUse("export trades needs --csv FILE");
    }
    session::ReplayRequest request;
    const QString folder = QString::fromStdString(options.valueOr("--data-dir", ""));
    request.journal =
        (folder.isEmpty() ? io::defaultDataFolder() : folder) + QStringLiteral("/journal.db");
    request.cancel = &session::watchForInterrupt();
    if (const auto text = options.value("--session")) {
        const auto number = parseScaled(*text, 0);
        if (!number || *number < 1) {
            return wrongUse("--session: '" + *text + "' is not a number from 1");
        }
        request.session = *number;
    }
    auto file = io::OutputFile::open(QString::fromStdString(*csv));
    if (!file) {
        complain(file.error().sentence);
        return ExitCode::Failed;
    }
    const auto log = session::tradesOf(std::move(request));
    if (!log) {
        complain(log.error());
        return ExitCode::Failed;
    }
    if (const auto written = file->commit(log->csv); !written) {
        complain(written.error().sentence);
        return ExitCode::Failed;
    }
    print("session " + std::to_string(log->session) + "\ntrades " + std::to_string(log->closed)
          + "\nopen " + std::to_string(log->open) + "\nnet_profit " + fixedText(log->net.count(), 6)
          + "\nequity " + fixedText(log->equity.count(), 6) + "\n");
    return ExitCode::Done;
}

} // namespace

ExitCode runExport(std::span<const std::string> arguments)
{
    const OptionParser parser = exportParser();
    auto parsed = parseOrExplain(parser, arguments);
    if (const auto* code = std::get_if<ExitCode>(&parsed)) {
        return *code;
    }
    const Options& options = std::get<Options>(parsed);
    if (options.positional().size() != 1) {
        return wrongUse("export takes one word: trades");
    }
    const std::string& what = options.positional().front();
    if (what != "trades") {
        const std::vector<std::string> known{"trades"};
        return wrongUse(unknownName("export of", what, known));
    }
    return exportTrades(options);
}

} // namespace wick::cli
