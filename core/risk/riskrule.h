#pragma once

#include "core/domain/instrument.h"
#include "core/domain/orders.h"
#include "core/risk/risklimits.h"
#include "core/risk/verdict.h"

#include <optional>

namespace wick::core {

/// An entry that wants to be approved. Nothing is promised about it yet: the stop may be missing.
struct OrderIntent
{
    OrderId id;
    OrderId stopId;
    OrderId targetId;
    EngineId engine;
    const Instrument* instrument = nullptr;
    Side side{};
    OrderKind kind = OrderKind::Market;
    Price price; ///< limit or trigger; for a market order the last price
    Quantity quantity;
    std::optional<Price> stop;
    std::optional<Price> target;
    Timestamp decidedAt;
    Timestamp expiry;
    Price decisionPrice;
    Money lossAtStop; ///< worst case with costs, at `quantity`
    Reason reason;
};

/// A loss limit of one scope and how much of it is used, both in micro-USDC; positive is a loss.
struct LossUse
{
    std::int64_t limit = kNoLimit;
    std::int64_t loss = 0;
};

/// What the rules may look at: the account as it stands at this review, for one intent.
/// Sizer and gate are handed the same one.
struct AccountView
{
    Timestamp now;
    Money equity;
    const RiskLimits* limits = nullptr;
    std::int64_t riskPerTrade = 0; ///< ppm, resolved for the engine
    std::int64_t openLots = 0;     ///< signed, this market, all engines
    std::int64_t pendingLots = 0;  ///< unsigned, entries at work in this market
    Money grossNotional;           ///< of all markets, open and pending, at the marks
    Money marginUsed;              ///< initial margin of the same
    std::int64_t openMarkets = 0;  ///< markets with a position or an entry at work
    bool marketHeld = false;       ///< this market is one of them
    std::optional<Price> mark;     ///< last price of this market
    Timestamp markTime;
    bool sessionOpen = true;
    std::int64_t minutesToClose = 0; ///< of the session; large for a market without hours
    LossUse fleetDay;
    LossUse engineDay;
    LossUse fleetPeak;
    LossUse enginePeak;
    const Reason* halt = nullptr; ///< why entries are blocked, or none
};

/// One limit. Pure: the same intent and view give the same result. Every rule is evaluated for
/// every intent; a rule never sees what the others said.
class RiskRule
{
public:
    RiskRule() = default;
    RiskRule(const RiskRule&) = delete;
    RiskRule& operator=(const RiskRule&) = delete;
    virtual ~RiskRule() = default;

    [[nodiscard]] virtual const RuleInfo& info() const noexcept = 0;
    [[nodiscard]] virtual RuleResult check(const OrderIntent& intent,
                                           const AccountView& account) const = 0;
};

/// Worst signed exposure of a market when all that is pending and `more` lots fill on one side.
[[nodiscard]] constexpr std::int64_t worstLots(const OrderIntent& intent,
                                               const AccountView& account) noexcept
{
    const std::int64_t after =
        account.openLots + sign(intent.side) * (account.pendingLots + intent.quantity.count());
    const std::int64_t kept = account.openLots < 0 ? -account.openLots : account.openLots;
    const std::int64_t worst = after < 0 ? -after : after;
    return worst > kept ? worst : kept;
}

} // namespace wick::core
