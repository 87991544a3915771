#pragma once

#include "core/engine/tradingcore.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace wick::core {

enum class GhostState : std::uint8_t
{
    Waiting,     ///< its entry would still be at work
    Open,        ///< it would be held; the result is that of the last mark
    Closed,      ///< it would have come to its stop, its target or the end of its time
    NeverFilled, ///< its entry would have expired
    NotFollowed, ///< it could not be sized, or too many ghosts of its engine were alive
};

/// What one refused trade would have come to.
struct Ghost
{
    Timestamp time;
    EngineId engine;
    InstrumentId instrument;
    Side side{};
    Reason refusal;
    GhostState state = GhostState::Waiting;
    Quantity quantity;
    Money net;
    Timestamp exitTime; ///< Closed only
    Reason exit;        ///< Closed only
};

/// The ghosts one rule has made.
struct GhostSum
{
    Reason refusal;
    std::size_t trades = 0; ///< those that would have been filled
    Money net;
};

/// Follows what each trade that the gate refused would have earned: hypothetical, by the fill model
/// of the run, at the size its risk fraction gives without any cap, held to its first stop or
/// target, for a day at most. What its strategy would have done with the position (trail, leave
/// early, give up other signals) is not in it. Source: features C130.
class GhostLedger final : public CoreListener
{
public:
    /// `core` is the one whose refusals are heard; it must outlive this.
    GhostLedger(const TradingCore& core, std::size_t aliveAnEngine = 4);
    ~GhostLedger() override;

    void onHistory(InstrumentId instrument, std::span<const ClosedBar> bars);
    /// Every step of the market, after the core has taken it and before the answers.
    void onMarket(const MarketStep& step);
    void onSignal(const SignalRecord& signal) override;
    void onCommand(const Command& command, Timestamp time) override;

    /// In the order of their refusal; open ones marked as of the last step.
    [[nodiscard]] std::span<const Ghost> ghosts() const noexcept { return m_ghosts; }
    /// One entry a rule, in the order in which they first refused.
    [[nodiscard]] std::vector<GhostSum> sums() const;

private:
    /// A seat at the ghosts' own core.
    struct Seat
    {
        static constexpr std::size_t kFree = static_cast<std::size_t>(-1);
        std::size_t ghost = kFree;
        Timestamp since;
    };
    class Hearing;

    void answer(EngineId seat, const Decision& decision);

    const TradingCore& m_real;
    std::size_t m_seatsAnEngine;
    std::vector<Ghost> m_ghosts;
    std::vector<Seat> m_seats; ///< by engine of the ghosts' core
    std::unique_ptr<Hearing> m_hearing;
    std::unique_ptr<TradingCore> m_core; ///< the ghosts' own: no limit binds
};

/// Adds ghosts up by the rule that refused them.
[[nodiscard]] std::vector<GhostSum> sumByRule(std::span<const Ghost> ghosts);

} // namespace wick::core
