#pragma once

#include "core/base/clock.h"
#include "core/execution/barrule.h"
#include "core/execution/costmodels.h"
#include "core/execution/executionport.h"

#include <optional>
#include <span>
#include <vector>

namespace wick::core {

/// A venue that fills orders from candles or recorded trades: the only one in backtest and paper.
/// It knows nothing of strategies or risk. Entries carry a stop and a target that come alive with
/// their fill; one of the two cancels the other. With candles fills are judged by the bar rule on
/// base bars and happen while the bar's path is walked; with trades they follow trades and book.
/// Shape: events are kept in order until taken.
class SimulatedVenue final : public ExecutionPort
{
public:
    /// `engines` says in which market each engine trades; `instruments` must outlive the venue.
    SimulatedVenue(const Clock& clock,
                   std::span<const Instrument> instruments,
                   std::span<const InstrumentId> engines,
                   FillModel model,
                   BarPath path);

    void submit(ApprovedOrder approved) override;
    void reduce(const ReduceOrder& order) override;
    void modifyStop(EngineId engine, Price stop, const Reason& reason) override;
    void cancel(OrderId order, const Reason& reason) override;
    void cancelEntries(EngineId engine, const Reason& reason) override;
    [[nodiscard]] std::optional<VenueState> state(EngineId engine) const override;

    /// Goes on where another one stood: its orders, positions and what it has not told yet.
    void takeOver(SimulatedVenue& other);
    /// The next fill of this entry or exit finds no more than `first`; the rest goes on working.
    void fillInParts(OrderId order, Quantity first);

    /// Judges the whole base bar for every order of the market; the fills wait for their point.
    /// Returns whether anything is left at work, as working() does.
    bool beginBar(InstrumentId instrument, const ClosedBar& bar, Duration interval);
    /// Lets the fills of the bar happen that lie at or before the point of its path.
    void reach(InstrumentId instrument, BarPoint point)
    {
        if (!m_script[instrument.count()].empty()) {
            fillScript(instrument, point);
        }
    }
    /// Lets recorded trades and the latest book work on the market's orders.
    void onTrades(InstrumentId instrument, std::span<const Trade> trades, const Book* book);
    /// Standard deviation of one-minute returns of the market, for the slip of market orders.
    void setVolatility(InstrumentId instrument, double sigma)
    {
        m_sigma[instrument.count()] = sigma;
    }

    /// Whether an order of any engine in this market rests or waits.
    [[nodiscard]] bool working(InstrumentId instrument) const noexcept
    {
        for (const auto& slot : m_slots) { // asked at every step of the market
            if (slot.instrument == instrument && slot.working()) {
                return true;
            }
        }
        return false;
    }
    /// Prices strictly between which a bar leaves the orders of this market alone. Nothing when a
    /// bar has to be judged whatever its prices: an entry or an exit waits.
    struct Untouched
    {
        Price below;
        Price above;
    };
    [[nodiscard]] std::optional<Untouched> untouched(InstrumentId instrument) const noexcept;
    [[nodiscard]] std::span<const OrderEvent> events() const noexcept { return m_events; }
    /// Moves the events so far into `into`, whose own content and room go the other way.
    void takeEvents(std::vector<OrderEvent>& into) noexcept
    {
        into.clear();
        into.swap(m_events);
    }
    [[nodiscard]] const FillModel& model() const noexcept { return m_model; }
    [[nodiscard]] double sigma(InstrumentId instrument) const noexcept
    {
        return m_sigma[instrument.count()];
    }

private:
    /// An order that rests or waits; not alive when `remaining` is zero.
    struct Working
    {
        OrderId id;
        OrderRole role{};
        OrderKind kind{};
        Side side{};
        Price price;
        Quantity remaining;
        Timestamp activeFrom;
        Timestamp expiry;
        Timestamp decidedAt;
        Price decisionPrice;
        Reason reason;
        std::optional<Price> worst{}; ///< of an exit: it does not fill beyond
        Quantity part{};              ///< all that its next fill finds; 0: all of it
        bool begun = false;           ///< a part of it was filled

        [[nodiscard]] bool alive() const noexcept { return remaining.count() > 0; }
        [[nodiscard]] Quantity next() const noexcept
        {
            return part.count() > 0 && part < remaining ? part : remaining;
        }
        [[nodiscard]] bool takes(Price at) const noexcept
        {
            return !worst || sign(side) * (at - *worst).count() <= 0;
        }
    };

    /// Whether a rising price reaches the stop or limit; else a falling one does.
    [[nodiscard]] static bool reachedFromBelow(const Working& order) noexcept
    {
        return (order.side == Side::Buy) == (order.kind == OrderKind::Stop);
    }

    /// What is at work for one engine: at most one order of each role.
    struct Slot
    {
        EngineId engine;
        InstrumentId instrument;
        std::int64_t lots = 0; ///< signed
        Working entry;
        Working exit;
        Working stop;
        Working target;
        Price childStop; ///< of the entry, until it fills
        OrderId childStopId;
        std::optional<Price> childTarget;
        OrderId childTargetId;

        [[nodiscard]] bool working() const noexcept
        {
            return lots != 0 || entry.alive() || exit.alive();
        }
    };

    /// A fill the bar rule has found, waiting for its point of the path.
    struct Scripted
    {
        EngineId engine;
        OrderRole role{};
        BarPoint point{};
        Quantity quantity;
        Price price;
        Price arrival;
        bool ambiguous = false;
        Price otherPrice;
    };

    [[nodiscard]] static bool touches(const Slot& slot, const ClosedBar& bar) noexcept;
    void fillScript(InstrumentId instrument, BarPoint point);
    static void sortByPoint(std::vector<Scripted>& script);
    void expireEntry(Slot& slot, Timestamp now);
    void judge(Slot& slot, const ClosedBar& bar);
    [[nodiscard]] std::int64_t judgeExit(Slot& slot, const ClosedBar& bar);
    void judgeEntry(Slot& slot, const ClosedBar& bar, HeldFrom& from, std::int64_t& lots);
    void judgeProtection(Slot& slot,
                         const ClosedBar& bar,
                         HeldFrom from,
                         std::int64_t lots,
                         BarPoint since);
    void tradeSlot(Slot& slot, const Trade& trade, const Book* book);
    void fill(Slot& slot, Working& order, const Scripted& how, Timestamp at);
    void protect(Slot& slot, Timestamp at);
    void end(Slot& slot, Working& order, OrderEventKind kind, const Reason& reason);
    OrderEvent& report(const Slot& slot, const Working& order, OrderEventKind kind, Timestamp at);
    [[nodiscard]] Working& orderOf(Slot& slot, OrderRole role) noexcept;
    [[nodiscard]] Price bookPrice(const Slot& slot,
                                  Side side,
                                  Quantity quantity,
                                  Price reference,
                                  const Book* book) const;

    const Clock& m_clock;
    std::span<const Instrument> m_instruments;
    FillModel m_model;
    BarPath m_path;
    std::vector<Slot> m_slots;
    std::vector<double> m_sigma;
    std::vector<std::vector<Scripted>> m_script; ///< by instrument, in order of happening
    std::vector<ClosedBar> m_bars;               ///< by instrument, the bar being walked
    std::vector<Duration> m_intervals;
    std::vector<OrderEvent> m_events;
};

} // namespace wick::core
