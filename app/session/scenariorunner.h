#pragma once

#include "app/session/scenario.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace wick::session {

/// An expectation that did not come true.
struct FailedExpectation
{
    int line = 0;
    std::string text;  ///< of the line
    std::string found; ///< what there was instead
};

struct ScenarioOutcome
{
    std::size_t expectations = 0;
    std::vector<FailedExpectation> failed;
};

/// Takes what a scenario puts out: a JSON object and its line end. docs/scenarios.md lists them.
using ScenarioSink = std::function<void(std::string_view line)>;

/// Plays the scenario against a real trading core and its simulated venue under a clock that only
/// the scenario moves. The same scenario always puts out the same lines.
[[nodiscard]] ScenarioOutcome runScenario(const Scenario& scenario, const ScenarioSink& sink);

} // namespace wick::session
