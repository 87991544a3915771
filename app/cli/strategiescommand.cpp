#include "app/cli/strategiescommand.h"

#include "app/cli/output.h"
#include "app/cli/verbs.h"
#include "core/base/unreachable.h"
#include "core/io/jsonwriter.h"
#include "core/market/timeframe.h"
#include "strategies/catalog.h"

namespace wick::cli {

namespace {

[[nodiscard]] std::string joined(const std::vector<std::string>& words, char between)
{
    std::string line;
    for (const std::string& word : words) {
        line += (line.empty() ? std::string{} : std::string{between}) + word;
    }
    return line;
}

/// Values that the parameter takes: "2..500", "sma|ema", "on|off".
[[nodiscard]] std::string rangeOf(const core::ParameterDeclaration& parameter)
{
    switch (parameter.kind) {
    case core::ParameterKind::Choice:
        return joined(core::choiceTokens(parameter), '|');
    case core::ParameterKind::Flag:
        return "on|off";
    case core::ParameterKind::Integer:
    case core::ParameterKind::Number:
        return io::numberText(parameter.low) + ".." + io::numberText(parameter.high);
    }
    core::unreachable();
}

[[nodiscard]] std::string describe(const core::CatalogEntry& entry)
{
    const core::ParameterSet standard{entry.parameters};
    const auto strategy = entry.create(standard);
    const core::Description& described = strategy->describe();
    std::string text = "strategy\t" + entry.name + '\t'
                       + (described.markets.empty() ? "any" : joined(described.markets, ',')) + '\t'
                       + core::timeframeText(described.timeframe) + '\t' + described.summary + '\n';
    for (std::size_t i = 0; i < entry.parameters.size(); ++i) {
        const core::ParameterDeclaration& parameter = entry.parameters[i];
        text += "parameter\t" + entry.name + '\t' + parameter.name + '\t' + standard.text(i) + '\t'
                + rangeOf(parameter) + '\t' + (parameter.unit.empty() ? "-" : parameter.unit) + '\t'
                + parameter.help + '\n';
    }
    for (const core::Reason& reason : described.reasons) {
        text += "reason\t" + entry.name + '\t' + std::string{reason.token} + '\t'
                + std::string{reason.sentence} + '\n';
    }
    return text;
}

} // namespace

ExitCode runStrategiesCommand(std::span<const std::string> arguments)
{
    const OptionParser parser{
        "strategies\n"
        "Lists every strategy; a line each, fields between tabs:\n"
        "  strategy   name, markets it is made for, default timeframe, summary\n"
        "  parameter  strategy, name, default, range, unit, help\n"
        "  reason     strategy, token, sentence\n",
        {}};
    const auto parsed = parseOrExplain(parser, arguments);
    if (const auto* code = std::get_if<ExitCode>(&parsed)) {
        return *code;
    }
    if (!std::get<Options>(parsed).positional().empty()) {
        return wrongUse("strategies takes no argument");
    }
    const core::StrategyCatalog catalog = strategies::catalog();
    for (const core::CatalogEntry& entry : catalog.entries()) {
        print(describe(entry));
    }
    return ExitCode::Done;
}

} // namespace wick::cli
