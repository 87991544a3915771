#pragma once

#include "core/engine/tradingcore.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace wick::core {

/// What a position or the account may not do, whoever let it.
enum class EnvelopeRule : std::uint8_t
{
    SentWhileBlocked,  ///< an entry left while a halt, lock or pause was in force
    RiskPerTrade,      ///< loss at the stop of an entry above its share of equity
    MarketSize,        ///< lots of a market above max_position when it grew
    MarketValue,       ///< value of a market above max_notional when an entry left
    OpenPositions,     ///< more markets held than allowed when one was added
    Leverage,          ///< all positions above max_leverage when an entry left
    Grown,             ///< more lots held than were sent
    StopWidened,       ///< a stop further away than approved
    Unprotected,       ///< no resting stop for longer than the protection bound
    DayLossUnnoticed,  ///< the day's loss at its limit, and no halt
    PeakLossUnnoticed, ///< the fall from the peak at its limit, and no halt
    HeldWhileHalted    ///< still held a minute after a loss limit fired
};

[[nodiscard]] std::string_view nameOf(EnvelopeRule rule) noexcept;

/// One stretch of time outside the envelope.
struct EnvelopeViolation
{
    EnvelopeRule rule{};
    std::optional<EngineId> engine; ///< none: the account
    Timestamp from;
    Timestamp to;
    std::int64_t limit =
        0; ///< in the unit of the rule: lots, price units, micro-USDC, ppm, count, ms
    std::int64_t actual = 0; ///< the worst of the stretch
};

/// The worst day against the limit that was in force then.
struct WorstDay
{
    Timestamp day;
    Money loss;
    std::optional<Money> cap;
    Money overshoot; ///< loss beyond the cap
    Money slippage;  ///< of the day's exits: what the overshoot may be

    [[nodiscard]] bool flagged() const noexcept { return overshoot > slippage; }
};

struct EnvelopeReport
{
    Timestamp from;
    Timestamp to;
    std::uint64_t moments = 0;   ///< at which positions were looked at
    std::uint64_t positions = 0; ///< opened
    Duration naked;              ///< summed over positions
    Duration longestNaked;
    std::optional<WorstDay> worst; ///< none while no day lost anything
    std::vector<EnvelopeViolation> violations;
};

/// Looks at every position after every input of a session, with the limits in force at that moment,
/// and lists what lay outside. It counts for itself and asks no rule: what the gate missed shows
/// here. Caps are judged at the moment exposure grows, as a price may carry what is held beyond
/// them later (definitions D.10). Source: requirements S0.39, S0.40, feature C85.
class EnvelopeCheck final : public CoreListener
{
public:
    static constexpr Duration kHaltBound = minutes(1);

    /// After each input of the core, in order; the same core throughout.
    void look(const TradingCore& core);
    [[nodiscard]] const EnvelopeReport& report() const noexcept { return m_report; }

    void onSignal(const SignalRecord& signal) override;
    void onOrder(const OrderEvent& event) override;

private:
    /// An entry that left.
    struct Sent
    {
        EngineId engine;
        Quantity quantity;
        Price reference;
        std::optional<Price> stop;
    };
    /// A fill that closed something, and how much worse than decided it was.
    struct Exit
    {
        InstrumentId instrument;
        Quantity quantity;
        PriceDelta adverse;
    };
    /// What was seen of one engine at the last look.
    struct Engine
    {
        std::int64_t lots = 0;
        std::int64_t sent = 0; ///< lots of entries since it was flat
        std::optional<Price> stop;
        std::optional<Timestamp> nakedSince;
    };

    void lookAtSent(const TradingCore& core, const Sent& sent);
    void lookAtExposure(const TradingCore& core, InstrumentId market);
    void lookAtPosition(const TradingCore& core, const EngineBook& book);
    void lookAtProtection(const TradingCore& core, const EngineBook& book, Engine& engine);
    void lookAtLosses(const TradingCore& core);
    void lookAtDay(const TradingCore& core);
    void found(EnvelopeRule rule,
               std::optional<EngineId> engine,
               Timestamp at,
               std::int64_t limit,
               std::int64_t actual);

    EnvelopeReport m_report;
    std::vector<Engine> m_engines;
    std::vector<Sent> m_sent;    ///< since the last look
    std::vector<Exit> m_exits;   ///< likewise
    std::vector<bool> m_blocked; ///< by engine, at the last look
    std::optional<Timestamp> m_lastLook;
    std::int64_t m_held = 0;   ///< markets, at the last look
    bool m_dayReached = false; ///< at the last look, without a halt
    bool m_peakReached = false;
    Timestamp m_day{-1};
    Money m_slippage; ///< of the day's exits
};

} // namespace wick::core
