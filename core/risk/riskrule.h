#pragma once

#include "core/base/inlinevector.h"
#include "core/domain/instrument.h"
#include "core/domain/orders.h"
#include "core/portfolio/correlation.h"
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

/// A limit on how often something happens, and how often it did.
struct CountUse
{
    std::int64_t limit = kNoLimit;
    std::int64_t count = 0;
};

/// What a market's venue lets us do.
enum class MarketStatus : std::uint8_t
{
    Open,
    ReduceOnly,
    Inactive
};

/// A time in which an event outside the market keeps entries out: inclusive of `from`, not of
/// `until`.
struct EventWindow
{
    std::optional<InstrumentId> market; ///< none: all
    Timestamp from;
    Timestamp until;

    friend bool operator==(const EventWindow&, const EventWindow&) = default;
};

/// What is held and pending in one market, in micro-USDC at its mark.
struct MarketHolding
{
    InstrumentId market;
    std::int64_t open = 0;        ///< signed
    std::int64_t pendingBuy = 0;  ///< unsigned
    std::int64_t pendingSell = 0; ///< unsigned
    std::int64_t risk = 0;        ///< worst loss at the stops, pending entries included
    std::int64_t volatility = 0;  ///< of a day, ppm
};

/// The latest book of a market as the rules judge it.
struct BookView
{
    std::int64_t spread = kNoLimit; ///< ppm of the price, rounded up; kNoLimit for a one-sided book
    std::int64_t bidDepth = 0;      ///< lots within 10 bp of the best bid
    std::int64_t askDepth = 0;
};

/// What the rules may look at: the account as it stands at this review, for one intent.
/// Sizer and gate are handed the same one.
struct AccountView
{
    Timestamp now;
    Money equity;
    const RiskLimits* limits = nullptr;
    std::int64_t riskPerTrade = 0; ///< ppm, resolved for the engine: stage and breaker included
    std::int64_t openLots = 0;     ///< signed, this market, all engines
    std::int64_t pendingLots = 0;  ///< unsigned, entries at work in this market
    Money grossNotional;           ///< of all markets, open and pending, at the marks
    Money marginUsed;              ///< initial margin of the same
    Money otherMaintenance;        ///< maintenance margin of the other markets
    std::int64_t openMarkets = 0;  ///< markets with a position or an entry at work
    bool marketHeld = false;       ///< this market is one of them
    std::optional<Price> mark;     ///< last price of this market
    Timestamp markTime;
    bool sessionOpen = true;
    std::int64_t minutesToClose = kNoLimit; ///< of the session
    MarketStatus status = MarketStatus::Open;
    bool takenOver = false; ///< an operator trades this market by hand
    bool inEvent = false;   ///< an event window covers this market now
    LossUse fleetDay;
    LossUse engineDay;
    LossUse fleetRolling;
    LossUse engineRolling;
    LossUse fleetPeak;
    LossUse enginePeak;
    Money engineRisk;     ///< worst loss of this engine at its stops, pending entries included
    CountUse lossStreak;  ///< of this engine
    CountUse slipStreak;  ///< of this engine
    CountUse rejects;     ///< of this engine, within a minute
    CountUse trades;      ///< of this engine, within an hour, before this one
    CountUse entriesSent; ///< of all engines, within a minute, before this one
    std::int64_t leverageCap = kNoLimit; ///< ppm of equity, of this market
    std::int64_t stageCap = kNoLimit;    ///< ppm of the market's smallest order
    PriceDelta hourRange;                ///< mean true range of an hour in this market
    PriceDelta stopSlip;                 ///< expected at a stop in this market
    Ppm cost;                            ///< of a round trip that ends at the stop
    std::optional<Ppm> winShare;         ///< of the strategy's own signals, once there are enough
    std::optional<BookView> book;        ///< none: the run has no book
    std::optional<std::int64_t> clockSkewMs; ///< none: the run has one clock only
    const PairTable* pairs = &unknownPairs();
    InlineVector<MarketHolding, kMostMarkets> holdings; ///< this market's among them
    const Reason* halt = nullptr;                       ///< why entries are blocked, or none
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
