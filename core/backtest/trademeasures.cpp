#include "core/backtest/trademeasures.h"

namespace wick::core {

namespace {

/// A sum of price x lots as money.
Money valueOf(Int128 sum, const Instrument& instrument) noexcept
{
    const Int128 exact = sum * instrument.value(1, Price{1});
    return Money{saturate(divide(exact, instrument.valueDivisor(), Rounding::HalfEven))};
}

} // namespace

Money excursionTo(Price price, const TradeRow& trade, const Instrument& instrument) noexcept
{
    const Int128 there = static_cast<Int128>(price.count()) * trade.quantity.count();
    return valueOf((there - trade.entrySum) * sign(trade.side), instrument);
}

Money entryNotional(const TradeRow& trade, const Instrument& instrument) noexcept
{
    return valueOf(trade.entrySum, instrument);
}

Money exitNotional(const TradeRow& trade, const Instrument& instrument) noexcept
{
    return valueOf(trade.exitSum, instrument);
}

std::optional<double> rMultiple(const TradeRow& trade) noexcept
{
    if (trade.initialRisk.count() <= 0) {
        return std::nullopt;
    }
    return static_cast<double>(trade.net().count())
           / static_cast<double>(trade.initialRisk.count());
}

} // namespace wick::core
