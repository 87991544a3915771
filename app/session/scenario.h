#pragma once

#include "core/base/result.h"
#include "core/engine/tradingcore.h"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace wick::session {

// What a line of a scenario says. One line, one thing: docs/scenarios.md.

/// The market trades at a price, as much as anybody wants unless `volume` says less.
struct PriceLine
{
    core::InstrumentId market;
    core::Price price;
    std::optional<core::Quantity> volume;
};

/// The best levels from now on; they go with the market's next prices.
struct BookLine
{
    core::InstrumentId market;
    core::Book book;
};

/// What a strategy answers now. An entry lives for `life` from here on.
struct IntentLine
{
    core::EngineId engine;
    core::Decision decision;
    core::Duration life = core::hours(1);
};

struct CommandLine
{
    core::Command command;
};

/// One limit of those in force is another from now on.
struct LimitLine
{
    std::string key;
    std::string value;
};

/// Something goes wrong at the venue from now on.
struct VenueLine
{
    core::VenueScript script;
};

/// The program dies and is started again: now, or right after it has put out `effect`, before
/// anything that follows from it.
struct RestartLine
{
    std::string effect;
};

/// Market time is another from now on by so much.
struct ClockLine
{
    core::Duration by{};
};

/// Where a number or word is looked up that an expectation names.
enum class Fact : std::uint8_t
{
    Equity = 1,
    Balance,
    Peak,
    Day,
    Naked,    ///< milliseconds
    Position, ///< of an engine
    Stop,     ///< of an engine: its price, or none
    Working,  ///< of an engine: its orders at work
    Control,  ///< of an engine
    Closing,  ///< of an engine: idle, closing or releasing
    Verdict,  ///< the last one: accepted, or the name of the first rule that failed
    Refused,  ///< the last signal: the token it was refused with, or none
    Limit,    ///< by key
};

struct FactLine
{
    Fact fact{};
    std::optional<core::EngineId> engine;
    std::string key;
    std::string value;
};

/// What one rule found in the last verdict. Empty texts are not looked at.
struct RuleLine
{
    std::string rule;
    bool passes = false;
    std::string limit;
    std::string actual;
};

/// Whether a halt is in force.
struct HaltLine
{
    std::string kind; ///< empty: any
    std::optional<core::EngineId> engine;
    bool inForce = true;
};

/// Whether the line before put out such events: so many, or at least one.
struct EventLine
{
    std::string event;
    std::vector<std::pair<std::string, std::string>> fields;
    std::optional<std::int64_t> times;
};

struct ScenarioLine
{
    int line = 0; ///< in the file, from 1
    core::Timestamp at;
    std::string text;
    std::variant<PriceLine,
                 BookLine,
                 IntentLine,
                 CommandLine,
                 LimitLine,
                 VenueLine,
                 RestartLine,
                 ClockLine,
                 FactLine,
                 RuleLine,
                 HaltLine,
                 EventLine>
        what;
};

/// A scripted market, venue, operator and fleet, and what is expected to come of it.
struct Scenario
{
    core::CoreSetup setup;
    std::vector<ScenarioLine> lines; ///< in order of time, then of the file
    /// Reasons that venue and strategies give live here: core keeps views of them.
    std::shared_ptr<const std::deque<std::string>> words;
};

/// Why a scenario was refused.
struct ScenarioError
{
    int line = 0;
    std::string sentence; ///< for people; names the word
};

/// The events an expectation or a restart may name.
[[nodiscard]] std::span<const std::string_view> eventNames() noexcept;

[[nodiscard]] core::Result<Scenario, ScenarioError> parseScenario(std::string_view text);

} // namespace wick::session
