#pragma once

#include "core/backtest/tradeledger.h"
#include "core/base/clock.h"
#include "core/base/ringbuffer.h"
#include "core/engine/closingsequence.h"
#include "core/engine/commands.h"
#include "core/engine/corelistener.h"
#include "core/engine/digest.h"
#include "core/engine/quietstretch.h"
#include "core/engine/step.h"
#include "core/execution/orderkeeper.h"
#include "core/execution/simulatedvenue.h"
#include "core/execution/venuefaults.h"
#include "core/market/marketstep.h"
#include "core/market/tradingcalendar.h"
#include "core/portfolio/account.h"
#include "core/risk/haltstate.h"
#include "core/risk/riskfactors.h"
#include "core/risk/riskgate.h"
#include "core/risk/riskstate.h"
#include "core/sizing/stopdistancesizer.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace wick::core {

/// One engine as the session configures it.
struct EngineSetup
{
    std::string name;       ///< of the strategy
    std::string parameters; ///< summary: the identity of the configuration
    InstrumentId instrument;
    std::shared_ptr<const Strategy> strategy;
    Duration timeframe = minutes(5);
    Duration base = minutes(1);
    std::optional<Quantity> fixedQuantity; ///< bypasses sizing, for comparisons
};

/// What an engine may risk a trade, in ppm of equity: the limit, or what its strategy declares. An
/// order is sized by it, so that without a limit it is the declared one as well; only a fixed
/// quantity can do without.
[[nodiscard]] inline std::int64_t riskOf(const RiskLimits& limits, const EngineSetup& engine)
{
    const bool declared =
        limits.riskPerTrade == 0 || (limits.riskPerTrade == kNoLimit && !engine.fixedQuantity);
    return declared ? engine.strategy->describe().risk.count() : limits.riskPerTrade;
}

/// Everything the core is a function of, beside its inputs.
struct CoreSetup
{
    std::vector<Instrument> instruments;
    std::vector<EngineSetup> engines;
    RiskLimits limits;
    FillModel fill;
    BarPath path = BarPath::Near;
    Money balance = usdc(100'000);
    Timestamp start;
    std::vector<FundingTable> funding; ///< by instrument; empty: the standard rate everywhere
    VenueScript faults;                ///< of the simulated venue; empty: none
    /// What the account was left with, which is then its balance; none: a new account.
    std::optional<RiskState> risk;
    bool riskLost = false; ///< there was such a state, and it cannot be read: nothing is opened
};

/// The sequencer: market steps, answers and commands in, orders and records out. Sizing, risk,
/// portfolio and the simulated venue live in here and nowhere else; an approval reserves its risk
/// in the same call. Its state is a pure function of its setup and the order of its inputs.
class TradingCore
{
public:
    /// `keeper` is told what a restart must know before anything acts on it.
    explicit TradingCore(CoreSetup setup,
                         CoreListener* listener = nullptr,
                         RiskStateSink* keeper = nullptr);
    TradingCore(const TradingCore&) = delete;
    TradingCore& operator=(const TradingCore&) = delete;
    ~TradingCore() = default;

    /// Goes on after `dead`, a core that was cut off: with what it had written down, and with the
    /// venue, which never stopped. Positions go on at their marks, closes from what the venue
    /// shows; what it had not reported yet it reports. `dead` is of no use afterwards.
    [[nodiscard]] static std::unique_ptr<TradingCore>
    restarted(TradingCore& dead, CoreListener* listener = nullptr, RiskStateSink* keeper = nullptr);

    /// Moves the market: fills, marks, halts, funding. Returns one step for each engine; they are
    /// valid until onAnswers().
    std::span<const Step> onMarket(const MarketStep& step);
    /// Bars before the session: prices and volatility are known from the start, nothing is traded.
    void onHistory(InstrumentId instrument, std::span<const ClosedBar> bars);
    /// Applies the answers to the last steps: exits and stop moves of all engines first, then
    /// entries, each in order of engine. Shape: ascending in engine, at most one each; a missing
    /// one is empty.
    void onAnswers(std::span<const Answer> answers);
    void onCommand(const Command& command);
    /// More goes wrong at the simulated venue from here on.
    void disturb(const VenueScript& more);

    /// Whether any path point of these bars but the last can make a difference. Candle sources skip
    /// the others when not: no engine looks at them and no limit is near.
    [[nodiscard]] bool wantsPath(std::span<const MarketSlice> bars) const;

    /// The bars from here on that change nothing but marks, to be given back by resume() before the
    /// core is asked anything else. None while more than a mark may come of the next bar, with more
    /// than one engine, and before the first step. Shape: base bars of the engine's market alone.
    [[nodiscard]] std::optional<QuietStretch> quietStretch(Duration interval);
    void resume(const QuietStretch& stretch);

    [[nodiscard]] const CoreSetup& setup() const noexcept { return m_setup; }
    [[nodiscard]] Timestamp now() const noexcept { return m_clock.now(); }
    [[nodiscard]] Sequence sequence() const noexcept { return Sequence{m_sequence}; }
    [[nodiscard]] const Account& account() const noexcept { return m_account; }
    [[nodiscard]] const HaltState& halts() const noexcept { return m_halts; }
    [[nodiscard]] const RiskLimits& limits() const noexcept { return m_limits; }
    [[nodiscard]] const RiskFactors& factors() const noexcept { return m_factors; }
    [[nodiscard]] std::span<const EventWindow> events() const noexcept { return m_events; }
    [[nodiscard]] bool takenOver(InstrumentId market) const noexcept
    {
        return m_markets[market.count()].takenOver;
    }
    [[nodiscard]] MarketStatus statusOf(InstrumentId market) const noexcept
    {
        return m_markets[market.count()].status;
    }
    /// Everything the risk module must know after a restart.
    [[nodiscard]] RiskState riskState() const;
    [[nodiscard]] const TradeLedger& ledger() const noexcept { return m_ledger; }
    [[nodiscard]] TradeLedger& ledger() noexcept { return m_ledger; }
    [[nodiscard]] const OrderKeeper& orders() const noexcept { return m_keeper; }
    [[nodiscard]] const RiskGate& gate() const noexcept { return m_gate; }
    [[nodiscard]] EngineControl control(EngineId engine) const noexcept
    {
        return m_desks[engine.count()].control;
    }
    [[nodiscard]] bool entriesLocked() const noexcept { return m_locked; }
    [[nodiscard]] bool flattening(EngineId engine) const noexcept
    {
        return m_desks[engine.count()].closing.active();
    }
    /// The close of this engine that runs, or the last one.
    [[nodiscard]] const ClosingSequence& closing(EngineId engine) const noexcept
    {
        return m_desks[engine.count()].closing;
    }
    [[nodiscard]] std::optional<Price> lastPrice(InstrumentId instrument) const noexcept;
    [[nodiscard]] Timestamp lastNews(InstrumentId instrument) const noexcept
    {
        return m_markets[instrument.count()].lastNews;
    }
    /// What the venue really holds for an engine, whatever it says: for checks from outside.
    [[nodiscard]] std::optional<VenueState> venueTruth(EngineId engine) const
    {
        return m_venue.state(engine);
    }
    /// Worst loss at the stops of what is open and pending: what can still be lost without a gap.
    [[nodiscard]] Money openRisk() const;
    [[nodiscard]] std::uint64_t refusals() const noexcept { return m_refusals; }
    [[nodiscard]] std::uint64_t signals() const noexcept { return m_signals; }
    /// Market time positions have spent without a resting stop.
    [[nodiscard]] Duration nakedTime() const noexcept { return m_naked; }

    [[nodiscard]] const Digest& sessionDigest() const noexcept { return m_digest; }
    [[nodiscard]] const Digest& decisionDigest(EngineId engine) const noexcept
    {
        return m_desks[engine.count()].digest;
    }

    /// What a review of an intent of this engine would look at now, costs aside.
    [[nodiscard]] AccountView viewFor(EngineId engine) const;
    /// Expected costs of a round trip that ends at the stop, an hour's funding inside (D.5).
    [[nodiscard]] Ppm costOf(const OrderIntent& intent) const;

private:
    /// What the core keeps of one engine.
    struct Desk
    {
        EngineControl control = EngineControl::Running;
        bool changed = false; ///< orders or position, since the last refresh
        bool naked = false;   ///< holds a position without a resting stop
        Timestamp nakedSince;
        EngineId engine;
        std::vector<OwnFill> fills;
        EntryContext entry; ///< of the entry that was approved last
        Timestamp entryDecided;
        Digest digest;
        std::int64_t risk = 0; ///< ppm a trade, resolved
        ClosingSequence closing;
    };

    /// What the core keeps of one market.
    struct Market
    {
        std::optional<Price> last;
        Timestamp lastNews;
        Timestamp barStart{-1};
        Duration base = minutes(1);
        MinuteVolatility volatility;
        MarketStatus status = MarketStatus::Open;
        bool takenOver = false;
        bool hasBook = false;
        Book book;                      ///< the latest
        mutable CalendarPeriod session; ///< the one looked up last
    };

    void advance(Timestamp now);
    // What a step seldom has to do is asked here, where it costs a comparison, and done elsewhere.
    void settle(Timestamp until)
    {
        if (m_nextDue <= until) {
            settleDue(until);
        }
    }
    void settleDue(Timestamp until);
    void payFunding();
    void rollDay();
    void announceReleases(Timestamp time);
    void takeSlice(const MarketSlice& slice);
    void takeBar(const MarketSlice& slice);
    void takeTrades(const MarketSlice& slice);
    void markTo(InstrumentId instrument, Price price);
    void judge()
    {
        if (!m_fired.empty() || !m_halts.calm(m_account)) {
            judgeLimits();
        }
    }
    void judgeLimits();
    void refreshFactors(Timestamp now);
    void lookAtLimits();
    void keep();
    void onFired(const Halt& halt);
    void drain()
    {
        if (reports()) {
            takeEvents();
        }
    }
    [[nodiscard]] bool reports()
    {
        return m_faults == nullptr ? !m_venue.events().empty() : m_faults->reports();
    }
    [[nodiscard]] ExecutionPort& port() noexcept
    {
        return m_faults == nullptr ? static_cast<ExecutionPort&>(m_venue) : *m_faults;
    }
    void takeEvents();
    void onOrderEvent(const OrderEvent& event);
    void onFill(const Fill& fill);
    void onClosed(const TradeRow& trade);
    void noteChange(Desk& desk) noexcept
    {
        desk.changed = true;
        m_anyChanged = true;
    }
    /// After everything that may have had reports: what engines may know is brought up to date.
    void refreshDesks()
    {
        if (m_anyChanged) {
            refreshChanged();
        }
    }
    void refreshChanged();
    void refresh(Desk& desk);
    void refreshSteps(const MarketStep& step);

    void applyExits(const Answer& answer);
    void applyStopMove(EngineId engine, const StopMove& move);
    void applyEntry(const Answer& answer);
    void review(EngineId engine, const Signal& signal);
    [[nodiscard]] OrderIntent intentOf(EngineId engine, const Signal& signal);
    [[nodiscard]] std::optional<Reason> dropped(EngineId engine, const Signal& signal) const;
    [[nodiscard]] SizingCosts costsOf(const OrderIntent& intent) const;
    [[nodiscard]] Ppm fundingOf(const OrderIntent& intent) const;
    void addHoldings(AccountView& view, EngineId engine) const;
    void addMarket(AccountView& view, InstrumentId market) const;
    [[nodiscard]] Money stopRisk(EngineId engine) const;
    [[nodiscard]] CountUse entriesSent() const noexcept;
    void onCondition(const Command& command);
    void release(const Command& command);
    void moveStop(EngineId engine, Price to);
    void lockEntries();
    void setLimits(const RiskLimits& limits);
    void cancelEntries(EngineId engine, const Reason& reason);
    [[nodiscard]] bool isLeaving(EngineId engine) const noexcept;
    [[nodiscard]] bool badFill(const Fill& fill) const;
    void refuse(EngineId engine,
                const Signal& signal,
                const OrderIntent& intent,
                const Verdict* verdict,
                const Reason& reason);
    void note(const Decision& decision, EngineId engine);
    void noteVerdict(const Verdict& verdict, Quantity quantity);

    void restoreConditions(const RiskState& saved);
    void takeOver(TradingCore& dead);
    void adopt(Desk& desk, const Desk& before, const EngineBook& book);
    void resumeClosing(Desk& desk);

    void beginClosing(Desk& desk, const Reason& reason);
    void startClosing(EngineId engine, const Reason& reason);
    void closeUnprotected();
    void pursueClosings();
    void pursue(Desk& desk);
    void make(const ClosingMoves& moves, Desk& desk);
    void leave(EngineId engine, const Reason& reason);
    void sendClose(EngineId engine, const ClosingMoves::Close& close, const Reason& reason);
    void onEngineCommand(const Command& command);
    void actOn(const Command& command, Desk& desk);
    void tune(const Command& command, EngineId engine);
    [[nodiscard]] const Reason* blocks(EngineId engine) const noexcept;
    [[nodiscard]] const Instrument& instrumentOf(EngineId engine) const noexcept;

    CoreSetup m_setup;
    CoreListener* m_listener;
    RiskStateSink* m_riskKeeper;
    ManualClock m_clock;
    RiskLimits m_limits;
    Account m_account;
    HaltState m_halts;
    RiskFactors m_factors;
    RiskGate m_gate;
    SimulatedVenue m_venue;
    std::unique_ptr<FaultyVenue> m_faults; ///< between core and venue; none without a script
    OrderKeeper m_keeper;
    TradeLedger m_ledger;
    std::vector<Desk> m_desks;
    std::vector<Market> m_markets;
    std::vector<Step> m_steps;    ///< by engine, kept up to date with every order event
    std::vector<Halt> m_fired;    ///< and not acted on yet
    std::vector<Halt> m_released; ///< and not announced yet
    std::vector<EventWindow> m_events;
    std::optional<Duration> m_clockSkew;
    RingBuffer<Timestamp> m_entriesSent;
    RingBuffer<Timestamp> m_othersSent; ///< exits, stops and cancels
    std::vector<OrderEvent> m_draining;
    std::size_t m_drained = 0; ///< of them, those that are booked
    Digest m_digest;
    std::uint64_t m_sequence = 0;
    std::uint64_t m_orders = 0;
    std::uint64_t m_signals = 0;
    std::uint64_t m_refusals = 0;
    Timestamp m_nextHour;
    Timestamp m_nextDay;
    Timestamp m_nextDue;         ///< the next moment at which time alone does something
    bool m_factorsWanted = true; ///< a limit asks for volatilities, correlations or leverage
    Duration m_naked{};
    bool m_locked = false;
    bool m_anyClosing = false;
    bool m_anyNaked = false;
    bool m_anyChanged = false;
    bool m_pathWanted = false;
};

} // namespace wick::core
