#pragma once

#include "core/domain/moneyandids.h"
#include "core/risk/haltstate.h"
#include "core/risk/risklimits.h"
#include "core/risk/riskrule.h"
#include "core/risk/riskstate.h"
#include "core/strategy/strategy.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace wick::core {

enum class CommandKind : std::uint8_t
{
    Pause = 1, ///< one engine: no new entries
    Resume,
    Stop,       ///< one engine: no new entries, its resting entry is taken back
    KillEngine, ///< one engine: flatten, then stop
    Flatten,    ///< one engine, or all: entries are cancelled, positions closed, engines paused
    Kill,       ///< everything: flatten and a latched halt
    Release,    ///< a halt, with a typed reason
    LockEntries,
    UnlockEntries,
    SetLimits,
    Quarantine,   ///< an engine did not answer or threw: its position is closed
    Transfer,     ///< money in or out
    Tune,         ///< one engine: other parameters, taken while it is flat with nothing at work
    TakeOver,     ///< a market is traded by hand: its engines open nothing
    HandBack,     ///< and is not any more
    AddEvent,     ///< an event keeps entries out for a while
    ClearEvents,  ///< of one market, or all
    MarketStatus, ///< what the venue takes in a market
    ClockSkew,    ///< between our clock and the venue's
    Mismatch,     ///< the venue's account is not ours: one engine's market, or all
    SetStage,     ///< of one engine, or all
    MoveStop,     ///< of one engine's position, nearer to the market
};
constexpr CommandKind kLastCommandKind = CommandKind::MoveStop;

/// What an operator, a control channel or a watchdog asks for. An input of the core between two
/// steps.
struct Command
{
    CommandKind kind{};
    std::optional<EngineId> engine{};   ///< none: all
    HaltKind halt = HaltKind::Kill;     ///< Release
    std::string note{};                 ///< who and why
    std::optional<RiskLimits> limits{}; ///< SetLimits
    Money amount{};                     ///< Transfer
    std::string parameters{};           ///< Tune: all of them, as ParameterSet::summary()
    /// Tune: made of `parameters`. A journal keeps the parameters only; who replays makes it again.
    std::shared_ptr<const Strategy> strategy{};
    std::optional<InstrumentId> market{}; ///< TakeOver to MarketStatus; none: all
    EventWindow event{};                  ///< AddEvent
    wick::core::MarketStatus status{};    ///< MarketStatus
    Duration skew{};                      ///< ClockSkew
    Stage stage = Stage::Full;            ///< SetStage
    Price price{};                        ///< MoveStop
};

} // namespace wick::core
