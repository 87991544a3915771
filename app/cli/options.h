#pragma once

#include "core/base/result.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wick::cli {

enum class Occurrence : std::uint8_t
{
    Once,
    Repeatable,
};

/// An option that a verb takes: `{"--market", "NAME", "the market of the candles"}`.
struct OptionSpec
{
    std::string name;  ///< with its two dashes
    std::string value; ///< how the help names its value; empty for an option that stands alone
    std::string help;  ///< one line
    Occurrence occurrence = Occurrence::Once;
};

/// Why a command line cannot be understood, in one sentence.
struct UsageError
{
    std::string sentence;
};

/// What a command line said.
class Options
{
public:
    [[nodiscard]] bool has(std::string_view name) const;
    /// The value given last; nothing where the option is not there.
    [[nodiscard]] std::optional<std::string> value(std::string_view name) const;
    [[nodiscard]] std::string valueOr(std::string_view name, std::string_view otherwise) const;
    /// All values of a repeatable option, in order.
    [[nodiscard]] const std::vector<std::string>& values(std::string_view name) const;
    /// What is no option, in order.
    [[nodiscard]] const std::vector<std::string>& positional() const noexcept
    {
        return m_positional;
    }

private:
    friend class OptionParser;
    std::map<std::string, std::vector<std::string>, std::less<>> m_values;
    std::vector<std::string> m_positional;
};

/// Reads the arguments of one verb. `--name value` and `--name=value` are the same, `--` ends the
/// options, and a single `-` or a negative number is no option.
class OptionParser
{
public:
    /// `usage` is the line after "usage: wickctl ". `--help` is always understood.
    OptionParser(std::string usage, std::vector<OptionSpec> specs);

    /// Errors: an unknown option (with the nearest name), a value missing or not wanted, an option
    /// given twice that is not repeatable.
    [[nodiscard]] core::Result<Options, UsageError>
    parse(std::span<const std::string> arguments) const;
    /// The usage line and a line for each option.
    [[nodiscard]] std::string help() const;

private:
    /// Takes the option in front, and its value, into `options`; how many arguments they were.
    [[nodiscard]] core::Result<std::size_t, UsageError> take(std::span<const std::string> arguments,
                                                             Options& options) const;
    [[nodiscard]] const OptionSpec* find(std::string_view name) const;
    [[nodiscard]] UsageError unknown(std::string_view name) const;

    std::string m_usage;
    std::vector<OptionSpec> m_specs;
};

/// "there is no WHAT 'NAME'; did you mean 'NEAREST'?", the question only where a name is near.
[[nodiscard]] std::string
unknownName(std::string_view what, std::string_view name, std::span<const std::string> known);

} // namespace wick::cli
