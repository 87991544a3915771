#pragma once

#include "app/cli/exitcodes.h"
#include "app/cli/options.h"

#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace wick::cli {

/// A word after `wickctl` and what it does with the arguments that follow it.
struct Verb
{
    std::string_view name;
    std::string_view help; ///< one line
    ExitCode (*run)(std::span<const std::string> arguments);
};

/// All verbs, in the order of the help. A new one is a line here.
[[nodiscard]] std::span<const Verb> verbs();

/// Runs a whole command line without the program's name, and says on stderr what is wrong with it.
[[nodiscard]] ExitCode runCommand(std::span<const std::string> arguments,
                                  std::span<const Verb> known = verbs());

/// What a verb does first: its options, or, after help was printed or a mistake was named, the code
/// to end with.
[[nodiscard]] std::variant<Options, ExitCode>
parseOrExplain(const OptionParser& parser, std::span<const std::string> arguments);

/// Names a mistake in how the verb was used and points to its help.
[[nodiscard]] ExitCode wrongUse(std::string_view sentence);

} // namespace wick::cli
