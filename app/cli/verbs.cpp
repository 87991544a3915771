#include "app/cli/verbs.h"

#include "app/cli/backtestcommand.h"
#include "app/cli/controlcommands.h"
#include "app/cli/datacommand.h"
#include "app/cli/envelopecommand.h"
#include "app/cli/exchangecommand.h"
#include "app/cli/exportcommand.h"
#include "app/cli/lightercommand.h"
#include "app/cli/output.h"
#include "app/cli/riskcommand.h"
#include "app/cli/runcommand.h"
#include "app/cli/scenariocommand.h"
#include "app/cli/strategiescommand.h"
#include "app/cli/tablecommands.h"

#include <algorithm>
#include <array>
#include <vector>

namespace wick::cli {

namespace {

constexpr std::size_t kHelpColumn = 14;

[[nodiscard]] std::string helpOf(std::span<const Verb> known)
{
    std::string text = "usage: wickctl VERB [ARGUMENT…]\n"
                       "       wickctl VERB --help | --help | --version\n\n";
    for (const Verb& verb : known) {
        std::string line = "  " + std::string{verb.name};
        line.resize(std::max(line.size() + 2, kHelpColumn), ' ');
        text += line + std::string{verb.help} + "\n";
    }
    return text;
}

} // namespace

std::span<const Verb> verbs()
{
    static constexpr std::array kVerbs{
        Verb{"run", "run a session without a screen", runSession},
        Verb{"status", "tell what the running session is and does", runStatus},
        Verb{"flatten", "close positions of the running session", runFlatten},
        Verb{"kill", "stop all trading of the running session at once", runKill},
        Verb{"release", "let the running session open positions again after a halt", runRelease},
        Verb{"operator", "pause engines, take a market over, keep entries out for a while",
             runOperator},
        Verb{"export", "write the trade log of a session", runExport},
        Verb{"replay", "play a journal again and compare", runReplay},
        Verb{"envelope", "look at every position of a session with its limits", runEnvelope},
        Verb{"scenario", "play a scripted market, venue and operator", runScenarioCommand},
        Verb{"data", "import, list, check and export candles", runData},
        Verb{"strategies", "list the strategies with their parameters", runStrategiesCommand},
        Verb{"risk", "list the risk limits and presets", runRiskCommand},
        Verb{"backtest", "run strategies over candles", runBacktestCommand},
        Verb{"indicators", "print the indicators of a candle file", runIndicators},
        Verb{"gaps", "print every fair value gap of a candle file", runGaps},
        Verb{"exchange", "offer an exchange for practice to this machine", runExchange},
        Verb{"lighter", "markets, book, candles and a check-up of the venue, without a key",
             runLighter},
    };
    return kVerbs;
}

ExitCode runCommand(std::span<const std::string> arguments, std::span<const Verb> known)
{
    if (arguments.empty()) {
        tell(helpOf(known));
        return ExitCode::WrongUse;
    }
    const std::string& name = arguments.front();
    if (name == "--help" || name == "-h" || name == "help") {
        print(helpOf(known));
        return ExitCode::Done;
    }
    if (name == "--version") {
        print("wickctl " WICK_VERSION "\n");
        return ExitCode::Done;
    }
    const auto verb = std::find_if(known.begin(), known.end(),
                                   [&name](const Verb& each) { return each.name == name; });
    if (verb == known.end()) {
        std::vector<std::string> names;
        for (const Verb& each : known) {
            names.emplace_back(each.name);
        }
        return wrongUse(unknownName("verb", name, names));
    }
    return verb->run(arguments.subspan(1));
}

std::variant<Options, ExitCode> parseOrExplain(const OptionParser& parser,
                                               std::span<const std::string> arguments)
{
    auto options = parser.parse(arguments);
    // Help is given even beside a mistake: whoever asks for it does not know better yet.
    if (std::find(arguments.begin(), arguments.end(), "--help") != arguments.end()) {
        print(parser.help());
        return ExitCode::Done;
    }
    if (!options) {
        return wrongUse(options.error().sentence);
    }
    return std::move(options).value();
}

ExitCode wrongUse(std::string_view sentence)
{
    complain(sentence);
    return ExitCode::WrongUse;
}

} // namespace wick::cli
