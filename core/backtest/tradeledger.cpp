#include "core/backtest/tradeledger.h"

#include <algorithm>

namespace wick::core {

TradeLedger::TradeLedger(std::span<const Instrument> instruments, std::size_t engines)
    : m_instruments(instruments)
    , m_open(engines)
    , m_nextClose(engines)
{}

Money TradeLedger::slipOf(const Fill& fill) const noexcept
{
    const PriceDelta worse{sign(fill.side) * (fill.price - fill.decisionPrice).count()};
    return m_instruments[fill.instrument.count()].notional(fill.quantity.count(),
                                                           Price{worse.count()});
}

void TradeLedger::open(TradeRow& trade, const Fill& fill, const EntryContext& context)
{
    trade.id = ++m_count;
    trade.engine = fill.engine;
    trade.instrument = fill.instrument;
    trade.side = fill.side;
    trade.entryTime = fill.time;
    trade.decisionPrice = fill.decisionPrice;
    trade.arrivalPrice = fill.arrivalPrice;
    trade.stop = context.stop;
    trade.target = context.target;
    trade.initialRisk = context.initialRisk;
    trade.worst = fill.price;
    trade.best = fill.price;
    trade.entryOrder = fill.order;
    trade.verdict = context.verdict;
    trade.entryReason = fill.reason;
}

const TradeRow* TradeLedger::onFill(const Fill& fill,
                                    const FillEffect& effect,
                                    const EntryContext& context,
                                    Money balance)
{
    auto& slot = m_open[fill.engine.count()];
    if (!slot) {
        open(slot.emplace(), fill, context);
        m_nextClose[fill.engine.count()] = Timestamp{};
    }
    TradeRow& trade = *slot;
    const Int128 sum = static_cast<Int128>(fill.price.count()) * fill.quantity.count();
    trade.fees += fill.fee;
    trade.slippage += slipOf(fill);
    trade.balance = balance;
    if (effect.opened > 0) {
        trade.quantity = trade.quantity + fill.quantity;
        trade.entrySum += sum;
        return nullptr;
    }
    trade.closed = trade.closed + fill.quantity;
    trade.exitSum += sum;
    trade.pricePnl += effect.realised;
    trade.exitTime = fill.time;
    trade.exitOrder = fill.order;
    trade.exitReason = fill.reason;
    trade.exitRole = fill.role;
    observe(fill.engine, fill.price, fill.price);
    trade.otherPricePnl += effect.realised;
    if (fill.ambiguous) {
        const std::int64_t lots = sign(trade.side) * fill.quantity.count();
        const Instrument& instrument = m_instruments[fill.instrument.count()];
        trade.ambiguous = true;
        trade.otherPricePnl +=
            instrument.notional(lots, fill.otherPrice) - instrument.notional(lots, fill.price);
    }
    if (trade.closed < trade.quantity) {
        return nullptr;
    }
    trade.open = false;
    m_closed.push_back(trade);
    slot.reset();
    return &m_closed.back();
}

void TradeLedger::onFunding(EngineId engine, Money paid) noexcept
{
    if (auto& trade = m_open[engine.count()]) {
        trade->funding += paid;
    }
}

void TradeLedger::observe(EngineId engine, Price low, Price high) noexcept
{
    auto& trade = m_open[engine.count()];
    if (!trade) {
        return;
    }
    const bool isLong = trade->side == Side::Buy;
    trade->worst = isLong ? std::min(trade->worst, low) : std::max(trade->worst, high);
    trade->best = isLong ? std::max(trade->best, high) : std::min(trade->best, low);
}

void TradeLedger::hold(EngineId engine,
                       std::span<const ClosedBar> bars,
                       Duration base,
                       Duration timeframe) noexcept
{
    if (bars.empty() || !m_open[engine.count()]) {
        return;
    }
    Price low = bars.front().low; // all four in registers
    Price high = bars.front().high;
    Timestamp next = nextClose(engine, timeframe);
    int held = 0;
    for (const ClosedBar& bar : bars) {
        low = std::min(low, bar.low);
        high = std::max(high, bar.high);
        held += closes(next, bar.start + base, timeframe);
    }
    m_nextClose[engine.count()] = next;
    m_open[engine.count()]->barsHeld += held;
    observe(engine, low, high);
}

const TradeRow* TradeLedger::openTrade(EngineId engine) const noexcept
{
    const auto& trade = m_open[engine.count()];
    return trade ? &*trade : nullptr;
}

std::optional<TradeRow> TradeLedger::marked(EngineId engine, Money openResult, Money equity) const
{
    const auto& open = m_open[engine.count()];
    if (!open) {
        return std::nullopt;
    }
    TradeRow trade = *open;
    trade.pricePnl += openResult;
    trade.balance = equity;
    return trade;
}

} // namespace wick::core
