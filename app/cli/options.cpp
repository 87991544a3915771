#include "app/cli/options.h"

#include "core/base/nearestname.h"

#include <algorithm>
#include <utility>

namespace wick::cli {

using core::Failure;
using core::Result;

namespace {

constexpr std::size_t kHelpColumn = 28;

[[nodiscard]] bool looksLikeOption(std::string_view argument)
{
    return argument.size() > 1 && argument[0] == '-' && !(argument[1] >= '0' && argument[1] <= '9')
           && argument[1] != '.';
}

} // namespace

bool Options::has(std::string_view name) const
{
    return m_values.find(name) != m_values.end();
}

std::optional<std::string> Options::value(std::string_view name) const
{
    const auto found = m_values.find(name);
    return found == m_values.end() ? std::nullopt : std::optional{found->second.back()};
}

std::string Options::valueOr(std::string_view name, std::string_view otherwise) const
{
    return value(name).value_or(std::string{otherwise});
}

const std::vector<std::string>& Options::values(std::string_view name) const
{
    static const std::vector<std::string> none;
    const auto found = m_values.find(name);
    return found == m_values.end() ? none : found->second;
}

OptionParser::OptionParser(std::string usage, std::vector<OptionSpec> specs)
    : m_usage(std::move(usage))
    , m_specs(std::move(specs))
{
    m_specs.push_back({"--help", {}, "show this", Occurrence::Repeatable});
}

const OptionSpec* OptionParser::find(std::string_view name) const
{
    const auto found = std::find_if(m_specs.begin(), m_specs.end(),
                                    [name](const OptionSpec& spec) { return spec.name == name; });
    return found == m_specs.end() ? nullptr : &*found;
}

UsageError OptionParser::unknown(std::string_view name) const
{
    std::vector<std::string> names;
    for (const OptionSpec& spec : m_specs) {
        names.push_back(spec.name);
    }
    return {unknownName("option", name, names)};
}

Result<Options, UsageError> OptionParser::parse(std::span<const std::string> arguments) const
{
    Options options;
    while (!arguments.empty()) {
        const std::string& argument = arguments.front();
        if (argument == "--") {
            options.m_positional.insert(options.m_positional.end(), arguments.begin() + 1,
                                        arguments.end());
            break;
        }
        if (!looksLikeOption(argument)) {
            options.m_positional.push_back(argument);
            arguments = arguments.subspan(1);
        } else if (const auto used = take(arguments, options)) {
            arguments = arguments.subspan(*used);
        } else {
            return Failure{used.error()};
        }
    }
    return options;
}

Result<std::size_t, UsageError> OptionParser::take(std::span<const std::string> arguments,
                                                   Options& options) const
{
    const std::string& argument = arguments.front();
    const std::size_t equals = argument.find('=');
    const std::string name = argument.substr(0, equals);
    const OptionSpec* const spec = find(name);
    if (spec == nullptr) {
        return Failure{unknown(name)};
    }
    const bool joined = equals != std::string::npos;
    const bool follows = !joined && !spec->value.empty() && arguments.size() > 1;
    if (spec->value.empty() && joined) {
        return Failure{UsageError{name + " takes no value"}};
    }
    if (!spec->value.empty() && !joined && !follows) {
        return Failure{UsageError{name + " needs a value: " + spec->value}};
    }
    auto& values = options.m_values[name];
    if (!values.empty() && spec->occurrence == Occurrence::Once) {
        return Failure{UsageError{name + " is given twice"}};
    }
    values.push_back(joined ? argument.substr(equals + 1) : follows ? arguments[1] : std::string{});
    return follows ? std::size_t{2} : std::size_t{1};
}

std::string OptionParser::help() const
{
    std::string text = "usage: wickctl " + m_usage + "\n";
    for (const OptionSpec& spec : m_specs) {
        std::string line =
            "  " + spec.name + (spec.value.empty() ? "" : " " + spec.value)
            + (spec.occurrence == Occurrence::Repeatable && !spec.value.empty() ? "…" : "");
        line.resize(std::max(line.size() + 2, kHelpColumn), ' ');
        text += line + spec.help + "\n";
    }
    return text;
}

std::string
unknownName(std::string_view what, std::string_view name, std::span<const std::string> known)
{
    std::string sentence = "there is no " + std::string{what} + " '" + std::string{name} + "'";
    const std::string nearest = core::nearestName(name, known);
    if (!nearest.empty()) {
        sentence += "; did you mean '" + nearest + "'?";
    }
    return sentence;
}

} // namespace wick::cli
