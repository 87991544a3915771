#pragma once

#include "core/base/checked.h"
#include "core/base/inlinevector.h"
#include "core/domain/moneyandids.h"
#include "core/domain/reason.h"
#include "core/domain/units.h"

#include <cstdint>
#include <string_view>

namespace wick::core {

/// What the numbers of a verdict line count.
enum class RuleUnit : std::uint8_t
{
    None,
    PriceUnits,
    Lots,
    MicroUsdc,
    Count,
    PartsPerMillion,
    Milliseconds,
    Minutes
};

/// Which side of its limit a rule allows.
enum class Bound : std::uint8_t
{
    AtMost,
    AtLeast
};

/// What a rule says about itself. Lives as long as the program.
struct RuleInfo
{
    std::string_view
        name; ///< stable, lower case with underscores: the limit's key, or a state's name
    std::string_view title; ///< for people: "Risk per trade"
    RuleUnit unit{};
    Reason refusal; ///< given when it fails
    Bound bound = Bound::AtMost;
};

/// What one rule found. Headroom is derived.
struct RuleResult
{
    std::int64_t limit = 0;
    std::int64_t actual = 0;
    bool passed = false;
    bool known = true; ///< false: the run has no data to judge by, and the rule says so by passing
};

struct VerdictLine
{
    const RuleInfo* rule = nullptr;
    RuleResult result;

    /// Room left before the limit; meaningless for a rule of unit None.
    [[nodiscard]] std::int64_t headroom() const noexcept
    {
        const Int128 below = static_cast<Int128>(result.limit) - result.actual;
        return saturate(rule != nullptr && rule->bound == Bound::AtLeast ? -below : below);
    }
};

/// What the gate found about one intent: a line for every rule, whether it failed or not. No heap.
struct Verdict
{
    static constexpr std::size_t kMostRules = 48;

    VerdictId id;
    Timestamp time;
    EngineId engine;
    InstrumentId instrument;
    InlineVector<VerdictLine, kMostRules> lines;

    /// The first failed line, or none when the intent was approved.
    [[nodiscard]] const VerdictLine* firstFailure() const noexcept
    {
        for (const auto& line : lines) {
            if (!line.result.passed) {
                return &line;
            }
        }
        return nullptr;
    }
    [[nodiscard]] bool approved() const noexcept
    {
        return !lines.empty() && firstFailure() == nullptr;
    }
};

} // namespace wick::core
