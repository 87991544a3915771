#include "app/cli/riskcommand.h"

#include "app/cli/output.h"
#include "app/cli/riskoptions.h"
#include "app/cli/verbs.h"
#include "app/session/storedlimits.h"
#include "core/io/stores/marketdatabase.h"
#include "core/risk/risklimits.h"

namespace wick::cli {

using namespace wick::core;

namespace {

/// Values that the limit takes: "0.001..0.5|none", "cut|refuse".
[[nodiscard]] std::string rangeOf(const LimitKey& key)
{
    std::string range;
    for (const std::string_view choice : key.choices) {
        range += (range.empty() ? "" : "|") + std::string{choice};
    }
    if (range.empty()) {
        range = limitValueText(key, key.low) + ".." + limitValueText(key, key.high);
    }
    return range + (key.mayBeNone ? "|none" : "");
}

[[nodiscard]] std::string
lineOf(const RiskLimits& limits, const LimitKey& key, const std::string& name)
{
    return "limit\t" + name + '\t' + limitText(limits, name) + '\t' + rangeOf(key) + '\t'
           + std::string{key.help} + '\n';
}

[[nodiscard]] std::string linesOf(const RiskLimits& limits)
{
    std::string lines;
    for (const LimitKey& key : limitKeys()) {
        const std::string name{key.key};
        lines += lineOf(limits, key, name);
        if (key.scoped) {
            lines += lineOf(limits, key, "engine." + name);
            for (const auto& market : limits.markets) {
                lines += lineOf(limits, key, market.market + '.' + name);
            }
        }
    }
    for (const LimitPreset& preset : limitPresets()) {
        lines += "preset\t" + std::string{preset.name} + '\t' + std::string{preset.help} + '\n';
    }
    for (const LimitWarning& warning : contradictions(limits, kUsualRisk)) {
        lines += "warning\t" + warning.key + '\t' + warning.other + '\t' + warning.sentence + '\n';
    }
    return lines;
}

} // namespace

ExitCode runRiskCommand(std::span<const std::string> arguments)
{
    const OptionParser parser{
        "risk [OPTION…]\n"
        "Lists every risk limit as it would be in force; a line each, fields between tabs:\n"
        "  limit    key, value, range, help; engine. and MARKET. forms where there are some\n"
        "  preset   name, help; --risk preset=NAME replaces every limit\n"
        "  warning  key, the key it contradicts, sentence\n",
        {riskOption(),
         {"--data-dir", "FOLDER", "whose settings.db is read (default: the user's data folder)"}}};
    auto parsed = parseOrExplain(parser, arguments);
    if (const auto* code = std::get_if<ExitCode>(&parsed)) {
        return *code;
    }
    const Options& options = std::get<Options>(parsed);
    if (!options.positional().empty()) {
        return wrongUse("risk takes no argument");
    }
    const auto settings = riskSettings(options);
    if (!settings) {
        return wrongUse(describe(settings.error()));
    }
    const auto folder = options.value("--data-dir");
    auto stored =
        session::storedLimits((folder ? QString::fromStdString(*folder) : io::defaultDataFolder())
                              + QStringLiteral("/settings.db"));
    if (!stored) {
        complain(stored.error());
        return ExitCode::Failed;
    }
    if (const auto applied = session::applyRisk(stored->limits, *settings); !applied) {
        return wrongUse("--risk: " + describe(applied.error()));
    }
    print(linesOf(stored->limits));
    return ExitCode::Done;
}

} // namespace wick::cli
