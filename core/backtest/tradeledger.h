#pragma once

#include "core/base/checked.h"
#include "core/domain/instrument.h"
#include "core/domain/orders.h"
#include "core/portfolio/account.h"

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace wick::core {

namespace reasons {
constexpr Reason kStillOpen{"OPEN",
                            "The position was still open at the end; it is marked, not closed."};
} // namespace reasons

/// One position from its first entry fill until it is flat again, with its costs split.
/// net = price - fees - funding, exact; slippage is information inside price.
struct TradeRow
{
    // Written out on purpose: without it `TradeRow()` would clear all of it first.
    // NOLINTNEXTLINE(modernize-use-equals-default)
    TradeRow() noexcept {}

    std::uint64_t id = 0;
    EngineId engine;
    InstrumentId instrument;
    Side side{};
    Quantity quantity; ///< lots opened
    Quantity closed;   ///< lots closed; less than `quantity` while it is open
    Timestamp entryTime;
    Timestamp exitTime;  ///< of the last fill; meaningless while open
    Int128 entrySum = 0; ///< price x lots of the entry fills
    Int128 exitSum = 0;
    Price decisionPrice; ///< when the entry was decided
    Price arrivalPrice;  ///< when it reached the venue
    Price stop;          ///< first protective stop
    std::optional<Price> target;
    Money pricePnl;
    Money fees;        ///< paid is positive
    Money funding;     ///< paid is positive
    Money slippage;    ///< adverse is positive
    Money initialRisk; ///< loss at the first stop with costs, as sized
    Price worst;       ///< worst price while it was held, from provably later prices
    Price best;
    std::int64_t barsHeld = 0;
    Money balance; ///< of the account after the last fill
    OrderId entryOrder;
    OrderId exitOrder;
    VerdictId verdict;
    Reason entryReason;
    Reason exitReason;
    OrderRole exitRole{};
    bool ambiguous = false;
    Money otherPricePnl; ///< ambiguous only: price result of the other reading
    bool open = true;

    [[nodiscard]] Money net() const noexcept { return pricePnl - fees - funding; }
};

/// What the ledger must know about an entry beyond its fill.
struct EntryContext
{
    VerdictId verdict;
    Price stop;
    std::optional<Price> target;
    Money initialRisk;
};

/// Builds trades from fills. Each engine has at most one open trade.
class TradeLedger
{
public:
    TradeLedger(std::span<const Instrument> instruments, std::size_t engines);

    /// Room for so many trades without the heap.
    void reserve(std::size_t trades) { m_closed.reserve(trades); }

    /// Takes a fill after the account has. Returns the trade it closed, or none.
    const TradeRow*
    onFill(const Fill& fill, const FillEffect& effect, const EntryContext& context, Money balance);
    void onFunding(EngineId engine, Money paid) noexcept;
    /// Prices the market reached while the trade was held, provably after its entry.
    void observe(EngineId engine, Price low, Price high) noexcept;
    /// Counts the bars of the engine's timeframe that closed while the trade was held: called as
    /// the market comes to `now`. A stretch without data counts once.
    void countBars(EngineId engine, Timestamp now, Duration timeframe) noexcept
    {
        if (auto& trade = m_open[engine.count()]) {
            Timestamp& next = nextClose(engine, timeframe);
            trade->barsHeld += closes(next, now, timeframe);
        }
    }
    /// observe() and countBars() for each of these base bars of the trade that is open.
    void hold(EngineId engine,
              std::span<const ClosedBar> bars,
              Duration base,
              Duration timeframe) noexcept;

    [[nodiscard]] std::span<const TradeRow> closed() const noexcept { return m_closed; }
    /// Hands the closed trades over; none are left.
    [[nodiscard]] std::vector<TradeRow> takeClosed() noexcept { return std::move(m_closed); }
    [[nodiscard]] const TradeRow* openTrade(EngineId engine) const noexcept;
    /// The open trade with the open result of its position added: for lists and ends.
    [[nodiscard]] std::optional<TradeRow>
    marked(EngineId engine, Money openResult, Money equity) const;

private:
    /// When the next bar of the timeframe closes while the open trade is held.
    [[nodiscard]] Timestamp& nextClose(EngineId engine, Duration timeframe) noexcept
    {
        Timestamp& next = m_nextClose[engine.count()];
        if (next == Timestamp{}) {
            next = floorTo(m_open[engine.count()]->entryTime, timeframe) + timeframe;
        }
        return next;
    }
    /// Whether a bar closes at `now`, 0 or 1; moves `next` on.
    static int closes(Timestamp& next, Timestamp now, Duration timeframe) noexcept
    {
        if (now < next) {
            return 0;
        }
        next = next + timeframe;
        if (now >= next) { // over a hole in the data; the division is too dear for every bar
            next = floorTo(now, timeframe) + timeframe;
        }
        return 1;
    }
    void open(TradeRow& trade, const Fill& fill, const EntryContext& context);
    [[nodiscard]] Money slipOf(const Fill& fill) const noexcept;

    std::span<const Instrument> m_instruments;
    std::vector<std::optional<TradeRow>> m_open;
    std::vector<Timestamp> m_nextClose; ///< by engine, of its timeframe; 0 right after an entry
    std::vector<TradeRow> m_closed;
    std::uint64_t m_count = 0;
};

} // namespace wick::core
