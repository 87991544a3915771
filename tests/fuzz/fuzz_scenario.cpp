#include "app/session/scenario.h"
#include "app/session/scenariorunner.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

using namespace wick;

namespace {

constexpr std::size_t kMostPlayed = 20'000; ///< steps: longer ones are read and not played

/// Stops the program with the sentence that does not hold.
void mustHold(bool holds, const char* sentence)
{
    if (!holds) {
        std::fprintf(stderr, "does not hold: %s\n", sentence);
        std::abort();
    }
}

} // namespace

/// Whatever is read as a scenario is refused with a line and a sentence, or can be played.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto scenario = session::parseScenario({reinterpret_cast<const char*>(data), size});
    if (!scenario) {
        mustHold(!scenario.error().sentence.empty(), "a failure has a sentence");
        return 0;
    }
    if (scenario->lines.size() > kMostPlayed) {
        return 0;
    }
    std::size_t lines = 0;
    const auto outcome = session::runScenario(*scenario, [&lines](std::string_view line) {
        mustHold(!line.empty() && line.back() == '\n', "a line ends");
        ++lines;
    });
    mustHold(lines > 0, "a scenario puts something out");
    mustHold(outcome.failed.size() <= outcome.expectations, "only expectations fail");
    return 0;
}
